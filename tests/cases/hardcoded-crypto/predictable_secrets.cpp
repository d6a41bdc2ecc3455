// C++ and Qt shapes of the same.
#include <algorithm>
#include <array>
#include <cstdint>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <random>
#include <vector>
#include "b_qt.h"

namespace {

constexpr int kSecretSize = 32;
constexpr int kIvSize = 16;

const unsigned char *bytes(const QByteArray &a) { return reinterpret_cast<const unsigned char *>(a.constData()); }
unsigned char *bytes(QByteArray &a) { return reinterpret_cast<unsigned char *>(a.data()); }

class Verifier {
public:
    Verifier();
    void randomise();
    bool reset();
    bool mac(const QByteArray &msg, unsigned char *out) const;

private:
    QByteArray cookieSecret_;
    QByteArray oldSecret_;
    QByteArray nextSecret_;
};

Verifier::Verifier()
{
    cookieSecret_.resize(kSecretSize);
    cookieSecret_.fill('s'); // expect: DTL404
    oldSecret_.resize(kSecretSize);
    nextSecret_.resize(kSecretSize);
}

void Verifier::randomise()
{
    for (int i = 0; i < oldSecret_.size(); ++i)
        oldSecret_[i] = char(qrand() & 0xff); // expect: DTL404
}

bool Verifier::reset()
{
    return RAND_bytes(bytes(nextSecret_), nextSecret_.size()) == 1; /* silent: the right generator */
}

bool Verifier::mac(const QByteArray &msg, unsigned char *out) const
{
    return HMAC(EVP_sha256(), cookieSecret_.constData(), cookieSecret_.size(), bytes(msg), msg.size(), out, nullptr)
        || HMAC(EVP_sha256(), oldSecret_.constData(), oldSecret_.size(), bytes(msg), msg.size(), out, nullptr)
        || HMAC(EVP_sha256(), nextSecret_.constData(), nextSecret_.size(), bytes(msg), msg.size(), out, nullptr);
}

bool twister(EVP_CIPHER_CTX *ctx, const unsigned char *iv)
{
    std::mt19937 gen(std::random_device{}());
    std::array<unsigned char, kSecretSize> key;
    for (auto &b : key)
        b = static_cast<unsigned char>(gen()); // expect: DTL404
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), nullptr, key.data(), iv) == 1;
}

bool std_fill(EVP_CIPHER_CTX *ctx, const unsigned char *key)
{
    std::array<unsigned char, kIvSize> iv;
    std::fill(iv.begin(), iv.end(), 0); // expect: DTL404
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), nullptr, key, iv.data()) == 1;
}

bool zero_vector(EVP_CIPHER_CTX *ctx, const unsigned char *key)
{
    std::vector<unsigned char> iv(kIvSize);
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), nullptr, key, iv.data()) == 1; // expect: DTL404
}

bool literal_password(EVP_CIPHER_CTX *ctx, const unsigned char *iv)
{
    static const unsigned char kKey[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
    auto begin = [&](const EVP_CIPHER *cipher) {
        return EVP_EncryptInit_ex(ctx, cipher, nullptr, kKey, iv) == 1; // expect: DTL403
    };
    return begin(EVP_aes_128_cbc());
}

bool shuffled(std::vector<int> &ports)
{
    std::mt19937 gen(std::random_device{}());
    std::shuffle(ports.begin(), ports.end(), gen); /* silent: ports are no secrets */
    return !ports.empty();
}

bool filled_vector(EVP_CIPHER_CTX *ctx, const unsigned char *key)
{
    std::vector<unsigned char> iv(kIvSize);
    if (RAND_bytes(iv.data(), static_cast<int>(iv.size())) != 1) /* silent: filled before its use */
        return false;
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), nullptr, key, iv.data()) == 1;
}

bool wipe_container(EVP_CIPHER_CTX *ctx, const unsigned char *iv)
{
    std::array<unsigned char, kSecretSize> key;
    if (RAND_priv_bytes(key.data(), key.size()) != 1)
        return false;
    const bool ok = EVP_EncryptInit_ex(ctx, EVP_aes_256_cbc(), nullptr, key.data(), iv) == 1;
    std::fill(key.begin(), key.end(), 0); /* silent: a wipe */
    return ok;
}

std::uint32_t jitter(std::mt19937 &gen)
{
    return static_cast<std::uint32_t>(gen()) % 100; /* silent: jitter */
}

} // namespace

int main()
{
    Verifier v;
    v.randomise();
    unsigned char out[64];
    std::vector<int> ports;
    std::mt19937 gen;
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    return v.reset() && v.mac(QByteArray(), out) && twister(c, out) && std_fill(c, out) && zero_vector(c, out)
        && literal_password(c, out) && shuffled(ports) && filled_vector(c, out) && wipe_container(c, out) && jitter(gen);
}

void by_a_lambda(std::vector<uint8_t> &session_key)
{
    std::random_device device;
    std::mt19937 engine(device());
    std::generate(session_key.begin(), session_key.end(), [&] { return engine(); }); // expect: DTL404
}

/* silent: the operating system's generator */
void by_the_system(std::vector<uint8_t> &session_key)
{
    std::random_device device;
    std::generate(session_key.begin(), session_key.end(), [&] { return device(); });
}
