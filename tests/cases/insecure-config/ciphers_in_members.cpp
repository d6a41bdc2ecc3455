// Cipher strings that reach the call through a member of the object.
#include <openssl/ssl.h>
#include <string>

class Endpoint {
public:
    explicit Endpoint(SSL_CTX *ctx) : ctx_(ctx), ciphers_("ALL:!MD5") {}
    void relax() { wide_ = "HIGH:aNULL"; }
    bool apply() { return SSL_CTX_set_cipher_list(ctx_, wide_.c_str()) == 1; } // expect: DTL602
    bool start() { return SSL_CTX_set_cipher_list(ctx_, good_.c_str()) == 1; } /* silent: nothing weak */
    bool given(const std::string &list) { return SSL_CTX_set_cipher_list(ctx_, list.c_str()) == 1; } /* silent: the caller's */
    bool built() { return SSL_CTX_set_cipher_list(ctx_, ciphers_.c_str()) == 1; } // expect: DTL602

private:
    SSL_CTX *ctx_;
    std::string ciphers_;
    std::string wide_;
    std::string good_ = "ECDHE+AESGCM";
};
