/* A buffer made with the length is the source; the destination is the caller's. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

void *from_hex(const char *text, int n);

static void decode_key(const char *text, int n, void *out, int *length)
{
    int half = (n - 3) / 2;
    void *key = from_hex(text + 2, n - 3);
    memcpy(out, key, half); // expect: DTL801
    *length = half;
    OPENSSL_cleanse(key, half);
}

static void *decode_anew(const char *text, int n, void *out)
{
    void *key = from_hex(text, n);
    out = OPENSSL_malloc(n);
    if (out)
        memcpy(out, key, n); /* silent: the parameter points to room made for it */
    return out;
}

void use(const char *text, int n, unsigned char *out)
{
    int length = 0;
    decode_key(text, n, out, &length);
    decode_anew(text, n, out);
}
