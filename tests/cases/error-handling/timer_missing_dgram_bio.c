/* The method comes from elsewhere; the datagram BIO tells. */
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <sys/select.h>

SSL *attach(SSL_CTX *ctx, int fd)
{
    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);

    if (!ssl || !bio) {
        SSL_free(ssl);
        BIO_free(bio);
        ERR_print_errors_fp(stderr);
        return NULL; /* silent: reported */
    }
    BIO_ctrl(bio, BIO_CTRL_DGRAM_SET_CONNECTED, 0, NULL);
    SSL_set_bio(ssl, bio, bio);
    return ssl;
}

int handshake(SSL *ssl, int fd)
{
    for (;;) {
        fd_set set;
        int err, r = SSL_do_handshake(ssl); // expect: DTL704

        if (r == 1)
            return 0;
        err = SSL_get_error(ssl, r);
        if (err != SSL_ERROR_WANT_READ)
            return -1;
        FD_ZERO(&set);
        FD_SET(fd, &set);
        select(fd + 1, &set, NULL, NULL, NULL);
    }
}
