/* Each server context of the file counts. */
#include <openssl/ssl.h>

struct listener { SSL_CTX *rsa, *ecdsa, *client; int fd; };

int prepare(struct listener *l)
{
    l->rsa = SSL_CTX_new(DTLS_server_method()); // expect: DTL604
    l->ecdsa = SSL_CTX_new(DTLSv1_2_server_method()); // expect: DTL604
    l->client = SSL_CTX_new(DTLS_client_method()); /* silent: a client */
    return l->rsa && l->ecdsa && l->client;
}

int accept_on(struct listener *l, SSL *ssl)
{
    BIO *bio = BIO_new_dgram(l->fd, BIO_NOCLOSE);

    SSL_set_bio(ssl, bio, bio);
    return SSL_accept(ssl);
}
