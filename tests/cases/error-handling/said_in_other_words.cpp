// Signals, texts in a result, loggers that are called like err(3).
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string>

#define Q_EMIT
struct Log {
    static void err(const std::string &);
};
struct Result {
    bool ok;
    std::string text;
};

class Session {
    SSL *ssl_ = nullptr;
    SSL_CTX *ctx_ = nullptr;
    int last_ = 0;
    void errorOccurred(int);

public:
    bool emits()
    {
        ssl_ = SSL_new(ctx_);
        if (!ssl_) {
            Q_EMIT errorOccurred(1);
            return false; /* silent: a signal tells */
        }
        return true;
    }
    Result says()
    {
        if (SSL_CTX_set_cipher_list(ctx_, "HIGH:!aNULL") != 1)
            return {false, "cipher list"}; /* silent: a text tells */
        return {true, ""};
    }
    Result says_nothing()
    {
        if (SSL_CTX_set_cipher_list(ctx_, "HIGH:!aNULL") != 1)
            return {false, ""}; // expect: DTL701
        return {true, ""};
    }
    int logs_first(char *buffer, int n)
    {
        last_ = SSL_read(ssl_, buffer, n);
        if (last_ <= 0) {
            Log::err(ERR_error_string(ERR_get_error(), nullptr));
            return SSL_get_error(ssl_, last_); // expect: DTL702
        }
        return 0;
    }
};
