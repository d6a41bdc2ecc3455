/* Paths and configurations of verify callbacks. */
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

struct connection { int enforce, depth; };

static int overrules(int ok, X509_STORE_CTX *ctx)
{
    (void)ctx;
    if (!ok)
        ok = 1;
    return ok; // expect: DTL603
}

/* Anything but 0 goes on. */
static int minus_one(int ok, X509_STORE_CTX *ctx)
{
    if (ok && ctx)
        return 1;
    return -1; // expect: DTL603
}

static int by_switch(int ok, X509_STORE_CTX *ctx)
{
    (void)ok;
    switch (X509_STORE_CTX_get_error(ctx)) {
    case X509_V_OK:
        return 1;
    default:
        break;
    }
    return 1; // expect: DTL603
}

static int refuses_after_a_guard(int ok, X509_STORE_CTX *ctx)
{
    struct connection *c = X509_STORE_CTX_get_ex_data(ctx, 0);
    X509 *cert;

    if (ok) {
#if OPENSSL_VERSION_NUMBER >= 0x10002000L
        cert = X509_STORE_CTX_get_current_cert(ctx);
#else
        cert = NULL;
#endif
        if (cert == NULL)
            return !c->enforce; /* silent: 0 where it is enforced */
        return ok;
    }
    return !c->enforce;
}

static int starts_at_no(int ok, X509_STORE_CTX *ctx)
{
    int verdict = 0;

    (void)ctx;
    if (ok)
        verdict = 1;
    return verdict; /* silent: 0 where the library says so */
}

static int strict_builds_refuse(int ok, X509_STORE_CTX *ctx)
{
#ifdef STRICT
    if (!ok)
        return 0;
#endif
    X509_STORE_CTX_set_error(ctx, X509_V_OK);
    return 1; // expect: DTL603
}

static int all_builds_refuse(int ok, X509_STORE_CTX *ctx)
{
#ifdef STRICT
    if (!ok)
        return 0;
#endif
    X509_STORE_CTX_set_error(ctx, X509_V_OK);
#ifndef STRICT
    if (!ok)
        return 0;
#endif
    return 1; /* silent: one of the two tests is in every build */
}

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, strict_builds_refuse);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, all_builds_refuse);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, overrules);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, minus_one);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, by_switch);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, refuses_after_a_guard);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, starts_at_no);
}
