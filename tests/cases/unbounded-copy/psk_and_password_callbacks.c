/* Callbacks of libssl that are told how much room there is. */
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

struct credentials {
    char identity[64];
    unsigned char key[64];
    unsigned key_len;
    char pass[128];
};
static struct credentials cred;

/* Both buffers, neither capacity: a finding for each buffer. */
static unsigned int psk_client_careless(SSL *ssl, const char *hint, char *identity,
                                        unsigned int max_identity_len, unsigned char *psk,
                                        unsigned int max_psk_len)
{
    (void)ssl;
    (void)hint;
    (void)max_identity_len;
    (void)max_psk_len;
    strcpy(identity, cred.identity); // expect: DTL804
    memcpy(psk, cred.key, cred.key_len); // expect: DTL804
    return cred.key_len;
}

/* The identity is held back, the key is not. */
static unsigned int psk_client_half(SSL *ssl, const char *hint, char *identity,
                                    unsigned int max_identity_len, unsigned char *psk,
                                    unsigned int max_psk_len)
{
    if (strlen(cred.identity) >= max_identity_len)
        return 0;
    strcpy(identity, cred.identity); /* silent: the capacity was read */
    for (unsigned i = 0; i < cred.key_len; i++)
        psk[i] = cred.key[i]; // expect: DTL804
    return cred.key_len;
}

static unsigned int psk_server_careless(SSL *ssl, const char *identity, unsigned char *psk,
                                        unsigned int max_psk_len)
{
    const struct credentials *c = SSL_get_app_data(ssl);

    if (c == NULL || strcmp(identity, c->identity) != 0)
        return 0;
    memcpy(psk, c->key, sizeof(c->key)); // expect: DTL804
    return c->key_len;
}

static unsigned int psk_client_careful(SSL *ssl, const char *hint, char *identity,
                                       unsigned int max_identity_len, unsigned char *psk,
                                       unsigned int max_psk_len)
{
    int n = snprintf(identity, max_identity_len, "%s", cred.identity); /* silent: given the capacity */

    if (n < 0 || (unsigned)n >= max_identity_len)
        return 0;
    if (cred.key_len > max_psk_len)
        return 0;
    memcpy(psk, cred.key, cred.key_len); /* silent: compared with the capacity */
    return cred.key_len;
}

static unsigned int psk_server_clamped(SSL *ssl, const char *identity, unsigned char *psk,
                                       unsigned int max_psk_len)
{
    unsigned n = cred.key_len < max_psk_len ? cred.key_len : max_psk_len;

    (void)ssl;
    (void)identity;
    memcpy(psk, cred.key, n); /* silent: clamped by the capacity */
    return n;
}

static int lookup_key(const char *identity, unsigned char *out, unsigned int room);

static unsigned int psk_server_delegates(SSL *ssl, const char *identity, unsigned char *psk,
                                         unsigned int max_psk_len)
{
    int n = lookup_key(identity, psk, max_psk_len); /* silent: buffer and capacity are handed on */

    return n > 0 ? (unsigned)n : 0;
}

static int password_careless(char *buf, int size, int rwflag, void *u)
{
    const char *pass = u;

    strcpy(buf, pass); // expect: DTL804
    return (int)strlen(pass);
}

static int password_sprintf(char *buf, int size, int rwflag, void *u)
{
    (void)size;
    return sprintf(buf, "%s-%d", (const char *)u, rwflag); // expect: DTL804
}

static int password_careful(char *buf, int size, int rwflag, void *u)
{
    strncpy(buf, (const char *)u, size); /* silent: the capacity is the length */
    buf[size - 1] = '\0';
    return (int)strlen(buf);
}

static int password_compared(char *buf, int size, int rwflag, void *u)
{
    size_t len = strlen((const char *)u);

    if (len > (size_t)size)
        return 0;
    memcpy(buf, u, len); /* silent: compared with the capacity */
    return (int)len;
}

static int password_refused(char *buf, int size, int rwflag, void *u)
{
    (void)buf;
    (void)size;
    (void)rwflag;
    (void)u;
    return 0; /* silent: nothing is written */
}

/* Not a callback of anything: names alone make no callback. */
static size_t describe(char *out, size_t room, int flags, const char *text)
{
    (void)room;
    out[0] = (char)flags; /* silent: not installed, and no callback's signature */
    return strlen(text);
}

static int lookup_key(const char *identity, unsigned char *out, unsigned int room)
{
    if (strcmp(identity, cred.identity) != 0 || cred.key_len > room)
        return -1;
    memcpy(out, cred.key, cred.key_len); /* silent: compared with the room given */
    return (int)cred.key_len;
}

void install(SSL_CTX *ctx, int which)
{
    SSL_CTX_set_psk_client_callback(ctx, which ? psk_client_careless : psk_client_half);
    SSL_CTX_set_psk_server_callback(ctx, psk_server_careless);
    if (which > 1) {
        SSL_CTX_set_psk_client_callback(ctx, psk_client_careful);
        SSL_CTX_set_psk_server_callback(ctx, psk_server_clamped);
    }
    if (which > 2)
        SSL_CTX_set_psk_server_callback(ctx, psk_server_delegates);
    SSL_CTX_set_default_passwd_cb(ctx, password_careless);
    SSL_CTX_set_default_passwd_cb(ctx, password_sprintf);
    SSL_CTX_set_default_passwd_cb(ctx, password_careful);
    SSL_CTX_set_default_passwd_cb(ctx, password_compared);
    SSL_CTX_set_default_passwd_cb(ctx, password_refused);
    (void)describe;
}

static unsigned int psk_printed(SSL *ssl, const char *hint, char *identity, unsigned int most, unsigned char *psk, unsigned int psk_most)
{
    (void)ssl;
    (void)hint;
    if (BIO_snprintf(identity, most, "%s", "device") < 0) /* silent: the capacity is handed on */
        return 0;
    if (psk_most < 4)
        return 0;
    memcpy(psk, "abcd", 4); /* silent: compared */
    return 4;
}

static int session_id(SSL *ssl, unsigned char *id, unsigned int *id_len)
{
    (void)ssl;
    return RAND_bytes(id, (int)*id_len) == 1; /* silent: no cookie, and the length is given */
}

void install_more(SSL_CTX *ctx)
{
    SSL_CTX_set_psk_client_callback(ctx, psk_printed);
    SSL_CTX_set_generate_session_id(ctx, session_id);
}
