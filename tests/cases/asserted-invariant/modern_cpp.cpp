// C++ RAII, lambdas, templates, methods, range-for, try/catch.
#include <cassert>
#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

namespace net {

struct SslDeleter { void operator()(SSL *s) const { SSL_free(s); } };
using SslPtr = std::unique_ptr<SSL, SslDeleter>;

template <std::size_t N>
class Cookie {
public:
    void set(const uint8_t *src, std::size_t len)
    {
        assert(len <= N); // expect: DTL102
        std::memcpy(bytes_.data(), src, len);
        len_ = len;
    }
    void setChecked(const uint8_t *src, std::size_t len)
    {
        if (len > N)
            throw std::length_error("cookie");
        assert(len <= N); /* silent: tested before */
        std::memcpy(bytes_.data(), src, len);
        len_ = len;
    }
    uint8_t at(std::size_t i) const
    {
        assert(i < len_); // expect: DTL102
        return bytes_[i];
    }

private:
    std::array<uint8_t, N> bytes_{};
    std::size_t len_ = 0;
};

class Engine {
public:
    explicit Engine(SSL_CTX *ctx) : ssl_(SSL_new(ctx))
    {
        assert(ssl_); // expect: DTL104
        SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE);
    }

    void attach(BIO *in, BIO *out)
    {
        assert(in != nullptr && out != nullptr); // expect: DTL101
        SSL_set_bio(ssl_.get(), in, out);
    }

    int handshake()
    {
        assert(open_); // expect: DTL105
        return SSL_do_handshake(ssl_.get());
    }

    int handshakeIfOpen()
    {
        return open_ ? (assert(open_), SSL_do_handshake(ssl_.get())) : -1; /* silent: tested by ?: */
    }

    void rekey()
    {
        auto draw = [this](uint8_t *out, int n) {
            const int rc = RAND_bytes(out, n);
            assert(rc == 1); // expect: DTL104
            static_cast<void>(rc);
        };
        draw(key_, sizeof key_);
    }

    template <typename Fn>
    void each(const std::vector<X509 *> &certs, Fn fn)
    {
        for (X509 *cert : certs) {
            assert(cert); // expect: DTL101
            fn(X509_get_subject_name(cert));
        }
    }

    int guarded(SSL *other)
    {
        assert(other); /* silent: the throw tests it */
        try {
            if (!other)
                throw std::invalid_argument("other");
            return SSL_version(other);
        } catch (const std::exception &) {
            return -1;
        }
    }

private:
    SslPtr ssl_;
    bool open_ = false;
    uint8_t key_[32];
};

uint8_t pick(const std::vector<uint8_t> &v, std::size_t i)
{
    static_assert(sizeof(std::size_t) >= 4, "wide"); /* silent: compile time */
    assert(i < v.size()); /* silent: at() checks */
    return v.at(i);
}

auto bound = [](uint8_t *dst, const uint8_t *src, std::size_t n) {
    assert(n < 256); // expect: DTL102
    std::memcpy(dst, src, n);
};

} // namespace net
