/* Literals in calls that also take secrets. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_LEN 32

struct settings {
    const char *password;
    unsigned char key[KEY_LEN];
    char identity[64];
};
static struct settings conf;
extern const unsigned char provisioned_key[KEY_LEN];

EVP_PKEY *load_key(BIO *bio)
{
    return PEM_read_bio_PrivateKey(bio, NULL, NULL, (void *)conf.password); /* silent: from the settings */
}

int load_p12(PKCS12 *p12, EVP_PKEY **key, X509 **cert)
{
    if (PKCS12_parse(p12, "", key, cert, NULL)) /* silent: the empty password is no secret */
        return 1;
    return PKCS12_parse(p12, NULL, key, cert, NULL); /* silent: none at all */
}

int password_from_environment(SSL_CTX *ctx)
{
    const char *pass = getenv("TLS_KEY_PASSWORD");

    if (!pass)
        return 0;
    SSL_CTX_set_default_passwd_cb_userdata(ctx, (void *)pass); /* silent: the environment's */
    return 1;
}

int export_keys(SSL *ssl, unsigned char *out)
{
    static const char label[] = "EXTRACTOR-dtls_srtp";

    return SSL_export_keying_material(ssl, out, KEY_LEN, label, sizeof(label) - 1, NULL, 0, 0); /* silent: a label */
}

int hkdf_info(EVP_PKEY_CTX *ctx, const unsigned char *key, size_t n)
{
    if (EVP_PKEY_CTX_set1_hkdf_key(ctx, key, (int)n) <= 0)
        return 0;
    return EVP_PKEY_CTX_add1_hkdf_info(ctx, (const unsigned char *)"handshake", 9); /* silent: the info string is public */
}

int contexts(SSL_CTX *ctx)
{
    static const unsigned char alpn[] = "\x04mqtt";

    if (SSL_CTX_set_alpn_protos(ctx, alpn, sizeof(alpn) - 1) != 0) /* silent: a protocol name */
        return 0;
    SSL_CTX_use_psk_identity_hint(ctx, "broker"); /* silent: a hint is sent in the clear */
    return SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"broker", 6); /* silent: an id context */
}

static unsigned int psk_client(SSL *ssl, const char *hint, char *identity, unsigned int max_identity_len,
                               unsigned char *psk, unsigned int max_psk_len)
{
    snprintf(identity, max_identity_len, "%s", "Client_identity"); /* silent: an identity is no secret */
    if (sizeof(conf.key) > max_psk_len)
        return 0;
    memcpy(psk, conf.key, sizeof(conf.key)); /* silent: the key comes from the settings */
    return sizeof(conf.key);
}

int extern_key(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, provisioned_key, iv); /* silent: its content is not known here */
}

int overwritten_before_use(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    unsigned char key[KEY_LEN] = "to be replaced";

    if (RAND_bytes(key, sizeof(key)) != 1)
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv); /* silent: the literal is gone */
}

int read_before_use(EVP_CIPHER_CTX *c, FILE *f, const unsigned char *iv)
{
    unsigned char key[KEY_LEN] = { 0 };

    if (fread(key, 1, sizeof(key), f) != sizeof(key))
        return 0;
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv); /* silent: read from a file */
}

int associated_data(EVP_CIPHER_CTX *c, int *n)
{
    return EVP_EncryptUpdate(c, NULL, n, (const unsigned char *)"header", 6); /* silent: plaintext, not a key */
}

int message_literal(const unsigned char *key, size_t key_len, unsigned char *mac)
{
    /* silent: the message is a literal, the key is not */
    return HMAC(EVP_sha256(), key, (int)key_len, (const unsigned char *)"binding", 7, mac, NULL) != NULL;
}

int no_iv_at_all(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    return EVP_EncryptInit_ex(c, EVP_aes_256_ecb(), NULL, key, NULL); /* silent: there is no IV */
}

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_psk_client_callback(ctx, psk_client);
}
