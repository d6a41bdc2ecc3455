/* Own minimal stand-in for GLib; only good for -fsyntax-only. */
#ifndef STUB_GLIB_H
#define STUB_GLIB_H
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
typedef int gboolean;
typedef int gint;
typedef unsigned int guint;
typedef unsigned char guint8;
typedef unsigned short guint16;
typedef char gchar;
typedef size_t gsize;
typedef void *gpointer;
typedef struct { guint8 *data; guint len; } GByteArray;
typedef struct { gpointer *pdata; guint len; } GPtrArray;
typedef struct { int code; char *message; } GError;
#define TRUE 1
#define FALSE 0
void g_assertion_message_expr(const char *d, const char *f, int l, const char *fn, const char *e);
#ifdef G_DISABLE_ASSERT
#define g_assert(expr) do { (void)0; } while (0)
#else
#define g_assert(expr) do { if (!(expr)) g_assertion_message_expr(0, __FILE__, __LINE__, __func__, #expr); } while (0)
#endif
#define g_assert_nonnull(p) do { if (!(p)) g_assertion_message_expr(0, __FILE__, __LINE__, __func__, #p); } while (0)
gpointer g_malloc(gsize n);
gpointer g_malloc0(gsize n);
void g_free(gpointer p);
gpointer g_memdup2(const void *p, gsize n);
void g_warning(const char *fmt, ...);
void g_error(const char *fmt, ...);
void g_ptr_array_add(GPtrArray *a, gpointer p);
void g_set_error(GError **e, int domain, int code, const char *fmt, ...);
#define g_new0(type, n) ((type *)g_malloc0(sizeof(type) * (n)))
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define G_LIKELY(x) __builtin_expect(!!(x), 1)
#define G_UNLIKELY(x) __builtin_expect(!!(x), 0)
#endif
