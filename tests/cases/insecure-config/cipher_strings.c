/* Cipher strings as OpenSSL's own parser reads them: order, `!` for good, `-` until asked for again. */
#include <openssl/ssl.h>
#include <stddef.h>

#define LEGACY_CIPHERS "ALL:!ADH:!LOW:!EXP:@STRENGTH"
#define MODERN_CIPHERS "ECDHE+AESGCM:ECDHE+CHACHA20:" \
                       "DHE+AESGCM:!aNULL:!MD5"

struct settings { const char *ciphers; int debug; int level; };
static const char default_ciphers[] = "HIGH:eNULL";
static const char *const candidates[] = { "HIGH:!aNULL", "DEFAULT" };

int all_of_them(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "ALL"); // expect: DTL602
}

int null_encryption(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "ALL:eNULL"); // expect: DTL602
}

int null_first(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "eNULL:!MD5") == 1; // expect: DTL602
}

int anonymous(SSL *ssl)
{
    return SSL_set_cipher_list(ssl, "ADH"); // expect: DTL602
}

int anonymous_elliptic(SSL *ssl)
{
    return SSL_set_cipher_list(ssl, "HIGH:AECDH:!MD5"); // expect: DTL602
}

/* !ADH leaves AECDH. */
int through_macro(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, LEGACY_CIPHERS); // expect: DTL602
}

int through_array(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, default_ciphers); // expect: DTL602
}

int suites_by_name(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "AES128-SHA:RC4-SHA:AES256-SHA"); // expect: DTL602
}

int triple_des(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-DES-CBC3-SHA"); // expect: DTL602
}

int combination(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH:!aNULL:kRSA+3DES"); // expect: DTL602
}

int taken_out_and_put_back(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH:-aNULL:aNULL"); // expect: DTL602
}

int export_grade(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH:!aNULL:EXP:LOW"); // expect: DTL602
}

int null_with_psk(SSL *ssl)
{
    return SSL_set_cipher_list(ssl, "PSK-AES128-CBC-SHA:PSK-NULL-SHA"); // expect: DTL602
}

int no_level(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "DEFAULT:@SECLEVEL=0"); // expect: DTL602
}

int no_level_glued(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH:!aNULL:!eNULL@SECLEVEL=0"); // expect: DTL602
}

void level_zero(SSL_CTX *ctx, SSL *ssl)
{
    SSL_CTX_set_security_level(ctx, 0); // expect: DTL602
    SSL_set_security_level(ssl, 0); // expect: DTL602
}

/* A default on one path counts. */
int weak_default(SSL_CTX *ctx, const struct settings *s)
{
    return SSL_CTX_set_cipher_list(ctx, s->ciphers ? s->ciphers : "ALL:!eNULL:RC4"); // expect: DTL602
}

int debug_variant(SSL_CTX *ctx, const struct settings *s)
{
    const char *list = "HIGH:!aNULL:!MD5";

    if (s->debug)
        list = "NULL-SHA256";
    return SSL_CTX_set_cipher_list(ctx, list); // expect: DTL602
}

int everything_but(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "ALL:!aNULL:!eNULL"); /* silent: neither anonymous nor NULL */
}

int classic(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA"); /* silent: all of it is forbidden */
}

int forbidden_for_good(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "!eNULL:!aNULL:HIGH:eNULL:aNULL"); /* silent: `!` wins over what follows */
}

int forbidden_later(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH:RC4:3DES:!RC4:!3DES"); /* silent: removed again */
}

int killed_by_default(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "DEFAULT:eNULL"); /* silent: DEFAULT has `!eNULL` in it, which is for good */
}

int moved_only(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "ECDHE:!aNULL:!eNULL:+RC4"); /* silent: `+` moves, it adds nothing */
}

int other_separators(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "ALL !aNULL !eNULL") /* silent: blanks separate as well */
        && SSL_CTX_set_cipher_list(ctx, "HIGH,!aNULL,!MD5"); /* silent: and so do commas */
}

int modern(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, MODERN_CIPHERS) /* silent: pasted from two literals */
        && SSL_CTX_set_ciphersuites(ctx, "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"); /* silent: TLS 1.3 */
}

int plain_words(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH") /* silent: alone it is no finding */
        && SSL_CTX_set_cipher_list(ctx, "PSK") /* silent: alone it is no finding */
        && SSL_CTX_set_cipher_list(ctx, "kRSA") /* silent: alone it is no finding */
        && SSL_CTX_set_cipher_list(ctx, "DEFAULT:!EXP:!LOW"); /* silent: the library's own choice, less some */
}

int suites_that_are_fine(SSL *ssl)
{
    return SSL_set_cipher_list(ssl, "ECDHE-ECDSA-AES128-CCM8:PSK-AES128-CCM8"); /* silent: CoAP's suites */
}

int levels(SSL_CTX *ctx, const struct settings *s)
{
    SSL_CTX_set_security_level(ctx, 2); /* silent: level 2 */
    SSL_CTX_set_security_level(ctx, s->level); /* silent: the setting's */
    return SSL_CTX_get_security_level(ctx) == 0 /* silent: a question */
        || SSL_CTX_set_cipher_list(ctx, "DEFAULT@SECLEVEL=1"); /* silent: level 1 */
}

int try_all(SSL_CTX *ctx)
{
    for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++) {
        if (SSL_CTX_set_cipher_list(ctx, candidates[i])) /* silent: none of the table is weak */
            return 1;
    }
    return 0;
}

int given(SSL_CTX *ctx, const struct settings *s)
{
    return SSL_CTX_set_cipher_list(ctx, s->ciphers); /* silent: the setting's */
}

int forgotten_curve(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH:!ADH:!MD5"); // expect: DTL602
}

int forbidden_both(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH:!ADH:!AECDH:!MD5") /* silent: the other one is forbidden too */
        && SSL_CTX_set_cipher_list(ctx, "ECDHE+AESGCM:!ADH") /* silent: lets nothing anonymous in */
        && SSL_CTX_set_cipher_list(ctx, "HIGH:!MD5"); /* silent: says nothing of what is anonymous */
}
