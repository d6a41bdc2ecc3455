// Methods and a Qt guard.
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdexcept>
#include "b_qt.h"

class Context {
public:
    void harden();
    void harden_alike();
    ~Context();

private:
    SSL_CTX *ctx_ = nullptr;
    unsigned char ticket_key_[48];
};

void Context::harden()
{
#if QT_CONFIG(opensslv11)
    if (SSL_CTX_set_min_proto_version(ctx_, TLS1_2_VERSION) != 1)
        throw std::runtime_error("minimum version");
#else // expect: DTL503
    SSL_CTX_set_mode(ctx_, SSL_MODE_RELEASE_BUFFERS);
#endif
}

void Context::harden_alike()
{
#if QT_CONFIG(opensslv11)
    if (SSL_CTX_set_min_proto_version(ctx_, TLS1_2_VERSION) != 1)
        throw std::runtime_error("minimum version");
#else /* silent: options reach the same end */
    SSL_CTX_set_options(ctx_, SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1);
#endif
}

Context::~Context()
{
#ifdef LIBRESSL_VERSION_NUMBER // expect: DTL503
    ticket_key_[0] = 0;
#else
    OPENSSL_cleanse(ticket_key_, sizeof(ticket_key_));
#endif
}

bool verified(SSL *ssl)
{
    const auto verdict = SSL_get_verify_result(ssl);
#if OPENSSL_VERSION_MAJOR >= 3
    return verdict == X509_V_OK;
#else // expect: DTL503
    return true;
#endif
}

void use() { Context c; c.harden(); c.harden_alike(); }
