/* up_ref, get0 and get1, reuse by d2i, out-parameters, chains, stacks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <openssl/bn.h>
#include <openssl/err.h>

X509 *second_reference(SSL *ssl)
{
	X509 *x = SSL_get0_peer_certificate(ssl);
	if (x == NULL || !X509_up_ref(x))
		return NULL;
	return x; /* silent: the second reference goes to the caller */
}

int second_reference_lost(SSL *ssl)
{
	X509 *x = SSL_get0_peer_certificate(ssl);
	if (x == NULL || X509_up_ref(x) != 1)
		return 0;
	return X509_NAME_entry_count(X509_get_subject_name(x)); // expect: DTL301
}

int keygen(EVP_PKEY_CTX *ctx)
{
	EVP_PKEY *key = NULL;
	int bits;
	if (EVP_PKEY_keygen(ctx, &key) <= 0)
		return -1; /* silent: nothing was made */
	bits = EVP_PKEY_get_bits(key);
	return bits; // expect: DTL301
}

EVP_PKEY *keygen_right(int id)
{
	EVP_PKEY *key = NULL;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(id, NULL);
	if (!ctx)
		return NULL;
	if (EVP_PKEY_keygen_init(ctx) <= 0 || EVP_PKEY_keygen(ctx, &key) <= 0)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	return key; /* silent: returned */
}

EVP_PKEY *keygen_ctx_lost(int id)
{
	EVP_PKEY *key = NULL;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(id, NULL);
	if (!ctx)
		return NULL;
	if (EVP_PKEY_keygen_init(ctx) <= 0)
		return NULL; // expect: DTL301
	if (EVP_PKEY_keygen(ctx, &key) <= 0) {
		EVP_PKEY_CTX_free(ctx);
		return NULL;
	}
	EVP_PKEY_CTX_free(ctx);
	return key;
}

int pkcs12(SSL_CTX *ctx, PKCS12 *p12, const char *pass)
{
	EVP_PKEY *key = NULL;
	X509 *cert = NULL;
	STACK_OF(X509) *ca = NULL;
	int ok;
	if (!PKCS12_parse(p12, pass, &key, &cert, &ca))
		return 0;
	ok = SSL_CTX_use_certificate(ctx, cert) == 1 && SSL_CTX_use_PrivateKey(ctx, key) == 1;
	X509_free(cert);
	EVP_PKEY_free(key);
	return ok; // expect: DTL301
}

int pkcs12_right(SSL_CTX *ctx, PKCS12 *p12, const char *pass)
{
	EVP_PKEY *key = NULL;
	X509 *cert = NULL;
	STACK_OF(X509) *ca = NULL;
	int ok;
	if (!PKCS12_parse(p12, pass, &key, &cert, &ca))
		return 0;
	ok = SSL_CTX_use_certificate(ctx, cert) == 1 && SSL_CTX_use_PrivateKey(ctx, key) == 1;
	X509_free(cert);
	EVP_PKEY_free(key);
	sk_X509_pop_free(ca, X509_free); /* silent: all three are freed */
	return ok;
}

int decode(const unsigned char *p, long n)
{
	X509 *x = d2i_X509(NULL, &p, n);
	if (!x)
		return -1;
	return (int)X509_get_version(x); // expect: DTL301
}

int decode_reuse(const unsigned char *p, long n)
{
	X509 *x = X509_new();
	int v;
	if (!x)
		return -1;
	if (!d2i_X509(&x, &p, n))
		return -1; /* silent: d2i freed it and set x to NULL */
	v = (int)X509_get_version(x);
	X509_free(x);
	return v;
}

int encode(X509 *x)
{
	unsigned char *der = NULL;
	int n = i2d_X509(x, &der);
	if (n <= 0)
		return -1;
	return n; // expect: DTL301
}

int encode_right(X509 *x)
{
	unsigned char *der = NULL;
	int n = i2d_X509(x, &der);
	if (n <= 0)
		return -1;
	OPENSSL_free(der); /* silent: its own */
	return n;
}

int utf8(X509_NAME_ENTRY *e)
{
	unsigned char *s = NULL;
	int n = ASN1_STRING_to_UTF8(&s, X509_NAME_ENTRY_get_data(e));
	if (n < 0)
		return -1;
	free(s); // expect: DTL304
	return n;
}

int alt_names(X509 *x)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
	int n;
	if (!names)
		return 0;
	n = sk_GENERAL_NAME_num(names);
	if (n == 0)
		return 0; // expect: DTL301
	sk_GENERAL_NAME_pop_free(names, GENERAL_NAME_free);
	return n;
}

int base64(const unsigned char *in, int n, char *out)
{
	BIO *b64 = BIO_new(BIO_f_base64());
	BIO *mem = BIO_new_mem_buf(in, n);
	int got;
	if (!b64 || !mem) {
		BIO_free(b64);
		BIO_free(mem);
		return -1;
	}
	BIO_push(b64, mem);
	got = BIO_read(b64, out, n);
	BIO_free(b64); // expect: DTL304
	return got;
}

int base64_right(const unsigned char *in, int n, char *out)
{
	BIO *b64 = BIO_new(BIO_f_base64());
	BIO *mem = BIO_new_mem_buf(in, n);
	int got;
	if (!b64 || !mem) {
		BIO_free(b64);
		BIO_free(mem);
		return -1;
	}
	mem = BIO_push(b64, mem);
	got = BIO_read(mem, out, n);
	BIO_free_all(mem); /* silent: the head of the whole chain */
	return got;
}

X509 *peer_or_own(SSL *ssl, int own)
{
	X509 *x;
	long v;
	if (own)
		x = SSL_get_certificate(ssl);
	else
		x = SSL_get1_peer_certificate(ssl);
	if (!x)
		return NULL;
	v = X509_get_version(x);
	if (v != 2)
		return NULL; // expect: DTL301
	if (!own)
		X509_free(x); /* silent: owned on this branch */
	return NULL;
}

int peer_or_own_freed(SSL *ssl, int own)
{
	X509 *x = own ? SSL_get_certificate(ssl) : SSL_get1_peer_certificate(ssl);
	int there = x != NULL;
	X509_free(x); // expect: DTL306
	return there;
}

BIGNUM *numbers(const char *hex, BN_CTX *ctx)
{
	BIGNUM *a = NULL, *b = BN_new(), *t;
	if (!b)
		return NULL;
	if (!BN_hex2bn(&a, hex)) {
		BN_free(b);
		return NULL;
	}
	BN_CTX_start(ctx);
	t = BN_CTX_get(ctx);
	if (!t || !BN_add(t, a, b)) {
		BN_CTX_end(ctx);
		BN_free(b);
		return NULL; // expect: DTL301
	}
	BN_CTX_end(ctx);
	BN_free(a);
	return b; /* silent: t belongs to the BN_CTX */
}

int verify_untrusted(X509_STORE *store, X509 *leaf, X509 *mid)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *sk = sk_X509_new_null();
	int ok = 0;
	if (!ctx || !sk || !sk_X509_push(sk, mid))
		goto end;
	if (X509_STORE_CTX_init(ctx, store, leaf, NULL) != 1)
		goto end;
	X509_STORE_CTX_set0_untrusted(ctx, sk);
	ok = X509_verify_cert(ctx) == 1;
end:
	sk_X509_free(sk); /* silent: set0_untrusted only borrows, and the element is the caller's */
	X509_STORE_CTX_free(ctx);
	return ok;
}

int verify_untrusted_lost(X509_STORE *store, X509 *leaf, X509 *mid)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *sk = sk_X509_new_null();
	int ok = 0;
	if (ctx && sk && sk_X509_push(sk, mid) && X509_STORE_CTX_init(ctx, store, leaf, NULL) == 1) {
		X509_STORE_CTX_set0_untrusted(ctx, sk);
		ok = X509_verify_cert(ctx) == 1;
	}
	X509_STORE_CTX_free(ctx);
	return ok; // expect: DTL301
}

void borrowed_after_owner(SSL *ssl)
{
	BIO *b = SSL_get_rbio(ssl);
	SSL_free(ssl);
	BIO_free(b); // expect: DTL306
}

void linked_to_next(SSL *ssl, BIO *bio)
{
    BIO *inner = SSL_get_rbio(ssl);
    BIO_set_next(bio, inner);
    BIO_up_ref(inner); /* silent: the chain's reference */
}

struct anchor { X509 *match; };

int end_entity(X509_STORE_CTX *ctx, struct anchor *anchor, X509 *cert)
{
    anchor->match = cert;
    X509_up_ref(cert);
    if (!X509_STORE_CTX_get0_chain(ctx)) {
        STACK_OF(X509) *chain = sk_X509_new_null();
        if (chain && sk_X509_push(chain, cert)) {
            X509_up_ref(cert);
            X509_STORE_CTX_set0_verified_chain(ctx, chain);
        } else {
            sk_X509_free(chain);
            return -1;
        }
    }
    return 1; /* silent: one reference is the anchor's, one the chain's */
}
