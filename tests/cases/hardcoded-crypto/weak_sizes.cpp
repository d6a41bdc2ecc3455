// C++ generators of keys.
#include <array>
#include <memory>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <vector>

int qualityBits(int wanted);

namespace {

constexpr int kOldBits = 1024;
constexpr int kBits = 3072;

constexpr std::size_t kSecretSize = 12;
constexpr std::size_t kGoodSecretSize = 32;

struct KeyDeleter { void operator()(EVP_PKEY *k) const { EVP_PKEY_free(k); } };
using Key = std::unique_ptr<EVP_PKEY, KeyDeleter>;

class Identity {
public:
    Key old_key() { return Key(EVP_RSA_gen(kOldBits)); } // expect: DTL402
    Key key() { return Key(EVP_RSA_gen(kBits)); } /* silent: large enough */
    bool curve(EVP_PKEY_CTX *ctx)
    {
        return EVP_PKEY_CTX_set_ec_paramgen_curve_nid(ctx, NID_secp384r1) == 1; /* silent: 384 bits */
    }
    bool secret();
    bool good_secret();

private:
    std::array<unsigned char, kSecretSize> secret_;
    std::array<unsigned char, kGoodSecretSize> good_;
};

bool Identity::secret()
{
    return RAND_bytes(secret_.data(), secret_.size()) == 1; // expect: DTL402
}

bool Identity::good_secret()
{
    return RAND_bytes(good_.data(), good_.size()) == 1; /* silent: 32 bytes */
}

bool configure(EVP_PKEY_CTX *ctx, bool legacy)
{
    const int bits = legacy ? 1024 : 2048;
    if (legacy)
        return EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, kOldBits) == 1; // expect: DTL402
    return EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, qualityBits(bits)) == 1; /* silent: another function decides */
}

} // namespace

bool use(EVP_PKEY_CTX *ctx)
{
    Identity id;
    return configure(ctx, true) && id.secret() && id.good_secret() && id.curve(ctx) && id.key() && id.old_key();
}
