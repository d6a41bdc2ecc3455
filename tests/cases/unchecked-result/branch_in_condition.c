#include <openssl/evp.h>
#include <openssl/rand.h>

int parse_curve(const char *name);
int is_builtin(const char *name);

/* An #if inside of parentheses costs nobody the branches around it. */
int use_curve(const char *name, unsigned char *seed)
{
#ifdef NO_CURVES
    return 0;
#else
    int nid = 0;

    if ((nid = parse_curve(name)) == 0
#ifdef HAVE_BUILTIN_CURVES
        && (nid = is_builtin(name)) == 0
#endif
    ) {
        return -1;
    }
    RAND_bytes(seed, 16); // expect: DTL201
    return nid;
#endif
}

int either(const char *name, unsigned char *seed)
{
#ifdef NO_SEED
    return 0;
#else
    if (parse_curve(name
#ifdef LONG_NAMES
                    + 1)) {
#else
                    )) {
#endif
        RAND_bytes(seed, 16); // expect: DTL201
    }
    return 1;
#endif
}
