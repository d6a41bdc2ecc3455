/* A report that only some configurations make; lists of connections. */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <sys/time.h>
#include <syslog.h>

struct peer { SSL *ssl; struct peer *next; };

int use(SSL_CTX *ctx, X509 *cert)
{
    if (SSL_CTX_use_certificate(ctx, cert) != 1) {
#ifdef WITH_SYSLOG
        syslog(LOG_ERR, "certificate");
#endif
        return 0; // expect: DTL701
    }
    return 1;
}

int use_either_way(SSL_CTX *ctx, X509 *cert)
{
    if (SSL_CTX_use_certificate(ctx, cert) != 1) {
#ifdef WITH_SYSLOG
        syslog(LOG_ERR, "certificate");
#else
        ERR_print_errors_fp(stderr);
#endif
        return 0; /* silent: both report */
    }
    return 1;
}

int use_if_verbose(SSL_CTX *ctx, X509 *cert, int verbose)
{
    if (SSL_CTX_use_certificate(ctx, cert) != 1) {
        if (verbose)
            ERR_print_errors_fp(stderr);
        return 0; /* silent: reported when asked for */
    }
    return 1;
}

/* The paths of such a loop are few: its findings are not given up. */
void tick(struct peer *list)
{
    for (struct peer *p = list; p != NULL; p = p->next) {
        struct timeval left;

        if (DTLSv1_get_timeout(p->ssl, &left) == 0)
            continue;
        if (left.tv_sec == 0 && left.tv_usec == 0) {
            if (DTLSv1_handle_timeout(p->ssl) < 0)
                fprintf(stderr, "gone\n");
        }
    }
}

int receive(struct peer *p, char *buf, int size)
{
    for (; p != NULL; p = p->next) {
        int n = SSL_read(p->ssl, buf, size);

        if (n <= 0) // expect: DTL703
            return -1;
        if (buf[0] == 0)
            continue;
        if (SSL_write(p->ssl, buf, n) <= 0) // expect: DTL703
            return -2;
    }
    return 0;
}

struct link { SSL *ssl; int last; };

void drop(struct link *l);

int start(struct link *l)
{
    l->last = SSL_accept(l->ssl);
    if (!(l->last > 0)) { // expect: DTL703
        drop(l);
        return -1;
    }
    return 0;
}

int start_for_others(struct link *l)
{
    l->last = SSL_accept(l->ssl);
    if (l->last <= 0) /* silent: the raw result is kept, and the connection too */
        return -1;
    return 0;
}
