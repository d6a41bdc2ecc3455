/* Configurations, ternaries and state machines around SSL_get_error. */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>

enum conn_state { CONN_HANDSHAKE, CONN_READ, CONN_WRITE, CONN_DEAD };
struct conn { SSL *ssl; enum conn_state state; char buf[512]; };

#define IS_RETRY(e) ((e) == SSL_ERROR_WANT_READ || (e) == SSL_ERROR_WANT_WRITE)

void conn_report(struct conn *c, const char *what);

int in_one_configuration(struct conn *c)
{
    int err, r = SSL_connect(c->ssl);

    if (r == 1)
        return 1;
#ifdef TRACE_TLS
    ERR_print_errors_fp(stderr);
#endif
    err = SSL_get_error(c->ssl, r); // expect: DTL702
    return IS_RETRY(err) ? 0 : -1;
}

/* The result of the round before. */
int last_round(struct conn *c, int rounds)
{
    int r = 1;

    while (rounds-- > 0) {
        int n;

        r = SSL_write(c->ssl, c->buf, sizeof(c->buf));
        n = SSL_read(c->ssl, c->buf, sizeof(c->buf));
        if (n <= 0 && !IS_RETRY(SSL_get_error(c->ssl, r))) // expect: DTL702
            return -1;
    }
    return r;
}

enum conn_state step(struct conn *c)
{
    int r;

    switch (c->state) {
    case CONN_HANDSHAKE:
        r = SSL_do_handshake(c->ssl);
        break;
    case CONN_READ:
        r = SSL_read(c->ssl, c->buf, sizeof(c->buf));
        break;
    case CONN_WRITE:
        r = SSL_write(c->ssl, c->buf, sizeof(c->buf));
        break;
    default:
        return CONN_DEAD;
    }
    if (r > 0)
        return CONN_READ;
    return IS_RETRY(SSL_get_error(c->ssl, r)) ? c->state : CONN_DEAD; /* silent: whichever call it was, it is the last */
}

int assigned_in_condition(struct conn *c)
{
    int r;

    if ((r = SSL_accept(c->ssl)) <= 0) { /* silent: classified by a macro of the file */
        if (IS_RETRY(SSL_get_error(c->ssl, r))) /* silent: directly after it */
            return 0;
        conn_report(c, "accept");
        return -1;
    }
    return 1;
}

int waits_and_tries(struct conn *c, int (*wait_io)(SSL *))
{
    int r;

    for (;;) {
        r = SSL_connect(c->ssl);
        if (r == 1)
            return 0;
        if (!IS_RETRY(SSL_get_error(c->ssl, r)) || wait_io(c->ssl) != 0) /* silent: directly after it */
            break;
    }
    conn_report(c, "connect");
    return -1;
}

int either_helper_reports(struct conn *c)
{
    if (SSL_connect(c->ssl) <= 0) { // expect: DTL703
        conn_report(c, "connect");
        c->state = CONN_DEAD;
        SSL_free(c->ssl);
        return -1;
    }
    return 0;
}
