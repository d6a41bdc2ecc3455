#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SMALL 1024
#define MESSAGE_LENGTH (sizeof(header) + key_size + key_size)
#define TEXT(s) (s), sizeof(s) - 1

typedef struct waiting {
    uint8_t *packet;
    size_t packet_len;
} waiting;

struct slot {
    struct {
        uint8_t *ptr;
        size_t len;
    } nonce;
    uint8_t block[128];
    uint32_t leftover;
    char *name;
};

struct store {
    struct slot *next;
    char path[];
};

static const unsigned char header[] = {0x30, 0x59, 0x30, 0x13};
static size_t unset_len = SMALL / 4;
static size_t changed_len = SMALL / 4;

int digest(const unsigned char *in, size_t n, unsigned char *out, size_t *out_len);
int hex_decode(unsigned char **out, size_t *size, size_t *used, const char *text);
int base64(const char *text, unsigned char *out, size_t capacity, size_t *used);
size_t packet_limit(const void *packet);
const uint8_t *packet_begin(const void *packet);
int pull_timeout(int fd, uint8_t *buf, int room, void *ctx);
char *int2str(unsigned long value, int *len);
void *sub_alloc(size_t n, void *ctx);
void process(struct slot *slot, const uint8_t *data, size_t blocks);
void fatal_exit(const char *text, ...);
int read_message(uint8_t **out, uint32_t *len);
int count_options(const struct slot *slot);
const char *name_of(int i);

/* silent: an in/out length that starts as the size of an array of the same size */
void keep_digest(const uint8_t *in, size_t n, uint8_t *first)
{
    unsigned char md[64], copy[64];
    size_t len = sizeof(md);

    if (digest(in, n, md, &len))
        return;
    memcpy(copy, md, len);
    *first = copy[0];
}

void keep_digest_in_less(const uint8_t *in, size_t n, uint8_t *first)
{
    unsigned char md[64], copy[20];
    size_t len = sizeof(md);

    if (digest(in, n, md, &len))
        return;
    memcpy(copy, md, len); // expect: DTL801
    *first = copy[0];
}

/* silent: the decoder was told how much there is room for */
void decode_both(const char *text, uint8_t *first)
{
    unsigned char key[SMALL], other[SMALL], small[32];
    unsigned char *buf;
    size_t size = SMALL, used = 0, more = 0;

    buf = malloc(size);
    if (!buf || !hex_decode(&buf, &size, &used, text))
        return;
    memcpy(key, buf, used);
    if (base64(text, other, sizeof(other), &more))
        return;
    memcpy(key, other, more);
    memcpy(small, other, more); // expect: DTL801
    *first = key[0] + small[0];
    free(buf);
}

/* silent: the extent is a macro that mentions the length */
void build_key(const uint8_t *x, const uint8_t *y, size_t key_size, uint8_t *first)
{
    uint8_t buf[MESSAGE_LENGTH];
    uint8_t *p = buf;

    memcpy(p, header, sizeof(header));
    p += sizeof(header);
    memcpy(p, x, key_size);
    p += key_size;
    memcpy(p, y, key_size);
    *first = buf[0];
}

/* silent: a choice in the extent mentions the length */
void build_seed(const char *label, const uint8_t *context, size_t context_size, uint8_t *first)
{
    uint8_t seed[64 + (context ? 2 + context_size : 0)];
    uint8_t *p = seed;

    memcpy(p, label, 32);
    p += 32;
    if (context) {
        p += 2;
        memcpy(p, context, context_size);
    }
    *first = seed[0];
}

/* silent: a table of constants, by the name of its column */
void name_keys(uint8_t *first)
{
    static const struct {
        const char *tag;
        uint32_t len;
    } names[] = {
        {TEXT("CN")},
        {TEXT("O")},
    };
    char key[64] = "SUBJECT_";
    size_t i;

    for (i = 0; i < 2; i++) {
        memcpy(key + 8, names[i].tag, names[i].len);
        *first += key[9];
    }
}

/* silent: a variable of the file that nothing changes */
void copy_domain(struct slot *s, const uint8_t *domain)
{
    memcpy(s->name, domain, unset_len * sizeof(domain[0]));
}

void copy_changed(struct slot *s, const uint8_t *domain, size_t n)
{
    memcpy(s->name, domain, changed_len); // expect: DTL801
    changed_len = n;
}

/* silent: the sum of the texts was allocated, and parts of these texts are copied */
char **split(const char **input, size_t count)
{
    size_t i, total = 0;
    char **out, *p;

    for (i = 0; i < count; i++) {
        const char *t = strchr(input[i], '=');
        if (!t)
            return NULL;
        total += strlen(input[i]) + 1;
    }
    out = sub_alloc(sizeof(*out) * count * 2 + total, NULL);
    p = (char *)&out[count * 2];
    for (i = 0; i < count; i++) {
        const char *t = strchr(input[i], '=');
        size_t name_len = (size_t)(t - input[i]);
        size_t value_len = strlen(t + 1);
        out[i] = p;
        memcpy(p, input[i], name_len);
        p += name_len;
        *p++ = 0;
        memcpy(p, t + 1, value_len + 1);
        p += value_len + 1;
    }
    return out;
}

/* silent: counted by the same calls before the allocation */
void collect(struct slot **all, struct slot *into, int n)
{
    int i, pos = 0, total = 0;

    for (i = 0; i < n; i++)
        total += count_options(all[i]);
    into = calloc(total + 1, sizeof(struct slot));
    if (!into)
        return;
    for (i = 0; i < n; i++) {
        int c = count_options(all[i]);
        memcpy(&into[pos], all[i], sizeof(struct slot) * c);
        pos += c;
    }
}

/* silent: the other side of the difference is the limit */
void align_right(uint8_t *key, size_t room, const uint8_t *value, size_t len)
{
    long k = (long)room - (long)len;

    if (k > 0) {
        memset(key, 0, k);
        memcpy(key + k, value, len);
    }
}

/* silent: what a mask leaves of it */
void update(struct slot *s, const uint8_t *buf, uint32_t n)
{
    uint32_t i;

    if (n >= sizeof(s->block)) {
        i = n & ~(sizeof(s->block) - 1);
        process(s, buf, i);
        n -= i;
        buf += i;
    }
    memcpy(s->block, buf, n);
}

/* silent: a member that was given what a mask leaves, whoever gets its owner */
void finish(struct slot *s, const uint8_t *in, size_t n)
{
    size_t blocks = n & ~(sizeof(s->block) - 1);

    s->leftover = (uint32_t)(n - blocks);
    if (blocks) {
        process(s, in, blocks);
        in += blocks;
    }
    if (s->leftover)
        memcpy(s->block, in, s->leftover);
}

/* silent: the destination's own length */
void set_nonce(struct slot *s, const uint8_t *key, size_t key_len)
{
    if (key_len != 32)
        return;
    memcpy(s->nonce.ptr, key + key_len - s->nonce.len, s->nonce.len);
}

void set_nonce_of_the_message(struct slot *s, const uint8_t *in)
{
    s->nonce.len = in[0] << 8 | in[1];
    memcpy(s->nonce.ptr, in + 2, s->nonce.len); // expect: DTL801
}

/* silent: equal to the size or no return */
void read_slot(struct slot *s)
{
    uint8_t *reply;
    uint32_t len = 0;

    if (!read_message(&reply, &len))
        fatal_exit("no message");
    if (len != (uint32_t)sizeof(*s))
        fatal_exit("wrong length %d %d", (int)len, (int)sizeof(*s));
    memcpy(s, reply, (size_t)len);
    free(reply);
}

/* silent: behind the struct there is room for the same getter's result */
waiting *queue(const void *packet)
{
    waiting *w = (waiting *)malloc(sizeof(waiting) + packet_limit(packet));

    if (!w)
        return NULL;
    w->packet = (uint8_t *)w + sizeof(waiting);
    w->packet_len = packet_limit(packet);
    memmove(w->packet, packet_begin(packet), w->packet_len);
    return w;
}

/* silent: a reader gives no more than it was given room for, and that was cut down */
int peek(int fd, uint8_t *buf, int size, int offset, void *ctx, uint8_t *first)
{
    uint8_t kept[512];
    int got;

    if (size > (int)sizeof kept)
        size = sizeof kept;
    got = pull_timeout(fd, buf + offset, size - offset, ctx);
    if (got > 0)
        memcpy(kept + offset, buf + offset, got);
    *first = kept[0];
    return got;
}

/* silent: a number as text */
int version_text(unsigned long version, char *first)
{
    static char buf[22];
    int len;
    char *text = int2str(version, &len);

    memcpy(buf, text, len);
    *first = buf[0];
    return len;
}

static struct store *store_new(const char *name)
{
    size_t n = strlen(name) + 1;
    struct store *s = calloc(1, sizeof(*s) + n);

    if (s)
        memcpy(s->path, name, n);
    return s;
}

/* silent: the maker was given the text */
struct store *store_again(const char *name)
{
    struct store *s = store_new(name);

    if (s)
        memcpy(s->path, name, strlen(name) + 1);
    return s;
}

/* silent: a copy of the text that is measured */
char *upper(const char *text)
{
    size_t n = strlen(text);
    char *copy = strdup(text);

    if (copy)
        memcpy(copy, text, n);
    return copy;
}

struct choice {
    uint8_t key[128];
    size_t key_length;
};
int encode(const uint8_t *in, struct choice *out);

/* silent: constants on every arm, and then handed to a function of elsewhere */
void choose(int kind, const uint8_t *in, struct slot *s)
{
    struct choice c;

    if (kind == 1)
        c.key_length = 32;
    else
        c.key_length = 64;
    encode(in, &c);
    memcpy(s->block, c.key, c.key_length);
}

static void put(struct slot *s, const uint8_t *p, size_t n)
{
    memcpy(s->block, p, n);
    s->leftover = (uint32_t)n;
}

/* silent: every caller of the file holds the length back */
int put_some(struct slot *s, const uint8_t *p, size_t n)
{
    if (n > sizeof s->block)
        return -1;
    put(s, p, n);
    put(s, p, 16);
    return 0;
}

static void put_any(struct slot *s, const uint8_t *p, size_t n)
{
    memcpy(s->block, p, n); // expect: DTL801
    s->leftover = (uint32_t)n;
}

int put_one_of_the_callers_asks(struct slot *s, const uint8_t *p, size_t n, size_t m)
{
    if (n > sizeof s->block)
        return -1;
    put_any(s, p, n);
    put_any(s, p, m);
    return 0;
}

unsigned get_u16(const uint8_t *p);
int parse_length(const uint8_t *p, size_t n, size_t *len);
int payload(int fd, uint8_t *buf, size_t *n);

/* The length stands in the bytes that are copied. */
int reflect(const uint8_t *in, uint8_t *first)
{
    uint8_t request[256], response[256];
    size_t n, m = 0;

    memcpy(request, in, sizeof request);
    n = get_u16(request + 1);
    memcpy(response, request + 3, n); // expect: DTL801
    if (parse_length(request, sizeof(request), &m))
        return -1;
    memcpy(response, request, m); // expect: DTL801
    *first = response[0];
    return 0;
}

/* What is left of the input says nothing about the destination. */
int rest_of_the_input(struct slot *s, const uint8_t *in, size_t in_len, size_t off)
{
    if (off > in_len)
        return -1;
    memcpy(s->block, in + off, in_len - off); // expect: DTL801
    return 0;
}

int rest_to_the_end(struct slot *s, const uint8_t *p, const uint8_t *end)
{
    long len = end - p;

    if (len < 0)
        return -1;
    memcpy(s->block, p, len); // expect: DTL801
    return 0;
}

/* There was more room than the destination has. */
int receive(int fd, uint8_t *first)
{
    uint8_t buf[4096], small[256];
    size_t n = sizeof(buf);

    if (payload(fd, buf, &n))
        return -1;
    memcpy(small, buf, n); // expect: DTL801
    *first = small[0];
    return 0;
}

/* Another text was measured. */
char *one_of_two(const struct slot *a, const char *text)
{
    char *p = malloc(strlen(text) + 1);

    if (p)
        memcpy(p, a->name, strlen(a->name)); // expect: DTL801
    return p;
}

/* The mask leaves more than there is room for. */
void masked(struct slot *s, const uint8_t *in, uint32_t n)
{
    s->leftover = n & 0xffff;
    process(s, in, 1);
    memcpy(s->block, in, s->leftover); // expect: DTL801
}

/* The text may be far longer than the key. */
int decode_long(const char *text, uint8_t *first)
{
    unsigned char key[32];
    unsigned char *buf = NULL;
    size_t size = 0, used = 0;

    if (strlen(text) > 4096 || !hex_decode(&buf, &size, &used, text))
        return -1;
    memcpy(key, buf, used); // expect: DTL801
    *first = key[0];
    return 0;
}

struct ticket {
    unsigned char *cipher_key, *hmac_key;
};
struct method;
int block_length(const struct method *m);
struct ticket *new_ticket(const struct method *cipher, const struct method *hash);

/* silent: the maker was given what the getter measures */
struct ticket *make_ticket(const struct method *c, const struct method *h, const uint8_t *key)
{
    struct ticket *t = new_ticket(c, h);

    memcpy(t->cipher_key, key, block_length(c));
    memcpy(t->hmac_key, key + block_length(c), block_length(h));
    return t;
}

struct ticket *make_other_ticket(const struct method *c, const struct method *h, const uint8_t *key)
{
    struct ticket *t = new_ticket(c, c);

    memcpy(t->hmac_key, key, block_length(h)); // expect: DTL801
    return t;
}

void DISCONNECT_NOW(int reason);

/* silent: a macro of a header that leaves */
int write_data(uint8_t **buf, uint32_t *room, const uint8_t *data, size_t n)
{
    if (*room < n) {
        fprintf(stderr, "unable to write %zu bytes", n);
        DISCONNECT_NOW(1);
    }
    memcpy(*buf, data, n);
    *room -= n;
    return 0;
}

struct stats {
    char *buffer;
    size_t size, offset;
};
int grow_stats(struct stats *s, size_t needed);

static void append_stats(struct stats *s, const char *key, size_t key_len)
{
    char *buf = s->buffer + s->offset;

    memcpy(buf, key, key_len);
    s->offset += key_len;
}

/* silent: the caller has made room for the sum */
int add_stats(struct stats *s, const char *key, size_t key_len, size_t value_len)
{
    size_t needed = key_len + value_len + 24;

    if (!grow_stats(s, needed))
        return -1;
    append_stats(s, key, key_len);
    return 0;
}
