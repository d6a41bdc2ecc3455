/* Lengths that are read twice, counted in loops, or told by the library's own objects. */
#include <openssl/asn1.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

struct session {
    unsigned char pending[512];
    unsigned char name[64];
};
struct header {
    unsigned bits : 4;
    unsigned wide : 12;
};

int read_again(struct session *s, const unsigned char *rec)
{
    uint16_t n = (uint16_t)(rec[0] << 8 | rec[1]);
    if (n > sizeof s->pending)
        return -1;
    n = (uint16_t)(rec[0] << 8 | rec[1]);
    memcpy(s->pending, rec + 2, n); // expect: DTL801
    return n;
}

int read_and_checked_again(struct session *s, const unsigned char *rec)
{
    uint16_t n = (uint16_t)(rec[0] << 8 | rec[1]);
    if (n < 4)
        return -1;
    n = (uint16_t)(rec[0] << 8 | rec[1]);
    if (n > sizeof s->pending)
        return -1;
    memcpy(s->pending, rec + 2, n); /* silent: the second reading is checked */
    return n;
}

void the_objects_own_length(struct session *s, const ASN1_STRING *string)
{
    memcpy(s->name, ASN1_STRING_get0_data(string), ASN1_STRING_length(string)); // expect: DTL805
    s->name[63] = 0;
}

int the_objects_length_is_compared(struct session *s, const ASN1_STRING *string)
{
    int n = ASN1_STRING_length(string);
    if (n < 0 || n > (int)sizeof s->name)
        return -1;
    memcpy(s->name, ASN1_STRING_get0_data(string), n); /* silent: compared */
    return n;
}

int bits(struct session *s, const struct header *h, const unsigned char *p)
{
    memcpy(s->name, p, h->bits); /* silent: four bits say no more than 15 */
    return h->bits;
}

int more_bits(struct session *s, const struct header *h, const unsigned char *p)
{
    memcpy(s->name, p, h->wide); // expect: DTL801
    return h->wide;
}

int twice_the_buffer(int fd)
{
    unsigned char packet[64];
    return (int)recv(fd, packet, sizeof packet * 2, 0); // expect: DTL802
}

static int loop_until_the_end(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const char *s = SSL_get_app_data(ssl);
    unsigned int i = 0;
    while (*s)
        cookie[i++] = (unsigned char)*s++; // expect: DTL804
    *cookie_len = i;
    return 1;
}
static int loop_as_long_as_it_is(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const char *s = SSL_get_app_data(ssl);
    size_t n = strlen(s), i;
    for (i = 0; i < n; i++)
        cookie[i] = s[i]; // expect: DTL804
    *cookie_len = i;
    return 1;
}
static int loop_compared(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const char *s = SSL_get_app_data(ssl);
    size_t n = strlen(s), i;
    if (n > DTLS1_COOKIE_LENGTH)
        return 0;
    for (i = 0; i < n; i++)
        cookie[i] = s[i]; /* silent: compared */
    *cookie_len = i;
    return 1;
}
static int loop_sixteen(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const char *s = SSL_get_app_data(ssl);
    unsigned i;
    for (i = 0; i < 16 && *s; i++)
        cookie[i] = *s++; /* silent */
    *cookie_len = i;
    return 1;
}
static int loop_twenty(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    unsigned i, n = 20;
    for (i = 0; i < n; i++)
        cookie[i] = (unsigned char)i; /* silent */
    *cookie_len = n;
    return 1;
}
void install(SSL_CTX *ctx, int which)
{
    if (which == 0)
        SSL_CTX_set_cookie_generate_cb(ctx, loop_until_the_end);
    if (which == 1)
        SSL_CTX_set_cookie_generate_cb(ctx, loop_as_long_as_it_is);
    if (which == 2)
        SSL_CTX_set_cookie_generate_cb(ctx, loop_compared);
    if (which == 3)
        SSL_CTX_set_cookie_generate_cb(ctx, loop_sixteen);
    if (which == 4)
        SSL_CTX_set_cookie_generate_cb(ctx, loop_twenty);
}
