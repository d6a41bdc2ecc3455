/* The same call under version guards, and contracts that change with the version. */
#include <string.h>
#include <stdlib.h>
#include <openssl/ssl.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

int ticket_key(HMAC_CTX *hctx, const unsigned char *key, int n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10000000L
	if (HMAC_Init_ex(hctx, key, n, EVP_sha256(), NULL) != 1) /* silent: tested */
		return -1;
#else
	HMAC_Init_ex(hctx, key, n, EVP_sha256(), NULL); /* silent: returned void before 1.0.0 */
#endif
	return 1;
}

int ticket_key_all(HMAC_CTX *hctx, const unsigned char *key, int n)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
	HMAC_Init_ex(hctx, key, n, EVP_sha256(), NULL); // expect: DTL201
#else
	if (!HMAC_Init_ex(hctx, key, n, EVP_sha256(), NULL))
		return -1;
#endif
	return 1;
}

int seed_one_side(unsigned char *b, int n)
{
#ifdef HAVE_RAND_PRIV_BYTES
	if (RAND_priv_bytes(b, n) != 1)
		return -1;
#else
	RAND_bytes(b, n); // expect: DTL201
#endif
	return 0;
}

int seed_tested_after(unsigned char *b, int n)
{
	int rc;
#if OPENSSL_VERSION_NUMBER >= 0x10101000L
	rc = RAND_priv_bytes(b, n); /* silent: tested below */
#else
	rc = RAND_bytes(b, n); /* silent: tested below */
#endif
	if (rc != 1)
		return -1;
	return 0;
}

int seed_tested_in_one(unsigned char *b, int n)
{
	int rc = RAND_bytes(b, n); // expect: DTL204
#if defined(STRICT_RANDOM)
	if (rc != 1)
		return -1;
#endif
	return 0;
}

int verify_variants(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
{
#if OPENSSL_VERSION_MAJOR >= 3
	if (EVP_DigestVerifyFinal(md, sig, n) != 1) /* silent: exact */
		return -1;
#else
	if (!EVP_DigestVerifyFinal(md, (unsigned char *)sig, n)) // expect: DTL202
		return -1;
#endif
	return 0;
}

int half_condition(SSL_CTX *ctx, const char *file)
{
	if (
#ifdef USE_CHAIN
	    SSL_CTX_use_certificate_chain_file(ctx, file) != 1 /* silent: exact */
#else
	    SSL_CTX_use_certificate_file(ctx, file, SSL_FILETYPE_PEM) != 1 /* silent: exact */
#endif
	)
		return -1;
	return 0;
}

int peer_name(SSL *ssl)
{
	int n;
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
	X509 *cert = SSL_get1_peer_certificate(ssl);
#else
	X509 *cert = SSL_get_peer_certificate(ssl);
#endif
#ifdef TRUST_PEER
	n = X509_NAME_entry_count(X509_get_subject_name(cert)); // expect: DTL203
#else
	n = cert ? X509_NAME_entry_count(X509_get_subject_name(cert)) : 0; /* silent: tested */
#endif
	X509_free(cert);
	return n;
}

int tested_in_each(EVP_PKEY_CTX *ctx, unsigned char *out, size_t *len)
{
	int r = EVP_PKEY_derive(ctx, out, len); /* silent: each build tests it */
#ifdef STRICT
	if (r != 1)
		return -1;
#endif
	ERR_clear_error();
#ifndef STRICT
	if (r <= 0)
		return -1;
#endif
	return 0;
}

int tested_in_some(EVP_PKEY_CTX *ctx, unsigned char *out, size_t *len)
{
	int r = EVP_PKEY_derive(ctx, out, len); // expect: DTL204
#ifdef STRICT
	if (r != 1)
		return -1;
#endif
	ERR_clear_error();
#ifdef VERBOSE
	if (r <= 0)
		return -1;
#endif
	return 0;
}

#if 0
void never_compiled(unsigned char *b)
{
	RAND_bytes(b, 16); /* silent: never compiled */
}
#endif
