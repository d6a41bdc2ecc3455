/* Same-file helpers that release, keep, return or only look; unknown functions; macros that leave. */
#include <stdio.h>
#include <stdlib.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

struct conf { SSL_CTX *ctx; X509 *cert; EVP_PKEY *key; struct conf *next; };
static X509 *trusted[8];
static int n_trusted;

static void drop_cert(X509 *x)
{
	if (x)
		X509_free(x);
}

static void drop_and_null(X509 **x)
{
	X509_free(*x);
	*x = NULL;
}

static void keep_cert(struct conf *c, X509 *x)
{
	c->cert = x;
}

static int look_at(X509 *x)
{
	return X509_get_version(x) == 2;
}

static X509 *load(BIO *in)
{
	return PEM_read_bio_X509(in, NULL, NULL, NULL);
}

static void remember(X509 *x)
{
	if (n_trusted < 8)
		trusted[n_trusted++] = x;
	else
		X509_free(x);
}

int by_helper(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	int ok = x && look_at(x);
	drop_cert(x); /* silent: the helper frees it */
	return ok;
}

int by_address(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	int ok = x && look_at(x);
	drop_and_null(&x); /* silent: the helper frees it */
	return ok;
}

int only_looked_at(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	if (!x)
		return 0;
	return look_at(x); // expect: DTL301
}

int kept(struct conf *c, SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	if (!x)
		return 0;
	keep_cert(c, x); /* silent: the helper keeps it */
	return 1;
}

int loaded_by_helper(BIO *in)
{
	X509 *x = load(in);
	if (!x)
		return 0;
	return look_at(x); // expect: DTL301
}

int loaded_and_dropped(BIO *in)
{
	X509 *x = load(in);
	int ok = x && look_at(x);
	drop_cert(x); /* silent: the helper frees it */
	return ok;
}

int dropped_twice(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	drop_cert(x);
	X509_free(x); // expect: DTL303
	return 0;
}

void remembered(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	if (x)
		remember(x); /* silent: kept in a global or freed */
}

extern void registry_add(X509 *x);
extern void cert_unref(X509 *x);
extern void box_take(void *box, X509 *x);
extern int ssl_fill(SSL **out);
extern void inspect(X509 **x);

void unknown_names(SSL *ssl, void *box)
{
	X509 *a = SSL_get1_peer_certificate(ssl);
	X509 *b = SSL_get1_peer_certificate(ssl);
	X509 *c = SSL_get1_peer_certificate(ssl);
	registry_add(a); /* silent: its name says that it keeps it */
	cert_unref(b); /* silent: its name says that it releases it */
	box_take(box, c); /* silent: its name says that it takes it */
}

void unknown_by_address(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl);
	inspect(&x); /* silent: an unknown function got the address */
}

void global(SSL *ssl)
{
	trusted[0] = SSL_get1_peer_certificate(ssl); /* silent: a global keeps it */
}

#define RETURN_IF_FAIL(x) do { if (!(x)) return -1; } while (0)

int leaves_by_macro(SSL_CTX *ctx, BIO *in)
{
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!x)
		return -1;
	RETURN_IF_FAIL(SSL_CTX_use_certificate(ctx, x) == 1); // expect: DTL301
	X509_free(x);
	return 0;
}

#define BAIL(msg) do { fprintf(stderr, "%s\n", msg); goto err; } while (0)

int leaves_by_goto_macro(SSL_CTX *ctx, BIO *in)
{
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!x)
		BAIL("parse");
	if (SSL_CTX_use_certificate(ctx, x) != 1)
		BAIL("use"); /* silent: the label frees it */
	X509_free(x);
	return 0;
err:
	X509_free(x);
	return -1;
}

int parameter_not_freed(X509 *x, int strict)
{
	if (strict && X509_get_version(x) != 2)
		return -1; /* silent: a parameter is the caller's */
	X509_free(x);
	return 0;
}

int aborts(SSL_CTX *ctx, BIO *in)
{
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!x)
		return -1;
	if (SSL_CTX_use_certificate(ctx, x) != 1)
		exit(1); /* silent: the process ends */
	X509_free(x);
	return 0;
}

static struct conf *conf_new(BIO *in)
{
	struct conf *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->cert = PEM_read_bio_X509(in, NULL, NULL, NULL); /* silent: a member keeps it */
	c->key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL); /* silent: a member keeps it */
	return c;
}

void conf_free(struct conf *c)
{
	while (c) {
		struct conf *next = c->next;
		X509_free(c->cert); /* silent: another object each round */
		EVP_PKEY_free(c->key);
		SSL_CTX_free(c->ctx);
		free(c);
		c = next;
	}
}

struct conf *conf_list(BIO *in) { return conf_new(in); }
