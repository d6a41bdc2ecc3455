/* Callbacks with a fixed limit: cookies of 255 bytes, ticket names and IVs of 16. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <string.h>

struct peer {
    unsigned char address[28];
    unsigned address_len;
    unsigned char cookie[512];
    unsigned cookie_len;
};
struct ticket_keys { unsigned char name[48], aes[32], mac[32]; };

static unsigned char secret[32];

unsigned serialise_peer(const struct peer *p, unsigned char *out);

/* A length from outside, never compared with DTLS1_COOKIE_LENGTH. */
static int cookie_from_peer(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const struct peer *p = SSL_get_app_data(ssl);

    memcpy(cookie, p->cookie, p->cookie_len); // expect: DTL804
    *cookie_len = p->cookie_len;
    return 1;
}

/* A constant that is over the limit. */
static int cookie_too_long(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const struct peer *p = SSL_get_app_data(ssl);

    memcpy(cookie, p->cookie, sizeof(p->cookie)); // expect: DTL804
    *cookie_len = sizeof(p->cookie);
    return 1;
}

static int cookie_compared(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const struct peer *p = SSL_get_app_data(ssl);

    if (p->cookie_len > DTLS1_COOKIE_LENGTH)
        return 0;
    memcpy(cookie, p->cookie, p->cookie_len); /* silent: compared with the limit */
    *cookie_len = p->cookie_len;
    return 1;
}

static int cookie_literal_limit(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const struct peer *p = SSL_get_app_data(ssl);
    unsigned n = p->cookie_len > 255 ? 255 : p->cookie_len;

    memcpy(cookie, p->cookie, n); /* silent: clamped to the limit, written as a number */
    *cookie_len = n;
    return 1;
}

static int cookie_constant(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const struct peer *p = SSL_get_app_data(ssl);

    memcpy(cookie, p->cookie, 32); /* silent: a constant under the limit */
    *cookie_len = 32;
    return 1;
}

static int cookie_hmac(SSL *ssl, unsigned char *cookie, unsigned int *cookie_len)
{
    const struct peer *p = SSL_get_app_data(ssl);

    /* silent: no digest is longer than EVP_MAX_MD_SIZE, and that is under the limit */
    if (!HMAC(EVP_sha256(), secret, sizeof(secret), p->address, p->address_len, cookie, cookie_len))
        return 0;
    return 1;
}

static int cookie_verify(SSL *ssl, const unsigned char *cookie, unsigned int cookie_len)
{
    struct peer *p = SSL_get_app_data(ssl);

    if (cookie_len > sizeof(p->cookie))
        return 0;
    memcpy(p->cookie, cookie, cookie_len); /* silent: compared with the destination */
    return 1;
}

/* The verify callback's input length is the peer's. */
static int cookie_verify_careless(SSL *ssl, const unsigned char *cookie, unsigned int cookie_len)
{
    unsigned char copy[32];

    memcpy(copy, cookie, cookie_len); // expect: DTL801
    return CRYPTO_memcmp(copy, secret, sizeof(copy)) == 0;
}

/* 48 bytes into a name of 16. */
static int ticket_name_too_long(SSL *ssl, unsigned char *key_name, unsigned char *iv,
                                EVP_CIPHER_CTX *ectx, HMAC_CTX *hctx, int enc)
{
    const struct ticket_keys *k = SSL_get_app_data(ssl);

    if (!enc)
        return 0;
    memcpy(key_name, k->name, sizeof(k->name)); // expect: DTL804
    if (RAND_bytes(iv, EVP_MAX_IV_LENGTH) != 1) /* silent: the IV's own size */
        return -1;
    return EVP_EncryptInit_ex(ectx, EVP_aes_256_cbc(), NULL, k->aes, iv) == 1;
}

static int ticket_good(SSL *ssl, unsigned char *key_name, unsigned char *iv,
                       EVP_CIPHER_CTX *ectx, HMAC_CTX *hctx, int enc)
{
    const struct ticket_keys *k = SSL_get_app_data(ssl);

    if (!enc)
        return 0;
    memcpy(key_name, k->name, 16); /* silent: a name of 16 bytes */
    if (RAND_bytes(iv, 16) != 1) /* silent: an IV of 16 bytes */
        return -1;
    return EVP_EncryptInit_ex(ectx, EVP_aes_256_cbc(), NULL, k->aes, iv) == 1;
}

static int alpn_static(SSL *ssl, const unsigned char **out, unsigned char *outlen,
                       const unsigned char *in, unsigned int inlen, void *arg)
{
    static const unsigned char name[] = "stun.turn";

    *out = name; /* silent: a pointer is handed out, nothing is copied */
    *outlen = sizeof(name) - 1;
    return SSL_TLSEXT_ERR_OK;
}

static int alpn_select(SSL *ssl, const unsigned char **out, unsigned char *outlen,
                       const unsigned char *in, unsigned int inlen, void *arg)
{
    static const unsigned char protos[] = "\x02h2\x08http/1.1";

    /* silent: libssl's own selection */
    if (SSL_select_next_proto((unsigned char **)out, outlen, protos, sizeof(protos) - 1, in, inlen)
        != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    return SSL_TLSEXT_ERR_OK;
}

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_cookie_generate_cb(ctx, cookie_from_peer);
    SSL_CTX_set_cookie_generate_cb(ctx, cookie_too_long);
    SSL_CTX_set_cookie_generate_cb(ctx, cookie_compared);
    SSL_CTX_set_cookie_generate_cb(ctx, cookie_literal_limit);
    SSL_CTX_set_cookie_generate_cb(ctx, cookie_constant);
    SSL_CTX_set_cookie_generate_cb(ctx, cookie_hmac);
    SSL_CTX_set_cookie_verify_cb(ctx, cookie_verify);
    SSL_CTX_set_cookie_verify_cb(ctx, cookie_verify_careless);
    SSL_CTX_set_tlsext_ticket_key_cb(ctx, ticket_name_too_long);
    SSL_CTX_set_tlsext_ticket_key_cb(ctx, ticket_good);
    SSL_CTX_set_alpn_select_cb(ctx, alpn_static, NULL);
    SSL_CTX_set_alpn_select_cb(ctx, alpn_select, NULL);
}

/* Installed in another file. */
int my_generate_session_id(SSL *ssl, unsigned char *id, unsigned int *id_len)
{
    (void)ssl;
    return RAND_bytes(id, (int)*id_len) == 1; /* silent: no cookie */
}

int my_generate_cookie(SSL *ssl, unsigned char *out, unsigned int *len)
{
    struct peer *p = SSL_get_app_data(ssl);

    memcpy(out, p->address, p->address_len); // expect: DTL804
    *len = (unsigned)p->address_len;
    return 1;
}
