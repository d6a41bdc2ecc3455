/* A DTLS server on a datagram socket, no cookies at all. */
#include <openssl/ssl.h>

static SSL_CTX *context(const char *cert, const char *key)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method()); // expect: DTL604

    if (!ctx)
        return NULL;
    if (SSL_CTX_use_certificate_chain_file(ctx, cert) != 1
        || SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1) {
        SSL_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}

int serve(int fd)
{
    SSL_CTX *ctx = context("server.pem", "server.key");
    SSL *ssl = ctx ? SSL_new(ctx) : NULL;
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);

    if (!ssl || !bio)
        return -1;
    SSL_set_bio(ssl, bio, bio);
    return SSL_accept(ssl);
}
