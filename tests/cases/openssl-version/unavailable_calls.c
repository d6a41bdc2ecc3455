// args: --lowest 1.0.2
/* The project still supports 1.0.2. */
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

SSL_CTX *context(void)
{
    return SSL_CTX_new(TLS_client_method()); // expect: DTL502
}

int minimum(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION); // expect: DTL502
}

int suites(SSL_CTX *ctx)
{
    return SSL_CTX_set_ciphersuites(ctx, "TLS_AES_256_GCM_SHA384"); // expect: DTL502
}

int private_random(unsigned char *out, int n)
{
    return RAND_priv_bytes(out, n) == 1; // expect: DTL502
}

X509 *peer(const SSL *ssl)
{
    return SSL_get1_peer_certificate(ssl); // expect: DTL502
}

int share(X509 *cert)
{
    return X509_up_ref(cert); // expect: DTL502
}

int read_status(SSL *ssl, void *buf, size_t n, size_t *got)
{
    return SSL_read_ex(ssl, buf, n, got); // expect: DTL502
}

/* The guard is for 1.1.0, the function came with 1.1.1. */
int guard_too_wide(unsigned char *out, int n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    return RAND_priv_bytes(out, n) == 1; // expect: DTL502
#else
    return RAND_bytes(out, n) == 1;
#endif
}

/* The right versions, but LibreSSL and BoringSSL are none of the matter; the wrong side is. */
int wrong_side(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER < 0x10100000L
    return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION); // expect: DTL502
#else
    return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION); /* silent: 1.1.0 has it */
#endif
}

SSL_CTX *context_guarded(void)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    return SSL_CTX_new(TLS_client_method()); /* silent: guarded */
#else
    return SSL_CTX_new(SSLv23_client_method()); /* silent: the old name */
#endif
}

SSL_CTX *context_datagram(void)
{
    return SSL_CTX_new(DTLS_client_method()); /* silent: there since 1.0.2 */
}

int host(X509 *cert, const char *name)
{
    return X509_check_host(cert, name, 0, 0, NULL) == 1; /* silent: there since 1.0.2 */
}

int suites_guarded(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10101000L && !defined(LIBRESSL_VERSION_NUMBER)
    return SSL_CTX_set_ciphersuites(ctx, "TLS_AES_256_GCM_SHA384"); /* silent: guarded by a conjunction */
#else
    return 1;
#endif
}

X509 *peer_prereq(const SSL *ssl)
{
#ifdef OPENSSL_VERSION_PREREQ
    return SSL_get1_peer_certificate(ssl); /* silent: the macro came with 3.0 */
#else
    return SSL_get_peer_certificate(ssl); /* silent: older */
#endif
}

int nested(unsigned char *out, int n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
# if OPENSSL_VERSION_NUMBER >= 0x10101000L
    return RAND_priv_bytes(out, n) == 1; /* silent: the inner guard */
# else
    return RAND_bytes(out, n) == 1;
# endif
#else
    return RAND_bytes(out, n) == 1; /* silent: always there */
#endif
}
