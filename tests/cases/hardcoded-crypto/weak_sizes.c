/* Sizes under the minimum. All of them have names, so that only their value is the matter. */
#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <stdint.h>

#define COOKIE_SECRET_LENGTH 8
#define SALT_LEN 8
#define KEY_LEN 32
#define SALT_LEN_OK 16
#define GCM_IV_LEN 12
#define SHORT_GCM_IV_LEN 8
#define CBC_IV_LEN 16
#define ITERATIONS 4096
#define MIN_ITERATIONS 100000
enum { OLD_RSA_BITS = 1024, RSA_BITS = 2048 };
static const int dh_bits = 1024;

static unsigned char cookie_secret[COOKIE_SECRET_LENGTH];

int init_cookie_secret(void)
{
    if (RAND_bytes(cookie_secret, COOKIE_SECRET_LENGTH) != 1) // expect: DTL402
        return 0;
    return 1;
}

int short_salt(const char *pass, int pass_len, unsigned char *key)
{
    unsigned char salt[SALT_LEN];

    if (RAND_bytes(salt, sizeof(salt)) != 1) // expect: DTL402
        return 0;
    return PKCS5_PBKDF2_HMAC(pass, pass_len, salt, sizeof(salt), MIN_ITERATIONS, EVP_sha256(), KEY_LEN, key);
}

int short_iv(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[SHORT_GCM_IV_LEN];

    if (RAND_bytes(iv, sizeof(iv)) != 1) // expect: DTL402
        return 0;
    if (EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), NULL, NULL, NULL) != 1)
        return 0;
    return EVP_EncryptInit_ex(c, NULL, NULL, key, iv);
}

int old_rsa(RSA *rsa, BIGNUM *e)
{
    return RSA_generate_key_ex(rsa, OLD_RSA_BITS, e, NULL); // expect: DTL402
}

int old_rsa_evp(EVP_PKEY_CTX *ctx)
{
    return EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, 512); // expect: DTL402
}

int old_dh(DH *dh)
{
    return DH_generate_parameters_ex(dh, dh_bits, DH_GENERATOR_2, NULL); // expect: DTL402
}

EC_KEY *old_curve(void)
{
    return EC_KEY_new_by_curve_name(NID_X9_62_prime192v1); // expect: DTL402
}

int old_curve_evp(EVP_PKEY_CTX *ctx)
{
    return EVP_PKEY_CTX_set_ec_paramgen_curve_nid(ctx, NID_secp160r1); // expect: DTL402
}

int few_iterations(const char *pass, int pass_len, const unsigned char *salt, int salt_len, unsigned char *key)
{
    return PKCS5_PBKDF2_HMAC(pass, pass_len, salt, salt_len, ITERATIONS, EVP_sha256(), KEY_LEN, key); // expect: DTL402
}

int few_iterations_sha1(const char *pass, int pass_len, const unsigned char *salt, int salt_len, unsigned char *key)
{
    return PKCS5_PBKDF2_HMAC_SHA1(pass, pass_len, salt, salt_len, 1000, KEY_LEN, key); // expect: DTL402
}

/* A scalar, but its name says what it is. */
uint64_t new_session_key(void)
{
    uint64_t session_key;

    if (RAND_bytes((unsigned char *)&session_key, sizeof(session_key)) != 1) // expect: DTL402
        return 0;
    return session_key;
}

int rsa_exact(RSA *rsa, BIGNUM *e, EVP_PKEY_CTX *ctx)
{
    if (RSA_generate_key_ex(rsa, RSA_BITS, e, NULL) != 1) /* silent: 2048 is the minimum */
        return 0;
    return EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, 4096); /* silent: above it */
}

int rsa_from_settings(RSA *rsa, BIGNUM *e, int bits)
{
    return RSA_generate_key_ex(rsa, bits, e, NULL); /* silent: not known here */
}

EC_KEY *curve_exact(int small)
{
    if (small)
        return EC_KEY_new_by_curve_name(NID_secp224r1); /* silent: 224 bits are the minimum */
    return EC_KEY_new_by_curve_name(NID_X9_62_prime256v1); /* silent: 256 */
}

int iterations_exact(const char *pass, int pass_len, const unsigned char *salt, int salt_len, unsigned char *key)
{
    return PKCS5_PBKDF2_HMAC(pass, pass_len, salt, salt_len, MIN_ITERATIONS, EVP_sha256(), KEY_LEN, key); /* silent: the minimum */
}

int iterations_given(const char *pass, int pass_len, const unsigned char *salt, int salt_len, int count, unsigned char *key)
{
    return PKCS5_PBKDF2_HMAC(pass, pass_len, salt, salt_len, count, EVP_sha256(), KEY_LEN, key); /* silent: not known here */
}

int gcm_nonce(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[GCM_IV_LEN];

    if (RAND_bytes(iv, sizeof(iv)) != 1) /* silent: 12 bytes are right for GCM */
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, iv);
}

/* The same 12 bytes are too few for CBC. */
int cbc_with_gcm_size(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    unsigned char iv[GCM_IV_LEN];

    if (RAND_bytes(iv, sizeof(iv)) != 1) // expect: DTL402
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}

int salt_exact(unsigned char *out)
{
    unsigned char salt[SALT_LEN_OK];

    if (RAND_bytes(salt, SALT_LEN_OK) != 1) /* silent: 16 bytes */
        return 0;
    out[0] = salt[0];
    return 1;
}

unsigned backoff_jitter(void)
{
    unsigned char byte;

    if (RAND_bytes(&byte, 1) != 1) /* silent: one byte into a scalar */
        return 0;
    return byte % 100;
}

uint16_t message_id(void)
{
    uint16_t mid;

    if (RAND_bytes((unsigned char *)&mid, sizeof mid) != 1) /* silent: a scalar whose name is no secret's */
        return 0;
    return mid;
}
