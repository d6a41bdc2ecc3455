/* SSL_get_error belongs to the call right before it. */
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>

struct conn { SSL *ssl; BIO *wbio; int ret; int is_server; int debug; };

void tls_log(const char *fmt, ...);
int send_out(const void *data, int n);
int conn_read(struct conn *c, void *buf, int n);

int queue_cleared_between(SSL *ssl, void *buf, int n)
{
    int r = SSL_read(ssl, buf, n);

    ERR_clear_error();
    switch (SSL_get_error(ssl, r)) { // expect: DTL702
    case SSL_ERROR_NONE:
        return r;
    case SSL_ERROR_WANT_READ:
        return 0;
    default:
        return -1;
    }
}

int queue_printed_between(SSL *ssl)
{
    int err, r = SSL_connect(ssl);

    if (r == 1)
        return 1;
    ERR_print_errors_fp(stderr);
    err = SSL_get_error(ssl, r); // expect: DTL702
    return err == SSL_ERROR_WANT_READ || err == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

/* On one path only. */
int queue_printed_in_debug(struct conn *c)
{
    int err, r = SSL_do_handshake(c->ssl);

    if (r != 1 && c->debug)
        ERR_print_errors_fp(stderr);
    err = SSL_get_error(c->ssl, r); // expect: DTL702
    return err == SSL_ERROR_NONE ? 1 : err == SSL_ERROR_WANT_READ ? 0 : -1;
}

/* Memory BIO emptied between: it is the connection's own. */
int flushed_between(struct conn *c)
{
    char out[2048];
    int n, r = SSL_do_handshake(c->ssl);

    while ((n = BIO_read(c->wbio, out, sizeof(out))) > 0)
        send_out(out, n);
    if (SSL_get_error(c->ssl, r) == SSL_ERROR_WANT_READ) // expect: DTL702
        return 0;
    return r == 1 ? 1 : -1;
}

int other_calls_result(SSL *ssl, void *buf, int n)
{
    int r = SSL_read(ssl, buf, n);
    int w = SSL_write(ssl, "ok", 2);

    if (SSL_get_error(ssl, r) == SSL_ERROR_ZERO_RETURN) // expect: DTL702
        return -1;
    return w;
}

int other_connection(SSL *a, SSL *b, void *buf, int n)
{
    int r = SSL_read(a, buf, n);

    if (SSL_get_error(b, r) == SSL_ERROR_WANT_READ) // expect: DTL702
        return 0;
    return r;
}

int verdict_not_result(SSL *ssl)
{
    int ok = SSL_accept(ssl) == 1;

    if (!ok && SSL_get_error(ssl, ok) != SSL_ERROR_WANT_READ) // expect: DTL702
        return -1;
    return ok;
}

int a_number(SSL *ssl, void *buf, int n)
{
    if (SSL_read(ssl, buf, n) > 0)
        return 1;
    return SSL_get_error(ssl, -1) == SSL_ERROR_WANT_READ ? 0 : -1; // expect: DTL702
}

int changed_result(SSL *ssl, void *buf, int n)
{
    int r = SSL_read(ssl, buf, n);

    if (r < 0)
        r = 0;
    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : r; // expect: DTL702
}

int right_after(SSL *ssl, void *buf, int n)
{
    int r;

    ERR_clear_error();
    r = SSL_read(ssl, buf, n);
    switch (SSL_get_error(ssl, r)) { /* silent: right after, and the queue was cleared before */
    case SSL_ERROR_NONE:
        return r;
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return 0;
    default:
        ERR_print_errors_fp(stderr);
        return -1;
    }
}

int nested(SSL *ssl)
{
    return SSL_get_error(ssl, SSL_accept(ssl)) == SSL_ERROR_NONE ? 1 : -1; /* silent: the call itself is the argument */
}

int either_role(struct conn *c)
{
    int r = c->is_server ? SSL_accept(c->ssl) : SSL_connect(c->ssl);

    return SSL_get_error(c->ssl, r) == SSL_ERROR_NONE ? 1 : -1; /* silent: both arms are TLS calls */
}

int getters_between(SSL *ssl)
{
    int r = SSL_do_handshake(ssl);

    tls_log("fd %d: %s\n", SSL_get_fd(ssl), SSL_state_string_long(ssl));
    return SSL_get_error(ssl, r) == SSL_ERROR_NONE ? 1 : -1; /* silent: those touch neither queue nor I/O */
}

int kept_in_member(struct conn *c, void *buf, int n)
{
    c->ret = SSL_read(c->ssl, buf, n);
    if (c->ret > 0)
        return c->ret;
    return SSL_get_error(c->ssl, c->ret) == SSL_ERROR_WANT_READ ? 0 : -1; /* silent: the member holds the result */
}

int copied(SSL *ssl, const void *buf, int n)
{
    int w = SSL_write(ssl, buf, n);
    int r = w;

    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_WRITE ? 0 : -1; /* silent: a copy of the result */
}

int given(SSL *ssl, int r)
{
    tls_log("error %d\n", SSL_get_error(ssl, r)); /* silent: the caller's result */
    return -1;
}

int from_wrapper(struct conn *c, void *buf, int n)
{
    int r = conn_read(c, buf, n);

    if (r > 0)
        return r;
    return SSL_get_error(c->ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1; /* silent: the wrapper reads */
}

int in_a_loop(SSL *ssl, void *buf, int n)
{
    for (;;) {
        int r = SSL_read(ssl, buf, n);

        if (r > 0)
            return r;
        if (SSL_get_error(ssl, r) != SSL_ERROR_WANT_READ) /* silent: each round asks for its own call */
            return -1;
    }
}

int queue_read_afterwards(SSL *ssl)
{
    int r = SSL_shutdown(ssl);
    int err = SSL_get_error(ssl, r); /* silent: the queue is read after it */

    if (err == SSL_ERROR_SSL)
        tls_log("%s\n", ERR_error_string(ERR_get_error(), NULL));
    return err == SSL_ERROR_NONE ? 0 : -1;
}

int status_form(SSL *ssl, void *buf, size_t n, size_t *got)
{
    int ok = SSL_read_ex(ssl, buf, n, got);

    return ok ? 1 : SSL_get_error(ssl, ok) == SSL_ERROR_WANT_READ ? 0 : -1; /* silent: SSL_read_ex's own result */
}
