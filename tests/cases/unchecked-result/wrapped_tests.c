/* Tests that are not written next to the call: variables, macros, helpers, constants of the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/err.h>
#include "b_log.h"

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define SUCCESS 1
#define FAILED 0
#define tor_assert(expr) do { if (!(expr)) abort(); } while (0)
static const int GOOD = 1;
enum verdict { ACCEPT, REJECT, BROKEN };

int through_unlikely(unsigned char *b, int n)
{
	if (unlikely(!RAND_bytes(b, n))) // expect: DTL202
		return -1;
	return 0;
}

int through_likely(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
{
	if (likely(EVP_DigestVerifyFinal(md, sig, n))) // expect: DTL202
		return 1;
	return 0;
}

int with_constant(unsigned char *b, int n)
{
	if (RAND_bytes(b, n) == FAILED) // expect: DTL202
		return -1;
	return 0;
}

int with_other_constant(unsigned char *b, int n)
{
	if (RAND_bytes(b, n) != SUCCESS) /* silent: the constant is 1 */
		return -1;
	if (RAND_bytes(b, n) == GOOD) /* silent: the constant is 1 */
		return 0;
	return -1;
}

int ternary_verdict(EVP_MD_CTX *md, const unsigned char *sig, unsigned n, EVP_PKEY *key)
{
	return EVP_VerifyFinal(md, sig, n, key) ? ACCEPT : REJECT; // expect: DTL202
}

void wrong_always_on(unsigned char *b, int n)
{
	int r = RAND_bytes(b, n);
	tor_assert(r >= 0); // expect: DTL202
}

void wrong_always_on_direct(unsigned char *b, int n)
{
	OPENSSL_assert(RAND_bytes(b, n) != 0); // expect: DTL202
}

void right_always_on(unsigned char *b, int n)
{
	int r = RAND_bytes(b, n);
	tor_assert(r == 1); /* silent: exact */
	OPENSSL_assert(RAND_bytes(b, n) > 0); /* silent: exact */
}

int switched_wrong(X509_STORE_CTX *store)
{
	switch (X509_verify_cert(store)) { // expect: DTL202
	case 0:
		return REJECT;
	default:
		return ACCEPT;
	}
}

int negated_variable(EVP_PKEY_CTX *ctx, const unsigned char *sig, size_t n, const unsigned char *d, size_t m)
{
	int bad = !EVP_PKEY_verify(ctx, sig, n, d, m); // expect: DTL205
	if (bad)
		return -1;
	return 0;
}

int chain_of_and(EVP_MD_CTX *md, EVP_PKEY *key, const void *d, size_t n, const unsigned char *sig, size_t m)
{
	if (EVP_DigestVerifyInit(md, NULL, EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestVerifyUpdate(md, d, n) == 1 &&
	    EVP_DigestVerifyFinal(md, sig, m)) // expect: DTL202
		return 1;
	return 0;
}

int chain_of_or(EVP_PKEY_CTX *ctx, unsigned char *out, size_t *n, EVP_PKEY *peer)
{
	if (EVP_PKEY_derive_init(ctx) <= 0 ||
	    EVP_PKEY_derive_set_peer(ctx, peer) <= 0 ||
	    EVP_PKEY_derive(ctx, out, n) < 0) // expect: DTL202
		return -1;
	return 0;
}

int right_chain(EVP_PKEY_CTX *ctx, unsigned char *out, size_t *n, EVP_PKEY *peer)
{
	return EVP_PKEY_derive_init(ctx) > 0 && /* silent: exact */
	       EVP_PKEY_derive_set_peer(ctx, peer) > 0 && /* silent: exact */
	       EVP_PKEY_derive(ctx, out, n) > 0; /* silent: exact */
}

static int draw(unsigned char *b, int n)
{
	return RAND_bytes(b, n);
}

int wrapper_misread(unsigned char *b)
{
	if (!draw(b, 32)) // expect: DTL202
		return -1;
	return 0;
}

static int verify_ok(X509_STORE_CTX *store)
{
	return X509_verify_cert(store) == 1;
}

int wrapper_maps(X509_STORE_CTX *store)
{
	if (!verify_ok(store)) /* silent: the helper returns 0 or 1 */
		return -1;
	return 0;
}

int assigned_in_condition(SSL *ssl)
{
	int rc;
	if ((rc = SSL_connect(ssl)) < 0) // expect: DTL202
		return SSL_get_error(ssl, rc);
	return 0;
}

int assigned_in_condition_right(SSL *ssl)
{
	int rc;
	if ((rc = SSL_connect(ssl)) != 1) /* silent: exact */
		return SSL_get_error(ssl, rc);
	return 0;
}

int inequality_pair(unsigned char *b, int n)
{
	int rc = RAND_bytes(b, n);
	if (rc != 0 && rc != -1) /* silent: together exact */
		return 0;
	return -1;
}

int two_steps(SSL *ssl)
{
	int rc = SSL_accept(ssl);
	if (rc < 0) /* silent: 0 is handled below */
		return SSL_get_error(ssl, rc);
	if (!rc)
		return -1;
	return 0;
}

int while_condition(SSL *ssl)
{
	int rc;
	while ((rc = SSL_do_handshake(ssl)) != 1) { /* silent: exact */
		if (SSL_get_error(ssl, rc) != SSL_ERROR_WANT_READ)
			return -1;
	}
	return 0;
}

int stored_comparison(unsigned char *b, int n)
{
	int failed = RAND_bytes(b, n) <= 0; /* silent: exact */
	return failed ? -1 : 0;
}

int double_negation_condition(unsigned char *b, int n)
{
	if (!!RAND_bytes(b, n)) // expect: DTL202
		return 0;
	return -1;
}

int comma_condition(unsigned char *b, int n)
{
	int rc;
	if (rc = RAND_bytes(b, n), rc == 0) // expect: DTL202
		return -1;
	return 0;
}

/* It ends with a macro of a header that returns. */
static int drawn(unsigned char *out, int n)
{
	int r = RAND_bytes(out, n);

	if (r != 1)
		LOG_FUNC_RETURN(-1);
	LOG_FUNC_RETURN(0);
}

int used(unsigned char *out, int n, EVP_MD_CTX *ctx)
{
	if (drawn(out, n) < 0)
		return -1;
	EVP_DigestUpdate(ctx, out, (size_t)n); // expect: DTL201
	return 0;
}
