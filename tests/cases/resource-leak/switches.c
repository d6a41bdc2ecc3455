/* What a switch has chosen is known to the tests behind it. */
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <stdlib.h>

struct jwk { int type; };
struct element { int tag; const unsigned char *data; int length; };
enum { TAG_P = 10, TAG_G = 11 };
enum { KTY_EC = 1000, KTY_RSA = 1001 };
extern int use_keys(RSA *rsa, EC_KEY *ec);
extern int use_numbers(BIGNUM *p, BIGNUM *g);

int by_name(EVP_PKEY *pkey, int id)
{
    RSA *rsa = NULL;
    EC_KEY *ec = NULL;
    int ret = -1;

    switch (id) {
    case NID_X9_62_id_ecPublicKey:
        ec = EVP_PKEY_get1_EC_KEY(pkey);
        if (!ec)
            return -1;
        break;
    case NID_rsaEncryption:
        rsa = EVP_PKEY_get1_RSA(pkey);
        if (!rsa)
            return -1;
        break;
    default:
        return -1;
    }
    ret = use_keys(rsa, ec);
    if (id == NID_X9_62_id_ecPublicKey)
        EC_KEY_free(ec);
    else
        RSA_free(rsa);
    return ret; /* silent: the case that made the object releases it */
}

int by_member(EVP_PKEY *pkey, const struct jwk *jwk)
{
    RSA *rsa = NULL;
    EC_KEY *ec = NULL;
    int ret;

    switch (jwk->type) {
    case KTY_EC:
        ec = EVP_PKEY_get1_EC_KEY(pkey);
        break;
    case KTY_RSA:
        rsa = EVP_PKEY_get1_RSA(pkey);
        break;
    default:
        return -1;
    }
    ret = rsa != NULL || ec != NULL;
    if (jwk->type != KTY_EC)
        RSA_free(rsa);
    else
        EC_KEY_free(ec);
    return ret; /* silent: as above */
}

int one_of_two(EVP_PKEY *pkey, int id)
{
    RSA *rsa = NULL;
    EC_KEY *ec = NULL;
    int ret;

    switch (id) {
    case NID_X9_62_id_ecPublicKey:
        ec = EVP_PKEY_get1_EC_KEY(pkey);
        break;
    case NID_rsaEncryption:
        rsa = EVP_PKEY_get1_RSA(pkey);
        break;
    }
    ret = use_keys(rsa, ec);
    if (id == NID_X9_62_id_ecPublicKey)
        EC_KEY_free(ec);
    return ret; // expect: DTL301
}

int dealt_out(const struct element *elements, int count)
{
    BIGNUM *p = NULL, *g = NULL;
    int ret;

    for (int i = 0; i < count; i++) {
        BIGNUM *bn = BN_bin2bn(elements[i].data, elements[i].length, NULL);
        if (bn == NULL)
            break;
        switch (elements[i].tag) {
        case TAG_P:
            p = bn; /* silent: each tag comes once */
            break;
        case TAG_G:
            g = bn; /* silent: each tag comes once */
            break;
        default:
            BN_free(bn);
            break;
        }
    }
    ret = use_numbers(p, g);
    BN_free(p);
    BN_free(g);
    return ret;
}

SSL *without_parent(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);

    if (ctx == NULL)
        return NULL; /* silent: SSL_new(NULL) is NULL */
    if (SSL_set_fd(ssl, 3) != 1)
        return NULL; // expect: DTL301
    return ssl;
}

EVP_MD_CTX *by_what_there_is(void)
{
    EVP_MD_CTX *ctx;

#if defined(HAVE_EVP_MD_CTX_NEW)
    ctx = EVP_MD_CTX_new();
#else
    ctx = malloc(64);
#endif
    if (ctx == NULL || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1)
        return ctx;
#if defined(HAVE_EVP_MD_CTX_FREE)
    EVP_MD_CTX_free(ctx); /* silent: the two macros go together */
#else
    free(ctx); /* silent: as above */
#endif
    return NULL;
}

struct stream { int type; };
void stop(SSL *ssl) { SSL_shutdown(ssl); SSL_free(ssl); }
void by_number(struct stream *s, SSL *ssl)
{
    if (s->type == 3)
        stop(ssl);
    if (s->type == 4)
        stop(ssl); /* silent: it is one of the two */
}
void by_either(struct stream *s, SSL *ssl)
{
    if (s->type != 3)
        stop(ssl);
    if (s->type != 4)
        stop(ssl); /* expect: DTL303 */
}
