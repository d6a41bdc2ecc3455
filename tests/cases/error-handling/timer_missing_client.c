/* A non-blocking DTLS client: nothing retransmits a lost flight. */
#include <openssl/ssl.h>

static SSL_CTX *context(void)
{
    return SSL_CTX_new(DTLS_client_method());
}

int step(SSL *ssl)
{
    int r = SSL_connect(ssl); // expect: DTL704

    switch (SSL_get_error(ssl, r)) {
    case SSL_ERROR_NONE:
        return 1;
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return 0;
    default:
        return -1;
    }
}

int again(SSL *ssl)
{
    int r = SSL_connect(ssl); /* silent: one finding a file */

    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1;
}

SSL *start(int fd)
{
    SSL_CTX *ctx = context();
    SSL *ssl = ctx ? SSL_new(ctx) : 0;

    if (ssl)
        SSL_set_bio(ssl, BIO_new_dgram(fd, BIO_NOCLOSE), BIO_new_dgram(fd, BIO_NOCLOSE));
    return ssl;
}
