/* curl style: DEBUGASSERT of the file is an assertion in one configuration and nothing in the other. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/err.h>

#ifdef DEBUGBUILD
#define DEBUGASSERT(x) assert(x)
#else
#define DEBUGASSERT(x) do {} while(0)
#endif

typedef enum { CURLE_OK, CURLE_SSL_CONNECT_ERROR, CURLE_OUT_OF_MEMORY } CURLcode;

struct ossl_ctx {
  SSL_CTX *ssl_ctx;
  SSL *ssl;
  int state;
};

struct cf_filter {
  void *ctx;
  int connected;
};

struct connectdata {
  struct cf_filter *cf;
  char hostname[256];
};

static CURLcode ossl_connect_step2(struct cf_filter *cf)
{
  struct ossl_ctx *octx = (struct ossl_ctx *)cf->ctx;
  int err;
  DEBUGASSERT(octx); // expect: DTL101
  err = SSL_connect(octx->ssl);
  if(1 != err)
    return CURLE_SSL_CONNECT_ERROR;
  return CURLE_OK;
}

static CURLcode ossl_init(struct cf_filter *cf)
{
  struct ossl_ctx *octx = (struct ossl_ctx *)cf->ctx;
  octx->ssl_ctx = SSL_CTX_new(TLS_client_method());
  DEBUGASSERT(octx->ssl_ctx); // expect: DTL104
  SSL_CTX_set_mode(octx->ssl_ctx, SSL_MODE_RELEASE_BUFFERS);
  return CURLE_OK;
}

static void set_host(struct connectdata *conn, const char *host, size_t len)
{
  DEBUGASSERT(len < sizeof(conn->hostname)); // expect: DTL102
  memcpy(conn->hostname, host, len);
  conn->hostname[len] = 0;
}

static int ossl_send(struct cf_filter *cf, const void *mem, size_t len)
{
  struct ossl_ctx *octx = (struct ossl_ctx *)cf->ctx;
  DEBUGASSERT(cf->connected); // expect: DTL105
  return SSL_write(octx->ssl, mem, (int)len);
}

static void ossl_clear(struct cf_filter *cf)
{
  struct ossl_ctx *octx = (struct ossl_ctx *)cf->ctx;
  DEBUGASSERT(octx); /* silent: all uses stand under a test */
  if(octx && octx->ssl) {
    SSL_free(octx->ssl);
    octx->ssl = NULL;
  }
}

static int ossl_pending(struct cf_filter *cf)
{
  struct ossl_ctx *octx = (struct ossl_ctx *)cf->ctx;
  DEBUGASSERT(cf && octx); // expect: DTL101
  return octx->ssl && SSL_pending(octx->ssl);
}

static void strict_step(SSL *ssl, int fd)
{
  DEBUGASSERT(SSL_set_fd(ssl, fd) == 1); // expect: DTL103
}

static size_t copy_clamped(char *dst, size_t dlen, const char *src, size_t slen)
{
  size_t n = slen < dlen ? slen : dlen;
  DEBUGASSERT(n <= dlen); /* silent: clamped by the ternary */
  memcpy(dst, src, n);
  return n;
}

void *ossl_table[] = { ossl_connect_step2, ossl_init, set_host, ossl_send, ossl_clear,
                       ossl_pending, strict_step, copy_clamped };
