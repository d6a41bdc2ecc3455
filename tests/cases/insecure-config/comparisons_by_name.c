/* What a function is called does not make a comparison of secrets a matter of order. */
#include <string.h>

struct entry { unsigned char mac[32]; char name[64]; };

int verify_hash(const unsigned char *mac, const unsigned char *received, unsigned n)
{
    return memcmp(mac, received, n) == 0; // expect: DTL605
}

int tag_compare(const unsigned char *mac, const unsigned char *hmac, unsigned n)
{
    if (memcmp(mac, hmac, n) != 0) // expect: DTL605
        return 0;
    return 1;
}

int entry_compare(const struct entry *a, const struct entry *b)
{
    return memcmp(a->mac, b->mac, sizeof a->mac); /* silent: an order */
}

int find_entry(const struct entry *list, int n, const unsigned char *hash)
{
    while (n-- > 0)
        if (memcmp(list[n].mac, hash, sizeof list[n].mac) == 0) /* silent: looks something up */
            return n;
    return -1;
}

int user_hash(const char *ha1, const char *stored_password)
{
    return memcmp(ha1, stored_password, 32) == 0; // expect: DTL605
}
