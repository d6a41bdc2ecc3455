/* A client answers cookies, it makes none. */
#include <openssl/ssl.h>

int connect_to(int fd)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_client_method()); /* silent: a client */
    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);

    SSL_set_bio(ssl, bio, bio);
    return SSL_connect(ssl);
}

int connect_generic(int fd)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_method()); /* silent: this end connects */
    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);

    SSL_set_bio(ssl, bio, bio);
    SSL_set_connect_state(ssl);
    return SSL_do_handshake(ssl);
}
