/* Callbacks that say yes to everything, and such that do not. */
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>

int is_pinned(X509 *cert);
void remember_error(SSL *ssl, int error, int depth);
void tls_log(const char *fmt, ...);

static int accept_all(int ok, X509_STORE_CTX *ctx)
{
    (void)ok;
    (void)ctx;
    return 1; // expect: DTL603
}

static int log_and_accept(int ok, X509_STORE_CTX *ctx)
{
    if (!ok) {
        int err = X509_STORE_CTX_get_error(ctx);

        tls_log("verification: %s\n", X509_verify_cert_error_string(err));
    }
    return 1; // expect: DTL603
}

/* Two returns, the last is the line. */
static int both_yes(int ok, X509_STORE_CTX *ctx)
{
    if (ok)
        return 1;
    remember_error(NULL, X509_STORE_CTX_get_error(ctx), X509_STORE_CTX_get_error_depth(ctx));
    return 1; // expect: DTL603
}

static int through_variable(int ok, X509_STORE_CTX *ctx)
{
    int verdict = 1;

    if (!ok)
        tls_log("depth %d\n", X509_STORE_CTX_get_error_depth(ctx));
    return verdict; // expect: DTL603
}

static int whole_chain_yes(X509_STORE_CTX *ctx, void *arg)
{
    (void)arg;
    X509_STORE_CTX_set_error(ctx, X509_V_OK);
    return 1; // expect: DTL603
}

static int one_configuration(int ok, X509_STORE_CTX *ctx)
{
#ifdef ACCEPT_SELF_SIGNED
    tls_log("not verified\n");
    return 1; // expect: DTL603
#else
    (void)ctx;
    return ok; /* silent: the library's verdict */
#endif
}

static int hands_on(int ok, X509_STORE_CTX *ctx)
{
    tls_log("depth %d: %d\n", X509_STORE_CTX_get_error_depth(ctx), ok);
    return ok; /* silent: the library's verdict */
}

static int tolerates_one(int ok, X509_STORE_CTX *ctx)
{
    if (!ok && X509_STORE_CTX_get_error(ctx) == X509_V_ERR_UNABLE_TO_GET_CRL)
        return 1; /* silent: one error is tolerated, the others are not */
    return ok;
}

static int pinned(int ok, X509_STORE_CTX *ctx)
{
    X509 *cert = X509_STORE_CTX_get_current_cert(ctx);

    if (X509_STORE_CTX_get_error_depth(ctx) == 0)
        return cert && is_pinned(cert); /* silent: the pin decides */
    return 1;
}

static int refuses(int ok, X509_STORE_CTX *ctx)
{
    if (!ok) {
        tls_log("%s\n", X509_verify_cert_error_string(X509_STORE_CTX_get_error(ctx)));
        return 0; /* silent: a path that refuses */
    }
    return 1;
}

static int variable_verdict(int ok, X509_STORE_CTX *ctx)
{
    int verdict = 1;

    if (!ok && X509_STORE_CTX_get_error(ctx) != X509_V_ERR_CERT_NOT_YET_VALID)
        verdict = 0;
    return verdict; /* silent: 0 on one path */
}

static int own_verification(X509_STORE_CTX *ctx, void *arg)
{
    int rv = X509_verify_cert(ctx);

    (void)arg;
    return rv == 1; /* silent: the library verifies */
}

/* Not a verify callback. */
static int count_objects(int n, void *list)
{
    (void)n;
    (void)list;
    return 1; /* silent: another signature, never installed */
}

int install(SSL_CTX *ctx, X509_STORE *store, int which)
{
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, accept_all);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, log_and_accept);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE, both_yes);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, which ? one_configuration : through_variable);
    SSL_CTX_set_cert_verify_callback(ctx, whole_chain_yes, NULL);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, hands_on);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, tolerates_one);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, pinned);
    X509_STORE_set_verify_cb(store, refuses);
    X509_STORE_set_verify_cb(store, variable_verdict);
    SSL_CTX_set_cert_verify_callback(ctx, own_verification, NULL);
    return count_objects(1, NULL);
}

static int nobody_installs_it(int ok, X509_STORE_CTX *ctx)
{
    (void)ok;
    (void)ctx;
    return 1; /* silent: static, and nobody takes its address */
}

int self_test(X509_STORE_CTX *ctx)
{
    (void)nobody_installs_it;
    return nobody_installs_it(1, ctx);
}
