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
