/* A blocking datagram BIO: the library waits and retransmits by itself, WANT_READ is never handled. */
#include <openssl/ssl.h>

int handshake(SSL_CTX *ctx, int fd)
{
    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);
    int r;

    if (!ssl || !bio)
        return -1;
    SSL_set_bio(ssl, bio, bio);
    r = SSL_connect(ssl); /* silent: SSL_ERROR_WANT_READ is not handled in the file */
    return SSL_get_error(ssl, r) == SSL_ERROR_NONE ? 0 : -1;
}
