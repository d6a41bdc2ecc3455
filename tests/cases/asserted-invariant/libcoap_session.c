/* DTL101 in the style of libcoap: sessions, contexts, asserted parameters. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>

typedef struct coap_context_t {
  SSL_CTX *ctx;
  int psk_pki_enabled;
} coap_context_t;

typedef struct coap_session_t {
  SSL *tls;
  coap_context_t *context;
  unsigned mtu;
  int sockfd;
} coap_session_t;

int
coap_dtls_set_mtu(coap_session_t *session, unsigned mtu) {
  assert(session != NULL); // expect: DTL101
  session->mtu = mtu;
  return (int)SSL_set_mtu(session->tls, mtu);
}

void
coap_dtls_attach(coap_session_t *session, BIO *bio) {
  SSL *ssl = session->tls;
  assert(ssl); // expect: DTL101
  SSL_set_bio(ssl, bio, bio);
}

int
coap_dtls_hello(coap_session_t *session, const uint8_t *data, size_t len) {
  coap_context_t *context = session->context;
  assert(NULL != context); // expect: DTL101
  if (len == 0)
    return -1;
  SSL_CTX_set_info_callback(context->ctx, NULL);
  return data[0] == 22;
}

static long
coap_bio_ctrl(BIO *b, int cmd, long num, void *ptr) {
  coap_session_t *session = (coap_session_t *)BIO_get_data(b);
  assert(session && "BIO without session"); // expect: DTL101
  (void)num;
  (void)ptr;
  if (cmd == BIO_CTRL_DGRAM_QUERY_MTU)
    return (long)session->mtu;
  return 0;
}

static int
coap_verify_cb(int ok, X509_STORE_CTX *store) {
  SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
  coap_session_t *session;
  assert(ssl != 0); // expect: DTL101
  session = SSL_get_app_data(ssl);
  if (!session)
    return 0;
  return ok;
}

int
coap_session_fd(coap_session_t *session) {
  assert(session); /* silent: tested at run time right after */
  if (!session)
    return -1;
  return SSL_get_fd(session->tls);
}

void
coap_session_detach(coap_session_t *session) {
  if (session == NULL)
    return;
  assert(session); /* silent: tested before, on every path */
  SSL_set_quiet_shutdown(session->tls, 1);
}

void
coap_session_trace(coap_session_t *session) {
  assert(session); /* silent: not used after the assertion */
}

static size_t
coap_opt_len(const uint8_t *opt) {
  assert(opt); /* silent: not a TLS function */
  return opt[0] & 0x0f;
}

int
coap_session_first(coap_session_t *session, int want) {
  assert(session); // expect: DTL101
  if (want) {
    if (!session)
      return 0;
    return SSL_is_init_finished(session->tls);
  }
  return SSL_is_server(session->tls);
}

int
coap_session_any(coap_session_t *a, coap_session_t *b) {
  if (!a || !b)
    return 0;
  assert(a && b); /* silent: both tested before */
  return SSL_version(a->tls) == SSL_version(b->tls);
}

void *
coap_install(SSL_CTX *ctx) {
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, coap_verify_cb);
  return (void *)coap_bio_ctrl;
}
