/* Digests that a secret went into, one-time passwords, and tags without a telling name. */
#include <openssl/evp.h>
#include <openssl/md5.h>
#include <string.h>
#include <strings.h>

struct link { char *secret; char *path; };
struct otp_state { unsigned char hash[8]; int algo; };
struct ctx;

void to_hex(char *out, const unsigned char *in, int n);
void otp_next_hash(int algo, const unsigned char *in, unsigned char *out);
void mac_block(struct ctx *ctx, const unsigned char *in, unsigned char *x);

int link_is_good(const struct link *l, const char *md5_str)
{
    unsigned char sum[MD5_DIGEST_LENGTH];
    char md5[33];
    MD5_CTX ctx;
    MD5_Init(&ctx);
    MD5_Update(&ctx, l->secret, strlen(l->secret));
    MD5_Update(&ctx, l->path, strlen(l->path));
    MD5_Final(sum, &ctx);
    to_hex(md5, sum, 16);
    return strncasecmp(md5_str, md5, 32) == 0; // expect: DTL605
}

int file_is_whole(const char *data, const char *md5_str)
{
    unsigned char sum[MD5_DIGEST_LENGTH];
    char md5[33];
    MD5_CTX ctx;
    MD5_Init(&ctx);
    MD5_Update(&ctx, data, strlen(data));
    MD5_Final(sum, &ctx);
    to_hex(md5, sum, 16);
    return strncasecmp(md5_str, md5, 32) == 0; /* silent: anybody can make this digest */
}

struct context { unsigned char hash[MD5_DIGEST_LENGTH]; struct context *next; };

struct context *context_for(struct context *list, const struct link *l)
{
    unsigned char hash[MD5_DIGEST_LENGTH];
    MD5_CTX ctx;
    MD5_Init(&ctx);
    MD5_Update(&ctx, l->secret, strlen(l->secret));
    MD5_Update(&ctx, l->path, strlen(l->path));
    MD5_Final(hash, &ctx);
    for (; list; list = list->next) {
        if (memcmp(hash, list->hash, sizeof(hash)) == 0) /* silent: finds the one with the same settings */
            return list;
    }
    return NULL;
}

int mech_otp_verify(struct otp_state *state, const unsigned char *hash)
{
    unsigned char cur_hash[8];
    otp_next_hash(state->algo, hash, cur_hash);
    return memcmp(cur_hash, state->hash, 8) == 0; // expect: DTL605
}

int ccm_decrypt(struct ctx *ctx, unsigned char *msg, size_t m)
{
    unsigned char x[16];
    mac_block(ctx, msg, x);
    if (memcmp(x, msg, m) == 0) // expect: DTL605
        return 1;
    return memcmp(msg, "head", 4) == 0; /* silent: a text of the code */
}

int ccm_self_check(struct ctx *ctx, unsigned char *msg, size_t m)
{
    unsigned char x[16];
    mac_block(ctx, msg, x);
    return memcmp(x, msg, m) == 0; /* silent: nothing says that this opens anything */
}
