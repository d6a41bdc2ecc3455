/* Both callbacks are written, and only one of them is installed. */
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <string.h>

static unsigned char secret[32];

static int generate(SSL *ssl, unsigned char *cookie, unsigned int *length)
{
    (void)ssl;
    memcpy(cookie, secret, 32);
    *length = 32;
    return 1;
}

static int verify(SSL *ssl, const unsigned char *cookie, unsigned int length)
{
    (void)ssl;
    return length == 32 && CRYPTO_memcmp(cookie, secret, 32) == 0;
}

SSL_CTX *serve(void)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method());
    if (ctx && RAND_bytes(secret, sizeof secret) == 1)
        SSL_CTX_set_cookie_generate_cb(ctx, generate);
    return ctx;
}

int wait_for_one(SSL *ssl, BIO_ADDR *peer)
{
    return DTLSv1_listen(ssl, peer); // expect: DTL604
}
