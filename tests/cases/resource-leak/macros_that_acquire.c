/* Objects that a macro of the file brings into the function. */
#include <openssl/ssl.h>
#include <openssl/x509.h>

#define GET(ssl) X509 *peer = SSL_get1_peer_certificate(ssl)
#define GET_OR_RETURN(ssl) X509 *peer = SSL_get1_peer_certificate(ssl); if (!peer) return
#define LOOK(ssl) { X509 *peer = SSL_get1_peer_certificate(ssl); other(peer); X509_free(peer); }
extern void other(X509 *x);

void lost(SSL *ssl)
{
    GET(ssl);
    other(peer);
} // expect: DTL301

void lost_after_test(SSL *ssl)
{
    GET_OR_RETURN(ssl);
    other(peer);
} // expect: DTL301

void released(SSL *ssl)
{
    GET_OR_RETURN(ssl);
    other(peer);
    X509_free(peer);
}

void twice(SSL *ssl)
{
    LOOK(ssl)
    LOOK(ssl)
}
