/* TLS over TCP has no cookies of this kind. */
#include <openssl/ssl.h>

int serve(int fd)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_server_method()); /* silent: TCP */
    SSL *ssl = SSL_new(ctx);

    if (SSL_set_fd(ssl, fd) != 1)
        return -1;
    return SSL_accept(ssl);
}
