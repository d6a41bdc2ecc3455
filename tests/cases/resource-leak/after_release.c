/* DTL303: used or released again. */
#include <stdio.h>
#include <stdlib.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/bn.h>
#include <openssl/x509.h>

int used_after(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	if (!x)
		return -1;
	X509_free(x);
	return (int)X509_get_version(x); // expect: DTL303
}

int twice(const char *file)
{
	BIO *in = BIO_new_file(file, "r");
	X509 *x;
	if (!in)
		return -1;
	x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	BIO_free(in);
	if (!x) {
		BIO_free(in); // expect: DTL303
		return -1;
	}
	X509_free(x);
	return 0;
}

int label_again(SSL_CTX *ctx, BIO *in)
{
	int ret = 0;
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	if (!key)
		goto end;
	if (SSL_CTX_use_PrivateKey(ctx, key) != 1) {
		EVP_PKEY_free(key);
		goto end;
	}
	ret = 1;
end:
	EVP_PKEY_free(key); // expect: DTL303
	return ret;
}

void parameter(SSL *ssl)
{
	SSL_free(ssl);
	SSL_shutdown(ssl); // expect: DTL303
}

struct conn { SSL *ssl; SSL_CTX *ctx; BIO *bio; };

void member(struct conn *c)
{
	SSL_free(c->ssl);
	SSL_CTX_free(c->ctx);
	SSL_set_quiet_shutdown(c->ssl, 1); // expect: DTL303
}

void alias(SSL_CTX *ctx)
{
	SSL_CTX *same = ctx;
	SSL_CTX_free(ctx);
	SSL_CTX_set_options(same, SSL_OP_NO_TICKET); // expect: DTL303
}

void chain(BIO *head, BIO *tail)
{
	BIO_push(head, tail);
	BIO_free_all(head);
	BIO_free(tail); // expect: DTL303
}

int returned(BIO *in, X509 **out)
{
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!x)
		return 0;
	X509_free(x);
	*out = x; // expect: DTL303
	return 1;
}

void in_loop(EVP_MD_CTX *md, int n)
{
	int i;
	for (i = 0; i < n; i++) {
		EVP_MD_CTX_free(md); // expect: DTL303
	}
}

void only_first(X509 *x)
{
	X509_free(x);
	printf("%ld\n", X509_get_version(x)); // expect: DTL303
}

void nulled(struct conn *c)
{
	SSL_free(c->ssl);
	c->ssl = NULL;
	SSL_free(c->ssl); /* silent: NULL by now */
}

void freed_on_one_branch(SSL *ssl, int really)
{
	if (really) {
		SSL_free(ssl);
		return;
	}
	SSL_shutdown(ssl); /* silent: not released on this path */
}

void assigned_anew(struct conn *c)
{
	SSL_free(c->ssl);
	c->ssl = SSL_new(c->ctx);
	if (c->ssl)
		SSL_set_accept_state(c->ssl); /* silent: a new object */
}

void freed_null(void)
{
	BIO *b = NULL;
	BIO_free(b); /* silent: NULL is fine */
	BIO_free(b); /* silent: NULL is fine */
}

void correlated(SSL *ssl, int done)
{
	if (done)
		SSL_free(ssl);
	if (!done)
		SSL_shutdown(ssl); /* silent: the conditions exclude each other */
}

void two_members(struct conn *a, struct conn *b)
{
	SSL_free(a->ssl);
	SSL_free(b->ssl); /* silent: another object */
}

void up_ref(X509 *x)
{
	if (!X509_up_ref(x))
		return;
	X509_free(x);
	printf("%ld\n", X509_get_version(x)); /* silent: a second reference was made */
}

void compared_only(struct conn *c, SSL *other)
{
	SSL_free(c->ssl);
	c->ssl = other; /* silent: overwritten, not used */
}

void loop_reassigns(BIO *in)
{
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	while (x) {
		X509_free(x);
		x = PEM_read_bio_X509(in, NULL, NULL, NULL); /* silent: new one each round */
	}
}

#define SAFE_FREE(p) do { if (p) { SSL_free(p); (p) = NULL; } } while (0)

void own_macro(struct conn *c)
{
	SAFE_FREE(c->ssl);
	SAFE_FREE(c->ssl); /* silent: the macro sets it to NULL */
}
