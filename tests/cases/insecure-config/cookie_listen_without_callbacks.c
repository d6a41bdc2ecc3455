/* A UDP relay that listens with DTLSv1_listen and never installs the cookie callbacks. */
#include <openssl/bio.h>
#include <openssl/ssl.h>

static int open_connection(SSL *ssl, BIO_ADDR *peer)
{
    int r;

    do {
        r = DTLSv1_listen(ssl, peer); // expect: DTL604
    } while (r == 0);
    return r;
}

int serve(SSL_CTX *ctx, int fd)
{
    SSL *ssl = SSL_new(ctx);
    BIO_ADDR *peer = BIO_ADDR_new();
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);

    SSL_set_bio(ssl, bio, bio);
    return open_connection(ssl, peer);
}
