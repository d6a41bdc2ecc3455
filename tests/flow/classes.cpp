#include <memory>
namespace net {
class Link {
public:
    explicit Link(SSL_CTX *ctx) : ssl(SSL_new(ctx)), open(false) { this->ready = true; }
    ~Link() { SSL_free(ssl); }
    bool start(int fd) const;
    SSL *ssl;
    bool open, ready;
};
bool Link::start(int fd) const
{
    std::unique_ptr<X509, D> p(SSL_get1_peer_certificate(ssl));
    if (auto *x = p.get())
        return use(x->n);
    if (int r = SSL_set_fd(ssl, fd); r != 1) { throw Error(r); }
    try { risky(); throw 1; } catch (const E &e) { return false; }
    for (const auto &item : items) visit(item);
    auto f = [this, &fd](int z) -> int { return z + fd; };
    auto [a, b] = pair();
    QByteArray secret(32, 0); QByteArray other{secret};
    bool ok = RAND_bytes(buf, 16);
    open = static_cast<bool>(SSL_connect(ssl));
    delete[] buf; std::ignore = f(2); Q_UNUSED(f(3));
    return SSL_connect(ssl);
}
}
