/* Results of the DTLS timer calls in the shapes of real event loops. */
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>

struct loop { struct timeval next; int armed, fd, ms; };
struct session { SSL *ssl; struct loop *loop; int state, retries; };

void session_drop(struct session *s);
void session_log(struct session *s, const char *text);
void loop_arm(struct loop *l, const struct timeval *tv);
int session_result(struct session *s, int r);

static int timeout_ms(const struct timeval *tv)
{
    return (int)(tv->tv_sec * 1000 + tv->tv_usec / 1000);
}

void armed_with_it(struct session *s)
{
    struct timeval tv;

    DTLSv1_get_timeout(s->ssl, &tv); // expect: DTL705
    loop_arm(s->loop, &tv);
}

int in_milliseconds(struct session *s)
{
    struct timeval tv = {0, 0};

    DTLSv1_get_timeout(s->ssl, &tv); // expect: DTL705
    return timeout_ms(&tv);
}

int polled(struct session *s)
{
    struct pollfd pfd = {s->loop->fd, POLLIN, 0};
    struct timeval left;
    int ms;

    (void)DTLSv1_get_timeout(s->ssl, &left); // expect: DTL705
    ms = (int)(left.tv_sec * 1000 + left.tv_usec / 1000);
    return poll(&pfd, 1, ms);
}

int in_a_variable_for_nothing(struct session *s)
{
    struct timeval tv;
    int has = DTLSv1_get_timeout(s->ssl, &tv); // expect: DTL705

    s->loop->ms = timeout_ms(&tv);
    return s->loop->ms;
}

void by_both_names(struct session *s)
{
    struct timeval tv;

    if (DTLSv1_get_timeout(s->ssl, &tv) > 0) /* silent: tested */
        loop_arm(s->loop, &tv);
    DTLSv1_handle_timeout(s->ssl); // expect: DTL705
}

void logs_good_news(struct session *s)
{
    int r = DTLSv1_handle_timeout(s->ssl); // expect: DTL705

    if (r > 0) {
        session_log(s, "retransmitted");
        s->retries++;
    }
}

int in_the_retry_loop(struct session *s)
{
    for (;;) {
        int r = SSL_do_handshake(s->ssl);

        if (r == 1)
            return 0;
        if (SSL_get_error(s->ssl, r) != SSL_ERROR_WANT_READ)
            return -1;
        DTLSv1_handle_timeout(s->ssl); // expect: DTL705
    }
}

void comma(struct session *s)
{
    s->retries++, DTLSv1_handle_timeout(s->ssl); // expect: DTL705
}

void only_if_running(struct session *s)
{
    struct timeval tv;

    s->loop->armed = DTLSv1_get_timeout(s->ssl, &tv); /* silent: the result is kept for the loop */
    if (s->loop->armed)
        s->loop->next = tv;
}

int with_a_default(struct session *s)
{
    struct timeval tv;

    if (!DTLSv1_get_timeout(s->ssl, &tv)) /* silent: a default takes its place */
        tv.tv_sec = 1, tv.tv_usec = 0;
    return timeout_ms(&tv);
}

int asks_and_throws_away(struct session *s)
{
    struct timeval tv;

    DTLSv1_get_timeout(s->ssl, &tv); /* silent: the time is not used */
    tv.tv_sec = 5;
    tv.tv_usec = 0;
    return 5000;
}

void heard_by_else(struct session *s)
{
    int r = DTLSv1_handle_timeout(s->ssl); /* silent: the rest is handled */

    if (r > 0)
        s->retries++;
    else
        session_drop(s);
}

int not_less(struct session *s)
{
    if (DTLSv1_handle_timeout(s->ssl) >= 0) /* silent: what is left is the failure */
        return 0;
    session_drop(s);
    return -1;
}

int result_goes_on(struct session *s)
{
    int r = DTLSv1_handle_timeout(s->ssl); /* silent: the helper gets the result */

    return session_result(s, r);
}

void member_of_the_session(struct session *s)
{
    s->state = DTLSv1_handle_timeout(s->ssl); /* silent: kept for others */
}

int asked_what_it_means(struct session *s)
{
    int r = DTLSv1_handle_timeout(s->ssl);

    if (r < 0 && SSL_get_error(s->ssl, r) == SSL_ERROR_SSL) /* silent: heard */
        return -1;
    return 0;
}

int timed_out(struct session *s)
{
    return DTLSv1_handle_timeout(s->ssl) < 0; /* silent: the failure is what it returns */
}
