/* dtls_server.c with what dtlslint said about it mended: it has nothing left to say. */
#include <string.h>

#include <openssl/crypto.h>
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
    int ok = 0;

    if (peer == NULL) {
        ERR_print_errors_fp(stderr);
        return 0;
    }
    if (BIO_dgram_get_peer(SSL_get_rbio(ssl), peer) > 0
        && BIO_ADDR_rawaddress(peer, NULL, &address_length)
        && address_length <= sizeof(address)
        && BIO_ADDR_rawaddress(peer, address, &address_length)
        && HMAC(EVP_sha256(), cookie_secret, sizeof(cookie_secret), address, address_length,
                cookie, length) != NULL)
        ok = 1;
    else
        ERR_print_errors_fp(stderr);
    BIO_ADDR_free(peer);
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
    return length == expected_length && CRYPTO_memcmp(cookie, expected, length) == 0;
}

SSL_CTX *make_context(const char *certificate, const char *key)
{
    SSL_CTX *ctx = SSL_CTX_new(DTLS_server_method());

    if (ctx == NULL) {
        ERR_print_errors_fp(stderr);
        return NULL;
    }
    if (!SSL_CTX_set_min_proto_version(ctx, DTLS1_2_VERSION)
        || RAND_bytes(cookie_secret, sizeof(cookie_secret)) != 1
        || SSL_CTX_use_certificate_chain_file(ctx, certificate) <= 0
        || SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) <= 0) {
        ERR_print_errors_fp(stderr);
        SSL_CTX_free(ctx);
        return NULL;
    }
    SSL_CTX_set_cookie_generate_cb(ctx, generate_cookie);
    SSL_CTX_set_cookie_verify_cb(ctx, verify_cookie);
    return ctx;
}

/* Returns 1, or 0 when the handshake failed for good. A datagram that is late or lost ends no
 * handshake: the timer sends the last flight again. */
static int handshake(SSL *ssl)
{
    int result;
    int why;

    do {
        result = SSL_accept(ssl);
        why = SSL_get_error(ssl, result);
        if (why == SSL_ERROR_WANT_READ && DTLSv1_handle_timeout(ssl) < 0)
            break;
    } while (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE);
    if (result != 1)
        ERR_print_errors_fp(stderr);
    return result == 1;
}

/* Returns what SSL_write returned, or -1. */
int greet(SSL_CTX *ctx, int fd)
{
    static const char greeting[] = "hello over datagrams\n";
    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);
    BIO_ADDR *client = BIO_ADDR_new();
    int result;
    int written = -1;

    if (ssl == NULL || bio == NULL || client == NULL) {
        ERR_print_errors_fp(stderr);
        BIO_ADDR_free(client);
        BIO_free(bio);
        SSL_free(ssl);
        return -1;
    }
    SSL_set_bio(ssl, bio, bio);
    do {
        result = DTLSv1_listen(ssl, client);
    } while (result == 0);
    if (result < 0) {
        ERR_print_errors_fp(stderr);
    } else if (handshake(ssl)) {
        written = SSL_write(ssl, greeting, sizeof(greeting) - 1);
    }
    BIO_ADDR_free(client);
    SSL_free(ssl);
    return written;
}
