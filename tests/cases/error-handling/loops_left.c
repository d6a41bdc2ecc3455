/* A failed read leaves a loop that has a condition of its own. */
#include <openssl/bio.h>
#include <openssl/ssl.h>

struct connection {
    SSL *ssl;
    int state;
};
void connection_close(struct connection *c);

int left_and_closed(struct connection *c, char *buffer)
{
    int n, total = 0;
    while (total < 100) {
        n = SSL_read(c->ssl, buffer + total, 100 - total);
        if (n <= 0) // expect: DTL703
            break;
        total += n;
    }
    connection_close(c);
    return total;
}

int asked_and_closed(struct connection *c, char *buffer)
{
    int n, total = 0;
    while (total < 100) {
        n = SSL_read(c->ssl, buffer + total, 100 - total);
        if (n <= 0) { /* silent: asks */
            if (SSL_get_error(c->ssl, n) == SSL_ERROR_WANT_READ)
                continue;
            break;
        }
        total += n;
    }
    connection_close(c);
    return total;
}

int nobody_yet(struct connection *c, BIO_ADDR *peer)
{
    if (DTLSv1_listen(c->ssl, peer) > 0) /* silent: asks whether somebody has been heard */
        return 1;
    c->state = 2;
    return c->state;
}
