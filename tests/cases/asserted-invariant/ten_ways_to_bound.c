/* Ten lengths and indices: those held by an assertion, and those held by code. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/bio.h>

#define TAG 16
#define MIN(a, b) ((a) < (b) ? (a) : (b))
enum { LIMIT = 256 };
static const size_t kMax = 128;

struct pkt { uint8_t *data; size_t len, cap; uint8_t head[32]; };

void by_enum(uint8_t *d, const uint8_t *s, size_t n)
{
    assert(n <= LIMIT); // expect: DTL102
    memcpy(d, s, n);
}

void by_const(uint8_t *d, const uint8_t *s, size_t n)
{
    assert(kMax >= n); // expect: DTL102
    memmove(d, s, n);
}

void by_capacity(struct pkt *p, const uint8_t *s, size_t n)
{
    assert(p->len + n <= p->cap); // expect: DTL102
    memcpy(p->data + p->len, s, n);
    p->len += n;
}

void by_negation(uint8_t *d, const uint8_t *s, size_t n)
{
    assert(!(n > sizeof(struct pkt))); // expect: DTL102
    memcpy(d, s, n);
}

void as_address(struct pkt *p, size_t off, uint8_t v)
{
    uint8_t *at;
    assert(off < sizeof(p->head)); // expect: DTL102
    at = &p->head[off];
    *at = v;
}

uint8_t *as_realloc(struct pkt *p, size_t n)
{
    assert(n < 65536); // expect: DTL102
    return realloc(p->data, n);
}

uint8_t *without_tag(const uint8_t *s, size_t n, uint8_t *d)
{
    assert(n > TAG); // expect: DTL102
    memcpy(d, s, n - TAG);
    return d;
}

void through_a_copy(uint8_t *d, const uint8_t *s, size_t n)
{
    size_t todo = n;
    assert(todo <= LIMIT); // expect: DTL102
    memcpy(d, s, todo);
}

void after_the_write(uint8_t *d, const uint8_t *s, size_t n)
{
    memcpy(d, s, n);
    assert(n <= LIMIT); /* silent: the value is not used after the assertion */
}

void one_of_two_branches(uint8_t *d, const uint8_t *s, size_t n, int small)
{
    if (small) {
        if (n > TAG)
            return;
    }
    assert(n <= LIMIT); // expect: DTL102
    memcpy(d, s, n);
}

/* and the same lengths held by code */

void clamped_by_macro(uint8_t *d, const uint8_t *s, size_t n)
{
    size_t k = MIN(n, LIMIT);
    assert(k <= LIMIT); /* silent: MIN */
    memcpy(d, s, k);
}

void clamped_by_assignment(uint8_t *d, const uint8_t *s, size_t n)
{
    n = n > LIMIT ? LIMIT : n;
    assert(n <= LIMIT); /* silent: ?: */
    memcpy(d, s, n);
}

void masked(uint8_t *d, const uint8_t *s, size_t n)
{
    n &= 0xff;
    assert(n < LIMIT); /* silent: a mask */
    memcpy(d, s, n);
}

void in_the_condition(uint8_t *d, const uint8_t *s, size_t n)
{
    assert(n <= LIMIT); /* silent: the copy stands under the test */
    if (n <= LIMIT)
        memcpy(d, s, n);
}

int refused(struct pkt *p, const uint8_t *s, size_t n)
{
    if (n > p->cap - p->len)
        return -1;
    assert(n <= p->cap - p->len); /* silent: the same test stands before */
    memcpy(p->data + p->len, s, n);
    return 0;
}

uint8_t guarded_loop(const struct pkt *p)
{
    uint8_t x = 0;
    size_t i;
    for (i = 0; i < sizeof(p->head); i++) {
        assert(i < 32); /* silent: the loop's own test bounds it */
        x ^= p->head[i];
    }
    return x;
}

int by_case(uint8_t *d, const uint8_t *s, size_t n)
{
    switch (n) {
    case 12:
    case 16:
        assert(n <= 16); /* silent: case labels bound it */
        memcpy(d, s, n);
        return 0;
    }
    return -1;
}

size_t returned_only(size_t n)
{
    assert(n < LIMIT); /* silent: only returned */
    return n;
}
