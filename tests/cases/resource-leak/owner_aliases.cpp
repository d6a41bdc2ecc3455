// An owner under another name of the file that is made from what is only lent.
#include <memory>
#include <openssl/ssl.h>

template <typename T, void (*F)(T *)> struct Deleter { void operator()(T *p) const { F(p); } };
template <typename T, void (*F)(T *)> using Handle = std::unique_ptr<T, Deleter<T, F>>;

void lent(SSL_CTX *ctx)
{
    Handle<X509, X509_free> cert(SSL_CTX_get0_certificate(ctx)); // expect: DTL306
}

void owned(SSL *ssl)
{
    Handle<X509, X509_free> cert(SSL_get_peer_certificate(ssl)); /* silent: its own reference */
}

void given_up(SSL_CTX *ctx)
{
    Handle<X509, X509_free> cert(SSL_CTX_get0_certificate(ctx));
    cert.release(); /* silent: given up again */
}

#include <openssl/pem.h>
static bool load(BIO *bio, X509 *&out)
{
    out = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr); /* silent: the caller's */
    return out != nullptr;
}

static void dispose(X509 *&cert)
{
    X509_free(cert);
    cert = nullptr;
}

int loaded(BIO *bio)
{
    X509 *cert = nullptr;
    if (!load(bio, cert))
        return 0;
    if (X509_get_version(cert) != 2)
        return -1; // expect: DTL301
    X509_free(cert);
    return 1;
}

int disposed(BIO *bio)
{
    X509 *cert = nullptr;
    if (!load(bio, cert))
        return 0;
    dispose(cert); /* silent: freed and cleared through the reference */
    X509_free(cert);
    return 1;
}
