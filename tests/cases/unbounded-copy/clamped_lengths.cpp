// Clamps of every spelling; several of them only look like one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include "b_glib.h"
#include "b_qt.h"

namespace {

constexpr std::size_t kMaximum = 64;

struct Frame {
    std::uint8_t bytes[kMaximum];
    std::size_t used;
};

std::size_t wire_length(const std::uint8_t *p) { return p[0] * 256u + p[1]; }

void std_min(Frame &f, const std::uint8_t *p)
{
    const auto n = std::min<std::size_t>(wire_length(p), kMaximum);
    std::memcpy(f.bytes, p + 2, n); /* silent: std::min with the size */
    f.used = n;
}

void std_clamp(Frame &f, const std::uint8_t *p)
{
    const auto n = std::clamp<std::size_t>(wire_length(p), 1, sizeof(f.bytes));
    std::memcpy(f.bytes, p + 2, n); /* silent: std::clamp */
    f.used = n;
}

void glib_min(Frame &f, const std::uint8_t *p)
{
    std::memcpy(f.bytes, p + 2, MIN(wire_length(p), sizeof(f.bytes))); /* silent: GLib's MIN */
    f.used = 0;
}

void glib_clamp(Frame &f, const std::uint8_t *p)
{
    gsize n = CLAMP(wire_length(p), 0, kMaximum);
    std::memcpy(f.bytes, p + 2, n); /* silent: GLib's CLAMP */
    f.used = n;
}

gboolean glib_return(Frame &f, const std::uint8_t *p, gsize n)
{
    g_return_val_if_fail(n <= sizeof(f.bytes), FALSE);
    std::memcpy(f.bytes, p, n); /* silent: leaves when the check fails */
    f.used = n;
    return TRUE;
}

void modulo(Frame &f, const std::uint8_t *p)
{
    const auto n = wire_length(p) % sizeof(f.bytes);
    std::memcpy(f.bytes, p + 2, n); /* silent: a remainder is smaller than its divisor */
    f.used = n;
}

void narrow_type(std::uint8_t (&out)[256], const std::uint8_t *p)
{
    const std::uint8_t n = p[0];
    std::memcpy(out, p + 1, n); /* silent: the type's maximum is 255 */
}

// max is no min.
void std_max(Frame &f, const std::uint8_t *p)
{
    const auto n = std::max<std::size_t>(wire_length(p), 16);
    std::memcpy(f.bytes, p + 2, n); // expect: DTL801
    f.used = n;
}

// The clamped value is not the one that is used.
void clamped_but_unused(Frame &f, const std::uint8_t *p)
{
    const auto wanted = wire_length(p);
    f.used = std::min(wanted, sizeof(f.bytes));
    std::memcpy(f.bytes, p + 2, wanted); // expect: DTL801
}

// Only the debug build looks.
void asserted(Frame &f, const std::uint8_t *p, std::size_t n)
{
    Q_ASSERT(n <= sizeof(f.bytes));
    std::memcpy(f.bytes, p, n); /* silent: asserted-invariant reports this one at the assertion */
    f.used = n;
}

void multi_line(Frame &f, const std::uint8_t *p)
{
    const auto n = wire_length(p);
    std::copy_n( // expect: DTL801
        p + 2,
        n,
        f.bytes);
    f.used = n;
}

} // namespace

void use(Frame &f, std::uint8_t *p)
{
    std::uint8_t out[256];
    std_min(f, p);
    std_clamp(f, p);
    glib_min(f, p);
    glib_clamp(f, p);
    glib_return(f, p, 1);
    modulo(f, p);
    narrow_type(out, p);
    std_max(f, p);
    clamped_but_unused(f, p);
    asserted(f, p, 1);
    multi_line(f, p);
}
