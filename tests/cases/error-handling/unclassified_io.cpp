// In classes, with exceptions.
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdexcept>
#include <string>
#include <system_error>
#include "b_qt.h"

namespace {

class Backend {
public:
    void start();
    void start_classified();
    int pull(char *data, int n);
    bool write_all(const std::string &text);
    void stop();

private:
    void setError(const char *text);
    SSL *ssl_ = nullptr;
    bool open_ = false;
};

void Backend::start()
{
    const int result = SSL_do_handshake(ssl_);
    if (result <= 0) // expect: DTL703
        throw std::runtime_error("handshake failed");
    open_ = true;
}

void Backend::start_classified()
{
    const int result = SSL_do_handshake(ssl_);
    if (result <= 0) { /* silent: classified */
        switch (SSL_get_error(ssl_, result)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            return;
        default:
            throw std::runtime_error("handshake failed");
        }
    }
    open_ = true;
}

int Backend::pull(char *data, int n)
{
    const int got = SSL_read(ssl_, data, n);
    if (got < 0) { // expect: DTL703
        setError("read failed");
        SSL_free(ssl_);
        ssl_ = nullptr;
        return -1;
    }
    return got;
}

bool Backend::write_all(const std::string &text)
{
    const int put = SSL_write(ssl_, text.data(), static_cast<int>(text.size()));
    if (put <= 0) { /* silent: classified */
        const int error = SSL_get_error(ssl_, put);
        if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
            setError("write failed");
            open_ = false;
        }
        return false;
    }
    return true;
}

void Backend::stop()
{
    SSL_shutdown(ssl_); /* silent: at the end of life */
    SSL_free(ssl_);
    ssl_ = nullptr;
}

} // namespace

int connect_or_die(SSL *ssl)
{
    return [ssl] {
        if (SSL_connect(ssl) <= 0) { // expect: DTL703
            ERR_print_errors_fp(stderr);
            std::exit(1);
        }
        return 1;
    }();
}
