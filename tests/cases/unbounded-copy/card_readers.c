/* What smart-card code does: macros that return, structs that carry a length in and out. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FILE 2048

struct reply {
    uint8_t *resp;
    size_t resplen;
};

struct card {
    struct {
        uint8_t value[32];
        size_t len;
    } serial;
    uint8_t cache[MAX_FILE];
    size_t cache_len;
};

struct name {
    const char *host, *port, *canon, *comp, *proto;
};

void LOG_FUNC_RETURN(void *ctx, int r);
void LOG_TEST_RET(void *ctx, int r, const char *text);
void LOG_TEXT(void *ctx, const char *text);
int transmit(struct card *card, struct reply *reply);
uint8_t *find_tag(void *ctx, const uint8_t *buf, size_t n, unsigned tag, size_t *len);
int write_file(struct card *card, const uint8_t *data, size_t n);
int read_file(struct card *card, uint8_t *out, size_t n);
int read_password(int fd, char *out, int *n);
int format_entry(void *entry, uint8_t *value, size_t *len);
int number_to_bytes(const void *number, uint8_t *out);
void *home_alloc(void *home, size_t n);

/* silent: the macro of the branch leaves */
int get_object(struct card *card, uint8_t *out, size_t *out_len)
{
    uint8_t buf[MAX_FILE];
    size_t n;
    uint8_t *p = find_tag(card, buf, sizeof(buf), 0x5a, &n);

    if (!p)
        return -1;
    if (n > *out_len)
        LOG_FUNC_RETURN(card, -1);
    memcpy(out, p, n);
    *out_len = n;
    return 0;
}

int get_object_and_log(struct card *card, uint8_t *out, size_t *out_len)
{
    uint8_t buf[MAX_FILE];
    size_t n;
    uint8_t *p = find_tag(card, buf, sizeof(buf), 0x5a, &n);

    if (!p)
        return -1;
    if (n > *out_len)
        LOG_TEXT(card, "too long");
    memcpy(out, p, n); // expect: DTL801
    return 0;
}

/* silent: the struct was sent in with the room that there is */
int get_serial(struct card *card)
{
    uint8_t buf[10];
    struct reply reply;

    reply.resp = buf;
    reply.resplen = sizeof(buf);
    if (transmit(card, &reply))
        return -1;
    memcpy(card->serial.value, reply.resp, reply.resplen);
    card->serial.len = reply.resplen;
    return 0;
}

int get_serial_of_any_length(struct card *card)
{
    uint8_t buf[256];
    struct reply reply;

    reply.resp = buf;
    reply.resplen = sizeof(buf);
    if (transmit(card, &reply))
        return -1;
    memcpy(card->serial.value, reply.resp, reply.resplen); // expect: DTL801
    card->serial.len = reply.resplen;
    return 0;
}

/* silent: a helper is given the length, and the macro tests what it says */
int update(struct card *card, const uint8_t *data, size_t n)
{
    int r = write_file(card, data, n);

    LOG_TEST_RET(card, r, "not written");
    memcpy(card->cache, data, n);
    card->cache_len = n;
    return 0;
}

/* silent: what the array holds that was read into */
int keep_password(int fd, char *kept)
{
    char password[128];
    int n;

    if (read_password(fd, password, &n))
        return -1;
    memcpy(kept, password, n);
    return n;
}

/* silent: given twice, in and out both times */
int keep_path(void *entry, uint8_t *path)
{
    uint8_t value[16];
    size_t n = sizeof(value);

    if (format_entry(entry, value, &n) || format_entry(entry, value, &n))
        return -1;
    memcpy(path, value, n);
    return (int)n;
}

/* silent: as much as was put into the array before */
size_t encode_key(const void *modulus, const void *exponent, uint8_t *key)
{
    uint8_t buf[1024], *p = buf;

    p += number_to_bytes(modulus, p);
    p += number_to_bytes(exponent, p);
    memcpy(key, buf, p - buf);
    return p - buf;
}

/* silent: a table of constants of the function */
void init_names(struct card *card)
{
    const uint8_t *ids[] = {(const uint8_t *)"\xa0\x01", (const uint8_t *)"\xe8\x07\x04"};
    const size_t lens[] = {2, 3};
    size_t i;

    for (i = 0; i < 2; i++) {
        const uint8_t *id = ids[i];
        size_t n = lens[i];
        memcpy(card->serial.value, id, n);
    }
}

/* silent: the sum of many lengths was allocated */
int dup_name(void *home, struct name *to, const struct name *from)
{
    size_t n_proto = strlen(from->proto) + 1;
    size_t n_host = strlen(from->host) + 1;
    size_t n_port = strlen(from->port) + 1;
    size_t n_canon = strlen(from->canon) + 1;
    size_t n_comp = 0;
    char *s;

    if (from->comp != NULL)
        n_comp = strlen(from->comp) + 1;
    s = home_alloc(home, n_proto + n_canon + n_host + n_port + n_comp);
    if (!s)
        return -1;
    to->proto = memcpy(s, from->proto, n_proto), s += n_proto;
    to->host = memcpy(s, from->host, n_host), s += n_host;
    to->port = memcpy(s, from->port, n_port), s += n_port;
    to->canon = memcpy(s, from->canon, n_canon), s += n_canon;
    if (n_comp)
        to->comp = memcpy(s, from->comp, n_comp);
    return 0;
}

/* silent: stepped down from what was allocated */
int strip(const uint8_t *data, size_t n)
{
    size_t buf_len = n, len;
    uint8_t *buf = malloc(buf_len);

    if (!buf)
        return -1;
    len = buf_len;
    while (*data == 0 && len != 0) {
        ++data;
        --len;
    }
    memcpy(buf, data, len);
    free(buf);
    return 0;
}

/* silent: the length is the rest of the destination */
int seed_key(const uint8_t *keys, size_t key_len, unsigned index, uint8_t *first)
{
    uint8_t seed[64];

    if (index * 5 > 61 - key_len)
        return -1;
    memcpy(seed + 3, &keys[index * 5], key_len);
    *first = seed[0];
    return 0;
}

/* silent: cut down twice; the source moves on by what was copied */
void in_chunks(struct card *card, const uint8_t *buf, size_t left, size_t nonce_size, size_t most)
{
    struct {
        uint8_t head[8], buf[240];
    } params;
    size_t limit = most - nonce_size < sizeof(params.buf) ? most - nonce_size : sizeof(params.buf);

    do {
        size_t n = left < limit ? left : limit;
        memcpy(params.buf, buf, n);
        write_file(card, (uint8_t *)&params, n);
        buf += n;
        left -= n;
    } while (left);
}

/* silent: one by one into an array of the same size */
int tags(const uint8_t *methods, size_t n, uint8_t *first)
{
    uint8_t found[8], out[16];
    size_t count = 0, i;

    for (i = 0; i < 8; i++)
        if (methods[i])
            found[count++] = methods[i];
    memcpy(out + 2, found, count);
    *first = out[0] + (uint8_t)n;
    return 0;
}

/* silent: the macro returns, whichever test fails */
int decipher(struct card *card, const uint8_t *in, size_t n, uint8_t *out)
{
    uint8_t buf[512];

    if (!out || n > 256)
        LOG_FUNC_RETURN(card, -1);
    memcpy(buf, in, n);
    out[0] = buf[0];
    return 0;
}
