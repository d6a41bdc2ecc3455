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

struct otp_context { unsigned char key[8]; };

int otp_verify_user(struct otp_context *ctx, const unsigned char *key2)
{
    return memcmp(ctx->key, key2, 8) == 0; // expect: DTL605
}

int find_entry(struct otp_context *ctx, const unsigned char *key2)
{
    return memcmp(ctx->key, key2, 8) == 0; /* silent: nothing is verified */
}

int old_decrypt(struct ctx *ctx, unsigned char *data, const unsigned char *saved_checksum)
{
    unsigned char checksum[16];
    mac_block(ctx, data, checksum);
    return memcmp(checksum, saved_checksum, 16) == 0; // expect: DTL605
}

int checksum_verify(const unsigned char *key, const unsigned char *data, const unsigned char *cksum)
{
    unsigned char computed[16];
    mac_block((struct ctx *)key, data, computed);
    return memcmp(computed, cksum, 16) == 0; // expect: DTL605
}

int block_verify(const unsigned char *data, const unsigned char *cksum)
{
    unsigned char computed[16];
    mac_block(NULL, data, computed);
    return memcmp(computed, cksum, 16) == 0; /* silent: no key, so anybody can make it */
}

int k5_bcmp(const void *a, const void *b, size_t n);

int new_decrypt(struct ctx *ctx, unsigned char *data, const unsigned char *saved_checksum)
{
    unsigned char checksum[16];
    mac_block(ctx, data, checksum);
    return k5_bcmp(checksum, saved_checksum, 16) == 0; /* silent: a comparison of the project's own */
}

int full_packet(const unsigned char *macbuf, const unsigned char *payload, size_t n)
{
    return memcmp(macbuf, payload + n, 20) == 0; // expect: DTL605
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
