// args: --lowest 1.1.0
/* The project supports 1.1.0 and newer: branches for older versions are dead. */
#include <openssl/opensslv.h>
#include <openssl/ssl.h>

void use_old_api(SSL_CTX *ctx);
void use_new_api(SSL_CTX *ctx);

void dead_branch(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER < 0x10002000L // expect: DTL504
    use_old_api(ctx);
#else
    use_new_api(ctx);
#endif
}

void dead_as_well(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER < 0x10100000L // expect: DTL504
    use_old_api(ctx);
#endif
    use_new_api(ctx);
}

void live_branches(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER < 0x10101000L /* silent: 1.1.0 is supported */
    use_old_api(ctx);
#else
    use_new_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER < 0x30000000L /* silent: 1.1.x is supported */
    use_old_api(ctx);
#endif
}

void another_library(SSL_CTX *ctx)
{
#ifdef LIBRESSL_VERSION_NUMBER /* silent: another library */
    use_old_api(ctx);
#else
    use_new_api(ctx);
#endif
}
