/* Results and references given to functions of which only the name is known. */
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>

struct entry;
extern int look(const X509 *x);
extern struct entry *wrap_certificate(X509 *x);
extern int register_certificate(X509 *x);

void print_name(X509_NAME *name)
{
    printf("%s\n", X509_NAME_oneline(name, NULL, 0)); // expect: DTL302
}

int judge(SSL *ssl)
{
    return look(SSL_get1_peer_certificate(ssl)); // expect: DTL302
}

struct entry *wrapped(SSL *ssl)
{
    return wrap_certificate(SSL_get1_peer_certificate(ssl)); /* silent: the name says that it keeps it */
}

int extra_chain(SSL_CTX *ctx, X509 *x)
{
    if (!X509_up_ref(x))
        return 0;
    if (!SSL_CTX_add_extra_chain_cert(ctx, x))
        return 0; // expect: DTL301
    return 1;
}

int extra_chain_right(SSL_CTX *ctx, X509 *x)
{
    if (!X509_up_ref(x))
        return 0;
    if (!SSL_CTX_add_extra_chain_cert(ctx, x)) {
        X509_free(x);
        return 0;
    }
    return 1; /* silent: handed over, or released */
}

int with_key(X509 *x, EVP_PKEY *key)
{
    X509_up_ref(x);
    if (X509_set_pubkey(x, key) != 1)
        return 0; // expect: DTL301
    X509_free(x);
    return 1;
}

int certificate_add_ref(X509 *x)
{
    return X509_up_ref(x); /* silent: making a reference is what it is for */
}

int remember(X509 *x)
{
    if (!X509_up_ref(x))
        return 0;
    return register_certificate(x); /* silent: kept by the name */
}

int shown(X509 *x)
{
    X509_up_ref(x);
    return look(x); /* silent: an unknown function may have got the reference */
}

int container(X509 *x)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    if (chain == NULL)
        return 0;
    X509_up_ref(x);
    sk_X509_push(chain, x);
    sk_X509_free(chain); // expect: DTL304
    return 1;
}

int text(ASN1_STRING *value)
{
    unsigned char *utf8 = NULL;
    int n = ASN1_STRING_to_UTF8(&utf8, value);
    if (n < 0)
        return -1;
    if (n == 0)
        return 0; // expect: DTL301
    OPENSSL_free(utf8);
    return n;
}

int text_or_nothing(ASN1_STRING *value)
{
    unsigned char *utf8 = NULL;
    int n = ASN1_STRING_to_UTF8(&utf8, value);
    if (n <= 0)
        return -1; /* silent: the failure goes the same way */
    OPENSSL_free(utf8);
    return n;
}
