// Own minimal stand-in for BoringSSL's owner; only good for -fsyntax-only.
#pragma once
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/evp.h>
#include <memory>
namespace bssl {
struct Deleter {
    void operator()(SSL *p) const { SSL_free(p); }
    void operator()(SSL_CTX *p) const { SSL_CTX_free(p); }
    void operator()(X509 *p) const { X509_free(p); }
    void operator()(BIO *p) const { BIO_free(p); }
    void operator()(EVP_PKEY *p) const { EVP_PKEY_free(p); }
    void operator()(EVP_PKEY_CTX *p) const { EVP_PKEY_CTX_free(p); }
    void operator()(EVP_MD_CTX *p) const { EVP_MD_CTX_free(p); }
    void operator()(BIGNUM *p) const { BN_free(p); }
    void operator()(SSL_SESSION *p) const { SSL_SESSION_free(p); }
};
template <typename T> using UniquePtr = std::unique_ptr<T, Deleter>;
}
