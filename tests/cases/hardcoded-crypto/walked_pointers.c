/* Guesses through pointers, casts and scalars; secrets told by their names alone. */
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned char u8;
#define SECRET_SIZE 10

int walked(u8 *cookie_key)
{
    size_t i;
    for (i = 0; i < 32; i++)
        *cookie_key++ = (u8)(rand() >> 4); // expect: DTL404
    return 1;
}

int by_a_number(u8 *key)
{
    unsigned r = (unsigned)random();
    memcpy(key, &r, sizeof r); // expect: DTL404
    return 1;
}

int named_size(u8 *s)
{
    return RAND_bytes(s, SECRET_SIZE) == 1; // expect: DTL402
}

int named_scalar(void)
{
    unsigned long session_key;
    return RAND_bytes((u8 *)&session_key, sizeof session_key) == 1; // expect: DTL402
}

int a_number(void)
{
    unsigned long request;
    return RAND_bytes((u8 *)&request, sizeof request) == 1; /* silent: no secret */
}

int short_and_bare(u8 *secret)
{
    return RAND_bytes(secret, 8) == 1; // expect: DTL402
}
