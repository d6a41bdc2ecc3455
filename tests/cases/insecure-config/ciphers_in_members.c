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

#define DEFAULT_CIPHERS "HIGH:!ADH:!MD5"

struct text { unsigned long len; char *data; };
struct server { struct text ciphers; char list[64]; char other[64]; };

void merge(struct server *conf, struct server *prev);
void conf_merge_text(struct text *value, struct text *above, const char *standard);

int merge_and_use(SSL_CTX *ctx, struct server *conf, struct server *prev)
{
    conf_merge_text(&conf->ciphers, &prev->ciphers, DEFAULT_CIPHERS);
    strcpy(conf->list, "ALL:!MD5");
    strcpy(conf->other, "HIGH:!aNULL");
    merge(conf, prev);
    return SSL_CTX_set_cipher_list(ctx, (const char *)conf->ciphers.data); // expect: DTL602
}

int use_copied(SSL_CTX *ctx, struct server *conf)
{
    return SSL_CTX_set_cipher_list(ctx, conf->list) // expect: DTL602
        && SSL_CTX_set_cipher_list(ctx, conf->other); /* silent: nothing weak */
}

int use_unknown(SSL_CTX *ctx, const struct settings *s)
{
    return SSL_CTX_set_cipher_list(ctx, s->name) /* silent: a name for anything */
        && SSL_CTX_set_cipher_list(ctx, s->value); /* silent: a name for anything */
}
