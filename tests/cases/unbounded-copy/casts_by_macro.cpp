// A macro that is a cast by its name hands its second argument on.
#include <cstddef>
#include <cstring>

#define OFstatic_cast(type, value) static_cast<type>(value)

struct Filter {
    unsigned char buffer[4096];
    long count;
    long write(const void *data, long length);
    long append(const void *data, long length);
};

long Filter::write(const void *data, long length)
{
    long n = 4096 - count;

    if (n > length)
        n = length;
    memcpy(buffer + count, data, OFstatic_cast(size_t, n)); /* silent: what is left */
    count += n;
    return n;
}

long Filter::append(const void *data, long length)
{
    memcpy(buffer + count, data, OFstatic_cast(size_t, length)); // expect: DTL801
    count += length;
    return length;
}
