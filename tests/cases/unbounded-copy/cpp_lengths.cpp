// Sizes of arrays, casts in call form, assertions on calls, classes that allocate, callbacks.
#include <openssl/ssl.h>
#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

struct Frame {
    char label[32];
    std::size_t used = 0;
};

unsigned char first_of(const std::array<unsigned char, 16> &tag)
{
    std::array<unsigned char, 12> out;

    std::memcpy(out.data(), tag.data(), out.size()); // silent: its own size
    std::memcpy(out.data(), tag.data(), tag.size()); // expect: DTL802
    return out[0];
}

int cast_in_the_test(Frame &f, const char *in, int n)
{
    if (n < 0 || std::size_t(n) >= sizeof f.label)
        return -1;
    std::memcpy(f.label, in, n); // silent: compared
    f.label[n] = 0;
    return 0;
}

int cast_alone(Frame &f, const char *in, int n)
{
    std::memcpy(f.label, in, std::size_t(n)); // expect: DTL801
    f.used = 0;
    return 0;
}

void asserted(Frame &f, const std::string &s)
{
    assert(s.size() <= sizeof f.label);
    std::memcpy(f.label, s.data(), s.size()); // silent: asserted-invariant's business
    f.used = s.size();
}

void asserted_minimum(Frame &f, const std::string &s)
{
    assert(!s.empty());
    std::memcpy(f.label, s.data(), s.size()); // expect: DTL805
    f.used = s.size();
}

template <class Container>
void into_array(std::uint8_t (&to)[128], const Container &from)
{
    std::memcpy(to, from.data(), from.size()); // expect: DTL805
    to[127] = 0;
}

class Packet {
public:
    explicit Packet(std::size_t n) : m_data(std::make_unique<std::uint8_t[]>(n)), m_size(n) {}
    void load(const std::uint8_t *in)
    {
        std::memcpy(m_data.get(), in, m_size); // silent: allocated with it
        m_loaded = true;
    }
    void load(const std::uint8_t *in, std::uint16_t n)
    {
        std::memcpy(m_data.get(), in, n); // expect: DTL801
        m_loaded = true;
    }

private:
    std::unique_ptr<std::uint8_t[]> m_data;
    std::size_t m_size;
    bool m_loaded = false;
};

const std::vector<unsigned char> &cookie_of(SSL *ssl);

int give_password(char *buf, int, int, void *user)
{
    const auto *password = static_cast<std::string *>(user);

    return int(password->copy(buf, password->size())); // expect: DTL804
}

int give_password_that_fits(char *buf, int size, int, void *user)
{
    return int(static_cast<std::string *>(user)->copy(buf, std::size_t(size))); // silent
}

void install(SSL_CTX *ctx)
{
    SSL_CTX_set_default_passwd_cb(ctx, give_password);
    SSL_CTX_set_default_passwd_cb(ctx, give_password_that_fits);
    SSL_CTX_set_cookie_generate_cb(ctx, [](SSL *ssl, unsigned char *cookie, unsigned *len) -> int {
        const auto &made = cookie_of(ssl);
        std::memcpy(cookie, made.data(), made.size()); // expect: DTL804
        *len = 1;
        return 1;
    });
}

struct Header {
    std::uint8_t raw[4];
    std::size_t length() const { return std::size_t(raw[2] << 8 | raw[3]); }
};

bool read_body(const std::vector<std::uint8_t> &in, std::uint8_t (&to)[64])
{
    Header header;

    if (in.size() < sizeof header.raw)
        return false;
    std::memcpy(header.raw, in.data(), sizeof header.raw);
    std::memcpy(to, in.data() + 4, header.length()); // expect: DTL801
    to[0] ^= 1;
    return true;
}
