/* DTL202: tests that read the result family wrongly, and those that read it rightly. */
#include <stdio.h>
#include <stdlib.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/err.h>
#include <openssl/ecdsa.h>

int not_random(unsigned char *b, int n)
{
	if (!RAND_bytes(b, n)) // expect: DTL202
		return -1;
	return 0;
}

int negative_random(unsigned char *b, int n)
{
	if (RAND_bytes(b, n) < 0) // expect: DTL202
		return -1;
	return 0;
}

int zero_random(unsigned char *b, int n)
{
	if (RAND_bytes(b, n) == 0) // expect: DTL202
		return -1;
	return 0;
}

int nonzero_random(unsigned char *b, int n)
{
	if (RAND_bytes(b, n) != 0) // expect: DTL202
		return 0;
	return -1;
}

int nonnegative_random(unsigned char *b, int n)
{
	if (RAND_bytes(b, n) >= 0) // expect: DTL202
		return 0;
	return -1;
}

int minus_one_random(unsigned char *b, int n)
{
	if (-1 == RAND_bytes(b, n)) // expect: DTL202
		return -1;
	return 0;
}

int truthy_verify(EVP_MD_CTX *md, const unsigned char *sig, unsigned len, EVP_PKEY *key)
{
	if (EVP_VerifyFinal(md, sig, len, key)) // expect: DTL202
		return 1;
	return 0;
}

int not_verify(EVP_MD_CTX *md, const unsigned char *sig, size_t len)
{
	if (!EVP_DigestVerifyFinal(md, sig, len)) // expect: DTL202
		return 0;
	return 1;
}

int connect_minus_one(SSL *ssl)
{
	if (SSL_connect(ssl) == -1) // expect: DTL202
		return -1;
	return 0;
}

int accept_negative(SSL *ssl)
{
	int rc = SSL_accept(ssl);
	if (rc < 0) // expect: DTL202
		return SSL_get_error(ssl, rc);
	return 0;
}

int chain_nonnegative(X509_STORE_CTX *store)
{
	return X509_verify_cert(store) >= 0 ? X509_V_OK : X509_STORE_CTX_get_error(store); // expect: DTL202
}

int int_against_null(unsigned char *b, int n)
{
	if (RAND_bytes(b, n) == NULL) // expect: DTL202
		return -1;
	return 0;
}

int ecdsa(EC_KEY *key, const unsigned char *d, int n, const unsigned char *sig, int len)
{
	int ok = ECDSA_verify(0, d, n, sig, len, key);
	if (ok) // expect: DTL202
		return 0;
	return -1;
}

int derive(EVP_PKEY_CTX *ctx, unsigned char *out, size_t *n)
{
	if (!EVP_PKEY_derive(ctx, out, n)) // expect: DTL202
		return 0;
	return 1;
}

int alpn_reversed(SSL_CTX *ctx, const unsigned char *p, unsigned n)
{
	if (SSL_CTX_set_alpn_protos(ctx, p, n) < 0) // expect: DTL202
		return -1;
	return 0;
}

int listen_truthy(SSL *ssl, BIO_ADDR *peer)
{
	if (DTLSv1_listen(ssl, peer)) // expect: DTL202
		return 1;
	return 0;
}

int timer_truthy(SSL *ssl)
{
	if (DTLSv1_handle_timeout(ssl)) // expect: DTL202
		puts("retransmitted");
	return 0;
}

int one_only_never_negative(SSL_CTX *ctx, const char *list)
{
	if (SSL_CTX_set_cipher_list(ctx, list) < 0) // expect: DTL202
		return -1;
	return 0;
}

int retry_loop(unsigned char *b, int n)
{
	int tries = 0;
	while (!RAND_bytes(b, n)) // expect: DTL202
		if (++tries > 3)
			return -1;
	return 0;
}

/* the right ones */

int is_one(unsigned char *b, int n)
{
	if (RAND_bytes(b, n) != 1) /* silent: exact */
		return -1;
	if (1 != RAND_bytes(b, n)) /* silent: exact */
		return -1;
	if (RAND_bytes(b, n) <= 0) /* silent: exact */
		return -1;
	if (!(RAND_bytes(b, n) > 0)) /* silent: exact */
		return -1;
	if (RAND_bytes(b, n) < 1) /* silent: exact */
		return -1;
	return RAND_bytes(b, n) == 1; /* silent: exact */
}

int two_way(SSL_CTX *ctx, const char *list, const char *key)
{
	if (!SSL_CTX_set_cipher_list(ctx, list)) /* silent: fails by 0 only */
		return -1;
	if (SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) == 0) /* silent: fails by 0 only */
		return -1;
	if (SSL_CTX_check_private_key(ctx)) /* silent: fails by 0 only */
		return 0;
	return -1;
}

int union_of_tests(EVP_MD_CTX *md, const unsigned char *sig, size_t len)
{
	int rc = EVP_DigestVerifyFinal(md, sig, len);
	if (rc < 0) /* silent: the rest is told apart below */
		return -1;
	else if (rc == 0)
		return 0;
	return 1;
}

int union_by_truth(unsigned char *b, int n)
{
	int rc = RAND_bytes(b, n);
	if (!rc || rc == -1) /* silent: together exact */
		return -1;
	return 0;
}

int by_switch(X509_STORE_CTX *store)
{
	switch (X509_verify_cert(store)) { /* silent: 1 is told from the rest */
	case 1:
		return 1;
	case 0:
		return X509_STORE_CTX_get_error(store);
	default:
		return -1;
	}
}

int classified(SSL *ssl)
{
	int rc = SSL_connect(ssl);
	switch (SSL_get_error(ssl, rc)) { /* silent: handed to SSL_get_error */
	case SSL_ERROR_NONE:
		return 1;
	case SSL_ERROR_WANT_READ:
		return 0;
	}
	return -1;
}

int alpn_right(SSL_CTX *ctx, const unsigned char *p, unsigned n)
{
	if (SSL_CTX_set_alpn_protos(ctx, p, n)) /* silent: 0 is success here */
		return -1;
	return SSL_CTX_set_alpn_protos(ctx, p, n) != 0; /* silent: 0 is success here */
}

int listen_right(SSL *ssl, BIO_ADDR *peer)
{
	int rc = DTLSv1_listen(ssl, peer);
	if (rc <= 0) /* silent: 0 is neutral */
		return rc;
	return 1;
}

int timer_right(SSL *ssl)
{
	if (DTLSv1_handle_timeout(ssl) < 0) /* silent: 0 is neutral */
		return -1;
	return 0;
}

int verdict_of_chain(const SSL *ssl)
{
	if (SSL_get_verify_result(ssl) != X509_V_OK) /* silent: exact */
		return -1;
	return 0;
}

int equality(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0; /* silent: a comparison, 0 is equal */
}
