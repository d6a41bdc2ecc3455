// Qt style: q_ prefix, Q_ASSERT, member handles.
#include <QtGlobal>
#include <QByteArray>
#include <QSharedPointer>
#include <cstring>
#include "qsslsocket_openssl_symbols_p.h"

namespace dtlsopenssl {

struct DtlsState
{
    using TlsConnection = QSharedPointer<SSL>;
    TlsConnection tlsConnection;
    QSharedPointer<SSL_CTX> tlsContext;
    QByteArray secret;
    QByteArray dgram;
    bool peerAuthenticated = false;
};

enum HandshakeState { NotStarted, InProgress, PeerVerificationFailed, Complete };

class QDtlsPrivate
{
public:
    bool startHandshake(void *socket);
    bool continueHandshake(void *socket, const QByteArray &datagram);
    qint64 writeDatagramEncrypted(const QByteArray &dgram);
    QByteArray decryptDatagram(const QByteArray &tlsdgram);
    void setSecret(const QByteArray &secret);
    bool resume(SSL_SESSION *session);
    void abort();
    SSL *native() const;

    DtlsState dtls;
    HandshakeState handshakeState = NotStarted;
    bool connectionEncrypted = false;
};

bool QDtlsPrivate::startHandshake(void *socket)
{
    Q_ASSERT(socket); // expect: DTL101
    q_BIO_set_data(q_SSL_get_rbio(dtls.tlsConnection.data()), socket);
    Q_ASSERT(handshakeState == NotStarted); // expect: DTL105
    const int result = q_SSL_do_handshake(dtls.tlsConnection.data());
    return result == 1;
}

bool QDtlsPrivate::continueHandshake(void *socket, const QByteArray &datagram)
{
    Q_UNUSED(socket)
    Q_ASSERT(datagram.size()); /* silent: handed to no contract call, and no state */
    dtls.dgram = datagram;
    return true;
}

qint64 QDtlsPrivate::writeDatagramEncrypted(const QByteArray &dgram)
{
    Q_ASSERT(connectionEncrypted); // expect: DTL105
    return q_SSL_write(dtls.tlsConnection.data(), dgram.constData(), dgram.size());
}

QByteArray QDtlsPrivate::decryptDatagram(const QByteArray &tlsdgram)
{
    if (!connectionEncrypted)
        return {};
    Q_ASSERT(connectionEncrypted); /* silent: tested before */
    dtls.dgram = tlsdgram;
    QByteArray plain(1024, '\0');
    const int n = q_SSL_read(dtls.tlsConnection.data(), plain.data(), plain.size());
    if (n <= 0)
        return {};
    return plain;
}

void QDtlsPrivate::setSecret(const QByteArray &secret)
{
    Q_ASSERT(secret.size() >= 16); // expect: DTL105
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    if (!q_HMAC(nullptr, secret.constData(), secret.size(), md, sizeof md, md, &len))
        return;
    dtls.secret = secret;
}

bool QDtlsPrivate::resume(SSL_SESSION *session)
{
    Q_ASSERT_X(!dtls.tlsConnection.isNull(), "resume", "no connection"); // expect: DTL105
    return q_SSL_set_session(dtls.tlsConnection.data(), session) == 1;
}

void QDtlsPrivate::abort()
{
    Q_ASSERT(!dtls.tlsConnection.isNull()); /* silent: tested on the way to the call */
    if (dtls.tlsConnection.isNull())
        return;
    q_SSL_shutdown(dtls.tlsConnection.data());
}

SSL *QDtlsPrivate::native() const
{
    Q_ASSERT(dtls.tlsConnection.data()); /* silent: returned only */
    return dtls.tlsConnection.data();
}

int dgramWrite(BIO *bio, const char *bytes, int n)
{
    auto *dtls = static_cast<DtlsState *>(q_BIO_get_data(bio));
    Q_ASSERT(dtls); // expect: DTL101
    dtls->dgram.append(bytes, n);
    return n;
}

int dgramRead(BIO *bio, char *out, int bytesToRead)
{
    Q_CHECK_PTR(out); /* silent: checks in release builds too */
    auto *dtls = static_cast<DtlsState *>(q_BIO_get_data(bio));
    Q_CHECK_PTR(dtls); /* silent: checks in release builds too */
    const int have = dtls->dgram.size();
    Q_ASSERT(bytesToRead >= have); // expect: DTL102
    std::memcpy(out, dtls->dgram.constData(), have);
    return have;
}

bool randomCookie(unsigned char *buf, int n)
{
    Q_ASSERT(q_RAND_bytes(buf, n) == 1); // expect: DTL103
    return buf[0] != 0;
}

void configureContext(SSL_CTX *ctx, const char *ciphers)
{
    const int ok = q_SSL_CTX_set_cipher_list(ctx, ciphers);
    Q_ASSERT(ok == 1); // expect: DTL104
    Q_UNUSED(ok)
}

} // namespace dtlsopenssl
