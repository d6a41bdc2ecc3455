/* Helpers of the file that give, look after or release objects through `T **`. */
#include <openssl/pem.h>
#include <openssl/x509.h>

struct store { X509 *last; };
extern void note(const X509 *x);

static int load(const char *file, X509 **out)
{
    BIO *in = BIO_new_file(file, "r");
    int rc = -1;

    if (in == NULL)
        return -1;
    *out = PEM_read_bio_X509(in, NULL, NULL, NULL);
    if (*out == NULL)
        goto end;
    rc = 0;
end:
    BIO_free(in);
    return rc;
}

static int read_one(BIO *in, X509 **out)
{
    X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
    if (x == NULL)
        return 0;
    *out = x;
    return 1;
}

static void try_one(BIO *in, X509 **out)
{
    *out = PEM_read_bio_X509(in, NULL, NULL, NULL);
}

static int fill(BIO *in, X509 **out)
{
    *out = PEM_read_bio_X509(in, NULL, NULL, NULL);
    return *out != NULL;
}

static int cached(struct store *store, BIO *in, X509 **out)
{
    *out = PEM_read_bio_X509(in, NULL, NULL, NULL);
    store->last = *out;
    return *out != NULL;
}

static void drop(X509 **x)
{
    X509_free(*x);
    *x = NULL;
}

int after_load(const char *file)
{
    X509 *x = NULL;
    if (load(file, &x) < 0)
        return -1; /* silent: nothing was given */
    note(x);
    return 0; // expect: DTL301
}

int after_load_right(const char *file)
{
    X509 *x = NULL;
    if (load(file, &x) != 0)
        return -1;
    note(x);
    drop(&x);
    return 0; /* silent: released by the helper */
}

int after_read_one(BIO *in)
{
    X509 *x;
    if (!read_one(in, &x))
        return -1; /* silent: nothing was given */
    if (X509_get_version(x) != 2)
        return -1; // expect: DTL301
    X509_free(x);
    return 0;
}

int after_try_one(BIO *in)
{
    X509 *x = NULL;
    try_one(in, &x);
    if (x == NULL)
        return -1; /* silent: nothing was given */
    if (X509_get_version(x) != 2)
        return -1; // expect: DTL301
    X509_free(x);
    return 0;
}

int after_fill(BIO *in)
{
    X509 *x = NULL;
    int ok = fill(in, &x);
    if (!ok)
        return -1; /* silent: nothing was given */
    note(x);
    return 0; // expect: DTL301
}

int after_cached(struct store *store, BIO *in)
{
    X509 *x = NULL;
    if (!cached(store, in, &x))
        return -1;
    note(x);
    return 0; /* silent: the store has it */
}

int into_parameter(BIO *in, X509 **out)
{
    return fill(in, out); /* silent: the caller's */
}

int dropped_on_one_path(BIO *in)
{
    X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
    if (x == NULL)
        return -1;
    if (X509_get_version(x) == 2) {
        drop(&x);
        return 0;
    }
    return 1; // expect: DTL301
}

static int read_any(BIO *in, X509 **out, int pem)
{
    if (out == NULL)
        return 0;
    if (pem)
        *out = PEM_read_bio_X509(in, NULL, NULL, NULL);
    else
        *out = d2i_X509_bio(in, NULL);
    return *out ? 1 : 0;
}

static int shared(X509 **out)
{
    static X509 *kept;
    if (kept == NULL)
        kept = X509_new();
    *out = kept;
    return 1;
}

static int reread(BIO *in, X509 **out)
{
    X509_free(*out);
    *out = PEM_read_bio_X509(in, NULL, NULL, NULL);
    return *out != NULL;
}

int after_read_any(BIO *in)
{
    X509 *x = NULL;
    if (!read_any(in, &x, 1))
        return -1;
    note(x);
    return 0; // expect: DTL301
}

int after_shared(void)
{
    X509 *x = NULL;
    if (!shared(&x))
        return -1;
    note(x);
    return 0; /* silent: the helper keeps it */
}

void each(BIO *in)
{
    X509 *x;
    while (read_one(in, &x)) // expect: DTL302
        note(x);
}

void each_right(BIO *in)
{
    X509 *x;
    while (read_one(in, &x)) {
        note(x);
        X509_free(x);
    }
}

void each_reread(BIO *in)
{
    X509 *x = NULL;
    while (reread(in, &x))
        note(x); /* silent: the helper releases the last one */
    X509_free(x);
}
