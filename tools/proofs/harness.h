/* What a proof may use: an allocator that sees every block, and objects to work with. */
#ifndef DTLSLINT_PROOF_HARNESS_H
#define DTLSLINT_PROOF_HARNESS_H

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/aes.h>
#include <openssl/asn1.h>
#include <openssl/asn1t.h>
#include <openssl/async.h>
#include <openssl/bio.h>
#include <openssl/blowfish.h>
#include <openssl/bn.h>
#include <openssl/buffer.h>
#include <openssl/camellia.h>
#include <openssl/cast.h>
#include <openssl/cmac.h>
#include <openssl/cmp.h>
#include <openssl/cms.h>
#include <openssl/comp.h>
#include <openssl/conf.h>
#include <openssl/core_names.h>
#include <openssl/crmf.h>
#include <openssl/crypto.h>
#include <openssl/ct.h>
#include <openssl/decoder.h>
#include <openssl/des.h>
#include <openssl/dh.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/encoder.h>
#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/http.h>
#include <openssl/idea.h>
#include <openssl/kdf.h>
#include <openssl/lhash.h>
#include <openssl/md4.h>
#include <openssl/md5.h>
#include <openssl/mdc2.h>
#include <openssl/modes.h>
#include <openssl/objects.h>
#include <openssl/ocsp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/rc2.h>
#include <openssl/rc4.h>
#include <openssl/ripemd.h>
#include <openssl/rsa.h>
#include <openssl/safestack.h>
#include <openssl/seed.h>
#include <openssl/self_test.h>
#include <openssl/sha.h>
#include <openssl/srp.h>
#include <openssl/srtp.h>
#include <openssl/ssl.h>
#include <openssl/stack.h>
#include <openssl/store.h>
#include <openssl/ts.h>
#include <openssl/txt_db.h>
#include <openssl/types.h>
#include <openssl/ui.h>
#include <openssl/whrlpool.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* Live for the whole program; a proof that changes one makes its own. */
extern SSL_CTX *ctx, *dctx;   /* TLS and DTLS, with cert and key */
extern X509 *cert;            /* self-signed */
extern EVP_PKEY *key;         /* P-256 */
extern X509_STORE *store;     /* holds cert */
extern SSL *client, *server;  /* TLS, after the handshake, over memory */
extern unsigned char buffer[4096];
extern unsigned char *der;    /* cert as DER */
extern int der_len;

X509 *fresh_cert(void);
EVP_PKEY *fresh_key(void);
SSL_CTX *fresh_ctx(void);
BIO *pem_of_cert(void);
BIO *pem_of_key(void);
STACK_OF(X509) *fresh_chain(void);
void handshake(SSL_CTX *c, SSL **cl, SSL **se);
SSL *waiting(void); /* DTLS, after the first flight, its timer run out */
void no_random(void); /* from now on there are no random numbers */
void need(int holds, const char *what);

#define NEED(expression) need(!!(expression), #expression)

/* One for each generated program. */
typedef void (*proof_fn)(void);
extern const proof_fn proofs[];
extern const int proof_count;

/* The value that a value proof is about. */
extern long proof_value;
extern int proof_is_value;
#define VALUE(expression) (proof_is_value = 1, proof_value = (long)(expression))
#define POINTER(expression) (proof_is_value = 2, proof_value = (expression) != NULL)

/* Every allocation from now on fails; or all after the next N - 1. */
extern int out_of_memory, blocks_left;

#endif
