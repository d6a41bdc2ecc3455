// C++ and Qt shapes of lengths that come from outside.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <vector>
#include "b_qt.h"

#define RTC_CHECK_LE(a, b) do { if (!((a) <= (b))) abort(); } while (0)
#define CHECK(c) do { if (!(c)) abort(); } while (0)

namespace {

struct PskAuthenticator {
    QByteArray identity() const;
    QByteArray preSharedKey() const;
    int maximumIdentityLength() const;
    int maximumPreSharedKeyLength() const;
};

class Packet {
public:
    std::uint16_t wire_length() const;
    const std::uint8_t *payload() const;
};

class Depacketizer {
public:
    bool parse(const Packet &p);
    bool parse_checked(const Packet &p);
    bool parse_always_on(const Packet &p);
    void append(const std::uint8_t *p, std::size_t n);

private:
    std::uint8_t buffer_[1500];
    std::array<std::uint8_t, 64> header_;
    std::vector<std::uint8_t> tail_;
    std::size_t used_ = 0;
};

bool Depacketizer::parse(const Packet &p)
{
    const auto n = p.wire_length();
    if (n == 0)
        return false;
    std::memcpy(buffer_, p.payload(), n); // expect: DTL801
    used_ = n;
    return true;
}

bool Depacketizer::parse_checked(const Packet &p)
{
    const auto n = p.wire_length();
    if (n > sizeof(buffer_))
        return false;
    std::memcpy(buffer_, p.payload(), n); /* silent: bounded */
    if (n > header_.size())
        return true;
    std::copy_n(p.payload(), n, header_.data()); /* silent: bounded by the array's size() */
    return true;
}

bool Depacketizer::parse_always_on(const Packet &p)
{
    const std::size_t n = p.wire_length();
    RTC_CHECK_LE(n, sizeof(buffer_));
    std::memcpy(buffer_, p.payload(), n); /* silent: an always-on check with the length */
    return true;
}

void Depacketizer::append(const std::uint8_t *p, std::size_t n)
{
    const std::size_t old = tail_.size();
    tail_.resize(old + n);
    std::memcpy(tail_.data() + old, p, n); /* silent: resized by the same length */
}

// Reserved room is not size: what is written there does not belong to the vector.
std::vector<std::uint8_t> reserved(const std::uint8_t *p, std::size_t n)
{
    std::vector<std::uint8_t> out(16);
    out.reserve(64);
    std::memcpy(out.data(), p, n); // expect: DTL801
    return out;
}

QByteArray from_wire(const char *p, int n)
{
    QByteArray out(n, Qt::Uninitialized);
    std::memcpy(out.data(), p, n); /* silent: constructed with the length */
    QByteArray again;
    again.resize(n);
    std::memcpy(again.data(), p, n); /* silent: resized with the length */
    return out;
}

void random_access(std::uint8_t *out, const std::uint8_t *in, std::size_t n)
{
    std::copy_n(in, n, out); // expect: DTL801
    out[0] = 0;
}

unsigned int psk_unclamped(SSL *, const char *, char *identity, unsigned int, unsigned char *psk,
                           unsigned int)
{
    PskAuthenticator a;
    std::memcpy(identity, a.identity().constData(), a.identity().size()); // expect: DTL804
    std::memcpy(psk, a.preSharedKey().constData(), a.preSharedKey().size()); // expect: DTL804
    return a.preSharedKey().size();
}

unsigned int psk_clamped(SSL *, const char *, char *identity, unsigned int max_identity_len,
                         unsigned char *psk, unsigned int max_psk_len)
{
    PskAuthenticator a;
    const int identityLength = qMin(a.identity().length(), int(max_identity_len) - 1);
    std::memcpy(identity, a.identity().constData(), identityLength); /* silent: qMin with the capacity */
    identity[identityLength] = '\0';
    const int pskLength = qMin(a.preSharedKey().length(), int(max_psk_len));
    std::memcpy(psk, a.preSharedKey().constData(), pskLength); /* silent: qMin with the capacity */
    return pskLength;
}

std::unique_ptr<std::uint8_t[]> owned(const std::uint8_t *p, std::size_t n)
{
    auto out = std::make_unique<std::uint8_t[]>(n);
    std::memcpy(out.get(), p, n); /* silent: made with that length */
    return out;
}

template <typename T>
bool read_pod(T &out, const std::uint8_t *p, std::size_t n)
{
    if (n < sizeof(T))
        return false;
    std::memcpy(&out, p, sizeof(T)); /* silent: the destination's own size */
    return true;
}

struct Reader {
    const std::uint8_t *pos, *end;
    template <typename F> bool chunk(F &&sink)
    {
        std::uint8_t tmp[256];
        const std::size_t n = *pos++;
        CHECK(n <= sizeof(tmp));
        std::memcpy(tmp, pos, n); /* silent: CHECK stays in release builds */
        return sink(tmp, n);
    }
    bool chunk16(std::uint8_t (&tmp)[256])
    {
        const std::size_t n = pos[0] * 256u + pos[1];
        std::memcpy(tmp, pos + 2, n); // expect: DTL801
        return true;
    }
};

void small_std_array(const std::uint8_t *in, std::uint8_t &sum)
{
    std::array<std::uint8_t, 16> iv;
    std::memcpy(iv.data(), in, iv.size()); /* silent: the array's own size */
    std::memcpy(iv.data(), in, 32); // expect: DTL802
    sum = iv[0];
}

void constexpr_length(const std::uint8_t *in, std::uint8_t &sum)
{
    constexpr std::size_t kMasterLength = 48;
    std::uint8_t master[kMasterLength], half[kMasterLength / 2];
    std::memcpy(master, in, kMasterLength); /* silent: a constexpr that fits */
    std::memcpy(half, in, kMasterLength); // expect: DTL802
    sum = master[0] + half[0];
}

} // namespace

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_psk_client_callback(ctx, psk_unclamped);
    SSL_CTX_set_psk_client_callback(ctx, psk_clamped);
    std::uint8_t a = 0;
    small_std_array(&a, a);
    constexpr_length(&a, a);
    int x;
    read_pod(x, &a, 1);
    reserved(&a, 1);
    from_wire("", 0);
    random_access(&a, &a, 1);
    owned(&a, 1);
}
