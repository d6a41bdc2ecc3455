// The C++ and Qt ways to compare.
#include <algorithm>
#include <array>
#include <cstring>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <string>
#include <vector>
#include "b_qt.h"

namespace {

using Bytes = std::vector<unsigned char>;

class CookieVerifier {
public:
    bool verify(const QByteArray &cookie) const;
    bool changed(const QByteArray &cookie) const;
    bool verify_safely(const QByteArray &cookie) const;
    bool has_secret() const { return !secret_.isEmpty(); } /* silent: is there one at all */

private:
    QByteArray cookie_;
    QByteArray secret_;
};

bool CookieVerifier::verify(const QByteArray &cookie) const
{
    return cookie == cookie_; // expect: DTL605
}

bool CookieVerifier::changed(const QByteArray &cookie) const
{
    if (cookie_ != cookie) // expect: DTL605
        return true;
    return false;
}

bool CookieVerifier::verify_safely(const QByteArray &cookie) const
{
    return cookie.size() == cookie_.size() /* silent: lengths */
        && CRYPTO_memcmp(cookie.constData(), cookie_.constData(), cookie.size()) == 0; /* silent: constant time */
}

bool same_mac(const Bytes &mac, const Bytes &expected_mac)
{
    return std::equal(mac.begin(), mac.end(), expected_mac.begin(), expected_mac.end()); // expect: DTL605
}

bool same_digest(const std::array<unsigned char, 32> &digest, const std::array<unsigned char, 32> &other)
{
    return std::mismatch(digest.begin(), digest.end(), other.begin()).first == digest.end(); // expect: DTL605
}

bool log_in(const std::string &password, const std::string &stored_password)
{
    return password == stored_password; // expect: DTL605
}

bool find_peer(const std::vector<Bytes> &tokens, const Bytes &token)
{
    return std::any_of(tokens.begin(), tokens.end(), [&](const Bytes &secret) {
        return secret.size() == token.size()
            && std::memcmp(secret.data(), token.data(), token.size()) == 0; // expect: DTL605
    });
}

enum class Mac { None, Sha1, Sha256 };

bool uses_sha1(Mac mac)
{
    return mac == Mac::Sha1; /* silent: an enumerator */
}

bool no_secret(const unsigned char *secret, std::size_t secret_length)
{
    return secret == nullptr || secret_length == 0; /* silent: a pointer and a length */
}

bool digest_by_name(const std::string &digest)
{
    return digest == "sha-256"; /* silent: compared with a literal, a name */
}

bool same_fingerprint(const std::string &fingerprint, const std::string &remote_fingerprint)
{
    return fingerprint == remote_fingerprint; /* silent: sent in the clear */
}

bool same_names(const Bytes &a, const Bytes &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end()); /* silent: nothing says that these are secret */
}

} // namespace

int main()
{
    CookieVerifier v;
    Bytes b;
    return v.verify("") && v.changed("") && v.verify_safely("") && v.has_secret() && same_mac(b, b)
        && same_digest({}, {}) && log_in("", "") && find_peer({}, b) && uses_sha1(Mac::None)
        && no_secret(nullptr, 0) && digest_by_name("") && same_fingerprint("", "") && same_names(b, b);
}
