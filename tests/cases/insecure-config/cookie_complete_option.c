/* No DTLSv1_listen: callbacks and the option among others. */
#include <openssl/ssl.h>

int generate(SSL *ssl, unsigned char *cookie, unsigned int *len);
int verify(SSL *ssl, const unsigned char *cookie, unsigned int len);

SSL_CTX *context(int fd)
{
    unsigned long options = SSL_OP_ALL | SSL_OP_NO_TICKET;
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method()); /* silent: callbacks and option */
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);

    if (!ctx || !bio)
        return NULL;
    options |= SSL_OP_COOKIE_EXCHANGE;
    SSL_CTX_set_options(ctx, options);
    SSL_CTX_set_cookie_generate_cb(ctx, generate);
    SSL_CTX_set_cookie_verify_cb(ctx, verify);
    return ctx;
}
