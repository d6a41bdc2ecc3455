/* Record layer of an embedded stack: where the check stands decides. */
#include "b_packed.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct record {
    uint8_t type;
    uint16_t length;
    const uint8_t *body;
};

unsigned read16(const uint8_t **p);
void log_line(const char *text);

/* Checked on one branch only. */
int store_fragment(const struct record *r, int strict)
{
    uint8_t frag[512];
    unsigned n = r->length;

    if (strict) {
        if (n > sizeof(frag))
            return -1;
    }
    memcpy(frag, r->body, n); // expect: DTL801
    return frag[0];
}

/* A check that only speaks is no check. */
int store_and_complain(const uint8_t *in)
{
    uint8_t buf[64];
    unsigned n = read16(&in);

    if (n > sizeof(buf))
        log_line("record too long");
    memcpy(buf, in, n); // expect: DTL801
    return buf[0];
}

/* Read again after its check: the second value is unchecked. */
int reread_length(const uint8_t *in)
{
    uint8_t buf[64];
    unsigned n = read16(&in);

    if (n > sizeof(buf))
        return -1;
    in += n;
    n = read16(&in);
    memcpy(buf, in, n); // expect: DTL801
    return buf[0];
}

/* Grown after the check. */
int grown_length(const uint8_t *in)
{
    uint8_t buf[64];
    unsigned n = read16(&in);

    if (n > sizeof(buf))
        return -1;
    n += read16(&in);
    memmove(buf, in, n); // expect: DTL801
    return buf[0];
}

/* Another variable was checked. */
int wrong_variable(const uint8_t *in)
{
    uint8_t buf[64];
    unsigned header = read16(&in);
    unsigned body = read16(&in);

    if (header > sizeof(buf))
        return -1;
    memcpy(buf, in, body); // expect: DTL801
    return buf[0];
}

/* Checked when it is too late. */
int late_check(const uint8_t *in)
{
    char line[80];
    unsigned n = read16(&in);

    memcpy(line, in, n); // expect: DTL801
    if (n >= sizeof(line))
        return -1;
    line[n] = '\0';
    puts(line);
    return 0;
}

/* Only the sign is tested. */
int positive_only(const uint8_t *in, int n, uint8_t *out)
{
    if (n > 0)
        memcpy(out, in, n); // expect: DTL801
    return n;
}

int both_paths(const struct record *r, int strict)
{
    uint8_t frag[512];
    unsigned n = r->length;

    if (strict) {
        if (n > 128)
            return -1;
    } else if (n > sizeof(frag)) {
        return -1;
    }
    memcpy(frag, r->body, n); /* silent: every path has a check with the length */
    return frag[0];
}

int nested_form(const struct record *r, uint8_t *out, size_t cap)
{
    unsigned n = r->length;

    if (n <= cap) {
        memcpy(out, r->body, n); /* silent: the copy stands under its check */
        return (int)n;
    }
    return -1;
}

int goto_form(const struct record *r)
{
    int rv = -1;
    uint8_t frag[512];

    if (r->length > sizeof(frag))
        goto out;
    memcpy(frag, r->body, r->length); /* silent: a failed check leaves by goto */
    rv = frag[0];
out:
    return rv;
}

int conjunction(const struct record *r)
{
    uint8_t frag[32];

    if (r && r->body && r->length <= sizeof(frag)) {
        memcpy(frag, r->body, r->length); /* silent: the last operand of the && bounds it */
        return frag[0];
    }
    return -1;
}

int chunks(const uint8_t *in, size_t left, int (*sink)(const uint8_t *, size_t))
{
    uint8_t block[128];

    while (left > 0) {
        size_t n = left < sizeof(block) ? left : sizeof(block);

        memcpy(block, in, n); /* silent: the conditional operator clamps it */
        if (sink(block, n) != 0)
            return -1;
        in += n;
        left -= n;
    }
    return 0;
}

int by_cases(const uint8_t *in, size_t key_len)
{
    uint8_t key[32];

    switch (key_len) {
    case 16:
    case 24:
    case 32:
        break;
    default:
        return 0;
    }
    memcpy(key, in, key_len); /* silent: case labels confine the length */
    return key[0];
}

int remaining_room(uint8_t *buf, size_t cap, size_t used, const uint8_t *in, size_t n)
{
    if (used > cap || n > cap - used)
        return -1;
    memcpy(buf + used, in, n); /* silent: compared with the room that is left */
    return 0;
}

int sum_form(uint8_t *buf, size_t cap, size_t used, const uint8_t *in, size_t n)
{
    if (used + n > cap)
        abort();
    memcpy(buf + used, in, n); /* silent: the length takes part in the comparison */
    return 0;
}

#if 0
int dead_code(const uint8_t *in)
{
    char line[8];
    memcpy(line, in, read16(&in)); /* silent: #if 0 is not analysed */
    return line[0];
}
#endif

typedef struct ATTR_PACKED {
    uint8_t id[8];
} short_reply;

typedef struct ATTR_PACKED {
    uint8_t id[8];
    uint8_t nonce[24];
    struct {
        uint8_t tag[8];
    } sum;
} long_reply;

/* ATTR_PACKED is a macro of a header, but reads as the tag of both. */
void one_name_for_two_records(uint8_t *out, const short_reply *in)
{
    uint8_t copy[40];

    memcpy(copy, in, sizeof(*in)); /* silent: its size is not known */
    memset(copy, 0, sizeof(long_reply)); /* silent: its size is not known */
    out[0] = copy[0];
}
