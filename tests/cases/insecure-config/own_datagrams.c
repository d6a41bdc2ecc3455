#include <openssl/ssl.h>
#include <sys/socket.h>

SSL_CTX *own_server_context(const SSL_METHOD *method);
SSL_CTX *own_client_context(const SSL_METHOD *method);

static int receive(BIO *bio, int fd, char *packet, int room)
{
    int n = (int)recvfrom(fd, packet, room, 0, NULL, NULL);

    return n <= 0 ? -1 : BIO_write(bio, packet, n);
}

SSL *start(int client)
{
    SSL *ssl = SSL_new(client ? own_client_context(DTLS_method())
                              : own_server_context(DTLS_method())); // expect: DTL604

    if (ssl != NULL)
        SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    return ssl;
}

int packet_for(SSL *ssl, int fd)
{
    char packet[1500];

    return receive(SSL_get_rbio(ssl), fd, packet, sizeof packet);
}
