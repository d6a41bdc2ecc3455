/* DTL205 in C: _Bool, 0/1 returns, unsigned bit-fields, and what keeps all three values. */
#include <stdbool.h>
#include <stdint.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <openssl/ocsp.h>

bool fill(uint8_t *b, int n)
{
	return RAND_bytes(b, n); // expect: DTL205
}

_Bool checked(X509_STORE_CTX *store)
{
	_Bool ok = X509_verify_cert(store); // expect: DTL205
	return ok;
}

int host_ok(X509 *x, const char *host)
{
	return X509_check_host(x, host, 0, 0, NULL) ? 1 : 0; // expect: DTL205
}

int ip_ok(X509 *x, const unsigned char *ip, size_t n)
{
	int r = X509_check_ip(x, ip, n, 0);
	return !!r; // expect: DTL205
}

bool ocsp_ok(OCSP_BASICRESP *bs, STACK_OF(X509) *certs, X509_STORE *store)
{
	return OCSP_basic_verify(bs, certs, store, 0) != 0; // expect: DTL205
}

bool cast_bool(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
{
	return (bool)EVP_DigestVerifyFinal(md, sig, n); // expect: DTL205
}

int is_not_negative(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
{
	return EVP_DigestVerifyFinal(md, sig, n) >= 0; // expect: DTL202
}

int is_not_minus_one(unsigned char *b, int n)
{
	return RAND_bytes(b, n) != -1; // expect: DTL202
}

bool ternary_true_false(EVP_PKEY_CTX *ctx, unsigned char *out, size_t *n)
{
	return EVP_PKEY_derive(ctx, out, n) ? true : false; // expect: DTL205
}

struct flags { bool verified; int status; };

void keep_flag(struct flags *f, X509 *x, EVP_PKEY *key)
{
	f->verified = X509_verify(x, key); // expect: DTL205
}

void keep_status(struct flags *f, X509 *x, EVP_PKEY *key)
{
	f->status = X509_verify(x, key); /* silent: int keeps all three */
}

int keep_three(X509 *x, EVP_PKEY *key)
{
	return X509_verify(x, key); /* silent: int keeps all three */
}

bool positive(X509 *x, EVP_PKEY *key)
{
	return X509_verify(x, key) > 0; /* silent: exact */
}

bool exact_ternary(X509 *x, EVP_PKEY *key)
{
	return X509_verify(x, key) == 1 ? true : false; /* silent: exact */
}

bool exact_variable(X509 *x, EVP_PKEY *key)
{
	bool ok = false;
	int rc = X509_verify(x, key);
	if (rc == 1)
		ok = true; /* silent: exact */
	return ok;
}

bool after_negative_left(uint8_t *b, int n)
{
	int rc = RAND_bytes(b, n);
	if (rc == -1)
		return false;
	return rc; /* silent: only 0 and 1 are left */
}

bool two_way(SSL_CTX *ctx, const char *list)
{
	return SSL_CTX_set_cipher_list(ctx, list); /* silent: fails by 0 only */
}

bool two_way_not(SSL_CTX *ctx)
{
	return !!SSL_CTX_check_private_key(ctx); /* silent: fails by 0 only */
}

bool two_way_update(EVP_MD_CTX *md, const void *d, size_t n)
{
	bool ok = EVP_DigestUpdate(md, d, n); /* silent: fails by 0 only */
	return ok;
}

int spoilt_once(X509_STORE_CTX *store)
{
	bool ok = X509_verify_cert(store); // expect: DTL205
	if (ok)
		return 1;
	return 0;
}
