// Owners that are objects of their own, and owners under other names.
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

struct Holder {
    explicit Holder(SSL *s) : ssl(s) {}
    ~Holder() { SSL_free(ssl); }
    SSL *ssl;
};
template <typename T, void (*Free)(T *)>
struct Release {
    void operator()(T *p) const noexcept { Free(p); }
};
template <typename T, void (*Free)(T *)>
using Owned = std::unique_ptr<T, Release<T, Free>>;
using Certificate = Owned<X509, X509_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

void holder(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);
    Holder *h = new Holder(ssl);
    delete h; /* silent: the holder is deleted, and releases what it holds */
}

void borrowed(SSL *ssl)
{
    Certificate peer(SSL_get0_peer_certificate(ssl)); // expect: DTL306
    if (peer)
        X509_get_version(peer.get());
}

void owned(SSL *ssl)
{
    Certificate peer(SSL_get1_peer_certificate(ssl)); /* silent: it is ours */
    if (peer)
        X509_get_version(peer.get());
}

void let_go(BIO *in)
{
    Key key(PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr));
    key.release(); // expect: DTL302
}

int lost(BIO *in)
{
    Key key(PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr));
    EVP_PKEY *raw = key.release();
    return raw ? EVP_PKEY_bits(raw) : -1; // expect: DTL301
}

#include <string>

static Key read_key(BIO *in)
{
    return Key(PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr));
}

int made_by_helper(BIO *in)
{
    auto key = read_key(in); /* silent: the helper gives an owner */
    return key ? EVP_PKEY_bits(key.get()) : -1;
}

std::string text_of_name(X509 *cert)
{
    char *line = X509_NAME_oneline(X509_get_subject_name(cert), nullptr, 0);
    std::string text(line ? line : "");
    return text; // expect: DTL301
}

std::string text_of_name_released(X509 *cert)
{
    char *line = X509_NAME_oneline(X509_get_subject_name(cert), nullptr, 0);
    std::string text(line ? line : "");
    OPENSSL_free(line);
    return text; /* silent: copied, then released */
}

std::string hex_of(const BIGNUM *number)
{
    std::string hex(BN_bn2hex(number)); // expect: DTL302
    return hex;
}
