// Ways of C++ to allocate as much as an assertion alone allows.
#include <cassert>
#include <memory>
#include <vector>
#include <openssl/ssl.h>

struct Slot { explicit Slot(size_t) {} };

void unique_array(size_t n)
{
    assert(n < 1000); // expect: DTL102
    auto p = std::make_unique<unsigned char[]>(n);
    p[0] = 1;
}

void unique_object(size_t n)
{
    assert(n < 1000); /* silent: an object made from the number, of its own size */
    auto p = std::make_unique<Slot>(n);
}

void assigned(std::vector<unsigned char> &v, size_t n)
{
    assert(n < 1000); // expect: DTL102
    v.assign(n, 0);
}

struct Link {
    SSL *ssl = nullptr;
    SSL *raw() const { return ssl; }
    int count() const { return 1; }
};

int by_getter(const Link &link)
{
    assert(link.raw()); // expect: DTL101
    return SSL_pending(link.raw());
}

int by_number(const Link &link, SSL *ssl)
{
    assert(link.count()); /* silent: a number, no handle */
    return SSL_set_num_tickets(ssl, link.count());
}

int by_getter_tested(const Link &link)
{
    assert(link.raw()); /* silent: tested at run time as well */
    return link.raw() ? SSL_pending(link.raw()) : 0;
}
