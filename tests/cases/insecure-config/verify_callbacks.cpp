// Lambdas and static members as verify callbacks.
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <vector>

namespace {

struct Collected { int error, depth; };
std::vector<Collected> collected;

class Transport {
public:
    static int collect(int ok, X509_STORE_CTX *store);
    static int decide(int ok, X509_STORE_CTX *store);
    void open(SSL_CTX *ctx);
    bool errors_are_acceptable() const;
};

// The errors are looked at later: a warning, not an error, but still worth saying.
int Transport::collect(int ok, X509_STORE_CTX *store)
{
    if (!ok)
        collected.push_back({X509_STORE_CTX_get_error(store), X509_STORE_CTX_get_error_depth(store)});
    return 1; // expect: DTL603
}

int Transport::decide(int ok, X509_STORE_CTX *store)
{
    if (ok)
        return true;
    return X509_STORE_CTX_get_error(store) == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT; /* silent: a decision */
}

bool Transport::errors_are_acceptable() const
{
    return collected.empty();
}

void Transport::open(SSL_CTX *ctx)
{
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, &Transport::collect);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, &Transport::decide);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, [](int, X509_STORE_CTX *) {
        return 1; // expect: DTL603
    });
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, [](int ok, X509_STORE_CTX *) {
        return ok; /* silent: the library's verdict */
    });
}

} // namespace

int main()
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    Transport t;
    t.open(ctx);
    if (!t.errors_are_acceptable())
        SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, nullptr);
    return 0;
}
