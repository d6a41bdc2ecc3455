/* `<= 0` may only mean "come again". */
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <unistd.h>

struct conn { SSL *ssl; BIO *rbio; int fd; int closed; };

void tls_log(const char *fmt, ...);
void conn_close(struct conn *c);
int conn_handle_result(struct conn *c, int r);

int read_ends(struct conn *c, void *buf, int n)
{
    int r = SSL_read(c->ssl, buf, n);

    if (r <= 0) { // expect: DTL703
        conn_close(c);
        return -1;
    }
    return r;
}

int write_ends(struct conn *c, const void *buf, int n)
{
    if (SSL_write(c->ssl, buf, n) < 0) { // expect: DTL703
        tls_log("write failed\n");
        return -1;
    }
    return n;
}

int connect_ends(struct conn *c)
{
    if (SSL_connect(c->ssl) != 1) { // expect: DTL703
        ERR_print_errors_fp(stderr);
        SSL_free(c->ssl);
        c->ssl = NULL;
        return -1;
    }
    return 0;
}

int accept_goto(struct conn *c)
{
    int rv = -1;

    if (SSL_accept(c->ssl) == -1) // expect: DTL703
        goto fail;
    rv = 0;
    return rv;
fail:
    tls_log("accept failed\n");
    close(c->fd);
    return rv;
}

/* SSL_get_error for the log line alone changes nothing. */
int handshake_logged(struct conn *c)
{
    int r = SSL_do_handshake(c->ssl);

    if (r <= 0) { // expect: DTL703
        tls_log("handshake failed: %d\n", SSL_get_error(c->ssl, r));
        conn_close(c);
        return -1;
    }
    return 0;
}

int listen_ends(SSL *ssl, BIO_ADDR *peer)
{
    if (DTLSv1_listen(ssl, peer) <= 0) // expect: DTL703
        return -1;
    return 0;
}

int shutdown_is_error(struct conn *c)
{
    if (SSL_shutdown(c->ssl) <= 0) { // expect: DTL703
        tls_log("shutdown failed\n");
        return -1;
    }
    return 0;
}

/* One test among several, and none of them classifies. */
int read_zero_and_less(struct conn *c, void *buf, int n)
{
    int r = SSL_read(c->ssl, buf, n);

    if (r == 0) {
        tls_log("closed\n");
        return 0;
    }
    if (r < 0) { // expect: DTL703
        conn_close(c);
        return -2;
    }
    return r;
}

int classified_switch(struct conn *c, void *buf, int n)
{
    int r = SSL_read(c->ssl, buf, n);

    if (r <= 0) { /* silent: the switch decides what it means */
        switch (SSL_get_error(c->ssl, r)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            return 0;
        default:
            conn_close(c);
            return -1;
        }
    }
    return r;
}

int classified_before(struct conn *c)
{
    int r = SSL_connect(c->ssl);
    int err = SSL_get_error(c->ssl, r);

    if (r <= 0) { /* silent: err was asked for, and decides */
        if (err == SSL_ERROR_WANT_READ || err == SSL_ERROR_WANT_WRITE)
            return 0;
        conn_close(c);
        return -1;
    }
    return 1;
}

int by_want(struct conn *c, const void *buf, int n)
{
    int r = SSL_write(c->ssl, buf, n);

    if (r < 0) { /* silent: SSL_want_* decides */
        if (SSL_want_write(c->ssl) || SSL_want_read(c->ssl))
            return 0;
        conn_close(c);
        return -1;
    }
    return r;
}

int by_bio(struct conn *c)
{
    if (SSL_do_handshake(c->ssl) <= 0) { /* silent: BIO_should_retry decides */
        if (BIO_should_retry(c->rbio))
            return 0;
        conn_close(c);
        return -1;
    }
    return 1;
}

int raw_result(struct conn *c, void *buf, int n)
{
    int r = SSL_read(c->ssl, buf, n);

    if (r <= 0) /* silent: the raw result goes to the caller */
        return r;
    c->closed = 0;
    return r;
}

int helper_classifies(struct conn *c, void *buf, int n)
{
    int r = SSL_read(c->ssl, buf, n);

    if (r <= 0) /* silent: the raw result goes to a helper */
        return conn_handle_result(c, r);
    return r;
}

int listen_fatal(SSL *ssl, BIO_ADDR *peer)
{
    int r = DTLSv1_listen(ssl, peer);

    if (r < 0) { /* silent: below 0 is fatal for DTLSv1_listen */
        tls_log("listen failed\n");
        return -1;
    }
    return r;
}

void end_of_life(struct conn *c)
{
    if (SSL_shutdown(c->ssl) == 0)
        SSL_shutdown(c->ssl); /* silent: at the end of life */
    SSL_free(c->ssl);
    c->ssl = NULL;
}

void end_of_life_negative(struct conn *c)
{
    if (SSL_shutdown(c->ssl) < 0) /* silent: at the end of life */
        tls_log("shutdown failed\n");
    SSL_free(c->ssl);
}

int tries_again(struct conn *c, void *buf, int n)
{
    int r, tries = 0;

    do {
        r = SSL_read(c->ssl, buf, n);
        if (r > 0)
            return r;
        if (SSL_get_error(c->ssl, r) != SSL_ERROR_WANT_READ) /* silent: classified */
            return -1;
    } while (++tries < 3);
    return -2;
}
