// Indices and descriptors, of which 0 is as good as any; members whose address is handed out.
#include <openssl/ssl.h>
#include <openssl/x509.h>

int first_is_no_failure(X509_NAME *name)
{
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);

    if (!at) // expect: DTL202
        return -1;
    return at;
}

int first_is_found(X509_NAME *name)
{
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);

    if (at == 0)
        puts("the first entry"); /* silent: nothing fails here */
    return at;
}

int negative_is_none(X509_NAME *name)
{
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);

    if (at < 0)
        return -1; /* silent: exact */
    return at;
}

int descriptor(SSL *ssl)
{
    int fd = SSL_get_fd(ssl);

    if (fd == 0) // expect: DTL202
        return -1;
    return fd;
}

int serial_of_nothing(EVP_PKEY *key)
{
    X509 *cert = X509_new();

    if (ASN1_INTEGER_set(X509_get_serialNumber(cert), 1) != 1) { // expect: DTL203
        X509_free(cert);
        return 0;
    }
    if (!X509_set_pubkey(cert, key)) {
        X509_free(cert);
        return 0;
    }
    X509_free(cert);
    return 1;
}

int zero_is_success_picked(SSL_CTX *ctx, const unsigned char *protos, unsigned n)
{
    return SSL_CTX_set_alpn_protos(ctx, protos, n) ? 0 : -1; // expect: DTL202
}

int zero_is_success_kept(SSL_CTX *ctx, const unsigned char *protos, unsigned n)
{
    return SSL_CTX_set_alpn_protos(ctx, protos, n) ? -1 : 0; /* silent: the right way round */
}

SSL_CTX *zero_is_success_null(SSL_CTX *ctx, const unsigned char *protos, unsigned n)
{
    SSL_CTX *set = !SSL_CTX_set_alpn_protos(ctx, protos, n) ? NULL : ctx; // expect: DTL202

    return set;
}

int zero_is_success_numbered(SSL_CTX *ctx, const unsigned char *protos, unsigned n)
{
    int failed = SSL_CTX_set_alpn_protos(ctx, protos, n) ? 1 : 0; /* silent: told as a number */

    return failed;
}
