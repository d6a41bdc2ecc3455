#include <openssl/ssl.h>

static SSL_CTX *context = SSL_CTX_new(DTLSv1_client_method()); // expect: DTL601

class Connection {
    SSL_CTX *old = SSL_CTX_new(TLSv1_method()); // expect: DTL601
    SSL_CTX *fine = SSL_CTX_new(TLS_method());
};
