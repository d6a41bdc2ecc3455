/* prove: runs each program in a process of its own, twice (the first run warms OpenSSL's caches
   up), and writes a line for it with what it saw: "clean", "leak BYTES", "double free",
   "write after free", "foreign free", "failed TEXT", "value V", "pointer 0|1", "signal N". */
#include "harness.h"
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/wait.h>

SSL_CTX *ctx, *dctx;
X509 *cert;
EVP_PKEY *key;
X509_STORE *store;
SSL *client, *server;
unsigned char buffer[4096];
unsigned char *der;
int der_len;
long proof_value;
int proof_is_value;
int out_of_memory, blocks_left;

/* Blocks are never given back to the C library: a freed one stays, full of POISON. */
typedef struct block {
    struct block *previous;
    size_t size;
    uint64_t state;
    uint64_t pad;
} block;
enum { POISON = 0xDD };
#define ALIVE UINT64_C(0xA11FEA11FEA11FE1)
#define DEAD UINT64_C(0xDEADDEADDEADDEA1)

static block *newest;
static long live_bytes, live_blocks;
static int measuring;

/* Where verdicts go; what programs print themselves is lost. */
static FILE *report;
static int program = -1;
#ifndef SECONDS
#define SECONDS 20 /* all programs take milliseconds */
#endif

static void stop(const char *verdict, ...)
{
    va_list values;
    fprintf(report, "%d ", program);
    va_start(values, verdict);
    vfprintf(report, verdict, values);
    va_end(values);
    fputc('\n', report);
    fflush(report);
    _exit(0);
}

void need(int holds, const char *what)
{
    if (!holds)
        stop("failed %s: %s", what, ERR_reason_error_string(ERR_peek_error()));
}

static void *track_malloc(size_t size, const char *file, int line)
{
    block *b;
    (void)file, (void)line;
    if (blocks_left > 0 && --blocks_left == 0)
        out_of_memory = 1;
    if (out_of_memory || (b = malloc(sizeof(*b) + size)) == NULL)
        return NULL;
    b->previous = newest;
    b->size = size;
    b->state = ALIVE;
    newest = b;
    live_bytes += (long)size;
    live_blocks++;
    return b + 1;
}

static void track_free(void *pointer, const char *file, int line)
{
    block *b = (block *)pointer - 1;
    (void)file, (void)line;
    if (pointer == NULL)
        return;
    if (b->state == DEAD && measuring)
        stop("double free");
    if (b->state != ALIVE)
        stop("foreign free");
    b->state = DEAD;
    memset(pointer, POISON, b->size);
    live_bytes -= (long)b->size;
    live_blocks--;
}

static void *track_realloc(void *pointer, size_t size, const char *file, int line)
{
    void *fresh;
    size_t old;
    if (pointer == NULL)
        return track_malloc(size, file, line);
    if (size == 0) {
        track_free(pointer, file, line);
        return NULL;
    }
    fresh = track_malloc(size, file, line);
    if (fresh == NULL)
        return NULL;
    old = ((block *)pointer - 1)->size;
    memcpy(fresh, pointer, old < size ? old : size);
    track_free(pointer, file, line);
    return fresh;
}

static void look_at_the_dead(void)
{
    block *b;
    size_t i;
    for (b = newest; b != NULL; b = b->previous) {
        const unsigned char *bytes = (const unsigned char *)(b + 1);
        for (i = 0; b->state == DEAD && i < b->size; i++)
            if (bytes[i] != POISON)
                stop("write after free");
    }
}

EVP_PKEY *fresh_key(void)
{
    return EVP_EC_gen("P-256");
}

static int no_bytes(unsigned char *out, int count)
{
    (void)out, (void)count;
    return 0;
}

void no_random(void)
{
    static const RAND_METHOD none = { NULL, no_bytes, NULL, NULL, no_bytes, NULL };
    RAND_set_rand_method(&none);
}

static X509 *make_cert(EVP_PKEY *k)
{
    X509 *x = X509_new();
    X509_NAME *name = X509_get_subject_name(x);
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x), 86400);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"proof.test", -1, -1, 0);
    X509_set_issuer_name(x, name);
    X509_set_pubkey(x, k);
    NEED(X509_sign(x, k, EVP_sha256()) > 0);
    return x;
}

X509 *fresh_cert(void)
{
    return X509_dup(cert);
}

STACK_OF(X509) *fresh_chain(void)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    sk_X509_push(chain, fresh_cert());
    return chain;
}

SSL_CTX *fresh_ctx(void)
{
    SSL_CTX *c = SSL_CTX_new(TLS_method());
    SSL_CTX_use_certificate(c, cert);
    SSL_CTX_use_PrivateKey(c, key);
    return c;
}

BIO *pem_of_cert(void)
{
    BIO *b = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(b, cert);
    return b;
}

BIO *pem_of_key(void)
{
    BIO *b = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(b, key, NULL, NULL, 0, NULL, NULL);
    return b;
}

void handshake(SSL_CTX *c, SSL **cl, SSL **se)
{
    BIO *a, *b;
    int i;
    *cl = SSL_new(c);
    *se = SSL_new(c);
    NEED(BIO_new_bio_pair(&a, 0, &b, 0));
    SSL_set_bio(*cl, a, a);
    SSL_set_bio(*se, b, b);
    SSL_set_connect_state(*cl);
    SSL_set_accept_state(*se);
    for (i = 0; i < 20 && !(SSL_is_init_finished(*cl) && SSL_is_init_finished(*se)); i++) {
        SSL_do_handshake(*cl);
        SSL_do_handshake(*se);
    }
    NEED(SSL_is_init_finished(*cl));
    SSL_read(*cl, buffer, 1); /* session tickets */
    ERR_clear_error();
}

static unsigned int soon(SSL *s, unsigned int last)
{
    (void)s, (void)last;
    return 50000; /* microseconds: longer than SSL_connect takes */
}

SSL *waiting(void)
{
    SSL *s = SSL_new(dctx);
    SSL_set_options(s, SSL_OP_NO_QUERY_MTU);
    SSL_set_mtu(s, 1400);
    SSL_set_bio(s, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    BIO_set_mem_eof_return(SSL_get_rbio(s), -1);
    DTLS_set_timer_cb(s, soon);
    SSL_connect(s);
    ERR_clear_error();
    usleep(60000);
    return s;
}

static void make_fixtures(void)
{
    key = fresh_key();
    cert = make_cert(key);
    ctx = fresh_ctx();
    dctx = SSL_CTX_new(DTLS_method());
    SSL_CTX_use_certificate(dctx, cert);
    SSL_CTX_use_PrivateKey(dctx, key);
    store = X509_STORE_new();
    X509_STORE_add_cert(store, cert);
    handshake(ctx, &client, &server);
    der_len = i2d_X509(cert, &der);
    NEED(der_len > 0);
}

static void run(void)
{
    long before;
    alarm(SECONDS);
    measuring = 1;
    proofs[program]();
    out_of_memory = blocks_left = 0;
    RAND_set_rand_method(RAND_OpenSSL());
    ERR_clear_error();
    before = live_bytes;
    proofs[program]();
    out_of_memory = blocks_left = 0;
    if (proof_is_value)
        stop(proof_is_value == 1 ? "value %ld" : "pointer %ld", proof_value);
    ERR_clear_error();
    look_at_the_dead();
    if (live_bytes > before)
        stop("leak %ld", live_bytes - before);
    if (live_bytes < before)
        stop("fixture lost %ld", before - live_bytes);
    stop("clean");
}

int main(void)
{
    int nowhere = open("/dev/null", O_RDWR), descriptor, status;
    report = fdopen(dup(1), "w");
    for (descriptor = 0; descriptor < 3; descriptor++)
        dup2(nowhere, descriptor);
    if (!CRYPTO_set_mem_functions(track_malloc, track_realloc, track_free))
        return 3;
    if (chdir("/proc/sys") != 0) /* nobody can make a file there */
        return 5;
    make_fixtures();
    for (program = 0; program < proof_count; program++) {
        pid_t child = fork();
        if (child < 0)
            return 4;
        if (child == 0)
            run();
        waitpid(child, &status, 0);
        if (WIFSIGNALED(status))
            fprintf(report, "%d signal %d\n", program, WTERMSIG(status));
        else if (WEXITSTATUS(status))
            fprintf(report, "%d exit %d\n", program, WEXITSTATUS(status));
        fflush(report);
    }
    return 0;
}
