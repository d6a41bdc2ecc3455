// DTLS-SRTP over memory BIOs: the library's timer still has to be served.
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <stdexcept>

class MediaTransport {
public:
    explicit MediaTransport(bool active)
    {
        ctx_ = SSL_CTX_new(DTLS_method());
        ssl_ = SSL_new(ctx_);
        in_ = BIO_new(BIO_s_mem());
        out_ = BIO_new(BIO_s_mem());
        SSL_set_bio(ssl_, in_, out_);
        active ? SSL_set_connect_state(ssl_) : SSL_set_accept_state(ssl_);
    }

    void on_packet(const unsigned char *data, int size)
    {
        if (BIO_write(in_, data, size) != size)
            throw std::runtime_error("BIO_write");
        advance();
    }

private:
    void advance()
    {
        const int ret = SSL_do_handshake(ssl_); // expect: DTL704
        const int error = SSL_get_error(ssl_, ret);
        if (error == SSL_ERROR_NONE)
            connected_ = true;
        else if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
            throw std::runtime_error("handshake");
    }

    SSL_CTX *ctx_;
    SSL *ssl_;
    BIO *in_, *out_;
    bool connected_ = false;
};

void feed(MediaTransport &t, const unsigned char *p, int n) { t.on_packet(p, n); }
