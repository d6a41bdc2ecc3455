// Each round of a loop over a container has another element.
#include <openssl/ssl.h>

#include <map>
#include <utility>
#include <vector>

struct Peer {
    SSL *ssl;
    BIO *log;
};

class Endpoint {
public:
    void by_binding();
    void by_binding_of_pointers();
    void by_pair();
    void by_element();
    void twice();
    void once_more_outside();

private:
    std::map<int, Peer> peers;
    std::map<int, SSL *> connections;
    std::vector<SSL *> waiting;
};

void Endpoint::by_binding()
{
    for (auto &[id, peer] : peers) {
        SSL_shutdown(peer.ssl); /* silent: another one in each round */
        SSL_free(peer.ssl);
        BIO_free_all(peer.log);
    }
    peers.clear();
}

void Endpoint::by_binding_of_pointers()
{
    for (const auto &[id, ssl] : connections) {
        SSL_shutdown(ssl); /* silent: another one in each round */
        SSL_free(ssl);
    }
    connections.clear();
}

void Endpoint::by_pair()
{
    for (auto &entry : peers)
        SSL_free(entry.second.ssl); /* silent: another one in each round */
    peers.clear();
}

void Endpoint::by_element()
{
    for (SSL *ssl : waiting)
        SSL_free(ssl); /* silent: another one in each round */
    waiting.clear();
}

void Endpoint::twice()
{
    for (auto &[id, peer] : peers) {
        SSL_free(peer.ssl);
        SSL_shutdown(peer.ssl); // expect: DTL303
    }
}

void Endpoint::once_more_outside()
{
    auto [id, peer] = *peers.begin();

    SSL_free(peer.ssl);
    SSL_shutdown(peer.ssl); // expect: DTL303
}
