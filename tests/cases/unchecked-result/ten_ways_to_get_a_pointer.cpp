// Ten ways to look, or not to look, at a pointer before it is used.
#include <cstdio>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>
#include <openssl/ssl.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

template <typename T>
T *must(T *p)
{
    if (!p)
        throw std::bad_alloc();
    return p;
}

int early(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (x == nullptr)
        return 0;
    const int n = X509_NAME_entry_count(X509_get_subject_name(x)); /* silent: tested */
    X509_free(x);
    return n;
}

int if_init(SSL *ssl)
{
    if (X509 *x = SSL_get1_peer_certificate(ssl)) {
        const int n = X509_NAME_entry_count(X509_get_subject_name(x)); /* silent: tested */
        X509_free(x);
        return n;
    }
    return 0;
}

int passed_through(SSL *ssl)
{
    X509 *x = must(SSL_get1_peer_certificate(ssl));
    const int n = X509_NAME_entry_count(X509_get_subject_name(x)); /* silent: a function takes the result */
    X509_free(x);
    return n;
}

int after_logging(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (!x)
        std::fputs("no certificate\n", stderr);
    const int n = X509_NAME_entry_count(X509_get_subject_name(x)); // expect: DTL203
    X509_free(x);
    return n;
}

int wrong_variable(SSL *a, SSL *b)
{
    X509 *x = SSL_get1_peer_certificate(a);
    X509 *y = SSL_get1_peer_certificate(b);
    int n = 0;
    if (x)
        n = X509_NAME_entry_count(X509_get_subject_name(y)); // expect: DTL203
    X509_free(x);
    X509_free(y);
    return n;
}

int both(SSL *a, SSL *b)
{
    X509 *x = SSL_get1_peer_certificate(a);
    X509 *y = SSL_get1_peer_certificate(b);
    int n = 0;
    if (x && y)
        n = X509_NAME_entry_count(X509_get_subject_name(y)); /* silent: tested */
    X509_free(x);
    X509_free(y);
    return n;
}

int either(SSL *a, SSL *b)
{
    X509 *x = SSL_get1_peer_certificate(a);
    X509 *y = SSL_get1_peer_certificate(b);
    int n = 0;
    if (x || y)
        n = X509_NAME_entry_count(X509_get_subject_name(x)); // expect: DTL203
    X509_free(x);
    X509_free(y);
    return n;
}

void loop(BIO *in, std::vector<std::string> &out)
{
    for (;;) {
        X509 *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
        if (!x)
            break;
        out.push_back(std::to_string(X509_NAME_entry_count(X509_get_subject_name(x)))); /* silent: tested */
        X509_free(x);
    }
}

void loop_untested(BIO *in, std::vector<int> &out, int n)
{
    for (int i = 0; i < n; ++i) {
        X509 *x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
        out.push_back(X509_NAME_entry_count(X509_get_subject_name(x))); // expect: DTL203
        X509_free(x);
    }
}

int constructor(SSL_CTX *ctx)
{
    struct Conn {
        SSL *ssl;
        explicit Conn(SSL_CTX *c) : ssl(SSL_new(c)) {}
        ~Conn() { SSL_free(ssl); }
    } conn(ctx);
    if (!conn.ssl)
        throw std::runtime_error("ssl");
    return SSL_get_fd(conn.ssl); /* silent: tested */
}

void nullable(SSL_CTX *ctx, BIO *b)
{
    SSL *ssl = SSL_new(ctx);
    if (!ssl)
        return;
    BIO *out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl, b, out); /* silent: NULL is allowed there */
    SSL_free(ssl);
}

int tested_twice_too_late(SSL_CTX *ctx)
{
    SSL_CTX *fresh = SSL_CTX_new(TLS_method());
    SSL_CTX_set_quiet_shutdown(fresh, 1); // expect: DTL203
    if (!fresh || !ctx)
        return -1;
    SSL_CTX_free(fresh);
    return 0;
}

int exit_helper(SSL *ssl)
{
    X509 *x = SSL_get1_peer_certificate(ssl);
    if (!x)
        std::exit(1);
    const int n = X509_NAME_entry_count(X509_get_subject_name(x)); /* silent: the process ended */
    X509_free(x);
    return n;
}
