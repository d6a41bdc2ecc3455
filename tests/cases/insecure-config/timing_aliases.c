#include <stddef.h>
#include <string.h>

#define os_memcmp(a, b, n) memcmp(a, b, n)

typedef struct {
    size_t length;
    unsigned char *data;
} str_t;

int app_strcmp(const void *, const void *);
int ct_memcmp(const void *, const void *, size_t);
int length_of(const char *);

int is_the_users(const str_t *passwd, const char *crypted)
{
    return app_strcmp(crypted, passwd->data) == 0; // expect: DTL605
}

int is_the_macs(const unsigned char *mac, const unsigned char *theirs)
{
    return os_memcmp(mac, theirs, 16) == 0; // expect: DTL605
}

int is_the_macs_too(const unsigned char *mac, const unsigned char *theirs)
{
    return ct_memcmp(mac, theirs, 16) == 0; /* silent: says that it takes its time */
}

int verify_url(const unsigned char *token, const unsigned char *valtoken, size_t n)
{
    return memcmp(token, valtoken, n) == 0; // expect: DTL605
}

int next_is(const unsigned char *token, const unsigned char *wanted_token, const char *other_token)
{
    return memcmp(token, other_token, 3) == 0; /* silent: a word of a language */
}

int login(const char *line, const char *password, const char *password_file)
{
    if (strcmp(line, password_file) == 0) /* silent: the name of a file */
        return 0;
    return strcmp(line, password) == 0; // expect: DTL605
}
