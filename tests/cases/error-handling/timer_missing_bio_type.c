/* BIO_s_datagram with BIO_new, and an if instead of a switch. */
#include <openssl/bio.h>
#include <openssl/ssl.h>

struct session { SSL *ssl; BIO *bio; int done; };

int session_open(struct session *s, SSL_CTX *ctx, int fd)
{
    s->bio = BIO_new(BIO_s_datagram());
    s->ssl = SSL_new(ctx);
    if (!s->bio || !s->ssl)
        return -1;
    BIO_set_fd(s->bio, fd, BIO_NOCLOSE);
    SSL_set_bio(s->ssl, s->bio, s->bio);
    return 0;
}

int session_poll(struct session *s, int server)
{
    int r = server ? SSL_accept(s->ssl) : SSL_connect(s->ssl); // expect: DTL704

    if (r == 1) {
        s->done = 1;
        return 0;
    }
    if (SSL_get_error(s->ssl, r) == SSL_ERROR_WANT_READ)
        return 0;
    return -1;
}
