/* Ten ways to hand something over, and what is left in the hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/bio.h>
#include <openssl/rsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

struct ep { SSL *ssl; BIO *in, *out; X509 *cert; };
struct ep_list { struct ep *items[16]; int n; };

int way_pair(SSL *ssl, struct ep *ep)
{
    BIO *mine = NULL, *theirs = NULL;
    if (BIO_new_bio_pair(&mine, 0, &theirs, 0) != 1)
        return 0; /* silent: nothing was made */
    SSL_set_bio(ssl, theirs, theirs);
    ep->in = mine; /* silent: one handed over, one kept in a member */
    return 1;
}

int way_pair_lost(SSL *ssl)
{
    BIO *mine = NULL, *theirs = NULL;
    if (BIO_new_bio_pair(&mine, 0, &theirs, 0) != 1)
        return 0;
    SSL_set_bio(ssl, theirs, theirs);
    return 1; // expect: DTL301
}

int way_members(struct ep *ep, SSL_CTX *ctx)
{
    ep->in = BIO_new(BIO_s_mem());
    ep->out = BIO_new(BIO_s_mem());
    ep->ssl = SSL_new(ctx);
    if (!ep->in || !ep->out || !ep->ssl)
        return 0; /* silent: the members belong to the structure */
    SSL_set_bio(ep->ssl, ep->in, ep->out);
    return 1;
}

void way_members_free(struct ep *ep)
{
    SSL_free(ep->ssl);
    ep->in = ep->out = NULL; /* silent: freed with the connection */
    ep->ssl = NULL;
    X509_free(ep->cert);
}

int way_members_partly(struct ep *ep, SSL_CTX *ctx)
{
    BIO *in = BIO_new(BIO_s_mem());
    BIO *out = BIO_new(BIO_s_mem());
    SSL *ssl = SSL_new(ctx);
    if (!in || !out || !ssl) {
        BIO_free(in);
        BIO_free(out);
        SSL_free(ssl);
        return 0;
    }
    SSL_set_bio(ssl, in, out);
    if (SSL_set_cipher_list(ssl, "HIGH") != 1) {
        BIO_free(out); // expect: DTL305
        SSL_free(ssl);
        return 0;
    }
    ep->ssl = ssl;
    return 1;
}

int way_push(BIO **head, const char *file)
{
    BIO *f = BIO_new_file(file, "w");
    BIO *md = BIO_new(BIO_f_md());
    if (!f || !md) {
        BIO_free(f);
        BIO_free(md);
        return 0;
    }
    *head = BIO_push(md, f); /* silent: the chain goes to the caller */
    return 1;
}

SSL *way_dtls(SSL_CTX *ctx, int fd, BIO_ADDR *peer)
{
    BIO *bio;
    SSL *ssl = SSL_new(ctx);
    if (ssl == NULL)
        return NULL;
    bio = BIO_new_dgram(fd, BIO_NOCLOSE);
    if (bio == NULL)
        return NULL; // expect: DTL301
    BIO_ctrl(bio, BIO_CTRL_DGRAM_SET_CONNECTED, 0, peer);
    SSL_set_bio(ssl, bio, bio);
    return ssl; /* silent: returned */
}

int way_assign_raw(EVP_PKEY **out)
{
    RSA *rsa = RSA_new();
    BIGNUM *e = BN_new();
    EVP_PKEY *k = EVP_PKEY_new();
    if (!rsa || !e || !k)
        goto bad;
    if (!BN_set_word(e, RSA_F4) || !RSA_generate_key_ex(rsa, 2048, e, NULL))
        goto bad;
    if (!EVP_PKEY_assign_RSA(k, rsa))
        goto bad;
    rsa = NULL;
    BN_free(e);
    *out = k;
    return 1; /* silent: rsa went into k, k to the caller */
bad:
    BN_free(e);
    RSA_free(rsa);
    EVP_PKEY_free(k);
    return 0;
}

int way_assign_raw_forgot(EVP_PKEY **out)
{
    int ok = 0;
    RSA *rsa = RSA_new();
    EVP_PKEY *k = EVP_PKEY_new();
    if (rsa && k && EVP_PKEY_assign_RSA(k, rsa)) {
        *out = k;
        k = NULL;
        ok = 1;
    }
    EVP_PKEY_free(k);
    RSA_free(rsa); // expect: DTL305
    return ok;
}

int way_store(SSL_CTX *ctx, X509 *ca)
{
    X509_STORE *st = X509_STORE_new();
    if (!st || X509_STORE_add_cert(st, ca) != 1) {
        X509_STORE_free(st);
        return 0;
    }
    SSL_CTX_set1_verify_cert_store(ctx, st);
    X509_STORE_free(st); /* silent: set1 takes its own reference */
    return 1;
}

int way_sni(SSL *ssl, const char *cert)
{
    SSL_CTX *fresh = SSL_CTX_new(TLS_server_method());
    if (!fresh)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    if (SSL_CTX_use_certificate_chain_file(fresh, cert) != 1) {
        SSL_CTX_free(fresh);
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    SSL_set_SSL_CTX(ssl, fresh);
    SSL_CTX_free(fresh); /* silent: SSL_set_SSL_CTX takes its own reference */
    return SSL_TLSEXT_ERR_OK;
}

int way_list(struct ep_list *l, SSL *ssl)
{
    struct ep *ep = calloc(1, sizeof *ep);
    if (!ep)
        return 0;
    ep->cert = SSL_get1_peer_certificate(ssl); /* silent: kept in the structure */
    if (l->n == 16) {
        X509_free(ep->cert);
        free(ep);
        return 0;
    }
    l->items[l->n++] = ep;
    return 1;
}
