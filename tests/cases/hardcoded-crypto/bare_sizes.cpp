// Extents of C++ containers that an RNG, KDF or key call fills.
#include <array>
#include <cstdint>
#include <memory>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <string>
#include <vector>
#include "b_qt.h"

namespace dtls {

constexpr std::size_t kSecretLength = 32;
struct Sizes { static constexpr int Ticket = 48; };

std::vector<std::uint8_t> make_vector()
{
    std::vector<std::uint8_t> secret(32); // expect: DTL401
    if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1)
        return {};
    return secret;
}

std::vector<std::uint8_t> make_resized()
{
    std::vector<std::uint8_t> secret;
    secret.resize(20); // expect: DTL401
    if (RAND_bytes(&secret[0], secret.size()) != 1)
        secret.clear();
    return secret;
}

bool make_array(std::string &out)
{
    std::array<unsigned char, 32> key; // expect: DTL401
    if (RAND_bytes(key.data(), key.size()) != 1)
        return false;
    out.assign(key.begin(), key.end());
    return true;
}

class CookieGenerator {
public:
    CookieGenerator();
    bool refresh();
    bool refresh_named();

private:
    QByteArray secret_;
    unsigned char next_[kSecretLength];
};

CookieGenerator::CookieGenerator()
{
    secret_.resize(32); // expect: DTL401
    if (RAND_bytes(reinterpret_cast<unsigned char *>(secret_.data()), secret_.size()) != 1)
        secret_ = QByteArray();
}

bool CookieGenerator::refresh()
{
    return RAND_bytes(next_, 32) == 1; // expect: DTL401
}

bool CookieGenerator::refresh_named()
{
    return RAND_bytes(next_, sizeof(next_)) == 1; /* silent: the member's extent is a constexpr */
}

std::unique_ptr<unsigned char[]> make_new()
{
    std::unique_ptr<unsigned char[]> p(new unsigned char[kSecretLength]);
    if (RAND_bytes(p.get(), kSecretLength) != 1) /* silent: a constexpr */
        p.reset();
    return p;
}

std::vector<std::uint8_t> make_named()
{
    std::vector<std::uint8_t> secret(kSecretLength); /* silent: a named extent */
    if (RAND_bytes(secret.data(), secret.size()) != 1)
        return {};
    std::vector<std::uint8_t> ticket;
    ticket.resize(Sizes::Ticket); /* silent: a static constexpr member */
    if (RAND_bytes(ticket.data(), ticket.size()) != 1)
        return {};
    return ticket;
}

template <std::size_t N>
bool fill(std::array<unsigned char, N> &out)
{
    return RAND_bytes(out.data(), N) == 1; /* silent: the template's parameter */
}
template bool fill<32>(std::array<unsigned char, 32> &);

std::vector<std::uint8_t> read_buffer(SSL *ssl)
{
    std::vector<std::uint8_t> data(1500); /* silent: no RNG, KDF or key call fills it */
    const int n = SSL_read(ssl, data.data(), static_cast<int>(data.size()));
    data.resize(n > 0 ? n : 0);
    return data;
}

bool export_keys(SSL *ssl, std::size_t key_len, std::size_t salt_len, std::vector<std::uint8_t> &out)
{
    static const std::string label = "EXTRACTOR-dtls_srtp";
    out.resize(2 * (key_len + salt_len)); /* silent: lengths from the profile */
    return SSL_export_keying_material(ssl, out.data(), out.size(), label.data(), label.size(),
                                      nullptr, 0, 0) == 1;
}

double jitter()
{
    double fraction = 0;
    std::uint64_t bits = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char *>(&bits), sizeof(bits)) == 1) /* silent: a scalar */
        fraction = static_cast<double>(bits >> 11) * 0x1p-53;
    return fraction;
}

} // namespace dtls
