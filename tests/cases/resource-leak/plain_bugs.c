/* Plain bugs, as they stand in code that nobody has reviewed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/bn.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <openssl/pkcs12.h>
#include <openssl/ocsp.h>
#include <openssl/err.h>

int dgst(const unsigned char *d, size_t n, unsigned char *out)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	unsigned int l = 0;
	if (!c) return 0;
	if (!EVP_DigestInit_ex(c, EVP_sha256(), NULL) || !EVP_DigestUpdate(c, d, n))
		return 0; // expect: DTL301
	EVP_DigestFinal_ex(c, out, &l);
	EVP_MD_CTX_free(c);
	return l;
}

int hexlen(X509 *cert)
{
	unsigned char *der = NULL;
	int len = i2d_X509(cert, &der);
	unsigned char md[32];
	SHA256(der, len, md);
	return md[0]; // expect: DTL301
}

char *subject(X509 *x)
{
	BIO *b = BIO_new(BIO_s_mem());
	char *p; long n;
	char *r;
	X509_NAME_print_ex(b, X509_get_subject_name(x), 0, XN_FLAG_RFC2253);
	n = BIO_get_mem_data(b, &p);
	r = malloc(n + 1);
	if (r == NULL)
		return NULL; // expect: DTL301
	memcpy(r, p, n);
	r[n] = 0;
	BIO_free(b);
	return r;
}

int tmp(SSL_CTX *ctx)
{
	EC_KEY *k = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
	if (!k) return 0;
	if (!SSL_CTX_set_tmp_ecdh(ctx, k)) {
		ERR_print_errors_fp(stderr);
		return 0; // expect: DTL301
	}
	EC_KEY_free(k);
	return 1;
}

int dos(SSL *ssl)
{
	X509 *p = SSL_get_peer_certificate(ssl);
	long r = SSL_get_verify_result(ssl);
	if (r != X509_V_OK) {
		fprintf(stderr, "bad %ld\n", r);
		goto bad; 
	}
	X509_free(p);
	return 0;
bad:
	return -1; // expect: DTL301
}

SSL *mk(SSL_CTX *ctx, int fd)
{
	SSL *s = SSL_new(ctx);
	if (s == NULL) return NULL;
	if (!SSL_set_fd(s, fd)) { SSL_free(s); return NULL; }
	if (SSL_connect(s) <= 0) {
		SSL_shutdown(s);
		return NULL; // expect: DTL301
	}
	return s;
}

struct sess { SSL *ssl; BIO *r, *w; X509 *peer; };

int start(struct sess *s, SSL_CTX *ctx)
{
	s->ssl = SSL_new(ctx);
	s->r = BIO_new(BIO_s_mem());
	s->w = BIO_new(BIO_s_mem());
	SSL_set_bio(s->ssl, s->r, s->w);
	if (SSL_do_handshake(s->ssl) < 0) {
		SSL_free(s->ssl);
		BIO_free(s->r); // expect: DTL305
		return -1;
	}
	return 0;
}

void stop(struct sess *s)
{
	if (s->ssl) {
		SSL_free(s->ssl);
	}
	SSL_free(s->ssl); // expect: DTL303
}

int stop2(struct sess *s)
{
	SSL_free(s->ssl);
	return SSL_get_shutdown(s->ssl); // expect: DTL303
}

int p12(const char *f, const char *pw, EVP_PKEY **k)
{
	FILE *fp = fopen(f, "rb");
	PKCS12 *p = d2i_PKCS12_fp(fp, NULL);
	X509 *c = NULL;
	int ok;
	fclose(fp);
	if (!p) return 0;
	ok = PKCS12_parse(p, pw, k, &c, NULL);
	if (!ok)
		return 0; // expect: DTL301
	PKCS12_free(p);
	X509_free(c);
	return 1;
}

X509_STORE *st(const char *file)
{
	X509_STORE *s = X509_STORE_new();
	X509_LOOKUP *l = X509_STORE_add_lookup(s, X509_LOOKUP_file());
	if (!l || X509_LOOKUP_load_file(l, file, X509_FILETYPE_PEM) != 1)
		return NULL; // expect: DTL301
	return s;
}

int ocsp(X509 *c, X509 *i)
{
	OCSP_REQUEST *r = OCSP_REQUEST_new();
	OCSP_CERTID *id = OCSP_cert_to_id(NULL, c, i);
	if (!r || !id) return 0; // expect: DTL301
	if (!OCSP_request_add0_id(r, id)) {
		OCSP_REQUEST_free(r);
		return 0; // expect: DTL301
	}
	OCSP_CERTID_free(id); // expect: DTL305
	OCSP_REQUEST_free(r);
	return 1;
}

int names(X509 *x)
{
	STACK_OF(GENERAL_NAME) *gens = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
	int i, found = 0;
	if (gens == NULL) return 0;
	for (i = 0; i < sk_GENERAL_NAME_num(gens); i++) {
		GENERAL_NAME *g = sk_GENERAL_NAME_value(gens, i);
		unsigned char *s = NULL;
		if (g->type != GEN_DNS) continue;
		ASN1_STRING_to_UTF8(&s, g->d.dNSName); // expect: DTL302
		if (s && strcmp((char *)s, "x") == 0) { found = 1; break; }
		OPENSSL_free(s);
	}
	sk_GENERAL_NAME_pop_free(gens, GENERAL_NAME_free);
	return found;
}

void setkey(SSL_CTX *ctx, const char *pem)
{
	BIO *b = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *k = PEM_read_bio_PrivateKey(b, NULL, NULL, NULL);
	SSL_CTX_use_PrivateKey(ctx, k);
	BIO_free(b);
} // expect: DTL301

EVP_PKEY *gen(void)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, NULL);
	EVP_PKEY *k = NULL;
	if (!c) return NULL;
	if (EVP_PKEY_keygen_init(c) <= 0) goto err;
	if (EVP_PKEY_CTX_set_rsa_keygen_bits(c, 2048) <= 0) goto err;
	if (EVP_PKEY_keygen(c, &k) <= 0) goto err;
	return k; // expect: DTL301
err:
	EVP_PKEY_CTX_free(c);
	return NULL;
}

int rel(X509 *a)
{
	X509_NAME *n = X509_get_issuer_name(a);
	char *s = X509_NAME_oneline(n, 0, 0);
	printf("%s\n", s);
	X509_NAME_free(n); // expect: DTL306
	OPENSSL_free(s);
	return 0;
}

int b64(const char *in, char *out, int n)
{
	BIO *b = BIO_new(BIO_f_base64()), *m = BIO_new_mem_buf(in, -1);
	b = BIO_push(b, m);
	BIO_set_flags(b, BIO_FLAGS_BASE64_NO_NL);
	n = BIO_read(b, out, n);
	BIO_free(b); // expect: DTL304
	return n;
}

int ch(SSL_CTX *ctx, BIO *b)
{
	X509 *ca;
	while ((ca = PEM_read_bio_X509(b, NULL, 0, NULL))) {
		if (!SSL_CTX_add_extra_chain_cert(ctx, ca)) {
			X509_free(ca);
			return 0;
		}
		X509_free(ca); // expect: DTL305
	}
	return 1;
}

BIGNUM *sum(const char *a, const char *b)
{
	BIGNUM *x = NULL, *y = NULL, *r = BN_new();
	if (!BN_hex2bn(&x, a) || !BN_hex2bn(&y, b) || !r) {
		BN_free(x); BN_free(y);
		return NULL; // expect: DTL301
	}
	BN_add(r, x, y);
	BN_free(x); BN_free(y);
	return r;
}

int cond(SSL *s, int verbose)
{
	X509 *c = SSL_get1_peer_certificate(s);
	if (verbose && c) {
		X509_print_fp(stderr, c);
		X509_free(c);
	}
	return 0; // expect: DTL301
}

int shut(SSL *s)
{
	SSL_CTX *c = SSL_get_SSL_CTX(s);
	SSL_free(s);
	SSL_CTX_free(c); // expect: DTL306
	return SSL_want(s); // expect: DTL303
}
int sess(SSL *s, SSL *n)
{
	SSL_SESSION *x = SSL_get1_session(s);
	if (!SSL_set_session(n, x)) return -1; // expect: DTL301
	SSL_SESSION_free(x);
	return 0;
}
void wrong(EVP_PKEY *k)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL);
	free(c); // expect: DTL304
}
void wrong2(void)
{
	unsigned char *p = OPENSSL_malloc(10);
	free(p); // expect: DTL304
}
void wrong3(X509 *x) { free(x); } // expect: DTL304
