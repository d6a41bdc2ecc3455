/* A helper of the file releases what its parameter leads to; who has released that before? */
#include <stdlib.h>
#include <openssl/ssl.h>

struct conn {
    SSL *ssl;
    SSL_CTX *ctx;
    int owned;
};

static void conn_free(struct conn *c)
{
    if (c == NULL)
        return;
    if (c->ssl)
        SSL_free(c->ssl);
    if (c->owned)
        SSL_CTX_free(c->ctx);
    free(c);
}

static void conn_reset(struct conn *c)
{
    SSL_free(c->ssl);
    c->ssl = NULL;
}

int twice(struct conn *c)
{
    if (SSL_connect(c->ssl) != 1) {
        SSL_free(c->ssl);
        conn_free(c); /* expect: DTL303 */
        return -1;
    }
    return 0;
}

int cleared(struct conn *c)
{
    if (SSL_connect(c->ssl) != 1) {
        SSL_free(c->ssl);
        c->ssl = NULL;
        conn_free(c); /* silent: nothing is left to release */
        return -1;
    }
    return 0;
}

int conditional(struct conn *c)
{
    SSL_CTX_free(c->ctx);
    c->owned = 0;
    conn_free(c); /* silent: the helper asks whose it is */
    return 0;
}

int reset_first(struct conn *c)
{
    conn_reset(c);
    conn_free(c); /* silent: the first one has cleared it */
    return 0;
}

int anew(struct conn *c)
{
    SSL_free(c->ssl);
    c->ssl = SSL_new(c->ctx);
    conn_free(c); /* silent: another object by now */
    return 0;
}

struct conn *made(SSL_CTX *ctx)
{
    struct conn *c = calloc(1, sizeof(*c));
    if (c == NULL)
        return NULL;
    c->ssl = SSL_new(ctx);
    if (c->ssl == NULL || SSL_set_app_data(c->ssl, c) != 1) {
        SSL_free(c->ssl);
        goto err;
    }
    return c;
err:
    conn_free(c); /* expect: DTL303 */
    return NULL;
}
