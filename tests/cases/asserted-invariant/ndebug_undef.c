/* A file that undefines NDEBUG before <assert.h>: assert is a runtime check here. */
#include <stdio.h>
#undef NDEBUG
#include <assert.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>

void set_bio(SSL *ssl, BIO *bio)
{
	assert(ssl); /* silent: assert is always on in this file */
	SSL_set_bio(ssl, bio, bio);
}

void key(unsigned char *k, int n)
{
	assert(RAND_bytes(k, n) == 1); /* silent: assert is always on in this file */
}

void open_ctx(void)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_method());
	assert(ctx != NULL); /* silent: assert is always on in this file */
	SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
	SSL_CTX_free(ctx);
}

void copy(char *d, const char *s, size_t n)
{
	assert(n < 64); /* silent: assert is always on in this file */
	memcpy(d, s, n);
}

void finished(SSL *ssl, char *b, int n)
{
	assert(SSL_is_init_finished(ssl)); /* silent: assert is always on in this file */
	(void)SSL_read(ssl, b, n);
}
