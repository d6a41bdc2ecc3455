// Methods and versions in classes.
#include <memory>
#include <openssl/ssl.h>
#include <stdexcept>

namespace net {

struct Free { void operator()(SSL_CTX *c) const { SSL_CTX_free(c); } };
using Context = std::unique_ptr<SSL_CTX, Free>;

enum class Protocol { SslV3, TlsV1_0, TlsV1_1, TlsV1_2, Any };
constexpr int kLowest = TLS1_VERSION;
constexpr int kModern = TLS1_3_VERSION;

const SSL_METHOD *method_for(Protocol p)
{
    switch (p) {
    case Protocol::TlsV1_0:
        return TLSv1_client_method(); // expect: DTL601
    case Protocol::TlsV1_1:
        return TLSv1_1_client_method(); // expect: DTL601
    case Protocol::TlsV1_2:
        return TLSv1_2_client_method(); /* silent: 1.2 */
    default:
        return TLS_client_method(); /* silent: negotiates */
    }
}

class Client {
public:
    Client() : ctx_(SSL_CTX_new(DTLSv1_client_method())) {} // expect: DTL601
    explicit Client(bool) : ctx_(SSL_CTX_new(DTLS_client_method())) {} /* silent: negotiates */
    void set_lowest();
    void set_modern();

private:
    Context ctx_;
};

void Client::set_lowest()
{
    if (SSL_CTX_set_min_proto_version(ctx_.get(), kLowest) != 1) // expect: DTL601
        throw std::runtime_error("minimum version");
}

void Client::set_modern()
{
    if (SSL_CTX_set_min_proto_version(ctx_.get(), kModern) != 1) /* silent: 1.3 */
        throw std::runtime_error("minimum version");
}

template <int Version>
bool at_least(SSL *ssl)
{
    return SSL_set_min_proto_version(ssl, Version) == 1; /* silent: the template's parameter */
}

} // namespace net

bool use(SSL *ssl)
{
    net::Client c, d(true);
    c.set_lowest();
    d.set_modern();
    return net::at_least<TLS1_2_VERSION>(ssl) && net::method_for(net::Protocol::Any);
}
