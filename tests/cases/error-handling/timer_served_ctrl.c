/* The macro written out. */
#include <openssl/ssl.h>
#include <sys/time.h>

SSL_CTX *context(void)
{
    return SSL_CTX_new(DTLS_method());
}

int step(SSL *ssl)
{
    int r = SSL_do_handshake(ssl); /* silent: SSL_ctrl with DTLS_CTRL_HANDLE_TIMEOUT in the file */

    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : r == 1 ? 1 : -1;
}

int on_timer(SSL *ssl)
{
    return SSL_ctrl(ssl, DTLS_CTRL_HANDLE_TIMEOUT, 0, NULL) < 0 ? -1 : 0;
}
