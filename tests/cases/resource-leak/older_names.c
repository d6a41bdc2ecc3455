/* Macros that stand for functions of OpenSSL where it is too old to have them. */
#include <openssl/ssl.h>

#if OPENSSL_VERSION_NUMBER < 0x10002000L
#define SSL_set_session(ssl, s) ((ssl)->session = (s))
#endif

int without_a_name(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);
    if (!ssl)
        return 0;
    SSL_set_session(ssl, SSL_SESSION_new()); // expect: DTL302
    SSL_free(ssl);
    return 1;
}

int released(SSL_CTX *ctx)
{
    SSL_SESSION *session = SSL_SESSION_new();
    SSL *ssl = SSL_new(ctx);
    if (ssl && session)
        SSL_set_session(ssl, session); /* silent: it makes a reference of its own */
    SSL_SESSION_free(session);
    SSL_free(ssl);
    return 1;
}
