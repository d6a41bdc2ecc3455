// SSL_get_event_timeout (3.2) gives the interval.
#include <openssl/ssl.h>
#include <sys/time.h>

extern "C" int SSL_get_event_timeout(SSL *ssl, struct timeval *tv, int *is_infinite);

SSL_CTX *context() { return SSL_CTX_new(DTLS_client_method()); }

int step(SSL *ssl)
{
    const int r = SSL_do_handshake(ssl); /* silent: SSL_get_event_timeout in the file */
    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : r == 1 ? 1 : -1;
}

long interval(SSL *ssl)
{
    timeval tv{};
    int infinite = 0;
    if (SSL_get_event_timeout(ssl, &tv, &infinite) != 1 || infinite)
        return -1;
    return tv.tv_sec * 1000 + tv.tv_usec / 1000;
}
