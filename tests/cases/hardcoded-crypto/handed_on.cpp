// Sizes with a scope, casts of C++, helpers that take containers.
#include <array>
#include <cstdint>
#include <string>
#include <vector>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace limits {
inline constexpr std::size_t kKey = 32;
inline constexpr std::size_t kShortIv = 8;
}

struct Config {
    static constexpr std::size_t tinySalt = 4;
    static constexpr std::size_t salt = 16;
};

static bool draw(std::uint8_t *out, std::size_t n)
{
    return RAND_bytes(out, static_cast<int>(n)) == 1;
}

static const unsigned char *pairing()
{
    return reinterpret_cast<const unsigned char *>("0123456789abcdef0123456789abcdef");
}

bool scopedShort(EVP_CIPHER_CTX *ctx, const std::uint8_t *key)
{
    std::uint8_t iv[limits::kShortIv];
    if (RAND_bytes(iv, sizeof iv) != 1) // expect: DTL402
        return false;
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_ctr(), nullptr, key, iv) == 1;
}

bool scopedLong()
{
    std::uint8_t key[limits::kKey];
    return RAND_bytes(key, sizeof key) == 1; /* silent: named and long enough */
}

bool memberShort()
{
    std::array<std::uint8_t, Config::tinySalt> salt;
    return RAND_bytes(salt.data(), static_cast<int>(salt.size())) == 1; // expect: DTL402
}

bool memberLong()
{
    std::array<std::uint8_t, Config::salt> salt;
    return RAND_bytes(salt.data(), static_cast<int>(salt.size())) == 1; /* silent: 16 bytes */
}

bool castLiteral(std::uint8_t *secret)
{
    return RAND_bytes(secret, static_cast<int>(48)) == 1; // expect: DTL401
}

bool castName(std::uint8_t *secret)
{
    return RAND_bytes(secret, static_cast<int>(limits::kKey)) == 1; /* silent: it has a name */
}

bool helperBare(std::uint8_t *token)
{
    return draw(token, 24); // expect: DTL401
}

bool helperShort(std::uint8_t *token)
{
    return draw(token, limits::kShortIv); // expect: DTL402
}

bool helperWhole(std::vector<std::uint8_t> &token)
{
    return draw(token.data(), token.size()); /* silent: the container's own size */
}

bool helperLiteral(EVP_CIPHER_CTX *ctx, const std::uint8_t *iv)
{
    return EVP_EncryptInit_ex(ctx, EVP_aes_256_ctr(), nullptr, pairing(), iv) == 1; // expect: DTL403
}

class Sealer {
public:
    bool sealDefault(EVP_CIPHER_CTX *ctx, const std::uint8_t *iv)
    {
        return EVP_EncryptInit_ex(ctx, EVP_aes_256_ctr(), nullptr, kDefault, iv) == 1; // expect: DTL403
    }

    bool sealCopy(EVP_CIPHER_CTX *ctx, const std::uint8_t *iv)
    {
        std::vector<std::uint8_t> key(kDefault, kDefault + sizeof kDefault);
        return EVP_EncryptInit_ex(ctx, EVP_aes_256_ctr(), nullptr, key.data(), iv) == 1; // expect: DTL403
    }

    bool sealMember(EVP_CIPHER_CTX *ctx, const std::uint8_t *iv)
    {
        return EVP_EncryptInit_ex(ctx, EVP_aes_256_ctr(), nullptr, key_, iv) == 1; /* silent: set elsewhere */
    }

private:
    static constexpr std::uint8_t kDefault[32] = {0xde, 0xad, 0xbe, 0xef};
    std::uint8_t key_[32] = {};
};
