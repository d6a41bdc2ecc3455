// Containers and algorithms that fill secrets.
#include <algorithm>
#include <array>
#include <cstdint>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <random>
#include <string>
#include <vector>
#include "b_qt.h"

namespace {

constexpr std::size_t kKeySize = 32;
const std::string kCookieSecret = "a cookie secret of thirty-two by";
const std::string kLabel = "EXTRACTOR-dtls_srtp";

bool cookie(const unsigned char *msg, std::size_t n, unsigned char *out)
{
    return HMAC(EVP_sha256(), kCookieSecret.data(), kCookieSecret.size(), msg, n, out, nullptr); // expect: DTL403
}

bool exporter(SSL *ssl, unsigned char *out)
{
    return SSL_export_keying_material(ssl, out, kKeySize, kLabel.data(), kLabel.size(), nullptr, 0, 0) == 1; /* silent: a label */
}

void password(SSL_CTX *ctx)
{
    std::string pass = "correct horse";
    SSL_CTX_set_default_passwd_cb_userdata(ctx, const_cast<char *>(pass.c_str())); // expect: DTL403
}

void password_asked(SSL_CTX *ctx, const std::string &asked)
{
    std::string pass = "none";
    pass = asked;
    SSL_CTX_set_default_passwd_cb_userdata(ctx, const_cast<char *>(pass.c_str())); /* silent: replaced */
}

bool engine(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    std::array<std::uint8_t, kKeySize> key;
    std::mt19937 generator(std::random_device{}());
    std::uniform_int_distribution<int> byte(0, 255);
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::uint8_t>(byte(generator)); // expect: DTL404
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), nullptr, key.data(), iv) == 1;
}

bool generated(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    std::array<std::uint8_t, kKeySize> key;
    std::mt19937 generator;
    std::generate(key.begin(), key.end(), generator); // expect: DTL404
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), nullptr, key.data(), iv) == 1;
}

bool device(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    std::array<std::uint8_t, kKeySize> key;
    std::random_device source;
    std::generate(key.begin(), key.end(), std::ref(source)); /* silent: the operating system's generator */
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), nullptr, key.data(), iv) == 1;
}

bool zero_braces(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    std::array<std::uint8_t, kKeySize> key{};
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), nullptr, key.data(), iv) == 1; // expect: DTL404
}

bool zero_braces_filled(EVP_CIPHER_CTX *c, const unsigned char *iv)
{
    std::array<std::uint8_t, kKeySize> key{};
    if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1) /* silent: filled before its use */
        return false;
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), nullptr, key.data(), iv) == 1;
}

bool same_byte(EVP_CIPHER_CTX *c, const unsigned char *key)
{
    std::vector<unsigned char> iv(16, 0);
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), nullptr, key, iv.data()) == 1; // expect: DTL404
}

class Cookies {
public:
    bool renew();

private:
    QByteArray secret_;
};

bool Cookies::renew()
{
    secret_.resize(32); // expect: DTL401
    return RAND_bytes(reinterpret_cast<unsigned char *>(secret_.data()), secret_.size()) == 1;
}

} // namespace

int main()
{
    unsigned char out[64];
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    SSL_CTX *ctx = nullptr;
    password(ctx);
    password_asked(ctx, "x");
    Cookies cookies;
    return cookie(out, 1, out) && exporter(nullptr, out) && engine(c, out) && generated(c, out) && device(c, out)
        && zero_braces(c, out) && zero_braces_filled(c, out) && same_byte(c, out) && cookies.renew();
}
