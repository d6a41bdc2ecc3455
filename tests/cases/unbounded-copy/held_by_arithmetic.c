/* Lengths that arithmetic, loops and extents hold back. */
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>
typedef unsigned char u8;
int sized_by_it(const u8 *x, size_t n)
{
	u8 b[27 + n + n], *p = b;
	p += 27;
	memcpy(p, x, n); /* silent: the array was made with it */
	return b[0];
}
int cut_down(const unsigned char *r, size_t r_len)
{
	unsigned char buffer[40];
	size_t in = (r_len > 20) ? (r_len - 20) : 0;
	memcpy(buffer, r + in, r_len - in); /* silent: r_len, or 20 */
	return buffer[0];
}
struct st { unsigned char buffer[128]; size_t leftover; };
void rest_of_blocks(struct st *S, const unsigned char *in, size_t inlen)
{
	size_t blocks = inlen & ~(size_t)(128 - 1);
	memcpy(S->buffer, in + blocks, inlen - blocks); /* silent: under 128 */
	S->leftover = 1;
}
void counted(unsigned char *kc, size_t newkey_len)
{
	unsigned char delta[512];
	size_t n = 0;
	while (n < newkey_len) {
		delta[n] = 1;
		n++;
	}
	memcpy(kc, delta, n); /* silent: counted up to a limit */
}
void one_less(struct st *pwd, char *p, char *last, char **out)
{
	size_t len = last - p;
	if (len && p[len - 1] == '\r')
		len--;
	if (len) {
		*out = malloc(len);
		memcpy(*out, p, len); /* silent: allocated with it */
	}
	pwd->leftover = 0;
}

void neither(struct st *S, const unsigned char *in, size_t inlen, size_t skip)
{
	size_t left = inlen - skip;
	memcpy(S->buffer, in + skip, left); // expect: DTL801
	S->leftover = 1;
}

void rounded(struct st *S, const unsigned char *in, unsigned n)
{
	unsigned padded = (n + 15u) & ~15u;
	memcpy(S->buffer, in, padded); // expect: DTL801
	S->leftover = 1;
}

unsigned char *the_length_is_copied_too(const char *s, size_t n)
{
	unsigned char *data = malloc(12 + n);
	memcpy(data + 4, &n, sizeof n);
	memcpy(data + 12, s, n); /* silent: to copy from n changes nothing */
	return data;
}
