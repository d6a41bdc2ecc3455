/* A table with directives among its entries, in a file that is one branch of an #ifdef, as Exim
 * writes them: what follows must still be seen. */
#include <openssl/ssl.h>
#include <openssl/rand.h>

#define US (unsigned char *)

typedef struct {
    unsigned char *name;
    unsigned long value;
} option;

static option options[] = {
    /* sorted; see the manual */
    { US"all", SSL_OP_ALL },
#ifdef SSL_OP_NO_TLSv1_1
# if OPENSSL_VERSION_NUMBER < 0x30000000L
#  if SSL_OP_NO_TLSv1_1 == 0x00000400L
    /* a wrong value; see the first entry of its history */
#   define WRONG_TLSv1_1
#  endif
# endif
# ifndef WRONG_TLSv1_1
    { US"no_tlsv1_1", SSL_OP_NO_TLSv1_1 },
# endif
#endif
#ifdef SSL_OP_NO_TLSv1_2
    { US"no_tlsv1_2", SSL_OP_NO_TLSv1_2 },
#endif
};

#ifdef NAMES_ONLY
int names(void)
{
    return (int)(sizeof(options) / sizeof(*options));
}
#else

unsigned long option_value(int n)
{
    return options[n].value;
}

void fill(unsigned char *out, int n)
{
    RAND_bytes(out, n); // expect: DTL201
}

int open_it(SSL_CTX *ctx, int fd, int quiet)
{
    SSL *ssl = SSL_new(ctx);
    if (!ssl)
        return 0;
    if (
#ifdef SSL_OP_NO_TLSv1_2
        !quiet &&
#endif
        fd < 0)
        fd = 0;
    SSL_set_fd(ssl, fd); // expect: DTL201
    SSL_free(ssl);
    return 1;
}

int shut(SSL *ssl, int gently)
{
#ifdef SSL_OP_NO_TLSv1_2
    if (gently) {
#else
    if (gently > 1) {
#endif
        return SSL_shutdown(ssl);
    }
    return 0;
}
#endif
