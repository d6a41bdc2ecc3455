/* Guards as real programs spell them. */
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/md5.h>
#include <openssl/opensslv.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdlib.h>

void use_old_api(SSL_CTX *ctx);
void use_new_api(SSL_CTX *ctx);

#ifdef LIBRESSL_VERSION_NUMBER
# define MY_OPENSSL_VERSION_NUMBER 0x1000107fL
#else
# define MY_OPENSSL_VERSION_NUMBER OPENSSL_VERSION_NUMBER
#endif

#if OPENSSL_VERSION_NUMBER >= 0x30000000L && !defined(LIBRESSL_VERSION_NUMBER)
# define HAVE_PROVIDERS 1
#else
# define OLD_DIGESTS
#endif
#define V_3_0 0x30000000L
#define OPENSSL_HAS_PROVIDERS (OPENSSL_VERSION_NUMBER >= 0x30000000L)

int by_own_number(const unsigned char *in, size_t n, unsigned char *out)
{
#if MY_OPENSSL_VERSION_NUMBER < 0x30000000L
    return MD5(in, n, out) != NULL; /* silent: the project's own name for the number */
#else
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
#endif
}

int by_defined_name(const unsigned char *in, size_t n, unsigned char *out)
{
#ifdef HAVE_PROVIDERS
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
#else
    return MD5(in, n, out) != NULL; /* silent: the name is defined for 3.0 above */
#endif
}

int by_old_name(const unsigned char *in, size_t n, unsigned char *out)
{
#if defined(OLD_DIGESTS)
    return MD5(in, n, out) != NULL; /* silent: the name is defined for older versions above */
#endif
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
}

int by_expression(const unsigned char *in, size_t n, unsigned char *out)
{
#if !OPENSSL_HAS_PROVIDERS
    return MD5(in, n, out) != NULL; /* silent: the macro's body is a comparison */
#endif
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
}

int by_constant(const unsigned char *in, size_t n, unsigned char *out)
{
#if V_3_0 > OPENSSL_VERSION_NUMBER
    return MD5(in, n, out) != NULL; /* silent: the constant has a name */
#endif
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
}

int by_shift(const unsigned char *in, size_t n, unsigned char *out)
{
#if (OPENSSL_VERSION_NUMBER >> 28) < 3
    return MD5(in, n, out) != NULL; /* silent: the major number by a shift */
#elif (OPENSSL_VERSION_NUMBER & 0xfff00000L) == 0x30000000L
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
#else
    return MD5(in, n, out) != NULL; /* silent: 3.0 is taken by the branch before */
#endif
}

int by_feature_test(const unsigned char *in, size_t n, unsigned char *out)
{
#ifdef HAVE_EVP_PKEY_EQ
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
#else
    return MD5(in, n, out) != NULL; /* silent: a build for 3.0 finds EVP_PKEY_eq */
#endif
}

int continued_line(const unsigned char *in, size_t n, unsigned char *out)
{
#if defined(LIBRESSL_VERSION_NUMBER) || /* LibreSSL has no providers */ \
    OPENSSL_VERSION_NUMBER < 0x30000000L // nor have these
    return MD5(in, n, out) != NULL; /* silent: the condition goes on in the next line */
#else
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
#endif
}

int in_a_comment(const unsigned char *in, size_t n, unsigned char *out)
{
    /*
#if OPENSSL_VERSION_NUMBER < 0x30000000L
     */
    return MD5(in, n, out) != NULL; // expect: DTL501
    /*
#endif
     */
}

int at_the_release(const unsigned char *in, size_t n, unsigned char *out)
{
#if OPENSSL_VERSION_NUMBER < 0x3000000fL /* silent: the first release, as older numbers were written */
    return MD5(in, n, out) != NULL; /* silent: the guard means 3.0 */
#else
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
#endif
}

int kept_number(const unsigned char *in, size_t n, unsigned char *out)
{
    unsigned long version = OpenSSL_version_num();

    if (version >= 0x30000000L)
        return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
    return MD5(in, n, out) != NULL; /* silent: the number was kept and tested */
}

int asked_for_something_else(const unsigned char *in, size_t n, unsigned char *out)
{
    if (OpenSSL_version_num() < 0x10101000L)
        return 0;
    return MD5(in, n, out) != NULL; // expect: DTL501
}

int leading_zero(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x010100000L // expect: DTL504
    use_new_api(ctx);
#endif
    return 0;
}

void meant_as_one(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x01000000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void never_out(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x00909000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void name_only(SSL_CTX *ctx)
{
#ifdef OPENSSL_VERSION_NUMBER >= 0x10100000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void patch_as_fix(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x30002000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void dead_else(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
# if OPENSSL_VERSION_NUMBER >= 0x10100000L
    use_new_api(ctx);
# else // expect: DTL504
    use_old_api(ctx);
# endif
#endif
}

void one_after_another(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER < 0x10100000L
    use_old_api(ctx);
#elif OPENSSL_VERSION_NUMBER < 0x10002000L // expect: DTL504
    use_old_api(ctx);
#else
    use_new_api(ctx);
#endif
}

void before_three_by_major(SSL_CTX *ctx)
{
#if defined(OPENSSL_VERSION_MAJOR) && OPENSSL_VERSION_MAJOR < 3 // expect: DTL504
    use_old_api(ctx);
#endif
}

void all_of_a_series(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER > 0x100fffffL /* silent: the last number before 1.1.0 */
    use_new_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER <= 0x1010107fL && OPENSSL_VERSION_NUMBER >= 0x1010101fL /* silent: some patches of 1.1.1 */
    use_new_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER >= 0x300000d0L /* silent: 3.0.13 */
    use_new_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER == 0x20000000L /* silent: what every LibreSSL says */
    use_old_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    use_new_api(ctx);
#else
# error "3.0 is needed" /* silent: refused */
#endif
}

int refuses_by_errno(SSL *ssl, const char *host)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    return SSL_set1_host(ssl, host) == 1 ? 0 : EINVAL;
#else /* silent: the caller is told that it cannot be done */
    (void)ssl;
    (void)host;
    return ENOSYS;
#endif
}

static int choose(SSL *ssl, void *arg)
{
    (void)arg;
    SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
    return 1;
}

void verified_in_a_callback(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10002000L
    SSL_CTX_set_cert_cb(ctx, choose, NULL); /* silent: the callback turns verification on */
#else
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
#endif
}

static void forget(unsigned char *p, size_t n)
{
    volatile unsigned char *v = p;

    while (n--)
        *v++ = 0;
}

void cleansed_by_a_helper(unsigned char *key, size_t n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    OPENSSL_cleanse(key, n);
#else /* silent: the file's own function does it */
    forget(key, n);
#endif
}

int weak_random(unsigned char *out, int n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10101000L
    return RAND_priv_bytes(out, n) == 1 ? 0 : -1;
#else // expect: DTL503
    for (int i = 0; i < n; i++)
        out[i] = (unsigned char)rand();
    return 0;
#endif
}

#if OPENSSL_VERSION_NUMBER >= 0x10100000L
int whole_function(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
}
#else // expect: DTL503
int whole_function(SSL_CTX *ctx)
{
    use_old_api(ctx);
    return 1;
}
#endif

int depends_on_an_option(SSL_CTX *ctx)
{
#if defined(WITH_MINIMUM) && OPENSSL_VERSION_NUMBER >= 0x10100000L /* silent: an option may be why */
    return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
#else
    use_old_api(ctx);
    return 1;
#endif
}

int result_kept_in_a_member(struct keeper { int ok; } *k, unsigned char *out, int n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10101000L
    k->ok = RAND_priv_bytes(out, n);
    if (k->ok != 1)
        return -1;
#else // expect: DTL503
    k->ok = 1;
    (void)RAND_bytes(out, n);
#endif
    return 0;
}

int plain_if_over_the_macro(const unsigned char *in, size_t n, unsigned char *out)
{
    if (OPENSSL_VERSION_NUMBER < 0x30000000L)
        return MD5(in, n, out) != NULL; /* silent: the compiler drops it */
    return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
}

void turned_off_for_the_old(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
#else // expect: DTL503
    SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL);
#endif
}

int zero_is_success(SSL *ssl, const char *host)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    if (SSL_set1_host(ssl, host) != 1)
        return 1;
    return 0;
#else // expect: DTL503
    (void)host;
    (void)ssl;
    return 0;
#endif
}

int zero_is_failure(SSL *ssl, const char *host)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    if (SSL_set1_host(ssl, host) != 1)
        return 0;
    return 1;
#else /* silent: refuses */
    (void)host;
    (void)ssl;
    return 0;
#endif
}

int fails_later(SSL *ssl, const char *host)
{
    int result = 0;

#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    if (SSL_set1_host(ssl, host) != 1)
        result = -1;
#else /* silent: sets the failure that is returned */
    result = -1;
#endif
    return result;
}

int only_the_newest(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10101000L
    return SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION); /* silent: older libraries have no TLS 1.3 */
#endif
    return 0;
}

int names_that_say_it(SSL_CTX *ctx)
{
#if MOD_USE_OPENSSL_PRE_1_1_API
    SSL_library_init(); /* silent: the name says before 1.1 */
#endif
#ifdef HAVE_OPENSSL_11
    OPENSSL_init_ssl(0, NULL);
#else
    SSL_library_init(); /* silent: the name says from 1.1 on */
#endif
#ifdef HAVE_SSL_LIBRARY_INIT
    SSL_library_init(); /* silent: a build that links against 1.1 does not find it, it is a macro */
#endif
#ifdef LIB_HAVE_EVP_PKEY_new_raw_private_key
    use_new_api(ctx);
#else
    SSL_library_init(); /* silent: the function came with 1.1.1 */
#endif
#ifndef OURS_OPENSSL_API_300
    SSL_library_init(); /* silent: the name says before 3.0 */
#endif
#ifdef OPENSSL_SHA1_ASM
    SSL_library_init(); // expect: DTL501
#endif
    return 1;
}

int major_at_run_time(const unsigned char *in, size_t n, unsigned char *out)
{
    unsigned long major = OpenSSL_version_num() >> 28;

    if (major >= 3)
        return EVP_Digest(in, n, out, NULL, EVP_md5(), NULL);
    return MD5(in, n, out) != NULL; /* silent: the major number was tested */
}

int peer_is_there(SSL *ssl)
{
    X509 *peer;

#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    peer = SSL_get1_peer_certificate(ssl);
    if (peer == NULL)
        return -1;
#else // expect: DTL503
    peer = SSL_get_peer_certificate(ssl);
#endif
    X509_free(peer);
    return 0;
}

int peer_is_there_for_both(SSL *ssl)
{
    X509 *peer;

#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    peer = SSL_get1_peer_certificate(ssl);
#else /* silent: the test is for both */
    peer = SSL_get_peer_certificate(ssl);
#endif
    if (peer == NULL)
        return -1;
    X509_free(peer);
    return 0;
}

void freed_but_not_cleansed(unsigned char *key, size_t n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    OPENSSL_clear_free(key, n);
#else // expect: DTL503
    (void)n;
    OPENSSL_free(key);
#endif
}
