// What the other files leave out: later uses, callees that may throw, extensions, trusted stacks.
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

extern void may_throw(const std::string &s);
extern void audit(X509 *x);

long later_uses_are_notes(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (!x)
        return -1;
    X509_free(x);
    long v = X509_get_version(x); // expect: DTL303
    v += X509_get_version(x); /* silent: the first use is the finding */
    return v;
}

long callee_may_throw(SSL *ssl, const std::string &s)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (!x)
        return -1;
    may_throw(s); /* silent: exceptions of callees are no paths */
    const long v = X509_get_version(x);
    X509_free(x);
    return v;
}

void extension(X509 *x)
{
    X509_EXTENSION *ext = X509_get_ext(x, 0);
    X509_EXTENSION_free(ext); // expect: DTL306
}

void extension_kept(X509 *x)
{
    X509_EXTENSION *ext = X509_get_ext(x, 0);
    if (ext)
        std::puts("has one"); /* silent: borrowed */
}

bool trusted_stack(X509_STORE_CTX *ctx, X509 *root)
{
    STACK_OF(X509) *sk = sk_X509_new_null();
    if (!sk || !sk_X509_push(sk, root)) {
        sk_X509_free(sk);
        return false;
    }
    X509_STORE_CTX_set0_trusted_stack(ctx, sk);
    const bool ok = X509_verify_cert(ctx) == 1;
    sk_X509_free(sk); /* silent: set0_trusted_stack only borrows */
    return ok;
}

bool trusted_stack_lost(X509_STORE_CTX *ctx, X509 *root)
{
    STACK_OF(X509) *sk = sk_X509_new_null();
    if (!sk || !sk_X509_push(sk, root)) {
        sk_X509_free(sk);
        return false;
    }
    X509_STORE_CTX_set0_trusted_stack(ctx, sk);
    return X509_verify_cert(ctx) == 1; // expect: DTL301
}

void unknown_looker(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (x)
        audit(x);
    X509_free(x); /* silent: audit only looked */
}

void reassigned_in_else(SSL *a, SSL *b, bool first)
{
    X509 *x = nullptr;
    if (first)
        x = SSL_get1_peer_certificate(a);
    else
        x = SSL_get1_peer_certificate(b); /* silent: the branches exclude each other */
    X509_free(x);
}

void two_branches_then_again(SSL *a, SSL *b, bool first)
{
    X509 *x = nullptr;
    if (first)
        x = SSL_get1_peer_certificate(a);
    x = SSL_get1_peer_certificate(b); // expect: DTL302
    X509_free(x);
}

void static_local(SSL *ssl)
{
    static X509 *cached;
    if (!cached)
        cached = SSL_get1_peer_certificate(ssl); /* silent: a static outlives the call */
}

struct Peer {
    X509 *cert = nullptr;
    ~Peer() { X509_free(cert); }
    Peer &take(X509 *x)
    {
        X509_free(cert);
        cert = x;
        return *this;
    }
};

void by_value_object(SSL *ssl)
{
    Peer p;
    p.cert = SSL_get1_peer_certificate(ssl); /* silent: a member of an object with a destructor */
}

Peer &by_method(Peer &p, SSL *ssl)
{
    return p.take(SSL_get1_peer_certificate(ssl)); /* silent: the name says that it takes it */
}

X509 *comma(SSL *ssl)
{
    X509 *x;
    return x = SSL_get1_peer_certificate(ssl), x; /* silent: returned */
}

int error_code(BIO *in, X509 **out)
{
    X509 *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    const int rc = x ? 0 : -1;
    if (rc != 0)
        return rc; /* silent: rc says that there is none */
    *out = x;
    return 0;
}
