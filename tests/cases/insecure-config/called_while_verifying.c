/* A callback that runs while a certificate is verified; methods by other names. */
#include <openssl/ssl.h>

enum { LWS_CALLBACK_OPENSSL_PERFORM_CLIENT_CERT_VERIFICATION = 3 };
void debug(const char *text, const void *p);

int callback(int reason, void *in, int len)
{
    switch (reason) {
    case LWS_CALLBACK_OPENSSL_PERFORM_CLIENT_CERT_VERIFICATION:
        if (!len || SSL_get_verify_result((SSL *)in) != X509_V_OK) /* silent: there is one */
            return 1;
        break;
    }
    return 0;
}

const SSL_METHOD *sycDTLSv1_server_method(void)
{
    const SSL_METHOD *result;
    result = DTLSv1_server_method(); /* silent: the function by another name */
    debug("DTLSv1_server_method() -> %p", result);
    return result;
}
