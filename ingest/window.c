#include "ingest/window.h"

#include <stdlib.h>
#include <string.h>

enum { STEP_BYTES = 64 * 1024 };

struct mt_window
mt_window_of(struct mt_source *source)
{
    return (struct mt_window){.source = source};
}

void
mt_window_release(struct mt_window *window)
{
    free(window->bytes);
    window->bytes = NULL;
}

enum mt_rc
mt_window_more(struct mt_window *window, struct mt_err *err)
{
    if (window->keep) {
        window->len -= window->keep;
        window->at -= window->keep;
        memmove(window->bytes, window->bytes + window->keep, window->len);
        window->keep = 0;
    }
    if (window->room - window->len < STEP_BYTES) {
        size_t room = window->room ? window->room * 2 : 4 * (size_t)STEP_BYTES;
        char *bytes = realloc(window->bytes, room);
        if (!bytes)
            return mt_err_memory(err);
        window->bytes = bytes;
        window->room = room;
    }
    size_t got;
    enum mt_rc rc = mt_source_read(window->source, window->bytes + window->len, window->room - window->len, &got, err);
    if (rc != MT_OK)
        return rc;
    window->len += got;
    window->ended = got == 0;
    return MT_OK;
}

struct mt_text
mt_window_head(struct mt_text text, size_t limit, bool *is_cut)
{
    *is_cut = text.len > limit;
    if (!*is_cut)
        return text;
    text.len = limit;
    while (text.len && ((unsigned char)text.at[text.len] & 0xC0) == 0x80)
        text.len--;
    return text;
}
