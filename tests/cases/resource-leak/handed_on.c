/* Results and references given to functions of which only the name is known. */
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>

struct entry;
extern int look(const X509 *x);
extern struct entry *wrap_certificate(X509 *x);
extern int register_certificate(X509 *x);

void print_name(X509_NAME *name)
{
    printf("%s\n", X509_NAME_oneline(name, NULL, 0)); // expect: DTL302
}

int judge(SSL *ssl)
{
    return look(SSL_get1_peer_certificate(ssl)); // expect: DTL302
}

struct entry *wrapped(SSL *ssl)
{
    return wrap_certificate(SSL_get1_peer_certificate(ssl)); /* silent: the name says that it keeps it */
}

int extra_chain(SSL_CTX *ctx, X509 *x)
{
    if (!X509_up_ref(x))
        return 0;
    if (!SSL_CTX_add_extra_chain_cert(ctx, x))
        return 0; // expect: DTL301
    return 1;
}

int extra_chain_right(SSL_CTX *ctx, X509 *x)
{
    if (!X509_up_ref(x))
        return 0;
    if (!SSL_CTX_add_extra_chain_cert(ctx, x)) {
        X509_free(x);
        return 0;
    }
    return 1; /* silent: handed over, or released */
}

int with_key(X509 *x, EVP_PKEY *key)
{
    X509_up_ref(x);
    if (X509_set_pubkey(x, key) != 1)
        return 0; // expect: DTL301
    X509_free(x);
    return 1;
}

int certificate_add_ref(X509 *x)
{
    return X509_up_ref(x); /* silent: making a reference is what it is for */
}

int remember(X509 *x)
{
    if (!X509_up_ref(x))
        return 0;
    return register_certificate(x); /* silent: kept by the name */
}

int shown(X509 *x)
{
    X509_up_ref(x);
    return look(x); /* silent: an unknown function may have got the reference */
}

int container(X509 *x)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    if (chain == NULL)
        return 0;
    X509_up_ref(x);
    sk_X509_push(chain, x);
    sk_X509_free(chain); // expect: DTL304
    return 1;
}

int text(ASN1_STRING *value)
{
    unsigned char *utf8 = NULL;
    int n = ASN1_STRING_to_UTF8(&utf8, value);
    if (n < 0)
        return -1;
    if (n == 0)
        return 0; // expect: DTL301
    OPENSSL_free(utf8);
    return n;
}

int text_or_nothing(ASN1_STRING *value)
{
    unsigned char *utf8 = NULL;
    int n = ASN1_STRING_to_UTF8(&utf8, value);
    if (n <= 0)
        return -1; /* silent: the failure goes the same way */
    OPENSSL_free(utf8);
    return n;
}

struct instance { int is_default; SSL_CTX *ctx; };
extern struct instance *make_instance(void);
extern struct app *app_alloc_context(SSL_CTX *ctx, int level);
extern void table_note(SSL_CTX *ctx);
extern int start(void);

struct app *allocated_around(void)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_method());
    struct app *app;
    if (ctx == NULL)
        return NULL;
    app = app_alloc_context(ctx, 0);
    return app; /* silent: made of the context */
}

int shared(struct instance **out)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_method());
    struct instance *inst = make_instance();
    if (!ctx || !inst)
        goto error;
    if (out) {
        inst->is_default = 1;
        SSL_CTX_up_ref(ctx);
        table_note(ctx);
    }
    if (start())
        goto error;
    inst->ctx = ctx;
    *out = inst;
    return 0;
error:
    if (inst && inst->is_default)
        SSL_CTX_free(ctx);
    SSL_CTX_free(ctx); /* silent: two references where is_default is set */
    return 1;
}

void given_first(SSL *ssl, BIO *bio)
{
    SSL_set_bio(ssl, bio, bio);
    BIO_up_ref(bio); /* silent: the reference is the connection's */
}

extern void hexdump(const unsigned char *data, int n);
extern void log_status(int status);
extern void check_status(int status);
extern int is_bad(int status);

int dumped(X509 *x)
{
    unsigned char *der = NULL;
    int n = i2d_X509(x, &der);
    if (n < 0)
        return -1;
    hexdump(der, n);
    return 0; // expect: DTL301
}

int written(X509 *x, FILE *file)
{
    unsigned char *der = NULL;
    int n = i2d_X509(x, &der);
    if (n < 0)
        return -1;
    fwrite(der, 1, n, file);
    return 0; // expect: DTL301
}

int logged(EVP_PKEY_CTX *ctx)
{
    EVP_PKEY *key = NULL;
    int status = EVP_PKEY_keygen(ctx, &key);
    log_status(status);
    return EVP_PKEY_bits(key); // expect: DTL301
}

int logged_then_released(SSL_CTX *ctx, X509 *x)
{
    int status = SSL_CTX_add_extra_chain_cert(ctx, x);
    log_status(status);
    X509_free(x); // expect: DTL305
    return status;
}

int judged_elsewhere(SSL_CTX *ctx, X509 *x)
{
    int status = SSL_CTX_add_extra_chain_cert(ctx, x);
    if (is_bad(status))
        X509_free(x); /* silent: the other function has judged it */
    return status;
}

int checked_elsewhere(EVP_PKEY_CTX *ctx, EVP_PKEY **out)
{
    EVP_PKEY *key = NULL;
    int status = EVP_PKEY_keygen(ctx, &key);
    check_status(status);
    *out = key;
    return 1; /* silent: handed on */
}

struct link;
int negotiation_initiate(struct link *link, SSL *ssl);

int negotiate(struct link *link, SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);

    if (ssl == NULL)
        return -1;
    if (negotiation_initiate(link, ssl) != 0) {
        SSL_free(ssl);
        return -1;
    }
    return 0; /* silent: the link speaks through it from now on */
}

int negotiate_alone(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);

    if (ssl == NULL)
        return -1;
    if (SSL_set_tlsext_host_name(ssl, "localhost") != 1) {
        SSL_free(ssl);
        return -1;
    }
    return 0; // expect: DTL301
}
