/* More of the grammar, and of the ways to hold a string. */
#include <openssl/ssl.h>
#include <string.h>

#define NO_ANON "!ADH:!AECDH"
#define OPEN "ALL:" NO_ANON ":@STRENGTH"
const char *const legacy = "RC4-SHA:HIGH";

int order(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "-RC4:RC4") // expect: DTL602
        && SSL_CTX_set_cipher_list(ctx, "RC4:-RC4") /* silent: taken out again */
        && SSL_CTX_set_cipher_list(ctx, "RC4-MD5:!RC4") /* silent: forbidden by its cipher */
        && SSL_CTX_set_cipher_list(ctx, "ALL:-COMPLEMENTOFDEFAULT"); /* silent: what DEFAULT leaves out is taken out */
}

int anonymous(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "ALL:!ADH") // expect: DTL602
        && SSL_CTX_set_cipher_list(ctx, OPEN) /* silent: both kinds are forbidden */
        && SSL_CTX_set_cipher_list(ctx, "ALL:@STRENGTH") // expect: DTL602
        && SSL_CTX_set_cipher_list(ctx, "ALL:!EXPORT:!LOW:!aNULL:!eNULL:!SSLv2"); /* silent: the classic */
}

int levels(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "HIGH:@SECLEVEL=0:@SECLEVEL=2") /* silent: the last level counts */
        && SSL_CTX_set_cipher_list(ctx, "DEFAULT:!DH" "@SECLEVEL=0"); // expect: DTL602
}

int words(SSL_CTX *ctx)
{
    return SSL_CTX_set_cipher_list(ctx, "EECDH+AESGCM:EDH+AESGCM:AES256+EECDH:AES256+EDH") /* silent: modern */
        && SSL_CTX_set_cipher_list(ctx, "HIGH:MEDIUM:!LOW:!EXP:!aNULL") /* silent: names nothing weak */
        && SSL_CTX_set_cipher_list(ctx, "TLSv1.2:!aNULL") /* silent: names nothing weak */
        && SSL_CTX_set_cipher_list(ctx, "ALL:COMPLEMENTOFALL") // expect: DTL602
        && SSL_CTX_set_cipher_list(ctx, "unknown:AES256-SHA:RSA+nothing"); /* silent: unknown words are passed over */
}

int held(SSL_CTX *ctx)
{
    static const char list[] = "ADH-AES128-SHA";
    const char *copy = legacy;

    return SSL_CTX_set_cipher_list(ctx, list) // expect: DTL602
        && SSL_CTX_set_cipher_list(ctx, copy); // expect: DTL602
}
