/* A media server: datagrams come through the media socket and a memory BIO, after ICE. */
#include <openssl/ssl.h>

struct dtls { SSL_CTX *ctx; SSL *ssl; BIO *rbio, *wbio; };

int dtls_start(struct dtls *d)
{
    d->ctx = SSL_CTX_new(DTLS_server_method()); /* silent: memory BIOs under a checked transport */
    d->ssl = SSL_new(d->ctx);
    d->rbio = BIO_new(BIO_s_mem());
    d->wbio = BIO_new(BIO_s_mem());
    SSL_set_bio(d->ssl, d->rbio, d->wbio);
    SSL_set_accept_state(d->ssl);
    return SSL_do_handshake(d->ssl);
}
