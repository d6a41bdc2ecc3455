/* DTL201: results thrown away. */
#include <stdio.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/x509.h>
#include <openssl/kdf.h>

#define COOKIE_SECRET_LENGTH 16
static unsigned char cookie_secret[COOKIE_SECRET_LENGTH];

void init_cookie(void)
{
	RAND_bytes(cookie_secret, COOKIE_SECRET_LENGTH); // expect: DTL201
}

void setup_identity(SSL_CTX *ctx, const char *cert, const char *key)
{
	SSL_CTX_use_certificate_file(ctx, cert, SSL_FILETYPE_PEM); // expect: DTL201
	SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM); // expect: DTL201
	if (!SSL_CTX_check_private_key(ctx))
		fprintf(stderr, "key does not fit\n");
}

void setup_trust(SSL_CTX *ctx, const char *ca)
{
	SSL_CTX_load_verify_locations(ctx, ca, NULL); // expect: DTL201
	SSL_CTX_set_default_verify_paths(ctx); // expect: DTL201
}

void ciphers(SSL_CTX *ctx, const char *list)
{
	if (list && *list)
		SSL_CTX_set_cipher_list(ctx, list); // expect: DTL201
	SSL_CTX_set_min_proto_version(ctx, DTLS1_2_VERSION); // expect: DTL201
}

int left_of_comma(SSL *ssl, int fd)
{
	return SSL_set_fd(ssl, fd), SSL_get_fd(ssl); // expect: DTL201
}

void last_of_and(SSL_CTX *ctx, const char *list)
{
	list != NULL && SSL_CTX_set_cipher_list(ctx, list); // expect: DTL201
}

void last_of_ternary(SSL_CTX *ctx, const char *list, int verbose)
{
	list ? SSL_CTX_set_cipher_list(ctx, list) : printf("default %d\n", verbose); // expect: DTL201
}

void last_of_comma(unsigned char *iv, int n, int *count)
{
	(*count)++, RAND_bytes(iv, n); // expect: DTL201
}

void void_cast_critical(unsigned char *iv)
{
	(void)RAND_bytes(iv, 12); // expect: DTL201
}

void void_cast_verdict(EVP_MD_CTX *md, const unsigned char *sig, size_t n)
{
	(void)EVP_DigestVerifyFinal(md, sig, n); // expect: DTL201
}

void verdict(X509_STORE_CTX *store)
{
	X509_verify_cert(store); // expect: DTL201
}

void kdf(const char *pass, int len, const unsigned char *salt, unsigned char *key)
{
	PKCS5_PBKDF2_HMAC(pass, len, salt, 16, 600000, EVP_sha256(), 32, key); // expect: DTL201
}

void in_for_header(SSL_CTX *ctx, const char **files, int n)
{
	int i;
	for (i = 0; i < n; SSL_CTX_use_certificate_chain_file(ctx, files[i]), i++) // expect: DTL201
		printf("%s\n", files[i]);
}

void deliberate(SSL *ssl, int fd)
{
	(void)SSL_set_fd(ssl, fd); /* silent: cast to void, and not critical */
}

void not_must_check(SSL *ssl, BIO *bio, SSL_SESSION *session)
{
	SSL_shutdown(ssl); /* silent: not must-check */
	(void)BIO_flush(bio); /* silent: not must-check */
	BIO_flush(bio); /* silent: not must-check */
	SSL_set_ex_data(ssl, 0, session); /* silent: not must-check */
	SSL_set_session(ssl, session); /* silent: its failure costs only an optimisation */
	SSL_set_options(ssl, SSL_OP_NO_TICKET); /* silent: returns flags */
}

void no_result(SSL *ssl, BIO *bio)
{
	SSL_set_bio(ssl, bio, bio); /* silent: returns nothing */
	SSL_set_connect_state(ssl); /* silent: returns nothing */
	SSL_CTX_set_verify(SSL_get_SSL_CTX(ssl), SSL_VERIFY_PEER, NULL); /* silent: returns nothing */
}

void data_transfer(SSL *ssl, BIO *bio, const char *s)
{
	SSL_write(ssl, s, (int)strlen(s)); /* silent: data transfer belongs to error-handling */
	BIO_write(bio, s, (int)strlen(s)); /* silent: data transfer belongs to error-handling */
	BIO_puts(bio, s); /* silent: data transfer belongs to error-handling */
}

#define CHECK_OK(x) do { if ((x) != 1) { fprintf(stderr, "%s failed\n", #x); return; } } while (0)

void checked_by_macro(SSL_CTX *ctx, const char *list, unsigned char *iv)
{
	CHECK_OK(SSL_CTX_set_cipher_list(ctx, list)); /* silent: a macro takes the result */
	CHECK_OK(RAND_bytes(iv, 12)); /* silent: a macro takes the result */
}

extern void must_be_one(int rc, const char *what);

void checked_by_function(SSL_CTX *ctx, const char *list)
{
	must_be_one(SSL_CTX_set_cipher_list(ctx, list), "ciphers"); /* silent: a function takes the result */
}

void getter_as_statement(SSL *ssl)
{
	SSL_get_version(ssl); /* silent: a getter, nothing can fail */
	SSL_pending(ssl); /* silent: a getter, nothing can fail */
}
