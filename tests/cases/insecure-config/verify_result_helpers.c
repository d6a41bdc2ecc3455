/* The certificate is in hand, or somebody else looks at it. */
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

int check_host(SSL *ssl, const char *name);

int with_the_certificate(SSL *ssl, X509 *cert)
{
    (void)cert;
    return SSL_get_verify_result(ssl) == X509_V_OK; /* silent: the caller has the certificate */
}

int with_a_helper(SSL *ssl, const char *name)
{
    if (SSL_get_verify_result(ssl) != X509_V_OK) /* silent: check_host needs a certificate */
        return -1;
    return check_host(ssl, name);
}

int verification_has_failed(SSL *ssl)
{
    return SSL_get_verify_result(ssl) != X509_V_OK; /* silent: asks for the failure */
}

int by_switch(SSL *ssl)
{
    switch (SSL_get_verify_result(ssl)) { // expect: DTL606
    case X509_V_OK:
        return 1;
    default:
        return 0;
    }
}

int negated(SSL *ssl)
{
    return !SSL_get_verify_result(ssl); // expect: DTL606
}

int assigned_in_the_test(SSL *ssl)
{
    long verdict;

    if ((verdict = SSL_get_verify_result(ssl)) != X509_V_OK) // expect: DTL606
        return (int)-verdict;
    return 1;
}

struct peer { SSL *ssl; X509 *cert; int verified; };

void into_a_member(struct peer *p)
{
    p->verified = (SSL_get_verify_result(p->ssl) == X509_V_OK); // expect: DTL606
}

int with_a_member(struct peer *p)
{
    p->cert = SSL_get1_peer_certificate(p->ssl);
    if (!p->cert)
        return 0;
    return SSL_get_verify_result(p->ssl) == X509_V_OK; /* silent: the certificate was tested */
}

int freed_untested(SSL *ssl)
{
    X509_free(SSL_get1_peer_certificate(ssl));
    return SSL_get_verify_result(ssl) == X509_V_OK; // expect: DTL606
}

static long verdict_of(SSL *ssl)
{
    return SSL_get_verify_result(ssl); /* silent: handed on */
}

int through_a_wrapper(SSL *ssl)
{
    if (verdict_of(ssl) != X509_V_OK) // expect: DTL606
        return -1;
    return 0;
}

int the_other_way_round(SSL *ssl)
{
    return X509_V_OK == SSL_get_verify_result(ssl); // expect: DTL606
}

int by_the_chain(SSL *ssl)
{
    return SSL_get_peer_cert_chain(ssl) != NULL
        && SSL_get_verify_result(ssl) == X509_V_OK; /* silent: there is a chain */
}
