// Release functions by the type of what they get.
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

void certificate_as_bio(X509 *cert)
{
    BIO_free((BIO *)cert); // expect: DTL304
}

void session_as_connection(SSL_SESSION *session)
{
    SSL_free((SSL *)session); // expect: DTL304
}

void context_as_key(EVP_PKEY_CTX *ctx)
{
    EVP_PKEY_free((EVP_PKEY *)ctx); // expect: DTL304
}

void name_as_certificate(X509_NAME *name)
{
    X509_free((X509 *)name); // expect: DTL304
}

void whole_chain(BIO *bio)
{
    BIO_free_all(bio); /* silent: another way to release a BIO */
}

void one_of_a_kind(BIO *bio)
{
    BIO_vfree(bio); /* silent */
}

void strings(ASN1_TIME *from)
{
    ASN1_STRING_free(from); /* silent: the types of ASN.1 strings are one */
}

void names(GENERAL_NAMES *all)
{
    sk_GENERAL_NAME_pop_free(all, GENERAL_NAME_free); /* silent: a stack's release */
}

void cleared(EC_POINT *point, BIGNUM *secret)
{
    EC_POINT_clear_free(point); /* silent: it is cleared first */
    BN_clear_free(secret);      /* silent */
}

void older_name(EVP_MD_CTX *ctx)
{
    EVP_MD_CTX_destroy(ctx); /* silent: the name of before 1.1.0 */
}

int serialised(SSL_SESSION *session, int (*send)(const unsigned char *, int))
{
    int n = i2d_SSL_SESSION(session, NULL), sent;
    unsigned char *der, *end;

    if (n <= 0)
        return -1;
    der = end = OPENSSL_malloc(n);
    if (der == NULL)
        return -1;
    if (i2d_SSL_SESSION(session, &end) != n)
        return -1; // expect: DTL301
    sent = send(der, n);
    OPENSSL_free(der);
    return sent;
}
