// What an object lends, and what it was given, ends with it.
#include <string.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/buffer.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

struct peer { SSL *ssl; };

int name_after_certificate(SSL *ssl, char *out, int n)
{
    X509 *cert = SSL_get1_peer_certificate(ssl);
    X509_NAME *subject;

    if (cert == NULL)
        return 0;
    subject = X509_get_subject_name(cert);
    X509_free(cert);
    return X509_NAME_oneline(subject, out, n) != NULL; // expect: DTL303
}

int name_before_certificate(SSL *ssl, char *out, int n)
{
    X509 *cert = SSL_get1_peer_certificate(ssl);
    int ok;

    if (cert == NULL)
        return 0;
    ok = X509_NAME_oneline(X509_get_subject_name(cert), out, n) != NULL;
    X509_free(cert);
    return ok; /* silent: used while the certificate lives */
}

int copied_name(X509 *cert, char *out, int n)
{
    X509_NAME *own = X509_NAME_dup(X509_get_subject_name(cert));
    int ok;

    X509_free(cert);
    ok = own != NULL && X509_NAME_oneline(own, out, n) != NULL; /* silent: a copy */
    X509_NAME_free(own);
    return ok;
}

int second_reference(X509 *cert, char *out, int n)
{
    X509_NAME *subject = X509_get_subject_name(cert);
    int ok;

    if (!X509_up_ref(cert))
        return 0;
    X509_free(cert);
    ok = X509_NAME_oneline(subject, out, n) != NULL; /* silent: one reference is left */
    X509_free(cert);
    return ok;
}

int numbers_of_signature(const unsigned char *der, long n)
{
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, n);
    const BIGNUM *r, *s;

    if (sig == NULL)
        return 0;
    ECDSA_SIG_get0(sig, &r, &s);
    ECDSA_SIG_free(sig);
    return BN_num_bits(s); // expect: DTL303
}

int numbers_in_time(const unsigned char *der, long n)
{
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, n);
    const BIGNUM *r;
    int bits;

    if (sig == NULL)
        return 0;
    r = ECDSA_SIG_get0_r(sig);
    bits = BN_num_bits(r); /* silent: before the release */
    ECDSA_SIG_free(sig);
    return bits;
}

int first_byte(BIO *out)
{
    char *text = NULL;
    long n = BIO_get_mem_data(out, &text);

    BIO_free_all(out);
    return n > 0 ? text[0] : -1; // expect: DTL303
}

size_t memory_taken_out(BIO *out, char **text)
{
    BUF_MEM *mem = NULL;

    BIO_get_mem_ptr(out, &mem);
    (void)BIO_set_close(out, BIO_NOCLOSE);
    BIO_free_all(out);
    *text = mem->data; /* silent: the BIO left its memory behind */
    return mem->length;
}

int number_of_context(const BIGNUM *a)
{
    BN_CTX *ctx = BN_CTX_new();
    BIGNUM *square;

    if (ctx == NULL)
        return 0;
    square = BN_CTX_get(ctx);
    if (square == NULL || !BN_sqr(square, a, ctx)) {
        BN_CTX_free(ctx);
        return 0;
    }
    BN_CTX_free(ctx);
    return BN_num_bits(square); // expect: DTL303
}

int key_still_held(EVP_PKEY *key)
{
    RSA *rsa = EVP_PKEY_get1_RSA(key);
    const BIGNUM *n;

    if (rsa == NULL)
        return 0;
    RSA_get0_key(rsa, &n, NULL, NULL);
    RSA_free(rsa);
    return BN_num_bits(n); /* silent: the key holds the RSA as well */
}

int chain_element(STACK_OF(X509) *chain)
{
    X509 *first = sk_X509_value(chain, 0);

    sk_X509_free(chain);
    return first != NULL && X509_get_version(first) == 2; /* silent: the elements live on */
}

void bio_after_connection(struct peer *p, BIO *bio)
{
    SSL_set_bio(p->ssl, bio, bio);
    SSL_free(p->ssl);
    p->ssl = NULL;
    BIO_reset(bio); // expect: DTL303
}

void bio_of_connection(struct peer *p, BIO *bio)
{
    SSL_set_bio(p->ssl, bio, bio);
    BIO_reset(bio); /* silent: lent back as long as the connection lives */
    SSL_free(p->ssl);
    p->ssl = NULL;
}

int rsa_after_key(RSA *rsa)
{
    EVP_PKEY *key = EVP_PKEY_new();

    if (key == NULL)
        return 0;
    if (!EVP_PKEY_assign_RSA(key, rsa)) {
        EVP_PKEY_free(key);
        return 0;
    }
    EVP_PKEY_free(key);
    return RSA_size(rsa); // expect: DTL303
}

int rsa_of_shared_key(RSA *rsa, X509 *cert)
{
    EVP_PKEY *key = EVP_PKEY_new();

    if (key == NULL)
        return 0;
    if (!EVP_PKEY_assign_RSA(key, rsa) || !X509_set_pubkey(cert, key)) {
        EVP_PKEY_free(key);
        return 0;
    }
    EVP_PKEY_free(key);
    return RSA_size(rsa); /* silent: the certificate holds the key */
}

int status_of_response(OCSP_BASICRESP *basic, OCSP_CERTID *id)
{
    int reason, status;
    ASN1_GENERALIZEDTIME *revoked, *from, *until;

    if (!OCSP_resp_find_status(basic, id, &status, &reason, &revoked, &from, &until))
        return 0;
    OCSP_BASICRESP_free(basic);
    return OCSP_check_validity(from, until, 300, -1); // expect: DTL303
}

ASN1_INTEGER *part_returned(X509 *cert)
{
    ASN1_INTEGER *serial = X509_get_serialNumber(cert);

    X509_free(cert);
    return serial; // expect: DTL303
}

int element_of_all(STACK_OF(X509) *chain)
{
    X509 *first = sk_X509_value(chain, 0);

    sk_X509_pop_free(chain, X509_free);
    return X509_get_version(first) == 2; // expect: DTL303
}

int element_kept(STACK_OF(X509) *chain)
{
    X509 *first = sk_X509_value(chain, 0);
    int ok;

    if (first == NULL || !X509_up_ref(first))
        return 0;
    sk_X509_pop_free(chain, X509_free);
    ok = X509_get_version(first) == 2; /* silent: a reference of its own */
    X509_free(first);
    return ok;
}

int released_on_one_path(X509 *cert, int keep)
{
    ASN1_INTEGER *serial = X509_get_serialNumber(cert);

    if (!keep)
        X509_free(cert);
    return keep ? ASN1_INTEGER_get(serial) == 1 : 0; /* silent: only where it was kept */
}
