/* A blocking socket with a receive timeout: the datagram BIO wakes up in time and SSL_connect retransmits. */
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <sys/time.h>

int connect_to(SSL_CTX *ctx, int fd)
{
    struct timeval limit = {5, 0};
    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_dgram(fd, BIO_CLOSE);
    int r;

    if (!ssl || !bio)
        return -1;
    BIO_ctrl(bio, BIO_CTRL_DGRAM_SET_RECV_TIMEOUT, 0, &limit);
    SSL_set_bio(ssl, bio, bio);
    do {
        r = SSL_connect(ssl); /* silent: the call blocks for as long as the timer runs */
    } while (r <= 0 && SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ);
    return r == 1 ? 0 : -1;
}
