/* The generic method, but this end accepts on a datagram socket. */
#include <openssl/ssl.h>

int serve(int fd)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_method()); // expect: DTL604
    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);

    SSL_set_bio(ssl, bio, bio);
    SSL_set_accept_state(ssl);
    return SSL_do_handshake(ssl);
}
