/* Functions whose parameters stand behind macros: near misses, and what is still found. */
#include <stddef.h>
#include <string.h>

#define CC_HINT(x)
#define UNUSED
#define MOCK_IMPL(type, name, parameters) type name parameters
#define LOG(text)
void note(void);
void more(unsigned char *, size_t);
void fill(unsigned char *);
void digest(unsigned char *, unsigned *);

struct req { size_t len; const char *s; };

static int CC_HINT(nonnull) annotated(UNUSED void *i, struct req *r)
{
    unsigned char b[99];
    if (r->len >= sizeof b) {
        LOG("too long");
        return 1;
    }
    note();
    memcpy(b, r->s, r->len);
    return b[0];
}

static int CC_HINT(nonnull) unchecked(UNUSED void *i, struct req *r)
{
    unsigned char b[99];
    memcpy(b, r->s, r->len); // expect: DTL801
    return b[0];
}

MOCK_IMPL(void,
mocked,(unsigned char *out, size_t out_len))
{
    unsigned char tmp[64];
    if (out_len >= 64) {
        more(out, out_len);
    } else {
        fill(tmp);
        memcpy(out, tmp, out_len);
    }
}

int two_bodies(unsigned char *mac, size_t *maclen)
#if defined(A)
{
    unsigned char buf[64];
    unsigned buf_len = 64;
    digest(buf, &buf_len);
    if (*maclen > buf_len)
        *maclen = buf_len;
    memcpy(mac, buf, *maclen);
    return 0;
}
#else
{
    (void)mac;
    (void)maclen;
    return -1;
}
#endif
