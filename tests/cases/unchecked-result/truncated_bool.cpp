// DTL205: three-way results squeezed into two.
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <openssl/ecdsa.h>
#include <string>

bool fill(unsigned char *b, int n)
{
    return RAND_bytes(b, n); // expect: DTL205
}

bool verify_initialised(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
{
    bool ok = EVP_DigestVerifyFinal(md, sig, n); // expect: DTL205
    return ok;
}

bool verify_assigned(X509_STORE_CTX *store)
{
    bool trusted = false;
    trusted = X509_verify_cert(store); // expect: DTL205
    return trusted;
}

int double_negation(EVP_MD_CTX *md, const unsigned char *sig, unsigned n, EVP_PKEY *key)
{
    return !!EVP_VerifyFinal(md, sig, n, key); // expect: DTL205
}

int one_or_zero(X509 *cert, const std::string &host)
{
    return X509_check_host(cert, host.c_str(), host.size(), 0, nullptr) ? 1 : 0; // expect: DTL205
}

bool unequal_zero(EC_KEY *key, const unsigned char *d, int n, const unsigned char *sig, int len)
{
    return ECDSA_verify(0, d, n, sig, len, key) != 0; // expect: DTL205
}

auto cast(EVP_PKEY_CTX *ctx, const unsigned char *sig, size_t n, const unsigned char *d, size_t len)
{
    return static_cast<bool>(EVP_PKEY_verify(ctx, sig, n, d, len)); // expect: DTL205
}

bool through_variable(X509 *x, EVP_PKEY *key)
{
    int rc = X509_verify(x, key);
    return rc; // expect: DTL205
}

struct Verifier {
    bool good{false};
    bool check(X509_STORE_CTX *store) const
    {
        return X509_verify_cert(store); // expect: DTL205
    }
    void keep(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
    {
        good = EVP_DigestVerifyFinal(md, sig, n); // expect: DTL205
    }
};

bool braces(unsigned char *b, int n)
{
    const bool done{RAND_bytes(b, n) != 0}; // expect: DTL205
    return done;
}

bool exact(unsigned char *b, int n)
{
    return RAND_bytes(b, n) == 1; /* silent: -1 is false */
}

bool positive(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
{
    const bool ok = EVP_DigestVerifyFinal(md, sig, n) > 0; /* silent: -1 is false */
    return ok;
}

int wide_enough(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
{
    return EVP_DigestVerifyFinal(md, sig, n); /* silent: int keeps all three */
}

auto deduced(X509_STORE_CTX *store)
{
    return X509_verify_cert(store); /* silent: auto is int */
}

bool two_way(SSL_CTX *ctx, const char *list)
{
    return SSL_CTX_set_cipher_list(ctx, list); /* silent: fails by 0 only */
}

bool two_way_key(SSL_CTX *ctx)
{
    bool ok = SSL_CTX_check_private_key(ctx); /* silent: fails by 0 only */
    return ok;
}

bool after_test(X509_STORE_CTX *store)
{
    int rc = X509_verify_cert(store);
    if (rc < 0)
        throw rc;
    return rc; /* silent: only 0 and 1 are left */
}

bool ternary_exact(unsigned char *b, int n)
{
    return RAND_bytes(b, n) > 0 ? true : false; /* silent: -1 is false */
}

bool pointer_truth(const SSL *ssl)
{
    X509 *cert = SSL_get0_peer_certificate(ssl);
    return cert; /* silent: a pointer has two ways only */
}

bool equality(const void *a, const void *b, size_t n)
{
    return !CRYPTO_memcmp(a, b, n); /* silent: a comparison */
}

bool state(const SSL *ssl)
{
    return SSL_is_init_finished(ssl); /* silent: a predicate */
}
