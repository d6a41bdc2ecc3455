/* A failure of TLS input or output taken as final, spelled in many ways, and the ways that are not. */
#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef enum { IO_OK, IO_AGAIN, IO_CLOSED, IO_FAILED } io_status;
struct peer { SSL *ssl; BIO *bio; int fd, alive, want, last; void (*on_closed)(struct peer *); };

void peer_log(struct peer *p, const char *fmt, ...);
void peer_destroy(struct peer *p);
int peer_wait(struct peer *p);
int ssl_should_retry(struct peer *p);
io_status peer_io_error(struct peer *p, int r);
const char *ssl_error_name(int e);

static void say(struct peer *p, int r)
{
    peer_log(p, "error %d", SSL_get_error(p->ssl, r));
}

static int again(const SSL *ssl, int r)
{
    int e = SSL_get_error(ssl, r);

    return e == SSL_ERROR_WANT_READ || e == SSL_ERROR_WANT_WRITE;
}

io_status positive_first(struct peer *p, void *buf, int n)
{
    int r = SSL_read(p->ssl, buf, n);

    if (r > 0) { // expect: DTL703
        p->alive = 1;
        return IO_OK;
    }
    peer_destroy(p);
    return IO_FAILED;
}

int reads_until_it_fails(struct peer *p, char *buf, int n)
{
    int got;

    while ((got = SSL_read(p->ssl, buf, n)) > 0) // expect: DTL703
        peer_log(p, "%.*s", got, buf);
    SSL_free(p->ssl);
    close(p->fd);
    return 0;
}

int assigned_in_condition(struct peer *p)
{
    int r;

    if ((r = SSL_do_handshake(p->ssl)) < 1) { // expect: DTL703
        peer_log(p, "handshake: %d", r);
        exit(EXIT_FAILURE);
    }
    return 0;
}

int negated(struct peer *p)
{
    if (!(SSL_accept(p->ssl) > 0)) // expect: DTL703
        return -1;
    return 0;
}

int errno_instead(struct peer *p, const void *buf, int n)
{
    int r = SSL_write(p->ssl, buf, n);

    if (r <= 0) { // expect: DTL703
        if (errno != 0)
            perror("SSL_write");
        p->on_closed(p);
        return -1;
    }
    return r;
}

/* The name of the error is told, and nothing else is done with it. */
int named_and_left(struct peer *p)
{
    int r = SSL_connect(p->ssl);

    if (r != 1) { // expect: DTL703
        int e = SSL_get_error(p->ssl, r);

        switch (e) {
        case SSL_ERROR_ZERO_RETURN:
            peer_log(p, "closed");
            break;
        case SSL_ERROR_SYSCALL:
            peer_log(p, "system call");
            break;
        default:
            peer_log(p, "other: %s", ssl_error_name(e));
            break;
        }
        SSL_free(p->ssl);
        return -1;
    }
    return 0;
}

int helper_that_says_it(struct peer *p)
{
    int r = SSL_connect(p->ssl);

    if (r <= 0) { // expect: DTL703
        say(p, r);
        return -1;
    }
    return 0;
}

int in_a_switch(struct peer *p)
{
    switch (SSL_accept(p->ssl)) { // expect: DTL703
    case 1:
        return 0;
    default:
        peer_destroy(p);
        return -1;
    }
}

int both_in_one(struct peer *p)
{
    if (SSL_set_fd(p->ssl, p->fd) != 1 || SSL_connect(p->ssl) != 1) { // expect: DTL703
        ERR_print_errors_fp(stderr);
        return -1;
    }
    return 0;
}

int listen_in_a_server(struct peer *p, BIO_ADDR *client)
{
    int r = DTLSv1_listen(p->ssl, client);

    if (r < 1) { // expect: DTL703
        peer_log(p, "listen");
        SSL_free(p->ssl);
        return -1;
    }
    return 0;
}

int shutdown_minus_one(struct peer *p)
{
    if (SSL_shutdown(p->ssl) == -1) { // expect: DTL703
        peer_log(p, "shutdown");
        return -1;
    }
    return 0;
}

/* 0 is no failure, and the log line says that it is. */
void parting_misread(struct peer *p)
{
    if (SSL_shutdown(p->ssl) <= 0) // expect: DTL703
        peer_log(p, "shutdown failed");
    SSL_free(p->ssl);
    p->ssl = NULL;
}

void parting_without_end(struct peer *p)
{
    if (SSL_shutdown(p->ssl) <= 0) /* silent: nothing ends here */
        p->alive = 0;
}

void parting_cleared(struct peer *p)
{
    if (SSL_shutdown(p->ssl) <= 0) /* silent: nobody calls it a failure */
        ERR_clear_error();
    SSL_free(p->ssl);
}

int listen_again(struct peer *p, BIO_ADDR *client)
{
    while (DTLSv1_listen(p->ssl, client) <= 0) /* silent: it listens again */
        ;
    return SSL_get_fd(p->ssl);
}

int keeps_trying(struct peer *p)
{
    int i;

    for (i = 0; i < 10; i++) {
        if (SSL_connect(p->ssl) == 1) /* silent: it is tried again */
            return 0;
        usleep(1000);
    }
    return -1;
}

int by_macro_of_the_file(struct peer *p, void *buf, int n)
{
    int r = SSL_read(p->ssl, buf, n);

    if (r < 0) { /* silent: again() asks SSL_get_error */
        if (again(p->ssl, r))
            return 0;
        peer_destroy(p);
        return -1;
    }
    return r;
}

int by_name_of_elsewhere(struct peer *p, void *buf, int n)
{
    int r = SSL_read(p->ssl, buf, n);

    if (r < 0) { /* silent: the helper is asked whether to retry */
        if (ssl_should_retry(p))
            return 0;
        peer_destroy(p);
        return -1;
    }
    return r;
}

io_status translated(struct peer *p, void *buf, int n)
{
    int r = SSL_read(p->ssl, buf, n);

    return r > 0 ? IO_OK : peer_io_error(p, r); /* silent: the helper gets the raw result */
}

int kept_for_the_caller(struct peer *p, void *buf, int n)
{
    p->last = SSL_read(p->ssl, buf, n);
    if (p->last <= 0) /* silent: the raw result is kept for the caller */
        return -1;
    return 0;
}

int out_parameter(struct peer *p, void *buf, int n, int *error)
{
    int r = SSL_read(p->ssl, buf, n);

    if (r <= 0) { /* silent: the answer goes to the caller */
        *error = SSL_get_error(p->ssl, r);
        return -1;
    }
    return r;
}

int answer_is_returned(struct peer *p)
{
    int r = SSL_connect(p->ssl);

    if (r <= 0) /* silent: the answer goes to the caller */
        return SSL_get_error(p->ssl, r);
    return 0;
}

int waits_by_flag(struct peer *p, void *buf, int n)
{
    int r = SSL_read(p->ssl, buf, n);

    if (r <= 0) { /* silent: want differs */
        p->want = SSL_want(p->ssl);
        if (p->want == SSL_NOTHING)
            p->alive = 0;
        return -1;
    }
    return r;
}

void survives(struct peer *p, const void *buf, int n)
{
    if (SSL_write(p->ssl, buf, n) <= 0) /* silent: nothing ends */
        peer_log(p, "not sent");
    p->alive = 1;
}

void parting(struct peer *p)
{
    if (SSL_shutdown(p->ssl) == 0) /* silent: the second half */
        SSL_shutdown(p->ssl);
    SSL_free(p->ssl);
    close(p->fd);
}

int only_closed(struct peer *p, void *buf, int n)
{
    int r = SSL_read(p->ssl, buf, n);

    if (r == 0) { /* silent: 0 is the peer's close */
        peer_destroy(p);
        return -1;
    }
    if (r < 0 && !again(p->ssl, r)) /* silent: asked in the same condition */
        return -1;
    return r;
}

int retry_loop(struct peer *p)
{
    int r;

    do {
        r = SSL_do_handshake(p->ssl);
    } while (r != 1 && again(p->ssl, r) && peer_wait(p) == 0); /* silent: asked in the condition */
    return r == 1 ? 0 : -1;
}

int bio_decides(struct peer *p, void *buf, int n)
{
    int r = SSL_read(p->ssl, buf, n);

    if (r <= 0 && !BIO_should_retry(SSL_get_rbio(p->ssl))) { /* silent: BIO_should_retry is asked */
        peer_destroy(p);
        return -1;
    }
    return r > 0 ? r : 0;
}
