/* A lambda writes where the function around it was told to. */
#include <cstdint>
#include <cstring>
#include <functional>
#include <openssl/ssl.h>
#include <vector>

int captured(SSL *ssl, std::uint8_t *out, const std::vector<std::uint8_t> &in)
{
    auto put = [&](const std::vector<std::uint8_t> &v) {
        SSL_set_app_data(ssl, out);
        std::memcpy(out, v.data(), v.size()); // expect: DTL805
    };
    put(in);
    return 1;
}

int captured_and_compared(SSL *ssl, std::uint8_t *out, std::size_t room)
{
    auto put = [&](const std::vector<std::uint8_t> &v) {
        SSL_set_app_data(ssl, out);
        if (v.size() > room)
            return;
        std::memcpy(out, v.data(), v.size()); /* silent: compared with the room */
    };
    put({1, 2, 3});
    return 1;
}
