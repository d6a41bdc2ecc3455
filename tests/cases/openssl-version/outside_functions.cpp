#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <memory>

struct Free {
    void operator()(RSA *key) const { RSA_free(key); } // expect: DTL501
};

std::unique_ptr<RSA, Free> shared_key(RSA_new()); // expect: DTL501
static SSL_CTX *context = SSL_CTX_new(TLS_method()), *old = SSL_CTX_new(SSLv23_method()); // expect: DTL501

#if OPENSSL_VERSION_NUMBER < 0x30000000L
static DH *parameters = DH_new(); /* silent: guarded */
#endif

namespace tls {
const EVP_MD *digest = EVP_sha256();

class Connection {
    DH *parameters = DH_new(); // expect: DTL501
    SSL *connection{SSL_new(context)};
    int (*handler)(int);

public:
    ~Connection()
    {
        DH_free(parameters); // expect: DTL501
        SSL_free(connection);
    }
};
} // namespace tls
