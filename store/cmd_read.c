#include "store/cmd_read.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum mt_rc
mt_command_read(const char *path, size_t most, const char *what, struct mt_out *bytes, struct mt_err *err)
{
    char room[16 * 1024];
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(path, "rb");
    enum mt_rc rc = MT_OK;
    if (!file)
        return mt_err_set(err, MT_FAILED, "cannot open '%s': %s", path, strerror(errno));
    while (rc == MT_OK) {
        size_t got = fread(room, 1, sizeof room, file);
        if (got == 0)
            break;
        mt_out_text(bytes, (struct mt_text){room, got});
        if (bytes->len > most)
            rc = mt_err_set(err, MT_FAILED, "'%s' is too large for %s", path, what);
    }
    if (rc == MT_OK && ferror(file))
        rc = mt_err_set(err, MT_FAILED, "cannot read '%s': %s", path, strerror(errno));
    if (rc == MT_OK && bytes->failed)
        rc = mt_err_memory(err);
    if (!is_stdin)
        fclose(file);
    return rc;
}
