/* Wrappers, struct hacks and plain struct copies. */
#include <assert.h>
#include <openssl/crypto.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include "b_win.h"

struct msg { uint16_t len; uint8_t data[1]; };
struct blob { size_t len; uint8_t data[]; };
struct hdr { uint8_t type, version[2], length[2]; };
struct name { char text[64]; size_t len; };

void my_copy(void *d, const void *s, size_t n)
{
    memcpy(d, s, n); /* silent: the whole body is the copy */
}

void *my_memdup_into(void *d, const void *s, size_t n)
{
    return memmove(d, s, n); /* silent: the whole body is the copy */
}

/* It does more than copy, so it is no wrapper: the room is its business. */
void put_bytes(struct name *w, const void *p, size_t n)
{
    memcpy(w->text, p, n); // expect: DTL801
    w->len = n;
}

uint8_t *put_cursor(uint8_t *cursor, const void *p, size_t n)
{
    memcpy(cursor, p, n); // expect: DTL801
    cursor += n;
    return cursor;
}

struct msg *new_msg(const uint8_t *in, uint16_t n)
{
    struct msg *m = malloc(sizeof(*m) + n);
    if (!m)
        return NULL;
    m->len = n;
    memcpy(m->data, in, n); /* silent: the struct hack, allocated for it */
    return m;
}

struct msg *new_msg_constant(const uint8_t *in)
{
    struct msg *m = malloc(sizeof(struct msg) + 31);
    if (!m)
        return NULL;
    m->len = 32;
    memcpy(m->data, in, 32); /* silent: data[1] at the end of an allocated struct */
    return m;
}

struct blob *new_blob(const uint8_t *in, size_t n)
{
    struct blob *b = OPENSSL_malloc(sizeof(struct blob) + n);
    if (b) {
        b->len = n;
        memcpy(b->data, in, n); /* silent: flexible array member */
    }
    return b;
}

int parse_header(const uint8_t *in, size_t n, struct hdr *h)
{
    if (n < sizeof(*h))
        return -1;
    memcpy(h, in, sizeof(*h)); /* silent: sizeof the destination */
    return 0;
}

int asserted_only(const uint8_t *in, size_t n)
{
    uint8_t key[32];

    assert(n <= sizeof(key));
    memcpy(key, in, n); /* silent: asserted-bound reports this one at the assertion */
    return key[0];
}

int always_on(const uint8_t *in, size_t n)
{
    uint8_t key[32];

    OPENSSL_assert(n <= sizeof(key));
    memcpy(key, in, n); /* silent: OPENSSL_assert aborts in every build */
    return key[0];
}

int asn1_checked(const ASN1_STRING *s)
{
    char host[256];

    if (ASN1_STRING_length(s) >= (int)sizeof(host))
        return -1;
    memcpy(host, ASN1_STRING_get0_data(s), ASN1_STRING_length(s)); /* silent: the getter's value was compared */
    host[ASN1_STRING_length(s)] = '\0';
    return host[0];
}

void bcopy_reversed(const uint8_t *in, size_t n, struct name *out)
{
    out->len = n;
    bcopy(in, out->text, n); // expect: DTL801
}

void windows_copy(const uint8_t *in, unsigned long n, struct name *out)
{
    out->len = n;
    CopyMemory(out->text, in, n); // expect: DTL801
}

void strncpy_free_length(const char *in, size_t n, struct name *out)
{
    out->len = n;
    strncpy(out->text, in, n); // expect: DTL801
}

void strncpy_capacity(const char *in, struct name *out)
{
    strncpy(out->text, in, sizeof(out->text) - 1); /* silent: the destination's size */
    out->text[sizeof(out->text) - 1] = '\0';
}

int shift_down(uint8_t *buf, size_t *used, size_t n)
{
    if (n > *used)
        return -1;
    memmove(buf, buf + n, *used - n); /* silent: both terms of the length were compared */
    *used -= n;
    return 0;
}
