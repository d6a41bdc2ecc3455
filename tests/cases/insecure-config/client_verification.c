/* Verification turned off where the role is a client's, or not known. */
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>

struct settings { int verify_peer; int insecure; int mode; };

SSL_CTX *client(void)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

    if (ctx)
        SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); // expect: DTL603
    return ctx;
}

void unknown_role(SSL_CTX *ctx)
{
    SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); // expect: DTL603
}

int connection(SSL *ssl)
{
    SSL_set_verify(ssl, SSL_VERIFY_NONE, NULL); // expect: DTL603
    return SSL_connect(ssl);
}

SSL_CTX *zero_is_none(void)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_client_method());

    if (!ctx)
        return NULL;
    SSL_CTX_set_verify(ctx, 0, NULL); // expect: DTL603
    return ctx;
}

SSL *role_by_state(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);

    if (!ssl)
        return NULL;
    SSL_set_connect_state(ssl);
    SSL_set_verify(ssl, SSL_VERIFY_NONE, NULL); // expect: DTL603
    return ssl;
}

/* PEER first and NONE after it: NONE is what counts. */
SSL_CTX *last_word_none(void)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

    if (!ctx)
        return NULL;
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); // expect: DTL603
    return ctx;
}

SSL_CTX *last_word_peer(void)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

    if (!ctx)
        return NULL;
    SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); /* silent: overridden with PEER below */
    if (SSL_CTX_set_default_verify_paths(ctx) != 1) {
        SSL_CTX_free(ctx);
        return NULL;
    }
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
    return ctx;
}

SSL_CTX *server(void)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

    if (ctx)
        SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); /* silent: a server that asks for no certificate */
    return ctx;
}

int server_connection(SSL *ssl)
{
    SSL_set_verify(ssl, SSL_VERIFY_NONE, NULL); /* silent: this end accepts */
    return SSL_accept(ssl);
}

SSL *server_state(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);

    if (!ssl)
        return NULL;
    SSL_set_accept_state(ssl);
    SSL_set_verify(ssl, SSL_VERIFY_NONE, NULL); /* silent: this end accepts */
    return ssl;
}

void by_setting_ternary(SSL_CTX *ctx, const struct settings *s)
{
    SSL_CTX_set_verify(ctx, s->verify_peer ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL); /* silent: a setting decides */
}

void by_setting_branches(SSL_CTX *ctx, const struct settings *s)
{
    if (s->verify_peer)
        SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
    else
        SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); /* silent: a setting decides */
}

void by_setting_variable(SSL_CTX *ctx, const struct settings *s)
{
    int mode = SSL_VERIFY_NONE;

    if (s->verify_peer)
        mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    SSL_CTX_set_verify(ctx, mode, NULL); /* silent: a setting decides */
}

void by_setting_value(SSL_CTX *ctx, const struct settings *s)
{
    SSL_CTX_set_verify(ctx, s->mode, NULL); /* silent: the setting's value */
}

int asked(const SSL_CTX *ctx)
{
    return SSL_CTX_get_verify_mode(ctx) == SSL_VERIFY_NONE; /* silent: a question */
}
