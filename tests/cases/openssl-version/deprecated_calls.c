/* What 3.0 (the default highest version) calls deprecated, outside of guards and inside of them. */
#include <openssl/aes.h>
#include <openssl/asn1.h>
#include <openssl/ec.h>
#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/md5.h>
#include <openssl/opensslv.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <string.h>

void tls_log(const char *text);

int initialise(void)
{
    SSL_library_init(); // expect: DTL501
    SSL_load_error_strings(); // expect: DTL501
    OpenSSL_add_all_algorithms(); // expect: DTL501
    return 1;
}

int low_level_rsa(BIGNUM *e)
{
    RSA *rsa = RSA_new(); // expect: DTL501
    int ok = rsa && RSA_generate_key_ex(rsa, 3072, e, NULL) == 1; // expect: DTL501

    RSA_free(rsa); // expect: DTL501
    return ok ? 0 : -1;
}

int low_level_digest(const unsigned char *in, size_t n, unsigned char *out)
{
    MD5(in, n, out); // expect: DTL501
    return out[0];
}

int low_level_mac(HMAC_CTX *ctx, const unsigned char *key, int n)
{
    return HMAC_Init_ex(ctx, key, n, EVP_sha256(), NULL); // expect: DTL501
}

int compare_keys(const EVP_PKEY *a, const EVP_PKEY *b)
{
    return EVP_PKEY_cmp(a, b) == 1; // expect: DTL501
}

/* A plain rename that lives on as a macro: a note. */
X509 *peer(const SSL *ssl)
{
    return SSL_get_peer_certificate(ssl); // expect: DTL501
}

const char *version_text(void)
{
    return SSLeay_version(SSLEAY_VERSION); // expect: DTL501
}

/* The guard lets 1.1.0 and everything after it in, and so 3.0. */
int guard_too_wide(const unsigned char *in, size_t n, unsigned char *out)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    AES_KEY k;

    return AES_set_encrypt_key(in, (int)n * 8, &k); // expect: DTL501
#else
    (void)out;
    return -1;
#endif
}

/* A guard over something else does not keep 3.0 out. */
void guard_of_another_kind(void)
{
#ifdef HAVE_ENGINES
    ENGINE_load_builtin_engines(); // expect: DTL501
#endif
}

const unsigned char *text_of(ASN1_STRING *s)
{
    return ASN1_STRING_data(s); // expect: DTL501
}

int compare_keys_guarded(const EVP_PKEY *a, const EVP_PKEY *b)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    return EVP_PKEY_eq(a, b) == 1; /* silent: the new name */
#else
    return EVP_PKEY_cmp(a, b) == 1; /* silent: not reached by 3.0 */
#endif
}

int initialise_guarded(void)
{
#if OPENSSL_VERSION_NUMBER < 0x10100000L
    SSL_load_error_strings(); /* silent: for the versions that need it */
    return SSL_library_init() == 1; /* silent: for the versions that need it */
#else
    return OPENSSL_init_ssl(0, NULL) == 1; /* silent: the new way */
#endif
}

X509 *peer_by_major(const SSL *ssl)
{
#if defined(OPENSSL_VERSION_MAJOR) && OPENSSL_VERSION_MAJOR >= 3
    return SSL_get1_peer_certificate(ssl); /* silent: the new name */
#else
    return SSL_get_peer_certificate(ssl); /* silent: the other side of defined() and a comparison */
#endif
}

int digest_prereq(const unsigned char *in, size_t n, unsigned char *out)
{
#if defined(OPENSSL_VERSION_PREREQ)
# if OPENSSL_VERSION_PREREQ(3, 0)
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL); /* silent: the new way */
# else
    return MD5(in, n, out) != NULL; /* silent: the other side of OPENSSL_VERSION_PREREQ */
# endif
#else
    return MD5(in, n, out) != NULL; /* silent: versions before the macro was there */
#endif
}

int digest_no_deprecated(const unsigned char *in, size_t n, unsigned char *out)
{
#ifndef OPENSSL_NO_DEPRECATED_3_0
    return MD5(in, n, out) != NULL; /* silent: OPENSSL_NO_DEPRECATED_* is a guard */
#else
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
#endif
}

int libressl_only(const EVP_PKEY *a, const EVP_PKEY *b)
{
#ifdef LIBRESSL_VERSION_NUMBER
    return EVP_PKEY_cmp(a, b) == 1; /* silent: LibreSSL has no other */
#elif defined(OPENSSL_IS_BORINGSSL)
    return EVP_PKEY_cmp(a, b) == 1; /* silent: BoringSSL neither */
#elif OPENSSL_VERSION_NUMBER < 0x30000000L
    return EVP_PKEY_cmp(a, b) == 1; /* silent: before 3.0 */
#else
    return EVP_PKEY_eq(a, b) == 1;
#endif
}

int at_run_time(const EVP_PKEY *a, const EVP_PKEY *b)
{
    if (OpenSSL_version_num() < 0x30000000L)
        return EVP_PKEY_cmp(a, b) == 1; /* silent: a test at run time counts */
    return EVP_PKEY_eq(a, b) == 1;
}

int current_calls(EVP_PKEY_CTX *ctx, const unsigned char *in, size_t n, unsigned char *out)
{
    return EVP_Digest(in, n, out, NULL, EVP_sha256(), NULL) == 1 /* silent: not deprecated */
        && HMAC(EVP_sha256(), in, (int)n, in, n, out, NULL) != NULL /* silent: the one-shot HMAC is not deprecated */
        && EVP_MD_size(EVP_sha256()) == 32 /* silent: renamed, not deprecated */
        && EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, 3072) == 1; /* silent: not deprecated */
}

#if OPENSSL_VERSION_NUMBER < 0x30000000L
RSA *whole_function_guarded(void)
{
    return RSA_new(); /* silent: the whole function is for older versions */
}
#endif

void *not_a_call(void)
{
    tls_log("RSA_new"); /* silent: a string */
    return (void *)strchr("MD5(in)", '('); /* silent: a string */
}

#define SUCCEEDS(x) ((x) == 1)
#define REQUIRE_ONE(x) do { if ((x) != 1) return 0; } while (0)
int in_the_arguments(RSA *rsa)
{
    REQUIRE_ONE(RSA_check_key(rsa)); // expect: DTL501
    return SUCCEEDS(RSA_up_ref(rsa)); // expect: DTL501
}
