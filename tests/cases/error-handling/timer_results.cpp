// Timers in classes and lambdas.
#include <chrono>
#include <functional>
#include <openssl/ssl.h>
#include <optional>
#include <stdexcept>
#include <sys/time.h>

using std::chrono::microseconds;
using std::chrono::seconds;

class Retransmitter {
public:
    microseconds interval();
    std::optional<microseconds> next();
    void fired();
    void fired_rightly();
    std::function<void()> task();
    std::function<void()> task_rightly();

private:
    SSL *ssl_ = nullptr;
};

microseconds Retransmitter::interval()
{
    timeval tv{};
    DTLSv1_get_timeout(ssl_, &tv); // expect: DTL705
    return seconds(tv.tv_sec) + microseconds(tv.tv_usec);
}

std::optional<microseconds> Retransmitter::next()
{
    timeval tv{};
    if (!DTLSv1_get_timeout(ssl_, &tv)) /* silent: tested */
        return std::nullopt;
    return seconds(tv.tv_sec) + microseconds(tv.tv_usec);
}

void Retransmitter::fired()
{
    if (DTLSv1_handle_timeout(ssl_) == 1) // expect: DTL705
        interval();
}

void Retransmitter::fired_rightly()
{
    const int result = DTLSv1_handle_timeout(ssl_); /* silent: the failure is thrown */
    if (result < 0)
        throw std::runtime_error("handshake timed out");
}

std::function<void()> Retransmitter::task()
{
    return [this] { DTLSv1_handle_timeout(ssl_); }; // expect: DTL705
}

std::function<void()> Retransmitter::task_rightly()
{
    return [this] {
        if (DTLSv1_handle_timeout(ssl_) < 0) /* silent: the failure is thrown */
            throw std::runtime_error("handshake timed out");
    };
}
