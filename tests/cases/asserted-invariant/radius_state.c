/* FreeRADIUS style: DTL105, and the gravest rule of several. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#ifndef NDEBUG
#  define rad_assert(expr) assert(expr)
#else
#  define rad_assert(expr) ((void)(0))
#endif

typedef struct {
	SSL *ssl;
	int handshake_done;
	int verified;
	int is_encrypted;
	uint8_t secret[64];
	size_t secret_len;
	size_t offset;
	int state;
} tls_session_t;

enum { TLS_STATE_START, TLS_STATE_CERT, TLS_STATE_DONE };

int tls_send(tls_session_t *s, void const *data, int len)
{
	assert(s->handshake_done); // expect: DTL105
	return SSL_write(s->ssl, data, len);
}

int tls_recv(tls_session_t *s, void *data, int len)
{
	assert(s->is_encrypted && len > 0); // expect: DTL105
	return SSL_read(s->ssl, data, len);
}

int tls_prf(tls_session_t *s, uint8_t *out)
{
	assert(s->secret_len == sizeof(s->secret)); // expect: DTL105
	return SSL_export_keying_material(s->ssl, out, 64, "ttls keying material", 20, NULL, 0, 0);
}

int tls_phase(tls_session_t *s)
{
	assert(s->state == TLS_STATE_CERT); // expect: DTL105
	return SSL_do_handshake(s->ssl);
}

int tls_peer_ok(tls_session_t *s)
{
	assert(SSL_get_verify_result(s->ssl) == X509_V_OK); // expect: DTL105
	return SSL_renegotiate(s->ssl);
}

int tls_state(tls_session_t *s, uint8_t *buf, int len)
{
	assert(SSL_get_state(s->ssl) == TLS_ST_OK); // expect: DTL105
	return SSL_peek(s->ssl, buf, len);
}

int tls_server_only(tls_session_t *s)
{
	assert(!SSL_in_init(s->ssl)); // expect: DTL105
	return SSL_renegotiate(s->ssl);
}

int tls_verified_twice(tls_session_t *s)
{
	assert(s->verified); /* silent: the same flag is tested at run time */
	if (!s->verified)
		return -1;
	return SSL_renegotiate(s->ssl);
}

int tls_verified_else(tls_session_t *s)
{
	if (s->verified) {
		assert(s->verified); /* silent: inside the branch that tested it */
		return SSL_renegotiate(s->ssl);
	}
	return -1;
}

void tls_no_call_after(tls_session_t *s)
{
	SSL_shutdown(s->ssl);
	assert(s->handshake_done); /* silent: no contract call follows */
}

int state_of_something_else(tls_session_t *s, int argc)
{
	assert(argc < 12); /* silent: no state of protocol or security */
	return SSL_pending(s->ssl);
}

int queue_connected(int connected)
{
	assert(connected); /* silent: not a TLS function */
	return connected + 1;
}

int gravest_is_103(tls_session_t *s)
{
	rad_assert(s->verified && RAND_bytes(s->secret, sizeof s->secret) == 1); // expect: DTL103
	return SSL_pending(s->ssl);
}

int gravest_is_102(tls_session_t *s, const uint8_t *in, size_t n)
{
	rad_assert(s && n <= sizeof(s->secret)); // expect: DTL102
	memcpy(s->secret, in, n);
	return SSL_pending(s->ssl);
}

int gravest_is_105(tls_session_t *s)
{
	rad_assert(s != NULL && s->handshake_done); // expect: DTL105
	return SSL_pending(s->ssl);
}

int tests_through_switch(tls_session_t *s)
{
	switch (s->state) {
	case TLS_STATE_DONE:
		assert(s->state == TLS_STATE_DONE); /* silent: the switch tested it */
		return SSL_shutdown(s->ssl);
	default:
		return -1;
	}
}
