/* The callbacks of SSL_stateless (TLS 1.3) are not the ones that DTLS asks. */
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <string.h>

static int generate(SSL *ssl, unsigned char *cookie, size_t *len)
{
    memset(cookie, 7, 16);
    *len = 16;
    return 1;
}

static int verify(SSL *ssl, const unsigned char *cookie, size_t len)
{
    return len == 16;
}

int serve(SSL_CTX *ctx, SSL *ssl, BIO_ADDR *peer)
{
    SSL_CTX_set_stateless_cookie_generate_cb(ctx, generate);
    SSL_CTX_set_stateless_cookie_verify_cb(ctx, verify);
    return DTLSv1_listen(ssl, peer); // expect: DTL604
}
