// A connection class that trusts the verdict alone.
#include <memory>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <stdexcept>

namespace {

struct FreeX509 { void operator()(X509 *x) const { X509_free(x); } };
using Certificate = std::unique_ptr<X509, FreeX509>;

class Connection {
public:
    explicit Connection(SSL *ssl) : ssl_(ssl) {}
    bool verified() const { return SSL_get_verify_result(ssl_) == X509_V_OK; } // expect: DTL606
    void require() const;
    void require_certificate() const;

private:
    SSL *ssl_;
};

void Connection::require() const
{
    const auto verdict = SSL_get_verify_result(ssl_);
    if (verdict != X509_V_OK) // expect: DTL606
        throw std::runtime_error(X509_verify_cert_error_string(verdict));
}

void Connection::require_certificate() const
{
    Certificate peer(SSL_get1_peer_certificate(ssl_));
    if (!peer)
        throw std::runtime_error("no certificate");
    if (SSL_get_verify_result(ssl_) != X509_V_OK) /* silent: the owner was tested */
        throw std::runtime_error("not verified");
}

} // namespace

bool use(SSL *ssl)
{
    Connection c(ssl);
    c.require();
    c.require_certificate();
    return c.verified();
}
