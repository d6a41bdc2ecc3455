/* Options that are cleared to be set as the settings say. */
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

struct settings { int ssl3; };

void as_configured(SSL_CTX *ctx, const struct settings *s)
{
    SSL_CTX_clear_options(ctx, SSL_OP_NO_SSLv2 | SSL_OP_NO_SSLv3); /* silent: set again unless asked for */
    if (!s->ssl3)
        SSL_CTX_set_options(ctx, SSL_OP_NO_SSLv3);
}

void clean_slate(SSL *ssl, SSL_CTX *other)
{
    SSL_clear_options(ssl, 0xFFFFFFFFL); /* silent: everything, to take over the options of another */
    SSL_set_options(ssl, SSL_CTX_get_options(other));
}

void kept_and_more(SSL_CTX *ctx)
{
    SSL_CTX_set_options(ctx, SSL_CTX_get_options(ctx) | SSL_OP_LEGACY_SERVER_CONNECT); // expect: DTL607
}

void of_the_chain(X509_STORE_CTX *ctx)
{
    X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_CRL_CHECK); // expect: DTL607
}

void no_host_flags(SSL *ssl)
{
    SSL_set_hostflags(ssl, 0); /* silent: none */
}
