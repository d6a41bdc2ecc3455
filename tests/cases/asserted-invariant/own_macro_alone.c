// An assertion of the file's own, in functions that name nothing else of interest.
#include <assert.h>
#include <stdint.h>

#ifdef NDEBUG
#define frame_expect(x) ((void)(x))
#else
#define frame_expect(x) assert(x)
#endif
#define frame_require(x) do { if (!(x)) abort(); } while (0)

#include <stdlib.h>

struct frame { uint8_t header[16]; };

void set_byte(struct frame *f, uint8_t at)
{
    frame_expect(at < 16); // expect: DTL102
    f->header[at] = 0xff;
}

void set_byte_masked(struct frame *f, uint8_t at)
{
    frame_expect(at < 16); /* silent: masked */
    f->header[at & 0x0f] = 0xff;
}

void set_byte_required(struct frame *f, uint8_t at)
{
    frame_require(at < 16); /* silent: on in every build */
    f->header[at] = 0xff;
}
