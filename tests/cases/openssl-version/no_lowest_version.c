/* Without a configured lowest version nothing is too new. */
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

int new_calls(SSL_CTX *ctx, const SSL *ssl, unsigned char *out, int n)
{
    X509 *cert = SSL_get1_peer_certificate(ssl); /* silent: no lowest version is configured */

    X509_free(cert);
    return SSL_CTX_set_ciphersuites(ctx, "TLS_AES_256_GCM_SHA384") == 1 /* silent: no lowest version is configured */
        && RAND_priv_bytes(out, n) == 1; /* silent: no lowest version is configured */
}
