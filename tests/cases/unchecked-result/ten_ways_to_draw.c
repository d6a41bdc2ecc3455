/* Ten ways in which real code draws random bytes, wrong and right. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/rand.h>
#include <openssl/err.h>

#define OK 0
#define ERR (-1)
#define RAND_OK 1
#define GET_RANDOM(buf, n) RAND_bytes((buf), (n))
#define ENSURE(cond) do { if (!(cond)) return ERR; } while (0)

struct id { uint8_t raw[16]; int valid; };

int by_alias_macro(uint8_t *b, int n)
{
    if (!GET_RANDOM(b, n)) // expect: DTL202
        return ERR;
    return OK;
}

int by_alias_macro_right(uint8_t *b, int n)
{
    if (GET_RANDOM(b, n) != RAND_OK) /* silent: exact */
        return ERR;
    return OK;
}

int by_ensure(uint8_t *b, int n)
{
    ENSURE(RAND_bytes(b, n) == 1); /* silent: exact */
    return OK;
}

int by_status_variable(uint8_t *b, int n)
{
    int status = RAND_bytes(b, n);
    if (status == ERR) // expect: DTL202
        return ERR;
    return OK;
}

int by_else(uint8_t *b, int n)
{
    if (RAND_bytes(b, n) > 0) { /* silent: exact */
        return OK;
    } else {
        ERR_print_errors_fp(stderr);
        return ERR;
    }
}

int by_empty_then(uint8_t *b, int n)
{
    if (RAND_bytes(b, n)) // expect: DTL202
        ;
    else
        return ERR;
    return OK;
}

int by_loop(uint8_t *b, int n)
{
    int i;
    for (i = 0; i < 3; i++)
        if (RAND_bytes(b, n) == 1) /* silent: exact */
            return OK;
    return ERR;
}

int by_loop_condition(uint8_t *b, int n)
{
    int i = 0;
    do {
        if (i++ > 3)
            return ERR;
    } while (RAND_bytes(b, n) != 1); /* silent: exact */
    return OK;
}

void by_priv(struct id *id)
{
    id->valid = RAND_priv_bytes(id->raw, sizeof id->raw) == 1; /* silent: exact, kept */
}

void by_member(struct id *id)
{
    id->valid = !RAND_bytes(id->raw, sizeof id->raw); // expect: DTL205
}

uint32_t by_value(void)
{
    uint32_t v = 0;
    RAND_bytes((unsigned char *)&v, sizeof v); // expect: DTL201
    return v;
}

uint32_t by_value_checked(void)
{
    uint32_t v;
    if (1 != RAND_bytes((uint8_t *)&v, sizeof(v))) /* silent: exact */
        abort();
    return v;
}

int by_two(uint8_t *a, uint8_t *b, int n)
{
    if (RAND_bytes(a, n) <= 0 || !RAND_bytes(b, n)) // expect: DTL202
        return ERR;
    return OK;
}

int by_sum(uint8_t *a, uint8_t *b, int n)
{
    int ok;
    ok = RAND_bytes(a, n); // expect: DTL204
    ok = RAND_bytes(b, n);
    return ok == 1 ? OK : ERR;
}

