#ifndef MT_INGEST_ARCHIVE_WINDOW_H
#define MT_INGEST_ARCHIVE_WINDOW_H

/* A file as minizip wants to see it: functions for reading and seeking. It reads numbers byte by byte, so there is a
 * window to read them from. */

#include <minizip/ioapi.h>

#include "ingest/file.h"

struct mt_archive_window {
    const struct mt_file *file;
    struct mt_err err;
    bool failed; /* the file could not be read; err holds why */
    bool ended;  /* there was less than asked for */
    int64_t at;  /* the next byte that minizip reads */
    int64_t window_at;
    size_t window_len;
    char window[16 * 1024];
};

/* The functions, for a window that is zero but for its file. They must not outlive it. */
zlib_filefunc64_def mt_archive_window_functions(struct mt_archive_window *window);

#endif
