/* DTL102: bounds that only an assertion holds, server style. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <openssl/ssl.h>
#include <openssl/bio.h>

#define MAX_REALM 127
#define STUN_BUFFER_SIZE 1024

struct stun_msg {
  uint8_t buf[STUN_BUFFER_SIZE];
  size_t len;
};

void stun_copy_realm(char *dst, const char *realm, size_t len) {
  assert(len <= MAX_REALM); // expect: DTL102
  memcpy(dst, realm, len);
  dst[len] = 0;
}

uint8_t stun_attr_at(const struct stun_msg *m, size_t index) {
  assert(index < sizeof(m->buf)); // expect: DTL102
  return m->buf[index];
}

const uint8_t *stun_attr_from(const struct stun_msg *m, size_t offset) {
  assert(offset < STUN_BUFFER_SIZE); // expect: DTL102
  return m->buf + offset;
}

char *stun_alloc_nonce(size_t n) {
  char *p;
  assert(n <= 512); // expect: DTL102
  p = malloc(n + 1);
  if (!p)
    return NULL;
  p[0] = 0;
  return p;
}

void stun_clear(uint8_t *dst, int n) {
  assert(n >= 0 && n < 64); // expect: DTL102
  memset(dst, 0, n);
}

ssize_t stun_recv(int fd, struct stun_msg *m, size_t want) {
  assert(want <= sizeof m->buf); // expect: DTL102
  return recv(fd, m->buf, want, 0);
}

int stun_ssl_recv(SSL *ssl, uint8_t *buf, int cap, int want) {
  assert(want <= cap); // expect: DTL102
  return SSL_read(ssl, buf, want);
}

int stun_bio_drain(BIO *bio, uint8_t *buf, int want) {
  assert(want < STUN_BUFFER_SIZE); // expect: DTL102
  return BIO_read(bio, buf, want);
}

void stun_shift(uint8_t *buf, size_t len) {
  assert(len >= 4); // expect: DTL102
  memmove(buf, buf + 4, len - 4);
}

void stun_copy_checked(char *dst, const char *realm, size_t len) {
  assert(len <= MAX_REALM); /* silent: the same bound is tested at run time */
  if (len > MAX_REALM)
    return;
  memcpy(dst, realm, len);
}

void stun_copy_stricter(char *dst, const char *realm, size_t len) {
  if (len >= 64)
    return;
  assert(len <= MAX_REALM); /* silent: a stricter test stands before */
  memcpy(dst, realm, len);
}

void stun_copy_clamped(char *dst, const char *realm, size_t len) {
  if (len > MAX_REALM)
    len = MAX_REALM;
  assert(len <= MAX_REALM); /* silent: clamped */
  memcpy(dst, realm, len);
}

uint8_t stun_masked(const uint8_t *table, unsigned v) {
  unsigned i = v & 0x0f;
  assert(i < 16); /* silent: a mask is a bound */
  return table[i];
}

uint8_t stun_modulo(const uint8_t *table, unsigned v) {
  unsigned i = v % 16;
  assert(i < 16); /* silent: a remainder is a bound */
  return table[i];
}

void stun_note(size_t len) {
  assert(len < 100); /* silent: not used afterwards */
}

int stun_length_ok(const struct stun_msg *m) {
  assert(m->len <= sizeof(m->buf)); /* silent: only compared, never a size or an index */
  return m->len > 20;
}

void stun_copy_fixed(uint8_t *dst, const uint8_t *src, size_t len) {
  static_assert(sizeof(struct stun_msg) > 16, "room"); /* silent: compile time */
  _Static_assert(MAX_REALM < STUN_BUFFER_SIZE, "realm fits"); /* silent: compile time */
  if (len > 16)
    return;
  memcpy(dst, src, len);
}

void stun_nonempty(uint8_t *dst, const uint8_t *src, size_t len) {
  assert(len > 0); /* silent: a minimum is no bound of a copy */
  memcpy(dst, src, len);
}
