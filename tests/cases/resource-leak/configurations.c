/* #if branches that differ in what they free. */
#include <stdio.h>
#include <stdlib.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/x509.h>

int freed_in_one(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	int there = x != NULL;
#ifdef HAVE_STRICT_CLEANUP
	X509_free(x);
#endif
	return there; // expect: DTL301
}

int freed_in_both(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	int there = x != NULL;
#ifdef HAVE_AUDIT
	puts("audited");
	X509_free(x); /* silent: freed in each configuration */
#else
	X509_free(x);
#endif
	return there;
}

int digest(const void *d, size_t n, unsigned char *out)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
	EVP_MD_CTX *md = EVP_MD_CTX_new();
#else
	EVP_MD_CTX *md = EVP_MD_CTX_create();
#endif
	int ok;
	if (!md)
		return 0;
	ok = EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1 && EVP_DigestUpdate(md, d, n) == 1 &&
	     EVP_DigestFinal_ex(md, out, NULL) == 1;
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
	EVP_MD_CTX_free(md); /* silent: the same condition made it */
#else
	EVP_MD_CTX_destroy(md); /* silent: the same condition made it */
#endif
	return ok;
}

int tmp_dh(SSL_CTX *ctx, BIO *in)
{
#ifndef OPENSSL_NO_DH
	DH *dh = PEM_read_bio_DHparams(in, NULL, NULL, NULL);
	if (!dh)
		return 0;
	if (SSL_CTX_set_tmp_dh(ctx, dh) != 1) {
		DH_free(dh);
		return 0;
	}
	DH_free(dh); /* silent: set_tmp_dh copies */
#endif
	return 1;
}

int tmp_ecdh(SSL_CTX *ctx)
{
#ifndef OPENSSL_NO_ECDH
	EC_KEY *ecdh = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
	if (!ecdh)
		return 0;
	SSL_CTX_set_tmp_ecdh(ctx, ecdh);
#endif
	return 1; // expect: DTL301
}

int borrowed_or_owned(SSL *ssl)
{
	long v;
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
	X509 *x = SSL_get0_peer_certificate(ssl);
#else
	X509 *x = SSL_get_peer_certificate(ssl);
#endif
	if (!x)
		return -1;
	v = X509_get_version(x);
#if OPENSSL_VERSION_NUMBER < 0x30000000L
	X509_free(x); /* silent: owned in this configuration */
#endif
	return (int)v;
}

int freed_when_borrowed(SSL *ssl)
{
	long v;
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
	X509 *x = SSL_get0_peer_certificate(ssl);
#else
	X509 *x = SSL_get_peer_certificate(ssl);
#endif
	if (!x)
		return -1;
	v = X509_get_version(x);
	X509_free(x); // expect: DTL306
	return (int)v;
}

int early_return_in_one(SSL_CTX *ctx, BIO *in)
{
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!x)
		return -1;
#ifdef CHECK_VERSION
	if (X509_get_version(x) != 2)
		return -1; // expect: DTL301
#endif
	if (SSL_CTX_use_certificate(ctx, x) != 1)
		puts("not used");
	X509_free(x);
	return 0;
}

int two_free_in_one(BIO *in)
{
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
#ifdef EAGER
	X509_free(x);
#endif
	X509_free(x); // expect: DTL303
	return 0;
}

HMAC_CTX *mac_ctx(void)
{
#if OPENSSL_VERSION_NUMBER < 0x10100000L
	HMAC_CTX *h = OPENSSL_malloc(16);
	if (h)
		return h; /* silent: returned */
	return NULL;
#else
	return HMAC_CTX_new(); /* silent: returned */
#endif
}

#if 0
void never_compiled(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
} /* silent: never compiled */
#endif
