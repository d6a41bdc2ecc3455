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
