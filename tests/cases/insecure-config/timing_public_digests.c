/* Digests of what a peer shows to everybody, as they are and spelled out; texts by their length. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>

struct known {
    struct known *next;
    char data[65];
};

int is_listed(X509 *cert, const struct known *known)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    char digest_str[65];
    unsigned int n;

    if (X509_digest(cert, EVP_sha256(), digest, &n) != 1)
        return 0;
    for (unsigned int i = 0; i < n; i++)
        sprintf(&digest_str[2 * i], "%02x", digest[i]);
    for (; known != NULL; known = known->next)
        if (memcmp(digest_str, known->data, 64) == 0) /* silent: anybody may see the certificate */
            return 1;
    return 0;
}

int is_authentic(const void *key, const void *text, size_t length, const char *given)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    char digest_str[2 * EVP_MAX_MD_SIZE + 1];
    unsigned int n = 0;

    if (HMAC(EVP_sha256(), key, 32, text, length, digest, &n) == NULL)
        return 0;
    for (unsigned int i = 0; i < n; i++)
        sprintf(&digest_str[2 * i], "%02x", digest[i]);
    return strcmp(digest_str, given) == 0; // expect: DTL605
}

const char *value_of(const char *name, unsigned int *tag_len);

int has_value(const char *wanted)
{
    unsigned int tag_len;
    const char *value = value_of("zone", &tag_len);

    return memcmp(wanted, value, tag_len) == 0; /* silent: texts */
}
