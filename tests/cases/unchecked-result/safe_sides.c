/* Failures that go along with what is refused anyway, or that something else tells of. */
#include <stdbool.h>
#include <stdio.h>
#include <openssl/bn.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/engine.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#define draw RAND_bytes
void use(const char *data, long n);
struct timed { SSL *ssl; int result; };
struct other { bool result; };

void size_of_nothing(BIO *bio)
{
    char *data;
    long n = BIO_get_mem_data(bio, &data);
    if (n > 0) /* silent: no bytes are nothing to use either */
        use(data, n);
}

int decrypt(RSA *rsa, const unsigned char *in, unsigned char *out)
{
    if (RSA_private_decrypt(256, in, out, rsa, RSA_PKCS1_OAEP_PADDING) <= 0)
        return -1; /* silent: an empty text is refused as well */
    return 0;
}

int position(X509 *cert)
{
    int at = X509_get_ext_by_NID(cert, NID_subject_alt_name, -1);
    if (at <= 0) /* expect: DTL202 */
        return -1;
    return 0;
}

int control(EVP_CIPHER_CTX *ctx)
{
    if (!EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, 12, NULL)) // expect: DTL202
        return -1;
    if (EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, 16, NULL) <= 0)
        return -1; /* silent: the cipher of a provider or engine may fail with a negative number */
    return 0;
}

bool is_valid(X509 *cert)
{
    const ASN1_TIME *not_before = X509_get0_notBefore(cert);
    return X509_cmp_current_time(not_before) < 0 /* silent: 0 is refused */
        && X509_cmp_current_time(X509_get0_notAfter(cert)) > 0; /* silent: 0 is refused */
}

int has_expired(X509 *cert)
{
    if (X509_cmp_current_time(X509_get0_notAfter(cert)) < 0) /* expect: DTL202 */
        return 1;
    return 0;
}

int is_too_early(X509 *cert)
{
    if (X509_cmp_current_time(X509_get0_notBefore(cert)) > 0) /* expect: DTL202 */
        return 1;
    return 0;
}

int by_outputs(ENGINE *engine, SSL *ssl, void *data)
{
    X509 *cert = NULL;
    EVP_PKEY *key = NULL;
    int r = ENGINE_load_ssl_client_cert(engine, ssl, NULL, &cert, &key, NULL, NULL, data);
    if (r == -1 || !cert || !key) /* silent: what it gives is tested along with it */
        return -1;
    return 0;
}

int collected(BIGNUM *(*next)(void), char *text)
{
    int ok = 1;
    BIGNUM *n = BN_dup(BN_value_one());
    ok &= (n != NULL); /* silent: a test, no use */
    if (ok)
        ok = BN_bn2dec(n) == text;
    return ok;
}

BIGNUM *made_on_demand(const char *text)
{
    BIGNUM *n = BN_new(); /* silent: BN_dec2bn makes one where there is none */
    if (BN_dec2bn(&n, text) == 0)
        return NULL;
    return n;
}

void remembered(X509 *cert)
{
    static X509 *last;
    if (last != NULL)
        X509_free(last);
    last = X509_dup(cert); /* silent: the next call tests it */
}

int by_queue(BIO *bio, X509 *cert)
{
    ERR_clear_error();
    PEM_write_bio_X509(bio, cert); /* silent: the error queue is asked at once */
    if (ERR_get_error() > 0)
        return -1;
    return 0;
}

void by_log(BIO *bio, X509 *cert)
{
    PEM_write_bio_X509(bio, cert); /* expect: DTL201 */
    printf("%lu\n", ERR_get_error());
}

int by_status(OCSP_RESPONSE *response, X509_STORE *store)
{
    int rc = V_OCSP_CERTSTATUS_GOOD;
    OCSP_BASICRESP *basic = OCSP_response_get1_basic(response);
    if (basic == NULL)
        rc = V_OCSP_CERTSTATUS_UNKNOWN;
    if (rc == V_OCSP_CERTSTATUS_GOOD && OCSP_check_nonce(NULL, basic) != 1)
        rc = V_OCSP_CERTSTATUS_UNKNOWN; /* silent: the status has told */
    OCSP_BASICRESP_free(basic);
    return rc;
}

void timed(struct timed *t) { t->result = SSL_connect(t->ssl); /* silent: this one is an int */ }
void renamed(unsigned char *p) { draw(p, 16); } /* expect: DTL201 */
int renamed_and_misread(unsigned char *p) { return !draw(p, 16) ? -1 : 0; } /* expect: DTL202 */

int exactly_one(OCSP_BASICRESP *basic)
{
    if (OCSP_resp_count(basic) != 1) /* silent: none and a failure are both told to fail */
        return -1;
    return OCSP_resp_count(basic) > 1; /* silent */
}

char *append(char *to, const char *from);
void filled_elsewhere(SSL_CTX *ctx, const char *names)
{
    char list[64];
    char *end = list;
    list[0] = '\0';
    end = append(end, names);
    if (list[0])
        SSL_CTX_set_ciphersuites(ctx, list); /* expect: DTL201 */
}

int extended(SSL *ssl)
{
    return SSL_get_extms_support(ssl) == 1; /* silent: no, and not yet, are both no */
}

int extended_or_so(SSL *ssl)
{
    if (SSL_get_extms_support(ssl)) /* expect: DTL202 */
        return 1;
    return 0;
}
