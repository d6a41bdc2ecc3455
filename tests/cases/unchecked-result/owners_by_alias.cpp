// Smart pointers under names of the file's own.
#include <map>
#include <memory>
#include <string>
#include <vector>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

template <typename T, void (*Free)(T *)>
struct Release {
    void operator()(T *p) const noexcept { Free(p); }
};
template <typename T, void (*Free)(T *)>
using Owned = std::unique_ptr<T, Release<T, Free>>;
using Context = Owned<SSL_CTX, SSL_CTX_free>;
using Connection = std::unique_ptr<SSL, Release<SSL, SSL_free>>;
typedef std::unique_ptr<X509, Release<X509, X509_free>> Certificate;
using Digest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Names = std::map<std::string, int>;

void context()
{
    Context ctx(SSL_CTX_new(TLS_method()));
    SSL_CTX_set_mode(ctx.get(), SSL_MODE_AUTO_RETRY); // expect: DTL203
}

void contextTested()
{
    Context ctx(SSL_CTX_new(TLS_method()));
    if (!ctx)
        return;
    SSL_CTX_set_mode(ctx.get(), SSL_MODE_AUTO_RETRY); /* silent: tested through its owner */
}

void connection(SSL_CTX *ctx)
{
    Connection ssl{SSL_new(ctx)};
    SSL_set_connect_state(ssl.get()); // expect: DTL203
}

void connectionReset(SSL_CTX *ctx)
{
    Connection ssl;
    ssl.reset(SSL_new(ctx));
    if (ssl == nullptr)
        return;
    SSL_set_connect_state(ssl.get()); /* silent */
}

int certificate(BIO *in)
{
    Certificate cert(PEM_read_bio_X509(in, nullptr, nullptr, nullptr));
    return static_cast<int>(X509_get_version(cert.get())); // expect: DTL203
}

int certificateThrown(BIO *in)
{
    Certificate cert(PEM_read_bio_X509(in, nullptr, nullptr, nullptr));
    if (cert.get() == nullptr)
        throw std::string("no certificate");
    return static_cast<int>(X509_get_version(cert.get())); /* silent */
}

bool digest(const std::string &text)
{
    const Digest md = Digest(EVP_MD_CTX_new());
    return EVP_DigestInit_ex(md.get(), EVP_sha256(), nullptr) == 1 // expect: DTL203
        && EVP_DigestUpdate(md.get(), text.data(), text.size()) == 1;
}

bool digestTested(const std::string &text)
{
    const auto md = Digest(EVP_MD_CTX_new());
    return md && EVP_DigestInit_ex(md.get(), EVP_sha256(), nullptr) == 1
        && EVP_DigestUpdate(md.get(), text.data(), text.size()) == 1; /* silent */
}

int names(Names known)
{
    return known["a"]; /* silent: no owner */
}

static Context makeContext()
{
    return Context(SSL_CTX_new(TLS_method()));
}

static Certificate readCertificate(BIO *in)
{
    Certificate cert(PEM_read_bio_X509(in, nullptr, nullptr, nullptr));
    return cert;
}

static Certificate requireCertificate(BIO *in)
{
    Certificate cert(PEM_read_bio_X509(in, nullptr, nullptr, nullptr));
    if (!cert)
        throw std::string("no certificate");
    return cert;
}

void made()
{
    auto ctx = makeContext();
    SSL_CTX_set_mode(ctx.get(), SSL_MODE_AUTO_RETRY); // expect: DTL203
}

void madeTested()
{
    auto ctx = makeContext();
    if (ctx)
        SSL_CTX_set_mode(ctx.get(), SSL_MODE_AUTO_RETRY); /* silent */
}

int readAndUsed(BIO *in)
{
    auto cert = readCertificate(in);
    return static_cast<int>(X509_get_version(cert.get())); // expect: DTL203
}

int requiredAndUsed(BIO *in)
{
    auto cert = requireCertificate(in);
    return static_cast<int>(X509_get_version(cert.get())); /* silent: the helper has tested it */
}
