/* Both callbacks are installed, and nothing turns the exchange on. */
#include <openssl/ssl.h>
#include <string.h>

static int generate(SSL *ssl, unsigned char *cookie, unsigned int *len)
{
    *len = (unsigned int)SSL_get_peer_finished(ssl, cookie, 32);
    return 1;
}

static int verify(SSL *ssl, const unsigned char *cookie, unsigned int len)
{
    unsigned char expected[32];

    return SSL_get_peer_finished(ssl, expected, sizeof(expected)) == len
        && CRYPTO_memcmp(cookie, expected, len) == 0;
}

SSL_CTX *context(void)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method()); // expect: DTL604

    if (ctx) {
        SSL_CTX_set_options(ctx, SSL_OP_NO_QUERY_MTU);
        SSL_CTX_set_cookie_generate_cb(ctx, generate);
        SSL_CTX_set_cookie_verify_cb(ctx, verify);
    }
    return ctx;
}

BIO *datagrams(int fd)
{
    return BIO_new_dgram(fd, BIO_CLOSE);
}
