/* Just enough of GLib's names for the cases to compile; own text, no GLib code. */
#ifndef B_GLIB_H
#define B_GLIB_H
#include <stddef.h>
#include <stdint.h>
typedef int gboolean;
typedef char gchar;
typedef int gint;
typedef unsigned int guint;
typedef unsigned char guint8;
typedef size_t gsize;
typedef ptrdiff_t gssize;
typedef void *gpointer;
typedef struct { int domain; int code; gchar *message; } GError;
#define TRUE 1
#define FALSE 0
#define MIN(a, b) (((a) < (b)) ? (a) : (b))
#define MAX(a, b) (((a) > (b)) ? (a) : (b))
#define CLAMP(x, lo, hi) (((x) > (hi)) ? (hi) : (((x) < (lo)) ? (lo) : (x)))
gpointer g_malloc(gsize n);
gpointer g_malloc0(gsize n);
gpointer g_realloc(gpointer p, gsize n);
void g_free(gpointer p);
#define g_new(type, n) ((type *)g_malloc(sizeof(type) * (n)))
#define g_new0(type, n) ((type *)g_malloc0(sizeof(type) * (n)))
void g_return_if_fail_warning(const char *domain, const char *function, const char *what);
#define g_return_val_if_fail(cond, val) \
    do { if (!(cond)) { g_return_if_fail_warning("b", __func__, #cond); return (val); } } while (0)
#define g_return_if_fail(cond) \
    do { if (!(cond)) { g_return_if_fail_warning("b", __func__, #cond); return; } } while (0)
void g_log(const char *domain, int level, const char *fmt, ...);
#define g_warning(...) g_log("b", 1, __VA_ARGS__)
#define GST_WARNING(...) g_log("b", 1, __VA_ARGS__)
#define GST_WARNING_OBJECT(obj, ...) g_log("b", 1, __VA_ARGS__)
#define GST_LOG_OBJECT(obj, ...) g_log("b", 2, __VA_ARGS__)
void g_set_error(GError **error, int domain, int code, const char *fmt, ...);
guint g_random_int(void);
#endif
