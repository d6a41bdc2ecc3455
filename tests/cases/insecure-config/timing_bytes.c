/* Bytes compared one by one, tags that digests make, passwords by short names. */
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <string.h>
int by_bytes(const unsigned char *hmac, const unsigned char *expected)
{
    for (int i = 0; i < 32; i++)
        if (hmac[i] != expected[i]) // expect: DTL605
            return 0;
    return 1;
}
int all_bytes(const unsigned char *hmac, const unsigned char *expected)
{
    unsigned char diff = 0;
    for (int i = 0; i < 32; i++)
        diff |= hmac[i] ^ expected[i]; /* silent: all of it, always */
    return diff == 0;
}
int names(const char *a, const char *b, int n)
{
    for (int i = 0; i < n; i++)
        if (a[i] != b[i]) /* silent: nothing says that it is a secret */
            return 0;
    return 1;
}
int first(const unsigned char *cookie)
{
    int i;
    for (i = 0; i < 4; i++)
        if (cookie[i] != 0) /* silent: a constant */
            return 0;
    return 1;
}
int a_tag(EVP_MD_CTX *c, const unsigned char *in, size_t inlen)
{
    unsigned char tag[EVP_MAX_MD_SIZE];
    unsigned int l;
    if (!EVP_DigestFinal_ex(c, tag, &l))
        return 0;
    return l == inlen && !memcmp(in, tag, l); // expect: DTL605
}
struct user { char pass[32]; int passes; };
int login(const struct user *u, const char *given)
{
    return !strcmp(u->pass, given); // expect: DTL605
}
int empty(const struct user *u)
{
    return !strcmp(u->pass, ""); /* silent: asks whether there is one */
}
int same_master(SSL_SESSION *session, const unsigned char *other)
{
    unsigned char bytes[48];
    size_t n = SSL_SESSION_get_master_key(session, bytes, sizeof bytes);
    return memcmp(bytes, other, n) == 0; // expect: DTL605
}
