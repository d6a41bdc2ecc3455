// DTL201 in C++ clothes: casts, std::ignore, lambdas, constructors, wrappers with a prefix.
#include <QtGlobal>
#include <QByteArray>
#include <tuple>
#include <vector>
#include <cstdio>
#include <algorithm>
#include "qsslsocket_openssl_symbols_p.h"

class SecretSource
{
public:
    SecretSource()
    {
        secret.resize(32);
        q_RAND_bytes(reinterpret_cast<unsigned char *>(secret.data()), secret.size()); // expect: DTL201
    }
    void again()
    {
        Q_UNUSED(q_RAND_bytes(reinterpret_cast<unsigned char *>(secret.data()), 32)) // expect: DTL201
    }
    ~SecretSource()
    {
        RAND_bytes(reinterpret_cast<unsigned char *>(secret.data()), secret.size()); // expect: DTL201
    }

private:
    QByteArray secret;
};

void ignoring(unsigned char *b, int n)
{
    std::ignore = RAND_bytes(b, n); // expect: DTL201
    static_cast<void>(RAND_priv_bytes(b, n)); // expect: DTL201
    void(RAND_bytes(b, n)); // expect: DTL201
}

void in_lambda(SSL_CTX *ctx, const std::vector<const char *> &files)
{
    std::for_each(files.begin(), files.end(), [ctx](const char *f) {
        SSL_CTX_use_certificate_chain_file(ctx, f); // expect: DTL201
    });
}

void in_try(SSL_CTX *ctx, const char *list)
{
    try {
        q_SSL_CTX_set_cipher_list(ctx, list); // expect: DTL201
    } catch (...) {
        std::puts("never");
    }
}

template <typename Range>
void in_range_for(SSL_CTX *ctx, const Range &certs)
{
    for (X509 *cert : certs)
        X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), cert); // expect: DTL201
}

void qualified(unsigned char *b)
{
    ::RAND_bytes(b, 32); // expect: DTL201
}

void deliberate(SSL *ssl, int fd, SSL_CTX *ctx, const char *list)
{
    Q_UNUSED(q_SSL_set_fd(ssl, fd)) /* silent: cast to void, not critical */
    std::ignore = SSL_CTX_set_cipher_list(ctx, list); /* silent: cast to void, not critical */
    static_cast<void>(SSL_CTX_check_private_key(ctx) == 1); /* silent: compared, then deliberately dropped */
}

static int fillRandom(unsigned char *b, int n)
{
    return RAND_bytes(b, n); /* silent: handed to the caller */
}

void wrapped(unsigned char *b)
{
    fillRandom(b, 16); // expect: DTL201
}

int wrapped_right(unsigned char *b)
{
    if (fillRandom(b, 16) != 1) /* silent: exact */
        return -1;
    return 0;
}

void immediately(SSL_CTX *ctx)
{
    if (int rc = SSL_CTX_check_private_key(ctx); rc != 1) /* silent: tested in the if */
        throw rc;
    if (int rc = q_SSL_CTX_check_private_key(ctx)) /* silent: tested in the if */
        std::printf("%d\n", rc);
}

void session_and_data(SSL *ssl, SSL_SESSION *session)
{
    q_SSL_set_session(ssl, session); /* silent: not must-check */
    q_SSL_set_ex_data(ssl, 0, session); /* silent: not must-check */
    q_SSL_shutdown(ssl); /* silent: not must-check */
}
