/* Shapes of OpenSSL's own programs. */
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/conf.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/safestack.h>
#include <openssl/x509.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

DEFINE_STACK_OF(EVP_CIPHER)

static int multi;
int spawned(void);
int is_fetchable(EVP_CIPHER *);
CONF *load_config(const char *);
int log_it(const char *);

/* It never comes back, though no attribute says so. */
static void end_all(int code, int *children)
{
    int i;

    for (i = 0; i < multi; i++)
        if (children[i] != 0)
            raise(SIGTERM);
    OPENSSL_free(children);
    exit(code);
}

static void end_some(int code, int *children)
{
    OPENSSL_free(children);
    if (code > 1)
        exit(code);
}

int fork_children(void)
{
    int *children = OPENSSL_zalloc(multi * sizeof(int));

    if (children == NULL)
        return 0;
    for (;;) {
        int n = spawned();

        if (n < 0)
            end_all(1, children);
        if (n == multi)
            break;
        children[n] = 1; /* silent: nothing goes on behind end_all */
    }
    OPENSSL_free(children);
    return 1;
}

int fork_more_children(void)
{
    int *children = OPENSSL_zalloc(multi * sizeof(int));

    if (children == NULL)
        return 0;
    if (spawned() < 0)
        end_some(1, children);
    children[0] = 1; // expect: DTL303
    OPENSSL_free(children);
    return 1;
}

int serial(BIGNUM *given)
{
    BIGNUM *n = given == NULL ? BN_new() : given;
    int ok = 0;

    if (n == NULL)
        return 0;
    if (!BN_rand(n, 159, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY))
        goto end;
    ok = 1;
end:
    if (n != given)
        BN_free(n);
    return ok; /* silent: what was made is freed, what was given is not */
}

int serial_kept(BIGNUM *given)
{
    BIGNUM *n = given == NULL ? BN_new() : given;
    int ok;

    if (n == NULL)
        return 0;
    ok = BN_rand(n, 159, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY);
    if (n == given)
        log_it("given");
    return ok; // expect: DTL301
}

int configured(const char *name)
{
    CONF *conf = load_config(name);

    if (conf == NULL)
        return 0;
    NCONF_free(conf); /* silent: its own function */
    return 1;
}

void parameters_made_here(OSSL_PARAM *params)
{
    int i;

    for (i = 0; params[i].key != NULL; i++)
        OPENSSL_free(params[i].data);
    OPENSSL_free(params); /* silent: an array that the program has allocated */
}

void collected(EVP_CIPHER *cipher, STACK_OF(EVP_CIPHER) *stack)
{
    if (is_fetchable(cipher) && sk_EVP_CIPHER_push(stack, cipher) > 0)
        EVP_CIPHER_up_ref(cipher); /* silent: the stack's */
}

void collected_twice(EVP_CIPHER *cipher)
{
    if (is_fetchable(cipher))
        EVP_CIPHER_up_ref(cipher);
} // expect: DTL301

CMS_ContentInfo *read_into(BIO *in, BIO **data)
{
    CMS_ContentInfo *cms = CMS_ContentInfo_new(), *read;

    if (cms == NULL)
        return NULL;
    read = SMIME_read_CMS_ex(in, 0, data, &cms);
    if (read == NULL) {
        CMS_ContentInfo_free(cms);
        return NULL;
    }
    return cms; /* silent: what was read into */
}
