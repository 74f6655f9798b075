#include "store/base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
make_room(struct mt_out *out, size_t more)
{
    if (out->failed)
        return false;
    if (out->room - out->len >= more)
        return true;
    size_t room = out->room ? out->room : 4096;
    while (room - out->len < more) {
        if (room > SIZE_MAX / 2) {
            out->failed = true;
            return false;
        }
        room *= 2;
    }
    char *bytes = realloc(out->bytes, room);
    if (!bytes) {
        out->failed = true;
        return false;
    }
    out->bytes = bytes;
    out->room = room;
    return true;
}

void
mt_out_text(struct mt_out *out, struct mt_text text)
{
    if (text.len == 0 || !make_room(out, text.len))
        return;
    memcpy(out->bytes + out->len, text.at, text.len);
    out->len += text.len;
}

void
mt_out_string(struct mt_out *out, const char *literal)
{
    mt_out_text(out, mt_text_of(literal));
}

void
mt_out_byte(struct mt_out *out, char byte)
{
    mt_out_text(out, (struct mt_text){&byte, 1});
}

void
mt_out_repeat(struct mt_out *out, char byte, size_t times)
{
    if (times == 0 || !make_room(out, times))
        return;
    memset(out->bytes + out->len, byte, times);
    out->len += times;
}

void
mt_out_int(struct mt_out *out, int64_t value)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRId64, value);
    mt_out_text(out, (struct mt_text){digits, (size_t)len});
}

void
mt_out_real(struct mt_out *out, double value, int decimals)
{
    char digits[400];
    if (!isfinite(value))
        return;
    /* The program never calls setlocale, so printf writes a point. A result that rounds to zero must not keep its
     * sign: "-0.0" is no number people expect. */
    int len = snprintf(digits, sizeof digits, "%.*f", decimals, value);
    const char *start = digits;
    if (digits[0] == '-' && strspn(digits + 1, "0.") == (size_t)len - 1)
        start++;
    mt_out_string(out, start);
}

struct mt_text
mt_out_view(const struct mt_out *out)
{
    return (struct mt_text){out->len ? out->bytes : "", out->len};
}

void
mt_out_clear(struct mt_out *out)
{
    out->len = 0;
}

void
mt_out_release(struct mt_out *out)
{
    free(out->bytes);
    *out = MT_OUT_EMPTY;
}

enum mt_rc
mt_out_send(const struct mt_out *out, int descriptor, const char *name, struct mt_err *err)
{
    if (out->failed)
        return mt_err_memory(err);
    for (size_t sent = 0; sent < out->len;) {
        ssize_t wrote = write(descriptor, out->bytes + sent, out->len - sent);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return mt_err_set(err, MT_FAILED, "cannot write %s: %s", name, strerror(errno));
        sent += (size_t)wrote;
    }
    return MT_OK;
}

/* A regular file is replaced as a whole; a device or a pipe (/dev/stdout, /dev/null) can only be written into. */
static bool
can_be_replaced(const char *path)
{
    struct stat found;
    return stat(path, &found) != 0 || S_ISREG(found.st_mode);
}

enum mt_rc
mt_out_save(const struct mt_out *out, const char *path, struct mt_err *err)
{
    char name[600];
    snprintf(name, sizeof name, "'%.500s'", path);
    if (out->failed)
        return mt_err_memory(err);
    if (!can_be_replaced(path)) {
        int device = open(path, O_WRONLY | O_CLOEXEC);
        if (device < 0)
            return mt_err_set(err, MT_FAILED, "cannot write %s: %s", name, strerror(errno));
        enum mt_rc sent = mt_out_send(out, device, name, err);
        close(device);
        return sent;
    }

    size_t len = strlen(path);
    char *temporary = malloc(len + sizeof ".XXXXXX");
    if (!temporary)
        return mt_err_memory(err);
    memcpy(temporary, path, len);
    memcpy(temporary + len, ".XXXXXX", sizeof ".XXXXXX");

    enum mt_rc rc = MT_OK;
    int file = mkstemp(temporary);
    if (file < 0) {
        rc = mt_err_set(err, MT_FAILED, "cannot write %s: %s", name, strerror(errno));
        goto out;
    }
    /* mkstemp makes the file private; a report is as readable as any file the user makes. */
    mode_t mask = umask(0);
    umask(mask);
    if (fchmod(file, 0666 & ~mask) != 0)
        rc = mt_err_set(err, MT_FAILED, "cannot write %s: %s", name, strerror(errno));
    if (rc == MT_OK)
        rc = mt_out_send(out, file, name, err);
    if (close(file) != 0 && rc == MT_OK)
        rc = mt_err_set(err, MT_FAILED, "cannot write %s: %s", name, strerror(errno));
    if (rc == MT_OK && rename(temporary, path) != 0)
        rc = mt_err_set(err, MT_FAILED, "cannot write %s: %s", name, strerror(errno));
    if (rc != MT_OK)
        unlink(temporary);
out:
    free(temporary);
    return rc;
}
