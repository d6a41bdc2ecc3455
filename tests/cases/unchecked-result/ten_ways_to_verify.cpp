// Ten ways in which real code asks whether a signature or chain is good.
#include <QtGlobal>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include "qsslsocket_openssl_symbols_p.h"

enum class Verdict { Good, Bad, Broken };
constexpr int kSuccess = 1;
constexpr int kFailure = 0;

Verdict by_constant(EVP_MD_CTX *md, const uint8_t *sig, size_t n)
{
    if (EVP_DigestVerifyFinal(md, sig, n) == kFailure) // expect: DTL202
        return Verdict::Bad;
    return Verdict::Good;
}

Verdict by_constant_right(EVP_MD_CTX *md, const uint8_t *sig, size_t n)
{
    return EVP_DigestVerifyFinal(md, sig, n) == kSuccess ? Verdict::Good : Verdict::Bad; /* silent: exact */
}

Verdict by_switch(EVP_MD_CTX *md, const uint8_t *sig, size_t n)
{
    switch (EVP_DigestVerifyFinal(md, sig, n)) { /* silent: three ways */
    case 1: return Verdict::Good;
    case 0: return Verdict::Bad;
    default: return Verdict::Broken;
    }
}

Verdict by_enum_ternary(X509_STORE_CTX *store)
{
    return q_X509_verify_cert(store) ? Verdict::Good : Verdict::Bad; // expect: DTL202
}

bool by_and(X509_STORE_CTX *store, X509 *leaf, const std::string &host)
{
    return X509_verify_cert(store) == 1 && X509_check_host(leaf, host.data(), host.size(), 0, nullptr) == 1; /* silent: exact */
}

bool by_and_wrong(X509_STORE_CTX *store, X509 *leaf, const std::string &host)
{
    return X509_verify_cert(store) == 1 && X509_check_host(leaf, host.data(), host.size(), 0, nullptr); // expect: DTL205
}

std::optional<bool> by_optional(EVP_MD_CTX *md, const uint8_t *sig, size_t n)
{
    const int rc = EVP_DigestVerifyFinal(md, sig, n);
    if (rc < 0) /* silent: the rest is told apart by the comparison below */
        return std::nullopt;
    return rc == 1;
}

void by_exception(EVP_MD_CTX *md, const uint8_t *sig, size_t n)
{
    if (const int rc = EVP_DigestVerifyFinal(md, sig, n); rc < 0) // expect: DTL202
        throw std::runtime_error("bad signature");
}

void by_exception_right(EVP_MD_CTX *md, const uint8_t *sig, size_t n)
{
    if (const int rc = EVP_DigestVerifyFinal(md, sig, n); rc != 1) /* silent: exact */
        throw std::runtime_error("bad signature");
}

auto by_lambda()
{
    return [](EVP_MD_CTX *md, const uint8_t *sig, size_t n) -> bool {
        return EVP_DigestVerifyFinal(md, sig, n); // expect: DTL205
    };
}

auto by_lambda_right()
{
    return [](EVP_MD_CTX *md, const uint8_t *sig, size_t n) {
        return EVP_DigestVerifyFinal(md, sig, n); /* silent: the lambda returns int */
    };
}

class Verifier
{
public:
    bool finish(const uint8_t *sig, size_t n)
    {
        m_ok = 0 < EVP_DigestVerifyFinal(m_md, sig, n); /* silent: exact */
        return m_ok;
    }
    bool finishLoose(const uint8_t *sig, size_t n)
    {
        const auto rc = EVP_DigestVerifyFinal(m_md, sig, n);
        m_ok = rc != 0; // expect: DTL205
        return m_ok;
    }
    explicit operator bool() const { return m_ok; }

private:
    EVP_MD_CTX *m_md = nullptr;
    bool m_ok = false;
};

bool by_likely(EVP_PKEY_CTX *ctx, const uint8_t *sig, size_t n, const uint8_t *d, size_t m)
{
    if (Q_UNLIKELY(EVP_PKEY_verify(ctx, sig, n, d, m) <= 0)) /* silent: exact */
        return false;
    return true;
}

bool by_likely_wrong(EVP_PKEY_CTX *ctx, const uint8_t *sig, size_t n, const uint8_t *d, size_t m)
{
    if (Q_LIKELY(EVP_PKEY_verify(ctx, sig, n, d, m))) // expect: DTL202
        return true;
    return false;
}

int by_bool_parameter(std::function<int(bool)> report, EVP_MD_CTX *md, const uint8_t *sig, size_t n)
{
    return report(EVP_DigestVerifyFinal(md, sig, n) == 1); /* silent: exact */
}

bool all_good(const std::vector<X509 *> &chain, EVP_PKEY *issuer)
{
    for (X509 *x : chain)
        if (!X509_verify(x, issuer)) // expect: DTL202
            return false;
    return true;
}

bool any_good(const std::vector<EVP_PKEY *> &issuers, X509 *x)
{
    bool good = false;
    for (EVP_PKEY *k : issuers)
        good = good || X509_verify(x, k) == 1; /* silent: exact */
    return good;
}
