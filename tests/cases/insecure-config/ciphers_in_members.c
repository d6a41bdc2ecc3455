/* Cipher strings that reach the call through a member which the file itself fills. */
#include <openssl/ssl.h>
#include <string.h>

struct settings {
    const char *name;
    char *ciphers;
    const char *fallback;
    const char *modern;
    const char *chosen;
    const char *value;
};

static struct settings by_place = { "default", 0, "ALL:!MD5", "HIGH:!aNULL", 0, 0 };
static struct settings by_name = { .name = "RC4", .chosen = "eNULL" };

void set_defaults(struct settings *s)
{
    s->ciphers = s->ciphers ? s->ciphers : strdup("ALL:!ADH:!LOW:@STRENGTH");
    s->value = "ALL";
}

int use_default(SSL_CTX *ctx, const struct settings *s)
{
    return SSL_CTX_set_cipher_list(ctx, s->ciphers); // expect: DTL602
}

int use_place(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, by_place.fallback) // expect: DTL602
        && SSL_CTX_set_cipher_list(ctx, by_place.modern); /* silent: nothing weak */
}

int use_name(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, by_name.chosen); // expect: DTL602
}

int use_unknown(SSL_CTX *ctx, const struct settings *s)
{
    return SSL_CTX_set_cipher_list(ctx, s->name) /* silent: a name for anything */
        && SSL_CTX_set_cipher_list(ctx, s->value); /* silent: a name for anything */
}
