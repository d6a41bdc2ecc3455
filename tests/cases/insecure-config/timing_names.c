/* What names tell, and what they do not. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <string.h>

struct jar { char *cookie_name; char *sso_token_cookie; };
struct cached { unsigned char hash[32]; };
struct psk { char *psk_identity; };

const char *token_for(const char *user);
void hmac_sha1(const void *key, int n, const void *data, int len, unsigned char *out);

int same_user_password(const char *user_password, const char *stored)
{
    return !strcmp(user_password, stored); // expect: DTL605
}

int by_what_it_came_from(const char *given, const char *user)
{
    const char *auth_token = token_for(user);
    const char *expected = auth_token;

    return strcmp(given, expected) == 0; // expect: DTL605
}

int by_the_helper(const unsigned char *pkt, int n)
{
    unsigned char buf[20];

    hmac_sha1("key", 3, pkt, n, buf);
    return memcmp(buf, pkt + n, 20) == 0; // expect: DTL605
}

int as_a_ternary(const unsigned char *hmac, const unsigned char *calc)
{
    return memcmp(hmac, calc, 32) ? -1 : 0; // expect: DTL605
}

int is_the_cookie(const struct jar *j, const char *cname)
{
    return strcmp(j->cookie_name, "sid") == 0 || strcmp(j->sso_token_cookie, cname) == 0; /* silent: names of cookies */
}

int is_cached(const struct cached *c, const unsigned char *data, size_t n)
{
    unsigned char hash[32];

    SHA256(data, n, hash);
    return memcmp(hash, c->hash, sizeof(hash)) == 0; /* silent: the key of a cache */
}

int typed_twice(const char *passphrase1, const char *passphrase2)
{
    return strcmp(passphrase1, passphrase2) == 0; /* silent: the same person typed both */
}

int is_identity(const struct psk *p, const char *identity)
{
    return strcmp(identity, p->psk_identity) == 0; /* silent: an identity is sent in the clear */
}

int compare_macs(const void *a_mac, const void *b_mac)
{
    return memcmp(a_mac, b_mac, 32); /* silent: an order to sort by */
}

int same_station(const unsigned char *src_mac, const unsigned char *sta_mac, size_t n)
{
    return memcmp(src_mac, sta_mac, n) == 0; /* silent: hardware addresses */
}

struct gcm { unsigned char buf[64]; };
void CRYPTO_gcm128_tag(void *ctx, unsigned char *tag, size_t len);

int by_the_tag(struct gcm *g, void *ctx, const unsigned char *in, size_t n)
{
    in += EVP_GCM_TLS_EXPLICIT_IV_LEN;
    CRYPTO_gcm128_tag(ctx, g->buf, EVP_GCM_TLS_TAG_LEN);
    return memcmp(g->buf, in + n, EVP_GCM_TLS_TAG_LEN) == 0; // expect: DTL605
}

int by_the_pair(const unsigned char *tag, const unsigned char *expected_tag)
{
    return memcmp(tag, expected_tag, 16) == 0; // expect: DTL605
}

int signed_with_a_mac_key(EVP_MD_CTX *ctx, const unsigned char *sig, size_t n)
{
    unsigned char out[64];
    size_t length = sizeof(out);

    if (EVP_DigestSignFinal(ctx, out, &length) != 1)
        return -1;
    return length == n && memcmp(out, sig, n) == 0; // expect: DTL605
}

int is_unset(const unsigned char *secret)
{
    unsigned char zeros[32] = { 0 };

    return memcmp(secret, zeros, sizeof(zeros)) == 0; /* silent: is there one at all */
}

int is_special(const char *private_key_password)
{
    const char *special = "ask";

    return strncmp(private_key_password, special, strlen(special)) == 0; /* silent: a literal */
}
