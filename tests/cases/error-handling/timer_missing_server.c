/* DTLSv1_listen is no handshake call: the line is SSL_accept's. */
#include <openssl/ssl.h>

int generate(SSL *ssl, unsigned char *cookie, unsigned int *len);
int verify(SSL *ssl, const unsigned char *cookie, unsigned int len);

SSL_CTX *context(void)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method());

    if (ctx) {
        SSL_CTX_set_cookie_generate_cb(ctx, generate);
        SSL_CTX_set_cookie_verify_cb(ctx, verify);
    }
    return ctx;
}

int serve(SSL *ssl, BIO_ADDR *peer)
{
    int r = DTLSv1_listen(ssl, peer);

    if (r < 0)
        return -1;
    if (r == 0)
        return 0;
    r = SSL_accept(ssl); // expect: DTL704
    if (r == 1)
        return 1;
    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1;
}
