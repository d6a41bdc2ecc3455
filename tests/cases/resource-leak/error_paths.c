/* DTL301: the ways out that forget something. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/bn.h>
#include <openssl/x509.h>

int early_return(SSL_CTX *ctx, const char *file)
{
	X509 *x;
	BIO *in = BIO_new_file(file, "r");
	if (in == NULL)
		return -1; /* silent: nothing was acquired */
	x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (x == NULL)
		return -1; // expect: DTL301
	BIO_free(in);
	if (SSL_CTX_use_certificate(ctx, x) != 1) {
		X509_free(x);
		return -1;
	}
	X509_free(x);
	return 0;
}

int success_path(const char *pem, int *version)
{
	BIO *in = BIO_new_mem_buf(pem, -1);
	X509 *x;
	if (!in)
		return -1;
	x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!x) {
		BIO_free(in);
		return -1;
	}
	*version = (int)X509_get_version(x);
	X509_free(x);
	return 0; // expect: DTL301
}

void end_of_body(SSL *ssl)
{
	X509 *cert = SSL_get1_peer_certificate(ssl);
	if (cert)
		printf("%ld\n", X509_get_version(cert));
} // expect: DTL301

int inside_the_success_branch(BIO *out, X509_NAME *name)
{
	BIO *mem = BIO_new(BIO_s_mem());
	if (!mem)
		return 0;
	if (X509_NAME_print_ex(mem, name, 0, XN_FLAG_ONELINE) >= 0) {
		BIO_puts(out, "subject");
		BIO_free(mem);
	}
	return 1; // expect: DTL301
}

SSL_CTX *build_context(const char *cert, const char *key)
{
	SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method());
	if (!ctx)
		return NULL;
	if (SSL_CTX_use_certificate_chain_file(ctx, cert) != 1)
		return NULL; // expect: DTL301
	if (SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1) {
		fprintf(stderr, "no key\n");
		return NULL; // expect: DTL301
	}
	if (!SSL_CTX_check_private_key(ctx)) {
		SSL_CTX_free(ctx);
		return NULL;
	}
	return ctx; /* silent: returned */
}

int ladder_with_a_hole(SSL_CTX *ctx, const char *file)
{
	int ret = -1;
	BIO *in = NULL;
	X509 *x = NULL;
	EVP_PKEY *key = NULL;

	in = BIO_new_file(file, "r");
	if (!in)
		goto end;
	x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	if (!x || !key)
		goto end;
	if (SSL_CTX_use_certificate(ctx, x) != 1 || SSL_CTX_use_PrivateKey(ctx, key) != 1)
		goto end;
	ret = 0;
end:
	X509_free(x);
	BIO_free(in);
	return ret; // expect: DTL301
}

int generated_key(RSA **out)
{
	BIGNUM *e = BN_new();
	RSA *rsa = RSA_new();
	if (!e || !rsa || !BN_set_word(e, RSA_F4) || RSA_generate_key_ex(rsa, 2048, e, NULL) != 1) {
		BN_free(e);
		RSA_free(rsa);
		return 0;
	}
	*out = rsa;
	return 1; // expect: DTL301
}

int one_of_two(X509 *cert, EVP_PKEY *priv)
{
	EVP_PKEY *pub = X509_get_pubkey(cert);
	int same;
	if (!pub)
		return 0;
	same = EVP_PKEY_eq(pub, priv);
	if (same == 1) {
		EVP_PKEY_free(pub);
		return 1;
	}
	return 0; // expect: DTL301
}

int owned_truth_value(SSL *ssl)
{
	if (SSL_get1_peer_certificate(ssl)) // expect: DTL302
		return 1;
	return 0;
}

int switch_case(SSL *ssl, int what)
{
	SSL_SESSION *s = SSL_get1_session(ssl);
	switch (what) {
	case 0:
		SSL_SESSION_free(s);
		return 0;
	case 1:
		if (s)
			printf("%ld\n", SSL_SESSION_get_timeout(s));
		return 1; // expect: DTL301
	default:
		break;
	}
	SSL_SESSION_free(s);
	return 2;
}

int ladder(SSL_CTX *ctx, const char *file)
{
	int ret = -1;
	X509 *x = NULL;
	EVP_PKEY *key = NULL;
	BIO *in = BIO_new_file(file, "r");
	if (!in)
		goto out;
	x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!x)
		goto out_bio;
	key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	if (!key)
		goto out_x509;
	ret = SSL_CTX_use_certificate(ctx, x) == 1 && SSL_CTX_use_PrivateKey(ctx, key) == 1 ? 0 : -1;
	EVP_PKEY_free(key);
out_x509:
	X509_free(x);
out_bio:
	BIO_free(in);
out:
	return ret; /* silent: each label frees what is there */
}

int guarded_free(const char *dec)
{
	BIGNUM *bn = NULL;
	int bits = 0;
	if (BN_dec2bn(&bn, dec) == 0)
		goto done;
	bits = BN_num_bits(bn);
done:
	if (bn)
		BN_free(bn); /* silent: a guarded free */
	return bits;
}

int null_on_failure(SSL_CTX *ctx)
{
	SSL *ssl = SSL_new(ctx);
	if (!ssl)
		return -1; /* silent: nothing is owned */
	SSL_free(ssl);
	return 0;
}

int retained(SSL_CTX *ctx, BIO *in)
{
	X509 *ca;
	int n = 0;
	while ((ca = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
		if (X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), ca) == 1)
			n++;
		X509_free(ca); /* silent: the store took its own reference */
	}
	return n; /* silent: the last round failed */
}

int retained_and_forgotten(SSL_CTX *ctx, BIO *in)
{
	X509 *ca = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (!ca)
		return 0;
	if (X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), ca) != 1) {
		X509_free(ca);
		return 0;
	}
	return 1; // expect: DTL301
}
