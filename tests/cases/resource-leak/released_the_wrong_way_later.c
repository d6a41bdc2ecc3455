/* Whoever holds the object too: how it is released stays the same. */
#include <stdlib.h>
#include <openssl/bn.h>
#include <openssl/x509.h>

struct subject { char *text; };
void note_add(char *text);
void list_push(void *list, X509 *cert);

int noted(X509 *cert)
{
    char *text = X509_NAME_oneline(X509_get_subject_name(cert), NULL, 0);
    if (!text)
        return -1;
    note_add(text);
    free(text); // expect: DTL304
    return 0;
}

void stored(struct subject *s, const BIGNUM *n)
{
    char *text = BN_bn2hex(n);
    s->text = text;
    if (!text)
        return;
    free(text); // expect: DTL304
    s->text = NULL;
}

int from_malloc(struct subject *s, size_t size)
{
    char *text = malloc(size);
    if (!text)
        return -1;
    s->text = text;
    OPENSSL_free(text); // expect: DTL304
    s->text = NULL;
    return 0;
}

int right_release(void *list, BIO *in)
{
    X509 *cert = d2i_X509_bio(in, NULL);
    if (!cert)
        return -1;
    list_push(list, cert);
    if (BIO_pending(in)) {
        X509_free(cert); /* silent: its own release; whose turn it was, nobody knows */
        return -2;
    }
    return 0;
}

#ifdef COUNT_MEMORY
static void count_free(void *what, int line) { (void)line; free((char *)what - 8); }
#define plain_free(what) count_free(what, __LINE__)
#else
static void plain_free(void *what) { free(what); }
#endif

int by_a_helper_and_a_macro(const BIGNUM *n)
{
    char *text = BN_bn2dec(n);
    if (!text)
        return -1;
    plain_free(text); // expect: DTL304
    return 0;
}

int keeps_the_memory(BIO *out)
{
    BUF_MEM *memory = NULL;
    BIO_get_mem_ptr(out, &memory);
    (void)BIO_set_close(out, BIO_NOCLOSE);
    BIO_free(out);
    BUF_MEM_free(memory); /* silent: the BIO was told to leave it */
    return 0;
}

int takes_the_memory(BIO *out)
{
    BUF_MEM *memory = NULL;
    BIO_get_mem_ptr(out, &memory);
    BUF_MEM_free(memory); // expect: DTL306
    return 0;
}
