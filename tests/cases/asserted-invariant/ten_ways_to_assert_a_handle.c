/* Ten spellings of one assertion, each the only test of the handle. */
#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <openssl/ssl.h>

typedef struct peer_s { SSL *ssl; BIO *bio; struct peer_s *next; } peer_t;

#define NOT_NULL(p) assert((p) != NULL)

void way_bare(SSL *ssl) { assert(ssl); SSL_set_accept_state(ssl); } // expect: DTL101

void way_parenthesised(SSL *ssl)
{
    assert((ssl) != (NULL)); // expect: DTL101
    SSL_set_accept_state(ssl);
}

void way_reversed(SSL *ssl)
{
    assert(0 != ssl); // expect: DTL101
    SSL_set_accept_state(ssl);
}

void way_not_not(SSL *ssl)
{
    assert(!!ssl); // expect: DTL101
    SSL_set_accept_state(ssl);
}

void way_not_equal(SSL *ssl)
{
    assert(!(ssl == NULL)); // expect: DTL101
    SSL_set_accept_state(ssl);
}

void way_message(SSL *ssl)
{
    assert(ssl != NULL && "the caller opened it"); // expect: DTL101
    SSL_set_accept_state(ssl);
}

void way_multi_line(
    SSL *ssl, BIO *rbio,
    BIO *wbio)
{
    assert(ssl != NULL // expect: DTL101
           && rbio != NULL
           && wbio != NULL);
    SSL_set_bio(ssl, rbio, wbio);
}

void way_own_macro(peer_t *peer)
{
    NOT_NULL(peer); // expect: DTL101
    SSL_set_accept_state(peer->ssl);
}

void way_member_of_member(peer_t *peer)
{
    assert(peer->next->ssl); // expect: DTL101
    SSL_set_accept_state(peer->next->ssl);
}

void way_in_a_loop(peer_t *list)
{
    peer_t *p;
    for (p = list; p; p = p->next) {
        assert(p->bio); // expect: DTL101
        SSL_set_bio(p->ssl, p->bio, p->bio);
    }
}
