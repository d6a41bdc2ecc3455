/* Buffers made for the copy, in the allocators that projects really use. */
#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>
#include "b_glib.h"

typedef struct ngx_pool_s ngx_pool_t;
void *ngx_pnalloc(ngx_pool_t *pool, size_t size);
void *talloc_size(void *ctx, size_t size);
void *xmalloc(size_t size);

struct buffer { unsigned char *data; size_t len, cap; };
unsigned char *buf_write_alloc(struct buffer *b, size_t n);
int buf_safe(const struct buffer *b, size_t n);
int buffer_ensure(struct buffer *b, size_t n);

unsigned char *dup_malloc(const unsigned char *in, size_t n)
{
    unsigned char *p = malloc(n);
    if (p == NULL)
        return NULL;
    memcpy(p, in, n); /* silent: allocated with the same length */
    return p;
}

char *dup_string(const char *s)
{
    size_t n = strlen(s);
    char *p = OPENSSL_malloc(n + 1);
    if (p)
        memcpy(p, s, n + 1); /* silent: allocated for strlen + 1 */
    return p;
}

char *join(const char *a, const char *b)
{
    size_t la = strlen(a), lb = strlen(b);
    char *p = malloc(la + lb + 2);
    if (!p)
        return NULL;
    memcpy(p, a, la); /* silent: one of the terms of the allocation */
    p[la] = ':';
    memcpy(p + la + 1, b, lb + 1); /* silent: the other term */
    return p;
}

guint8 *dup_glib(const guint8 *in, gsize n)
{
    guint8 *copy = g_malloc(n);
    memcpy(copy, in, n); /* silent: g_malloc aborts when it fails, and the size is the same */
    return copy;
}

unsigned char *dup_pool(ngx_pool_t *pool, SSL_SESSION *sess, int *out_len)
{
    int len = i2d_SSL_SESSION(sess, NULL);
    unsigned char tmp[4096], *p = tmp, *copy;
    if (len <= 0 || len > (int)sizeof(tmp))
        return NULL;
    i2d_SSL_SESSION(sess, &p);
    copy = ngx_pnalloc(pool, len);
    if (copy == NULL)
        return NULL;
    memcpy(copy, tmp, len); /* silent: pool allocation of the same length */
    *out_len = len;
    return copy;
}

int grow_and_append(struct buffer *b, const unsigned char *in, size_t n)
{
    if (b->len + n > b->cap) {
        unsigned char *bigger = realloc(b->data, b->len + n);
        if (!bigger)
            return 0;
        b->data = bigger;
        b->cap = b->len + n;
    }
    memcpy(b->data + b->len, in, n); /* silent: grown until it fits */
    b->len += n;
    return 1;
}

int openvpn_style(struct buffer *dest, const void *src, size_t size)
{
    unsigned char *cp = buf_write_alloc(dest, size);
    if (!cp)
        return 0;
    memcpy(cp, src, size); /* silent: the helper reserved that many bytes */
    return 1;
}

int checked_by_helper(struct buffer *dest, const void *src, size_t size)
{
    if (!buf_safe(dest, size))
        return 0;
    memcpy(dest->data + dest->len, src, size); /* silent: an always-on check takes the length */
    dest->len += size;
    return 1;
}

/* Allocated with another length. */
unsigned char *dup_wrong(const unsigned char *in, size_t n, size_t hint)
{
    unsigned char *p = malloc(hint);
    if (p == NULL)
        return NULL;
    memcpy(p, in, n); // expect: DTL801
    return p;
}

/* The length changed between allocation and copy. */
unsigned char *dup_changed(const unsigned char *in, size_t n, size_t (*more)(void))
{
    unsigned char *p = OPENSSL_malloc(n);
    if (p == NULL)
        return NULL;
    n = more();
    memcpy(p, in, n); // expect: DTL801
    return p;
}

/* Grown on one path, copied on both. */
int grow_sometimes(struct buffer *b, const unsigned char *in, size_t n, int grow)
{
    if (grow) {
        free(b->data);
        b->data = xmalloc(n);
    }
    memcpy(b->data, in, n); // expect: DTL801
    b->len = n;
    return 1;
}
