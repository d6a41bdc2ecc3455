/* Macros and predicates of the file inside assertions and tests: what they compare counts. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#define NOT_NULL(p) ((p) != NULL)
#define IN_RANGE(n, low, high) ((n) >= (low) && (n) <= (high))
#define DRAWN(p) (RAND_bytes((p), 16) == 1)
#define LIMIT 32

struct peer {
    SSL *ssl;
    size_t used;
};

static int fits(size_t n) { return n <= LIMIT; }
static int is_up(const struct peer *peer) { return peer != NULL && peer->ssl != NULL; }
static int is_even(size_t n) { return n % 2 == 0; }

int pending(SSL *ssl)
{
    assert(NOT_NULL(ssl)); /* expect: DTL101 */
    return SSL_pending(ssl);
}

void range(char *to, const char *from, int n)
{
    assert(IN_RANGE(n, 0, 31)); /* expect: DTL102 */
    memcpy(to, from, n);
}

int draw(unsigned char *p)
{
    assert(DRAWN(p)); /* expect: DTL103 */
    return p[0];
}

void asserted_by_helper(char *to, const char *from, size_t n)
{
    assert(fits(n)); /* expect: DTL102 */
    memcpy(to, from, n);
}

void tested_by_helper(char *to, const char *from, size_t n)
{
    if (!fits(n))
        return;
    assert(n <= LIMIT); /* silent: the helper has tested it at run time */
    memcpy(to, from, n);
}

void tested_otherwise(char *to, const char *from, size_t n)
{
    if (!is_even(n))
        return;
    assert(n <= LIMIT); /* expect: DTL102 */
    memcpy(to, from, n);
}

int up(struct peer *peer)
{
    if (!is_up(peer))
        return -1;
    assert(peer->ssl); /* silent: the helper has tested it at run time */
    return SSL_pending(peer->ssl);
}

unsigned char *grow(unsigned char *p, size_t n)
{
    assert(n < 4096); /* expect: DTL102 */
    return OPENSSL_realloc(p, n);
}

void own_room(const unsigned char *from, size_t n)
{
    unsigned char *to = malloc(n);
    assert(n <= LIMIT); /* silent: the memory is as large as the copy, whatever n is */
    if (to != NULL)
        memcpy(to, from, n);
    free(to);
}

void other_room(unsigned char *to, const unsigned char *from, size_t n)
{
    unsigned char *copy = malloc(n);
    assert(n <= LIMIT); /* expect: DTL102 */
    memcpy(to, from, n);
    free(copy);
}
