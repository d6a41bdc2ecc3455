/* Lengths that a first pass adds up: near misses, and a sum that nobody looks at. */
#include <stdlib.h>
#include <string.h>

struct part { struct part *next; size_t len; const char *s; };

char *room_for_all(struct part *list)
{
    size_t need = 0;
    struct part *p, *q = list;
    for (p = list; p; p = p->next)
        need += p->len;
    char *out = malloc(need + 1), *at = out;
    if (!out)
        return NULL;
    do {
        if (q->len) {
            memcpy(at, q->s, q->len); /* silent: summed for the allocation */
            at += q->len;
        }
        q = q->next;
    } while (q);
    return out;
}

int compared_with_the_room(struct part *list, char *out, size_t size)
{
    size_t need = 0;
    struct part *p, *q;
    for (p = list; p; p = p->next)
        need += p->len;
    if (size < need)
        return -1;
    for (q = list; q; q = q->next) {
        memcpy(out, q->s, q->len); /* silent: summed and compared */
        out += q->len;
    }
    return 0;
}

int summed_but_never_judged(struct part *list, char *out)
{
    size_t need = 0;
    struct part *p;
    for (p = list; p; p = p->next) {
        memcpy(out, p->s, p->len); // expect: DTL801
        out += p->len;
        need += p->len;
    }
    return (int)need;
}

char store[65536];
size_t stored;

int the_sum_is_where_the_next_one_goes(struct part *p)
{
    memmove(store + stored, p->s, p->len); // expect: DTL801
    stored += p->len;
    while (stored >= 8)
        stored -= 8;
    return 0;
}
