// Members that are declared together.
#include <openssl/ssl.h>
#include <string>
#include <vector>

struct Session {
    std::string name, title;
    std::vector<unsigned char> hmac, sessionKey;
};

bool same_key(const Session &a, const Session &b)
{
    return a.sessionKey == b.sessionKey; // expect: DTL605
}

bool same_title(const Session &a, const Session &b)
{
    return a.title == b.title; /* silent: no secret */
}
