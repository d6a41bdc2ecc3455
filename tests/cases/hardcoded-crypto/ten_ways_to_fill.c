/* Ten ways in which real code fills what it then uses as a secret. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_LENGTH 32
#define IV_LENGTH 16
#define NONCE_LENGTH 12
#define OLD_BLOCK 8
#define STORE_U64(p, n) store64((p), (n))

void store64(unsigned char *p, uint64_t n);
int derive_nonce(unsigned char *out, size_t n, const unsigned char *secret);

struct options { unsigned char cookie_secret[KEY_LENGTH]; char *password; };

/* A zero key that the protocol asks for says so by its name. */
static const unsigned char all_zeroes[KEY_LENGTH] = { 0 };

int extract(const unsigned char *msg, size_t n, unsigned char *out)
{
    return HMAC(EVP_sha256(), all_zeroes, sizeof(all_zeroes), msg, n, out, NULL) != NULL; /* silent: deliberate */
}

int counter_nonce(EVP_CIPHER_CTX *c, const unsigned char *key, uint64_t sequence)
{
    unsigned char nonce[NONCE_LENGTH];

    memset(nonce, 0, sizeof(nonce)); /* silent: a counter is written into it */
    STORE_U64(nonce + 4, sequence);
    return EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), NULL, key, nonce);
}

int nonce_by_helper(EVP_CIPHER_CTX *c, const unsigned char *key, const unsigned char *secret)
{
    unsigned char nonce[NONCE_LENGTH] = { 0 };

    if (!derive_nonce(nonce, sizeof(nonce), secret))
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), NULL, key, nonce); /* silent: the helper fills it */
}

int padded(EVP_CIPHER_CTX *c, const unsigned char *word, size_t n, const unsigned char *iv)
{
    unsigned char *key = malloc(KEY_LENGTH);
    int ok;

    if (key == NULL || n > KEY_LENGTH) {
        free(key);
        return 0;
    }
    memcpy(key, word, n);
    memset(key + n, 0, KEY_LENGTH - n); /* silent: the padding behind a key */
    ok = EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
    free(key);
    return ok;
}

int small_block(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[OLD_BLOCK];

    if (RAND_bytes(iv, sizeof(iv)) != 1) /* silent: Blowfish has blocks of 8 bytes */
        return 0;
    return EVP_EncryptInit_ex(c, EVP_bf_cbc(), NULL, key, iv);
}

int one_byte(unsigned char *buf)
{
    return RAND_bytes(buf, 1) == 1; /* silent: one byte is a number, not a secret */
}

int decrypt_zero_iv(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[IV_LENGTH] = { 0 };

    return EVP_DecryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv); /* silent: the sender chose it */
}

EVP_PKEY *with_callback(BIO *bio, pem_password_cb *ask)
{
    return PEM_read_bio_PrivateKey(bio, NULL, ask, (void *)"server key"); /* silent: data of the callback */
}

void fill_options(struct options *o)
{
    size_t i;

    for (i = 0; i < sizeof(o->cookie_secret); i++)
        o->cookie_secret[i] = (unsigned char)(random() >> 8); // expect: DTL404
    o->password = NULL;
}

void fill_backwards(unsigned char *cookie_secret, int n)
{
    while (n--)
        *cookie_secret++ = rand() & 0xff; // expect: DTL404
}

int fill_by_words(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[IV_LENGTH];
    int i;

    for (i = 0; i < IV_LENGTH; i++) {
        long r = lrand48();

        iv[i] = (unsigned char)(r >> 4); // expect: DTL404
    }
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}

int zero_by_calloc(const unsigned char *msg, size_t n, unsigned char *out)
{
    unsigned char *key = calloc(1, KEY_LENGTH);
    int ok;

    if (key == NULL)
        return 0;
    ok = HMAC(EVP_sha256(), key, KEY_LENGTH, msg, n, out, NULL) != NULL; // expect: DTL404
    free(key);
    return ok;
}

int zero_then_filled(SSL_CTX *ctx)
{
    unsigned char *keys = calloc(1, 80);
    int ok;

    if (keys == NULL || RAND_bytes(keys, 80) != 1) // expect: DTL401
        return 0;
    ok = SSL_CTX_set_tlsext_ticket_keys(ctx, keys, 80) == 1;
    free(keys);
    return ok;
}

EVP_PKEY *generate(void)
{
    return EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024); // expect: DTL402
}

EVP_PKEY *generate_curve(void)
{
    return EVP_EC_gen("P-256"); /* silent: 256 bits */
}

static char saved_password[64];

static int password_from_a_format(char *buf, int size, int rwflag, void *u)
{
    (void)size;
    (void)u;
    return sprintf(buf, "%s-%d", saved_password, rwflag); /* silent: the format is no secret */
}

static int password_without_conversion(char *buf, int size, int rwflag, void *u)
{
    (void)size;
    (void)rwflag;
    (void)u;
    return sprintf(buf, "changeit"); // expect: DTL403
}

static int password_printed(char *buf, int size, int rwflag, void *u)
{
    (void)rwflag;
    (void)u;
    return snprintf(buf, (size_t)size, "%s%d", "changeit", 1); // expect: DTL403
}

int key_printed(EVP_CIPHER_CTX *ctx, const unsigned char *iv)
{
    char key[33];

    snprintf(key, sizeof(key), "0123456789abcdef0123456789abcdef");
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, (unsigned char *)key, iv); // expect: DTL403
}

int key_of_parts(EVP_CIPHER_CTX *ctx, const unsigned char *iv, const char *device)
{
    char key[33];

    snprintf(key, sizeof(key), "%32s", device);
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), NULL, (unsigned char *)key, iv); /* silent: made of something else */
}

void install_printers(SSL_CTX *a, SSL_CTX *b, SSL_CTX *c)
{
    SSL_CTX_set_default_passwd_cb(a, password_from_a_format);
    SSL_CTX_set_default_passwd_cb(b, password_without_conversion);
    SSL_CTX_set_default_passwd_cb(c, password_printed);
}
