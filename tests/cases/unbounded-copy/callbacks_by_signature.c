/* Callbacks that another file installs: their signatures tell. */
#include <openssl/bn.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

#define MIN(a, b) ((a) < (b) ? (a) : (b))

struct store { char *identity; char *hex_key; unsigned char raw[64]; size_t raw_len; };
extern struct store psk_store;

#ifdef WITH_PSK_HEX
# define IDENTITY "hex-client"
#else
# define IDENTITY "raw-client"
#endif

unsigned int on_psk_client(SSL *ssl, const char *hint, char *identity,
                           unsigned int max_identity_len,
                           unsigned char *psk, unsigned int max_psk_len)
{
    BIGNUM *bn = NULL;
    unsigned int n = 0;

    if (strlen(IDENTITY) >= max_identity_len)
        return 0;
    strcpy(identity, IDENTITY); /* silent: the capacity was compared */
    if (BN_hex2bn(&bn, psk_store.hex_key) > 0)
        n = BN_bn2bin(bn, psk); // expect: DTL804
    BN_free(bn);
    return n;
}

unsigned int on_psk_client_checked(SSL *ssl, const char *hint, char *identity,
                                   unsigned int max_identity_len,
                                   unsigned char *psk, unsigned int max_psk_len)
{
    BIGNUM *bn = NULL;
    unsigned int n = 0;

    if (snprintf(identity, max_identity_len, "%s", psk_store.identity) < 0) /* silent: the capacity is handed on */
        return 0;
    if (BN_hex2bn(&bn, psk_store.hex_key) > 0 && BN_num_bytes(bn) <= (int)max_psk_len)
        n = BN_bn2bin(bn, psk); /* silent: the number's size was compared with the capacity */
    BN_free(bn);
    return n;
}

unsigned int on_psk_server(SSL *ssl, const char *identity, unsigned char *psk, unsigned int max_psk_len)
{
    if (strcmp(identity, psk_store.identity) != 0)
        return 0;
    memmove(psk,  // expect: DTL804
            psk_store.raw,
            psk_store.raw_len);
    return psk_store.raw_len;
}

unsigned int on_psk_server_min(SSL *ssl, const char *identity, unsigned char *psk, unsigned int max_psk_len)
{
    const size_t n = MIN(psk_store.raw_len, max_psk_len);

    memcpy(psk,
           psk_store.raw,
           n); /* silent: clamped by a macro with the capacity */
    return n;
}

unsigned int on_psk_server_loop(SSL *ssl, const char *identity, unsigned char *psk, unsigned int max_psk_len)
{
    unsigned int i;

    for (i = 0; i < psk_store.raw_len && i < max_psk_len; i++)
        psk[i] = psk_store.raw[i]; /* silent: the loop reads the capacity */
    return i;
}

int on_password(char *buf, int size, int rwflag, void *u)
{
    const struct store *s = u;
    const char *p = s ? s->hex_key : "";
    int n = 0;

    while (*p)
        buf[n++] = *p++; // expect: DTL804
    return n;
}

int on_password_checked(char *buf, int size, int rwflag, void *u)
{
    const struct store *s = u;
    const char *p = s ? s->hex_key : "";
    int n = 0;

    while (*p && n < size)
        buf[n++] = *p++; /* silent: the loop reads the capacity */
    return n;
}
