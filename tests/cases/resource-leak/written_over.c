/* Memory that a call writes over, and structs that are cleaned up where they lie. */
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>

extern void use(const char *name);
extern void HMAC_CTX_cleanup(HMAC_CTX *ctx);

void read_all(BIO *in)
{
    char *name, *header;
    unsigned char *data;
    long length;

    while (PEM_read_bio(in, &name, &header, &data, &length)) { // expect: DTL302
        use(name);
        OPENSSL_free(name);
        OPENSSL_free(data);
    }
}

void read_all_right(BIO *in)
{
    char *name, *header;
    unsigned char *data;
    long length;

    while (PEM_read_bio(in, &name, &header, &data, &length)) {
        use(name);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data); /* silent: each round's own */
    }
}

int two_texts(ASN1_STRING *first, ASN1_STRING *second)
{
    unsigned char *utf8 = NULL;
    int n = ASN1_STRING_to_UTF8(&utf8, first);
    if (n < 0)
        return 0;
    n = ASN1_STRING_to_UTF8(&utf8, second); // expect: DTL302
    if (n < 0)
        return 0;
    OPENSSL_free(utf8);
    return n;
}

int into_the_same(X509 *x)
{
    unsigned char *der = NULL;
    int n = i2d_X509(x, &der);
    unsigned char *at = der;
    if (n <= 0)
        return 0;
    n = i2d_X509(x, &at); /* silent: it writes where the pointer points */
    OPENSSL_free(der);
    return n;
}

void cleaned_up(HMAC_CTX *hmac)
{
    HMAC_CTX_cleanup(hmac);
    free(hmac); /* silent: the memory is the caller's */
}
