/* Pointers that cannot be NULL for another reason than a test of their own. */
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

int is_common_name(const ASN1_OBJECT *object)
{
    const ASN1_OBJECT *name = OBJ_nid2obj(NID_commonName);

    return OBJ_cmp(object, name) == 0; /* silent: the library has all objects of its headers */
}

int is_kind(const ASN1_OBJECT *object, int kind)
{
    const ASN1_OBJECT *name = OBJ_nid2obj(kind);

    return OBJ_cmp(object, name) == 0; // expect: DTL203
}

int sign_with(X509_CRL *crl, RSA *rsa)
{
    EVP_PKEY *key = EVP_PKEY_new();
    int ok = EVP_PKEY_set1_RSA(key, rsa);

    if (ok)
        ok = X509_CRL_sign(crl, key, EVP_sha256()) > 0; /* silent: NULL takes no key */
    EVP_PKEY_free(key);
    return ok;
}

int sign_anyhow(X509_CRL *crl, RSA *rsa)
{
    EVP_PKEY *key = EVP_PKEY_new();
    int ok = EVP_PKEY_set1_RSA(key, rsa) == 1;

    if (X509_CRL_sign(crl, key, EVP_sha256()) <= 0) // expect: DTL203
        ok = 0;
    EVP_PKEY_free(key);
    return ok;
}

int begin_verification(X509_STORE_CTX *context, X509_STORE *store, X509 *cert)
{
#if OPENSSL_VERSION_NUMBER > 0x00907000L
    if (X509_STORE_CTX_init(context, store, cert, NULL) != 1)
        return -1;
#else
    X509_STORE_CTX_init(context, store, cert, NULL); /* silent: returned nothing then */
#endif
    return X509_verify_cert(context) == 1 ? 0 : -1;
}

int begin_verification_since(X509_STORE_CTX *context, X509_STORE *store, X509 *cert)
{
    X509_STORE_CTX_init(context, store, cert, NULL); // expect: DTL201
    return X509_verify_cert(context) == 1 ? 0 : -1;
}
