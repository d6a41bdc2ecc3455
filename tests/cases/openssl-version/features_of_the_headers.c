#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#ifndef X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT
unsigned char *name_of(ASN1_STRING *string)
{
    return ASN1_STRING_data(string); /* silent: only where X509_check_host is missing */
}
#endif

#if !defined(HAVE_EVP_AES_128_CTR)
void own_counter_mode(EVP_CIPHER *cipher)
{
    EVP_CIPHER_meth_free(cipher); /* silent: every library of today has the mode */
}
#endif

#ifdef HAVE_EVP_AES_128_CTR
void forget(EVP_CIPHER *cipher)
{
    EVP_CIPHER_meth_free(cipher); // expect: DTL501
}
#endif

#ifndef HAVE_FAST_PATH
void also_forget(EVP_CIPHER *cipher)
{
    EVP_CIPHER_meth_free(cipher); // expect: DTL501
}
#endif

void start(void)
{
#ifdef HAVE_ERR_LOAD_CRYPTO_STRINGS
    ERR_load_crypto_strings(); /* silent: a macro since 1.1.0, so the build does not find it */
#endif
}
