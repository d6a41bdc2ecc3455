// A bound that an assertion repeats, beside one that stands at run time.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

struct Buffer {
    std::uint8_t bytes[64];
};

void loopHeldTwice(Buffer &b, const std::uint8_t *p, std::size_t n)
{
    assert(n <= sizeof b.bytes); /* silent: the loop ends at the array's end as well */
    for (std::size_t i = 0; i < n && i < sizeof b.bytes; ++i)
        b.bytes[i] = p[i];
}

void loopHeldOnce(Buffer &b, const std::uint8_t *p, std::size_t n)
{
    assert(n <= sizeof b.bytes); // expect: DTL102
    for (std::size_t i = 0; i < n; ++i)
        b.bytes[i] = p[i];
}

void loopLeft(Buffer &b, const std::uint8_t *p, std::size_t n)
{
    assert(n <= sizeof b.bytes); /* silent: left at the array's end */
    for (std::size_t i = 0; i < n; ++i) {
        if (i >= sizeof b.bytes)
            break;
        b.bytes[i] = p[i];
    }
}

void grown(std::vector<std::uint8_t> &v, std::size_t at, std::uint8_t byte)
{
    if (at >= v.size())
        v.resize(at + 1);
    assert(at < v.size()); /* silent: made as large as it must be */
    v[at] = byte;
}

void grownToSomething(std::vector<std::uint8_t> &v, std::size_t at, std::uint8_t byte)
{
    v.resize(16);
    assert(at < v.size()); // expect: DTL102
    v[at] = byte;
}

void another(std::vector<std::uint8_t> &v, std::vector<std::uint8_t> &w, std::size_t at)
{
    v.resize(at + 1);
    assert(at < w.size()); // expect: DTL102
    w[at] = v[0];
}

// Offsets that are only passed on.
void send(const std::uint8_t *p);

void sendFrom(const std::uint8_t *p, std::size_t n, std::size_t off)
{
    assert(off < n); // expect: DTL102
    send(p + off);
}

void sendFromTested(const std::uint8_t *p, std::size_t n, std::size_t off)
{
    if (off >= n)
        return;
    assert(off < n); /* silent: tested */
    send(p + off);
}

void sendMember(const Buffer &b, std::size_t off)
{
    assert(off < sizeof b.bytes); // expect: DTL102
    send(b.bytes + off);
}

void add(int a, int b)
{
    assert(a < 10); /* silent: numbers, no pointer */
    send(nullptr);
    (void)(a + b);
}

#include <cstring>
#include <string>

void copyText(const std::string &text)
{
    char line[64];
    assert(text.size() < sizeof line); // expect: DTL102
    std::strcpy(line, text.c_str());
}

void copyTextTested(const std::string &text)
{
    char line[64];
    if (text.size() >= sizeof line)
        return;
    assert(text.size() < sizeof line); /* silent: tested */
    std::strcpy(line, text.c_str());
}
