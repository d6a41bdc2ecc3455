/* Secrets that anyone with the binary can read. */
#include <openssl/aes.h>
#include <openssl/des.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_LEN 32
#define ITERATIONS 310000
#define DEFAULT_PASSWORD "changeit"

static const unsigned char aes_key[] = {
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f,
};
static unsigned char ticket_keys[80] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
static const char cookie_secret[] = "this is a very secret cookie key";
static const unsigned char fixed_iv[] = "fedcba9876543210";
static const char *hmac_secret = "an hmac secret of some thirty by";

static const struct { const char *identity, *key; } psk_table[] = {
    { "alice", "alice-has-a-pre-shared-key" },
    { "bob", "bob-has-a-pre-shared-key-too" },
};

int array_as_key(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    return EVP_EncryptInit_ex(c, EVP_aes_128_cbc(), NULL, aes_key, iv); // expect: DTL403
}

int array_as_iv(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    return EVP_EncryptInit_ex(c, EVP_aes_128_cbc(), NULL, key, fixed_iv); // expect: DTL403
}

int decrypt_with_literal(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    const unsigned char *k = (const unsigned char *)"0123456789abcdef";

    return EVP_DecryptInit_ex(c, EVP_aes_128_cbc(), NULL, k, iv); // expect: DTL403
}

void schedule(AES_KEY *out)
{
    AES_set_encrypt_key(aes_key, 128, out); // expect: DTL403
}

int static_tickets(SSL_CTX *ctx)
{
    return SSL_CTX_set_tlsext_ticket_keys(ctx, ticket_keys, sizeof(ticket_keys)); // expect: DTL403
}

static int generate_cookie(SSL *ssl, unsigned char *cookie, unsigned int *len)
{
    unsigned char peer[28];
    size_t n = SSL_get_peer_finished(ssl, peer, sizeof(peer));

    return HMAC(EVP_sha256(), cookie_secret, sizeof(cookie_secret), peer, n, cookie, len) != NULL; // expect: DTL403
}

int pointer_to_literal(const unsigned char *msg, size_t n, unsigned char *mac)
{
    return HMAC(EVP_sha256(), hmac_secret, (int)strlen(hmac_secret), msg, n, mac, NULL) != NULL; // expect: DTL403
}

EVP_PKEY *load_key(BIO *bio)
{
    return PEM_read_bio_PrivateKey(bio, NULL, NULL, (void *)"test1234"); // expect: DTL403
}

int load_p12(PKCS12 *p12, EVP_PKEY **key, X509 **cert)
{
    return PKCS12_parse(p12, DEFAULT_PASSWORD, key, cert, NULL); // expect: DTL403
}

/* A default is a literal on one path. */
int load_p12_default(PKCS12 *p12, const char *pass, EVP_PKEY **key, X509 **cert)
{
    if (pass == NULL)
        pass = "changeme";
    return PKCS12_parse(p12, pass, key, cert, NULL); // expect: DTL403
}

int load_p12_ternary(PKCS12 *p12, const char *pass, EVP_PKEY **key, X509 **cert)
{
    return PKCS12_parse(p12, pass ? pass : "notasecret", key, cert, NULL); // expect: DTL403
}

void password_for_context(SSL_CTX *ctx)
{
    SSL_CTX_set_default_passwd_cb_userdata(ctx, (void *)"server-password"); // expect: DTL403
}

int derive_literal_salt(const char *pass, int pass_len, unsigned char *key)
{
    static const unsigned char salt[] = "mosquitto-of-salt";

    return PKCS5_PBKDF2_HMAC(pass, pass_len, salt, sizeof(salt) - 1, ITERATIONS, EVP_sha256(), KEY_LEN, key); // expect: DTL403
}

static unsigned int psk_from_table(SSL *ssl, const char *identity, unsigned char *psk, unsigned int max_psk_len)
{
    for (size_t i = 0; i < sizeof(psk_table) / sizeof(psk_table[0]); i++) {
        size_t n = strlen(psk_table[i].key);

        if (strcmp(identity, psk_table[i].identity) == 0 && n <= max_psk_len) {
            memcpy(psk, psk_table[i].key, n); // expect: DTL403
            return (unsigned)n;
        }
    }
    return 0;
}

static int password_callback(char *buf, int size, int rwflag, void *u)
{
    strncpy(buf, "keystore-pw", (size_t)size); // expect: DTL403
    buf[size - 1] = '\0';
    return (int)strlen(buf);
}

/* Through one call in this file. */
static int start(EVP_CIPHER_CTX *c, const unsigned char *key, const unsigned char *iv)
{
    return EVP_EncryptInit_ex(c, EVP_aes_256_ctr(), NULL, key, iv); /* silent: the caller's call is reported */
}

int start_with_literal(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    return start(c, (const unsigned char *)"0123456789abcdef0123456789abcdef", iv); // expect: DTL403
}

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_cookie_generate_cb(ctx, generate_cookie);
    SSL_CTX_set_psk_server_callback(ctx, psk_from_table);
    SSL_CTX_set_default_passwd_cb(ctx, password_callback);
}

/* The array is behind a typedef. */
int set_des_key(DES_key_schedule *schedule)
{
    static DES_cblock key = {1, 2, 3, 4, 5, 6, 7, 8};

    return DES_set_key_checked(&key, schedule); // expect: DTL403
}

/* silent: read from a file */
int read_des_key(DES_key_schedule *schedule, FILE *f)
{
    DES_cblock key = {0};

    if (fread(&key, 1, sizeof(key), f) != sizeof(key))
        return -1;
    return DES_set_key_checked(&key, schedule);
}
