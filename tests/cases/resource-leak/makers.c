/* Functions of the file that make an object in more than one way. */
#include <stdio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static X509 *issuer_of(SSL_CTX *ctx, X509_STORE_CTX *store, X509 *cert)
{
    STACK_OF(X509) *extra = NULL;
    X509 *issuer = NULL;
    int i;
    SSL_CTX_get_extra_chain_certs(ctx, &extra);
    for (i = 0; i < sk_X509_num(extra); i++) {
        issuer = sk_X509_value(extra, i);
        if (X509_check_issued(issuer, cert) == X509_V_OK) {
            X509_up_ref(issuer);
            return issuer;
        }
    }
    if (X509_STORE_CTX_get1_issuer(&issuer, store, cert) <= 0)
        issuer = NULL;
    return issuer;
}

int has_issuer(SSL_CTX *ctx, X509_STORE_CTX *store, X509 *cert)
{
    X509 *issuer = issuer_of(ctx, store, cert);
    if (!issuer)
        return 0;
    return 1; // expect: DTL301
}

static X509 *read_cert(const char *file, BIO *in)
{
    if (file) {
        X509 *cert;
        FILE *f = fopen(file, "r");
        if (!f)
            return NULL;
        cert = PEM_read_X509(f, NULL, NULL, NULL);
        fclose(f);
        return cert;
    }
    return d2i_X509_bio(in, NULL);
}

int can_read(const char *file, BIO *in)
{
    X509 *cert = read_cert(file, in);
    int ok = cert != NULL;
    if (ok && BIO_pending(in))
        return 0; // expect: DTL301
    X509_free(cert);
    return ok;
}

static X509 *counted(SSL *ssl)
{
    X509 *cert = SSL_get_certificate(ssl);
    if (cert)
        X509_up_ref(cert);
    return cert;
}

int uses_counted(SSL *ssl)
{
    X509 *cert = counted(ssl);
    if (!cert)
        return 0;
    X509_free(cert); /* silent: a reference was made for it */
    return 1;
}

int loses_counted(SSL *ssl)
{
    X509 *cert = counted(ssl);
    return cert != NULL; // expect: DTL301
}

static X509 *one_of_two(SSL *ssl, int ours)
{
    if (!ours)
        return SSL_get_peer_certificate(ssl);
    return SSL_get_certificate(ssl);
}

int looks(SSL *ssl)
{
    X509 *cert = one_of_two(ssl, 0);
    return cert != NULL; /* silent: it may be only lent */
}
