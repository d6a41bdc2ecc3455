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

using X509Ptr = std::unique_ptr<X509, X509Deleter>;
extern bool adopt_later(X509 *x);

void given_up(SSL *ssl)
{
    X509Ptr peer(SSL_get1_peer_certificate(ssl));
    peer.release(); // expect: DTL302
}

bool given_up_after_transfer(SSL_CTX *ctx, SSL *ssl)
{
    X509Ptr peer(SSL_get1_peer_certificate(ssl));
    if (SSL_CTX_add_extra_chain_cert(ctx, peer.get()) != 1)
        return false;
    peer.release(); /* silent: the context has it */
    return true;
}

bool given_up_after_call(SSL *ssl)
{
    X509Ptr peer(SSL_get1_peer_certificate(ssl));
    if (!adopt_later(peer.get()))
        return false;
    peer.release(); /* silent: the unknown function may have it */
    return true;
}

X509 *given_up_for_a_name(SSL *ssl)
{
    X509Ptr peer(SSL_get1_peer_certificate(ssl));
    X509 *raw = peer.get();
    peer.release();
    return raw; /* silent: the caller has it */
}

void lent_to_owner(SSL *ssl)
{
    X509Ptr peer(SSL_get0_peer_certificate(ssl)); // expect: DTL306
    check(peer.get());
}

void lent_to_owner_by_function(SSL *ssl)
{
    std::unique_ptr<X509, decltype(&X509_free)> peer(SSL_get0_peer_certificate(ssl), X509_free); // expect: DTL306
    check(peer.get());
}

void lent_and_given_back(SSL *ssl)
{
    X509Ptr peer(SSL_get0_peer_certificate(ssl));
    check(peer.get());
    peer.release(); /* silent: it releases nothing */
}

void lent_to_watcher(SSL *ssl)
{
    std::shared_ptr<X509> peer(SSL_get0_peer_certificate(ssl), [](X509 *) {}); /* silent: a deleter that does nothing */
    check(peer.get());
}

void referenced_for_owner(SSL *ssl)
{
    X509 *lent = SSL_get0_peer_certificate(ssl);
    X509_up_ref(lent);
    X509Ptr peer(lent); /* silent: it holds its own reference */
    check(peer.get());
}

void released_by_hand(SSL *ssl)
{
    X509Ptr peer(SSL_get1_peer_certificate(ssl));
    X509_free(peer.get()); // expect: DTL303
}
