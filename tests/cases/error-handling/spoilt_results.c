/* The result spoilt before the question, the connection's own BIO touched in between. */
#include <openssl/ssl.h>
int one_less(SSL *s, char *b, int k)
{
    int r = SSL_read(s, b, k);
    r--;
    return SSL_get_error(s, r); // expect: DTL702
}
int other(SSL *s, char *b, int k)
{
    int r = SSL_read(s, b, k);
    r -= 2;
    return SSL_get_error(s, r); // expect: DTL702
}
int minus(SSL *s, char *b, int k)
{
    int r = SSL_read(s, b, k);
    return SSL_get_error(s, r - 1); // expect: DTL702
}
int negated(SSL *s, char *b, int k)
{
    int r = SSL_read(s, b, k);
    return SSL_get_error(s, -r); // expect: DTL702
}
int reset(SSL *s)
{
    int r = SSL_do_handshake(s);
    if (r != 1) {
        BIO_reset(SSL_get_rbio(s));
        return SSL_get_error(s, r); // expect: DTL702
    }
    return 0;
}
int pending(SSL *s)
{
    int r = SSL_do_handshake(s);
    if (r != 1) {
        if (BIO_ctrl_pending(SSL_get_wbio(s)) > 0)
            return 2;
        return SSL_get_error(s, r);
    }
    return 0;
}
int moved(SSL *s, char *b)
{
    size_t n = 0;
    if (SSL_read_ex(s, b, 1, &n) == 1)
        return 0;
    return SSL_get_error(s, (int)n); // expect: DTL702
}
int in_place_of_a_failure(SSL *ssl, char *b, int fresh)
{
    int len;
    if (fresh) {
        if (SSL_do_handshake(ssl) == 1)
            return 0;
        len = -1;
    } else {
        len = SSL_read(ssl, b, 4);
    }
    if (len < 0)
        return SSL_get_error(ssl, len); /* silent: -1 says that it failed, as it did */
    return 1;
}
