// WebRTC style: RTC_DCHECK goes away in release builds, RTC_CHECK stays.
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>
#include <openssl/ssl.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include "rtc_base/checks.h"

namespace rtc {

enum SSLState { SSL_NONE_STATE, SSL_WAIT, SSL_CONNECTING, SSL_CONNECTED, SSL_CLOSED };

struct Buffer {
    uint8_t *data();
    const uint8_t *data() const;
    size_t size() const;
    void SetSize(size_t);
};

class StreamAdapter {
public:
    int Write(const void *data, size_t len);
    bool ExportSrtpKeys(Buffer &out);
    int BeginSSL();
    void SetIdentity(X509 *cert);
    static int VerifyCallback(X509_STORE_CTX *store, void *arg);
    void Cleanup();
    void CopyFingerprint(const uint8_t *digest, size_t size);
    int Continue(SSL *ssl);
    bool Attach(BIO *bio);

private:
    SSL *ssl_ = nullptr;
    SSL_CTX *ssl_ctx_ = nullptr;
    SSLState state_ = SSL_NONE_STATE;
    bool waiting_to_verify_ = false;
    uint8_t digest_[EVP_MAX_MD_SIZE];
    size_t digest_len_ = 0;
};

int StreamAdapter::Write(const void *data, size_t len)
{
    RTC_DCHECK(state_ == SSL_CONNECTED); // expect: DTL105
    return SSL_write(ssl_, data, static_cast<int>(len));
}

bool StreamAdapter::ExportSrtpKeys(Buffer &out)
{
    RTC_DCHECK_EQ(state_, SSL_CONNECTED); // expect: DTL105
    return SSL_export_keying_material(ssl_, out.data(), out.size(), "EXTRACTOR-dtls_srtp", 19,
                                      nullptr, 0, 0) == 1;
}

int StreamAdapter::BeginSSL()
{
    RTC_DCHECK(ssl_ctx_ == nullptr); /* silent: nothing is dereferenced for being NULL, and no state of the protocol */
    ssl_ctx_ = SSL_CTX_new(DTLS_method());
    RTC_DCHECK(ssl_ctx_); // expect: DTL104
    ssl_ = SSL_new(ssl_ctx_);
    if (!ssl_)
        return -1;
    return 0;
}

void StreamAdapter::SetIdentity(X509 *cert)
{
    RTC_DCHECK(cert); // expect: DTL101
    digest_len_ = static_cast<size_t>(X509_NAME_entry_count(X509_get_subject_name(cert)));
}

int StreamAdapter::VerifyCallback(X509_STORE_CTX *store, void *arg)
{
    auto *stream = static_cast<StreamAdapter *>(arg);
    RTC_DCHECK_NE(stream, nullptr); // expect: DTL101
    stream->waiting_to_verify_ = X509_STORE_CTX_get0_cert(store) != nullptr;
    return 0;
}

void StreamAdapter::Cleanup()
{
    RTC_DCHECK(ssl_); /* silent: the call stands under a test */
    if (ssl_ != nullptr) {
        SSL_shutdown(ssl_);
        SSL_free(ssl_);
        ssl_ = nullptr;
    }
}

void StreamAdapter::CopyFingerprint(const uint8_t *digest, size_t size)
{
    RTC_DCHECK_LE(size, sizeof(digest_)); // expect: DTL102
    std::memcpy(digest_, digest, size);
    digest_len_ = size;
}

int StreamAdapter::Continue(SSL *ssl)
{
    RTC_CHECK(ssl); /* silent: stays in release builds */
    RTC_CHECK_EQ(state_, SSL_CONNECTING); /* silent: stays in release builds */
    return SSL_do_handshake(ssl);
}

bool StreamAdapter::Attach(BIO *bio)
{
    if (state_ != SSL_WAIT && state_ != SSL_CONNECTING)
        return false;
    RTC_DCHECK(state_ == SSL_WAIT || state_ == SSL_CONNECTING); /* silent: tested before */
    SSL_set_bio(ssl_, bio, bio);
    return true;
}

std::string RandomId(size_t len)
{
    std::string out(len, '\0');
    RTC_DCHECK(RAND_bytes(reinterpret_cast<uint8_t *>(&out[0]), static_cast<int>(len))); // expect: DTL103
    return out;
}

std::vector<uint8_t> Slice(const std::vector<uint8_t> &v, size_t n)
{
    RTC_DCHECK_LT(n, v.size()); // expect: DTL102
    const uint8_t last = v[n];
    return std::vector<uint8_t>(1, last);
}

std::unique_ptr<uint8_t[]> Allocate(size_t n)
{
    RTC_DCHECK(n < 65536); // expect: DTL102
    return std::unique_ptr<uint8_t[]>(new uint8_t[n]);
}

std::unique_ptr<uint8_t[]> AllocateChecked(size_t n)
{
    RTC_CHECK_LE(n, 65535u);
    RTC_DCHECK(n < 65536); /* silent: RTC_CHECK bounds it */
    return std::unique_ptr<uint8_t[]>(new uint8_t[n]);
}

} // namespace rtc
