/* Where asserted-invariant has the word, this hook is silent; and accessors that need no test. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/srtp.h>
#include <openssl/x509.h>
#include <openssl/evp.h>

struct session { SSL *ssl; int mtu; };

void work_in_assertion(unsigned char *b, int n)
{
	assert(RAND_bytes(b, n) == 1); /* silent: DTL103 */
}

void asserted_result(unsigned char *b, int n)
{
	int rc = RAND_bytes(b, n); /* silent: DTL104 */
	assert(rc == 1);
	(void)rc;
}

void asserted_pointer(SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);
	assert(ssl);
	SSL_set_accept_state(ssl); /* silent: DTL104 */
	SSL_free(ssl);
}

int user_data(SSL *ssl)
{
	struct session *s = SSL_get_app_data(ssl);
	return s->mtu; /* silent: an accessor that returns what was set */
}

int ex_data(X509_STORE_CTX *store)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	return SSL_version(ssl); /* silent: an accessor that returns what was set */
}

int bio_data(BIO *bio)
{
	struct session *s = BIO_get_data(bio);
	return s->mtu; /* silent: an accessor that returns what was set */
}

int srtp(SSL_CTX *ctx)
{
	if (SSL_CTX_set_tlsext_use_srtp(ctx, "SRTP_AES128_CM_SHA1_80") != 0) /* silent: 0 is success here */
		return -1;
	if (SSL_CTX_set_tlsext_use_srtp(ctx, "SRTP_AES128_CM_SHA1_80")) /* silent: 0 is success here */
		return -1;
	return 0;
}

int srtp_ignored(SSL_CTX *ctx)
{
	SSL_CTX_set_tlsext_use_srtp(ctx, "SRTP_AES128_CM_SHA1_80"); // expect: DTL201
	return 0;
}

void many_lines(SSL *ssl, unsigned char *out, size_t n)
{
	SSL_export_keying_material(ssl, // expect: DTL201
				   out,
				   n,
				   "EXTRACTOR-dtls_srtp",
				   strlen("EXTRACTOR-dtls_srtp"),
				   NULL, 0, 0);
}

int statement_in_switch(SSL_CTX *ctx, int kind, const char *f)
{
	switch (kind) {
	case 0:
		SSL_CTX_use_certificate_chain_file(ctx, f); // expect: DTL201
		break;
	case 1:
		return SSL_CTX_use_certificate_file(ctx, f, SSL_FILETYPE_PEM);
	default:
		return 0;
	}
	return 1;
}

int timer_stored(SSL *ssl)
{
	int rc = DTLSv1_handle_timeout(ssl);
	if (rc < 0) /* silent: 0 is neutral */
		return -1;
	return rc > 0;
}

int label_then_call(SSL_CTX *ctx, const char *list)
{
	if (list == NULL)
		goto out;
	SSL_CTX_set_cipher_list(ctx, list); // expect: DTL201
out:
	return 0;
}
