/* DTL304 and DTL306: the wrong function, or no business to release at all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/bn.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

void plain_free(SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);
	free(ssl); // expect: DTL304
}

void bio_for_cert(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	BIO_free((BIO *)x); // expect: DTL304
}

void openssl_free_of_malloc(size_t n)
{
	char *p = malloc(n);
	if (!p)
		return;
	memset(p, 0, n);
	OPENSSL_free(p); // expect: DTL304
}

void free_of_openssl(const BIGNUM *bn)
{
	char *s = BN_bn2dec(bn);
	if (s) {
		puts(s);
		free(s); // expect: DTL304
	}
}

void free_of_hex(BIGNUM *bn)
{
	char *hex = BN_bn2hex(bn);
	if (!hex)
		return;
	puts(hex);
	free(hex); // expect: DTL304
}

void ctx_for_ssl(SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);
	if (ssl)
		SSL_CTX_free((SSL_CTX *)ssl); // expect: DTL304
}

void openssl_free_of_key(BIO *in)
{
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	OPENSSL_free(key); // expect: DTL304
}

void pkey_for_ctx(EVP_PKEY *key)
{
	EVP_PKEY_CTX *pctx = EVP_PKEY_CTX_new(key, NULL);
	EVP_PKEY_free((EVP_PKEY *)pctx); // expect: DTL304
}

void shallow_stack(BIO *in)
{
	STACK_OF(X509) *sk = sk_X509_new_null();
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!sk || !x || !sk_X509_push(sk, x)) {
		X509_free(x);
		sk_X509_free(sk);
		return;
	}
	sk_X509_free(sk); // expect: DTL304
}

void oneline(X509_NAME *name)
{
	char *s = X509_NAME_oneline(name, NULL, 0);
	if (!s)
		return;
	puts(s);
	free(s); // expect: DTL304
}

/* DTL306 */

void rbio(SSL *ssl)
{
	BIO *b = SSL_get_rbio(ssl);
	BIO_free(b); // expect: DTL306
}

void ctx_of(SSL *ssl)
{
	SSL_CTX_free(SSL_get_SSL_CTX(ssl)); // expect: DTL306
}

void get0_peer(SSL *ssl)
{
	X509 *x = SSL_get0_peer_certificate(ssl);
	if (x) {
		printf("%ld\n", X509_get_version(x));
		X509_free(x); // expect: DTL306
	}
}

void name(X509 *x)
{
	X509_NAME *n = X509_get_subject_name(x);
	puts("subject");
	X509_NAME_free(n); // expect: DTL306
}

void store_of(SSL_CTX *ctx)
{
	X509_STORE *st = SSL_CTX_get_cert_store(ctx);
	X509_STORE_free(st); // expect: DTL306
}

void session(SSL *ssl)
{
	SSL_SESSION *s = SSL_get0_session(ssl);
	SSL_SESSION_free(s); // expect: DTL306
}

void element(STACK_OF(X509) *sk)
{
	int i;
	for (i = 0; i < sk_X509_num(sk); i++)
		X509_free(sk_X509_value(sk, i)); // expect: DTL306
}

void serial(X509 *x)
{
	ASN1_INTEGER *n = X509_get_serialNumber(x);
	ASN1_INTEGER_free(n); // expect: DTL306
}

void pubkey0(X509 *x)
{
	EVP_PKEY *k = X509_get0_pubkey(x);
	EVP_PKEY_free(k); // expect: DTL306
}

void chain_of(SSL *ssl)
{
	STACK_OF(X509) *sk = SSL_get_peer_cert_chain(ssl);
	sk_X509_pop_free(sk, X509_free); // expect: DTL306
}

/* the right ones */

void right(SSL_CTX *ctx, BIGNUM *bn, X509 *x, BIO *in)
{
	SSL *ssl = SSL_new(ctx);
	char *dec = BN_bn2dec(bn);
	EVP_PKEY *k = X509_get_pubkey(x);
	X509 *c = PEM_read_bio_X509(in, NULL, NULL, NULL);
	SSL_free(ssl); /* silent: its own */
	OPENSSL_free(dec); /* silent: its own */
	EVP_PKEY_free(k); /* silent: get_pubkey is owned */
	X509_free(c); /* silent: its own */
}

void deep_stack(BIO *in)
{
	STACK_OF(X509) *sk = sk_X509_new_null();
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!sk || !x || !sk_X509_push(sk, x)) {
		X509_free(x);
		sk_X509_free(sk); /* silent: nothing was added */
		return;
	}
	sk_X509_pop_free(sk, X509_free); /* silent: frees the elements too */
}

void borrowed_stack(X509 *a, X509 *b)
{
	STACK_OF(X509) *sk = sk_X509_new_null();
	if (!sk)
		return;
	if (sk_X509_push(sk, a) > 0 && sk_X509_push(sk, b) > 0)
		printf("%d\n", sk_X509_num(sk));
	sk_X509_free(sk); /* silent: the elements are the caller's */
}

void malloc_and_free(size_t n)
{
	char *p = malloc(n);
	char *q = OPENSSL_malloc(n);
	free(p); /* silent: its own */
	OPENSSL_free(q); /* silent: its own */
}

void up_reffed(SSL *ssl)
{
	X509 *x = SSL_get0_peer_certificate(ssl);
	if (!x || X509_up_ref(x) != 1)
		return;
	X509_free(x); /* silent: the reference is ours */
}

void all_of_chain(BIO *a)
{
	BIO *b64 = BIO_new(BIO_f_base64());
	BIO *mem = BIO_new(BIO_s_mem());
	(void)a;
	if (!b64 || !mem) {
		BIO_free(b64);
		BIO_free(mem);
		return;
	}
	b64 = BIO_push(b64, mem);
	BIO_free_all(b64); /* silent: frees the whole chain */
}

void also_allowed(const char *f)
{
	BIO *b = BIO_new_file(f, "r");
	BIO_vfree(b); /* silent: one of its own */
	b = BIO_new_file(f, "r");
	BIO_free_all(b); /* silent: one of its own */
}

void alias_of_alloc(SSL *ssl)
{
	SSL_SESSION *s = SSL_get1_session(ssl);
	SSL_SESSION_free(s); /* silent: get1 is owned */
}
