/* Listening with both callbacks: DTLSv1_listen turns the option on by itself. */
#include <openssl/bio.h>
#include <openssl/ssl.h>

int generate(SSL *ssl, unsigned char *cookie, unsigned int *len);
int verify(SSL *ssl, const unsigned char *cookie, unsigned int len);

SSL_CTX *context(void)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method()); /* silent: both callbacks are there */

    if (!ctx)
        return NULL;
    SSL_CTX_set_cookie_generate_cb(ctx, generate);
    SSL_CTX_set_cookie_verify_cb(ctx, &verify);
    return ctx;
}

int serve(SSL *ssl, BIO_ADDR *peer)
{
    return DTLSv1_listen(ssl, peer); /* silent: the option is set by DTLSv1_listen */
}
