/* Lengths of secrets written as bare numbers, and the many ways to say them properly. */
#include <openssl/aes.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define COOKIE_SECRET_LENGTH 32
enum { IV_LENGTH = 16 };
static const int ticket_secret_length = 48;

struct listener {
    unsigned char secret[24]; // expect: DTL401
    unsigned char token[COOKIE_SECRET_LENGTH];
    unsigned char address[28];
};

static unsigned char cookie_secret[COOKIE_SECRET_LENGTH];
static unsigned char literal_secret[16]; // expect: DTL401

/* At the length argument if that is a literal. */
int fill_argument(void)
{
    return RAND_bytes(cookie_secret, 32) == 1; // expect: DTL401
}

/* At the extent when the argument is sizeof. */
int fill_extent(void)
{
    return RAND_bytes(literal_secret, sizeof(literal_secret)) == 1;
}

int fill_member(struct listener *l)
{
    return RAND_bytes(l->secret, sizeof(l->secret)) == 1
        && RAND_bytes(l->token, sizeof(l->token)) == 1; /* silent: the member's extent has a name */
}

int fill_local_extent(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[16]; // expect: DTL401

    if (RAND_bytes(iv, sizeof(iv)) != 1)
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}

/* One finding a secret: both are literals, the argument is named. */
int fill_both(const void *msg, size_t n, unsigned char *mac)
{
    unsigned char key[32];

    if (RAND_priv_bytes(key, 32) != 1) // expect: DTL401
        return 0;
    return HMAC(EVP_sha256(), key, sizeof(key), msg, n, mac, NULL) != NULL;
}

/* An expression of literals alone is a literal. */
unsigned char *allocate_secret(void)
{
    unsigned char *p = OPENSSL_malloc(256 / 8); /* silent: one finding a secret, and the argument has it */

    if (p != NULL && RAND_bytes(p, 256 / 8) != 1) { // expect: DTL401
        OPENSSL_free(p);
        p = NULL;
    }
    return p;
}

/* The argument has a name, the allocation has not. */
unsigned char *allocate_ticket_secret(void)
{
    unsigned char *p = malloc(48); // expect: DTL401

    if (p == NULL)
        return NULL;
    if (RAND_bytes(p, ticket_secret_length) != 1) {
        free(p);
        return NULL;
    }
    return p;
}

int derive(const char *pass, int pass_len, const unsigned char *salt, int salt_len, unsigned char *key)
{
    return PKCS5_PBKDF2_HMAC(pass, pass_len, salt, salt_len, 600000, EVP_sha256(), 32, key); // expect: DTL401
}

int export_srtp(SSL *ssl, unsigned char *out)
{
    static const char label[] = "EXTRACTOR-dtls_srtp";

    return SSL_export_keying_material(ssl, out, 60, label, sizeof(label) - 1, NULL, 0, 0); // expect: DTL401
}

int mac_key_length(HMAC_CTX *h, const unsigned char *key)
{
    return HMAC_Init_ex(h, key, 20, EVP_sha1(), NULL); // expect: DTL401
}

int hkdf_key_length(EVP_PKEY_CTX *ctx, const unsigned char *key)
{
    return EVP_PKEY_CTX_set1_hkdf_key(ctx, key, 32); // expect: DTL401
}

int named_macro(void)
{
    return RAND_bytes(cookie_secret, COOKIE_SECRET_LENGTH) == 1; /* silent: a named constant */
}

int named_enum(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[IV_LENGTH];

    if (RAND_bytes(iv, sizeof iv) != 1) /* silent: sizeof, and the extent has a name */
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}

int named_const(unsigned char *out)
{
    return RAND_bytes(out, ticket_secret_length) == 1; /* silent: a static const */
}

int asked_of_cipher(const EVP_CIPHER *cipher, EVP_CIPHER_CTX *c)
{
    unsigned char key[EVP_MAX_KEY_LENGTH], iv[EVP_MAX_IV_LENGTH];

    if (RAND_bytes(key, EVP_CIPHER_key_length(cipher)) != 1) /* silent: the cipher says how long */
        return 0;
    if (RAND_bytes(iv, EVP_CIPHER_iv_length(cipher)) != 1) /* silent: the cipher says how long */
        return 0;
    return EVP_EncryptInit_ex(c, cipher, NULL, key, iv);
}

int asked_of_digest(const EVP_MD *md, const unsigned char *key, const void *msg, size_t n, unsigned char *mac)
{
    return HMAC(md, key, EVP_MD_size(md), msg, n, mac, NULL) != NULL; /* silent: the digest says how long */
}

int from_caller(unsigned char *out, size_t len)
{
    return RAND_bytes(out, (int)len) == 1; /* silent: the caller decides */
}

int bits_not_bytes(RSA *rsa, BIGNUM *e, const unsigned char *raw, AES_KEY *schedule)
{
    if (AES_set_encrypt_key(raw, 256, schedule) != 0) /* silent: bits */
        return 0;
    return RSA_generate_key_ex(rsa, 3072, e, NULL); /* silent: bits */
}

uint32_t transaction_number(void)
{
    uint32_t id;

    if (RAND_bytes((unsigned char *)&id, sizeof(id)) != 1) /* silent: a scalar is no secret */
        abort();
    return id;
}

uint16_t sequence_start(void)
{
    uint16_t seq = 0;

    if (RAND_bytes((unsigned char *)&seq, 2) != 1) /* silent: a scalar is no secret */
        return 1;
    return seq;
}

int password_length(const char *salt, int salt_len, unsigned char *key, const char *word)
{
    return PKCS5_PBKDF2_HMAC(word, 12, (const unsigned char *)salt, salt_len, 310000, /* silent: a password's length */
                             EVP_sha256(), COOKIE_SECRET_LENGTH, key);
}

void digest_of_public(const unsigned char *cert, size_t n, char *out)
{
    unsigned char md[32]; /* silent: a digest is no secret */

    SHA256(cert, n, md);
    memcpy(out, md, 32); /* silent: neither RNG nor KDF nor key call */
}

int session_context(SSL_CTX *ctx)
{
    return SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"relay", 5); /* silent: not a secret */
}
