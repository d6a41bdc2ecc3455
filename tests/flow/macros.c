#include <assert.h>
#define SIZE 16
#define FAIL_UNLESS(x) do { if (!(x)) goto err; } while (0)
#define RANDOM(b, n) RAND_bytes((b), (n))
#define MY_ASSERT(x) assert(x)
enum { FIRST = 3, SECOND };
int f(unsigned char *b, int n)
{
	unsigned char buf[SIZE * 2];
	MY_ASSERT(n < SIZE && b);
	assert(n++ > 0);
	OPENSSL_assert(b != NULL);
	FAIL_UNLESS(RANDOM(buf, SIZE) == 1);
	if (n == SECOND)
		return sizeof buf;
	return 0;
err:
	return -1;
}
