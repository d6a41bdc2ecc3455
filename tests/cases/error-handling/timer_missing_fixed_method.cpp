// A method chosen by protocol; the handshake in a state machine.
#include <openssl/ssl.h>

enum class State { Idle, Handshaking, Open, Dead };

struct Peer {
    SSL *ssl = nullptr;
    State state = State::Idle;

    bool begin(bool stream)
    {
        SSL_CTX *ctx = SSL_CTX_new(stream ? TLS_client_method() : DTLSv1_2_client_method());
        ssl = ctx ? SSL_new(ctx) : nullptr;
        state = ssl ? State::Handshaking : State::Dead;
        return ssl != nullptr;
    }

    State poll()
    {
        if (state != State::Handshaking)
            return state;
        const int rv = SSL_do_handshake(ssl); // expect: DTL704
        switch (SSL_get_error(ssl, rv)) {
        case SSL_ERROR_NONE: return state = State::Open;
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE: return state;
        default: return state = State::Dead;
        }
    }
};

State run(Peer &p) { return p.begin(false) ? p.poll() : State::Dead; }
