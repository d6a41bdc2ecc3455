/* Embedded style: own configASSERT-like macros, fixed buffers, state machines. */
#include <assert.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <openssl/ssl.h>
#include <openssl/rand.h>

#ifdef NDEBUG
#define DBG_ASSERT(e) ((void)0)
#else
#define DBG_ASSERT(e) assert(e)
#endif

#define FRAME_MAX 1500
#define SLOTS 8

typedef struct { uint8_t frame[FRAME_MAX]; uint16_t used; SSL *ssl; bool link_encrypted; } slot_t;
static slot_t slots[SLOTS];

slot_t *slot_get(unsigned idx)
{
	DBG_ASSERT(idx < SLOTS); // expect: DTL102
	return &slots[idx];
}

bool slot_put(unsigned idx, const uint8_t *p, uint16_t n)
{
	slot_t *s;
	if (idx >= SLOTS)
		return false;
	DBG_ASSERT(idx < SLOTS); /* silent: tested before */
	s = &slots[idx];
	DBG_ASSERT(n <= FRAME_MAX - s->used); // expect: DTL102
	memcpy(s->frame + s->used, p, n);
	s->used += n;
	return true;
}

void slot_terminate(slot_t *s, char *name, size_t len)
{
	(void)s;
	DBG_ASSERT(len < 16); // expect: DTL102
	name[len] = '\0';
}

int slot_tx(slot_t *s)
{
	DBG_ASSERT(s->link_encrypted); // expect: DTL105
	return SSL_write(s->ssl, s->frame, s->used);
}

int slot_session(slot_t *s)
{
	DBG_ASSERT(s->ssl != NULL); // expect: DTL101
	return SSL_session_reused(s->ssl);
}

void slot_random(slot_t *s, uint16_t n)
{
	if (n > FRAME_MAX)
		n = FRAME_MAX;
	DBG_ASSERT(n <= FRAME_MAX); /* silent: clamped */
	if (RAND_bytes(s->frame, n) != 1)
		memset(s->frame, 0, sizeof s->frame);
	s->used = n;
}

uint8_t slot_nibble(const uint8_t *lut, uint8_t v)
{
	DBG_ASSERT((v >> 4) < 16); /* silent: the shifted value is never an index */
	return lut[v & 15];
}

unsigned slot_print(unsigned n)
{
	DBG_ASSERT(n < 1000); /* silent: only printed */
	return (unsigned)printf("%u\n", n);
}

int slot_step(slot_t *s, int state)
{
	int rc = -1;
	while (state < 4) {
		switch (state) {
		case 1:
			rc = SSL_do_handshake(s->ssl);
			DBG_ASSERT(rc == 1); // expect: DTL104
			state = 2;
			break;
		case 2:
			SSL_shutdown(s->ssl);
			state = 4;
			break;
		default:
			DBG_ASSERT(false); /* silent: a tautology */
			return -1;
		}
	}
	return 0;
}
