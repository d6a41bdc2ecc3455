// Assertions whose subject no run changes, or that something else settles at run time.
#include <cassert>
#include <cstring>
#include <QtGlobal>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#define TAG_ROOM 16
extern const size_t field_size;
#define A_ID_LENGTH field_size
struct Error { int code; SSL *ssl; };
struct Port { unsigned in_use, most, total; int *available; };

void constants(unsigned char *to, const unsigned char *from)
{
    assert(A_ID_LENGTH <= TAG_ROOM); /* silent: two constants */
    memcpy(to, from, A_ID_LENGTH);
}

int number(const Error *error)
{
    assert(error->code != SSL_ERROR_NONE); /* silent: a number, no handle */
    SSL_set_shutdown(error->ssl, error->code);
    return error->code;
}

void difference(unsigned char *to, long size, long chop)
{
    long rest = size - chop;
    if (rest > 0) {
        assert(chop == 0); /* silent: it is the difference that counts, and it is tested */
        memset(to, 0, rest);
    }
}

void untested_difference(unsigned char *to, long size, long chop)
{
    assert(chop <= size); // expect: DTL102
    memset(to, 0, size - chop);
}

int taken_off(const Port *port, unsigned n)
{
    if (n < port->in_use)
        return -1;
    assert(port->in_use < port->most); /* silent: n is no less at run time */
    return port->available[n - port->in_use];
}

size_t turned_round(unsigned char *to, size_t room, const unsigned char *from, size_t n)
{
    if (room < n)
        return 0;
    assert(n <= room); /* silent: the same test, turned round */
    memcpy(to, from, n);
    return n;
}

void fingerprint(X509 *cert, char *text, size_t room)
{
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned n;
    if (!X509_digest(cert, EVP_sha256(), md, &n))
        return;
    assert(3 * n + 1 < room); /* silent: the library bounds its digests */
    for (unsigned i = 0; i < n; ++i)
        *text++ = md[i];
}

void captured(X509_EXTENSION *extension, void (*later)(void *))
{
    const unsigned char *value = ASN1_STRING_get0_data(X509_EXTENSION_get_data(extension));
    X509 *cert = d2i_X509(nullptr, &value, 10);
    if (!cert)
        return;
    const auto cleaner = qScopeGuard([cert] {
        Q_ASSERT(cert); /* silent: tested before it was captured */
        X509_free(cert);
    });
    later(X509_get_subject_name(cert));
}

void set_before(unsigned char *secret, unsigned char *md)
{
    struct { int len; } key;
    key.len = TAG_ROOM;
    assert(key.len == TAG_ROOM); /* silent: it was set to that just before */
    SHA1(secret, key.len, md);
}

#include <map>
int found(const std::map<int, SSL *> &sessions, int key)
{
    auto it = sessions.find(key);
    assert(it != sessions.end()); // expect: DTL101
    return SSL_pending(it->second);
}

int found_indeed(const std::map<int, SSL *> &sessions, int key)
{
    auto it = sessions.find(key);
    if (it == sessions.end())
        return -1;
    assert(it != sessions.end()); /* silent: tested at run time */
    return SSL_pending(it->second);
}

void text(char *to, const char *from)
{
    assert(strlen(from) < 32); // expect: DTL102
    strcpy(to, from);
}

#include <memory>
#include <string>
struct Held {
    std::shared_ptr<SSL> owner;
    std::string key;
};

int held(const Held &held)
{
    assert(held.owner); // expect: DTL101
    return SSL_pending(held.owner.get());
}

int held_and_tested(const Held &held)
{
    if (!held.owner)
        return -1;
    assert(held.owner); /* silent: tested at run time */
    return SSL_pending(held.owner.get());
}

int keyed(const Held &held, EVP_CIPHER_CTX *ctx)
{
    assert(!held.key.empty()); // expect: DTL105
    return EVP_EncryptInit_ex(ctx, EVP_aes_128_ctr(), nullptr, (const unsigned char *)held.key.data(), nullptr);
}
