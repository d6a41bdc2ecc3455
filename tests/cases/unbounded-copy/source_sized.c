/* strlen of the source into arrays, the classic. */
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct conf { char cipher_list[64]; char ca_file[256]; };

#define COPY_TO(dst, s) memcpy((dst), (s), strlen(s))

int set_ciphers(struct conf *c, const char *list)
{
    size_t len = strlen(list);

    if (len == 0)
        return -1;
    memcpy(c->cipher_list, list, len + 1); // expect: DTL805
    return 0;
}

int set_ca_file(struct conf *c, const char *path)
{
    strncpy(c->ca_file, path, strlen(path)); // expect: DTL805
    return 0;
}

int set_by_macro(struct conf *c, const char *path)
{
    memset(c, 0, sizeof(*c));
    COPY_TO(c->ca_file, path); // expect: DTL805
    return 0;
}

int set_ca_file_checked(struct conf *c, const char *path)
{
    if (strlen(path) >= sizeof(c->ca_file))
        return -1;
    memcpy(c->ca_file, path, strlen(path) + 1); /* silent: strlen was compared */
    return 0;
}

int set_ca_file_variable(struct conf *c, const char *path)
{
    size_t len = strlen(path);

    if (len > sizeof(c->ca_file) - 1) {
        fprintf(stderr, "name too long: %s\n", path);
        return -1;
    }
    memcpy(c->ca_file, path, len); /* silent: compared through the variable */
    c->ca_file[len] = '\0';
    return 0;
}

int set_ca_file_clamped(struct conf *c, const char *path)
{
    size_t len = strlen(path);

    if (len >= sizeof(c->ca_file))
        len = sizeof(c->ca_file) - 1;
    memcpy(c->ca_file, path, len); /* silent: clamped */
    c->ca_file[len] = '\0';
    return 0;
}

char *quoted(const char *s)
{
    char *p = malloc(strlen(s) + 3);

    if (!p)
        return NULL;
    p[0] = '"';
    memcpy(p + 1, s, strlen(s)); /* silent: allocated for it */
    strcpy(p + 1 + strlen(s), "\"");
    return p;
}

int bounded_scan(struct conf *c, const char *s)
{
    size_t len = strnlen(s, sizeof(c->cipher_list) - 1);

    memcpy(c->cipher_list, s, len); /* silent: strnlen bounds the length */
    c->cipher_list[len] = '\0';
    return 0;
}

int prefix_of_literal(struct conf *c)
{
    memcpy(c->cipher_list, "ECDHE", strlen("ECDHE")); /* silent: the length of a literal */
    memcpy(c->ca_file, "", 1); /* silent: one byte */
    return 0;
}

/* Caller-given destination; the function does more than copy. */
size_t append_name(char *out, const char *name)
{
    *out++ = '/';
    memcpy(out, name, strlen(name)); // expect: DTL805
    return strlen(name) + 1;
}

void secret_to_global(const char *pass)
{
    static char stored[32];

    OPENSSL_cleanse(stored, sizeof(stored)); /* silent: its own size */
    memcpy(stored, pass, strlen(pass)); // expect: DTL805
}

#define REFERENCE "JJY"

struct clock {
    unsigned id;
};

void name_by_macro(struct clock *c, char *out)
{
    memcpy((char *)&c->id, REFERENCE, strlen(REFERENCE)); /* silent: three bytes */
    memcpy(out, REFERENCE, strlen(REFERENCE)); /* silent: three bytes */
    out[0] = '\0';
}

struct account { char user[32]; };

void set_user(struct account *a, const char *line)
{
    size_t n = strcspn(line, ":");

    memcpy(a->user, line, n); // expect: DTL805
    a->user[31] = 0;
}
