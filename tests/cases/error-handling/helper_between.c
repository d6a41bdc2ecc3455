#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>

static void report(void)
{
    ERR_print_errors_fp(stderr);
}

static int descriptor(SSL *ssl)
{
    return SSL_get_fd(ssl);
}

static void note(const char *what)
{
    fprintf(stderr, "%s\n", what);
}

static void part(SSL *ssl)
{
    SSL_shutdown(ssl);
}

int helper_reads_the_queue(SSL *ssl)
{
    int r = SSL_do_handshake(ssl);

    if (r == 1)
        return 1;
    report();
    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1; // expect: DTL702
}

int helper_goes_on(SSL *ssl)
{
    int r = SSL_connect(ssl);

    part(ssl);
    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1; // expect: DTL702
}

int helper_changes_nothing(SSL *ssl)
{
    int r = SSL_do_handshake(ssl);

    if (r == 1)
        return descriptor(ssl);
    note("not yet");
    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1; /* silent: no call of OpenSSL's */
}

int success_by_number(SSL *ssl, char *buf)
{
    int n = SSL_read(ssl, buf, 5);
    int err = SSL_get_error(ssl, n <= 0 ? n : 1); /* silent: above 0 every number is the same */

    return err == SSL_ERROR_NONE ? n : -err;
}

struct link {
    SSL *ssl;
};

int of_another_connection(struct link *ours, struct link *theirs, char *buf)
{
    int n = SSL_read(ours->ssl, buf, 5);

    return n <= 0 ? SSL_get_error(theirs->ssl, n) : 0; // expect: DTL702
}

int any_negative_number(SSL *ssl, char *buf)
{
    int n = SSL_read(ssl, buf, 5);

    return n < 0 ? SSL_get_error(ssl, -1) : n; /* silent: below 0 every number is the same */
}
