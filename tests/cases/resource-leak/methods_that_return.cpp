// A method has the name of a function that does not come back.
#include <cstdlib>
#include <openssl/ssl.h>

struct Socket { void abort(); bool failed(); };
struct Log { static void err(const char *); };

void aborted_connection(SSL *ssl, Socket *q)
{
    X509 *x = SSL_get_peer_certificate(ssl);
    if (q->failed()) {
        q->abort();
        return; // expect: DTL301
    }
    if (!x) {
        Log::err("none");
        return;
    }
    if (q->failed()) {
        Log::err("failed");
        return; // expect: DTL301
    }
    X509_free(x);
}

// near miss: the program ends
void aborted_program(SSL *ssl, Socket *q)
{
    X509 *x = SSL_get_peer_certificate(ssl);
    if (q->failed())
        std::abort();
    X509_free(x);
}
