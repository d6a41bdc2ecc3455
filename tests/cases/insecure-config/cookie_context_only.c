/* A file that only makes the context, and forgets the option. */
#include <openssl/ssl.h>
#include <string.h>

static int generate(SSL *ssl, unsigned char *cookie, unsigned int *length)
{
    (void)ssl;
    memset(cookie, 7, 32);
    *length = 32;
    return 1;
}

static int verify(SSL *ssl, const unsigned char *cookie, unsigned int length)
{
    (void)ssl;
    return length == 32 && cookie[0] == 7;
}

SSL_CTX *serve(void)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method()); // expect: DTL604
    SSL_CTX_set_cookie_generate_cb(ctx, generate);
    SSL_CTX_set_cookie_verify_cb(ctx, verify);
    SSL_CTX_set_options(ctx, SSL_OP_NO_QUERY_MTU);
    return ctx;
}
