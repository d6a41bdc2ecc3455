// Results given to containers and to owners under other names.
#include <memory>
#include <iostream>
#include <list>
#include <vector>
#include <openssl/ssl.h>
#include <openssl/x509.h>

template <class T> struct List { List &operator<<(const T &); };
struct X509Deleter { void operator()(X509 *x) const { X509_free(x); } };
using P = std::unique_ptr<X509, X509Deleter>;
extern bool check(const X509 *);
extern P manage(X509 *);

void appended(SSL *ssl, List<X509 *> &list)
{
    X509 *peer = SSL_get1_peer_certificate(ssl);
    list << peer; /* silent: stored in a container */
}

void printed(SSL *ssl)
{
    X509 *peer = SSL_get1_peer_certificate(ssl);
    std::cout << peer;
} // expect: DTL301

void pushed(SSL *ssl, std::vector<P> &list)
{
    X509 *peer = SSL_get1_peer_certificate(ssl);
    list.push_back(P(peer)); /* silent: an owner under another name */
}

void looked_at(SSL *ssl)
{
    check(SSL_get1_peer_certificate(ssl)); // expect: DTL302
}

void managed(SSL *ssl)
{
    auto peer = manage(SSL_get1_peer_certificate(ssl)); /* silent: what comes back may be an owner */
    check(peer.get());
}
