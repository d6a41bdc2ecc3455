// Verification code of a TLS client, with mistakes that compile and pass every happy-path test.
#include <cassert>
#include <cstring>
#include <string>
#include <vector>

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

class Session {
public:
    explicit Session(SSL_CTX *context) : m_ssl(SSL_new(context)) {}
    ~Session() { SSL_free(m_ssl); }
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    bool connect(const std::string &host)
    {
        assert(m_ssl);
        SSL_set1_host(m_ssl, host.c_str());
        return SSL_connect(m_ssl);
    }

    bool peerIs(const std::string &host) const
    {
        X509 *certificate = SSL_get_peer_certificate(m_ssl);
        const int matches = X509_check_host(certificate, host.c_str(), 0, 0, nullptr);
        if (SSL_get_verify_result(m_ssl) != X509_V_OK)
            return false;
        X509_free(certificate);
        return matches;
    }

private:
    SSL *m_ssl;
};

bool verifySignature(EVP_PKEY *key, const std::vector<unsigned char> &data,
                     const std::vector<unsigned char> &signature)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key);
    const bool valid = EVP_DigestVerify(context, signature.data(), signature.size(), data.data(),
                                        data.size());
    EVP_MD_CTX_free(context);
    return valid;
}

std::vector<unsigned char> makeToken()
{
    std::vector<unsigned char> token(32);
    if (!RAND_bytes(token.data(), static_cast<int>(token.size())))
        token.clear();
    return token;
}
