#include <openssl/evp.h>

#if OPENSSL_VERSION_NUMBER >= 0x10100000L
#define forget_digest EVP_MD_CTX_reset
#define forget_key EVP_PKEY_free
#else
#define forget_digest EVP_MD_CTX_cleanup
#define forget_key(key) EVP_PKEY_free(key)
#endif
#define compare_keys EVP_PKEY_cmp

void forget(EVP_MD_CTX *ctx, EVP_PKEY *key)
{
    forget_digest(ctx); /* silent: the old name is for the old library */
    forget_key(key);
}

int same(EVP_PKEY *a, EVP_PKEY *b)
{
    return compare_keys(a, b) == 1; // expect: DTL501
}
