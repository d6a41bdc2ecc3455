// The callbacks are defined here and installed where the context is made.
#include <openssl/bio.h>
#include <openssl/ssl.h>

namespace callbacks {

int generate(SSL *ssl, unsigned char *cookie, unsigned *length)
{
    return ssl && cookie && (*length = 0) == 0 ? 0 : 0;
}

int verify(SSL *ssl, const unsigned char *cookie, unsigned length)
{
    return ssl && cookie && length ? 0 : 0;
}

} // namespace callbacks

bool serve(SSL *ssl, BIO_ADDR *peer)
{
    return DTLSv1_listen(ssl, peer) > 0; /* silent: the file has both callbacks */
}
