/* Guards of rarer spelling. */
#include <openssl/evp.h>
#include <openssl/md5.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>

#ifndef OPENSSL_API_COMPAT
# define OPENSSL_API_COMPAT 0x10100000L
#endif

int same(const EVP_PKEY *a, const EVP_PKEY *b)
{
#if OPENSSL_API_COMPAT < 0x30000000L
    return EVP_PKEY_cmp(a, b) == 1; /* silent: a guard over OPENSSL_API_COMPAT */
#else
    return EVP_PKEY_eq(a, b) == 1;
#endif
}

int negated(const EVP_PKEY *a, const EVP_PKEY *b)
{
#if !(OPENSSL_VERSION_NUMBER >= 0x30000000L)
    return EVP_PKEY_cmp(a, b) == 1; /* silent: the negation of 3.0 */
#else
    return EVP_PKEY_eq(a, b) == 1;
#endif
}

int reversed_operands(const EVP_PKEY *a, const EVP_PKEY *b)
{
#if 0x30000000L <= OPENSSL_VERSION_NUMBER
    return EVP_PKEY_eq(a, b) == 1;
#else
    return EVP_PKEY_cmp(a, b) == 1; /* silent: the constant on the left */
#endif
}

int either_library(const EVP_PKEY *a, const EVP_PKEY *b)
{
#if defined(LIBRESSL_VERSION_NUMBER) || (OPENSSL_VERSION_NUMBER < 0x30000000L)
    return EVP_PKEY_cmp(a, b) == 1; /* silent: both operands keep 3.0 out */
#else
    return EVP_PKEY_eq(a, b) == 1;
#endif
}

int nested_guards(const EVP_PKEY *a, const EVP_PKEY *b)
{
#ifdef WITH_EVP
# if OPENSSL_VERSION_NUMBER < 0x30000000L
    return EVP_PKEY_cmp(a, b) == 1; /* silent: the inner guard keeps 3.0 out */
# else
    return EVP_PKEY_eq(a, b) == 1;
# endif
#else
    return a == b;
#endif
}

/* The disjunction lets 3.0 in. */
int too_wide(const EVP_PKEY *a, const EVP_PKEY *b)
{
#if defined(WITH_OLD_NAMES) || OPENSSL_VERSION_NUMBER < 0x30000000L
    return EVP_PKEY_cmp(a, b) == 1; // expect: DTL501
#else
    return EVP_PKEY_eq(a, b) == 1;
#endif
}

/* The branches are the wrong way round. */
int swapped(const EVP_PKEY *a, const EVP_PKEY *b)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    return EVP_PKEY_cmp(a, b) == 1; // expect: DTL501
#else
    return EVP_PKEY_eq(a, b) == 1; /* silent: no lowest version is configured */
#endif
}
