/* Positions that are made two-way: 0 is one of them. */
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdbool.h>

bool beyond_the_first(X509_CRL *crl)
{
    int at = X509_CRL_get_ext_by_critical(crl, 1, -1);

    return (at > 0); // expect: DTL202
}

bool anywhere(X509_CRL *crl)
{
    int at = X509_CRL_get_ext_by_critical(crl, 1, -1);

    return at >= 0; /* silent: the first is one as well */
}

bool anything(X509_CRL *crl)
{
    int at = X509_CRL_get_ext_by_critical(crl, 1, -1);

    return at; // expect: DTL205
}
