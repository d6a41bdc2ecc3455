// Sizes and secrets that reach OpenSSL through functions and macros of the file.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#ifdef SMALL_DEVICE
#define KEY_BITS 1024
#define ROUNDS 600000
#else
#define KEY_BITS 3072
#define ROUNDS 200000
#endif
#define KEY_LENGTH 32
#define FILL(p, n) RAND_bytes((p), (int)(n))

struct session { uint8_t key[KEY_LENGTH], cookie[KEY_LENGTH], salt[KEY_LENGTH]; };

static int draw(unsigned char *out, size_t n)
{
    if (RAND_bytes(out, (int)n) != 1) {
        fprintf(stderr, "no randomness\n");
        return -1;
    }
    return 0;
}

static int draw_at_least(unsigned char *out, size_t n)
{
    if (n < 16)
        n = 16;
    return RAND_bytes(out, (int)n) == 1 ? 0 : -1;
}

static int make_key(EVP_PKEY_CTX *ctx, int bits)
{
    return EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, bits) > 0;
}

static int stretch(const char *pass, const uint8_t *salt, size_t n, int rounds, uint8_t *out)
{
    return PKCS5_PBKDF2_HMAC(pass, -1, salt, (int)n, rounds, EVP_sha256(), KEY_LENGTH, out);
}

static int mac(const void *key, int key_len, const uint8_t *in, size_t n, uint8_t *out)
{
    return HMAC(EVP_sha256(), key, key_len, in, n, out, NULL) != NULL;
}

int bare(struct session *s)
{
    return draw(s->key, 32); // expect: DTL401
}

int short_secret(struct session *s)
{
    return draw(s->cookie, 8); // expect: DTL402
}

int partial(struct session *s, const uint8_t *in, uint8_t *out)
{
    if (draw(s->salt, KEY_LENGTH / 2) < 0) // expect: DTL405
        return 0;
    return HMAC(EVP_sha256(), s->salt, sizeof s->salt, in, 8, out, NULL) != NULL;
}

int whole(struct session *s)
{
    return draw(s->key, sizeof s->key); /* silent: the buffer's own size */
}

int floored(struct session *s)
{
    return draw_at_least(s->cookie, 8); /* silent: the helper decides on the length */
}

int weak_key(EVP_PKEY_CTX *ctx)
{
    return make_key(ctx, 1024); // expect: DTL402
}

int strong_key(EVP_PKEY_CTX *ctx)
{
    return make_key(ctx, 2048); /* silent: bits are no length in bytes */
}

int few_rounds(const char *pass, const uint8_t *salt, size_t n, uint8_t *out)
{
    return stretch(pass, salt, n, 1000, out); // expect: DTL402
}

int enough_rounds(const char *pass, const uint8_t *salt, size_t n, uint8_t *out)
{
    return stretch(pass, salt, n, ROUNDS, out); /* silent: enough in both configurations */
}

int literal_key(const uint8_t *in, size_t n, uint8_t *out)
{
    return mac("not a secret", 12, in, n, out); // expect: DTL401, DTL403
}

int weak_in_one_configuration(RSA *rsa, BIGNUM *e)
{
    return RSA_generate_key_ex(rsa, KEY_BITS, e, NULL); // expect: DTL402
}

int by_macro(uint8_t *token)
{
    return FILL(token, 24) == 1; // expect: DTL401
}

int by_macro_whole(struct session *s)
{
    return FILL(s->cookie, sizeof s->cookie) == 1; /* silent: the buffer's own size */
}

int cast(uint8_t *secret)
{
    return RAND_bytes(secret, (int)32u) == 1; // expect: DTL401
}

int cast_of_a_name(uint8_t *secret)
{
    return RAND_bytes(secret, (int)KEY_LENGTH) == 1; /* silent: it has a name */
}

int never_filled(EVP_CIPHER_CTX *ctx, const uint8_t *iv)
{
    static uint8_t key[KEY_LENGTH];

    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, key, iv); // expect: DTL404
}

int filled_once(EVP_CIPHER_CTX *ctx, const uint8_t *iv, const uint8_t *master)
{
    static uint8_t key[KEY_LENGTH];
    static int ready;

    if (!ready)
        memcpy(key, master, sizeof key);
    ready = 1;
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, key, iv); /* silent: filled here */
}

int zero_by_name(EVP_CIPHER_CTX *ctx, const uint8_t *key)
{
    static const uint8_t zero_iv[16] = { 0 };

    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, key, zero_iv); // expect: DTL404
}

int zero_to_decrypt(EVP_CIPHER_CTX *ctx, const uint8_t *key)
{
    static const uint8_t zero_iv[16] = { 0 };

    return EVP_DecryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, key, zero_iv); /* silent: as it came */
}

static const uint8_t *fleet_key(void)
{
    static const uint8_t key[KEY_LENGTH] = { 0x5c };

    return key;
}

static uint8_t current[KEY_LENGTH];

static const uint8_t *current_key(void)
{
    return current;
}

int by_function(EVP_CIPHER_CTX *ctx, const uint8_t *iv)
{
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, fleet_key(), iv); // expect: DTL403
}

int by_function_filled(EVP_CIPHER_CTX *ctx, const uint8_t *iv)
{
    if (RAND_bytes(current, sizeof current) != 1)
        return 0;
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, current_key(), iv); /* silent */
}

static void scramble(uint8_t *out, size_t n)
{
    while (n--)
        *out++ = (uint8_t)rand(); // expect: DTL404
}

void scrambled_cookie(struct session *s)
{
    scramble(s->cookie, sizeof s->cookie);
}

static void noise(uint8_t *out, size_t n)
{
    while (n--)
        *out++ = (uint8_t)rand(); /* silent: a test picture */
}

void picture(uint8_t *pixels)
{
    noise(pixels, 4096);
}

int zeroed_by_hand(EVP_CIPHER_CTX *ctx, const uint8_t *key)
{
    uint8_t iv[16];
    size_t i;

    for (i = 0; i < sizeof iv; i++)
        iv[i] = 0; // expect: DTL404
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, key, iv);
}

int counted_by_hand(EVP_CIPHER_CTX *ctx, const uint8_t *key, uint64_t n)
{
    uint8_t iv[16];
    size_t i;

    for (i = 0; i < 8; i++)
        iv[i] = 0;
    for (i = 8; i < 16; i++)
        iv[i] = (uint8_t)(n >> (8 * (15 - i)));
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_ctr(), NULL, key, iv); /* silent: a counter */
}
