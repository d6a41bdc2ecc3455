/* Constant lengths against the destination's known size. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define KEY_BITS 256
#define KEY_LEN (KEY_BITS / 8)
#define COOKIE_SECRET_LENGTH 16
enum { MAC_LEN = 20, TAG_LEN = 16 };
static const size_t big_len = 64;

#ifdef WITH_LONG_IDS
#define ID_LEN 64
#else
#define ID_LEN 16
#endif

struct keys {
    uint8_t enc[16];
    uint8_t mac[MAC_LEN];
    uint8_t salt[TAG_LEN];
};
typedef unsigned char half_key[16];

void literal_too_long(const uint8_t *in, uint8_t *sum)
{
    uint8_t key[16];

    memcpy(key, in, 32); // expect: DTL802
    *sum = key[0];
}

void folded_too_long(struct keys *k, const uint8_t *in)
{
    memcpy(k->enc, in, KEY_LEN); // expect: DTL802
    memcpy(k->mac, in + KEY_LEN, MAC_LEN); /* silent: exactly the member's size */
    memcpy(k->salt, in + KEY_LEN + MAC_LEN, sizeof(k->salt)); /* silent: sizeof the member */
}

void static_const_too_long(half_key out, const uint8_t *in)
{
    half_key local;

    memcpy(local, in, big_len); // expect: DTL802
    out[0] = local[0];
}

void offset_counts(const uint8_t *in, uint8_t *sum)
{
    uint8_t buf[32];

    memcpy(buf, in, 24); /* silent: fits */
    memcpy(buf + 24, in + 24, 16); // expect: DTL802
    memcpy(&buf[8], in, 24); /* silent: 8 + 24 is the whole buffer */
    memmove(&buf[16], in, sizeof(buf)); // expect: DTL802
    *sum = buf[0];
}

void sizeof_other_array(const uint8_t *in, uint8_t *sum)
{
    uint8_t wide[48], narrow[32];

    memcpy(wide, in, sizeof(wide)); /* silent: its own size */
    memcpy(narrow, wide, sizeof(wide)); // expect: DTL802
    memcpy(wide, narrow, sizeof(narrow)); /* silent: the source is the smaller one */
    *sum = narrow[0] + wide[0];
}

int random_too_long(void)
{
    unsigned char cookie_secret[COOKIE_SECRET_LENGTH];

    if (RAND_bytes(cookie_secret, 32) != 1) // expect: DTL802
        return 0;
    return cookie_secret[0];
}

int random_fits(void)
{
    unsigned char secret[KEY_LEN];

    if (RAND_bytes(secret, KEY_LEN) != 1) /* silent: the same constant gives the extent */
        return 0;
    if (RAND_bytes(secret + 16, TAG_LEN) != 1) /* silent: 16 + 16 */
        return 0;
    return secret[0];
}

void digest_too_long(const uint8_t *in, size_t n, uint8_t *sum)
{
    unsigned char md[SHA_DIGEST_LENGTH];
    unsigned char ok[SHA256_DIGEST_LENGTH];

    SHA256(in, n, ok); /* silent: room for the digest */
    SHA256(in, n, md); // expect: DTL802
    *sum = md[0] ^ ok[0];
}

unsigned hmac_too_long(const void *key, int key_len, const uint8_t *in, size_t n)
{
    unsigned char mac[20];
    unsigned len = 0;

    HMAC(EVP_sha256(), key, key_len, in, n, mac, &len); // expect: DTL802
    return mac[0] + len;
}

unsigned hmac_fits(const void *key, int key_len, const uint8_t *in, size_t n)
{
    unsigned char mac[EVP_MAX_MD_SIZE], sha1[20];
    unsigned len = 0;

    HMAC(EVP_sha256(), key, key_len, in, n, mac, &len); /* silent: room for any digest */
    HMAC(EVP_sha1(), key, key_len, in, n, sha1, &len); /* silent: 20 bytes of SHA-1 */
    return mac[0] + sha1[0] + len;
}

int read_too_much(SSL *ssl)
{
    char line[80];
    int n = SSL_read(ssl, line, 128); // expect: DTL802

    return n > 0 ? line[0] : n;
}

int print_too_much(char *out, int port)
{
    char text[8];

    snprintf(text, 16, "%d", port); // expect: DTL802
    snprintf(out, 64, "%s", text); /* silent: the destination's size is not known here */
    return text[0];
}

void clear_too_much(uint8_t *out)
{
    uint8_t block[64];

    memset(block, 0, 128); // expect: DTL802
    *out = block[0];
    OPENSSL_cleanse(block, 64); /* silent: the whole block, no more */
}

void both_configurations(const uint8_t *in, uint8_t *sum)
{
    uint8_t id[ID_LEN];

    memcpy(id, in, ID_LEN); /* silent: length and extent move together */
    *sum = id[0];
}

void rows(const uint8_t *in, uint8_t *sum)
{
    uint8_t keys[4][16];

    memcpy(keys[1], in, 16); /* silent: one row */
    memcpy(keys, in, sizeof(keys)); /* silent: all rows */
    *sum = keys[3][15];
}

void bcopy_constant(const uint8_t *in, uint8_t *out)
{
    uint8_t tag[TAG_LEN], wide[32];

    bcopy(in, wide, sizeof(wide)); /* silent: the second argument is the destination */
    bcopy(wide, tag, 32); // expect: DTL802
    bcopy(tag, out, sizeof(tag)); /* silent: a constant into a pointer */
}
