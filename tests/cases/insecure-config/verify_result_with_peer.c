/* The context insists on a certificate, so that X509_V_OK means what it says. */
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

SSL_CTX *context(void)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

    if (ctx)
        SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
    return ctx;
}

int check(SSL *ssl)
{
    if (SSL_get_verify_result(ssl) != X509_V_OK) /* silent: SSL_VERIFY_PEER in the file */
        return -1;
    return 0;
}
