#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stddef.h>
#include <string.h>

struct pair {
    unsigned char *data;
    size_t length;
};

struct pair *find_pair(void *list, int what);
int streq(const char *, const char *);

#define PW_CLEARTEXT_PASSWORD 1100
#define PW_REPLY_MESSAGE 18

int compare_password(const char *stored_hash, const char *theirs)
{
    return strcmp(stored_hash, theirs) == 0; // expect: DTL605
}

int compare_hash(const void *a_hash, const void *b_hash)
{
    return memcmp(a_hash, b_hash, 32); /* silent: nothing says that it is a secret's */
}

int cmp_cookie(const void *a_cookie, const void *b_cookie)
{
    return memcmp(a_cookie, b_cookie, 32); /* silent: an order */
}

int is_right(void *list, const unsigned char *response)
{
    struct pair *p = find_pair(list, PW_REPLY_MESSAGE);
    int shown = p && memcmp(p->data, response, p->length) == 0; /* silent: no secret was asked for */

    p = find_pair(list, PW_CLEARTEXT_PASSWORD);
    return p && !shown && memcmp(p->data, response, p->length) == 0; // expect: DTL605
}

int is_right_line(const char *typed, const char *password)
{
    return streq(typed, password); // expect: DTL605
}

int unwrap(const unsigned char *a, const unsigned char *b, unsigned char *out, size_t n)
{
    if (memcmp(a, b, 8)) { // expect: DTL605
        OPENSSL_cleanse(out, n);
        return 0;
    }
    return 1;
}

int replace(const unsigned char *a, const unsigned char *b, unsigned char *out, size_t n)
{
    if (memcmp(a, b, 8) == 0) { /* silent: it is the equal side that wipes */
        OPENSSL_cleanse(out, n);
        return 0;
    }
    return 1;
}

int is_expected(EVP_MD_CTX *ctx, const unsigned char *expected, const unsigned char *other)
{
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned int n;

    if (EVP_DigestFinal_ex(ctx, md, &n) != 1)
        return 0;
    if (memcmp(md, other, n) == 0) /* silent: a digest of who knows what */
        return 2;
    return memcmp(md, expected, n) == 0; // expect: DTL605
}

int authenticate(const unsigned char *kd, const unsigned char *hash, const unsigned char *hash_name)
{
    if (memcmp(kd, hash_name, 4) == 0) /* silent: a name */
        return 0;
    return memcmp(kd, hash, 16) == 0; // expect: DTL605
}

unsigned char *BPTR(void *buf);

int packet_is_ours(const unsigned char *local_hmac, void *buf)
{
    return memcmp(local_hmac, BPTR(buf), 20) == 0; // expect: DTL605
}

const char *STRLIT(const char *);

int has_our_cookie(const char *cookie)
{
    return memcmp(cookie, STRLIT("SID="), 4) == 0; /* silent: a literal */
}

char *setting(const char *name);

int may_enter(const char *password)
{
    return strcmp(password, setting("admin-password")) == 0; // expect: DTL605
}
