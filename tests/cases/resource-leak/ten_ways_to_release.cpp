// Ten ways to let go, in C and C++ clothes.
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/bn.h>
#include <openssl/x509.h>

template <typename T, void (*fn)(T *)>
struct Fn { void operator()(T *p) const { fn(p); } };
template <typename T, void (*fn)(T *)>
using Own = std::unique_ptr<T, Fn<T, fn>>;
using X509Own = Own<X509, X509_free>;

class Defer {
public:
    explicit Defer(std::function<void()> f) : f_(std::move(f)) {}
    ~Defer() { f_(); }
private:
    std::function<void()> f_;
};

bool by_template(SSL *ssl)
{
    X509Own x(SSL_get1_peer_certificate(ssl));
    return x != nullptr; /* silent: the owner releases */
}

bool by_shared(SSL *ssl)
{
    std::shared_ptr<X509> x(SSL_get1_peer_certificate(ssl), X509_free);
    return static_cast<bool>(x); /* silent: the owner releases */
}

bool by_lambda_deleter(SSL *ssl)
{
    auto del = [](X509 *p) { X509_free(p); };
    std::unique_ptr<X509, decltype(del)> x(SSL_get1_peer_certificate(ssl), del);
    return bool(x); /* silent: the owner releases */
}

long by_defer(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (!x)
        return -1;
    Defer d([x] { X509_free(x); });
    return X509_get_version(x); /* silent: the guard that captured it releases */
}

long by_reset(SSL *a, SSL *b)
{
    X509Own x(SSL_get1_peer_certificate(a));
    x.reset(SSL_get1_peer_certificate(b)); /* silent: reset releases the old one */
    return x ? X509_get_version(x.get()) : -1;
}

void by_move(std::vector<X509Own> &all, SSL *ssl)
{
    X509Own x(SSL_get1_peer_certificate(ssl));
    if (x)
        all.push_back(std::move(x)); /* silent: moved */
}

void by_make(std::map<std::string, std::shared_ptr<SSL>> &m, SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);
    if (!ssl)
        return;
    m["peer"] = std::shared_ptr<SSL>(ssl, SSL_free); /* silent: wrapped and stored */
}

int by_hand(SSL *ssl, bool strict)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (!x)
        return -1;
    if (strict) {
        if (X509_get_version(x) != 2)
            return -2; // expect: DTL301
    }
    X509_free(x);
    return 0;
}

int by_swap(SSL *ssl, SSL_SESSION *&slot)
{
    SSL_SESSION *fresh = SSL_get1_session(ssl);
    if (!fresh)
        return -1;
    std::swap(slot, fresh); /* silent: swapped with the caller's, the old one is freed */
    SSL_SESSION_free(fresh);
    return 0;
}

class Cache {
public:
    void put(const std::string &k, SSL *ssl)
    {
        std::lock_guard<std::mutex> lock(m_);
        auto it = map_.find(k);
        if (it != map_.end()) {
            SSL_SESSION_free(it->second);
            it->second = SSL_get1_session(ssl); /* silent: stored into a container */
        } else {
            map_.emplace(k, SSL_get1_session(ssl)); /* silent: stored into a container */
        }
    }
    bool has(const std::string &k, SSL *ssl)
    {
        SSL_SESSION *s = SSL_get1_session(ssl);
        auto it = map_.find(k);
        const bool same = it != map_.end() && it->second == s;
        return same; // expect: DTL301
    }
    ~Cache()
    {
        for (auto &kv : map_)
            SSL_SESSION_free(kv.second); /* silent: another object each round */
    }

private:
    std::mutex m_;
    std::map<std::string, SSL_SESSION *> map_;
};

int by_goto_cpp(BIO *in)
{
    int rc = -1;
    X509 *x = nullptr;
    EVP_PKEY *k = nullptr;
    x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    if (!x)
        goto done;
    k = X509_get_pubkey(x);
    if (!k)
        goto done;
    rc = EVP_PKEY_get_bits(k);
done:
    X509_free(x);
    return rc; // expect: DTL301
}

void by_release(X509Own &slot, SSL *ssl)
{
    X509Own x(SSL_get1_peer_certificate(ssl));
    slot.reset(x.release()); /* silent: from owner to owner */
}

void by_ternary(SSL *ssl, X509 **out, X509 *mine)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    out != nullptr ? (void)(*out = x) : X509_free(x); /* silent: handed over or freed */
    (void)mine;
}

bool by_structured(SSL *ssl)
{
    auto [x, n] = std::pair<X509Own, int>(X509Own(SSL_get1_peer_certificate(ssl)), 1);
    return x && n; /* silent: the owner releases */
}

int by_switch(SSL *ssl, int mode)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (!x)
        return -1;
    switch (mode) {
    case 0:
        X509_free(x);
        return 0;
    case 1:
        X509_free(x);
        [[fallthrough]];
    case 2:
        X509_free(x); // expect: DTL303
        return 1;
    default:
        X509_free(x);
        return 2;
    }
}
