/* What differs is taken over: the comparison asks for a change, not for who somebody is. */
#include <openssl/ssl.h>
#include <string.h>

struct settings {
    SSL_CTX *ctx;
    char *password;
    char *password_before;
    char *psk;
    int flags;
};

void store_replace(char **where, const char *text);
int note(const char *text);

void update_password(struct settings *settings, char *password)
{
    if (0 != strcmp(settings->password, password)) { /* silent: the new one takes its place */
        settings->password_before = settings->password;
        settings->password = password;
        settings->flags |= 1;
    }
}

#define UPDATE(dst, src) if (NULL == dst || 0 != strcmp(dst, src)) { dst = strdup(src); }

void update_copy(struct settings *settings, const char *password)
{
    UPDATE(settings->password, password); /* silent: a copy of the new one takes its place */
}

void keep_old(struct settings *settings, const char *password)
{
    if (strcmp(password, settings->password)) { /* silent: the old one is kept beside the new one */
        settings->flags |= 2;
        settings->password_before = strdup(password);
    }
}

void update_psk(struct settings *settings, const char *psk, int owned)
{
    if (strcmp(settings->psk, psk) != 0) { /* silent: a helper puts it there */
        if (!owned)
            store_replace(&settings->psk, psk);
        else
            note("the secret belongs to another host");
    }
}

void copy_over(struct settings *settings, const char *password)
{
    if (strcmp(settings->password, password) != 0) /* silent: copied over */
        strcpy(settings->password, password);
}

int let_in(struct settings *settings, const char *password)
{
    if (0 != strcmp(settings->password, password)) { // expect: DTL605
        settings->flags |= 4;
        return note("wrong password");
    }
    settings->password_before = strdup(password);
    return 1;
}

int let_in_and_remember(struct settings *settings, char *password)
{
    int refused = 0;

    if (strcmp(settings->password, password) != 0) // expect: DTL605
        refused = 1;
    settings->password = password; /* in either case */
    return !refused;
}

int same_label(const char *tag, const char *wanted)
{
    size_t taglen = strlen(wanted);

    return memcmp(tag, wanted, taglen) == 0; /* silent: a text, as its length was measured */
}

int same_prefix(const char *tag, const char *name, const char *colon)
{
    size_t taglen;

    if (colon != NULL)
        taglen = colon - name;
    else
        taglen = strlen(name);
    return !memcmp(tag, name, taglen); /* silent: a text up to its colon */
}

int same_tag(const unsigned char *mine, const unsigned char *theirs, size_t taglen)
{
    return memcmp(mine, theirs, taglen) == 0; // expect: DTL605
}
