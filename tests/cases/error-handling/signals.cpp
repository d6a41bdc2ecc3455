// Signals of Qt, one emit in the file: still a report.
#include <openssl/ssl.h>

#define emit

struct Session {
    void failed(int reason);
    bool make(SSL_CTX *ctx);
    bool quiet(SSL_CTX *ctx);
    SSL *ssl;
};

bool Session::make(SSL_CTX *ctx)
{
    ssl = SSL_new(ctx);
    if (!ssl) {
        emit failed(1);
        return false;
    }
    return true;
}

bool Session::quiet(SSL_CTX *ctx)
{
    ssl = SSL_new(ctx);
    if (!ssl)
        return false; // expect: DTL701
    return true;
}
