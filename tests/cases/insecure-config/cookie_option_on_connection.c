/* The option is set for each connection. */
#include <openssl/ssl.h>

int generate(SSL *ssl, unsigned char *cookie, unsigned int *len);
int verify(SSL *ssl, const unsigned char *cookie, unsigned int len);

SSL_CTX *context(void)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLSv1_2_server_method()); /* silent: the option is set on each connection */

    if (ctx) {
        SSL_CTX_set_cookie_generate_cb(ctx, generate);
        SSL_CTX_set_cookie_verify_cb(ctx, verify);
    }
    return ctx;
}

SSL *connection(SSL_CTX *ctx, int fd)
{
    SSL *ssl = SSL_new(ctx);

    if (ssl) {
        SSL_set_options(ssl, SSL_OP_COOKIE_EXCHANGE);
        SSL_set_bio(ssl, BIO_new_dgram(fd, BIO_NOCLOSE), NULL);
    }
    return ssl;
}
