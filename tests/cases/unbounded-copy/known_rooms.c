#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct packet {
    uint8_t type;
    uint16_t len;
    uint8_t data[512];
};

struct owner {
    struct packet first;
    char *name;
    size_t count;
};

union any {
    struct packet packet;
    uint8_t bytes[16];
};

typedef struct owner owner_t;

void padded(struct packet *p, const uint8_t *in)
{
    memcpy(p->data, in, sizeof(*p)); // expect: DTL802
    memcpy(p, in, sizeof(*p));
    memcpy(p->data, in, sizeof(*p) - 4);
}

void at_least(struct packet *p, const uint8_t *in, uint8_t *first)
{
    uint8_t small[64];

    memcpy(small, in, sizeof(struct owner)); // expect: DTL802
    memcpy(p, in, sizeof(struct packet));
    *first = small[0];
}

/* silent: a union is as large as its largest member, not as their sum */
void of_a_union(const uint8_t *in, uint8_t *first)
{
    uint8_t room[516];

    memcpy(room, in, sizeof(union any));
    *first = room[0];
}

int allocated(const uint8_t *in)
{
    uint8_t *p = malloc(16);

    if (!p)
        return 0;
    memcpy(p, in, 20); // expect: DTL802
    free(p);
    return 1;
}

/* silent: there is room for it, or the room is not known */
int allocated_enough(const uint8_t *in, int n)
{
    uint8_t *p = calloc(4, 5);
    uint8_t *q = malloc(n);

    if (!p || !q)
        return 0;
    memcpy(p, in, 20);
    memcpy(q, in, 20);
    p = realloc(p, 40);
    if (!p)
        return 0;
    memcpy(p, in, 40);
    free(p);
    free(q);
    return 1;
}

void stepped(const uint8_t *in, int longer, uint8_t *first)
{
    uint8_t key[16];
    size_t n = sizeof(key);

    n -= 4;
    memcpy(key, in, n);
    n += 8;
    memcpy(key, in, n); // expect: DTL802
    (void)longer;
    *first = key[0];
}

int digested(EVP_MD_CTX *ctx, const uint8_t *in, size_t n, uint8_t *first)
{
    uint8_t md[20];

    if (EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1 || EVP_DigestUpdate(ctx, in, n) != 1)
        return 0;
    if (EVP_DigestFinal_ex(ctx, md, NULL) != 1) // expect: DTL802
        return 0;
    *first = md[0];
    return 1;
}

/* silent: the context was set up for a digest that fits */
int digested_short(EVP_MD_CTX *ctx, const uint8_t *in, size_t n, uint8_t *first)
{
    uint8_t md[20];

    if (EVP_DigestInit_ex(ctx, EVP_sha1(), NULL) != 1 || EVP_DigestUpdate(ctx, in, n) != 1)
        return 0;
    if (EVP_DigestFinal_ex(ctx, md, NULL) != 1)
        return 0;
    *first = md[0];
    return 1;
}

void forget(owner_t *o)
{
    OPENSSL_cleanse(o, sizeof(owner_t *)); // expect: DTL803
}

/* silent: pointers are what is copied */
void keep(owner_t *o, owner_t **slots, owner_t *const *others)
{
    memcpy(&slots[0], &o, sizeof(owner_t *));
    memcpy(slots, others, 4 * sizeof(owner_t *));
    memcpy(o, others, 4 * sizeof(owner_t *));
}
