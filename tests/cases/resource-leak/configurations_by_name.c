/* Labels, analysers and half statements of configurations. */
#include <openssl/bn.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

/* near miss: each configuration has its own label of the name */
int label_of_each_library(int n)
{
    int rc = -1;
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, "DHX", NULL);
    if (c == NULL)
        return -1;
#endif
    if (n == 0)
        goto done;
    rc = 0;
#if OPENSSL_VERSION_NUMBER < 0x30000000L
done:
    n = 1;
#else
done:
    EVP_PKEY_CTX_free(c);
#endif
    return rc;
}

int label_without_the_release(int n)
{
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    if (c == NULL)
        return -1;
    if (n == 0)
        goto done;
#ifdef A
done:
    n = 1;
#elif defined(B)
done:
    EVP_MD_CTX_free(c);
#else
done:
    EVP_MD_CTX_free(c);
#endif
    return n; // expect: DTL301
}

int goto_beside_its_label(int n)
{
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    if (c == NULL)
        return -1;
#ifdef A
    if (n == 0)
        goto done;
done:
    EVP_MD_CTX_free(c);
    return 0;
#else
    if (n == 0)
        goto done;
    n = 2;
done:
    return 1; // expect: DTL301
#endif
}

/* near miss: blanks behind the #, and a macro that only analysers define */
struct holder { BIGNUM *r; };

int only_for_analysers(struct holder *d)
{
    BIGNUM *r = BN_new();
    if (!r)
        return 0;
#  ifndef S_SPLINT_S
    d->r = r;
#  else
    (void)d;
#  endif
    return 1;
}

int indented_directive(void)
{
    BIGNUM *r = BN_new();
    if (!r)
        return 0;
#  ifdef DEBUG
    BN_print_fp(stdout, r);
#  endif
#  ifndef KEEP
    BN_free(r);
#  endif
    return 1; // expect: DTL301
}

/* near miss: an else that goes on behind #endif; the guards after it still go together */
void half_statement(SSL_CTX *c, int tls13)
{
#if defined(TLS1_3_VERSION)
    if (tls13)
    {
        newer(c);
    }
    else
#endif
    {
        older(c);
    }
    SSL *ssl = SSL_new(c);
#if OPENSSL_VERSION_NUMBER < 0x1010000fL
    STACK_OF(SSL_CIPHER) *sk = SSL_get_ciphers(ssl);
#else
    STACK_OF(SSL_CIPHER) *sk = SSL_get1_supported_ciphers(ssl);
#endif
    use(sk);
#if OPENSSL_VERSION_NUMBER >= 0x1010000fL
    sk_SSL_CIPHER_free(sk);
#endif
    SSL_free(ssl);
}
