/* Ownership handed over: always, on success only, of several arguments. DTL301 and DTL305. */
#include <stdio.h>
#include <stdlib.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/bn.h>
#include <openssl/x509.h>

void both_ways(SSL *ssl, int fd)
{
	BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);
	if (!bio)
		return;
	SSL_set_bio(ssl, bio, bio);
	BIO_free(bio); // expect: DTL305
}

void two_bios(SSL *ssl)
{
	BIO *in = BIO_new(BIO_s_mem());
	BIO *out = BIO_new(BIO_s_mem());
	if (!in || !out) {
		BIO_free(in);
		BIO_free(out);
		return;
	}
	SSL_set_bio(ssl, in, out);
	BIO_free(in); // expect: DTL305
}

int chain_cert(SSL_CTX *ctx, BIO *in)
{
	X509 *ca = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!ca)
		return -1;
	if (SSL_CTX_add_extra_chain_cert(ctx, ca) != 1) {
		X509_free(ca); /* silent: the transfer failed */
		return -1;
	}
	X509_free(ca); // expect: DTL305
	return 0;
}

int chain_cert_leak(SSL_CTX *ctx, BIO *in)
{
	X509 *ca = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!ca)
		return -1;
	if (SSL_CTX_add_extra_chain_cert(ctx, ca) != 1)
		return -1; // expect: DTL301
	return 0;
}

EVP_PKEY *assign(RSA *unused)
{
	RSA *rsa = RSA_new();
	EVP_PKEY *pkey = EVP_PKEY_new();
	(void)unused;
	if (!rsa || !pkey) {
		RSA_free(rsa);
		EVP_PKEY_free(pkey);
		return NULL;
	}
	if (EVP_PKEY_assign_RSA(pkey, rsa) != 1) {
		EVP_PKEY_free(pkey);
		return NULL; // expect: DTL301
	}
	return pkey;
}

EVP_PKEY *assign_and_free(void)
{
	RSA *rsa = RSA_new();
	EVP_PKEY *pkey = EVP_PKEY_new();
	if (!rsa || !pkey)
		goto err;
	if (EVP_PKEY_assign_RSA(pkey, rsa) != 1)
		goto err;
	RSA_free(rsa); // expect: DTL305
	return pkey;
err:
	RSA_free(rsa); /* silent: not transferred on the way here */
	EVP_PKEY_free(pkey);
	return NULL;
}

EVP_PKEY *set1(void)
{
	RSA *rsa = RSA_new();
	EVP_PKEY *pkey = EVP_PKEY_new();
	if (!rsa || !pkey || EVP_PKEY_set1_RSA(pkey, rsa) != 1) {
		RSA_free(rsa);
		EVP_PKEY_free(pkey);
		return NULL;
	}
	RSA_free(rsa); /* silent: set1 takes its own reference */
	return pkey;
}

int rsa_parts(RSA *rsa)
{
	BIGNUM *n = BN_new();
	BIGNUM *e = BN_new();
	if (!n || !e || !BN_set_word(e, 65537) || !RSA_set0_key(rsa, n, e, NULL)) {
		BN_free(n);
		BN_free(e);
		return 0;
	}
	BN_free(e); // expect: DTL305
	return 1;
}

int inverted_test(SSL_CTX *ctx, BIO *in)
{
	X509 *ca = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!ca)
		return -1;
	if (SSL_CTX_add_extra_chain_cert(ctx, ca) == 1) {
		X509_free(ca); // expect: DTL305
		return 0;
	}
	return -1; // expect: DTL301
}

void store(SSL_CTX *ctx)
{
	X509_STORE *st = X509_STORE_new();
	if (!st)
		return;
	SSL_CTX_set_cert_store(ctx, st);
	X509_STORE_free(st); // expect: DTL305
}

void store_kept(SSL_CTX *ctx)
{
	X509_STORE *st = X509_STORE_new();
	if (st)
		SSL_CTX_set_cert_store(ctx, st); /* silent: handed over for good */
}

void bio_kept(SSL *ssl, int fd)
{
	BIO *bio = BIO_new_socket(fd, BIO_NOCLOSE);
	if (bio)
		SSL_set0_rbio(ssl, bio); /* silent: handed over for good */
}

void set0_and_free(SSL *ssl, int fd)
{
	BIO *bio = BIO_new_socket(fd, BIO_NOCLOSE);
	if (!bio)
		return;
	SSL_set0_wbio(ssl, bio);
	BIO_free_all(bio); // expect: DTL305
}

void up_ref_first(SSL *ssl, int fd)
{
	BIO *bio = BIO_new_socket(fd, BIO_NOCLOSE);
	if (!bio)
		return;
	if (BIO_up_ref(bio) != 1) {
		BIO_free(bio);
		return;
	}
	SSL_set_bio(ssl, bio, bio);
	BIO_free(bio); /* silent: the second reference is ours */
}

void partial(SSL *ssl, int fd, int want)
{
	BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);
	if (!bio)
		return;
	if (want)
		SSL_set_bio(ssl, bio, bio);
	else
		BIO_free(bio); /* silent: not handed over on this branch */
}

int extra_chain_branches(SSL_CTX *ctx, X509 **certs, int n)
{
	int i;
	for (i = 0; i < n; i++) {
		X509 *copy = X509_dup(certs[i]);
		if (!copy)
			return -1;
		if (!SSL_CTX_add_extra_chain_cert(ctx, copy)) {
			X509_free(copy); /* silent: the transfer failed */
			return -1;
		}
	}
	return 0;
}

int retained_then_freed(SSL_CTX *ctx, BIO *in)
{
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	int ok;
	if (!key)
		return 0;
	ok = SSL_CTX_use_PrivateKey(ctx, key);
	EVP_PKEY_free(key); /* silent: use_PrivateKey takes its own reference */
	return ok;
}
