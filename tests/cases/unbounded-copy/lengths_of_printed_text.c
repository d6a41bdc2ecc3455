/* What snprintf returns is how long the text would have been. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char last_error[256];
static char line[64];

void set_error(const char *format, ...)
{
    char text[256];
    va_list args;
    int length;
    va_start(args, format);
    length = vsnprintf(text, sizeof(text) - 1, format, args);
    va_end(args);
    memcpy(last_error, text, length + 1); // expect: DTL801
}

void name_user(const char *user)
{
    char text[64];
    int length = snprintf(text, sizeof(text), "user %s", user);
    memcpy(line, text, length); // expect: DTL801
}

void name_user_checked(const char *user)
{
    char text[64];
    int length = snprintf(text, sizeof(text), "user %s", user);
    if (length < 0 || (size_t)length >= sizeof(text))
        return;
    memcpy(line, text, length); /* silent: what was cut off is turned away */
}

void name_port(int port)
{
    char text[64];
    int length = snprintf(text, sizeof(text), "port %d", port);
    memcpy(line, text, length); /* silent: no text of any length goes in */
}

void name_prefix(const char *user)
{
    char text[64];
    int length = snprintf(text, sizeof(text), "user %.16s", user);
    memcpy(line, text, length); /* silent: cut off by the format */
}
