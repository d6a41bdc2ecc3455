/* SSL_handle_events (3.2) serves the timer of DTLS as well. */
#include <openssl/ssl.h>

int SSL_handle_events(SSL *ssl);

SSL_CTX *context(void)
{
    return SSL_CTX_new(DTLS_client_method());
}

int step(SSL *ssl)
{
    int r = SSL_connect(ssl); /* silent: SSL_handle_events in the file */

    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : r == 1 ? 1 : -1;
}

int tick(SSL *ssl)
{
    return SSL_handle_events(ssl) == 1 ? 0 : -1;
}
