/* Failure branches in the shapes of real code. */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

enum { E_OK, E_CONTEXT, E_KEY };
struct server { SSL_CTX *ctx; SSL *ssl; EVP_PKEY *key; int state, error; char why[80]; };

#define CHECK(x) do { if (!(x)) goto failed; } while (0)
#define LOGE(...) fprintf(stderr, __VA_ARGS__)

void server_fail(struct server *s, int code);
int croak(const char *text);
void fatal(const char *fmt, ...) __attribute__((noreturn));

static void tell(const char *what)
{
    syslog(LOG_ERR, "%s: %s", what, ERR_error_string(ERR_get_error(), NULL));
}

static int give_up(struct server *s, const char *what)
{
    tell(what);
    SSL_CTX_free(s->ctx);
    return 0;
}

int after_the_else(struct server *s)
{
    s->ctx = SSL_CTX_new(TLS_server_method());
    if (s->ctx) {
        SSL_CTX_set_options(s->ctx, SSL_OP_NO_RENEGOTIATION);
    } else {
        return 0; // expect: DTL701
    }
    return 1;
}

EVP_PKEY *key_from(const char *file)
{
    EVP_PKEY *key;
    BIO *bio;

    if (!(bio = BIO_new_file(file, "r")))
        return NULL; // expect: DTL701
    if (!(key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL))) {
        BIO_free(bio);
        return NULL; // expect: DTL701
    }
    BIO_free(bio);
    return key;
}

int through_a_variable(struct server *s, const char *file)
{
    int ok = SSL_CTX_use_PrivateKey_file(s->ctx, file, SSL_FILETYPE_PEM);

    if (ok <= 0) {
        s->state = 0;
        return 0; // expect: DTL701
    }
    return 1;
}

int digest_in_steps(const void *data, size_t n, unsigned char *out)
{
    unsigned int length;
    int result = 0;
    EVP_MD_CTX *md = EVP_MD_CTX_new();

    if (md == NULL)
        return 0; // expect: DTL701
    if (EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1)
        goto done; // expect: DTL701
    if (EVP_DigestUpdate(md, data, n) != 1)
        goto done; // expect: DTL701
    if (EVP_DigestFinal_ex(md, out, &length) != 1)
        goto done; // expect: DTL701
    result = 1;
done:
    EVP_MD_CTX_free(md);
    return result;
}

void returns_nothing(struct server *s)
{
    if ((s->ssl = SSL_new(s->ctx)) == NULL) {
        free(s);
        return; // expect: DTL701
    }
    SSL_set_accept_state(s->ssl);
}

int log_comes_before(struct server *s)
{
    LOGE("creating the context\n");
    s->ctx = SSL_CTX_new(TLS_method());
    if (!s->ctx)
        return 0; // expect: DTL701
    return 1;
}

int in_a_loop(struct server *s, const char *const *files, int n)
{
    for (int i = 0; i < n; i++) {
        if (SSL_CTX_load_verify_locations(s->ctx, files[i], NULL) != 1)
            return 0; // expect: DTL701
    }
    return 1;
}

int helper_reports(struct server *s)
{
    if ((s->ctx = SSL_CTX_new(TLS_method())) == NULL)
        return give_up(s, "context"); /* silent: the helper reports */
    if (SSL_CTX_set_default_verify_paths(s->ctx) != 1) {
        tell("paths");
        return 0; /* silent: the helper reports */
    }
    return 1;
}

int fails_by_member(struct server *s)
{
    if ((s->ctx = SSL_CTX_new(TLS_method())) == NULL) {
        s->error = E_CONTEXT;
        return 0; /* silent: an error code is set */
    }
    return 1;
}

int fails_by_text(struct server *s)
{
    if ((s->ctx = SSL_CTX_new(TLS_method())) == NULL) {
        snprintf(s->why, sizeof(s->why), "no context");
        return 0; /* silent: the text of the error is written */
    }
    return 1;
}

int named_code(struct server *s, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(s->ctx, file) != 1)
        return E_KEY; /* silent: an enumerator */
    return E_OK;
}

int code_in_a_variable(struct server *s, const char *file)
{
    int rc = E_OK;

    if (SSL_CTX_use_certificate_chain_file(s->ctx, file) != 1) {
        rc = E_KEY;
        goto out; /* silent: an enumerator is what leaves */
    }
out:
    return rc;
}

int failure_function(struct server *s)
{
    if ((s->ssl = SSL_new(s->ctx)) == NULL) {
        server_fail(s, 1);
        return 0; /* silent: its name says fail */
    }
    return 1;
}

int returns_a_report(struct server *s)
{
    if ((s->ssl = SSL_new(s->ctx)) == NULL)
        return croak("SSL_new"); /* silent: a report is returned */
    return 1;
}

void never_comes_back(struct server *s)
{
    if ((s->ssl = SSL_new(s->ctx)) == NULL)
        fatal("SSL_new"); /* silent: fatal */
    SSL_set_connect_state(s->ssl);
}

int checked_by_macro(struct server *s, const char *file)
{
    CHECK(SSL_CTX_use_certificate_chain_file(s->ctx, file) == 1); /* silent: reported behind the label */
    return 1;
failed:
    ERR_print_errors_fp(stderr);
    return 0;
}

int only_in_verbose_mode(struct server *s, int verbose)
{
    if ((s->ctx = SSL_CTX_new(TLS_method())) == NULL) {
        if (verbose)
            LOGE("no context\n");
        return 0; /* silent: a report, if one asks for it */
    }
    return 1;
}

int goes_on_without(struct server *s)
{
    X509 *own = SSL_CTX_get0_certificate(s->ctx);

    if (SSL_CTX_set_default_verify_paths(s->ctx) != 1)
        s->state = 1; /* silent: the function goes on */
    return own == NULL;
}

int no_certificate(struct server *s)
{
    X509 *peer = SSL_get_peer_certificate(s->ssl);

    if (peer == NULL)
        return 0; /* silent: nothing failed, the peer sent none */
    X509_free(peer);
    return 1;
}
