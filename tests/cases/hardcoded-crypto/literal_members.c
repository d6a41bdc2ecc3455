/* Literals that travel through members, and literals on lines of their own. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <string.h>

#define DEFAULT_PSK "0123456789abcdef0123456789abcdef"
#define SECRET_LENGTH 32

struct profile { const char *name, *psk, *password; };
struct server { struct profile profile; unsigned char secret[SECRET_LENGTH]; };

static struct server server = {
    .profile = { .name = "default", .psk = DEFAULT_PSK, .password = NULL },
};

static unsigned int psk_server(SSL *ssl, const char *identity, unsigned char *psk, unsigned int max_psk_len)
{
    size_t n = strlen(server.profile.psk);

    if (strcmp(identity, server.profile.name) != 0 || n > max_psk_len)
        return 0;
    memcpy(psk, server.profile.psk, n); // expect: DTL403
    return (unsigned int)n;
}

void defaults(struct profile *p)
{
    p->name = "fallback"; /* silent: a name */
}

int load(const unsigned char *der, long n, EVP_PKEY **key, X509 **cert)
{
    struct profile p = { "store", NULL, "store-password" };
    PKCS12 *p12 = d2i_PKCS12(NULL, &der, n);
    int ok = p12 && PKCS12_parse(p12, p.password, key, cert, NULL); // expect: DTL403

    PKCS12_free(p12);
    return ok;
}

int load_given(const struct profile *p, PKCS12 *p12, EVP_PKEY **key, X509 **cert)
{
    return PKCS12_parse(p12, p->password, key, cert, NULL); /* silent: the caller's profile */
}

int several_lines(const char *pass, size_t pass_len, const unsigned char *salt, size_t salt_len,
                  unsigned char *key)
{
    return PKCS5_PBKDF2_HMAC(pass, (int)pass_len,
                             salt, (int)salt_len,
                             310000,
                             EVP_sha256(),
                             32, // expect: DTL401
                             key) == 1;
}

int chosen_by_macro(const unsigned char *msg, size_t n, unsigned char *mac)
{
#ifdef FACTORY_TEST
    static const unsigned char key[] = "factory test key, thirty-two by.";
#else
    const unsigned char *key = server.secret;
#endif
    return HMAC(EVP_sha256(), key, SECRET_LENGTH, msg, n, mac, NULL) != NULL; // expect: DTL403
}

int fill_secret(void)
{
    return RAND_bytes(server.secret, sizeof(server.secret)) == 1; /* silent: a named extent */
}

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_psk_server_callback(ctx, psk_server);
}
