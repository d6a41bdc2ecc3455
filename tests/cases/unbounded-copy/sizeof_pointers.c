/* sizeof of a pointer where the size of what it points to was meant. */
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct session {
    uint8_t *ticket;
    uint8_t master[48];
    char *names[4];
};
typedef struct session session_t;

void param_pointer(unsigned char *out, const unsigned char *in)
{
    memcpy(out, in, sizeof(out)); // expect: DTL803
    out[0] ^= 1;
}

/* The parameter only looks like an array. */
void param_array(unsigned char key[32], const unsigned char *in)
{
    memcpy(key, in, sizeof(key)); // expect: DTL803
    key[31] &= 0x7f;
}

int member_pointer(session_t *s, const uint8_t *in)
{
    memcpy(s->ticket, in, sizeof(s->ticket)); // expect: DTL803
    memcpy(s->master, in, sizeof(s->master)); /* silent: that member is an array */
    return s->master[0];
}

int random_pointer(void)
{
    unsigned char *iv = OPENSSL_malloc(16);
    int ok;

    if (!iv)
        return 0;
    ok = RAND_bytes(iv, sizeof(iv)) == 1; // expect: DTL803
    OPENSSL_free(iv);
    return ok;
}

void wipe_pointer(char *password)
{
    OPENSSL_cleanse(password, sizeof(password)); // expect: DTL803
}

void wipe_struct_pointer(session_t *s)
{
    memset(s, 0, sizeof(s)); // expect: DTL803
    memset(s, 0, sizeof(*s)); /* silent: the pointee */
    memset(s, 0, sizeof(session_t)); /* silent: the type */
}

int read_pointer(SSL *ssl, char *reply)
{
    int n = SSL_read(ssl, reply, sizeof(reply) - 1); // expect: DTL803

    if (n > 0)
        reply[n] = '\0';
    return n;
}

void print_pointer(char *out, const char *who)
{
    snprintf(out, sizeof(out), "%s@", who); // expect: DTL803
    puts(out);
}

void strncpy_source_pointer(const char *name)
{
    char host[256];

    strncpy(host, name, sizeof(name)); // expect: DTL803
    puts(host);
}

void store_pointer_value(uint8_t *slot, void *obj)
{
    memcpy(slot, &obj, sizeof(obj)); /* silent: the pointer itself is what is copied */
    slot[0] |= 0;
}

void *load_pointer_value(const uint8_t *slot)
{
    void *obj;

    memcpy(&obj, slot, sizeof(obj)); /* silent: the pointer itself is the destination */
    return obj;
}

void clear_names(session_t *s)
{
    memset(s->names, 0, sizeof(s->names)); /* silent: an array of pointers */
}

char **copy_names(char **names, size_t n)
{
    char **list = malloc(n * sizeof(char *));

    if (list)
        memcpy(list, names, n * sizeof(char *)); /* silent: elements of pointer type, same product */
    return list;
}

void first_element(uint32_t *out, const uint8_t *in)
{
    memcpy(out, in, sizeof(out[0])); /* silent: an element */
    memcpy(out + 1, in, sizeof *out); /* silent: an element, without parentheses */
}

void row_pointer(unsigned char (*rows)[16], const unsigned char *in)
{
    memcpy(rows, in, sizeof(*rows)); /* silent: the pointee is an array of 16 */
    memcpy(rows[1], in, sizeof(rows[1])); /* silent: the element is an array */
}

int local_array(const unsigned char *in)
{
    unsigned char key[32];

    memcpy(key, in, sizeof key); /* silent: a true array */
    return key[0];
}
