/* Shapes of real programs that look like findings and are none, each beside one that is. */
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

enum token { TOKEN_OK, TOKEN_CONTINUE, TOKEN_INVALID };
struct context { SSL *ssl; BIO *plain, *rbio, *wbio; int connected, used, want; char out[512]; };

void context_log(struct context *c, const char *fmt, ...);
void context_close(struct context *c);
int context_log_error(struct context *c, const char *what, int r);
void rearm(struct context *c, int ms);
void arm(struct context *c, const struct timeval *tv);

/* A security provider: the handshake's outcome is told by the tokens that are left. */
enum token process(struct context *c, int room)
{
    int n, r = SSL_connect(c->ssl);

    if (r < 0) /* silent: the function goes on either way */
        context_log(c, "SSL_connect: %d", SSL_get_error(c->ssl, r));
    if (r == 1)
        c->connected = 1;
    n = BIO_read(c->wbio, c->out, sizeof(c->out));
    if (room == 0)
        return TOKEN_INVALID;
    if (n > 0) {
        c->used = n;
        return c->connected ? TOKEN_OK : TOKEN_CONTINUE;
    }
    return c->connected ? TOKEN_OK : TOKEN_CONTINUE;
}

/* The plain side of a BIO made by BIO_new_ssl: its results are those of SSL_read. */
int read_by_bio(struct context *c, void *buf, int n)
{
    int r;

    if (c->plain == NULL)
        c->plain = BIO_new_ssl(SSL_get_SSL_CTX(c->ssl), 1);
    r = BIO_read(c->plain, buf, n);
    if (r <= 0 && SSL_get_error(c->ssl, r) == SSL_ERROR_ZERO_RETURN) /* silent: the BIO is the connection */
        return 0;
    return r;
}

/* SSL_get_error of a success is SSL_ERROR_NONE whatever happened before. */
int fed_then_asked(struct context *c, const void *data, size_t n, int handshaking)
{
    size_t put = 0;
    int r;

    if (handshaking) {
        r = SSL_do_handshake(c->ssl);
    } else {
        r = BIO_write_ex(c->rbio, data, n, &put);
        if (r <= 0)
            return -1;
    }
    return SSL_get_error(c->ssl, r) == SSL_ERROR_SSL ? -1 : 0; /* silent: on that path r is 1 */
}

int queue_decides(struct context *c)
{
    int up;

    if (SSL_connect(c->ssl) <= 0) { /* silent: with an empty queue the function goes on */
        if (ERR_get_error() > 0) {
            context_close(c);
            return 0;
        }
    }
    up = SSL_is_init_finished(c->ssl);
    context_log(c, "up: %d", up);
    return up;
}

int queue_decides_nothing(struct context *c)
{
    if (SSL_connect(c->ssl) <= 0) { // expect: DTL703
        context_log(c, "%lu", ERR_get_error());
        context_close(c);
        return -1;
    }
    return 0;
}

int logger_that_answers(struct context *c)
{
    int r = SSL_shutdown(c->ssl);

    if (r != 1) {
        r = SSL_shutdown(c->ssl);
        if (r <= 0) { /* silent: the logger says whether it is final */
            if (context_log_error(c, "SSL_shutdown", r))
                return 1;
        }
    }
    return 0;
}

int logger_that_is_not_asked(struct context *c)
{
    int r = SSL_accept(c->ssl);

    if (r <= 0) { // expect: DTL703
        context_log_error(c, "SSL_accept", r);
        return -1;
    }
    return 0;
}

int one_of_two_reasons(struct context *c)
{
    char one[1];
    int r = SSL_read(c->ssl, one, sizeof(one));

    if (r > 0 || SSL_pending(c->ssl) > 0) /* silent: what is left is asked about below */
        return -1;
    switch (SSL_get_error(c->ssl, r)) {
    case SSL_ERROR_WANT_READ:
        return 0;
    default:
        return -1;
    }
}

int drained_before_shutdown(struct context *c)
{
    char rest[256];
    int r, left = SSL_pending(c->ssl);

    do {
        r = SSL_read(c->ssl, rest, sizeof(rest));
    } while (r > 0 && (left -= r) > 0); /* silent: the connection is closed in order next */
    if (SSL_shutdown(c->ssl) == 1)
        return 1;
    return 0;
}

/* Nothing was there, or it failed: the caller gets nothing, and the connection lives. */
char *first_data(struct context *c, char *buf, int n)
{
    int r = SSL_read(c->ssl, buf, n);

    if (r < 0) { /* silent: "come again" is told apart */
        int err = SSL_get_error(c->ssl, r);

        if (err == SSL_ERROR_WANT_READ || err == SSL_ERROR_WANT_WRITE)
            context_log(c, "no application data");
        else
            context_log(c, "failed to read application data");
        return NULL;
    }
    buf[r] = '\0';
    return buf;
}

int user_data_between(struct context *c)
{
    int r = SSL_do_handshake(c->ssl);

    SSL_set_ex_data(c->ssl, 0, NULL);
    return SSL_get_error(c->ssl, r) == SSL_ERROR_NONE ? 1 : 0; /* silent: it touches neither queue nor I/O */
}

/* The rest is -1 as well. */
void only_rearmed(struct context *c)
{
    if (DTLSv1_handle_timeout(c->ssl) > 0) // expect: DTL705
        c->used *= 2;
    else
        rearm(c, 1000);
}

void zero_is_none(struct context *c)
{
    struct timeval tv = {0, 0};

    DTLSv1_get_timeout(c->ssl, &tv); /* silent: zero stands for "no timer" here */
    if (tv.tv_sec != 0 || tv.tv_usec != 0)
        arm(c, &tv);
}

void garbage_is_none(struct context *c)
{
    struct timeval tv;

    DTLSv1_get_timeout(c->ssl, &tv); // expect: DTL705
    if (tv.tv_sec != 0 || tv.tv_usec != 0)
        arm(c, &tv);
}

int asked_about_a_number(SSL *ssl)
{
    switch (SSL_get_error(ssl, -1)) { // expect: DTL702
    case SSL_ERROR_WANT_READ:
        return 0;
    default:
        return -1;
    }
}

int counted_after_success(SSL *ssl, const void *b, size_t n)
{
    size_t written;
    int ret = SSL_write_ex(ssl, b, n, &written);
    if (ret == 1)
        ret = (int)written;
    if (ret > 0)
        return ret;
    return SSL_get_error(ssl, ret); /* silent: here, ret is still the result */
}

enum reason { REASON_NONE, REASON_AUTHORITIES };

SSL_CTX *context_for(const char *file, enum reason *reason)
{
    SSL_CTX *made = SSL_CTX_new(TLS_client_method());

    if (made == NULL)
        return NULL; // expect: DTL701
    if (!SSL_CTX_load_verify_locations(made, file, NULL)) {
        if (reason)
            *reason = REASON_AUTHORITIES;
        goto failed; /* silent: who gives no place for the reason does not want it */
    }
    return made;
failed:
    SSL_CTX_free(made);
    return NULL;
}
