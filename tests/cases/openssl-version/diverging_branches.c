/* Branches of one guard that do not protect alike. The line is the directive of the branch that lacks it. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>

int generate_cookie(SSL *ssl, unsigned char *cookie, unsigned int *len);
int verify_cookie(SSL *ssl, const unsigned char *cookie, unsigned int len);
void tls_log(const char *text);
void use_new_api(SSL_CTX *ctx);

int random_unchecked(unsigned char *out, int n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10101000L
    if (RAND_priv_bytes(out, n) != 1)
        return -1;
#else // expect: DTL503
    RAND_bytes(out, n);
#endif
    return 0;
}

int no_minimum(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    if (SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) != 1)
        return -1;
#else // expect: DTL503
    tls_log("old library");
#endif
    return 0;
}

int no_host_check(SSL *ssl, const char *host)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    if (SSL_set1_host(ssl, host) != 1)
        return -1;
#else // expect: DTL503
    (void)host;
#endif
    SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
    return 0;
}

/* The first branch lacks it: its own #if is the line. */
void no_cleansing(unsigned char *key, size_t n)
{
#if OPENSSL_VERSION_NUMBER < 0x10100000L // expect: DTL503
    key[0] = 0;
#else
    OPENSSL_cleanse(key, n);
#endif
}

void half_the_cookies(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    SSL_CTX_set_cookie_generate_cb(ctx, generate_cookie);
    SSL_CTX_set_cookie_verify_cb(ctx, verify_cookie);
#else // expect: DTL503
    SSL_CTX_set_cookie_generate_cb(ctx, generate_cookie);
#endif
}

int middle_branch(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
#elif OPENSSL_VERSION_NUMBER >= 0x10100000L // expect: DTL503
    use_new_api(ctx);
#else
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
#endif
    return 0;
}

/* No #else, and every version could cleanse. */
void cleansed_in_new_versions(unsigned char *key, size_t n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L // expect: DTL503
    OPENSSL_cleanse(key, n);
#endif
    tls_log("done");
}

int verified_unless_boring(SSL_CTX *ctx)
{
#ifndef OPENSSL_IS_BORINGSSL // expect: DTL503
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
#endif
    return SSL_CTX_set_cipher_list(ctx, "HIGH:!aNULL");
}

int both_check(unsigned char *out, int n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10101000L
    if (RAND_priv_bytes(out, n) != 1)
        return -1;
#else /* silent: both test their result */
    if (RAND_bytes(out, n) != 1)
        return -1;
#endif
    return 0;
}

int tested_after(unsigned char *out, int n)
{
    int r;

#if OPENSSL_VERSION_NUMBER >= 0x10101000L
    r = RAND_priv_bytes(out, n);
#else /* silent: the test behind the guard is for both */
    r = RAND_bytes(out, n);
#endif
    return r == 1 ? 0 : -1;
}

int minimum_by_options(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    if (SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) != 1)
        return -1;
#else /* silent: options reach the same end */
    SSL_CTX_set_options(ctx, SSL_OP_NO_SSLv2 | SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1);
#endif
    return 0;
}

int host_by_parameter(SSL *ssl, const char *host)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    if (SSL_set1_host(ssl, host) != 1)
        return -1;
#else /* silent: another call reaches the same end */
    if (X509_VERIFY_PARAM_set1_host(SSL_get0_param(ssl), host, 0) != 1)
        return -1;
#endif
    return 0;
}

void cleansed_by_hand(unsigned char *key, size_t n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    OPENSSL_cleanse(key, n);
#else /* silent: a loop over volatile reaches the same end */
    volatile unsigned char *p = key;

    while (n--)
        *p++ = 0;
#endif
}

int fails_closed(SSL *ssl, const char *host)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    if (SSL_set1_host(ssl, host) != 1)
        return -1;
    return 0;
#else /* silent: the older library is refused */
    tls_log("cannot check host names");
    return -1;
#endif
}

int refused_by_the_compiler(SSL *ssl, const char *host)
{
#if OPENSSL_VERSION_NUMBER >= 0x10002000L
    return X509_VERIFY_PARAM_set1_host(SSL_get0_param(ssl), host, 0) == 1 ? 0 : -1;
#else /* silent: does not compile */
# error "OpenSSL 1.0.2 or newer is needed"
#endif
}

void only_new_needs_it(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10101000L /* silent: TLS 1.3 and its suites are in the new library alone */
    SSL_CTX_set_ciphersuites(ctx, "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
    SSL_CTX_set_post_handshake_auth(ctx, 1);
#endif
    SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
}

void only_old_needs_it(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER < 0x10100000L /* silent: the new library does it by itself */
    SSL_CTX_set_ecdh_auto(ctx, 1);
#endif
    SSL_CTX_set_mode(ctx, SSL_MODE_AUTO_RETRY);
}

X509 *accessors(const SSL *ssl)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    return SSL_get1_peer_certificate(ssl);
#else /* silent: the same under its old name */
    return SSL_get_peer_certificate(ssl);
#endif
}

int not_a_version_guard(SSL_CTX *ctx)
{
#ifdef WITH_CLIENT_CERTIFICATES /* silent: no version guard */
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
#else
    tls_log("no client certificates");
#endif
    return 0;
}

void plainly_zeroed(unsigned char *key, size_t n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    OPENSSL_cleanse(key, n);
#else // expect: DTL503
    bzero(key, n);
#endif
}

void surely_zeroed(unsigned char *key, size_t n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    OPENSSL_cleanse(key, n);
#else /* silent: the compiler keeps it */
    explicit_bzero(key, n);
#endif
}

int peer_verified(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_verify_depth(ctx, 4);
#else // expect: DTL503
    SSL_CTX_set_verify_depth(ctx, 4);
#endif
    return 0;
}

struct holder { EVP_MD_CTX *md; };

int make_in_a_member(struct holder *h)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    h->md = EVP_MD_CTX_new();
    if (h->md == NULL)
        return -1;
#else // expect: DTL503
    h->md = EVP_MD_CTX_create();
#endif
    return EVP_DigestInit_ex(h->md, EVP_sha256(), NULL) == 1 ? 0 : -1;
}

int make_in_a_member_for_both(struct holder *h)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    h->md = EVP_MD_CTX_new();
#else
    h->md = EVP_MD_CTX_create();
#endif
    return h->md == NULL ? -1 : 0; /* silent: the test stands behind the guard */
}
