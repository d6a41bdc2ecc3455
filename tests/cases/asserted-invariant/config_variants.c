/* The same assertions under #if: both sides count. */
#include <assert.h>
#include <string.h>
#include <stdlib.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>

struct dtls { SSL *ssl; SSL_CTX *ctx; unsigned char id[32]; };

int attach(struct dtls *d, BIO *bio)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
	assert(d->ssl); // expect: DTL101
	SSL_set0_rbio(d->ssl, bio);
#else
	if (d->ssl == NULL)
		return -1;
	SSL_set_bio(d->ssl, bio, bio);
#endif
	return 0;
}

int tested_in_one(struct dtls *d, BIO *bio)
{
#ifdef HARDENED
	if (d->ssl == NULL)
		return -1;
#endif
	assert(d->ssl); // expect: DTL101
	SSL_set_bio(d->ssl, bio, bio);
	return 0;
}

int tested_in_both(struct dtls *d, BIO *bio)
{
	assert(d->ssl); /* silent: each configuration has its test */
#ifdef HARDENED
	if (d->ssl == NULL)
		abort();
#else
	if (!d->ssl)
		return -1;
#endif
	SSL_set_bio(d->ssl, bio, bio);
	return 0;
}

void id_copy(struct dtls *d, const unsigned char *id, size_t n)
{
#if defined(FIXED_ID)
	n = 16;
#elif defined(CLAMPED_ID)
	if (n > sizeof d->id)
		n = sizeof d->id;
#else
	assert(n <= sizeof d->id); // expect: DTL102
#endif
	memcpy(d->id, id, n);
}

void fill(struct dtls *d)
{
	int rc = RAND_bytes(d->id, sizeof d->id);
#ifdef PARANOID
	if (rc != 1)
		abort();
#else
	assert(rc == 1); // expect: DTL104
#endif
}

void fill_pair(struct dtls *d)
{
	int rc = RAND_bytes(d->id, sizeof d->id);
	assert(rc == 1); /* silent: both configurations test */
#ifdef PARANOID
	if (rc != 1)
		abort();
#else
	if (rc <= 0)
		memset(d->id, 0xff, sizeof d->id);
#endif
}

void dead(struct dtls *d, BIO *bio)
{
#if 0
	assert(d->ssl); /* silent: never compiled */
	SSL_set_bio(d->ssl, bio, bio);
#endif
	(void)d;
	(void)bio;
}

void debug_block(struct dtls *d, int fd)
{
#ifdef DEBUG
	assert(SSL_set_fd(d->ssl, fd) == 1); // expect: DTL103
#endif
	(void)fd;
}
