/* Comparisons that tell how far they got. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define HMAC_LEN 32

struct session {
    unsigned char cookie[32];
    unsigned char session_id[32];
    unsigned char fingerprint[32];
    uint8_t mac_addr[6];
    char password[64];
    char *secret;
    const EVP_MD *digest;
};

static int verify_cookie(SSL *ssl, const unsigned char *cookie, unsigned int cookie_len)
{
    unsigned char expected[HMAC_LEN];
    unsigned int n = 0;
    const struct session *s = SSL_get_app_data(ssl);

    if (!HMAC(EVP_sha256(), s->secret, 32, s->fingerprint, 32, expected, &n))
        return 0;
    return cookie_len == n && memcmp(cookie, expected, n) == 0; // expect: DTL605
}

int check_mac(const unsigned char *mac, const unsigned char *computed_mac, size_t n)
{
    if (memcmp(mac, computed_mac, n) != 0) // expect: DTL605
        return -1;
    return 0;
}

/* Names tell nothing here, but one side is what HMAC wrote. */
int check_trailer(const void *key, int key_len, const unsigned char *pkt, size_t n)
{
    unsigned char buf[EVP_MAX_MD_SIZE];
    unsigned int len = 0;

    if (n < HMAC_LEN || !HMAC(EVP_sha256(), key, key_len, pkt, n - HMAC_LEN, buf, &len))
        return 0;
    return !memcmp(buf, pkt + n - HMAC_LEN, len); // expect: DTL605
}

int check_password(const struct session *s, const char *given)
{
    if (strcmp(s->password, given)) // expect: DTL605
        return 0;
    return 1;
}

int check_token(const char *token, const char *auth_token)
{
    return strncmp(token, auth_token, strlen(auth_token)) == 0; // expect: DTL605
}

int check_finished(const SSL *ssl, const unsigned char *peer_finished, size_t n)
{
    unsigned char finished[EVP_MAX_MD_SIZE];
    size_t m = SSL_get_finished(ssl, finished, sizeof(finished));

    return m == n && bcmp(finished, peer_finished, n) == 0; // expect: DTL605
}

int check_digest(const unsigned char *received, const unsigned char *digest)
{
    int differs = memcmp(received, digest, 20); // expect: DTL605

    return !differs;
}

int check_tag(const unsigned char *auth_tag, const unsigned char *tag)
{
    switch (memcmp(auth_tag, tag, 16)) { // expect: DTL605
    case 0:
        return 1;
    default:
        return 0;
    }
}

int constant_time(const unsigned char *mac, const unsigned char *computed_mac, size_t n)
{
    return CRYPTO_memcmp(mac, computed_mac, n) == 0; /* silent: constant time */
}

int fingerprint_matches(const struct session *s, const unsigned char *fingerprint)
{
    return memcmp(s->fingerprint, fingerprint, 32) == 0; /* silent: sent in the clear, no secret */
}

int same_session(const struct session *s, const unsigned char *session_id)
{
    return memcmp(s->session_id, session_id, 32) == 0; /* silent: sent in the clear, no secret */
}

int same_hardware(const struct session *s, const uint8_t *mac_addr)
{
    return memcmp(s->mac_addr, mac_addr, 6) == 0; /* silent: a hardware address */
}

int is_digest_name(const char *digest_name)
{
    return strcmp(digest_name, "SHA256") == 0; /* silent: the name of a digest */
}

int is_mac_option(const char *arg)
{
    return strcmp(arg, "--password") == 0; /* silent: a command line option */
}

int right_cookie_length(unsigned int cookie_len)
{
    return cookie_len == HMAC_LEN; /* silent: a length */
}

int have_secret(const struct session *s)
{
    return s->secret != NULL && s->digest == EVP_sha256(); /* silent: pointers */
}

int no_password(const struct session *s)
{
    return strcmp(s->password, "") == 0 || s->password[0] == '\0'; /* silent: is there one at all */
}

int magic(const unsigned char *pkt)
{
    static const unsigned char magic_cookie[4] = { 0x21, 0x12, 0xa4, 0x42 };

    return memcmp(pkt + 4, magic_cookie, 4) == 0; /* silent: STUN's magic cookie is a constant of the protocol */
}

int same_address(const void *a, const void *b, size_t n)
{
    return memcmp(a, b, n) == 0; /* silent: nothing says that these are secret */
}

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_cookie_verify_cb(ctx, verify_cookie);
}
