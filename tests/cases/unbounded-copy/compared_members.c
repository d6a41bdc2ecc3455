/* What a member was compared with outlives calls that are handed its owner. */
#include <openssl/ssl.h>
#include <string.h>

struct keys {
    unsigned length, other_length;
    unsigned char key[64];
    unsigned spi;
};
struct peer {
    char name[255];
};
void store(unsigned *, unsigned);
int check(struct keys *);
int refill(unsigned *length);

int address_of_another(struct keys *k, const unsigned char *bytes)
{
    if (k->length + k->other_length > sizeof k->key)
        return -1;
    store(&k->spi, 3);
    memcpy(k->key, bytes, k->length); /* silent: only the other member may change */
    return 0;
}

int owner_handed_on(struct peer *p, struct keys *k)
{
    if (k->length > 64)
        return -1;
    if (!check(k))
        return -1;
    memcpy(p->name, k->key, k->length); /* silent: compared on the way */
    return 0;
}

int own_address(struct keys *k, const unsigned char *bytes)
{
    if (k->length > sizeof k->key)
        return -1;
    k->length = bytes[0] | bytes[1] << 8;
    memcpy(k->key, bytes, k->length); // expect: DTL801
    return 0;
}

int another_object(struct keys *k, struct keys *other, const unsigned char *bytes)
{
    if (k->length > sizeof k->key)
        return -1;
    k = other;
    memcpy(k->key, bytes, k->length); // expect: DTL801
    return 0;
}

int session_id(SSL_SESSION *session)
{
    unsigned char id[SSL_MAX_SSL_SESSION_ID_LENGTH];
    unsigned int n;
    const unsigned char *from = SSL_SESSION_get_id(session, &n);
    memcpy(id, from, n); /* silent: the library gives 32 bytes at most */
    return id[0];
}
