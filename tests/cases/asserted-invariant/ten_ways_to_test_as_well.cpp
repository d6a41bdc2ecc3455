// Ten run-time tests beside the assertion: each saves the release build.
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <openssl/ssl.h>
#include <openssl/crypto.h>

struct Peer { SSL *ssl; BIO *bio; bool open; };

int early_return(SSL *ssl)
{
    assert(ssl); /* silent: early return */
    if (ssl == nullptr) {
        std::fputs("no ssl\n", stderr);
        return -1;
    }
    return SSL_version(ssl);
}

int wrapped(SSL *ssl)
{
    int v = 0;
    assert(ssl); /* silent: the use stands under a test */
    if (ssl)
        v = SSL_version(ssl);
    return v;
}

int else_branch(SSL *ssl)
{
    assert(ssl); /* silent: the use stands in the other branch */
    if (!ssl)
        return 0;
    else
        return SSL_version(ssl);
}

int go_to(SSL *ssl)
{
    int v = -1;
    assert(ssl); /* silent: goto */
    if (!ssl)
        goto out;
    v = SSL_version(ssl);
out:
    return v;
}

int conditional(SSL *ssl)
{
    assert(ssl); /* silent: ?: */
    return ssl ? SSL_version(ssl) : -1;
}

bool short_circuit(SSL *ssl)
{
    assert(ssl); /* silent: && */
    return ssl != nullptr && SSL_is_server(ssl);
}

bool short_circuit_or(SSL *ssl)
{
    assert(ssl); /* silent: || */
    return ssl == nullptr || SSL_is_server(ssl);
}

int thrown(SSL *ssl)
{
    if (!ssl)
        throw std::invalid_argument("ssl");
    assert(ssl); /* silent: throw */
    return SSL_version(ssl);
}

int dies(SSL *ssl)
{
    assert(ssl); /* silent: abort */
    if (!ssl)
        std::abort();
    return SSL_version(ssl);
}

int single_pass(const Peer *peers, int n)
{
    int total = 0;
    for (int i = 0; i < n; ++i) {
        SSL *ssl = peers[i].ssl;
        if (!ssl)
            continue;
        assert(ssl); /* silent: continue */
        total += SSL_version(ssl);
    }
    return total;
}
