// DTLS-SRTP over ICE: the transport has checked the peer's address, the BIOs are in memory.
#include <openssl/bio.h>
#include <openssl/ssl.h>

class DtlsTransport {
public:
    explicit DtlsTransport(bool active);
    int feed(const unsigned char *packet, int length);

private:
    SSL_CTX *ctx_;
    SSL *ssl_;
    BIO *in_, *out_;
};

DtlsTransport::DtlsTransport(bool active)
{
    ctx_ = SSL_CTX_new(active ? DTLS_client_method() : DTLS_server_method()); /* silent: memory BIOs, no datagram BIO, no DTLSv1_listen */
    ssl_ = SSL_new(ctx_);
    in_ = BIO_new(BIO_s_mem());
    out_ = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl_, in_, out_);
    if (active)
        SSL_set_connect_state(ssl_);
    else
        SSL_set_accept_state(ssl_);
}

int DtlsTransport::feed(const unsigned char *packet, int length)
{
    if (BIO_write(in_, packet, length) != length)
        return -1;
    return SSL_do_handshake(ssl_);
}
