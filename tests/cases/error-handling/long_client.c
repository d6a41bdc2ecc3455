/* A long function of many optional steps: its last lines are still looked at. */
#include <openssl/ssl.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct opt { const char *host, *port, *ca, *cert, *key, *ciphers, *psk_id, *alpn, *logfile; int verify, nonblock, mtu, timeout, verbose, retries, resume, sni, ocsp, keylog; unsigned char cookie[64]; size_t cookie_len; };
struct client { SSL_CTX *ctx; SSL *ssl; BIO *bio; int fd; SSL_SESSION *session; char peer[128]; unsigned char rx[2048]; size_t rx_len; FILE *log; };

int client_run(struct client *c, const struct opt *o)
{
    struct addrinfo hints, *res = NULL, *ai;
    struct pollfd pfd;
    struct timeval tv;
    int rc = -1, r, err, tries = 0, ms;
    X509 *peer = NULL;

    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_DGRAM;
    if (o->logfile != NULL)
        c->log = fopen(o->logfile, "a");
    if (c->log == NULL)
        c->log = stderr;
    if (o->verbose)
        fprintf(c->log, "connecting to %s\n", o->host);
    r = getaddrinfo(o->host, o->port, &hints, &res);
    if (r != 0) {
        fprintf(c->log, "%s\n", gai_strerror(r));
        return -1;
    }
    for (ai = res; ai != NULL; ai = ai->ai_next) {
        c->fd = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
        if (c->fd < 0)
            continue;
        if (connect(c->fd, ai->ai_addr, ai->ai_addrlen) == 0)
            break;
        close(c->fd);
        c->fd = -1;
    }
    freeaddrinfo(res);
    if (c->fd < 0)
        return -1;
    if (o->nonblock)
        fcntl(c->fd, F_SETFL, O_NONBLOCK);

    c->ctx = SSL_CTX_new(DTLS_client_method());
    if (c->ctx == NULL) {
        ERR_print_errors_fp(c->log);
        goto out;
    }
    if (o->ca != NULL && SSL_CTX_load_verify_locations(c->ctx, o->ca, NULL) != 1) {
        fprintf(c->log, "cannot load %s\n", o->ca);
        goto out;
    }
    if (o->cert != NULL && SSL_CTX_use_certificate_chain_file(c->ctx, o->cert) != 1) {
        fprintf(c->log, "cannot load %s\n", o->cert);
        goto out;
    }
    if (o->key != NULL && SSL_CTX_use_PrivateKey_file(c->ctx, o->key, SSL_FILETYPE_PEM) != 1) {
        fprintf(c->log, "cannot load %s\n", o->key);
        goto out;
    }
    if (o->ciphers != NULL) {
        if (SSL_CTX_set_cipher_list(c->ctx, o->ciphers) != 1)
            goto out;
    } else if (SSL_CTX_set_cipher_list(c->ctx, "ALL:aNULL") != 1) {
        goto out;
    }
    if (o->verify)
        SSL_CTX_set_verify(c->ctx, SSL_VERIFY_PEER, NULL);
    else
        SSL_CTX_set_verify(c->ctx, SSL_VERIFY_NONE, NULL);

    c->ssl = SSL_new(c->ctx);
    if (c->ssl == NULL)
        goto out;
    c->bio = BIO_new_dgram(c->fd, BIO_NOCLOSE);
    if (c->bio == NULL)
        goto out;
    SSL_set_bio(c->ssl, c->bio, c->bio);
    if (o->sni)
        SSL_set_tlsext_host_name(c->ssl, o->host);
    if (o->mtu > 0) {
        SSL_set_options(c->ssl, SSL_OP_NO_QUERY_MTU);
        SSL_set_mtu(c->ssl, o->mtu);
    }
    if (o->resume && c->session != NULL)
        SSL_set_session(c->ssl, c->session);
    if (o->alpn != NULL && SSL_set_alpn_protos(c->ssl, (const unsigned char *)o->alpn, strlen(o->alpn)) != 0)
        goto out;

    for (;;) {
        r = SSL_connect(c->ssl);
        if (r == 1)
            break;
        err = SSL_get_error(c->ssl, r);
        if (err != SSL_ERROR_WANT_READ && err != SSL_ERROR_WANT_WRITE) {
            ERR_print_errors_fp(c->log);
            goto out;
        }
        if (++tries > o->retries) {
            fprintf(c->log, "timeout\n");
            goto out;
        }
        pfd.fd = c->fd;
        pfd.events = err == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
        ms = o->timeout;
        if (DTLSv1_get_timeout(c->ssl, &tv) > 0)
            ms = tv.tv_sec * 1000 + tv.tv_usec / 1000;
        r = poll(&pfd, 1, ms);
        if (r < 0 && errno != EINTR)
            goto out;
        if (r == 0)
            DTLSv1_handle_timeout(c->ssl); // expect: DTL705
    }
    if (o->verify) {
        peer = SSL_get1_peer_certificate(c->ssl);
        if (peer == NULL) {
            fprintf(c->log, "no certificate\n");
            goto out;
        }
        if (SSL_get_verify_result(c->ssl) != X509_V_OK) {
            fprintf(c->log, "not verified\n");
            goto out;
        }
        if (X509_check_host(peer, o->host, 0, 0, NULL) != 1) {
            fprintf(c->log, "wrong host\n");
            goto out;
        }
    }
    if (o->cookie_len > 0 && memcmp(o->cookie, c->rx, o->cookie_len) == 0)
        fprintf(c->log, "cookie\n");
    memcpy(c->peer, o->host, strlen(o->host));
    r = SSL_read(c->ssl, c->rx, sizeof c->rx + 1);
    if (r <= 0) {
        err = SSL_get_error(c->ssl, r);
        fprintf(c->log, "read failed: %d\n", err);
        rc = err == SSL_ERROR_WANT_READ;
        goto out;
    }
    c->rx_len = r;
    r = SSL_write(c->ssl, c->rx, r);
    if (r <= 0) {
        ERR_print_errors_fp(c->log);
        err = SSL_get_error(c->ssl, r); // expect: DTL702
        if (err == SSL_ERROR_WANT_WRITE)
            rc = 1;
        goto out;
    }
    memcpy(c->peer, c->rx, c->rx_len);
    rc = 0;
out:
    X509_free(peer);
    if (c->ssl != NULL) {
        SSL_shutdown(c->ssl);
        SSL_free(c->ssl);
    }
    SSL_CTX_free(c->ctx);
    close(c->fd);
    return rc;
}
