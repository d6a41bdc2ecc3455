/* Fixed and minimum versions under 1.2. Clients only, so that cookies are no matter here. */
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>

#define OLDEST TLS1_1_VERSION

const SSL_METHOD *SSLv3_client_method(void);

enum floor_setting { FLOOR_10, FLOOR_11, FLOOR_12 };
struct settings { int legacy; enum floor_setting floor; int min_version; };

SSL_CTX *fixed_dtls(void)
{
    return SSL_CTX_new(DTLSv1_client_method()); // expect: DTL601
}

SSL_CTX *fixed_tls(void)
{
    const SSL_METHOD *m = TLSv1_client_method(); // expect: DTL601

    return m ? SSL_CTX_new(m) : NULL;
}

SSL_CTX *fixed_ssl3(int very_old)
{
    const SSL_METHOD *m;

    if (very_old)
        m = SSLv3_client_method(); // expect: DTL601
    else
        m = TLS_client_method(); /* silent: negotiates */
    return SSL_CTX_new(m);
}

int minimum_dtls(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, DTLS1_VERSION); // expect: DTL601
}

int minimum_by_macro(SSL_CTX *ctx)
{
    if (!SSL_CTX_set_min_proto_version(ctx, OLDEST)) // expect: DTL601
        return -1;
    return 0;
}

int minimum_on_connection(SSL *ssl)
{
    return SSL_set_min_proto_version(ssl, TLS1_VERSION) == 1; // expect: DTL601
}

int minimum_through_variable(SSL_CTX *ctx, const struct settings *s)
{
    int floor = TLS1_2_VERSION;

    if (s->legacy)
        floor = TLS1_VERSION;
    return SSL_CTX_set_min_proto_version(ctx, floor); // expect: DTL601
}

int minimum_by_ternary(SSL_CTX *ctx, const struct settings *s)
{
    return SSL_CTX_set_min_proto_version(ctx, s->legacy ? TLS1_1_VERSION : TLS1_2_VERSION); // expect: DTL601
}

int minimum_by_switch(SSL_CTX *ctx, const struct settings *s)
{
    switch (s->floor) {
    case FLOOR_10:
        return SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION); // expect: DTL601
    case FLOOR_11:
        return SSL_CTX_set_min_proto_version(ctx, TLS1_1_VERSION); // expect: DTL601
    default:
        return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION); /* silent: 1.2 */
    }
}

int minimum_as_number(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, 0x0301); // expect: DTL601
}

int maximum_too_low(SSL_CTX *ctx)
{
    return SSL_CTX_set_max_proto_version(ctx, TLS1_1_VERSION); // expect: DTL601
}

SSL_CTX *guarded(void)
{
#if OPENSSL_VERSION_NUMBER < 0x10002000L
    return SSL_CTX_new(DTLSv1_client_method()); /* silent: the only DTLS method that those versions have */
#else
    return SSL_CTX_new(DTLS_client_method()); /* silent: negotiates */
#endif
}

SSL_CTX *negotiating(void)
{
    SSL_CTX *ctx = SSL_CTX_new(SSLv23_client_method()); /* silent: the old name of the negotiating method */

    if (ctx)
        SSL_CTX_set_options(ctx, SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1); /* silent: forbids the old ones */
    return ctx;
}

int right_versions(SSL_CTX *ctx, SSL *ssl)
{
    return SSL_CTX_set_min_proto_version(ctx, DTLS1_2_VERSION) /* silent: DTLS 1.2 (0xfefd is newer than 0xfeff) */
        && SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION) /* silent: a maximum of 1.2 */
        && SSL_set_min_proto_version(ssl, TLS1_3_VERSION); /* silent: 1.3 */
}

int zero_is_default(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, 0) /* silent: the library's own minimum */
        && SSL_CTX_set_max_proto_version(ctx, 0); /* silent: the library's own maximum */
}

int number_of_tls12(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, 0x0303); /* silent: TLS 1.2 */
}

int from_settings(SSL_CTX *ctx, const struct settings *s)
{
    return SSL_CTX_set_min_proto_version(ctx, s->min_version); /* silent: no version is written here */
}

SSL_CTX *fixed_but_new(void)
{
    return SSL_CTX_new(TLSv1_2_client_method()); /* silent: fixed at 1.2 */
}

int is_old(const SSL *ssl)
{
    switch (SSL_version(ssl)) {
    case DTLS1_VERSION: /* silent: a comparison */
    case TLS1_VERSION:
        return 1;
    default:
        return SSL_version(ssl) == TLS1_1_VERSION; /* silent: a comparison */
    }
}
