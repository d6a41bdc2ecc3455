/* A small DTLS server as it is often written: it works, and it is wrong in places.
 * Run `dtlslint examples/dtls_server.c` and see. fixed_dtls_server.c is the same, mended. */
#include <assert.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#define COOKIE_SECRET_LENGTH 16

static unsigned char cookie_secret[COOKIE_SECRET_LENGTH];

static int cookie_for_peer(SSL *ssl, unsigned char *cookie, unsigned int *length)
{
    BIO_ADDR *peer = BIO_ADDR_new();
    unsigned char address[16];
    size_t address_length = sizeof(address);
    int ok;

    if (peer == NULL)
        return 0;
    if (BIO_dgram_get_peer(SSL_get_rbio(ssl), peer) <= 0
        || !BIO_ADDR_rawaddress(peer, NULL, &address_length)
        || address_length > sizeof(address))
        return 0;
    BIO_ADDR_rawaddress(peer, address, &address_length);
    BIO_ADDR_free(peer);
    ok = HMAC(EVP_sha256(), cookie_secret, sizeof(cookie_secret), address, address_length,
              cookie, length) != NULL;
    return ok;
}

static int generate_cookie(SSL *ssl, unsigned char *cookie, unsigned int *length)
{
    return cookie_for_peer(ssl, cookie, length);
}

static int verify_cookie(SSL *ssl, const unsigned char *cookie, unsigned int length)
{
    unsigned char expected[EVP_MAX_MD_SIZE];
    unsigned int expected_length;

    if (!cookie_for_peer(ssl, expected, &expected_length))
        return 0;
    return length == expected_length && memcmp(cookie, expected, length) == 0;
}

SSL_CTX *make_context(const char *certificate, const char *key)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method());

    assert(ctx != NULL);
    RAND_bytes(cookie_secret, sizeof(cookie_secret));
    SSL_CTX_set_cookie_generate_cb(ctx, generate_cookie);
    SSL_CTX_set_cookie_verify_cb(ctx, verify_cookie);
    if (SSL_CTX_use_certificate_chain_file(ctx, certificate) <= 0
        || SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) <= 0) {
        ERR_print_errors_fp(stderr);
        return NULL;
    }
    return ctx;
}

int greet(SSL_CTX *ctx, int fd)
{
    static const char greeting[] = "hello over datagrams\n";
    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);
    BIO_ADDR *client = BIO_ADDR_new();
    int written = -1;

    SSL_set_bio(ssl, bio, bio);
    if (!DTLSv1_listen(ssl, client))
        return -1;
    if (SSL_accept(ssl) == 1)
        written = SSL_write(ssl, greeting, sizeof(greeting) - 1);
    BIO_ADDR_free(client);
    SSL_free(ssl);
    return written;
}
