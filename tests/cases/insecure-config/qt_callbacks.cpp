// The shapes of Qt's DTLS callbacks.
#include <cstring>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <vector>

namespace {

struct State { std::vector<int> errors; };

int generate(SSL *ssl, unsigned char *cookie, unsigned *length);

int verify_cookie(SSL *ssl, const unsigned char *cookie, unsigned length)
{
    unsigned char newCookie[DTLS1_COOKIE_LENGTH] = {};
    unsigned newLength = 0;
    if (generate(ssl, newCookie, &newLength) != 1)
        return 0;
    return newLength == length
        && !std::memcmp(cookie, newCookie, length); // expect: DTL605
}

// 0 only where its own data is lost; the errors are judged later.
int collect(int ok, X509_STORE_CTX *store)
{
    if (!ok) {
        SSL *ssl = static_cast<SSL *>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
        if (!ssl)
            return 0;
        void *generic = SSL_get_ex_data(ssl, 0);
        if (!generic)
            return 0;
        static_cast<State *>(generic)->errors.push_back(X509_STORE_CTX_get_error(store));
    }
    return 1; // expect: DTL603
}

// The data decides.
int consult(int ok, X509_STORE_CTX *store)
{
    SSL *ssl = static_cast<SSL *>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    if (!ssl)
        return 0;
    if (ok)
        return 1;
    return SSL_get_ex_data(ssl, 1) != nullptr; /* silent: a path that refuses */
}

} // namespace

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, collect);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, consult);
    SSL_CTX_set_cookie_generate_cb(ctx, generate);
    SSL_CTX_set_cookie_verify_cb(ctx, verify_cookie);
}
