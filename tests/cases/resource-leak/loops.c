/* DTL302: owners assigned anew, lost by the round, or never kept at all. */
#include <stdio.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/bn.h>
#include <openssl/x509.h>

int last_one_wins(BIO *in)
{
	X509 *x = NULL;
	int n = 0;
	while (n < 4) {
		x = PEM_read_bio_X509(in, NULL, NULL, NULL); // expect: DTL302
		if (!x)
			break;
		n++;
	}
	X509_free(x);
	return n;
}

int reassigned(BIO *in)
{
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	if (!key)
		return 0;
	key = PEM_read_bio_PUBKEY(in, NULL, NULL, NULL); // expect: DTL302
	EVP_PKEY_free(key);
	return 1;
}

int nulled(SSL *ssl)
{
	SSL_SESSION *s = SSL_get1_session(ssl);
	int ok = s != NULL;
	s = NULL; // expect: DTL302
	return ok;
}

int early_continue(BIO **ins, int n)
{
	int i, v3 = 0;
	for (i = 0; i < n; i++) {
		X509 *x = PEM_read_bio_X509(ins[i], NULL, NULL, NULL); // expect: DTL302
		if (!x)
			continue;
		if (X509_get_version(x) != 2)
			continue;
		v3++;
		X509_free(x);
	}
	return v3;
}

int early_break(BIO **ins, int n)
{
	int i;
	for (i = 0; i < n; i++) {
		X509 *x = PEM_read_bio_X509(ins[i], NULL, NULL, NULL); // expect: DTL302
		if (!x)
			continue;
		if (X509_get_version(x) == 0)
			break;
		X509_free(x);
	}
	return i;
}

void every_round(SSL **peers, int n)
{
	int i;
	for (i = 0; i < n; i++) {
		X509 *x = SSL_get1_peer_certificate(peers[i]); // expect: DTL302
		printf("%d has %s certificate\n", i, x ? "a" : "no");
	}
}

int has_peer(SSL *ssl)
{
	return SSL_get1_peer_certificate(ssl) != NULL; // expect: DTL302
}

void discarded(SSL *ssl)
{
	SSL_get1_session(ssl); // expect: DTL302
}

int nested(SSL *ssl)
{
	return X509_NAME_entry_count(X509_get_subject_name(SSL_get1_peer_certificate(ssl))); // expect: DTL302
}

long not_null_macro(X509 *x)
{
	if (NULL == X509_get_pubkey(x)) // expect: DTL302
		return -1;
	return X509_get_version(x);
}

int freed_each_round(BIO *in)
{
	X509 *x;
	int n = 0;
	for (;;) {
		x = PEM_read_bio_X509(in, NULL, NULL, NULL); /* silent: freed before the next round */
		if (!x)
			break;
		n++;
		X509_free(x);
	}
	return n;
}

int freed_before_reassign(BIO *in)
{
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	EVP_PKEY_free(key);
	key = PEM_read_bio_PUBKEY(in, NULL, NULL, NULL); /* silent: freed before */
	if (!key)
		return 0;
	EVP_PKEY_free(key);
	return 1;
}

int fallback(BIO *in)
{
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	if (key == NULL)
		key = PEM_read_bio_PUBKEY(in, NULL, NULL, NULL); /* silent: nothing was owned */
	if (key == NULL)
		return 0;
	EVP_PKEY_free(key);
	return 1;
}

int continue_after_free(BIO **ins, int n)
{
	int i, v3 = 0;
	for (i = 0; i < n; i++) {
		X509 *x = PEM_read_bio_X509(ins[i], NULL, NULL, NULL); /* silent: freed on each way round */
		if (!x)
			continue;
		if (X509_get_version(x) != 2) {
			X509_free(x);
			continue;
		}
		v3++;
		X509_free(x);
	}
	return v3;
}

X509 *kept_best(BIO *in)
{
	X509 *best = NULL, *x;
	while ((x = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) { /* silent: moved or freed */
		if (best)
			X509_free(best);
		best = x;
	}
	return best;
}

int pushed(STACK_OF(X509) *chain, BIO *in)
{
	X509 *x;
	int n = 0;
	while ((x = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
		if (!sk_X509_push(chain, x)) { /* silent: the stack keeps it */
			X509_free(x);
			break;
		}
		n++;
	}
	return n;
}

void into_array(X509 **out, BIO *in, int n)
{
	int i;
	for (i = 0; i < n; i++)
		out[i] = PEM_read_bio_X509(in, NULL, NULL, NULL); /* silent: the caller's array keeps it */
}

struct node { X509 *cert; struct node *next; };

void into_member(struct node *head, BIO *in)
{
	struct node *n;
	for (n = head; n; n = n->next)
		n->cert = PEM_read_bio_X509(in, NULL, NULL, NULL); /* silent: a member keeps it */
}

int borrowed_each_round(SSL **peers, int n)
{
	int i, count = 0;
	for (i = 0; i < n; i++) {
		X509 *x = SSL_get0_peer_certificate(peers[i]); /* silent: borrowed */
		if (x)
			count++;
	}
	return count;
}

int same_object(SSL *ssl)
{
	X509 *x = SSL_get1_peer_certificate(ssl), *y;
	if (!x)
		return 0;
	y = x;
	x = NULL; /* silent: y holds it now */
	X509_free(y);
	return 1;
}
