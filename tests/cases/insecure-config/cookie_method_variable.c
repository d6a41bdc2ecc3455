/* The method in a variable: its call is the line. */
#include <openssl/ssl.h>

struct end { SSL_CTX *ctx; SSL *ssl; int server; };

SSL_CTX *context(void)
{
    const SSL_METHOD *method = DTLS_server_method(); // expect: DTL604

    return SSL_CTX_new(method);
}

int open_end(struct end *e, int fd)
{
    e->ctx = SSL_CTX_new(e->server ? DTLS_server_method() : DTLS_client_method()); // expect: DTL604
    e->ssl = SSL_new(e->ctx);
    if (SSL_set_fd(e->ssl, fd) != 1)
        return -1;
    if (e->server)
        SSL_set_accept_state(e->ssl);
    else
        SSL_set_connect_state(e->ssl);
    return SSL_do_handshake(e->ssl);
}
