// DTL203 and DTL204 through owners, members, auto, structured code.
#include <QtGlobal>
#include <QSharedPointer>
#include <QScopedPointer>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include "qsslsocket_openssl_symbols_p.h"
#include <bssl/unique_ptr.h>

struct X509Deleter { void operator()(X509 *x) const { X509_free(x); } };
using X509Ptr = std::unique_ptr<X509, X509Deleter>;

int names_unique(SSL *ssl)
{
    X509Ptr cert(SSL_get1_peer_certificate(ssl));
    return X509_NAME_entry_count(X509_get_subject_name(cert.get())); // expect: DTL203
}

int names_unique_tested(SSL *ssl)
{
    X509Ptr cert(SSL_get1_peer_certificate(ssl));
    if (!cert)
        return 0;
    return X509_NAME_entry_count(X509_get_subject_name(cert.get())); /* silent: the owner was tested */
}

int names_get_tested(SSL *ssl)
{
    X509Ptr cert{SSL_get1_peer_certificate(ssl)};
    if (cert.get() == nullptr)
        throw std::runtime_error("no certificate");
    return X509_NAME_entry_count(X509_get_subject_name(cert.get())); /* silent: get() was tested */
}

void digest_bssl(const void *d, size_t n, unsigned char *out)
{
    bssl::UniquePtr<EVP_MD_CTX> md(EVP_MD_CTX_new());
    if (EVP_DigestInit_ex(md.get(), EVP_sha256(), nullptr) != 1) // expect: DTL203
        return;
    if (EVP_DigestUpdate(md.get(), d, n) != 1 || EVP_DigestFinal_ex(md.get(), out, nullptr) != 1)
        throw std::runtime_error("digest");
}

class Connection
{
public:
    bool init(SSL_CTX *ctx, int fd);
    bool initChecked(SSL_CTX *ctx, int fd);
    void configure(const char *list);

private:
    QSharedPointer<SSL> ssl;
    SSL_CTX *context = nullptr;
};

bool Connection::init(SSL_CTX *ctx, int fd)
{
    ssl = QSharedPointer<SSL>(q_SSL_new(ctx), q_SSL_free);
    return q_SSL_set_fd(ssl.data(), fd) == 1; // expect: DTL203
}

bool Connection::initChecked(SSL_CTX *ctx, int fd)
{
    ssl.reset(q_SSL_new(ctx), q_SSL_free);
    if (ssl.isNull())
        return false;
    return q_SSL_set_fd(ssl.data(), fd) == 1; /* silent: isNull() tested it */
}

void Connection::configure(const char *list)
{
    const auto applied = q_SSL_CTX_set_cipher_list(context, list); // expect: DTL204
    Q_UNUSED(applied)
}

std::string subject(BIO *in)
{
    auto x = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    const int n = X509_NAME_entry_count(X509_get_subject_name(x)); // expect: DTL203
    X509_free(x);
    return std::to_string(n);
}

int lambda_capture(SSL_CTX *ctx, int fd)
{
    auto make = [ctx]() { return SSL_new(ctx); };
    SSL *ssl = make();
    if (!ssl)
        return -1;
    const int rc = SSL_set_fd(ssl, fd); /* silent: tested */
    SSL_free(ssl);
    return rc;
}

[[maybe_unused]] static void maybe(unsigned char *b)
{
    [[maybe_unused]] int rc = RAND_bytes(b, 16); // expect: DTL204
}

void caught(SSL *ssl)
{
    int rc = 0;
    try {
        rc = SSL_do_handshake(ssl); // expect: DTL204
    } catch (...) {
        throw;
    }
    SSL_set_quiet_shutdown(ssl, 1);
}

int pair_result(unsigned char *b, int n)
{
    const std::pair<int, int> r{RAND_bytes(b, n), n}; /* silent: handed on into a pair */
    return r.first == 1 ? r.second : -1;
}
