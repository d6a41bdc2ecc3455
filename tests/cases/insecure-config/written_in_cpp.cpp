// Constants in namespaces and classes, and strings that are put together.
#include <openssl/ssl.h>
#include <string>

namespace cfg {

constexpr int kLowest = TLS1_VERSION;
constexpr const char *kCiphers = "eNULL";
enum { Floor = DTLS1_VERSION, Modern = DTLS1_2_VERSION };

} // namespace cfg

struct Config {
    static constexpr int kMin = TLS1_1_VERSION;
    static constexpr char kList[] = "RC4";
};

int constants(SSL_CTX *ctx)
{
    return SSL_CTX_set_min_proto_version(ctx, cfg::kLowest) // expect: DTL601
        && SSL_CTX_set_min_proto_version(ctx, Config::kMin) // expect: DTL601
        && SSL_CTX_set_min_proto_version(ctx, cfg::Floor) // expect: DTL601
        && SSL_CTX_set_min_proto_version(ctx, cfg::Modern) /* silent: DTLS 1.2 */
        && SSL_CTX_set_cipher_list(ctx, cfg::kCiphers) // expect: DTL602
        && SSL_CTX_set_cipher_list(ctx, Config::kList); // expect: DTL602
}

int sum(SSL_CTX *ctx)
{
    const auto list = std::string("HIGH:") + "eNULL";
    return SSL_CTX_set_cipher_list(ctx, list.c_str()); // expect: DTL602
}

int appended(SSL_CTX *ctx, bool old)
{
    std::string list = "HIGH:!aNULL";
    if (old)
        list += ":RC4";
    return SSL_CTX_set_cipher_list(ctx, list.c_str()); // expect: DTL602
}

int appended_well(SSL_CTX *ctx)
{
    std::string list("ALL");
    list += ":!aNULL:!eNULL";
    return SSL_CTX_set_cipher_list(ctx, list.c_str()); /* silent: what is added forbids */
}

int given(SSL_CTX *ctx, const std::string &ciphers)
{
    return SSL_CTX_set_cipher_list(ctx, ciphers.empty() ? "ALL" : ciphers.c_str()); // expect: DTL602
}
