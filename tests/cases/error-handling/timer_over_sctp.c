/* DTLS over SCTP: the transport loses nothing and the timer never runs. */
#include <openssl/bio.h>
#include <openssl/ssl.h>

BIO *BIO_new_dgram_sctp(int fd, int close_flag);

SSL *attach(int fd)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method());
    SSL *ssl = ctx ? SSL_new(ctx) : NULL;
    BIO *bio = BIO_new_dgram_sctp(fd, BIO_CLOSE);

    if (ssl)
        SSL_set_bio(ssl, bio, bio);
    return ssl;
}

int step(SSL *ssl)
{
    int r = SSL_accept(ssl); /* silent: over SCTP */

    return SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ ? 0 : r == 1 ? 1 : -1;
}
