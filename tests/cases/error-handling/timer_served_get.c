/* The interval comes from DTLSv1_get_timeout. */
#include <openssl/ssl.h>
#include <sys/select.h>
#include <sys/time.h>

SSL_CTX *context(void)
{
    return SSL_CTX_new(DTLS_client_method());
}

int handshake(SSL *ssl, int fd)
{
    int r;

    while ((r = SSL_do_handshake(ssl)) != 1) { /* silent: DTLSv1_get_timeout in the file */
        struct timeval tv;
        fd_set set;

        if (SSL_get_error(ssl, r) != SSL_ERROR_WANT_READ)
            return -1;
        FD_ZERO(&set);
        FD_SET(fd, &set);
        select(fd + 1, &set, NULL, NULL, DTLSv1_get_timeout(ssl, &tv) == 1 ? &tv : NULL);
    }
    return 0;
}
