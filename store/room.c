#include "store/room.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

enum { PATH_BYTES = 4096, MIB_SHIFT = 20 };

/* The folder that the file is in, or will be. */
static bool
folder_of(const char *path, char folder[PATH_BYTES])
{
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    if (!slash || len == 0) {
        snprintf(folder, PATH_BYTES, "%s", slash ? "/" : ".");
        return true;
    }
    if (len >= PATH_BYTES)
        return false;
    memcpy(folder, path, len);
    folder[len] = '\0';
    return true;
}

enum mt_rc
mt_room_check(const char *path, int64_t bytes, const char *flag, struct mt_err *err)
{
    char folder[PATH_BYTES];
    struct statvfs disk;
    if (bytes <= 0 || !folder_of(path, folder) || statvfs(folder, &disk) != 0 || disk.f_blocks == 0 ||
        disk.f_frsize == 0)
        return MT_OK;
    uint64_t needed = ((uint64_t)bytes + disk.f_frsize - 1) / disk.f_frsize;
    if (needed <= disk.f_bavail)
        return MT_OK;
    return mt_err_set(err, MT_FAILED,
                      "the disk of '%.300s' has %" PRIu64 " MiB free, and this may take %" PRId64
                      " MiB and more; make room, or say %s to try it all the same",
                      path, (uint64_t)disk.f_bavail * disk.f_frsize >> MIB_SHIFT, (bytes >> MIB_SHIFT) + 1, flag);
}

int64_t
mt_room_of_export(int64_t text_bytes)
{
    return text_bytes / 3;
}
