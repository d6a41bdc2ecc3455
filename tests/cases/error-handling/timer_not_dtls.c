/* TLS over TCP has no such timer. */
#include <openssl/ssl.h>

SSL_CTX *context(void)
{
    return SSL_CTX_new(TLS_client_method());
}

int step(SSL *ssl)
{
    int r = SSL_connect(ssl); /* silent: TCP retransmits */

    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : r == 1 ? 1 : -1;
}
