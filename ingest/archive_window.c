#include "ingest/archive_window.h"

#include <string.h>

static voidpf ZCALLBACK
open_file(voidpf opaque, const void *name, int mode)
{
    (void)name, (void)mode;
    return opaque;
}

static uLong ZCALLBACK
read_file(voidpf opaque, voidpf stream, void *room, uLong size)
{
    struct mt_archive_window *window = opaque;
    size_t len = 0;
    (void)stream;
    while (len < size) {
        int64_t skip = window->at - window->window_at;
        if (skip < 0 || (uint64_t)skip >= window->window_len) {
            window->window_len = 0;
            window->window_at = window->at;
            if (mt_file_read(window->file, window->at, window->window, sizeof window->window, &window->window_len,
                             &window->err) != MT_OK)
                window->failed = true;
            skip = 0;
        }
        size_t there = window->window_len - (size_t)skip, take = size - len < there ? size - len : there;
        if (take == 0)
            break;
        memcpy((char *)room + len, window->window + skip, take);
        window->at += (int64_t)take;
        len += take;
    }
    window->ended = len < size;
    return len;
}

static uLong ZCALLBACK
write_file(voidpf opaque, voidpf stream, const void *bytes, uLong size)
{
    (void)opaque, (void)stream, (void)bytes, (void)size;
    return 0;
}

static ZPOS64_T ZCALLBACK
tell_file(voidpf opaque, voidpf stream)
{
    const struct mt_archive_window *window = opaque;
    (void)stream;
    return (ZPOS64_T)window->at;
}

/* Offsets come from the archive: any number. */
static long ZCALLBACK
seek_file(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct mt_archive_window *window = opaque;
    (void)stream;
    ZPOS64_T from = origin == ZLIB_FILEFUNC_SEEK_CUR   ? (ZPOS64_T)window->at
                    : origin == ZLIB_FILEFUNC_SEEK_END ? (ZPOS64_T)window->file->size
                                                       : 0;
    ZPOS64_T to = from + offset; /* wraps for a step back, as it must */
    if (to > (ZPOS64_T)window->file->size)
        return -1;
    window->at = (int64_t)to;
    return 0;
}

static int ZCALLBACK
close_file(voidpf opaque, voidpf stream)
{
    (void)opaque, (void)stream;
    return 0;
}

/* minizip asks this when it got no byte, and takes zeros for what is missing unless it is told that this is an error.
 */
static int ZCALLBACK
test_error(voidpf opaque, voidpf stream)
{
    const struct mt_archive_window *window = opaque;
    (void)stream;
    return window->failed || window->ended;
}

zlib_filefunc64_def
mt_archive_window_functions(struct mt_archive_window *window)
{
    return (zlib_filefunc64_def){
        .zopen64_file = open_file,
        .zread_file = read_file,
        .zwrite_file = write_file,
        .ztell64_file = tell_file,
        .zseek64_file = seek_file,
        .zclose_file = close_file,
        .zerror_file = test_error,
        .opaque = window,
    };
}
