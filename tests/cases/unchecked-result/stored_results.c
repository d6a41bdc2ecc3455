/* DTL204: results that are stored and forgotten. */
#include <stdio.h>
#include <stdlib.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/x509.h>

int seed(unsigned char *b, int n)
{
	int rc;
	rc = RAND_bytes(b, n); // expect: DTL204
	(void)rc;
	return 0;
}

void ciphers(SSL_CTX *ctx, const char *list)
{
	int ok = SSL_CTX_set_cipher_list(ctx, list); // expect: DTL204
	SSL_CTX_set_quiet_shutdown(ctx, 1);
}

int overwritten(SSL_CTX *ctx, const char *cert, const char *key)
{
	int ret;
	ret = SSL_CTX_use_certificate_file(ctx, cert, SSL_FILETYPE_PEM); // expect: DTL204
	ret = SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM);
	return ret;
}

int returns_something_else(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
{
	int verdict = 1, rc = 1;
	verdict = EVP_DigestVerifyFinal(md, sig, n); // expect: DTL204
	return rc;
}

int in_a_loop(SSL_CTX *ctx, X509 **certs, int n)
{
	int i, ok = 0;
	for (i = 0; i < n; i++)
		ok = X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), certs[i]); // expect: DTL204
	return n;
}

int copied_and_forgotten(unsigned char *b, int n)
{
	int rc = RAND_bytes(b, n); // expect: DTL204
	int copy = rc;
	(void)copy;
	return n;
}

int one_configuration(SSL *ssl, int fd)
{
	int rc = SSL_set_fd(ssl, fd); // expect: DTL204
#ifdef STRICT
	return rc;
#else
	return 0;
#endif
}

void hmac(HMAC_CTX *ctx, const unsigned char *d, size_t n)
{
	int ok;
	ok = HMAC_Update(ctx, d, n); // expect: DTL204
	ok = 1;
	printf("%d\n", ok);
}

void export_keys(SSL *ssl, unsigned char *out)
{
	const int got = SSL_export_keying_material(ssl, out, 60, "EXTRACTOR-dtls_srtp", 19, NULL, 0, 0); // expect: DTL204
}

int tested_later(unsigned char *b, int n)
{
	int rc = RAND_bytes(b, n); /* silent: tested below */
	puts("seeded");
	if (rc != 1)
		return -1;
	return 0;
}

int returned(unsigned char *b, int n)
{
	int rc = RAND_bytes(b, n); /* silent: returned */
	return rc;
}

int returned_by_expression(SSL *ssl, int fd)
{
	int rc = SSL_set_fd(ssl, fd); /* silent: returned as a test */
	return rc == 1 ? 0 : -1;
}

void logged(SSL_CTX *ctx, const char *list)
{
	int rc = SSL_CTX_set_cipher_list(ctx, list); /* silent: handed to a function */
	printf("set_cipher_list: %d\n", rc);
}

struct st { int ok; int last; };

void into_member(struct st *s, SSL_CTX *ctx, const char *list)
{
	s->ok = SSL_CTX_set_cipher_list(ctx, list); /* silent: kept for others to read */
}

void out_parameter(unsigned char *b, int n, int *status)
{
	*status = RAND_bytes(b, n); /* silent: handed to the caller */
}

int some_path_tests(unsigned char *b, int n, int strict)
{
	int rc = RAND_bytes(b, n); /* silent: DTL204 needs that no path tests */
	if (strict && rc != 1)
		return -1;
	return 0;
}

int accumulated(SSL_CTX *ctx, const char *cert, const char *key)
{
	int ok = 1;
	ok &= SSL_CTX_use_certificate_file(ctx, cert, SSL_FILETYPE_PEM); /* silent: accumulated and returned */
	ok &= SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM); /* silent: accumulated and returned */
	return ok;
}

int by_and_chain(SSL_CTX *ctx, const char *cert, const char *key)
{
	int ok = SSL_CTX_use_certificate_file(ctx, cert, SSL_FILETYPE_PEM) == 1 /* silent: compared on the spot */
	         && SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) == 1;
	return ok;
}

void not_must(SSL *ssl)
{
	int rc = SSL_shutdown(ssl); /* silent: not must-check */
	(void)rc;
}

void loop_condition(SSL *ssl)
{
	int rc;
	do {
		rc = SSL_do_handshake(ssl); /* silent: the loop tests it */
	} while (rc <= 0);
}
