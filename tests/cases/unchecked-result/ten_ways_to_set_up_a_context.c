/* Ten ways in which servers and clients configure a context. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/err.h>

typedef long ngx_int_t;
#define NGX_OK 0
#define NGX_ERROR (-1)
#define TRY(call) do { if (!(call)) { log_error(#call); goto failed; } } while (0)
#define WARN_IF_FAILS(call) ((call) == 1 ? (void)0 : log_error(#call))
extern void log_error(const char *fmt, ...);
extern void fatal(const char *fmt, ...) __attribute__((noreturn));

struct cfg { const char *cert, *key, *ca, *ciphers; int min_version; };

ngx_int_t nginx_style(SSL_CTX *ctx, struct cfg *c)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, c->cert) == 0) { /* silent: fails by 0 only */
        log_error("certificate");
        return NGX_ERROR;
    }
    if (SSL_CTX_set_cipher_list(ctx, c->ciphers) == 0) { /* silent: fails by 0 only */
        log_error("ciphers");
        return NGX_ERROR;
    }
    return NGX_OK;
}

int try_style(SSL_CTX *ctx, struct cfg *c)
{
    TRY(SSL_CTX_use_certificate_chain_file(ctx, c->cert)); /* silent: tested by the macro */
    TRY(SSL_CTX_use_PrivateKey_file(ctx, c->key, SSL_FILETYPE_PEM)); /* silent: tested by the macro */
    SSL_CTX_set_cipher_list(ctx, c->ciphers); // expect: DTL201
    return 0;
failed:
    return -1;
}

int warn_style(SSL_CTX *ctx, struct cfg *c)
{
    WARN_IF_FAILS(SSL_CTX_set_cipher_list(ctx, c->ciphers)); /* silent: tested by the macro */
    return 0;
}

int errno_style(SSL_CTX *ctx, struct cfg *c)
{
    int rc = SSL_CTX_load_verify_locations(ctx, c->ca, NULL);
    return rc == 1 ? 0 : -EINVAL; /* silent: exact */
}

int inverted_flag_style(SSL_CTX *ctx, struct cfg *c)
{
    int err = 0;
    err |= !SSL_CTX_use_certificate_file(ctx, c->cert, SSL_FILETYPE_PEM); /* silent: fails by 0 only, accumulated */
    err |= !SSL_CTX_use_PrivateKey_file(ctx, c->key, SSL_FILETYPE_PEM); /* silent: fails by 0 only, accumulated */
    return err;
}

void server_style(SSL_CTX *ctx, struct cfg *c)
{
    if (c->ca)
        if (SSL_CTX_load_verify_locations(ctx, c->ca, NULL) != 1) /* silent: exact */
            fatal("ca");
    if (c->min_version)
        SSL_CTX_set_min_proto_version(ctx, c->min_version); // expect: DTL201
    SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION); /* silent: returns flags */
    SSL_CTX_set_mode(ctx, SSL_MODE_AUTO_RETRY); /* silent: returns flags */
}

int nested_style(SSL_CTX *ctx, struct cfg *c)
{
    if (SSL_CTX_use_certificate_file(ctx, c->cert, SSL_FILETYPE_PEM) > 0) { /* silent: exact */
        if (SSL_CTX_use_PrivateKey_file(ctx, c->key, SSL_FILETYPE_PEM) > 0) { /* silent: exact */
            if (SSL_CTX_check_private_key(ctx)) /* silent: fails by 0 only */
                return 1;
        }
    }
    return 0;
}

int negative_style(SSL_CTX *ctx, struct cfg *c)
{
    if (SSL_CTX_use_certificate_file(ctx, c->cert, SSL_FILETYPE_PEM) < 0) // expect: DTL202
        return -1;
    if (SSL_CTX_use_PrivateKey_file(ctx, c->key, SSL_FILETYPE_PEM) == -1) // expect: DTL202
        return -1;
    return 0;
}

int last_wins_style(SSL_CTX *ctx, struct cfg *c)
{
    int ret = 0;
    if (c->cert)
        ret = SSL_CTX_use_certificate_file(ctx, c->cert, SSL_FILETYPE_PEM); // expect: DTL204
    ret = SSL_CTX_use_PrivateKey_file(ctx, c->key, SSL_FILETYPE_PEM);
    if (ret != 1)
        log_error("key");
    return 0;
}

void *thread_style(void *arg)
{
    SSL *ssl = arg;
    int r;
    r = SSL_accept(ssl);
    if (r == 0) { /* silent: the negative ones are told apart below */
        log_error("shut down");
        return NULL;
    }
    if (r < 0) {
        log_error("%d", SSL_get_error(ssl, r));
        return NULL;
    }
    return ssl;
}

int callback_style(SSL *ssl, const unsigned char **out, unsigned char *n, const unsigned char *in, unsigned len, void *arg)
{
    (void)arg;
    (void)ssl;
    if (SSL_select_next_proto((unsigned char **)out, n, (const unsigned char *)"\x02h2", 3, in, len) != OPENSSL_NPN_NEGOTIATED) /* silent: compared with the named constant */
        return SSL_TLSEXT_ERR_NOACK;
    return SSL_TLSEXT_ERR_OK;
}

int alpn_style(SSL *ssl)
{
    static const unsigned char protos[] = "\x02h2";
    if (!SSL_set_alpn_protos(ssl, protos, sizeof protos - 1)) /* silent: 0 is told from the rest */
        return 0;
    return -1;
}
