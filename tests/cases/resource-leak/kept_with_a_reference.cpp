// A helper that keeps what it gets, and makes a reference for that.
#include <openssl/x509.h>

class Holder
{
public:
    bool load(const unsigned char *data, long size)
    {
        X509 *cert = d2i_X509(nullptr, &data, size);
        if (!cert)
            return false;
        keep_counted(cert);
        return true; // expect: DTL301
    }
    bool adopt(const unsigned char *data, long size)
    {
        X509 *cert = d2i_X509(nullptr, &data, size);
        if (!cert)
            return false;
        keep(cert);
        return true; // silent: the holder has it
    }

private:
    void keep_counted(X509 *from)
    {
        X509_free(held);
        X509_up_ref(from);
        held = from;
    }
    void keep(X509 *from)
    {
        X509_free(held);
        held = from;
    }
    X509 *held = nullptr;
};

int use(Holder &holder, const unsigned char *data, long size)
{
    return holder.load(data, size) + holder.adopt(data, size);
}

static bool make_pair(EVP_PKEY *&key, X509 *&cert)
{
    key = EVP_PKEY_new();
    cert = X509_new();
    return key && cert;
}

bool twice()
{
    EVP_PKEY *key = nullptr;
    X509 *cert = nullptr;
    bool ok = make_pair(key, cert);
    EVP_PKEY_free(key);
    X509_free(cert);
    ok = make_pair(key, cert) && ok; // silent: what was released is replaced
    EVP_PKEY_free(key);
    X509_free(cert);
    return ok;
}
