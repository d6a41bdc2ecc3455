/* A STUN/TURN message reader in the manner of a relay server: lengths come off the wire. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define STUN_MAX_REALM 127
#define STUN_MAX_NONCE 256
#define ns_bcopy(src, dst, sz) memmove((dst), (src), (sz))

typedef struct {
    uint8_t nonce[STUN_MAX_NONCE];
    uint8_t realm[STUN_MAX_REALM + 1];
    uint8_t mac_key[128];
    size_t mac_key_len;
} turn_session;

typedef const void *attr_ref;

const uint8_t *attr_value(attr_ref attr);
int attr_len(attr_ref attr);
attr_ref attr_first(const uint8_t *buf, size_t len, uint16_t type);

/* The length of the attribute is held back by nothing. */
int take_realm(turn_session *s, const uint8_t *buf, size_t len)
{
    attr_ref a = attr_first(buf, len, 0x0014);
    if (!a)
        return 0;
    const uint8_t *value = attr_value(a);
    if (value) {
        size_t vlen = (size_t)attr_len(a);
        memcpy(s->realm, value, vlen); // expect: DTL801
        s->realm[vlen] = 0;
        return 1;
    }
    return 0;
}

/* The check protects the source, the destination has another size. */
int decode_oauth_nonce(const uint8_t *in, size_t in_len, turn_session *s)
{
    size_t off = 0;
    uint16_t nonce_len;

    if (in_len < 4)
        return -1;
    nonce_len = (uint16_t)(in[off] << 8 | in[off + 1]);
    off += 2;
    if (in_len < 2 + (size_t)nonce_len)
        return -1;
    memcpy(s->nonce, in + off, nonce_len); // expect: DTL801
    return 0;
}

/* As fixed: the destination's capacity is tested as well. */
int decode_oauth_nonce_fixed(const uint8_t *in, size_t in_len, turn_session *s)
{
    uint16_t nonce_len;

    if (in_len < 4)
        return -1;
    nonce_len = (uint16_t)(in[0] << 8 | in[1]);
    if (in_len < 2 + (size_t)nonce_len || nonce_len > sizeof(s->nonce))
        return -1;
    memcpy(s->nonce, in + 2, nonce_len); /* silent: bounded by the destination's size */
    return 0;
}

/* A comparison for a minimum is no bound. */
int decode_mac_key(const uint8_t *in, turn_session *s)
{
    uint16_t key_length = (uint16_t)((in[0] << 8) + in[1]);

    if (key_length == 0)
        return 0;
    if (key_length < 16)
        return -1;
    memcpy(s->mac_key, in + 2, key_length); // expect: DTL801
    s->mac_key_len = key_length;
    return 1;
}

int decode_mac_key_fixed(const uint8_t *in, turn_session *s)
{
    uint16_t key_length = (uint16_t)((in[0] << 8) + in[1]);

    if (key_length < 16 || key_length > sizeof s->mac_key)
        return -1;
    memcpy(s->mac_key, in + 2, key_length); /* silent: both a minimum and a maximum */
    s->mac_key_len = key_length;
    return 1;
}

/* One byte can say 255 at most, and the destination holds 256. */
void take_short_nonce(turn_session *s, const uint8_t *p)
{
    uint8_t n = p[0];

    memcpy(s->nonce, p + 1, n); /* silent: the type's maximum fits the destination */
}

/* One byte can say 255, and the destination holds 128. */
void take_short_key(turn_session *s, const uint8_t *p)
{
    uint8_t n = p[0];

    memcpy(s->mac_key, p + 1, n); // expect: DTL801
    s->mac_key_len = n;
}

void take_masked_key(turn_session *s, const uint8_t *p)
{
    size_t n = p[0] & 0x3f;

    memcpy(s->mac_key, p + 1, n); /* silent: a mask by a constant that fits */
    s->mac_key_len = n;
}

/* Through the project's own macro. */
void replace_nonce(turn_session *s, const uint8_t *value, int vlen)
{
    s->nonce[0] = 0;
    ns_bcopy(value, s->nonce, vlen); // expect: DTL801
}

void replace_nonce_clamped(turn_session *s, const uint8_t *value, int vlen)
{
    if (vlen > STUN_MAX_NONCE - 1)
        vlen = STUN_MAX_NONCE - 1;
    ns_bcopy(value, s->nonce, vlen); /* silent: clamped before */
    s->nonce[vlen] = 0;
}
