// Callbacks as lambdas and static members, names behind a prefix.
#include <openssl/bio.h>
#include <openssl/ssl.h>

#define q_DTLSv1_listen DTLSv1_listen
#define q_SSL_CTX_set_cookie_generate_cb SSL_CTX_set_cookie_generate_cb
#define q_SSL_CTX_set_cookie_verify_cb SSL_CTX_set_cookie_verify_cb

class Verifier {
public:
    static int generate(SSL *ssl, unsigned char *cookie, unsigned *length);
    void init(SSL_CTX *ctx);
    bool verify(SSL *ssl, BIO_ADDR *peer);
};

void Verifier::init(SSL_CTX *ctx)
{
    q_SSL_CTX_set_cookie_generate_cb(ctx, &Verifier::generate);
    q_SSL_CTX_set_cookie_verify_cb(ctx, [](SSL *ssl, const unsigned char *cookie, unsigned length) {
        unsigned char expected[DTLS1_COOKIE_LENGTH];
        unsigned n = 0;
        return generate(ssl, expected, &n) && n == length && CRYPTO_memcmp(cookie, expected, n) == 0 ? 1 : 0;
    });
}

bool Verifier::verify(SSL *ssl, BIO_ADDR *peer)
{
    return q_DTLSv1_listen(ssl, peer) > 0; /* silent: both callbacks, in Qt's names */
}
