/* Shapes met in public projects that look like trouble and are none, and some that are. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/engine.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>
#include <openssl/ui.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

struct member { struct member *next; SSL_CTX *ctx; void *node; };
struct lists { struct member *head; SSL_CTX *fallback; };
extern void throw_exception(void *where, int code);
extern void pool_cleanup_register(void *pool, void *data, void (*cleanup)(void *));
extern void cache_commit(void *cache, SSL_CTX *ctx, void (*drop)(SSL_CTX *));
extern struct member *entry_of(void *node);
extern void *node_after(void *node);
extern int read_group(BIO *in, struct lists *into);

void engines(void)
{
	ENGINE *e = ENGINE_get_first();
	while (e) {
		printf("%s\n", ENGINE_get_id(e));
		e = ENGINE_get_next(e); /* silent: one reference for the next */
	}
}

int engine_in_use(const char *id)
{
	ENGINE *e = ENGINE_by_id(id);
	if (!e)
		return 0;
	if (!ENGINE_init(e)) {
		ENGINE_free(e);
		return 0;
	}
	ENGINE_free(e);
	if (!ENGINE_set_default(e, ENGINE_METHOD_ALL)) { /* silent: the functional reference is left */
		ENGINE_finish(e);
		return 0;
	}
	ENGINE_finish(e);
	return 1;
}

int own_data(BIO *b)
{
	char *data = BIO_get_data(b);
	free(data); /* silent: what the project itself has put there */
	return 1;
}

void own_index(SSL_CTX *ctx, int idx)
{
	X509 *cert = SSL_CTX_get_ex_data(ctx, idx);
	X509_free(cert); /* silent: what the project itself has put there */
}

int kept_as_data(SSL *ssl, int idx)
{
	X509 *cert = SSL_get1_peer_certificate(ssl);
	if (!cert)
		return 0;
	return SSL_set_ex_data(ssl, idx, cert); /* silent: kept as user data */
}

int taken_out(STACK_OF(X509_OBJECT) *objects)
{
	int i, n = 0;
	for (i = 0; i < sk_X509_OBJECT_num(objects); i++) {
		X509_OBJECT *o = sk_X509_OBJECT_value(objects, i);
		if (X509_OBJECT_get_type(o) == X509_LU_CRL) {
			sk_X509_OBJECT_delete(objects, i);
			X509_OBJECT_free(o); /* silent: taken out of the stack before */
			n++;
		}
	}
	return n;
}

void one_by_one(STACK_OF(X509_INFO) *infos)
{
	int i;
	for (i = 0; i < sk_X509_INFO_num(infos); i++)
		X509_INFO_free(sk_X509_INFO_value(infos, i)); /* silent: the stack is freed without them */
	sk_X509_INFO_free(infos);
}

void name_entry(X509_NAME *name, int at)
{
	X509_NAME_ENTRY *e = X509_NAME_get_entry(name, at);
	X509_NAME_delete_entry(name, at);
	X509_NAME_ENTRY_free(e); /* silent: deleted from the name before */
}

int moved_on(X509 *x, FILE *f)
{
	int n = i2d_X509(x, NULL);
	unsigned char *start, *p;
	if (n <= 0)
		return -1;
	p = start = OPENSSL_malloc(n);
	if (!start)
		return -1;
	n = i2d_X509(x, &p); /* silent: moves the pointer on, the buffer stays */
	fwrite(start, 1, n, f);
	OPENSSL_free(start);
	return n;
}

int tmp_key(SSL *ssl)
{
	EVP_PKEY *key = NULL;
	int bits;
	if (!SSL_get_peer_tmp_key(ssl, &key))
		return 0; /* silent: there was none */
	bits = EVP_PKEY_get_bits(key);
	EVP_PKEY_free(key);
	return bits;
}

int leaves_by_name(SSL *ssl)
{
	SSL_SESSION *s = SSL_get1_session(ssl);
	if (!s)
		return 0;
	if (!SSL_SESSION_set_time(s, 0)) {
		SSL_SESSION_free(s);
		throw_exception(ssl, 1);
	}
	SSL_SESSION_free(s); /* silent: does not come back from the other branch */
	return 1;
}

static UI_METHOD *prompt(void *pool)
{
	UI_METHOD *m = UI_create_method("prompt");
	pool_cleanup_register(pool, m, NULL);
	return m;
}

int pooled(void *pool)
{
	UI_METHOD *m = prompt(pool);
	if (!m)
		return 0;
	return UI_method_set_opener(m, NULL) == 0; /* silent: the pool releases it */
}

void told_how(SSL_CTX *other, void *cache)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_method());
	cache_commit(cache, ctx, SSL_CTX_free); /* silent: told how to release it */
	(void)other;
}

int signing_method(EC_KEY *key)
{
	EC_KEY_METHOD *m = EC_KEY_METHOD_new(EC_KEY_OpenSSL());
	if (!m)
		return 0;
	if (!EC_KEY_set_method(key, m)) {
		EC_KEY_METHOD_free(m);
		return 0;
	}
	return 1; /* silent: the key works with it from now on */
}

int wiped(EVP_PKEY *key)
{
	BIGNUM *d = NULL;
	int bits;
	if (EVP_PKEY_get_bn_param(key, "d", &d) != 1)
		return 0;
	bits = BN_num_bits(d);
	BN_clear_free(d); /* silent: releases it and wipes it */
	return bits;
}

static int add_id(X509 *cert, ASN1_OCTET_STRING *id)
{
	int ok = 0;
	if (!id || ASN1_STRING_length(id) == 0)
		id = ASN1_OCTET_STRING_new();
	if (id && X509_add1_ext_i2d(cert, NID_subject_key_identifier, id, 0, X509V3_ADD_APPEND))
		ok = 1;
	ASN1_OCTET_STRING_free(id);
	return ok;
}

int add_twice(X509 *cert, X509 *from)
{
	ASN1_OCTET_STRING *id = X509_get_ext_d2i(from, NID_subject_key_identifier, NULL, NULL);
	int ok = add_id(cert, id);
	ok = ok && id != NULL; /* silent: what the helper releases need not be what it was given */
	return ok;
}

void every_member(struct lists *l)
{
	struct member *m;
	for (m = l->head; m; m = m->next)
		SSL_CTX_free(m->ctx); /* silent: another member each round */
}

void every_node(void *node)
{
	while (node) {
		struct member *m = entry_of(node);
		node = node_after(node);
		SSL_CTX_free(m->ctx); /* silent: another member each round */
		free(m);
	}
}

#define each_member(m, list) for ((m) = (list)->head; (m); (m) = (m)->next)

void every_one(struct lists *l)
{
	struct member *m;
	each_member(m, l) {
		SSL_CTX_free(m->ctx); /* silent: another member each round */
	}
}

int read_again(BIO *in, int n)
{
	struct lists l;
	int i;
	memset(&l, 0, sizeof l);
	for (i = 0; i < n; i++) {
		if (!read_group(in, &l))
			return -1;
		SSL_CTX_free(l.fallback); /* silent: filled anew each round */
	}
	return 0;
}

int labels(BIO *in, int strict)
{
	X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
	int ok = 0;
	if (!x || (strict && X509_get_version(x) != 2))
		goto err;
	ok = 1;
err:
#ifdef WITH_AUDIT
	puts("done");
	X509_free(x); /* silent: freed in each configuration, behind one label */
#else
	X509_free(x);
#endif
	return ok;
}

#define LEAVE do { BIO_free(in); return; } while (0)

void by_bare_macro(const char *file)
{
	BIO *in = BIO_new_file(file, "r");
	if (!in)
		return;
	if (BIO_eof(in))
		LEAVE; /* silent: the macro frees it */
	BIO_puts(in, "x");
	LEAVE;
}

#ifdef OLD_PARAMS
#define DROP(n) BN_free(n)
#else
#define DROP(n)
#endif

int params(const DH *dh)
{
	const BIGNUM *p = NULL, *g = NULL;
	int bits;
	DH_get0_pqg(dh, &p, NULL, &g);
	bits = BN_num_bits(p);
	DROP((BIGNUM *)p); /* silent: the macro is something else in the other configuration */
	return bits;
}

enum result { RESULT_OK, RESULT_BAD };

extern void report_progress(int n);

enum result load_roots(BIO *in, X509_STORE *store, int strict)
{
	enum result result = RESULT_OK;
	X509 *root;
	for (;;) {
		root = PEM_read_bio_X509(in, NULL, NULL, NULL);
		if (!root)
			break;
		report_progress(strict);
		if (!X509_STORE_add_cert(store, root)) {
			result = RESULT_BAD;
			break;
		}
		X509_free(root);
	}
	if (result != RESULT_OK && root)
		X509_free(root); /* silent: the status tells whether it is left */
	return result;
}

/* and now those that are */

int used_by_engine(ENGINE *engine, SSL *ssl, X509 **cert, EVP_PKEY **key)
{
	STACK_OF(X509_NAME) *names = sk_X509_NAME_new_null();
	if (names)
		sk_X509_NAME_free(names);
	return ENGINE_load_ssl_client_cert(engine, ssl, names, cert, key, NULL, NULL, NULL); // expect: DTL303
}

void both_frees(STACK_OF(X509_NAME) *names)
{
	sk_X509_NAME_pop_free(names, X509_NAME_free);
	sk_X509_NAME_free(names); // expect: DTL303
}

int to_a_label_that_frees(EVP_PKEY *pkey, const unsigned char *in, size_t n, unsigned char *sig)
{
	size_t len = 64;
	int ok;
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	if (!c || EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, pkey) <= 0)
		goto fail;
	ok = EVP_DigestSign(c, sig, &len, in, n) > 0;
	EVP_MD_CTX_free(c);
	if (!ok)
		goto fail;
	return (int)len;
fail:
	EVP_MD_CTX_free(c); // expect: DTL303
	return -1;
}

int only_one_way_resets(SSL *ssl, int now, int fd)
{
	if (now) {
		if (fd < 0)
			SSL_free(ssl);
		else
			ssl = NULL;
	}
	if (ssl)
		return SSL_shutdown(ssl); // expect: DTL303
	return 0;
}

int status_only(const unsigned char *der, long n, int *length)
{
	OCSP_RESPONSE *resp = d2i_OCSP_RESPONSE(NULL, &der, n);
	OCSP_BASICRESP *bs = NULL;
	if (!resp)
		goto end;
	bs = OCSP_response_get1_basic(resp);
	if (!bs)
		goto end;
	*length = OCSP_resp_count(bs);
end:
	return *length > 0; // expect: DTL301
}

int subject_twice(X509 *x, const char *conf)
{
	X509_EXTENSION *ext = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, conf);
	if (!ext || !X509_add_ext(x, ext, -1)) {
		X509_EXTENSION_free(ext);
		return 0;
	}
	ext = X509V3_EXT_conf_nid(NULL, NULL, NID_netscape_comment, conf); // expect: DTL302
	if (!ext || !X509_add_ext(x, ext, -1)) {
		X509_EXTENSION_free(ext);
		return 0;
	}
	X509_EXTENSION_free(ext);
	return 1;
}

int host_of(const char *url)
{
	char *host = NULL, *port = NULL, *path = NULL;
	int tls, n;
	if (!OCSP_parse_url(url, &host, &port, &path, &tls))
		return -1;
	n = (int)strlen(host);
	free(host); // expect: DTL304
	OPENSSL_free(port);
	OPENSSL_free(path);
	return n;
}

void print_errors(void)
{
	ERR_print_errors(BIO_new_fp(stderr, BIO_NOCLOSE)); // expect: DTL302
}

int copies_the_time(X509 *x)
{
	return X509_set1_notBefore(x, ASN1_TIME_set(NULL, 0)); // expect: DTL302
}

struct pair { SSL *ssl; BIO *in, *out; };

int handed_then_freed(struct pair *p)
{
	SSL_set_bio(p->ssl, p->in, p->out);
	if (SSL_do_handshake(p->ssl) == 1)
		return 0;
	BIO_free_all(p->out); // expect: DTL305
	SSL_free(p->ssl);
	return -1;
}
