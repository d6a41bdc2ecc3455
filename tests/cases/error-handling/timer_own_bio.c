#include <openssl/bio.h>
#include <openssl/ssl.h>

struct session {
    SSL *ssl;
    struct timeval timeout;
};

/* The program's own BIO keeps the time that DTLS tells it; that serves no timer. */
long bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
    struct session *session = BIO_get_data(bio);

    (void)number;
    switch (command) {
    case BIO_CTRL_DGRAM_SET_RECV_TIMEOUT:
        session->timeout = *(struct timeval *)pointer;
        return 1;
    default:
        return 0;
    }
}

SSL_CTX *context(void)
{
    return SSL_CTX_new(DTLS_method());
}

int step(struct session *session)
{
    int r = SSL_connect(session->ssl); // expect: DTL704

    if (r == 1)
        return 1;
    return SSL_get_error(session->ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1;
}
