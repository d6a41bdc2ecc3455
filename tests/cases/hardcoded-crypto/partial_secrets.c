/* The generator fills a part, the whole is used. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#define KEY_LEN 32
#define HALF_LEN 16
#define TICKET_LEN 80
#define IV_LEN 16

struct ticket { unsigned char name[HALF_LEN], hmac[KEY_LEN], aes[KEY_LEN]; };
static unsigned char cookie_secret[KEY_LEN];

int half_key(const unsigned char *msg, size_t n, unsigned char *mac)
{
    unsigned char key[KEY_LEN];

    if (RAND_bytes(key, HALF_LEN) != 1) // expect: DTL405
        return 0;
    return HMAC(EVP_sha256(), key, sizeof(key), msg, n, mac, NULL) != NULL;
}

int sizeof_half(const unsigned char *msg, size_t n, unsigned char *mac)
{
    unsigned char key[KEY_LEN];

    if (RAND_priv_bytes(key, sizeof(key) / 2) != 1) // expect: DTL405
        return 0;
    return HMAC(EVP_sha256(), key, KEY_LEN, msg, n, mac, NULL) != NULL;
}

int one_byte_less(SSL_CTX *ctx)
{
    unsigned char keys[TICKET_LEN];

    if (RAND_bytes(keys, TICKET_LEN - 1) != 1) // expect: DTL405
        return 0;
    return SSL_CTX_set_tlsext_ticket_keys(ctx, keys, sizeof(keys)) == 1;
}

int wrong_constant(void)
{
    if (RAND_bytes(cookie_secret, IV_LEN) != 1) // expect: DTL405
        return 0;
    return 1;
}

int use_cookie_secret(const unsigned char *msg, size_t n, unsigned char *mac)
{
    return HMAC(EVP_sha256(), cookie_secret, sizeof(cookie_secret), msg, n, mac, NULL) != NULL;
}

int cipher_takes_more(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    unsigned char key[KEY_LEN];

    if (RAND_bytes(key, HALF_LEN) != 1) // expect: DTL405
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}

int loop_goto(const unsigned char *msg, size_t n, unsigned char *mac)
{
    unsigned char key[KEY_LEN];
    int rv = 0;

    if (RAND_bytes(key, HALF_LEN) <= 0) // expect: DTL405
        goto out;
    rv = HMAC(EVP_sha256(), key, sizeof key, msg, n, mac, NULL) != NULL;
out:
    OPENSSL_cleanse(key, sizeof key);
    return rv;
}

int in_two_steps(const unsigned char *msg, size_t n, unsigned char *mac)
{
    unsigned char key[KEY_LEN];

    if (RAND_bytes(key, HALF_LEN) != 1) /* silent: the second half follows */
        return 0;
    if (RAND_bytes(key + HALF_LEN, KEY_LEN - HALF_LEN) != 1)
        return 0;
    return HMAC(EVP_sha256(), key, sizeof(key), msg, n, mac, NULL) != NULL;
}

int part_used(const unsigned char *msg, size_t n, unsigned char *mac)
{
    unsigned char key[KEY_LEN];

    if (RAND_bytes(key, HALF_LEN) != 1) /* silent: only the filled part is used */
        return 0;
    return HMAC(EVP_sha256(), key, HALF_LEN, msg, n, mac, NULL) != NULL;
}

int rest_by_copy(const unsigned char *id, const unsigned char *msg, size_t n, unsigned char *mac)
{
    unsigned char key[KEY_LEN];

    if (RAND_bytes(key, HALF_LEN) != 1) /* silent: the rest is copied in */
        return 0;
    memcpy(key + HALF_LEN, id, KEY_LEN - HALF_LEN);
    return HMAC(EVP_sha256(), key, sizeof(key), msg, n, mac, NULL) != NULL;
}

int maximum_sized(const EVP_CIPHER *cipher, EVP_CIPHER_CTX *c)
{
    unsigned char key[EVP_MAX_KEY_LENGTH], iv[EVP_MAX_IV_LENGTH];

    if (RAND_bytes(key, EVP_CIPHER_key_length(cipher)) != 1) /* silent: the cipher uses as much as it says */
        return 0;
    if (RAND_bytes(iv, EVP_CIPHER_iv_length(cipher)) != 1) /* silent: the cipher uses as much as it says */
        return 0;
    return EVP_EncryptInit_ex(c, cipher, NULL, key, iv);
}

int cipher_takes_less(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    unsigned char key[KEY_LEN];

    if (RAND_bytes(key, HALF_LEN) != 1) /* silent: AES-128 reads 16 bytes */
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_128_cbc(), NULL, key, iv);
}

int same_variable(unsigned char *out, int n, const unsigned char *msg, size_t m, unsigned char *mac)
{
    unsigned char key[KEY_LEN];

    if (n < HALF_LEN || n > KEY_LEN)
        return 0;
    if (RAND_bytes(key, n) != 1) /* silent: filled and used with one length */
        return 0;
    out[0] = 1;
    return HMAC(EVP_sha256(), key, n, msg, m, mac, NULL) != NULL;
}

int whole_struct(struct ticket *t)
{
    if (RAND_bytes(t->name, sizeof(t->name)) != 1) /* silent: the whole member */
        return 0;
    if (RAND_bytes(t->hmac, sizeof(t->hmac)) != 1) /* silent: the whole member */
        return 0;
    return RAND_bytes(t->aes, sizeof(t->aes)) == 1; /* silent: the whole member */
}

int never_used_whole(char *hex)
{
    unsigned char id[KEY_LEN];

    if (RAND_bytes(id, HALF_LEN) != 1) /* silent: the loop reads what was filled */
        return 0;
    for (int i = 0; i < HALF_LEN; i++)
        hex[i] = "0123456789abcdef"[id[i] & 15];
    return 1;
}
