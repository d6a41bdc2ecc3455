/* Which tests decide about verification, and which only stand before the call. */
#include <openssl/ssl.h>
#include <stdio.h>

struct settings { int use_tls, debug, insecure; const char *ca_file, *cert; };

void after_a_log(SSL_CTX *ctx, const struct settings *s)
{
    if (s->debug)
        puts("tls");
    SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); // expect: DTL603
}

int after_a_failure(SSL_CTX *ctx, const struct settings *s)
{
    if (SSL_CTX_load_verify_locations(ctx, s->ca_file, NULL) != 1)
        return -1;
    SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); // expect: DTL603
    return 0;
}

int with_tls(SSL_CTX *ctx, const struct settings *s)
{
    if (s->use_tls) {
        SSL_CTX_use_certificate_chain_file(ctx, s->cert);
        SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); // expect: DTL603
    }
    return 0;
}

int with_ca(SSL_CTX *ctx, const struct settings *s)
{
    if (s->ca_file) {
        SSL_CTX_load_verify_locations(ctx, s->ca_file, NULL);
        SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
    } else {
        SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); /* silent: without a CA there is nothing to verify with */
    }
    return 0;
}

void if_insecure(SSL_CTX *ctx, const struct settings *s)
{
    if (s->insecure)
        SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); /* silent: a setting asks for it */
}

int accept_one(SSL_CTX *ctx, int fd)
{
    SSL *ssl = SSL_new(ctx);

    SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL); /* silent: this end accepts */
    SSL_set_fd(ssl, fd);
    return SSL_accept(ssl);
}

int connect_one(SSL_CTX *ctx, int fd)
{
    SSL *ssl = SSL_new(ctx);

    SSL_set_fd(ssl, fd);
    return SSL_connect(ssl);
}

void flags_without_peer(SSL_CTX *ctx)
{
    SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE | SSL_VERIFY_CLIENT_ONCE, NULL); // expect: DTL603
}
