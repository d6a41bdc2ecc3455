/* Libraries that cannot be told the peer's name: it is compared once the peer has shown itself. */
#include <openssl/ssl.h>

int peer_check_hostname(SSL *ssl, const char *host);

int prepare(SSL *ssl, const char *host)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L && !defined(LIBRESSL_VERSION_NUMBER) /* silent: see below */
    if (SSL_set1_host(ssl, host) != 1)
        return -1;
#endif
    return 0;
}

int finish(SSL *ssl, const char *host)
{
    return SSL_do_handshake(ssl) == 1 && peer_check_hostname(ssl, host);
}
