/* Ten states asserted before a call, and what is no state or is tested. */
#include <assert.h>
#include <stdbool.h>
#include <string.h>
#include <stdlib.h>
#include <openssl/ssl.h>

enum conn_state { CONN_NEW, CONN_HANDSHAKE, CONN_ESTABLISHED, CONN_CLOSED };

struct conn {
    SSL *ssl;
    enum conn_state state;
    unsigned flags;
    bool connected, peer_verified, handshake_complete;
    unsigned char psk[64];
    size_t psk_len;
    int refs;
    int log_level;
};
#define F_ENCRYPTED 0x01u

int established(struct conn *c, const void *d, int n)
{
    assert(c->state == CONN_ESTABLISHED); // expect: DTL105
    return SSL_write(c->ssl, d, n);
}

int not_closed(struct conn *c, void *d, int n)
{
    assert(c->state != CONN_CLOSED); // expect: DTL105
    return SSL_read(c->ssl, d, n);
}

int flag_bit(struct conn *c, const void *d, int n)
{
    assert(c->flags & F_ENCRYPTED); // expect: DTL105
    return SSL_write(c->ssl, d, n);
}

int verified(struct conn *c, const void *d, int n)
{
    assert(c->peer_verified == true); // expect: DTL105
    return SSL_write(c->ssl, d, n);
}

int not_yet(struct conn *c)
{
    assert(!c->handshake_complete); // expect: DTL105
    return SSL_do_handshake(c->ssl);
}

int library_state(struct conn *c, const void *d, int n)
{
    assert(!SSL_in_before(c->ssl)); // expect: DTL105
    return SSL_write(c->ssl, d, n);
}

int goto_checked(struct conn *c, const void *d, int n)
{
    int r = -1;
    if (c->state != CONN_ESTABLISHED)
        goto out;
    assert(c->state == CONN_ESTABLISHED); /* silent: tested before */
    r = SSL_write(c->ssl, d, n);
out:
    return r;
}

int switched(struct conn *c, const void *d, int n)
{
    switch (c->state) {
    case CONN_ESTABLISHED:
        break;
    default:
        return -1;
    }
    assert(c->state == CONN_ESTABLISHED); /* silent: the switch tested it */
    return SSL_write(c->ssl, d, n);
}

int compound_test(struct conn *c, const void *d, int n)
{
    if (!c->connected || !c->peer_verified)
        return -1;
    assert(c->connected && c->peer_verified); /* silent: both tested before */
    return SSL_write(c->ssl, d, n);
}

int references(struct conn *c)
{
    assert(c->refs > 0); /* silent: a reference count is no state of the protocol */
    return SSL_pending(c->ssl);
}

int log_level(struct conn *c)
{
    assert(c->log_level >= 0); /* silent: no state of protocol or security */
    return SSL_pending(c->ssl);
}
