#include <openssl/ssl.h>

#ifdef ALLOW_OLD_PEERS
#define LOWEST TLS1_VERSION
#define SUITES "HIGH:!aNULL:RC4"
#else
#define LOWEST TLS1_2_VERSION
#define SUITES "HIGH:!aNULL"
#endif

#ifdef TLS1_2_VERSION
#define NEWEST TLS1_2_VERSION
#else
#define NEWEST TLS1_VERSION
#endif

#if OPENSSL_VERSION_NUMBER < 0x10001000L
#define BEST TLS1_VERSION
#elif defined(LEGACY)
#define BEST TLS1_1_VERSION
#else
#define BEST TLS1_2_VERSION
#endif

int one_build_is_weak(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, LOWEST); // expect: DTL601
}

int one_build_has_weak_suites(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, SUITES); // expect: DTL602
}

int the_best_that_there_is(SSL_CTX *ctx)
{
    /* silent: the weak one is for a library that has nothing better */
    return SSL_CTX_set_min_proto_version(ctx, NEWEST) && SSL_CTX_set_min_proto_version(ctx, BEST);
}

/* 1.0.2 has DTLS_method too; a name that stands for versions is as good as a number. */
#if APP_USE_OPENSSL_PRE_1_1_API
SSL_CTX *datagrams(void)
{
    return SSL_CTX_new(DTLSv1_method()); // expect: DTL601
}
#else
SSL_CTX *datagrams(void)
{
    return SSL_CTX_new(DTLS_method());
}
#endif

SSL_CTX *more_datagrams(void)
{
#ifdef HAVE_DTLS_METHOD
    return SSL_CTX_new(DTLS_method());
#else
    return SSL_CTX_new(DTLSv1_method()); /* silent: the library has nothing else */
#endif
}
