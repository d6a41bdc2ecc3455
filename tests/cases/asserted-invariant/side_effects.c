/* DTL103: work that a release build skips. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include <openssl/err.h>

static int initialised;
static int tries;

void seed(unsigned char *key, int n)
{
	assert(RAND_bytes(key, n) == 1); // expect: DTL103
}

void arm(SSL *ssl, int fd)
{
	assert(SSL_set_fd(ssl, fd)); // expect: DTL103
}

SSL *fresh(SSL_CTX *ctx)
{
	SSL *ssl;
	assert((ssl = SSL_new(ctx)) != NULL); // expect: DTL103
	return ssl;
}

void count(void)
{
	assert(tries++ < 5); // expect: DTL103
	printf("%d\n", tries);
}

void count_down(int left)
{
	assert(--left > 0); // expect: DTL103
	printf("%d\n", left);
}

void mark(void)
{
	assert(initialised = 1); // expect: DTL103
}

void accumulate(unsigned char *md, EVP_MD_CTX *ctx, const void *d, size_t n)
{
	unsigned int len = 0;
	if (EVP_DigestUpdate(ctx, d, n) != 1)
		return;
	assert(1 == EVP_DigestFinal_ex(ctx, md, &len) && len <= 64); // expect: DTL103
}

void load(SSL_CTX *ctx, const char *cert)
{
	int rc = 0;
	assert(cert && (rc |= SSL_CTX_use_certificate_file(ctx, cert, SSL_FILETYPE_PEM)) == 1); // expect: DTL103
	(void)rc;
}

void verify_only(X509_STORE_CTX *store)
{
	assert(X509_verify_cert(store) > 0); // expect: DTL103
}

void debug_only(SSL *ssl)
{
#ifndef NDEBUG
	int n = 0;
#endif
	assert((n = SSL_pending(ssl)) >= 0); // expect: DTL103
#ifndef NDEBUG
	printf("%d pending\n", n);
#endif
}

void compare_only(int a, int b)
{
	assert(a == b); /* silent: a comparison does no work */
	assert(a <= b); /* silent: a comparison does no work */
	assert(a != 3 || b >= 4); /* silent: a comparison does no work */
}

void library_getter(SSL *ssl)
{
	assert(ERR_peek_error() == 0); /* silent: peeking changes nothing */
	SSL_shutdown(ssl);
}

void string_length(const char *name)
{
	assert(strlen(name) < 64); /* silent: strlen changes nothing */
	puts(name);
}

void unreachable(int kind)
{
	switch (kind) {
	case 1:
		puts("one");
		break;
	default:
		assert(!"unreachable"); /* silent: a tautology, nothing is tested */
	}
}

void impossible(SSL *ssl)
{
	if (SSL_is_server(ssl) > 1)
		assert(0 && "bad role"); /* silent: a tautology */
	assert(0 == 0); /* silent: a tautology */
	SSL_shutdown(ssl);
}

void always(unsigned char *key, int n)
{
	OPENSSL_assert(RAND_bytes(key, n) == 1); /* silent: OPENSSL_assert stays in release builds */
}

static int list_is_empty(void) { return 1; }

void unknown_predicate(void)
{
	assert(list_is_empty()); /* silent: no contract function */
}

#define VERIFY(x) do { if (!(x)) { fprintf(stderr, "%s\n", #x); abort(); } } while (0)
#include <stdlib.h>

void own_always_on(SSL_CTX *ctx, const char *list)
{
	VERIFY(SSL_CTX_set_cipher_list(ctx, list) == 1); /* silent: own macro that always checks */
}

void sizeof_only(void)
{
	unsigned char buf[32];
	assert(sizeof(buf) == 32); /* silent: known at compile time */
	memset(buf, 0, sizeof buf);
}
