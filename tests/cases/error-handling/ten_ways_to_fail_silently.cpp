// The same with classes, owners and exceptions.
#include <memory>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>
#include "b_qt.h"

namespace {

struct Log {
    template <class T> Log &operator<<(const T &) { return *this; }
};
Log warning();

enum class Status { ok, failed };
struct Expected { bool ok; std::string reason; };
Expected unexpected(const char *reason);

class Identity {
public:
    bool load(const std::string &file);
    bool create();
    std::string token();
    EVP_PKEY *key();
    Status status();
    Expected expected();
    bool checked();
    std::error_code code();
    bool last();
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX *)> context();

private:
    void raise(const char *what) { throw std::runtime_error(what); }
    SSL_CTX *ctx_ = nullptr;
    std::string lastError_;
};

bool Identity::load(const std::string &file)
{
    return SSL_CTX_use_certificate_chain_file(ctx_, file.c_str()) == 1; /* silent: the result is handed on */
}

bool Identity::create()
{
    ctx_ = SSL_CTX_new(TLS_method());
    if (ctx_ == nullptr)
        return false; // expect: DTL701
    if (!SSL_CTX_set_default_verify_paths(ctx_)) {
        SSL_CTX_free(ctx_);
        ctx_ = nullptr;
        return false; // expect: DTL701
    }
    return true;
}

std::string Identity::token()
{
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return std::string(); // expect: DTL701
    return std::string(reinterpret_cast<char *>(bytes), sizeof bytes);
}

EVP_PKEY *Identity::key()
{
    EVP_PKEY *key = EVP_PKEY_new();
    if (!key)
        return nullptr; // expect: DTL701
    return key;
}

Status Identity::status()
{
    ctx_ = SSL_CTX_new(TLS_method());
    return ctx_ ? Status::ok : Status::failed; /* silent: an enumerator */
}

Expected Identity::expected()
{
    ctx_ = SSL_CTX_new(TLS_method());
    if (!ctx_)
        return unexpected("no context"); /* silent: the reason is returned */
    return {true, ""};
}

bool Identity::checked()
{
    ctx_ = SSL_CTX_new(TLS_method());
    if (!ctx_)
        raise("no context"); /* silent: raises */
    return true;
}

std::error_code Identity::code()
{
    ctx_ = SSL_CTX_new(TLS_method());
    if (!ctx_)
        return std::make_error_code(std::errc::not_enough_memory); /* silent: an error code */
    return {};
}

bool Identity::last()
{
    ctx_ = SSL_CTX_new(TLS_method());
    if (!ctx_) {
        lastError_ = "no context";
        return false; /* silent: the error is kept */
    }
    if (SSL_CTX_set_cipher_list(ctx_, "HIGH") != 1) {
        warning() << "ciphers";
        return false; /* silent: a log stream */
    }
    return true;
}

std::unique_ptr<SSL_CTX, void (*)(SSL_CTX *)> Identity::context()
{
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX *)> ctx(SSL_CTX_new(TLS_method()), SSL_CTX_free);
    if (!ctx)
        return {nullptr, SSL_CTX_free}; // expect: DTL701
    return ctx;
}

} // namespace
