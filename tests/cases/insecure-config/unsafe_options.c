/* Options that weaken, and such that only look like it. */
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#define COMPAT_OPTIONS (SSL_OP_ALL | SSL_OP_LEGACY_SERVER_CONNECT)

struct settings { int legacy; int ignore_dates; unsigned long options; };

void renegotiation(SSL_CTX *ctx)
{
    SSL_CTX_set_options(ctx, SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION); // expect: DTL607
}

void through_macro(SSL_CTX *ctx)
{
    SSL_CTX_set_options(ctx, COMPAT_OPTIONS | SSL_OP_NO_TICKET); // expect: DTL607
}

void collected(SSL *ssl, const struct settings *s)
{
    unsigned long options = SSL_OP_ALL;

    if (s->legacy)
        options |= SSL_OP_LEGACY_SERVER_CONNECT;
    SSL_set_options(ssl, options); // expect: DTL607
}

void by_setting(SSL_CTX *ctx, const struct settings *s)
{
    if (s->legacy)
        SSL_CTX_set_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT); // expect: DTL607
}

void cleared(SSL_CTX *ctx)
{
    SSL_CTX_clear_options(ctx, SSL_OP_NO_SSLv2 | SSL_OP_NO_SSLv3); // expect: DTL607
}

void cleared_on_connection(SSL *ssl)
{
    SSL_clear_options(ssl, SSL_OP_NO_SSLv3); // expect: DTL607
}

void no_dates(X509_STORE *store, const struct settings *s)
{
    if (s->ignore_dates)
        X509_STORE_set_flags(store, X509_V_FLAG_NO_CHECK_TIME); // expect: DTL607
}

void critical_extensions(SSL *ssl)
{
    X509_VERIFY_PARAM *param = SSL_get0_param(ssl);

    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_IGNORE_CRITICAL); // expect: DTL607
}

void host_flags_of_another_kind(SSL *ssl)
{
    SSL_set_hostflags(ssl, SSL_VERIFY_FAIL_IF_NO_PEER_CERT); // expect: DTL607
}

void host_flags_of_the_store(SSL *ssl)
{
    SSL_set_hostflags(ssl, X509_V_FLAG_X509_STRICT); // expect: DTL607
}

void strengthening(SSL_CTX *ctx)
{
    SSL_CTX_set_options(ctx, SSL_OP_NO_SSLv2 | SSL_OP_NO_SSLv3 | SSL_OP_NO_COMPRESSION); /* silent: forbids */
    SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE); /* silent: forbids */
    SSL_CTX_clear_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT); /* silent: takes the weakness out */
    SSL_CTX_clear_options(ctx, SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION); /* silent: takes the weakness out */
}

void workarounds(SSL_CTX *ctx)
{
    SSL_CTX_set_options(ctx, SSL_OP_ALL); /* silent: harmless workarounds */
}

void stricter_store(X509_STORE *store)
{
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL); /* silent: more checks */
    X509_STORE_set_flags(store, X509_V_FLAG_X509_STRICT); /* silent: more checks */
}

void dates_back_on(X509_VERIFY_PARAM *param)
{
    X509_VERIFY_PARAM_clear_flags(param, X509_V_FLAG_NO_CHECK_TIME); /* silent: takes the weakness out */
}

void right_host_flags(SSL *ssl)
{
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS); /* silent: a host flag */
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_WILDCARDS); /* silent: host flags */
}

int asked(SSL *ssl)
{
    return (SSL_get_options(ssl) & SSL_OP_LEGACY_SERVER_CONNECT) != 0; /* silent: a question */
}

void masked_out(SSL_CTX *ctx)
{
    unsigned long options = SSL_CTX_get_options(ctx) & ~SSL_OP_LEGACY_SERVER_CONNECT;

    SSL_CTX_set_options(ctx, options); /* silent: masked out of the value */
}

void from_settings(SSL_CTX *ctx, const struct settings *s)
{
    SSL_CTX_set_options(ctx, s->options); /* silent: no option is written here */
}
