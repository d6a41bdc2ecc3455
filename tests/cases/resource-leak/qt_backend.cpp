// Qt style: q_ prefix, owners with custom deleters, opaque stacks, members.
#include <QtGlobal>
#include <QByteArray>
#include <QScopedPointer>
#include <QSharedPointer>
#include <QVector>
#include "qsslsocket_openssl_symbols_p.h"

bool verifyChain(const QList<X509 *> &cas, X509 *leaf)
{
    X509_STORE *certStore = q_X509_STORE_new();
    if (!certStore) {
        qWarning("no store");
        return false;
    }
    for (X509 *ca : cas) {
        if (q_X509_STORE_add_cert(certStore, ca) != 1)
            return false; // expect: DTL301
    }
    X509_STORE_CTX *storeContext = q_X509_STORE_CTX_new();
    if (!storeContext) {
        q_X509_STORE_free(certStore);
        return false;
    }
    if (q_X509_STORE_CTX_init(storeContext, certStore, leaf, nullptr) != 1) {
        q_X509_STORE_CTX_free(storeContext);
        return false; // expect: DTL301
    }
    const bool ok = q_X509_verify_cert(storeContext) == 1;
    q_X509_STORE_CTX_free(storeContext);
    q_X509_STORE_free(certStore);
    return ok;
}

EVP_PKEY *decodeKey(const QByteArray &pem)
{
    BIO *bio = q_BIO_new_mem_buf(const_cast<char *>(pem.data()), pem.size());
    if (!bio)
        return nullptr;
    return q_PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr); // expect: DTL301
}

EVP_PKEY *decodeKeyGuarded(const QByteArray &pem)
{
    BIO *bio = q_BIO_new_mem_buf(const_cast<char *>(pem.data()), pem.size());
    if (!bio)
        return nullptr;
    const auto bioGuard = qScopeGuard([bio] { q_BIO_free(bio); });
    return q_PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr); /* silent: the guard frees the bio */
}

class TlsContext
{
public:
    TlsContext() = default;
    ~TlsContext()
    {
        q_SSL_CTX_free(ctx); /* silent: a member, released at the end */
        q_EVP_PKEY_free(pkey);
        q_SSL_SESSION_free(session);
    }

    bool init(const SSL_METHOD *method)
    {
        ctx = q_SSL_CTX_new(method); /* silent: a member keeps it */
        return ctx != nullptr;
    }

    SSL *createSsl()
    {
        SSL *ssl = q_SSL_new(ctx);
        if (!ssl)
            return nullptr;
        if (!session)
            return ssl; /* silent: returned */
        if (q_SSL_set_session(ssl, session) != 1)
            qWarning("no session");
        return ssl;
    }

    bool cacheSession(SSL *ssl)
    {
        if (session)
            q_SSL_SESSION_free(session);
        session = q_SSL_get1_session(ssl); /* silent: released before, kept in a member */
        return session != nullptr;
    }

    bool useEphemeralDh()
    {
        DH *dh = q_DH_new();
        if (!dh)
            return false;
        if (q_EVP_PKEY_assign(pkey, EVP_PKEY_DH, dh) != 1) {
            qWarning("no DH");
            return false; // expect: DTL301
        }
        return true;
    }

private:
    SSL_CTX *ctx = nullptr;
    EVP_PKEY *pkey = nullptr;
    SSL_SESSION *session = nullptr;
};

struct X509Cleanup { static void cleanup(X509 *x) { q_X509_free(x); } };

int scopedNames(SSL *ssl)
{
    QScopedPointer<X509, X509Cleanup> cert(q_SSL_get_peer_certificate(ssl));
    if (cert.isNull())
        return -1; /* silent: the owner releases */
    return X509_NAME_entry_count(q_X509_get_subject_name(cert.data())); /* silent: the owner releases */
}

X509 *takeFromOwner(SSL *ssl)
{
    QScopedPointer<X509, X509Cleanup> cert(q_SSL_get_peer_certificate(ssl));
    return cert.take(); /* silent: handed to the caller */
}

int takeAndLose(SSL *ssl)
{
    QScopedPointer<X509, X509Cleanup> cert(q_SSL_get_peer_certificate(ssl));
    X509 *raw = cert.take();
    return raw ? 1 : 0; // expect: DTL301
}

QSharedPointer<SSL> shared(SSL_CTX *ctx)
{
    SSL *raw = q_SSL_new(ctx);
    QSharedPointer<SSL> ssl(raw, q_SSL_free);
    return ssl; /* silent: wrapped in an owner */
}

void nativeStack(const QList<X509 *> &certs)
{
    OPENSSL_STACK *sk = q_OPENSSL_sk_new_null();
    for (X509 *c : certs)
        q_OPENSSL_sk_push(sk, q_X509_dup(c)); /* silent: popped and freed below */
    q_OPENSSL_sk_pop_free(sk, reinterpret_cast<void (*)(void *)>(q_X509_free));
}

int peerAndChain(SSL *ssl)
{
    X509 *peer = q_SSL_get_peer_certificate(ssl);
    STACK_OF(X509) *chain = q_SSL_get_peer_cert_chain(ssl); /* silent: borrowed */
    if (!peer || !chain)
        return 0; // expect: DTL301
    q_X509_free(peer);
    return 1;
}

void intoContainer(QVector<X509 *> &out, SSL *ssl)
{
    X509 *peer = q_SSL_get_peer_certificate(ssl);
    if (peer)
        out.append(peer); /* silent: stored into a container */
}

void releaseBorrowed(SSL *ssl)
{
    BIO *out = q_SSL_get_wbio(ssl);
    if (out)
        q_BIO_free(out); // expect: DTL306
}

bool attach(SSL *ssl)
{
    BIO *in = q_BIO_new(q_BIO_s_mem());
    BIO *out = q_BIO_new(q_BIO_s_mem());
    if (!in)
        return false; // expect: DTL301
    if (!out) {
        q_BIO_free(in);
        return false;
    }
    q_SSL_set_bio(ssl, in, out);
    return true; /* silent: the connection owns both */
}
