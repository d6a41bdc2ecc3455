/* SSL_get_error after something else, or about something else. */
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>

struct tunnel { SSL *ssl; SSL *upstream; BIO *in, *out; int status; char text[256]; };

void tunnel_log(struct tunnel *t, const char *fmt, ...);
void tunnel_lock(struct tunnel *t);

static int tunnel_read(struct tunnel *t, void *buf, int n)
{
    return SSL_read(t->ssl, buf, n);
}

int reason_first(struct tunnel *t)
{
    int r = SSL_accept(t->ssl);

    if (r > 0)
        return 1;
    ERR_error_string_n(ERR_get_error(), t->text, sizeof(t->text));
    return SSL_get_error(t->ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1; // expect: DTL702
}

int in_one_argument_list(struct tunnel *t, void *buf, int n)
{
    int r = SSL_read(t->ssl, buf, n);

    if (r < 0)
        tunnel_log(t, "%lu %d", ERR_get_error(), SSL_get_error(t->ssl, r)); // expect: DTL702
    return r;
}

int closed_first(struct tunnel *t, void *buf, int n)
{
    int err, r = SSL_read(t->ssl, buf, n);

    if (r <= 0) {
        SSL_shutdown(t->ssl);
        err = SSL_get_error(t->ssl, r); // expect: DTL702
        if (err == SSL_ERROR_ZERO_RETURN)
            return 0;
        return -err;
    }
    return r;
}

int certificate_loaded_between(struct tunnel *t, const char *file)
{
    int r = SSL_connect(t->ssl);
    BIO *bio = BIO_new_file(file, "r");

    BIO_free(bio);
    switch (SSL_get_error(t->ssl, r)) { // expect: DTL702
    case SSL_ERROR_NONE:
        return 1;
    case SSL_ERROR_WANT_READ:
        return 0;
    default:
        return -1;
    }
}

int cleared_too_late(struct tunnel *t, const void *buf, int n)
{
    int r;

    r = SSL_write(t->ssl, buf, n);
    if (r <= 0) {
        ERR_clear_error();
        if (SSL_get_error(t->ssl, r) == SSL_ERROR_WANT_WRITE) // expect: DTL702
            return 0;
        return -1;
    }
    return r;
}

int other_side(struct tunnel *t, void *buf, int n)
{
    int r = SSL_read(t->ssl, buf, n);

    if (r <= 0 && SSL_get_error(t->upstream, r) == SSL_ERROR_WANT_READ) // expect: DTL702
        return 0;
    return r > 0 ? r : -1;
}

int result_of_the_bio(struct tunnel *t, char *buf, int n)
{
    int w = BIO_write(t->in, buf, n);

    if (w <= 0)
        return SSL_get_error(t->ssl, w); // expect: DTL702
    return w;
}

int as_a_bool(SSL *ssl)
{
    int failed = SSL_do_handshake(ssl) <= 0;

    if (failed)
        return SSL_get_error(ssl, failed); // expect: DTL702
    return 0;
}

int zero_instead(SSL *ssl, void *buf, int n)
{
    int r = SSL_read(ssl, buf, n);

    if (r <= 0) {
        switch (SSL_get_error(ssl, 0)) { // expect: DTL702
        case SSL_ERROR_WANT_READ:
            return 0;
        default:
            return -1;
        }
    }
    return r;
}

int through_the_wrapper(struct tunnel *t, void *buf, int n)
{
    int r = tunnel_read(t, buf, n);

    if (r > 0)
        return r;
    ERR_print_errors_fp(stderr);
    return SSL_get_error(t->ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1; // expect: DTL702
}

int wrapper_directly(struct tunnel *t, void *buf, int n)
{
    int r = tunnel_read(t, buf, n);

    return r > 0 ? r : SSL_get_error(t->ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1; /* silent: the wrapper's own result */
}

int peeked(struct tunnel *t)
{
    int r = SSL_accept(t->ssl);
    unsigned long first = ERR_peek_error();

    if (r != 1 && SSL_get_error(t->ssl, r) == SSL_ERROR_SSL) /* silent: a look at the queue takes nothing from it */
        tunnel_log(t, "%lu", first);
    return r;
}

int state_between(struct tunnel *t)
{
    int r = SSL_do_handshake(t->ssl);

    if (SSL_is_init_finished(t->ssl))
        tunnel_log(t, "%s %s", SSL_get_version(t->ssl), SSL_get_cipher_name(t->ssl));
    tunnel_lock(t);
    t->status = SSL_get_error(t->ssl, r); /* silent: only questions about the connection stand between */
    return t->status;
}

int known_to_be_minus_one(SSL *ssl)
{
    int r = SSL_connect(ssl);

    if (r == -1)
        return SSL_get_error(ssl, -1); /* silent: it is the result */
    return 0;
}

int one_of_two(struct tunnel *t, int writing, char *buf, int n)
{
    int r;

    if (writing)
        r = SSL_write(t->ssl, buf, n);
    else
        r = SSL_read(t->ssl, buf, n);
    return SSL_get_error(t->ssl, r); /* silent: whichever was called */
}

int asked_twice(struct tunnel *t, void *buf, int n)
{
    int r = SSL_read(t->ssl, buf, n);

    if (SSL_get_error(t->ssl, r) == SSL_ERROR_WANT_READ)
        return 0;
    if (SSL_get_error(t->ssl, r) == SSL_ERROR_ZERO_RETURN) /* silent: asking changes nothing */
        return -2;
    return r > 0 ? r : -1;
}

int freed_between(struct tunnel *t, X509 *cert)
{
    int r = SSL_do_handshake(t->ssl);

    X509_free(cert);
    OPENSSL_cleanse(t->text, sizeof(t->text));
    return SSL_get_error(t->ssl, r); /* silent: neither can put anything into the queue */
}
