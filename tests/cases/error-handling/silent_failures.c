/* Failure branches that leave and tell nobody, and the many ways to tell somebody. */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum tls_status { TLS_OK, TLS_NO_MEMORY, TLS_RANDOM_FAILED };
struct conn { SSL *ssl; SSL_CTX *ctx; int last_error; void (*on_error)(struct conn *, int); };

void tls_log(int level, const char *fmt, ...);
void ngx_ssl_error(int level, void *log, const char *text);
void conn_set_error(struct conn *c, const char *text);
void set_tls_failure(struct conn *c);
int wrong(const char *where);

#define CHECK_OK(call) do { if ((call) != 1) { tls_log(3, "%s failed", #call); return 0; } } while (0)

SSL_CTX *null_is_no_reason(void)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

    if (ctx == NULL)
        return NULL; // expect: DTL701
    return ctx;
}

int zero_is_no_reason(unsigned char *out, int n)
{
    if (RAND_bytes(out, n) != 1)
        return 0; // expect: DTL701
    return 1;
}

void nothing_at_all(struct conn *c, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(c->ctx, file) <= 0)
        return; // expect: DTL701
    tls_log(1, "certificate %s loaded", file);
}

int cleans_up_only(struct conn *c)
{
    c->ssl = SSL_new(c->ctx);
    if (!c->ssl) {
        SSL_CTX_free(c->ctx);
        c->ctx = NULL;
        return 0; // expect: DTL701
    }
    return 1;
}

int shared_exit(const char *file, unsigned char *out, int n)
{
    int ok = 0;
    BIO *bio = BIO_new_file(file, "rb");

    if (bio == NULL)
        goto out; // expect: DTL701
    if (RAND_bytes(out, n) != 1)
        goto out; // expect: DTL701
    ok = 1;
out:
    BIO_free(bio);
    return ok;
}

int chain_of_conditions(struct conn *c, const char *cert, const char *key)
{
    if (SSL_CTX_use_certificate_file(c->ctx, cert, SSL_FILETYPE_PEM) != 1
        || SSL_CTX_use_PrivateKey_file(c->ctx, key, SSL_FILETYPE_PEM) != 1)
        return 0; // expect: DTL701
    return SSL_CTX_check_private_key(c->ctx); /* silent: the result is handed to the caller */
}

int one_loud_one_silent(struct conn *c, const char *ca)
{
    if (SSL_CTX_load_verify_locations(c->ctx, ca, NULL) != 1) {
        tls_log(3, "cannot load %s", ca);
        return 0; /* silent: logged */
    }
    if (SSL_CTX_set_cipher_list(c->ctx, "HIGH:!aNULL") != 1)
        return 0; // expect: DTL701
    return 1;
}

int negative_code(unsigned char *out, int n)
{
    if (RAND_bytes(out, n) != 1)
        return -1; /* silent: a negative code */
    return 0;
}

enum tls_status enumerator(struct conn *c)
{
    if ((c->ctx = SSL_CTX_new(TLS_method())) == NULL)
        return TLS_NO_MEMORY; /* silent: an enumerator says what happened */
    return TLS_OK;
}

int error_number(struct conn *c)
{
    if ((c->ssl = SSL_new(c->ctx)) == NULL)
        return -ENOMEM; /* silent: a distinct code */
    return 0;
}

int prints_queue(struct conn *c, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(c->ctx, file) != 1) {
        ERR_print_errors_fp(stderr);
        return 0; /* silent: the queue is printed */
    }
    return 1;
}

int reads_queue(struct conn *c, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(c->ctx, file) != 1) {
        c->last_error = (int)ERR_get_error();
        return 0; /* silent: the queue is read and kept */
    }
    return 1;
}

int nginx_style(struct conn *c, void *log)
{
    if (SSL_set_fd(c->ssl, 0) == 0) {
        ngx_ssl_error(1, log, "SSL_set_fd() failed");
        return 0; /* silent: reported */
    }
    return 1;
}

int setter(struct conn *c)
{
    if ((c->ssl = SSL_new(c->ctx)) == NULL) {
        conn_set_error(c, "no memory");
        return 0; /* silent: an error setter */
    }
    return 1;
}

int error_callback(struct conn *c)
{
    if ((c->ssl = SSL_new(c->ctx)) == NULL) {
        c->on_error(c, TLS_NO_MEMORY);
        return 0; /* silent: an error callback */
    }
    return 1;
}

void dies(unsigned char *out, int n)
{
    if (RAND_bytes(out, n) != 1)
        abort(); /* silent: abort is heard */
}

BIO *errno_is_set(const void *data, int n)
{
    BIO *bio = BIO_new_mem_buf(data, n);

    if (!bio) {
        errno = ENOMEM;
        return NULL; /* silent: errno carries the reason */
    }
    return bio;
}

int report_behind_the_label(struct conn *c, const char *cert)
{
    if (SSL_CTX_use_certificate_chain_file(c->ctx, cert) != 1)
        goto fail; /* silent: reported behind the label */
    if (SSL_CTX_use_PrivateKey_file(c->ctx, cert, SSL_FILETYPE_PEM) != 1)
        goto fail; /* silent: reported behind the label */
    return 1;
fail:
    fprintf(stderr, "cannot use %s\n", cert);
    SSL_CTX_free(c->ctx);
    return 0;
}

int value_at_the_label(struct conn *c, unsigned char *out, int n)
{
    int rv = -1;

    if (RAND_bytes(out, n) != 1)
        goto out; /* silent: -1 is what leaves */
    c->last_error = 0;
    rv = 0;
out:
    return rv;
}

int macro_reports(struct conn *c, const char *cert)
{
    CHECK_OK(SSL_CTX_use_certificate_chain_file(c->ctx, cert)); /* silent: the macro logs */
    return 1;
}

int result_itself(struct conn *c, const char *cert)
{
    int r = SSL_CTX_use_certificate_chain_file(c->ctx, cert);

    if (r != 1)
        return r; /* silent: the raw result is handed on */
    return 1;
}
