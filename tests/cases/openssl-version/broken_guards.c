/* Guards that cannot mean what they say. */
#include <openssl/opensslv.h>
#include <openssl/ssl.h>

void use_old_api(SSL_CTX *ctx);
void use_new_api(SSL_CTX *ctx);

void sixteenth_series(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x1100000fL // expect: DTL504
    use_new_api(ctx);
#else
    use_old_api(ctx);
#endif
}

void digit_missing(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER < 0x1010000L // expect: DTL504
    use_old_api(ctx);
#endif
}

void digit_too_many(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x101010000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void never_released(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10200000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void exactly_one(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER == 0x10100000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void all_but_one(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER != 0x1000207fL // expect: DTL504
    use_new_api(ctx);
#endif
}

void inner_contradicts(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER < 0x10100000L
# if OPENSSL_VERSION_NUMBER >= 0x30000000L // expect: DTL504
    use_new_api(ctx);
# endif
    use_old_api(ctx);
#endif
}

void elif_is_taken_already(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
    use_new_api(ctx);
#elif OPENSSL_VERSION_NUMBER >= 0x30000000L // expect: DTL504
    use_new_api(ctx);
#else
    use_old_api(ctx);
#endif
}

void contradicts_itself(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L && OPENSSL_VERSION_NUMBER < 0x10002000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void major_with_number(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_MAJOR >= 0x10100000L // expect: DTL504
    use_new_api(ctx);
#endif
}

void number_with_major(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 3 // expect: DTL504
    use_new_api(ctx);
#endif
}

void decimal(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 30000000 // expect: DTL504
    use_new_api(ctx);
#endif
}

void right_numbers(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L /* silent: eight digits, 1.1.0 */
    use_new_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER >= 0x1010100fL /* silent: the release of 1.1.1 */
    use_new_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER < 0x10002000 /* silent: without L */
    use_old_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER < 0x0090800fL /* silent: 0.9.8 was a series */
    use_old_api(ctx);
#endif
#if OPENSSL_VERSION_NUMBER >= 0x1000206fL /* silent: a patch of 1.0.2 */
    use_new_api(ctx);
#endif
}

void looking_forward(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x30200000L /* silent: above the highest supported version */
    use_new_api(ctx);
#endif
#if OPENSSL_VERSION_MAJOR >= 4 /* silent: above the highest supported version */
    use_new_api(ctx);
#endif
}

void right_major(SSL_CTX *ctx)
{
#if defined(OPENSSL_VERSION_MAJOR) && OPENSSL_VERSION_MAJOR == 3 /* silent: a whole series, not one version */
    use_new_api(ctx);
#elif OPENSSL_VERSION_NUMBER >= 0x10100000L
    use_new_api(ctx);
#endif
}

void right_libressl(SSL_CTX *ctx)
{
#if defined(LIBRESSL_VERSION_NUMBER) && LIBRESSL_VERSION_NUMBER < 0x2070000fL /* silent: LibreSSL 2.7 */
    use_old_api(ctx);
#elif !defined(LIBRESSL_VERSION_NUMBER) && OPENSSL_VERSION_NUMBER < 0x10100000L /* silent: the other library */
    use_old_api(ctx);
#else
    use_new_api(ctx);
#endif
}

void inner_narrows(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L
# if OPENSSL_VERSION_NUMBER >= 0x30000000L /* silent: narrower than the outer one */
    use_new_api(ctx);
# else
    use_old_api(ctx);
# endif
#endif
}

void descending(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    use_new_api(ctx);
#elif OPENSSL_VERSION_NUMBER >= 0x10100000L /* silent: what the first one left */
    use_new_api(ctx);
#elif OPENSSL_VERSION_NUMBER >= 0x10002000L /* silent: what the second one left */
    use_old_api(ctx);
#else
    use_old_api(ctx);
#endif
}

void a_range(SSL_CTX *ctx)
{
#if OPENSSL_VERSION_NUMBER >= 0x10002000L && OPENSSL_VERSION_NUMBER < 0x10100000L /* silent: a range with versions in it */
    use_old_api(ctx);
#endif
}

void prereq(SSL_CTX *ctx)
{
#ifdef OPENSSL_VERSION_PREREQ
# if OPENSSL_VERSION_PREREQ(3, 0) /* silent: the library's own macro */
    use_new_api(ctx);
# endif
#endif
}
