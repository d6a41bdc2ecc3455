// The same in an event loop in C++.
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdexcept>
#include <string>

namespace {

class Stream {
public:
    int perform(int (Stream::*operation)());
    int handshake();
    int shutdown_logged();
    bool want_more(int result) const;

private:
    void flush();
    SSL *ssl_ = nullptr;
    BIO *external_ = nullptr;
};

// The asio pattern: the queue is cleared first, then the operation, then the question.
int Stream::perform(int (Stream::*operation)())
{
    ::ERR_clear_error();
    const int result = (this->*operation)();
    const int ssl_error = ::SSL_get_error(ssl_, result); /* silent: directly after the operation */
    const int sys_error = static_cast<int>(::ERR_get_error());
    return ssl_error == SSL_ERROR_SSL ? -sys_error : result;
}

int Stream::handshake()
{
    const int result = SSL_do_handshake(ssl_);
    if (result <= 0) {
        const std::string text = ERR_error_string(ERR_get_error(), nullptr);
        if (SSL_get_error(ssl_, result) != SSL_ERROR_WANT_READ) // expect: DTL702
            throw std::runtime_error(text);
    }
    return result;
}

int Stream::shutdown_logged()
{
    int result = SSL_shutdown(ssl_);
    if (result == 0)
        result = SSL_shutdown(ssl_);
    if (result < 0 && SSL_get_error(ssl_, result) != SSL_ERROR_WANT_READ) /* silent: of the later call on either path */
        throw std::runtime_error("shutdown");
    return result;
}

bool Stream::want_more(int result) const
{
    return SSL_get_error(ssl_, result) == SSL_ERROR_WANT_READ; /* silent: the caller's result */
}

} // namespace

int read_some(SSL *ssl, BIO *out, char *buf, int n)
{
    const int result = SSL_read(ssl, buf, n);
    const auto classify = [&] {
        switch (SSL_get_error(ssl, result)) { /* silent: nothing stands between */
        case SSL_ERROR_NONE: return result;
        case SSL_ERROR_WANT_READ: return 0;
        default: return -1;
        }
    };
    return classify();
}
