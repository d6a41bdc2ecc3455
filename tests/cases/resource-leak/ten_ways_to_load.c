/* Ten ways to load an identity, and what each of them loses. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#define CLEANUP_RETURN(rv) do { ret = (rv); goto cleanup; } while (0)
#define SAFE_FREE(p, fn) do { if ((p) != NULL) { fn(p); (p) = NULL; } } while (0)
extern void log_error(const char *fmt, ...);
struct id { X509 *cert; EVP_PKEY *key; STACK_OF(X509) *chain; };

int way_single_exit(SSL_CTX *ctx, const char *f)
{
    int ret = 0;
    X509 *x = NULL;
    BIO *b = NULL;
    do {
        b = BIO_new_file(f, "r");
        if (!b)
            break;
        x = PEM_read_bio_X509(b, NULL, NULL, NULL);
        if (!x)
            break;
        ret = SSL_CTX_use_certificate(ctx, x);
    } while (0);
    BIO_free(b);
    return ret; // expect: DTL301
}

int way_macro_exit(SSL_CTX *ctx, const char *f)
{
    int ret = -1;
    X509 *x = NULL;
    BIO *b = BIO_new_file(f, "r");
    if (!b)
        CLEANUP_RETURN(-1);
    x = PEM_read_bio_X509(b, NULL, NULL, NULL);
    if (!x)
        CLEANUP_RETURN(-2);
    if (SSL_CTX_use_certificate(ctx, x) != 1)
        CLEANUP_RETURN(-3);
    ret = 0;
cleanup:
    SAFE_FREE(x, X509_free); /* silent: the macro calls the function it is given */
    SAFE_FREE(b, BIO_free);
    return ret;
}

int way_nested(SSL_CTX *ctx, const char *f)
{
    int ret = 0;
    BIO *b = BIO_new_file(f, "r");
    if (b) {
        X509 *x = PEM_read_bio_X509(b, NULL, NULL, NULL);
        if (x) {
            if (SSL_CTX_use_certificate(ctx, x) == 1)
                ret = 1;
            X509_free(x);
        } else {
            log_error("parse");
        }
        BIO_free(b); /* silent: each level frees its own */
    }
    return ret;
}

int way_nested_hole(SSL_CTX *ctx, const char *f)
{
    int ret = 0;
    BIO *b = BIO_new_file(f, "r");
    if (b) {
        X509 *x = PEM_read_bio_X509(b, NULL, NULL, NULL);
        if (x) {
            if (SSL_CTX_use_certificate(ctx, x) == 1) {
                X509_free(x);
                ret = 1;
            }
        }
        BIO_free(b);
    } // expect: DTL301
    return ret;
}

int way_chained_conditions(SSL_CTX *ctx, const char *f)
{
    BIO *b;
    X509 *x = NULL;
    if ((b = BIO_new_file(f, "r")) == NULL ||
        (x = PEM_read_bio_X509(b, NULL, NULL, NULL)) == NULL ||
        SSL_CTX_use_certificate(ctx, x) != 1) {
        log_error("certificate");
        X509_free(x);
        return 0; // expect: DTL301
    }
    X509_free(x);
    BIO_free(b);
    return 1;
}

int way_chained_conditions_right(SSL_CTX *ctx, const char *f)
{
    BIO *b;
    X509 *x = NULL;
    if ((b = BIO_new_file(f, "r")) == NULL ||
        (x = PEM_read_bio_X509(b, NULL, NULL, NULL)) == NULL ||
        SSL_CTX_use_certificate(ctx, x) != 1) {
        X509_free(x);
        BIO_free(b);
        return 0; /* silent: both freed, or NULL */
    }
    X509_free(x);
    BIO_free(b);
    return 1;
}

int way_out_struct(struct id *id, const char *f)
{
    BIO *b = BIO_new_file(f, "r");
    if (!b)
        return 0;
    id->cert = PEM_read_bio_X509(b, NULL, NULL, NULL); /* silent: kept in the structure */
    id->key = PEM_read_bio_PrivateKey(b, NULL, NULL, NULL); /* silent: kept in the structure */
    BIO_free(b);
    return id->cert && id->key;
}

int way_chain(SSL_CTX *ctx, BIO *b)
{
    X509 *ca;
    unsigned long err;
    while ((ca = PEM_read_bio_X509(b, NULL, NULL, NULL)) != NULL) {
        if (!SSL_CTX_add_extra_chain_cert(ctx, ca)) {
            log_error("chain");
            return 0; // expect: DTL301
        }
    }
    err = ERR_peek_last_error();
    if (ERR_GET_REASON(err) == PEM_R_NO_START_LINE)
        ERR_clear_error();
    return 1; /* silent: the last round failed */
}

int way_chain_add1(SSL_CTX *ctx, BIO *b)
{
    X509 *ca;
    while ((ca = PEM_read_bio_X509(b, NULL, NULL, NULL)) != NULL) {
        if (SSL_CTX_add1_chain_cert(ctx, ca) != 1) {
            X509_free(ca);
            return 0;
        }
        X509_free(ca); /* silent: add1 takes its own reference */
    }
    return 1;
}

int way_two_files(SSL_CTX *ctx, const char *f, const char *g)
{
    int ok = 0;
    EVP_PKEY *k = NULL;
    X509 *x = NULL;
    BIO *b = BIO_new_file(f, "r");
    if (b)
        x = PEM_read_bio_X509(b, NULL, NULL, NULL);
    b = BIO_new_file(g, "r"); // expect: DTL302
    if (b)
        k = PEM_read_bio_PrivateKey(b, NULL, NULL, NULL);
    if (x && k)
        ok = SSL_CTX_use_certificate(ctx, x) == 1 && SSL_CTX_use_PrivateKey(ctx, k) == 1;
    BIO_free(b);
    EVP_PKEY_free(k);
    X509_free(x);
    return ok;
}

EVP_PKEY *way_callback(const char *f, pem_password_cb *cb, void *u)
{
    EVP_PKEY *k;
    BIO *b = BIO_new(BIO_s_file());
    if (b == NULL)
        return NULL;
    if (BIO_read_filename(b, f) <= 0) {
        BIO_free(b);
        return NULL;
    }
    k = PEM_read_bio_PrivateKey(b, NULL, cb, u);
    BIO_free_all(b);
    return k; /* silent: returned, and the bio is freed */
}
