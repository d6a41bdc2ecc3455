/* The timer is served in another function of the file. */
#include <openssl/ssl.h>

SSL_CTX *context(void)
{
    return SSL_CTX_new(DTLS_client_method());
}

int step(SSL *ssl)
{
    int r = SSL_connect(ssl); /* silent: DTLSv1_handle_timeout in the file */

    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : r == 1 ? 1 : -1;
}

int on_timer(SSL *ssl)
{
    return DTLSv1_handle_timeout(ssl) < 0 ? -1 : 0;
}
