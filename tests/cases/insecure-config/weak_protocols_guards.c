/* Old methods behind guards, and old methods that are only asked about. */
#include <openssl/ssl.h>

struct section { const SSL_METHOD *method; int fips; };

#ifndef HAVE_DTLS_METHOD
const SSL_METHOD *newest_dtls(void)
{
    return DTLSv1_method(); /* silent: the library has nothing newer */
}
#endif

SSL_CTX *feature_test(void)
{
#ifdef LIBRESSL_WITHOUT_DTLS_1_2
    return SSL_CTX_new(DTLSv1_client_method()); /* silent: what is newer stands on the other side */
#else
    return SSL_CTX_new(DTLSv1_2_client_method());
#endif
}

/* 1.0.2 has DTLS_method too. */
SSL_CTX *guard_too_wide(void)
{
#if OPENSSL_VERSION_NUMBER < 0x10100000L
    return SSL_CTX_new(DTLSv1_client_method()); // expect: DTL601
#else
    return SSL_CTX_new(DTLS_client_method());
#endif
}

SSL_CTX *after_a_guard(void)
{
#if OPENSSL_VERSION_NUMBER < 0x10002000L
    ERR_clear_error();
#endif
    return SSL_CTX_new(DTLSv1_client_method()); // expect: DTL601
}

int chosen_by_user(const struct section *s)
{
    return s->fips && s->method == (SSL_METHOD *)TLSv1_client_method(); /* silent: a comparison */
}

int in_one_expression(SSL_CTX *ctx)
{
    int failed = 0;

    failed |= SSL_CTX_set_min_proto_version(ctx, SSL3_VERSION) != 1; // expect: DTL601
    failed |= SSL_CTX_set_max_proto_version(ctx, TLS1_3_VERSION) != 1; /* silent: 1.3 */
    return failed;
}

int other_method(SSL_CTX *ctx)
{
    return SSL_CTX_set_ssl_version(ctx, TLSv1_1_client_method()); // expect: DTL601
}

void as_the_library_was_built(const SSL_METHOD **methods)
{
#ifndef OPENSSL_NO_TLS1_METHOD
    methods[0] = TLSv1_client_method(); // expect: DTL601
#endif
}
