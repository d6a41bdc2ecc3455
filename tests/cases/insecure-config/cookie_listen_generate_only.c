/* Cookies are made and never looked at. */
#include <openssl/bio.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>

extern unsigned char secret[32];

static int generate(SSL *ssl, unsigned char *cookie, unsigned int *len)
{
    unsigned char peer[32];
    size_t n = SSL_get_peer_finished(ssl, peer, sizeof(peer));

    return HMAC(EVP_sha256(), secret, sizeof(secret), peer, n, cookie, len) != NULL;
}

SSL_CTX *context(void)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method());

    if (!ctx)
        return NULL;
    SSL_CTX_set_options(ctx, SSL_OP_COOKIE_EXCHANGE);
    SSL_CTX_set_cookie_generate_cb(ctx, generate);
    return ctx; /* silent: with DTLSv1_listen in the file the call is the line, not the context */
}

int serve(SSL *ssl, BIO_ADDR *peer)
{
    int r = DTLSv1_listen(ssl, peer); // expect: DTL604

    if (r <= 0)
        return r;
    return SSL_accept(ssl);
}
