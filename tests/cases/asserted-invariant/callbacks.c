/* What makes a function a TLS function: parameters, locals, members, and being installed as a callback. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#define pj_assert(expr) assert(expr)
#ifdef NDEBUG
#define DCHECK(x) ((void)0)
#else
#define DCHECK(x) do { if (!(x)) abort(); } while (0)
#endif

struct secret { char text[64]; size_t len; };
struct session { SSL *ssl; struct secret *secret; void *log; };

static int password_cb(char *buf, int size, int rwflag, void *u)
{
	struct secret *s = u;
	(void)rwflag;
	assert(s != NULL); // expect: DTL101
	return snprintf(buf, (size_t)size, "%s", s->text);
}

static int not_installed(char *buf, int size, int rwflag, void *u)
{
	struct secret *s = u;
	(void)rwflag;
	assert(s != NULL); /* silent: like the callback, but installed nowhere */
	return snprintf(buf, (size_t)size, "%s", s->text);
}

static unsigned int psk_server_cb(SSL *ssl, const char *identity, unsigned char *psk, unsigned int max_len)
{
	struct session *s = SSL_get_app_data(ssl);
	pj_assert(s && s->secret); // expect: DTL101
	if (strcmp(identity, "device") != 0)
		return 0;
	assert(s->secret->len <= max_len); // expect: DTL102
	memcpy(psk, s->secret->text, s->secret->len);
	return (unsigned int)s->secret->len;
}

static int cookie_cb(SSL *ssl, unsigned char *cookie, unsigned int *len)
{
	struct session *s = SSL_get_ex_data(ssl, 0);
	DCHECK(s != NULL); // expect: DTL101
	if (s->secret == NULL)
		return 0;
	assert(s->secret->len <= DTLS1_COOKIE_LENGTH); // expect: DTL102
	memcpy(cookie, s->secret->text, s->secret->len);
	*len = (unsigned int)s->secret->len;
	return 1;
}

static void info_cb(const SSL *ssl, int where, int ret)
{
	(void)ret;
	assert(ssl); /* silent: tested by ?: where it is used */
	printf("%d %s\n", where, ssl ? SSL_state_string_long(ssl) : "-");
}

int chain_asserted(SSL *ssl)
{
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
	assert(chain); // expect: DTL101
	return X509_NAME_entry_count(X509_get_subject_name(sk_X509_value(chain, 0)));
}

int only_a_member_makes_it_tls(struct session *s, const char *name)
{
	assert(name); // expect: DTL101
	if (s->ssl == NULL)
		return 0;
	return (int)strlen(name);
}

int only_if_named(struct session *s, const char *name, int n)
{
	if (n > 0)
		assert(name != NULL); // expect: DTL101
	if (s->ssl == NULL)
		return 0;
	return (int)strlen(name);
}

void install(SSL_CTX *ctx, struct secret *s)
{
	SSL_CTX_set_default_passwd_cb(ctx, password_cb);
	SSL_CTX_set_default_passwd_cb_userdata(ctx, s);
	SSL_CTX_set_psk_server_callback(ctx, psk_server_cb);
	SSL_CTX_set_cookie_generate_cb(ctx, cookie_cb);
	SSL_CTX_set_info_callback(ctx, info_cb);
	(void)not_installed;
}
