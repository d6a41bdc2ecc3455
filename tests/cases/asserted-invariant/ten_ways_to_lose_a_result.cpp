// Ten places where work or its result hangs on an assertion.
#include <QtGlobal>
#include <QByteArray>
#include <cassert>
#include <memory>
#include <vector>
#include "qsslsocket_openssl_symbols_p.h"
#include "rtc_base/checks.h"

struct Free { void operator()(SSL_CTX *c) const { SSL_CTX_free(c); } };

struct Endpoint {
    std::unique_ptr<SSL_CTX, Free> ctx;
    SSL *ssl = nullptr;
    QByteArray cookieSecret;
    int status = 0;

    void owner()
    {
        ctx.reset(SSL_CTX_new(DTLS_method()));
        Q_ASSERT(ctx); // expect: DTL104
        SSL_CTX_set_options(ctx.get(), SSL_OP_NO_TICKET);
    }

    void ownerTested()
    {
        ctx.reset(SSL_CTX_new(DTLS_method()));
        if (!ctx)
            return;
        Q_ASSERT(ctx); /* silent: tested before */
        SSL_CTX_set_options(ctx.get(), SSL_OP_NO_TICKET);
    }

    void constLocal()
    {
        const auto ok = q_RAND_bytes(reinterpret_cast<unsigned char *>(cookieSecret.data()), cookieSecret.size());
        Q_ASSERT_X(ok == 1, "constLocal", "no randomness"); // expect: DTL104
        Q_UNUSED(ok)
    }

    void throughBool(int fd)
    {
        const bool bound = q_SSL_set_fd(ssl, fd) == 1;
        Q_ASSERT(bound); // expect: DTL104
        Q_UNUSED(bound)
    }

    void nestedCall(int fd)
    {
        RTC_DCHECK_EQ(1, SSL_set_fd(ssl, fd)); // expect: DTL103
    }

    void kept()
    {
        status = q_SSL_CTX_check_private_key(ctx.get());
        Q_ASSERT(status == 1); /* silent: kept in a member, and no object that is used */
    }

    int chain(const char *cert, const char *key)
    {
        int rc = SSL_CTX_use_certificate_file(ctx.get(), cert, SSL_FILETYPE_PEM);
        assert(rc == 1); // expect: DTL104
        rc = SSL_CTX_use_PrivateKey_file(ctx.get(), key, SSL_FILETYPE_PEM);
        assert(rc == 1); /* silent: returned */
        return rc;
    }

    void lambda()
    {
        auto once = [this](unsigned char *out) {
            assert(RAND_bytes(out, 32) > 0); // expect: DTL103
        };
        once(reinterpret_cast<unsigned char *>(cookieSecret.data()));
    }

    void compound(int &left)
    {
        assert((left -= 1) >= 0); // expect: DTL103
    }

    template <typename T>
    void generic(T &sink)
    {
        unsigned char buf[16];
        const int rc = RAND_priv_bytes(buf, sizeof buf);
        RTC_DCHECK(rc == 1); // expect: DTL104
        sink.put(buf, sizeof buf);
    }

    void thrownAway()
    {
        const int rc = RAND_bytes(reinterpret_cast<unsigned char *>(cookieSecret.data()), 32);
        Q_ASSERT(rc == 1); /* silent: the throw tests it */
        if (rc != 1)
            throw rc;
    }
};

bool handedBack(unsigned char *b, int n)
{
    const int rc = RAND_bytes(b, n);
    Q_ASSERT(rc == 1); /* silent: returned as a test */
    return rc == 1;
}
