/* The smaller of two lengths, by a macro of the file, a conditional operator, an assignment. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MIN(a, b) ((a) < (b) ? (a) : (b))

size_t room(void);
size_t waiting(void);
void sent(const uint8_t *, size_t);

void by_macro(const uint8_t *in, size_t n)
{
    uint8_t out[160];
    size_t len = MIN(n, room());

    memcpy(out, in, len); /* silent: clamped */
    sent(out, len);
}

void by_conditional(const uint8_t *in, size_t n)
{
    uint8_t out[160];
    size_t most = room();
    size_t len = n > most ? most : n;

    memcpy(out, in, len); /* silent: clamped */
    sent(out, len);
}

void in_parentheses(const uint8_t *in)
{
    uint8_t out[160];
    size_t most = room(), n = waiting();

    memcpy(out, in, (((n) <= (most)) ? (n) : (most))); /* silent: clamped */
    sent(out, n);
}

void the_larger(const uint8_t *in, size_t n)
{
    uint8_t out[160];
    size_t least = room();

    memcpy(out, in, n > least ? n : least); // expect: DTL801
    sent(out, n);
}

void of_something_else(const uint8_t *in, size_t n, size_t other)
{
    uint8_t out[160];
    size_t most = room();

    sent(in, other < most ? other : most);
    memcpy(out, in, n); // expect: DTL801
    sent(out, n);
}

void cut_down(const uint8_t *in, size_t n)
{
    uint8_t out[160];
    size_t len = room();

    if (len > n)
        len = n;
    memcpy(out, in, len); /* silent: the smaller of the two */
    sent(out, len);
}

void given_and_cut_down(const uint8_t *in, size_t n, size_t most)
{
    uint8_t out[160];
    size_t len = most;

    if (n < len)
        len = n;
    memcpy(out, in, len); /* silent: the smaller of the two */
    sent(out, len);
}

void raised(const uint8_t *in, size_t n)
{
    uint8_t out[160];
    size_t len = room();

    if (len < n)
        len = n;
    memcpy(out, in, len); // expect: DTL801
    sent(out, len);
}

void each_round(const uint8_t *in, size_t todo)
{
    uint8_t out[160];
    size_t most = room() & ~(size_t)7;

    while (todo) {
        size_t len = todo > most ? most : todo;

        memcpy(out, in, len); /* silent: clamped anew in each round */
        sent(out, len);
        todo -= len;
        in += len;
    }
}

static uint8_t buffer[16384];
static size_t used;

size_t summed(const uint8_t *in, size_t size, size_t count)
{
    size_t len = size * count;

    if (used + len >= sizeof(buffer))
        len = sizeof(buffer) - 1 - used;
    memcpy(&buffer[used], in, len); /* silent: the sum is held, or cut down */
    used += len;
    return len;
}

size_t another_product(const uint8_t *in, size_t size, size_t count, size_t other)
{
    size_t len = size * count;

    if (used + size * other >= sizeof(buffer))
        return 0;
    memcpy(&buffer[used], in, len); // expect: DTL801
    used += len;
    return len;
}

static size_t at_most(size_t from, size_t to, size_t most)
{
    if (to - from > most - 1)
        return most - 1;
    return to - from;
}

static size_t told_only(size_t from, size_t to, size_t most)
{
    if (most == 0)
        return 0;
    return to - from;
}

void by_a_helper(const uint8_t *in, size_t from, size_t to)
{
    uint8_t out[160];
    size_t len = at_most(from, to, sizeof(out));

    memcpy(out, in + from, len); /* silent: the helper cuts it down */
    sent(out, len);
}

void by_a_helper_that_does_not(const uint8_t *in, size_t from, size_t to)
{
    uint8_t out[160];
    size_t len = told_only(from, to, sizeof(out));

    memcpy(out, in + from, len); // expect: DTL801
    sent(out, len);
}

/* The length goes into memory on the way: that is no second reading. */
size_t labels(const uint8_t *in, size_t end, size_t at, uint8_t *name, size_t most)
{
    size_t used = 0;

    while (at < end) {
        size_t n = in[at++];

        if (n == 0 || used + n + 1 >= most)
            break;
        name[used++] = (uint8_t)n;
        memcpy(name + used, in + at, n); /* silent: compared in each round */
        used += n;
        at += n;
    }
    return used;
}
