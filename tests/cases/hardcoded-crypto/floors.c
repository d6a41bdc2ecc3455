#include <openssl/evp.h>

/* A floor for a nonsense count that is read from the entry: the count itself is data. */
int from_the_entry(const char *password, unsigned iterations, unsigned char *salt, unsigned char *key)
{
    if (iterations == 0)
        iterations = 1; /* silent: a repair */
    return PKCS5_PBKDF2_HMAC(password, 8, salt, 16, iterations, EVP_sha256(), EVP_MAX_KEY_LENGTH, key);
}

int from_the_code(const char *password, int fast, unsigned char *salt, unsigned char *key)
{
    int iterations = 200000;

    if (fast)
        iterations = 1000;
    return PKCS5_PBKDF2_HMAC(password, 8, salt, 16, iterations, EVP_sha256(), EVP_MAX_KEY_LENGTH, // expect: DTL402
                             key);
}

int from_the_start(const char *password, unsigned char *salt, unsigned char *key)
{
    int iterations = 1000;

    if (iterations < 1)
        iterations = 1;
    return PKCS5_PBKDF2_HMAC(password, 8, salt, 16, iterations, EVP_sha256(), EVP_MAX_KEY_LENGTH, // expect: DTL402
                             key);
}
