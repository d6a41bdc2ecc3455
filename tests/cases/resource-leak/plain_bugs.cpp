// Plain bugs and plain habits of C++.
#include <memory>
#include <map>
#include <string>
#include <vector>
#include <utility>
#include <stdexcept>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

struct BioDeleter { void operator()(BIO *b) const { BIO_free_all(b); } };
using ScopedBio = std::unique_ptr<BIO, BioDeleter>;
template <class F> struct Cleanup { F f; ~Cleanup() { f(); } };
template <class F> Cleanup<F> MakeCleanup(F f) { return {f}; }

class Conn {
public:
    explicit Conn(SSL *ssl) { this->ssl = ssl; } /* silent: owned by somebody else now */
    bool open(SSL_CTX *ctx)
    {
        SSL *ssl = SSL_new(ctx);
        if (!ssl) return false;
        this->ssl = ssl; /* silent: owned by somebody else now */
        return true;
    }
    bool verify()
    {
        X509 *cert = SSL_get1_peer_certificate(ssl);
        if (!cert) return false;
        if (X509_check_host(cert, host.c_str(), host.size(), 0, nullptr) != 1)
            return false; // expect: DTL301
        X509_free(cert);
        return true;
    }
    void load(BIO *in)
    {
        X509 *x;
        while ((x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr)) != nullptr)
            certs[names++] = x; /* silent: owned by somebody else now */
    }
    void setCert(X509 *x);
    std::string subject() const;
private:
    SSL *ssl = nullptr;
    std::string host;
    std::map<int, X509 *> certs;
    int names = 0;
};

std::string Conn::subject() const
{
    auto cert = SSL_get1_peer_certificate(ssl);
    if (cert == nullptr)
        return {};
    char buf[256];
    X509_NAME_oneline(X509_get_subject_name(cert), buf, sizeof buf);
    return std::string(buf); // expect: DTL301
}

std::string text(const X509_NAME *name)
{
    char *s = X509_NAME_oneline(name, nullptr, 0);
    std::string r(s);
    OPENSSL_free(s);
    return r; /* silent: owned by somebody else now */
}

std::string leaky_text(const X509_NAME *name)
{
    char *s = X509_NAME_oneline(name, nullptr, 0);
    std::string r = s;
    return r; // expect: DTL301
}

EVP_PKEY *key(const std::string &pem)
{
    ScopedBio bio(BIO_new_mem_buf(pem.data(), (int)pem.size()));
    return PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr); /* silent: owned by somebody else now */
}

EVP_PKEY *key2(const std::string &pem)
{
    auto bio = std::unique_ptr<BIO, decltype(&BIO_free)>(BIO_new_mem_buf(pem.data(), -1), &BIO_free);
    if (!bio) throw std::bad_alloc();
    return PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr); /* silent: owned by somebody else now */
}

int cleanup(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    auto done = MakeCleanup([&] { X509_free(x); });
    return x ? 1 : 0; /* silent: owned by somebody else now */
}

bool out_ref(SSL *ssl, X509 *&out)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (!x) return false;
    out = x; /* silent: owned by somebody else now */
    return true;
}

void shared(SSL_CTX *ctx, std::shared_ptr<SSL> &to)
{
    SSL *s = SSL_new(ctx);
    to = std::shared_ptr<SSL>(s, SSL_free); /* silent: owned by somebody else now */
}

void pushed(std::vector<std::unique_ptr<X509, decltype(&X509_free)>> &v, BIO *in)
{
    while (auto *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr))
        v.emplace_back(x, &X509_free); /* silent: owned by somebody else now */
}

int if_init(SSL *ssl)
{
    if (X509 *x = SSL_get1_peer_certificate(ssl)) {
        long v = X509_get_version(x);
        if (v != 2)
            return -1; // expect: DTL301
        X509_free(x);
        return 1;
    }
    return 0;
}

int thrown(SSL_CTX *ctx, const std::string &pem)
{
    BIO *b = BIO_new_mem_buf(pem.data(), -1);
    X509 *x = PEM_read_bio_X509(b, nullptr, nullptr, nullptr);
    if (!x) {
        BIO_free(b);
        throw std::runtime_error("x");
    }
    if (SSL_CTX_use_certificate(ctx, x) != 1) {
        X509_free(x);
        throw std::runtime_error("y"); // expect: DTL301
    }
    X509_free(x);
    BIO_free(b);
    return 0;
}

void deleted(SSL_CTX *ctx)
{
    SSL *s = SSL_new(ctx);
    delete s; // expect: DTL304
}

struct Holder2 { X509 *x; Holder2(X509 *p) : x(p) {} ~Holder2() { X509_free(x); } };
int braces(SSL *ssl) { Holder2 h{SSL_get1_peer_certificate(ssl)}; return h.x != nullptr; } /* silent: owned by somebody else now */
int temp(SSL *ssl) { auto h = Holder2(SSL_get1_peer_certificate(ssl)); return h.x != nullptr; } /* silent: owned by somebody else now */

X509 *moved(SSL *ssl)
{
    X509 *a = SSL_get1_peer_certificate(ssl);
    X509 *b = std::exchange(a, nullptr);
    return b; /* silent: owned by somebody else now */
}

int lam(SSL *ssl)
{
    auto f = [ssl]() -> int {
        SSL_SESSION *s = SSL_get1_session(ssl);
        return s ? (int)SSL_SESSION_get_timeout(s) : 0; // expect: DTL301
    };
    return f();
}

int nested(SSL *ssl)
{
    for (int i = 0; i < 3; ++i) {
        auto *x = SSL_get1_peer_certificate(ssl); // expect: DTL302
        if (!x) break;
        if (i == 1) continue;
        X509_free(x);
    }
    return 0;
}

template <typename T> T *ident(T *p) { return p; }
void through(SSL *ssl) { X509 *x = ident(SSL_get1_peer_certificate(ssl)); X509_free(x); } /* silent: owned by somebody else now */
