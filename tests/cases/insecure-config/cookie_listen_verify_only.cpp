// Only the verifying half is there; two places listen.
#include <openssl/bio.h>
#include <openssl/ssl.h>

class Server {
public:
    explicit Server(SSL_CTX *ctx)
    {
        SSL_CTX_set_cookie_verify_cb(ctx, [](SSL *, const unsigned char *, unsigned int length) {
            return length == 32 ? 1 : 0;
        });
    }
    bool first(SSL *ssl, BIO_ADDR *peer) { return DTLSv1_listen(ssl, peer) > 0; } // expect: DTL604
    bool again(SSL *ssl, BIO_ADDR *peer)
    {
        for (;;) {
            const int r = DTLSv1_listen(ssl, peer); // expect: DTL604
            if (r != 0)
                return r > 0;
        }
    }
};
