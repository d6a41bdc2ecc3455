// Casts to void in a macro's clothes; results that leave through a reference.
#include <openssl/rand.h>
#define IGNORE(x) (void)(x)
#define PASS_ON(x) (x)

void voided(unsigned char *p) { IGNORE(RAND_bytes(p, 4)); } // expect: DTL201
void statement(unsigned char *p) { PASS_ON(RAND_bytes(p, 4)); } // expect: DTL201
void out(unsigned char *p, int &rc) { rc = RAND_bytes(p, 4); /* silent: the caller has it */ }
void in(unsigned char *p)
{
    int rc = RAND_bytes(p, 4); // expect: DTL204
    IGNORE(rc);
}

#include <tuple>
void ignored(unsigned char *p)
{
    int rc = RAND_bytes(p, 4); // expect: DTL204
    std::ignore = rc;
}
void switched(unsigned char *p)
{
    switch (int rc = RAND_bytes(p, 4)) { /* silent: the switch tests it */
    case 1: break;
    default: throw rc;
    }
}
void misread_by_switch(unsigned char *p)
{
    switch (int rc = RAND_bytes(p, 4)) { // expect: DTL202
    case 0: throw rc;
    default: break;
    }
}

int POSIX_GUARD_OSSL(int result, int error);
int POSIX_GUARD(int result);
int guarded(unsigned char *p)
{
    POSIX_GUARD_OSSL(RAND_bytes(p, 4), 1); /* silent: it asks for 1 */
    return 0;
}
int guarded_badly(unsigned char *p)
{
    POSIX_GUARD(RAND_bytes(p, 4)); // expect: DTL202
    return 0;
}
