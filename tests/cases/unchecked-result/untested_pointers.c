/* DTL203: pointers used before anybody looked at them. */
#include <stdio.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/bio.h>
#include <openssl/x509v3.h>

int subject(SSL *ssl)
{
	X509 *cert = SSL_get1_peer_certificate(ssl);
	int n = X509_NAME_entry_count(X509_get_subject_name(cert)); // expect: DTL203
	X509_free(cert);
	return n;
}

int subject_nested(BIO *in)
{
	X509_NAME *name = X509_get_subject_name(PEM_read_bio_X509(in, NULL, NULL, NULL)); // expect: DTL203
	return X509_NAME_entry_count(name);
}

SSL_CTX *make_ctx(void)
{
	SSL_CTX *ctx = SSL_CTX_new(DTLS_method());
	SSL_CTX_set_options(ctx, SSL_OP_NO_QUERY_MTU); // expect: DTL203
	return ctx;
}

int bind_fd(SSL_CTX *ctx, int fd)
{
	SSL *ssl;
	ssl = SSL_new(ctx);
	if (SSL_set_fd(ssl, fd) != 1) { // expect: DTL203
		SSL_free(ssl);
		return -1;
	}
	SSL_free(ssl);
	return 0;
}

int digest(const void *d, size_t n, unsigned char *out)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	int ok = EVP_DigestInit_ex(md, EVP_sha256(), NULL) && // expect: DTL203
	         EVP_DigestUpdate(md, d, n) && EVP_DigestFinal_ex(md, out, NULL);
	EVP_MD_CTX_free(md);
	return ok;
}

int one_branch_only(SSL_CTX *ctx, int strict, int fd)
{
	int rc;
	SSL *ssl = SSL_new(ctx);
	if (strict && !ssl)
		return -1;
	rc = SSL_set_fd(ssl, fd); // expect: DTL203
	SSL_free(ssl);
	return rc;
}

struct conn { SSL *ssl; SSL_CTX *ctx; };

void member(struct conn *c)
{
	c->ssl = SSL_new(c->ctx);
	SSL_set_accept_state(c->ssl); // expect: DTL203
}

void late_test(struct conn *c)
{
	c->ssl = SSL_new(c->ctx);
	SSL_set_connect_state(c->ssl); // expect: DTL203
	if (c->ssl == NULL)
		fprintf(stderr, "too late\n");
}

BIO *wrap_socket(const BIO_METHOD *method, void *user)
{
	BIO *bio = BIO_new(method);
	BIO_set_data(bio, user); // expect: DTL203
	BIO_set_init(bio, 1);
	return bio;
}

X509_STORE *revocation_store(void)
{
	X509_STORE *store;
	store = X509_STORE_new();
	X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK); // expect: DTL203
	if (store == NULL)
		return NULL;
	return store;
}

int tested(SSL *ssl, int *n)
{
	X509 *cert = SSL_get1_peer_certificate(ssl);
	if (!cert)
		return 0;
	*n = X509_NAME_entry_count(X509_get_subject_name(cert)); /* silent: tested before */
	X509_free(cert);
	return 1;
}

int tested_in_condition(SSL *ssl)
{
	X509 *cert;
	if ((cert = SSL_get1_peer_certificate(ssl)) != NULL &&
	    X509_NAME_entry_count(X509_get_subject_name(cert)) > 0) { /* silent: tested left of && */
		X509_free(cert);
		return 1;
	}
	X509_free(cert);
	return 0;
}

int tested_by_negation(SSL_CTX *ctx, int fd)
{
	SSL *ssl = SSL_new(ctx);
	int ok = !!ssl;
	if (!ok)
		return -1;
	ok = SSL_set_fd(ssl, fd); /* silent: tested through ok */
	SSL_free(ssl);
	return ok;
}

int null_is_fine(SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);
	SSL_free(ssl); /* silent: freeing NULL is fine */
	return 0;
}

void cannot_fail(SSL_CTX *ctx)
{
	X509_STORE *store = SSL_CTX_get_cert_store(ctx);
	X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK); /* silent: an accessor that cannot fail */
}

SSL *handed_on(SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);
	return ssl; /* silent: returned */
}

int goto_ladder(const char *file, SSL_CTX *ctx)
{
	int ret = 0;
	X509 *x = NULL;
	BIO *in = BIO_new_file(file, "r");
	if (in == NULL)
		goto end;
	x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (x == NULL)
		goto end;
	ret = SSL_CTX_use_certificate(ctx, x); /* silent: both tested */
end:
	X509_free(x);
	BIO_free(in);
	return ret;
}

int ternary(SSL *ssl)
{
	X509 *cert = SSL_get1_peer_certificate(ssl);
	long v = cert ? X509_get_version(cert) : -1; /* silent: tested by ?: */
	X509_free(cert);
	return (int)v;
}
