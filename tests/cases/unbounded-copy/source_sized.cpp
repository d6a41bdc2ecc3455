// The source decides how much is copied; the destination is not asked.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace media {

using Bytes = std::vector<std::uint8_t>;

struct SrtpKeys {
    std::uint8_t key[30];
    char profile[32];
};

class Session {
public:
    void set_profile(const char *name);
    bool set_key(const Bytes &key);
    bool set_key_checked(const Bytes &key);
    void set_label(const std::string &label);
    void export_key(std::uint8_t *out) const;
    std::size_t export_key(std::uint8_t *out, std::size_t capacity) const;

private:
    SrtpKeys keys_;
    char label_[16];
    Bytes master_;
};

void Session::set_profile(const char *name)
{
    std::memcpy(keys_.profile, name, std::strlen(name) + 1); // expect: DTL805
}

bool Session::set_key(const Bytes &key)
{
    if (key.empty())
        return false;
    std::memcpy(keys_.key, key.data(), key.size()); // expect: DTL805
    return true;
}

bool Session::set_key_checked(const Bytes &key)
{
    if (key.size() != sizeof(keys_.key))
        return false;
    std::memcpy(keys_.key, key.data(), key.size()); /* silent: equal to the destination's size */
    return true;
}

void Session::set_label(const std::string &label)
{
    std::strncpy(label_, label.c_str(), label.length()); // expect: DTL805
    std::memcpy(label_, label.data(), std::min(label.size(), sizeof(label_))); /* silent: clamped by min */
}

// A caller-given destination of unknown size.
void Session::export_key(std::uint8_t *out) const
{
    std::copy_n(master_.data(), master_.size(), out); // expect: DTL805
    out[0] &= 0x7f;
}

std::size_t Session::export_key(std::uint8_t *out, std::size_t capacity) const
{
    if (master_.size() > capacity)
        return 0;
    std::copy_n(master_.data(), master_.size(), out); /* silent: compared with the capacity */
    return master_.size();
}

Bytes clone(const Bytes &in)
{
    Bytes out(in.size());
    if (!in.empty())
        std::memcpy(out.data(), in.data(), in.size()); /* silent: constructed with that size */
    return out;
}

Bytes concat(const Bytes &a, const Bytes &b)
{
    Bytes out;
    out.resize(a.size() + b.size());
    std::memcpy(out.data(), a.data(), a.size()); /* silent: resized for both */
    std::memcpy(out.data() + a.size(), b.data(), b.size()); /* silent: resized for both */
    return out;
}

Bytes reserve_is_not_resize(const Bytes &in, std::array<std::uint8_t, 64> &fixed)
{
    Bytes out;
    out.reserve(in.size());
    std::memcpy(fixed.data(), in.data(), in.size()); // expect: DTL805
    out.assign(in.begin(), in.end());
    return out;
}

std::uint8_t *clone_raw(const std::string &in)
{
    auto *p = new std::uint8_t[in.size()];
    std::memcpy(p, in.data(), in.size()); /* silent: new[] of that size */
    return p;
}

template <std::size_t N>
void fill(std::uint8_t (&out)[N], const Bytes &in)
{
    if (in.size() > N)
        throw std::length_error("too long");
    std::memcpy(out, in.data(), in.size()); /* silent: checked against the template's extent */
}

template void fill<16>(std::uint8_t (&)[16], const Bytes &);

bool lambda_copies(const std::vector<Bytes> &parts)
{
    char line[128];
    auto put = [&line](const Bytes &part) {
        std::memmove(line, part.data(), part.size()); // expect: DTL805
        return line[0] != 0;
    };
    auto put_checked = [&line](const Bytes &part) {
        if (part.size() > sizeof(line))
            return false;
        std::memmove(line, part.data(), part.size()); /* silent: checked in the lambda */
        return true;
    };
    return std::all_of(parts.begin(), parts.end(), put)
        && std::all_of(parts.begin(), parts.end(), put_checked);
}

// strlen of something else than the source is still not the destination's size.
char *host_part(const char *url, char *out)
{
    const std::size_t n = std::strlen(url);
    std::memcpy(out, url, n); // expect: DTL805
    out[n] = '\0';
    return out;
}

char *host_part_checked(const char *url, char *out, std::size_t room)
{
    const std::size_t n = std::strlen(url);
    if (n >= room)
        return nullptr;
    std::memcpy(out, url, n + 1); /* silent: strlen's value was compared */
    return out;
}

void literal_source(char *out, char (&tag)[16])
{
    std::memcpy(out, "stun", std::strlen("stun")); /* silent: strlen of a literal is a constant */
    std::memcpy(tag, "EXPORTER", sizeof("EXPORTER")); /* silent: a constant that fits */
}

std::string as_string(const Bytes &in)
{
    std::string s;
    s.append(reinterpret_cast<const char *>(in.data()), in.size()); /* silent: the string grows by itself */
    return s;
}

} // namespace media
