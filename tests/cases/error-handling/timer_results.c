/* What DTLSv1_get_timeout and DTLSv1_handle_timeout say, and who listens. */
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>

struct conn { SSL *ssl; int fd, resent; long next_ms; };

void tls_log(const char *fmt, ...);
void arm_timer(struct conn *c, long ms);
void conn_fail(struct conn *c);
int check(int r);

int waits_for_garbage(struct conn *c, fd_set *set)
{
    struct timeval tv;

    DTLSv1_get_timeout(c->ssl, &tv); // expect: DTL705
    return select(c->fd + 1, set, NULL, NULL, &tv);
}

/* Zeroes read as "now". */
void zero_is_now(struct conn *c)
{
    struct timeval tv = { 0, 0 };

    DTLSv1_get_timeout(c->ssl, &tv); // expect: DTL705
    arm_timer(c, tv.tv_sec * 1000 + tv.tv_usec / 1000);
}

void zeroed_by_memset(struct conn *c)
{
    struct timeval tv;

    memset(&tv, 0, sizeof(tv));
    (void)DTLSv1_get_timeout(c->ssl, &tv); // expect: DTL705
    c->next_ms = tv.tv_sec * 1000 + tv.tv_usec / 1000;
}

void never_hears_the_limit(struct conn *c)
{
    DTLSv1_handle_timeout(c->ssl); // expect: DTL705
    arm_timer(c, 1000);
}

void deliberately_deaf(struct conn *c)
{
    (void)DTLSv1_handle_timeout(c->ssl); // expect: DTL705
}

void only_good_news(struct conn *c)
{
    if (DTLSv1_handle_timeout(c->ssl) > 0) // expect: DTL705
        c->resent++;
}

int stored_and_forgotten(struct conn *c)
{
    int r = DTLSv1_handle_timeout(c->ssl); // expect: DTL705

    c->next_ms = 0;
    return c->resent;
}

int waits_rightly(struct conn *c, fd_set *set)
{
    struct timeval tv;

    if (DTLSv1_get_timeout(c->ssl, &tv) == 1) /* silent: tested before the value is used */
        return select(c->fd + 1, set, NULL, NULL, &tv);
    return select(c->fd + 1, set, NULL, NULL, NULL);
}

int waits_by_variable(struct conn *c, fd_set *set)
{
    struct timeval tv;
    int running = DTLSv1_get_timeout(c->ssl, &tv); /* silent: tested through the variable */

    return select(c->fd + 1, set, NULL, NULL, running ? &tv : NULL);
}

void early_return(struct conn *c)
{
    struct timeval tv;

    if (!DTLSv1_get_timeout(c->ssl, &tv)) /* silent: no timer, no value */
        return;
    arm_timer(c, tv.tv_sec * 1000 + tv.tv_usec / 1000);
}

void value_not_used(struct conn *c)
{
    struct timeval tv;

    DTLSv1_get_timeout(c->ssl, &tv); /* silent: the value is not used */
    arm_timer(c, 500);
}

int negative_is_heard(struct conn *c)
{
    if (DTLSv1_handle_timeout(c->ssl) < 0) { /* silent: the failure is seen */
        tls_log("handshake timed out\n");
        conn_fail(c);
        return -1;
    }
    return 0;
}

int switch_on_result(struct conn *c)
{
    switch (DTLSv1_handle_timeout(c->ssl)) { /* silent: three ways */
    case 1:
        c->resent++;
        return 1;
    case 0:
        return 0;
    default:
        return -1;
    }
}

int good_and_bad_news(struct conn *c)
{
    int r = DTLSv1_handle_timeout(c->ssl); /* silent: the rest is handled */

    if (r > 0) {
        c->resent++;
    } else if (r < 0) {
        conn_fail(c);
        return -1;
    }
    return 0;
}

int handed_on(struct conn *c)
{
    return DTLSv1_handle_timeout(c->ssl); /* silent: the caller's business */
}

int by_a_checker(struct conn *c)
{
    return check(DTLSv1_handle_timeout(c->ssl)); /* silent: a function takes it */
}

int minus_one(struct conn *c)
{
    if (DTLSv1_handle_timeout(c->ssl) == -1) { /* silent: -1 is seen */
        tls_log("timed out\n");
        return -1;
    }
    return 0;
}
