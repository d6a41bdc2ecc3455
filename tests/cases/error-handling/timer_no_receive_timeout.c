/* A receive timeout of nothing is none: the datagrams go through memory. */
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/srtp.h>

struct socket { SSL *ssl; BIO *in; BIO *out; int done; };

void send_out(struct socket *s, const char *data, long length);
void failed(struct socket *s, unsigned long why);

void resend(struct socket *s)
{
    BIO_ctrl(s->in, BIO_CTRL_DGRAM_SET_RECV_TIMEOUT, 0, 0);
    s->done = 0;
}

void step(struct socket *s)
{
    char *data = NULL;
    int r = SSL_do_handshake(s->ssl); // expect: DTL704
    switch (SSL_get_error(s->ssl, r)) {
    case SSL_ERROR_NONE:
        s->done = 1;
        break;
    case SSL_ERROR_WANT_READ:
        break;
    default:
        failed(s, ERR_get_error());
        break;
    }
    long length = BIO_get_mem_data(s->out, &data);
    if (length > 0)
        send_out(s, data, length);
}

const char *profile(struct socket *s)
{
    SRTP_PROTECTION_PROFILE *chosen = SSL_get_selected_srtp_profile(s->ssl);
    return chosen ? chosen->name : "";
}
