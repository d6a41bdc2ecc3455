/* Ten loops over owners and borrowed references. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/bn.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

struct peer { SSL *ssl; X509 *cert; struct peer *next; };
#define foreach(p, head) for ((p) = (head); (p); (p) = (p)->next)

int way_foreach(struct peer *head)
{
    struct peer *p;
    int n = 0;
    foreach (p, head) {
        X509 *x = SSL_get1_peer_certificate(p->ssl); // expect: DTL302
        if (!x)
            continue;
        n++;
    }
    return n;
}

int way_foreach_right(struct peer *head)
{
    struct peer *p;
    int n = 0;
    foreach (p, head) {
        X509 *x = SSL_get1_peer_certificate(p->ssl); /* silent: freed each round */
        if (!x)
            continue;
        n++;
        X509_free(x);
    }
    return n;
}

X509 *way_search(STACK_OF(X509) *sk, const X509_NAME *name)
{
    int i;
    for (i = 0; i < sk_X509_num(sk); i++) {
        X509 *x = sk_X509_value(sk, i); /* silent: an element is borrowed */
        if (X509_NAME_cmp(X509_get_subject_name(x), name) == 0)
            return x;
    }
    return NULL;
}

X509 *way_search_up_ref(STACK_OF(X509) *sk, const X509_NAME *name)
{
    int i;
    for (i = 0; i < sk_X509_num(sk); i++) {
        X509 *x = sk_X509_value(sk, i);
        if (X509_NAME_cmp(X509_get_subject_name(x), name) != 0)
            continue;
        if (X509_up_ref(x) != 1)
            return NULL;
        return x; /* silent: the reference goes to the caller */
    }
    return NULL;
}

int way_return_inside(BIO *in, long version)
{
    X509 *x;
    while ((x = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
        if (X509_get_version(x) == version)
            return 1; // expect: DTL301
        X509_free(x);
    }
    return 0;
}

int way_retry(SSL_CTX *ctx, int fd)
{
    SSL *ssl;
    int tries;
    for (tries = 0; tries < 3; tries++) {
        ssl = SSL_new(ctx);
        if (!ssl)
            return -1;
        if (SSL_set_fd(ssl, fd) == 1 && SSL_connect(ssl) == 1) {
            SSL_shutdown(ssl);
            SSL_free(ssl);
            return 0;
        }
        SSL_free(ssl); /* silent: freed before the next try */
    }
    return -1;
}

int way_retry_lost(SSL_CTX *ctx, int fd)
{
    SSL *ssl = NULL;
    int tries;
    for (tries = 0; tries < 3; tries++) {
        ssl = SSL_new(ctx); // expect: DTL302
        if (!ssl)
            return -1;
        if (SSL_set_fd(ssl, fd) == 1 && SSL_connect(ssl) == 1)
            break;
    }
    SSL_free(ssl);
    return 0;
}

int way_array(BIO *in)
{
    X509 *all[8];
    int n = 0, i;
    while (n < 8 && (all[n] = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL)
        n++;
    for (i = 0; i < n; i++)
        X509_free(all[i]); /* silent: each element once */
    return n;
}

int way_stack(BIO *in)
{
    X509 *x;
    int n;
    STACK_OF(X509) *sk = sk_X509_new_null();
    if (!sk)
        return -1;
    while ((x = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
        if (sk_X509_push(sk, x) <= 0) {
            X509_free(x);
            sk_X509_pop_free(sk, X509_free);
            return -1;
        }
    }
    n = sk_X509_num(sk);
    sk_X509_pop_free(sk, X509_free); /* silent: the stack and its elements */
    return n;
}

int way_stack_lost(BIO *in)
{
    X509 *x;
    STACK_OF(X509) *sk = sk_X509_new_null();
    if (!sk)
        return -1;
    while ((x = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
        if (sk_X509_push(sk, x) <= 0) {
            X509_free(x);
            return -1; // expect: DTL301
        }
    }
    sk_X509_pop_free(sk, X509_free);
    return 0;
}

int way_pop(STACK_OF(X509) *sk)
{
    X509 *x;
    int n = 0;
    while ((x = sk_X509_pop(sk)) != NULL) {
        X509_free(x); /* silent: pop takes it out of the stack */
        n++;
    }
    return n;
}

void way_list_free(struct peer *p)
{
    struct peer *next;
    for (; p; p = next) {
        next = p->next;
        SSL_free(p->ssl); /* silent: another peer each round */
        X509_free(p->cert);
        free(p);
    }
}

int way_handshake(SSL *ssl)
{
    int rc;
    X509 *x = NULL;
    for (;;) {
        rc = SSL_do_handshake(ssl);
        if (rc == 1)
            break;
        if (SSL_get_error(ssl, rc) != SSL_ERROR_WANT_READ)
            return -1; /* silent: nothing is owned yet */
    }
    x = SSL_get1_peer_certificate(ssl);
    rc = x != NULL;
    X509_free(x);
    return rc;
}
