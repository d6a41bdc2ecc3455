/* Ten ways in which real code holds a length back, each beside a copy that it does not cover. */
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NONCE_MAX 128
#define SMALLER(a, b) ((a) < (b) ? (a) : (b))

struct reader { const uint8_t *data; size_t len, pos; };
struct msg { uint8_t nonce[256]; size_t nonce_len; char name[32]; uint8_t *buf; size_t cap; };
struct chunk { uint8_t data[64]; size_t len; };
struct ring { char *area; size_t size, data; };

uint16_t take16(struct reader *r);
size_t ring_space(struct ring *r);
size_t ring_size(const struct ring *r);
void *pool_alloc(void *pool, size_t n);
int alloc_buffer(struct ring *r, size_t n);
void complain(struct msg *m, const char *text, size_t n);

/* A pointer difference on the source says nothing about the destination. */
int by_pointers(struct msg *m, const uint8_t *p, const uint8_t *end)
{
    size_t n;

    if (end - p < 2)
        return -1;
    n = (size_t)p[0] << 8 | p[1];
    p += 2;
    if ((size_t)(end - p) < n)
        return -1;
    memcpy(m->nonce, p, n); // expect: DTL801
    m->nonce_len = n;
    return 0;
}

int by_reader(struct msg *m, struct reader *r)
{
    uint16_t n = take16(r);

    if (r->pos + n > r->len)
        return -1;
    memcpy(m->nonce, r->data + r->pos, n); // expect: DTL801
    return 0;
}

int by_both(struct msg *m, struct reader *r)
{
    uint16_t n = take16(r);

    if (r->pos + n > r->len || n > sizeof m->nonce)
        return -1;
    memcpy(m->nonce, r->data + r->pos, n); /* silent: the destination's size is tested as well */
    return 0;
}

/* The limit itself is too large. */
int too_generous(struct msg *m, const uint8_t *p, size_t n)
{
    if (n > 1000)
        return -1;
    memcpy(m->nonce, p, n); // expect: DTL801
    return 0;
}

int cut_down(struct ring *to, struct ring *from)
{
    size_t n = ring_space(to);

    if (n > ring_size(from))
        n = ring_size(from);
    memcpy(to->area + to->data, from->area, n); /* silent: cut down to what it was compared with */
    to->data += n;
    return 0;
}

int cut_to_the_rest(struct ring *to, const char *from, size_t n)
{
    if (to->data + n > to->size)
        n = to->size - to->data;
    memcpy(to->area + to->data, from, n); /* silent: cut down to the room that is left */
    to->data += n;
    return 0;
}

/* The sum was compared; its terms are no larger. */
int sum_of_terms(struct ring *to, const char *key, size_t key_len, const char *value, size_t value_len)
{
    size_t need = 2;

    need += key_len + value_len;
    if (need > to->size)
        return -1;
    memcpy(to->area, key, key_len); /* silent: a term of a sum that fits */
    to->area[key_len] = '=';
    memcpy(to->area + key_len + 1, value, value_len); /* silent: the other term */
    return 0;
}

int read_into_larger(int (*get)(void *, size_t), struct msg *m)
{
    uint8_t block[1024];
    int n = SSL_read((SSL *)m->buf, block, sizeof(block));

    if (n <= 0 || get(block, 1) != 0)
        return -1;
    memcpy(m->nonce, block, n); // expect: DTL801
    return n;
}

int read_into_smaller(SSL *ssl, struct msg *m)
{
    uint8_t block[NONCE_MAX];
    int n = SSL_read(ssl, block, sizeof(block));

    if (n <= 0)
        return -1;
    memcpy(m->nonce, block, n); /* silent: no more was read than the destination holds */
    return n;
}

char *pool_copy(void *pool, const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t total = a_len;
    char *out;

    total += b_len + 1;
    out = pool_alloc(pool, total);
    if (out == NULL)
        return NULL;
    memcpy(out, a, a_len); /* silent: the size was computed from it */
    memcpy(out + a_len, b, b_len); /* silent: the size was computed from it */
    out[a_len + b_len] = '\0';
    return out;
}

int allocated_by_helper(struct ring *r, const struct msg *m)
{
    char *at;

    if (alloc_buffer(r, 16 + m->nonce_len) != 0)
        return -1;
    at = r->area;
    memset(at, 0, 16);
    memcpy(at + 16, m->buf, m->nonce_len); /* silent: the helper made room for it */
    return 0;
}

int doubled(struct msg *m, const uint8_t *p, size_t n)
{
    if (m->nonce_len + n >= m->cap) {
        m->cap *= 2;
        m->buf = realloc(m->buf, m->cap);
        if (m->buf == NULL)
            return -1;
    }
    memcpy(m->buf + m->nonce_len, p, n); /* silent: grown when it does not fit */
    m->nonce_len += n;
    return 0;
}

void same_type(struct chunk *to, const struct chunk *from)
{
    to->len = from->len;
    memcpy(to->data, from->data, from->len); /* silent: an object of the same type says its own length */
}

int out_parameter(SSL *ssl, char *first)
{
    const unsigned char *name;
    unsigned len;
    char text[10];

    SSL_get0_alpn_selected(ssl, &name, &len);
    if (len > sizeof(text) - 1)
        len = sizeof(text) - 1;
    memcpy(text, name, len); /* silent: clamped after it was written through its address */
    text[len] = '\0';
    *first = text[0];
    return 0;
}

int out_parameter_unchecked(SSL *ssl, char *first)
{
    const unsigned char *name;
    unsigned len;
    char text[10];

    SSL_get0_alpn_selected(ssl, &name, &len);
    memcpy(text, name, len); // expect: DTL801
    *first = text[0];
    return 0;
}

int either_size(struct msg *m, const uint8_t *p, size_t n)
{
    if (n != 16 && n != 32)
        return -1;
    memcpy(m->nonce, p, n); /* silent: equal to one of two constants */
    return 0;
}

int not_zero(struct msg *m, const uint8_t *p, size_t n)
{
    if (n == 0)
        return -1;
    memcpy(m->nonce, p, n); // expect: DTL801
    return 0;
}

int by_macro(struct msg *m, const uint8_t *p, size_t n)
{
    memcpy(m->nonce, p, SMALLER(n, sizeof(m->nonce))); /* silent: the project's own minimum */
    return 0;
}

int name_of_array(struct msg *m, const uint8_t *p)
{
    char title[16];

    snprintf(title, sizeof(title), "%u", p[0]);
    memcpy(m->name, title, strlen(title) + 1); /* silent: the source is a smaller array */
    return 0;
}

int member_length(struct msg *m, const struct msg *other, struct reader *r)
{
    if (other->nonce_len > sizeof(m->nonce)) {
        complain(m, "too long", other->nonce_len);
        return -1;
    }
    memcpy(m->nonce, r->data, other->nonce_len); /* silent: compared with sizeof the destination */
    return 0;
}

int decoded(const char *, unsigned char *, int);
int wanted(void);

static void salted(const unsigned char *salt, unsigned salt_len, unsigned char *out)
{
	unsigned char start[64];

	memcpy(start, salt, salt_len); /* silent: its caller compares it */
	start[0] ^= 1;
	memcpy(out, start, 64);
}

int by_the_caller(const char *in, unsigned char *out)
{
	unsigned char salt[64];
	int n = decoded(in, salt, sizeof(salt));

	if (n != wanted())
		return -1;
	salted(salt, n, out);
	return 0;
}
