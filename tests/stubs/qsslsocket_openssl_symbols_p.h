// Own stand-in for the resolver header of Qt: the same functions under a q_ prefix.
#pragma once
#include <openssl/ssl.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/pem.h>
#include <openssl/dh.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#define Q_ALIAS(name) static const auto q_##name = &name;
int q_RAND_bytes(unsigned char *b, int n);
int q_RAND_status();
SSL_CTX *q_SSL_CTX_new(const SSL_METHOD *a);
void q_SSL_CTX_free(SSL_CTX *a);
int q_SSL_CTX_use_certificate(SSL_CTX *a, X509 *b);
int q_SSL_CTX_use_PrivateKey(SSL_CTX *a, EVP_PKEY *b);
int q_SSL_CTX_check_private_key(const SSL_CTX *a);
int q_SSL_CTX_set_cipher_list(SSL_CTX *a, const char *b);
unsigned long q_SSL_CTX_set_options(SSL_CTX *ctx, unsigned long op);
void q_SSL_CTX_set_verify(SSL_CTX *a, int b, int (*c)(int, X509_STORE_CTX *));
X509_STORE *q_SSL_CTX_get_cert_store(const SSL_CTX *a);
SSL *q_SSL_new(SSL_CTX *a);
void q_SSL_free(SSL *a);
int q_SSL_set_fd(SSL *s, int fd);
int q_SSL_set_session(SSL *to, SSL_SESSION *session);
int q_SSL_set_ex_data(SSL *ssl, int idx, void *arg);
void *q_SSL_get_ex_data(const SSL *ssl, int idx);
int q_SSL_connect(SSL *a);
int q_SSL_accept(SSL *a);
int q_SSL_do_handshake(SSL *a);
int q_SSL_shutdown(SSL *a);
int q_SSL_is_init_finished(const SSL *a);
int q_SSL_get_error(SSL *a, int b);
long q_SSL_get_verify_result(const SSL *s);
X509 *q_SSL_get_peer_certificate(SSL *a);
STACK_OF(X509) *q_SSL_get_peer_cert_chain(SSL *a);
SSL_SESSION *q_SSL_get1_session(SSL *ssl);
void q_SSL_SESSION_free(SSL_SESSION *ses);
BIO *q_SSL_get_rbio(const SSL *s);
BIO *q_SSL_get_wbio(const SSL *s);
SSL_CTX *q_SSL_get_SSL_CTX(const SSL *s);
void q_SSL_set_bio(SSL *a, BIO *b, BIO *c);
void q_SSL_set_connect_state(SSL *a);
void q_SSL_set_accept_state(SSL *a);
BIO *q_BIO_new(const BIO_METHOD *a);
BIO *q_BIO_new_mem_buf(void *a, int b);
BIO_METHOD *q_BIO_meth_new(int type, const char *name);
const BIO_METHOD *q_BIO_s_mem();
int q_BIO_free(BIO *a);
int q_BIO_read(BIO *a, void *b, int c);
int q_BIO_write(BIO *a, const void *b, int c);
void *q_BIO_get_data(BIO *a);
void q_BIO_set_data(BIO *a, void *p);
int q_SSL_read(SSL *a, void *b, int c);
int q_SSL_write(SSL *a, const void *b, int c);
unsigned char *q_HMAC(const EVP_MD *m, const void *key, int kl, const unsigned char *d, size_t n, unsigned char *md, unsigned int *mdlen);
X509 *q_PEM_read_bio_X509(BIO *a, X509 **b, pem_password_cb *c, void *d);
EVP_PKEY *q_PEM_read_bio_PrivateKey(BIO *a, EVP_PKEY **b, pem_password_cb *c, void *d);
int q_PEM_write_bio_X509(BIO *a, X509 *b);
void q_X509_free(X509 *a);
X509 *q_X509_dup(X509 *a);
int q_X509_up_ref(X509 *a);
X509_NAME *q_X509_get_subject_name(X509 *a);
ASN1_INTEGER *q_X509_get_serialNumber(X509 *a);
EVP_PKEY *q_X509_get_pubkey(X509 *a);
X509_STORE *q_X509_STORE_new();
void q_X509_STORE_free(X509_STORE *a);
int q_X509_STORE_add_cert(X509_STORE *a, X509 *b);
X509_STORE_CTX *q_X509_STORE_CTX_new();
void q_X509_STORE_CTX_free(X509_STORE_CTX *a);
int q_X509_STORE_CTX_init(X509_STORE_CTX *a, X509_STORE *b, X509 *c, STACK_OF(X509) *d);
int q_X509_verify_cert(X509_STORE_CTX *a);
void *q_X509_STORE_CTX_get_ex_data(X509_STORE_CTX *a, int i);
SSL *q_stub_ssl(void *p);
EVP_PKEY *q_EVP_PKEY_new();
void q_EVP_PKEY_free(EVP_PKEY *a);
int q_EVP_PKEY_assign(EVP_PKEY *a, int b, void *r);
int q_EVP_PKEY_set1_RSA(EVP_PKEY *a, RSA *b);
DH *q_DH_new();
void q_DH_free(DH *dh);
void q_BN_free(BIGNUM *a);
BIGNUM *q_BN_new();
OPENSSL_STACK *q_OPENSSL_sk_new_null();
void q_OPENSSL_sk_push(OPENSSL_STACK *st, void *data);
void q_OPENSSL_sk_free(OPENSSL_STACK *a);
void q_OPENSSL_sk_pop_free(OPENSSL_STACK *a, void (*b)(void *));
int q_OPENSSL_sk_num(OPENSSL_STACK *a);
void *q_OPENSSL_sk_value(OPENSSL_STACK *a, int b);
