/* A receive timeout does nothing for a socket that does not block. */
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <sys/time.h>

SSL *attach(SSL_CTX *ctx, int fd)
{
    struct timeval limit = {5, 0};
    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_dgram(fd, BIO_CLOSE);

    if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0 || !ssl || !bio)
        return ssl;
    BIO_ctrl(bio, BIO_CTRL_DGRAM_SET_RECV_TIMEOUT, 0, &limit);
    SSL_set_bio(ssl, bio, bio);
    return ssl;
}

int step(SSL *ssl)
{
    int r = SSL_connect(ssl); // expect: DTL704

    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : r == 1 ? 1 : -1;
}
