/* Macros that check in release builds as well: all silent but the plain assertions between them. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/crypto.h>

void assert_failed(const char *file, int line, const char *what) __attribute__((noreturn));
/* OpenVPN */
#define ASSERT(x) do { if (!(x)) assert_failed(__FILE__, __LINE__, #x); } while (0)
/* tor */
#define tor_assert(expr) do { if (!(expr)) { fprintf(stderr, "%s\n", #expr); abort(); } } while (0)
/* WebKit, FreeType, ... */
#define RELEASE_ASSERT(x) do { if (!(x)) __builtin_trap(); } while (0)
/* Chromium */
#define CHECK(x) do { if (!(x)) abort(); } while (0)

struct key_state_ssl {
    SSL *ssl;
    BIO *ssl_bio;
    unsigned char key[64];
};

struct tls_root_ctx {
    SSL_CTX *ctx;
};

void
tls_ctx_set_options(struct tls_root_ctx *ctx)
{
    ASSERT(NULL != ctx); /* silent: checks in release builds */
    SSL_CTX_set_options(ctx->ctx, SSL_OP_NO_TICKET);
}

void
key_state_ssl_init(struct key_state_ssl *ks, const struct tls_root_ctx *ctx)
{
    ASSERT(NULL != ctx); /* silent: checks in release builds */
    ASSERT(ks); /* silent: checks in release builds */
    ks->ssl = SSL_new(ctx->ctx);
    ASSERT(ks->ssl); /* silent: a runtime test of the result */
    SSL_set_bio(ks->ssl, ks->ssl_bio, ks->ssl_bio);
}

void
key_random(struct key_state_ssl *ks)
{
    int r = RAND_bytes(ks->key, sizeof(ks->key));
    tor_assert(r == 1); /* silent: a runtime test of the result */
}

void
key_copy(struct key_state_ssl *ks, const unsigned char *src, size_t n)
{
    tor_assert(n <= sizeof(ks->key)); /* silent: a runtime bound */
    memcpy(ks->key, src, n);
}

void
key_copy_both(struct key_state_ssl *ks, const unsigned char *src, size_t n)
{
    assert(n <= sizeof(ks->key)); /* silent: RELEASE_ASSERT tests the same afterwards */
    RELEASE_ASSERT(n <= sizeof(ks->key));
    memcpy(ks->key, src, n);
}

void
key_state_check(struct key_state_ssl *ks)
{
    assert(ks != NULL); /* silent: CHECK tests the same afterwards */
    CHECK(ks);
    SSL_set_quiet_shutdown(ks->ssl, 1);
}

void
key_state_work(SSL *ssl, int fd)
{
    CHECK(SSL_set_fd(ssl, fd) == 1); /* silent: the work is done in release builds */
    OPENSSL_assert(SSL_is_server(ssl)); /* silent: a runtime test */
    SSL_set_accept_state(ssl);
}

void
key_state_mixed(struct key_state_ssl *ks, const struct tls_root_ctx *ctx)
{
    ASSERT(ctx);
    assert(ks); // expect: DTL101
    SSL_set_SSL_CTX(ks->ssl, ctx->ctx);
}

void
key_copy_other(struct key_state_ssl *ks, const unsigned char *src, size_t n, size_t m)
{
    assert(n <= sizeof(ks->key)); // expect: DTL102
    tor_assert(m <= sizeof(ks->key));
    memcpy(ks->key, src, n);
}

void
key_state_finished(struct key_state_ssl *ks, char *buf, int len)
{
    assert(SSL_is_init_finished(ks->ssl)); /* silent: CHECK tests the same thing */
    CHECK(SSL_is_init_finished(ks->ssl));
    (void)SSL_read(ks->ssl, buf, len);
}
