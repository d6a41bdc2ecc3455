// Modern C++: unique_ptr and its ways, lambdas, exceptions, deleters, containers.
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <bssl/unique_ptr.h>

struct SslFree { void operator()(SSL *s) const { SSL_free(s); } };
using SslPtr = std::unique_ptr<SSL, SslFree>;
using PkeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

void thrown(SSL_CTX *ctx, const std::string &file)
{
    BIO *in = BIO_new_file(file.c_str(), "r");
    if (!in)
        throw std::runtime_error("open"); /* silent: nothing was acquired */
    X509 *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    if (!x)
        throw std::runtime_error("parse");
    if (SSL_CTX_use_certificate(ctx, x) != 1)
        throw std::runtime_error("use"); // expect: DTL301
    X509_free(x);
}

// A template, since the compiler sees the missing deleter only when it is instantiated.
template <typename Connection>
long default_deleter(const Connection &c)
{
    std::unique_ptr<X509> cert(SSL_get1_peer_certificate(c.ssl)); // expect: DTL304
    return cert ? 1 : 0;
}

void deleted(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    delete x; // expect: DTL304
}

int released_and_lost(SSL_CTX *ctx)
{
    SslPtr ssl(SSL_new(ctx));
    if (!ssl)
        return -1;
    SSL *raw = ssl.release();
    SSL_set_quiet_shutdown(raw, 1);
    return 0; // expect: DTL301
}

SSL *released_and_returned(SSL_CTX *ctx)
{
    SslPtr ssl(SSL_new(ctx));
    if (!ssl)
        return nullptr;
    SSL_set_quiet_shutdown(ssl.get(), 1);
    return ssl.release(); /* silent: handed to the caller */
}

PkeyPtr with_decltype(BIO *in)
{
    PkeyPtr key(PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr), EVP_PKEY_free);
    if (!key)
        throw std::runtime_error("key"); /* silent: the owner releases */
    return key;
}

bssl::UniquePtr<X509> bssl_owner(BIO *in)
{
    bssl::UniquePtr<X509> x(PEM_read_bio_X509(in, nullptr, nullptr, nullptr));
    return x; /* silent: the owner is moved out */
}

void reset_in(SSL_CTX *ctx, SslPtr &slot)
{
    slot.reset(SSL_new(ctx)); /* silent: the owner takes it */
}

class Session {
public:
    explicit Session(SSL_CTX *ctx) : ssl_(SSL_new(ctx)) /* silent: member initialiser */
    {
        if (!ssl_)
            throw std::bad_alloc();
    }
    Session(const Session &) = delete;
    ~Session() { SSL_free(ssl_); }

    void adopt(SSL *other)
    {
        SSL_free(ssl_);
        ssl_ = other;
    }
    int peers() const
    {
        X509 *x = SSL_get1_peer_certificate(ssl_);
        if (!x)
            return 0;
        return X509_NAME_entry_count(X509_get_subject_name(x)); // expect: DTL301
    }

private:
    SSL *ssl_;
};

struct Holder {
    explicit Holder(X509 *x) : x_(x) {}
    ~Holder() { X509_free(x_); }
    X509 *x_;
};

int own_holder(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    Holder h(x); /* silent: a constructor takes the pointer */
    return h.x_ ? 1 : 0;
}

int own_holder_braces(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    Holder h{x}; /* silent: brace-initialisation takes the pointer */
    return h.x_ ? 1 : 0;
}

void collected(BIO *in, std::vector<X509 *> &all)
{
    while (X509 *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr))
        all.push_back(x); /* silent: stored into a container */
}

void emplaced(BIO *in, std::vector<std::unique_ptr<X509, decltype(&X509_free)>> &all)
{
    X509 *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    if (x)
        all.emplace_back(x, X509_free); /* silent: stored into a container of owners */
}

std::function<void()> captured(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    return [x] { X509_free(x); }; /* silent: the lambda that captures it frees it */
}

int in_lambda(SSL *ssl)
{
    auto versionOf = [](SSL *s) {
        X509 *x = SSL_get1_peer_certificate(s);
        if (!x)
            return -1L;
        return X509_get_version(x); // expect: DTL301
    };
    return static_cast<int>(versionOf(ssl));
}

int caught(SSL_CTX *ctx, BIO *in)
{
    X509 *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    if (!x)
        return -1;
    try {
        if (SSL_CTX_use_certificate(ctx, x) != 1)
            throw std::runtime_error("use"); /* silent: caught here, and freed */
    } catch (const std::exception &) {
        X509_free(x);
        return -1;
    }
    X509_free(x);
    return 0;
}

int caught_and_lost(SSL_CTX *ctx, BIO *in)
{
    X509 *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    if (!x)
        return -1;
    try {
        if (SSL_CTX_use_certificate(ctx, x) != 1)
            throw std::runtime_error("use");
    } catch (const std::exception &) {
        return -1; // expect: DTL301
    }
    X509_free(x);
    return 0;
}

template <typename Sink>
void into_sink(Sink &sink, BIO *in)
{
    X509 *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    if (!x)
        return;
    if (!sink.accepts(X509_get_version(x)))
        return; // expect: DTL301
    sink.push(x); /* silent: the name says that it keeps it */
}

void range_for(const std::vector<SSL *> &peers, std::vector<long> &out)
{
    for (SSL *p : peers) {
        X509 *x = SSL_get1_peer_certificate(p); // expect: DTL302
        if (!x)
            continue;
        out.push_back(X509_get_version(x));
    }
}

void block_scope(SSL *ssl, bool ask)
{
    if (ask) {
        X509 *x = SSL_get1_peer_certificate(ssl);
        if (x)
            SSL_set_quiet_shutdown(ssl, 1);
    } // expect: DTL301
    SSL_shutdown(ssl);
}

std::pair<X509 *, int> as_pair(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    return {x, 1}; /* silent: returned in a pair */
}
