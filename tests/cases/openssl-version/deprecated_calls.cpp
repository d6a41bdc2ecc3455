// Qt, RAII and templates.
#include <memory>
#include <openssl/bn.h>
#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include "b_qt.h"

namespace {

template <typename T, void (*F)(T *)>
struct Deleter { void operator()(T *p) const { F(p); } };

class Key {
public:
    bool generate(const BIGNUM *e);
    bool is_prime(const BIGNUM *p) const;
    bool curve(int nid);

private:
    EC_KEY *ec_ = nullptr;
};

bool Key::is_prime(const BIGNUM *p) const
{
    return BN_is_prime_ex(p, 64, nullptr, nullptr) == 1; // expect: DTL501
}

bool Key::curve(int nid)
{
    ec_ = EC_KEY_new_by_curve_name(nid); // expect: DTL501
    return ec_ != nullptr;
}

auto hash = [](const unsigned char *in, std::size_t n, unsigned char *out) {
    SHA256_CTX ctx;
    return SHA256_Init(&ctx) == 1 // expect: DTL501
        && SHA256_Update(&ctx, in, n) == 1 // expect: DTL501
        && SHA256_Final(out, &ctx) == 1; // expect: DTL501
};

bool initialise()
{
#if QT_CONFIG(opensslv11)
    return OPENSSL_init_ssl(0, nullptr) == 1; /* silent: the new way */
#else
    return SSL_library_init() == 1; /* silent: Qt's name for versions before 1.1 */
#endif
}

class Prime {
public:
    static bool check(const BIGNUM *p)
    {
#if OPENSSL_VERSION_MAJOR < 3
        return BN_is_prime_ex(p, 64, nullptr, nullptr) == 1; /* silent: before 3.0 */
#else
        return BN_check_prime(p, nullptr, nullptr) == 1; /* silent: the new name */
#endif
    }
};

bool one_shot(const unsigned char *in, std::size_t n, unsigned char *out)
{
    return SHA256(in, n, out) != nullptr; /* silent: the one-shot SHA256 is not deprecated */
}

// A method of the same name is no call to OpenSSL.
struct Engine {
    int MD5(int x) { return x; }
    int run() { return MD5(1) + this->MD5(2); } /* silent: the class's own method */
};

} // namespace

bool use(const BIGNUM *p, unsigned char *out)
{
    Key k;
    Engine e;
    return k.is_prime(p) && k.curve(1) && hash(out, 1, out) && initialise() && Prime::check(p)
        && one_shot(out, 1, out) && e.run();
}
