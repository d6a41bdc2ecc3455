/* DTL104: results that only assertions look at. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/hmac.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/err.h>

struct peer {
	SSL *ssl;
	SSL_CTX *ctx;
	unsigned char cookie_secret[32];
};

void peer_secret(struct peer *p)
{
	int rc = RAND_bytes(p->cookie_secret, sizeof p->cookie_secret);
	assert(rc == 1); // expect: DTL104
	(void)rc;
}

void peer_open(struct peer *p)
{
	p->ssl = SSL_new(p->ctx);
	assert(p->ssl); // expect: DTL104
	SSL_set_accept_state(p->ssl);
}

void peer_handle_only(struct peer *p)
{
	p->ssl = SSL_new(p->ctx);
	assert(p->ssl != NULL); /* silent: the function does not go on to use it */
}

SSL_CTX *context_returned(void)
{
	SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method());
	assert(ctx); /* silent: handed to the caller, who can test it */
	return ctx;
}

SSL_CTX *context_used_first(void)
{
	SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method());
	assert(ctx); // expect: DTL104
	SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
	return ctx;
}

void digest(const unsigned char *in, size_t n, unsigned char *out)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	int ok;
	assert(md != NULL); // expect: DTL104
	ok = EVP_DigestInit_ex(md, EVP_sha256(), NULL);
	assert(ok); // expect: DTL104
	ok = EVP_DigestUpdate(md, in, n);
	if (!ok)
		abort();
	ok = EVP_DigestFinal_ex(md, out, NULL);
	assert(ok == 1); // expect: DTL104
	EVP_MD_CTX_free(md);
}

void hmac_tag(const unsigned char *k, int kl, const unsigned char *d, size_t n, unsigned char *out)
{
	unsigned char *r = HMAC(EVP_sha256(), k, kl, d, n, out, NULL);
	assert(r == out); // expect: DTL104
	(void)r;
}

void in_loop(SSL_CTX **ctxs, int n, const char *list)
{
	int i, ok;
	for (i = 0; i < n; i++) {
		ok = SSL_CTX_set_cipher_list(ctxs[i], list);
		assert(ok > 0); // expect: DTL104
	}
}

void conditional(unsigned char *iv, int n, int strict)
{
	int rc = RAND_bytes(iv, n);
	if (strict)
		assert(rc == 1); // expect: DTL104
}

void asserted_and_tested(unsigned char *iv, int n)
{
	int rc = RAND_bytes(iv, n);
	assert(rc == 1); /* silent: tested at run time as well */
	if (rc != 1)
		abort();
}

int asserted_and_returned(SSL *ssl, int fd)
{
	int rc = SSL_set_fd(ssl, fd);
	assert(rc == 1); /* silent: returned too */
	return rc;
}

static void report(int rc) { if (rc != 1) exit(1); }

void asserted_and_handed_on(SSL *ssl, int fd)
{
	int rc = SSL_set_fd(ssl, fd);
	assert(rc == 1); /* silent: handed on too */
	report(rc);
}

void out_parameter(BIO *in, X509 **out)
{
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	assert(x); /* silent: handed on through the out-parameter, untouched */
	*out = x;
}

void not_must_check(SSL *ssl)
{
	int rc = SSL_shutdown(ssl);
	assert(rc >= 0); /* silent: the result of SSL_shutdown need not be checked */
	(void)rc;
}

void guarded_use(SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);
	assert(ssl); /* silent: every use stands under a test */
	if (ssl) {
		SSL_set_connect_state(ssl);
		SSL_free(ssl);
	}
}

void not_a_contract_function(size_t n)
{
	char *p = malloc(n ? 1 : 2);
	assert(p); /* silent: malloc's own problem, and no TLS function */
	p[0] = 0;
	free(p);
}
