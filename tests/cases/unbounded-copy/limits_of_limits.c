/* Limits that are themselves limited, numbers in steps, memory of a known size, lists. */
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct fragment { uint32_t total, off, len; const uint8_t *data; struct fragment *next; };
struct message { uint8_t fixed[512]; uint8_t *mem; size_t size, used; SSL *ssl; };

int within_total(struct message *m, const struct fragment *f)
{
    if (f->total > sizeof m->fixed || f->off > f->total || f->len > f->total - f->off)
        return -1;
    memcpy(m->fixed + f->off, f->data, f->len); /* silent: what is left of a total that fits */
    return 0;
}

int within_too_large_a_total(struct message *m, const struct fragment *f)
{
    if (f->total > 4096 || f->len > f->total)
        return -1;
    memcpy(m->fixed, f->data, f->len); // expect: DTL801
    return 0;
}

int within_any_total(struct message *m, const struct fragment *f)
{
    if (f->total == 0 || f->len > f->total)
        return -1;
    memcpy(m->fixed, f->data, f->len); // expect: DTL801
    return 0;
}

void in_steps(const uint8_t *in, uint8_t *first)
{
    uint8_t block[8];
    size_t n = 4;

    n *= 2;
    memcpy(block, in, n); /* silent: 8 */
    n += 1;
    memcpy(block, in, n); // expect: DTL802
    *first = block[0];
}

char *into_sixteen_bytes(const char *name)
{
    char *copy = malloc(16);

    if (copy != NULL)
        memcpy(copy, name, strlen(name)); // expect: DTL805
    return copy;
}

int make(struct message *m, size_t n)
{
    m->mem = malloc(n);
    if (m->mem == NULL)
        return -1;
    m->size = n;
    return 0;
}

void load(struct message *m, const uint8_t *in)
{
    memcpy(m->mem, in, m->size); /* silent: the file allocates the one with the other */
    m->used = m->size;
}

void load_other(struct message *m, const uint8_t *in)
{
    memcpy(m->mem, in, m->used); // expect: DTL801
    m->size = 0;
}

int gather(struct message *m, const struct fragment *f)
{
    for (; f != NULL; f = f->next) {
        if (f->data == NULL)
            continue;
        if (f->len > sizeof m->fixed)
            return -1;
        memcpy(m->fixed, f->data, f->len); /* silent: compared in the same round */
    }
    return 0;
}

int gather_next(struct message *m, const struct fragment *f)
{
    while (f != NULL) {
        if (f->len <= sizeof m->fixed) {
            f = f->next;
            memcpy(m->fixed, f->data, f->len); // expect: DTL801
        }
        m->used++;
    }
    return 0;
}
