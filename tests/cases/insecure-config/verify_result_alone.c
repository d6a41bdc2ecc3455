/* X509_V_OK is also what an absent certificate gives. This file never asks for a certificate. */
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>

void tls_log(const char *fmt, ...);

int direct(SSL *ssl)
{
    if (SSL_get_verify_result(ssl) == X509_V_OK) // expect: DTL606
        return 0;
    return -1;
}

int negative(SSL *ssl)
{
    if (SSL_get_verify_result(ssl) != X509_V_OK) { // expect: DTL606
        tls_log("peer not verified\n");
        return -1;
    }
    return 0;
}

int through_variable(SSL *ssl)
{
    long result = SSL_get_verify_result(ssl);

    if (result != X509_V_OK) { // expect: DTL606
        tls_log("%s\n", X509_verify_cert_error_string(result));
        return -1;
    }
    return 0;
}

int returned(SSL *ssl)
{
    return SSL_get_verify_result(ssl) == X509_V_OK; // expect: DTL606
}

int with_conjunction(SSL *ssl, int need)
{
    if (need && SSL_get_verify_result(ssl) != X509_V_OK) // expect: DTL606
        return -1;
    return 1;
}

int ternary(SSL *ssl)
{
    return SSL_get_verify_result(ssl) == X509_V_OK ? 1 : -1; // expect: DTL606
}

int without_constant(SSL *ssl)
{
    if (SSL_get_verify_result(ssl) != 0) // expect: DTL606
        return -1;
    return 0;
}

int certificate_first(SSL *ssl)
{
    X509 *cert = SSL_get_peer_certificate(ssl);

    if (!cert)
        return -1;
    X509_free(cert);
    if (SSL_get_verify_result(ssl) != X509_V_OK) /* silent: there is a certificate */
        return -1;
    return 0;
}

int certificate_after(SSL *ssl)
{
    X509 *cert;

    if (SSL_get_verify_result(ssl) != X509_V_OK) /* silent: the certificate is asked for below */
        return -1;
    cert = SSL_get1_peer_certificate(ssl);
    if (cert == NULL)
        return -1;
    X509_free(cert);
    return 0;
}

int certificate_borrowed(SSL *ssl)
{
    return SSL_get0_peer_certificate(ssl) != NULL
        && SSL_get_verify_result(ssl) == X509_V_OK; /* silent: both in one expression */
}

int certificate_nested(SSL *ssl)
{
    X509 *cert = SSL_get_peer_certificate(ssl);
    int ok = 0;

    if (cert) {
        ok = SSL_get_verify_result(ssl) == X509_V_OK; /* silent: under the test of the certificate */
        X509_free(cert);
    }
    return ok;
}

void only_printed(SSL *ssl)
{
    long result = SSL_get_verify_result(ssl);

    tls_log("verify result %ld: %s\n", result, X509_verify_cert_error_string(result)); /* silent: nothing is concluded */
}

int particular_error(SSL *ssl)
{
    return SSL_get_verify_result(ssl) == X509_V_ERR_CERT_HAS_EXPIRED; /* silent: another constant */
}

int store_error(X509_STORE_CTX *ctx)
{
    return X509_STORE_CTX_get_error(ctx) == X509_V_OK; /* silent: another function */
}

long handed_on(SSL *ssl)
{
    return SSL_get_verify_result(ssl); /* silent: the caller judges */
}
