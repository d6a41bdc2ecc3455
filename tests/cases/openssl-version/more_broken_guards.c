/* Broken guards over other macros, and guards that look like it. */
#include <openssl/opensslv.h>
#include <openssl/ssl.h>

void use_old_api(SSL_CTX *ctx);
void use_new_api(SSL_CTX *ctx);

#ifndef OPENSSL_IS_BORINGSSL
void other_library(SSL_CTX *ctx)
{
# ifdef OPENSSL_IS_BORINGSSL // expect: DTL504
    use_old_api(ctx);
# else
    use_new_api(ctx);
# endif
}
#endif

void said_twice(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    use_new_api(ctx);
#elif OPENSSL_VERSION_NUMBER >= 0x30000000L // expect: DTL504
    use_old_api(ctx);
#endif
}

void before_the_macro_was_there(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_MAJOR == 1 // expect: DTL504
    use_old_api(ctx);
#endif
}

void compat_of_no_release(SSL_CTX *ctx)
{
#if OPENSSL_API_COMPAT >= 0x1100000fL // expect: DTL504
    use_new_api(ctx);
#endif
}

void prereq_and_number(SSL_CTX *ctx)
{
#if defined(OPENSSL_VERSION_PREREQ) && OPENSSL_VERSION_NUMBER < 0x10100000L // expect: DTL504
    use_old_api(ctx);
#endif
}

void libressl_digit_missing(SSL_CTX *ctx)
{
#if LIBRESSL_VERSION_NUMBER >= 0x350000fL // expect: DTL504
    use_new_api(ctx);
#endif
}

void libressl_by_the_other_count(SSL_CTX *ctx)
{
#if defined(LIBRESSL_VERSION_NUMBER) && LIBRESSL_VERSION_NUMBER >= 0x10100000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void two_of_them(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER == 0x1010006fL || OPENSSL_VERSION_NUMBER == 0x1010007fL // expect: DTL504
    use_old_api(ctx);
#endif
}

void major_and_number(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER < 0x30000000L
# if OPENSSL_VERSION_MAJOR >= 3 // expect: DTL504
    use_new_api(ctx);
# endif
    use_old_api(ctx);
#endif
}

void new_libressl(SSL_CTX *ctx)
{
#if defined(LIBRESSL_VERSION_NUMBER) && LIBRESSL_VERSION_NUMBER >= 0x3050000fL /* silent: LibreSSL 3.5 */
    use_new_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER > 0x20000000L /* silent: newer than what LibreSSL says */
    use_new_api(ctx);
#endif
#ifdef LIBRESSL_VERSION_NUMBER
# if OPENSSL_VERSION_NUMBER >= 0x10101000L /* silent: LibreSSL says 2.0, which is more */
    use_new_api(ctx);
# endif
#endif
}

void by_level(SSL_CTX *ctx)
{
#if OPENSSL_API_LEVEL >= 30000 /* silent: levels are decimal */
    use_new_api(ctx);
#endif
#if OPENSSL_API_COMPAT >= 10101 /* silent: since 3.0 this may be decimal too */
    use_new_api(ctx);
#endif
}

#ifndef LIBRESSL_VERSION_NUMBER
# if OPENSSL_VERSION_NUMBER < 0x10100000L || defined(LIBRESSL_VERSION_NUMBER) /* silent: one half of it can be true */
#  define OLD_NAMES 1
# endif
#endif

#ifdef LIBRESSL_VERSION_NUMBER
# ifndef LIBRESSL_VERSION_NUMBER // expect: DTL504
int neither;
# endif
#endif
#ifndef OPENSSL_IS_BORINGSSL
# ifdef LIBRESSL_VERSION_NUMBER /* silent: another macro */
int libre;
# endif
#endif
