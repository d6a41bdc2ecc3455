#include <openssl/ssl.h>

/* silent: what the settings forbid is set again */
void apply(SSL_CTX *ctx, unsigned long forbidden)
{
    SSL_CTX_clear_options(ctx, SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1);
    SSL_CTX_set_options(ctx, forbidden);
}

void allow(SSL_CTX *ctx)
{
    SSL_CTX_clear_options(ctx, SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1); // expect: DTL607
    SSL_CTX_set_options(ctx, SSL_OP_ALL);
}
