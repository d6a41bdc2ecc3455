/* Guards of s2n-tls, whose header is not at hand: they leave the function. */
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

extern int s2n_prepare(void);
int POSIX_GUARD_OSSL(int result, int error);
int POSIX_GUARD(int result);
int POSIX_ENSURE_REF(const void *p);

int digest(const unsigned char *in, size_t n, unsigned char *out)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    POSIX_ENSURE_REF(ctx); /* silent: nothing is owned where it returns */
    POSIX_GUARD_OSSL(EVP_DigestInit_ex(ctx, EVP_sha256(), NULL), 1); /* expect: DTL301 */
    POSIX_GUARD(s2n_prepare()); /* expect: DTL301 */
    if (EVP_DigestUpdate(ctx, in, n) != 1 || EVP_DigestFinal_ex(ctx, out, NULL) != 1) {
        EVP_MD_CTX_free(ctx);
        return -1;
    }
    EVP_MD_CTX_free(ctx);
    return 0;
}
