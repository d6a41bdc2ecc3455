#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

struct Record {
    uint8_t id[32];
    std::vector<uint8_t> last;
};

/* silent: the smallest of a list */
void clamped(Record &r, const uint8_t *p, size_t n)
{
    size_t k = std::min({n, sizeof r.id, size_t(30)});
    std::memcpy(r.id, p, k);
}

void not_clamped(Record &r, const uint8_t *p, size_t n)
{
    size_t k = std::max({n, sizeof r.id, size_t(30)});
    std::memcpy(r.id, p, k); // expect: DTL801
}

/* silent: as many as lie between the ends */
void assigned(Record &r, const uint8_t *p, size_t n)
{
    r.last.assign(p, p + n);
    std::memcpy(r.last.data(), p, n);
}

/* silent: as many as were appended */
std::string appended(const char *p, size_t n)
{
    std::string s;
    s.append(n, '\0');
    std::memcpy(&s[0], p, n);
    return s;
}

void assigned_others(Record &r, const uint8_t *p, size_t n, size_t m)
{
    r.last.assign(p, p + n);
    std::memcpy(r.last.data(), p, m); // expect: DTL801
}

/* silent: a copy between objects of one type, seen from within */
struct Counted {
    uint8_t bytes[64];
    size_t len;
    Counted &operator=(const Counted &other)
    {
        std::memcpy(bytes, other.bytes, other.len);
        len = other.len;
        return *this;
    }
};

struct Writer {
    uint8_t *base;
    void require(size_t n);
    /* silent: the method has made room for as much */
    void fill(const Record &r)
    {
        size_t n = r.last.size();
        this->require(r.last.size());
        std::memcpy(base, r.last.data(), n);
    }
};

bool encrypt(const uint8_t *in, size_t n, std::vector<uint8_t> &out);

/* silent: resized to what was compared */
int encrypt_into(uint8_t *out, size_t *room, const uint8_t *in, size_t n, size_t most)
{
    std::vector<uint8_t> data;

    if (*room < most)
        return -1;
    if (!encrypt(in, n, data))
        return -1;
    data.resize(most);
    std::memcpy(out, data.data(), data.size());
    *room = data.size();
    return 0;
}

int encrypt_into_anything(uint8_t *out, size_t *room, const uint8_t *in, size_t n, size_t most)
{
    std::vector<uint8_t> data;

    if (!encrypt(in, n, data))
        return -1;
    data.resize(most);
    std::memcpy(out, data.data(), data.size()); // expect: DTL805
    *room = data.size();
    return 0;
}

/* silent: to the right, up to the end of the room */
void align(std::vector<uint8_t> &out, size_t size, const std::vector<uint8_t> &number)
{
    size_t n = number.size();

    out.resize(size);
    std::memcpy(&out[0] + size - n, number.data(), n);
}
