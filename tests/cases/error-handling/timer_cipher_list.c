#include <openssl/ssl.h>
#include <stdio.h>

/* The DTLS context is made for its list alone; the handshakes are TLS over TCP. */
void list_dtls_ciphers(void)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_client_method());
    SSL *ssl = ctx == NULL ? NULL : SSL_new(ctx);

    if (ssl != NULL)
        printf("%d\n", sk_SSL_CIPHER_num(SSL_get_ciphers(ssl)));
    SSL_free(ssl);
    SSL_CTX_free(ctx);
}

int step(SSL *ssl)
{
    int r = SSL_connect(ssl); /* silent: no DTLS connection in this file */

    if (r == 1)
        return 1;
    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1;
}
