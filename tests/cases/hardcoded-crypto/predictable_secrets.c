/* Secrets from generators that can be guessed, or from no generator at all. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KEY_LEN 32
#define IV_LEN 16
#define COOKIE_SECRET_LENGTH 16

static unsigned char cookie_secret[COOKIE_SECRET_LENGTH];
static int cookie_initialised;
static unsigned char never_filled[COOKIE_SECRET_LENGTH];
static unsigned char filled_elsewhere[COOKIE_SECRET_LENGTH];
extern unsigned char outside[COOKIE_SECRET_LENGTH];

/* srand beside rand: only the fill is reported. */
static void init_cookie_secret(void)
{
    size_t i;

    srand((unsigned)time(NULL));
    for (i = 0; i < sizeof(cookie_secret); i++)
        cookie_secret[i] = (unsigned char)rand(); // expect: DTL404
    cookie_initialised = 1;
}

static int generate_cookie(SSL *ssl, unsigned char *cookie, unsigned int *len)
{
    unsigned char peer[28];
    size_t n = SSL_get_peer_finished(ssl, peer, sizeof(peer));

    if (!cookie_initialised)
        init_cookie_secret();
    return HMAC(EVP_sha256(), cookie_secret, sizeof(cookie_secret), peer, n, cookie, len) != NULL;
}

int random_key(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    unsigned char key[KEY_LEN];

    for (int i = 0; i < KEY_LEN; i++)
        key[i] = random() % 256; // expect: DTL404
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}

int pseudo_bytes(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    unsigned char key[KEY_LEN];

    if (RAND_pseudo_bytes(key, sizeof(key)) < 0) // expect: DTL404
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}

int constant_iv(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[IV_LEN];

    memset(iv, 0, sizeof(iv)); // expect: DTL404
    return EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, iv);
}

int constant_key(const unsigned char *msg, size_t n, unsigned char *mac)
{
    unsigned char key[KEY_LEN];

    memset(key, 0xa5, sizeof(key)); // expect: DTL404
    return HMAC(EVP_sha256(), key, sizeof(key), msg, n, mac, NULL) != NULL;
}

int zero_initialiser(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[IV_LEN] = { 0 };

    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv); // expect: DTL404
}

int zero_static(const unsigned char *msg, size_t n, unsigned char *mac)
{
    return HMAC(EVP_sha256(), never_filled, sizeof(never_filled), msg, n, mac, NULL) != NULL; // expect: DTL404
}

int zero_allocated(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    unsigned char *key = OPENSSL_zalloc(KEY_LEN);
    int ok;

    if (key == NULL)
        return 0;
    ok = EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv); // expect: DTL404
    OPENSSL_free(key);
    return ok;
}

int fill_elsewhere(void)
{
    return RAND_bytes(filled_elsewhere, sizeof(filled_elsewhere)) == 1;
}

int static_filled(const unsigned char *msg, size_t n, unsigned char *mac)
{
    return HMAC(EVP_sha256(), filled_elsewhere, sizeof(filled_elsewhere), msg, n, mac, NULL) != NULL; /* silent: another function fills it */
}

int extern_secret(const unsigned char *msg, size_t n, unsigned char *mac)
{
    return HMAC(EVP_sha256(), outside, sizeof(outside), msg, n, mac, NULL) != NULL; /* silent: not this file's */
}

int wiped_after_use(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    unsigned char key[KEY_LEN];
    int ok;

    if (RAND_bytes(key, sizeof(key)) != 1)
        return 0;
    ok = EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
    memset(key, 0, sizeof(key)); /* silent: a wipe, nothing uses it afterwards */
    return ok;
}

int cleared_before_fill(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[IV_LEN];

    memset(iv, 0, sizeof(iv)); /* silent: filled properly before its use */
    if (RAND_bytes(iv, sizeof(iv)) != 1)
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}

int padded_key(EVP_CIPHER_CTX *c, const unsigned char *secret, size_t n, const unsigned char *iv)
{
    unsigned char key[KEY_LEN];

    memset(key, 0, sizeof(key)); /* silent: the rest of a key that is copied in */
    memcpy(key, secret, n < sizeof(key) ? n : sizeof(key));
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}

unsigned retry_delay(unsigned base)
{
    return base + (unsigned)rand() % 100; /* silent: jitter is no secret */
}

void test_payload(unsigned char *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)rand(); /* silent: nothing says that it is a secret */
}

int pick_server(int count)
{
    srand((unsigned)time(NULL)); /* silent: load balancing */
    return rand() % count;
}

void zero_message(unsigned char *out)
{
    unsigned char hello[64];

    memset(hello, 0, sizeof(hello)); /* silent: a message */
    memcpy(out, hello, sizeof(hello));
}

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_cookie_generate_cb(ctx, generate_cookie);
}

void random_string(unsigned char *buf, int len)
{
    while (len--)
        *buf++ = random() % 0x100; // expect: DTL404
}

void random_name_string(char *buf, int len)
{
    static const char letters[] = "abcdefgh";
    while (len--)
        *buf++ = letters[random() % 8]; /* silent: characters may name anything */
}
