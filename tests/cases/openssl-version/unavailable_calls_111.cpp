// args: --lowest 1.1.1
// The project supports 1.1.1: what came before is no matter.
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

class Mac {
public:
    bool init()
    {
        mac_ = EVP_MAC_fetch(nullptr, "HMAC", nullptr); // expect: DTL502
        return mac_ != nullptr;
    }

private:
    EVP_MAC *mac_ = nullptr;
};

bool same(const EVP_PKEY *a, const EVP_PKEY *b)
{
    return EVP_PKEY_eq(a, b) == 1; // expect: DTL502
}

bool same_guarded(const EVP_PKEY *a, const EVP_PKEY *b)
{
#if OPENSSL_VERSION_MAJOR >= 3
    return EVP_PKEY_eq(a, b) == 1; /* silent: guarded */
#else
    return EVP_PKEY_cmp(a, b) == 1; /* silent: the old name, before 3.0 */
#endif
}

bool same_at_run_time(const EVP_PKEY *a, const EVP_PKEY *b)
{
    if (OpenSSL_version_num() >= 0x30000000L)
        return EVP_PKEY_eq(a, b) == 1; /* silent: a test at run time counts */
    return EVP_PKEY_cmp(a, b) == 1; /* silent: a test at run time counts */
}

bool random_bytes(unsigned char *out, int n)
{
    return RAND_priv_bytes(out, n) == 1; /* silent: there since 1.1.1 */
}

bool context(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 /* silent: there since 1.1.0 */
        && SSL_CTX_set_ciphersuites(ctx, "TLS_AES_128_GCM_SHA256") == 1; /* silent: there since 1.1.1 */
}

bool use(SSL_CTX *ctx, unsigned char *out, const EVP_PKEY *k)
{
    Mac m;
    return m.init() && same(k, k) && same_guarded(k, k) && same_at_run_time(k, k) && random_bytes(out, 1) && context(ctx);
}
