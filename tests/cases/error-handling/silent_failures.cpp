// C++ and GLib: bool, nullptr, optional, exceptions, error codes, streams.
#include <iostream>
#include <memory>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>
#include "b_glib.h"
#include "b_qt.h"

#define RTC_LOG(level) std::cerr

namespace {

struct FreeSsl { void operator()(SSL *s) const { SSL_free(s); } };
using Ssl = std::unique_ptr<SSL, FreeSsl>;
enum class Result { Ok, NoMemory, Random };

class Transport {
public:
    bool init(SSL_CTX *ctx);
    bool init_logged(SSL_CTX *ctx);
    bool init_streamed(SSL_CTX *ctx);
    void init_thrown(SSL_CTX *ctx);
    Result init_result(SSL_CTX *ctx);
    void init_code(SSL_CTX *ctx, std::error_code &ec);
    bool init_emitted(SSL_CTX *ctx);

private:
    void setErrorString(const char *text);
    void handshakeFailed();
    Ssl ssl_;
};

bool Transport::init(SSL_CTX *ctx)
{
    ssl_.reset(SSL_new(ctx));
    if (!ssl_)
        return false; // expect: DTL701
    return true;
}

std::optional<std::vector<unsigned char>> secret(std::size_t n)
{
    std::vector<unsigned char> out(n);
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
        return std::nullopt; // expect: DTL701
    return out;
}

std::vector<unsigned char> secret_or_empty(std::size_t n)
{
    std::vector<unsigned char> out(n);
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
        return {}; // expect: DTL701
    return out;
}

gboolean glib_style(SSL_CTX *ctx, const gchar *file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file) != 1)
        return FALSE; // expect: DTL701
    return TRUE;
}

gboolean glib_error(SSL_CTX *ctx, const gchar *file, GError **error)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file) != 1) {
        g_set_error(error, 1, 2, "cannot load %s", file);
        return FALSE; /* silent: a GError is set */
    }
    return TRUE;
}

gboolean glib_warning(SSL_CTX *ctx, const gchar *file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file) != 1) {
        GST_WARNING("cannot load %s", file);
        return FALSE; /* silent: a warning */
    }
    return TRUE;
}

bool Transport::init_logged(SSL_CTX *ctx)
{
    ssl_.reset(SSL_new(ctx));
    if (!ssl_) {
        RTC_LOG(LS_ERROR) << "SSL_new failed";
        return false; /* silent: a log stream */
    }
    return true;
}

bool Transport::init_streamed(SSL_CTX *ctx)
{
    ssl_.reset(SSL_new(ctx));
    if (!ssl_) {
        qCWarning(lcSsl) << "SSL_new failed";
        return false; /* silent: a log stream */
    }
    return true;
}

void Transport::init_thrown(SSL_CTX *ctx)
{
    ssl_.reset(SSL_new(ctx));
    if (!ssl_)
        throw std::bad_alloc(); /* silent: an exception */
}

Result Transport::init_result(SSL_CTX *ctx)
{
    ssl_.reset(SSL_new(ctx));
    if (!ssl_)
        return Result::NoMemory; /* silent: an enumerator */
    return Result::Ok;
}

void Transport::init_code(SSL_CTX *ctx, std::error_code &ec)
{
    ssl_.reset(SSL_new(ctx));
    if (!ssl_) {
        ec = std::make_error_code(std::errc::not_enough_memory);
        return; /* silent: a std::error_code */
    }
    ec.clear();
}

bool Transport::init_emitted(SSL_CTX *ctx)
{
    ssl_.reset(SSL_new(ctx));
    if (!ssl_) {
        setErrorString("SSL_new failed");
        emit handshakeFailed();
        return false; /* silent: an error setter and a signal */
    }
    return true;
}

bool in_lambda(SSL_CTX *ctx, const std::vector<std::string> &files)
{
    auto load = [ctx](const std::string &file) {
        if (SSL_CTX_use_certificate_chain_file(ctx, file.c_str()) != 1)
            return false; // expect: DTL701
        return true;
    };
    for (const auto &f : files) {
        if (load(f))
            return true;
    }
    return false;
}

} // namespace

void use(SSL_CTX *ctx)
{
    secret(1);
    secret_or_empty(1);
    glib_style(ctx, "");
    glib_error(ctx, "", nullptr);
    glib_warning(ctx, "");
    in_lambda(ctx, {});
}

class Opening {
public:
    bool open(SSL_CTX *ctx)
    {
        ssl_ = SSL_new(ctx);
        if (!ssl_) {
            done_(false);
            return false; // silent: the callback is told
        }
        return true;
    }
    bool enable(SSL_CTX *ctx)
    {
        ssl_ = SSL_new(ctx);
        if (!ssl_) {
            set_enabled(false);
            return false; // expect: DTL701
        }
        return true;
    }
    void set_enabled(bool on);

private:
    SSL *ssl_ = nullptr;
    void (*done_)(bool) = nullptr;
};
