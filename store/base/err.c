#include "store/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum mt_rc
mt_err_set(struct mt_err *err, enum mt_rc rc, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return rc;
}

enum mt_rc
mt_err_where(struct mt_err *err, enum mt_rc rc, const char *format, ...)
{
    char what[sizeof err->text];
    memcpy(what, err->text, sizeof what);

    va_list args;
    va_start(args, format);
    int used = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    if (used < 0 || (size_t)used >= sizeof err->text)
        return rc;

    /* What does not fit is cut at the end: the place is worth more than the last words. */
    size_t at = (size_t)used, room = sizeof err->text - at;
    if (room > sizeof ": ") {
        memcpy(err->text + at, ": ", 2);
        size_t len = strnlen(what, room - 3);
        memcpy(err->text + at + 2, what, len);
        err->text[at + 2 + len] = '\0';
    }
    return rc;
}

enum mt_rc
mt_err_memory(struct mt_err *err)
{
    return mt_err_set(err, MT_FAILED, "out of memory");
}
