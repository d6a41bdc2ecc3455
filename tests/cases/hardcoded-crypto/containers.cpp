// Containers: how they are made, filled, measured and handed on.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

typedef unsigned char u8;
constexpr int kShort = 8, kHalf = 16, kKeyLen = 32;
bool store(const u8 *, std::size_t);
void fillKey(std::vector<u8> &);

bool short_through_a_cast()
{
    std::vector<u8> iv(kShort);
    return RAND_bytes(iv.data(), (int)iv.size()) == 1; // expect: DTL402
}

bool half_of_an_array(const u8 *d, u8 *o)
{
    std::array<u8, kKeyLen> secret;
    if (RAND_bytes(secret.data(), kHalf) != 1) // expect: DTL405
        return false;
    return HMAC(EVP_sha256(), secret.data(), secret.size(), d, 4, o, nullptr) != nullptr;
}

bool half_of_a_vector(const u8 *d, u8 *o)
{
    std::vector<u8> secret(kKeyLen);
    if (RAND_bytes(secret.data(), (int)secret.size() / 2) != 1) // expect: DTL405
        return false;
    return HMAC(EVP_sha256(), secret.data(), (int)secret.size(), d, 4, o, nullptr) != nullptr;
}

bool half_is_stored()
{
    u8 secret[kKeyLen];
    if (RAND_bytes(secret, kHalf) != 1) // expect: DTL405
        return false;
    return store(secret, sizeof secret);
}

bool half_is_digested(u8 *o)
{
    u8 part[kKeyLen];
    if (RAND_bytes(part, sizeof(part) - 1) != 1) // expect: DTL405
        return false;
    return EVP_Digest(part, sizeof part, o, nullptr, EVP_sha256(), nullptr) == 1;
}

bool half_is_used_as_half()
{
    u8 secret[kKeyLen];
    if (RAND_bytes(secret, kHalf) != 1) /* silent: no more than that is used */
        return false;
    return store(secret, kHalf);
}

bool padded_on_purpose()
{
    u8 block[kKeyLen];
    std::memset(block, 0, sizeof block);
    if (RAND_bytes(block, kHalf) != 1) /* silent: the rest is zeroes, by intent */
        return false;
    return store(block, sizeof block);
}

bool array_of_constants(EVP_CIPHER_CTX *c, const u8 *iv)
{
    static constexpr std::array<u8, 4> key{{1, 2, 3, 4}};
    return EVP_EncryptInit_ex(c, EVP_aes_128_cbc(), nullptr, key.data(), iv) == 1; // expect: DTL403
}

bool vector_of_constants(EVP_CIPHER_CTX *c, const u8 *iv)
{
    std::vector<u8> key{1, 2, 3, 4};
    return EVP_EncryptInit_ex(c, EVP_aes_128_cbc(), nullptr, key.data(), iv) == 1; // expect: DTL403
}

bool by_reference(EVP_CIPHER_CTX *c, const u8 *iv)
{
    std::vector<u8> key(kKeyLen);
    std::random_device device;
    for (auto &byte : key)
        byte = device(); /* silent: a source of entropy */
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), nullptr, key.data(), iv) == 1;
}

bool by_a_helper(EVP_CIPHER_CTX *c, const u8 *iv)
{
    std::vector<u8> key(kKeyLen);
    fillKey(key); /* silent: it may fill it */
    return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), nullptr, key.data(), iv) == 1;
}

void guessed(std::vector<u8> &key, std::string &sessionKey, u8 *psk)
{
    static const char alphabet[] = "abcdef";
    std::minstd_rand engine;
    for (int i = 0; i < 4; ++i) {
        key.push_back(std::rand() & 255);           // expect: DTL404
        key.at(i) = std::rand();                    // expect: DTL404
        key.data()[i] = std::rand();                // expect: DTL404
        sessionKey.push_back(alphabet[std::rand() % 6]); // expect: DTL404
    }
    std::generate_n(psk, 16, engine); // expect: DTL404
}

static int password(char *buffer, int size, int, void *)
{
    static const char known[] = "letmein";
    if (size < (int)sizeof known)
        return 0;
    std::memcpy(buffer, known, sizeof known); // expect: DTL403
    return sizeof known - 1;
}

EVP_PKEY *read_key(BIO *bio)
{
    return PEM_read_bio_PrivateKey(bio, nullptr, password, nullptr);
}

static unsigned psk_server(SSL *, const char *, u8 *psk, unsigned max)
{
    static const u8 known[] = {0xde, 0xad, 0xbe, 0xef};
    if (max < sizeof known)
        return 0;
    std::copy(std::begin(known), std::end(known), psk); // expect: DTL403
    return sizeof known;
}

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_psk_server_callback(ctx, psk_server);
}

bool weak_group(EVP_PKEY_CTX *c)
{
    return EVP_PKEY_CTX_set_group_name(c, "secp192k1") > 0; // expect: DTL402
}

bool strong_group(EVP_PKEY_CTX *c)
{
    return EVP_PKEY_CTX_set_group_name(c, "P-256") > 0; /* silent */
}

struct Transport { void recv(int message); void read(); };

// near miss: methods with the names of functions that take more
bool methods(Transport *t, unsigned char *key, int n)
{
    t->recv(1);
    t->read();
    return RAND_bytes(key, n) == 1;
}
