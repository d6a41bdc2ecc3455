// Sizes that may be 0, indices that may be 0, and values that only some tests tell apart.
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>

int common_name(X509_NAME *name, char *out, int size)
{
    if (X509_NAME_get_text_by_NID(name, NID_commonName, out, size) <= 0) /* silent: an empty name is no name */
        return -1;
    if (X509_NAME_get_text_by_NID(name, NID_commonName, out, size) < 0) /* silent: exact */
        return -1;
    if (!X509_NAME_get_text_by_NID(name, NID_commonName, out, size)) // expect: DTL202
        return -1;
    return 0;
}

int decoded(unsigned char *out, const unsigned char *in, int len)
{
    int n = EVP_DecodeBlock(out, in, len);
    if (n <= 0) /* silent: nothing was decoded */
        return -1;
    return n;
}

int digest_length(const EVP_MD *md)
{
    int n = EVP_MD_size(md);
    if (n <= 0) /* silent: the null digest is not wanted */
        return -1;
    return n;
}

size_t mac_length(void)
{
    size_t n = EVP_MD_size(EVP_sha256()); /* silent: a constant algorithm */
    return n == 32 ? n : 0;
}

int first_of(X509_NAME *name)
{
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at <= 0) // expect: DTL202
        return -1;
    return at;
}

int first_again(X509_NAME *name)
{
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at == -1) /* silent: -2 is for unknown NIDs only */
        return -1;
    return at;
}

int connected_socket(SSL *ssl)
{
    if (!SSL_get_fd(ssl)) // expect: DTL202
        return -1;
    return SSL_get_fd(ssl) == -1 ? -1 : 0; /* silent: exact */
}

long stapled(SSL *ssl, const unsigned char **out)
{
    long len = SSL_get_tlsext_status_ocsp_resp(ssl, out);
    if (len < 0) /* silent: -1 where there is none */
        return 0;
    return len;
}

int negotiated(SSL *ssl, int *nid)
{
    if (SSL_get_peer_signature_nid(ssl, nid) < 0) // expect: DTL202
        return -1;
    return 0;
}

int dane(SSL *ssl, const char *host)
{
    if (SSL_dane_enable(ssl, host) < 0) // expect: DTL202
        return -1;
    return 0;
}

int tlsa(SSL *ssl, const unsigned char *data, size_t len)
{
    if (SSL_dane_tlsa_add(ssl, 3, 1, 1, data, len) < 0) /* silent: 0 is a record that cannot be used */
        return -1;
    return 0;
}

size_t subject_length(X509 *cert)
{
    char *line = X509_NAME_oneline(X509_get_subject_name(cert), NULL, 0);
    size_t n = strlen(line); // expect: DTL203
    OPENSSL_free(line);
    return n;
}

size_t issuer_length(X509 *cert)
{
    char *line = X509_NAME_oneline(X509_get_issuer_name(cert), 0, 0);
    size_t n = line ? strlen(line) : 0; /* silent: tested */
    OPENSSL_free(line);
    return n;
}

size_t short_subject(X509 *cert)
{
    char line[256];
    X509_NAME_oneline(X509_get_subject_name(cert), line, sizeof(line)); /* silent: it fills a buffer */
    return strlen(line);
}
