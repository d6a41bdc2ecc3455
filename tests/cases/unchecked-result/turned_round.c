/* Tests that take success for failure. */
#include <openssl/err.h>
#include <openssl/ssl.h>

void log_message(const char *text);
void report_error(const char *text);

SSL_CTX *twice_turned(SSL_CTX *ctx, const char *file)
{
    if (!SSL_CTX_load_verify_locations(ctx, file, NULL) != 1) { // expect: DTL202
        log_message("error in the list of authorities");
        SSL_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}

int turned(SSL_CTX *ctx, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file)) { // expect: DTL202
        report_error(file);
        return -1;
    }
    return 0;
}

int right_way(SSL_CTX *ctx, const char *file)
{
    if (!SSL_CTX_use_certificate_chain_file(ctx, file)) {
        report_error(file);
        return -1;
    }
    return 0;
}

int tells_of_success(SSL_CTX *ctx, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file)) { /* silent: a message, and no failure */
        log_message("certificate loaded");
        return 0;
    }
    return -1;
}

const char *result_is_a_complaint(SSL_CTX *ctx, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file)) /* silent: NULL says that all is well */
        return NULL;
    report_error(file);
    return "no certificate";
}

int tries_another(SSL_CTX *ctx, const char *file, const char *other)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file)) { /* silent: a report, and on it goes */
        report_error("the first file was used");
    } else if (!SSL_CTX_use_certificate_chain_file(ctx, other)) {
        return -1;
    }
    return 0;
}

int must_not_succeed(SSL_CTX *ctx, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file) == 1) { /* silent: meant as it stands */
        report_error("a certificate that should have been refused");
        return -1;
    }
    return 0;
}

int tried_and_forgotten(SSL_CTX *ctx, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file)) { /* silent: clearing errors is no report */
        ERR_clear_error();
        return 0;
    }
    return 1;
}
