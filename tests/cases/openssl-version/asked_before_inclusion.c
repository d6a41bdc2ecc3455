/* Is the macro there yet? */
#ifndef SSLEAY_VERSION_NUMBER /* silent: the header may not have been included */
#include <openssl/crypto.h>
#endif
#ifndef OPENSSL_VERSION_NUMBER /* silent: likewise */
#include <openssl/opensslv.h>
#endif
#include <openssl/ssl.h>

#if defined(LIBRESSL_VERSION_NUMBER) && !defined(OPENSSL_VERSION_NUMBER) // expect: DTL504
int libre(SSL *ssl) { return SSL_get_fd(ssl); }
#endif

#if OPENSSL_VERSION_NUMBER >= 0x30000000L && !defined(OPENSSL_VERSION_NUMBER) // expect: DTL504
int never(SSL *ssl) { return SSL_get_fd(ssl); }
#endif
