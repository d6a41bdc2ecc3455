/* Guards of s2n-tls: macros of a header that return where their condition does not hold. */
#include <openssl/evp.h>
#include <openssl/x509.h>

#ifndef POSIX_ENSURE
extern void POSIX_ENSURE_REF(const void *x);
extern void POSIX_ENSURE_EQ(long a, long b);
extern void POSIX_ENSURE(int holds, int error);
extern void DEFER_CLEANUP(const void *x, void (*release)(X509 **));
#endif
extern void X509_free_pointer(X509 **x);

int tested(const unsigned char *der, long length)
{
    X509 *cert = d2i_X509(NULL, &der, length);
    POSIX_ENSURE_REF(cert); /* silent: it returns where there is none */
    X509_free(cert);
    return 0;
}

int lost_by_the_second(const unsigned char *der, long length)
{
    X509 *cert = d2i_X509(NULL, &der, length);
    POSIX_ENSURE_REF(cert);
    EVP_PKEY *key = X509_get_pubkey(cert);
    POSIX_ENSURE_REF(key); // expect: DTL301
    EVP_PKEY_free(key);
    X509_free(cert);
    return 0;
}

int lost_by_a_comparison(const unsigned char *der, long length)
{
    X509 *cert = d2i_X509(NULL, &der, length);
    POSIX_ENSURE_REF(cert);
    POSIX_ENSURE_EQ(X509_get_version(cert), 2); // expect: DTL301
    POSIX_ENSURE(X509_get_version(cert) == 2, 17); // expect: DTL301
    X509_free(cert);
    return 0;
}

int cleaned_up(const unsigned char *der, long length)
{
    X509 *cert = NULL;
    DEFER_CLEANUP(cert = d2i_X509(NULL, &der, length), X509_free_pointer);
    POSIX_ENSURE_REF(cert);
    POSIX_ENSURE(X509_get_version(cert) == 2, 17); /* silent: released at the end of its scope */
    return 0;
}
