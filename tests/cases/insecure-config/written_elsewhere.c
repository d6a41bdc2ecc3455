/* Weak settings that stand in a helper, in a table, or in a command. */
#include <openssl/ssl.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum choice { OLD, NEW };
static const char *const candidates[] = { "HIGH:!aNULL", "RC4" };

static int lowest(void)
{
    return TLS1_VERSION;
}

static int translated(enum choice c)
{
    if (c == OLD)
        return TLS1_VERSION;
    return TLS1_2_VERSION;
}

static const char *weak_list(void)
{
    return "ALL:eNULL";
}

static const char *good_list(void)
{
    return "HIGH:!aNULL";
}

int by_helper(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, lowest()) // expect: DTL601
        && SSL_CTX_set_cipher_list(ctx, weak_list()) // expect: DTL602
        && SSL_CTX_set_cipher_list(ctx, good_list()); /* silent: nothing weak */
}

int by_choice(SSL_CTX *ctx, enum choice c)
{
    return SSL_CTX_set_min_proto_version(ctx, translated(c)); /* silent: the user's choice, translated */
}

int by_table(SSL_CTX *ctx)
{
    for (size_t i = 0; i < COUNT(candidates); i++) {
        if (SSL_CTX_set_cipher_list(ctx, candidates[i])) // expect: DTL602
            return 1;
    }
    return 0;
}

long by_control(SSL_CTX *ctx)
{
    return SSL_CTX_ctrl(ctx, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_1_VERSION, NULL) // expect: DTL601
        + SSL_CTX_ctrl(ctx, SSL_CTRL_SET_MAX_PROTO_VERSION, TLS1_2_VERSION, NULL); /* silent: 1.2 */
}

int by_command(SSL_CONF_CTX *conf)
{
    return SSL_CONF_cmd(conf, "MinProtocol", "TLSv1") // expect: DTL601
        + SSL_CONF_cmd(conf, "-cipher", "DEFAULT@SECLEVEL=0") // expect: DTL602
        + SSL_CONF_cmd(conf, "MinProtocol", "TLSv1.2"); /* silent: 1.2 */
}
