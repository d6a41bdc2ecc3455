/* Flags of the file that nothing writes, loops that run once; strings read after their release. */
#include <stdio.h>
#include <string.h>
#include <openssl/srp.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

static int always = 1;
static int never = 0;
static int maybe = 1;

void switch_on(void) { maybe = 0; }

int kept(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);
    if (never)
        SSL_free(ssl);
    return 0; /* expect: DTL301 */
}

int freed(SSL_CTX *ctx)
{
    SSL *ssl = NULL;
    if (always)
        ssl = SSL_new(ctx);
    if (always)
        SSL_free(ssl);
    return 0; /* silent: the flag is what it is */
}

int written(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);
    if (maybe)
        SSL_free(ssl);
    return 0; /* expect: DTL301 */
}

void once(SSL_CTX *ctx)
{
    int i;
    SSL *ssl = SSL_new(ctx);
    for (i = 0; i < 1; i++)
        SSL_free(ssl);
} /* silent: the loop runs exactly once */

void twice(SSL_CTX *ctx)
{
    int i;
    SSL *ssl = SSL_new(ctx);
    for (i = 0; i < 2; i++)
        SSL_free(ssl); /* expect: DTL303 */
}

void subject(X509 *cert)
{
    char *name = X509_NAME_oneline(X509_get_subject_name(cert), NULL, 0);
    OPENSSL_free(name);
    printf("%s\n", name); /* expect: DTL303 */
}

void address(X509 *cert)
{
    char *name = X509_NAME_oneline(X509_get_subject_name(cert), NULL, 0);
    OPENSSL_free(name);
    printf("freed %p\n", (void *)name); /* silent: only the address */
}

int chain_length(X509_STORE_CTX *store)
{
    STACK_OF(X509) *chain = X509_STORE_CTX_get1_chain(store);
    int n = sk_X509_num(chain);
    sk_X509_free(chain); /* expect: DTL304 */
    return n;
}

int chain_taken(X509_STORE_CTX *store)
{
    STACK_OF(X509) *chain = X509_STORE_CTX_get1_chain(store);
    X509 *cert;
    while ((cert = sk_X509_shift(chain)) != NULL)
        X509_free(cert);
    sk_X509_free(chain); /* silent: it is empty by now */
    return 0;
}

int verifier(char *seed, char *file)
{
    SRP_VBASE *base = SRP_VBASE_new(seed);
    if (base == NULL)
        return 0;
    if (SRP_VBASE_init(base, file) != SRP_NO_ERROR)
        return 0; /* expect: DTL301 */
    SRP_VBASE_free(base);
    return 1;
}

int keep(X509 *cert);
static int keep_all(STACK_OF(X509) *chain)
{
    int i, kept = 0;
    for (i = 0; i < sk_X509_num(chain); i++)
        kept += keep(sk_X509_value(chain, i));
    sk_X509_free(chain);
    return kept;
}

int chain_kept(X509_STORE_CTX *store)
{
    return keep_all(X509_STORE_CTX_get1_chain(store)); /* silent: each element has been given away */
}

static int yes(void) { return 1; }
static int no() { return 0; }
#ifdef HAVE_NOTHING
static int perhaps(void) { return 0; }
#else
int perhaps(void);
#endif

int by_helper(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);
    if (yes())
        SSL_free(ssl);
    return 0; /* silent: the helper always says so */
}

int by_other_helper(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);
    if (no())
        SSL_free(ssl);
    return 0; /* expect: DTL301 */
}

int by_configuration(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);
    if (!perhaps())
        SSL_free(ssl);
    return 0; /* expect: DTL301 */
}
