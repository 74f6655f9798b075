#ifndef MT_INGEST_WINDOW_H
#define MT_INGEST_WINDOW_H

/* The stretch of a source's text that a reader is working on. It can be looked back into: everything from `keep` on
 * stays in one piece until the reader moves `keep`. How much that may be is the reader's business; a reader that stops
 * keeping more than its limit needs no more memory than that, whatever the size of the file. */

#include "ingest/source.h"

struct mt_window {
    struct mt_source *source;
    char *bytes;
    size_t keep; /* the oldest byte that is still needed */
    size_t at;   /* the next byte to look at; for the reader alone */
    size_t len;
    size_t room;
    bool ended; /* the source has nothing more */
};

struct mt_window mt_window_of(struct mt_source *source);
void mt_window_release(struct mt_window *window);

/* Reads on behind what is there, or sets `ended`. Forgets what is before `keep` and moves the rest to the front, so
 * offsets other than the window's own are to be kept relative to `keep`. */
enum mt_rc mt_window_more(struct mt_window *window, struct mt_err *err);

/* The first `limit` bytes of a text, or a few less where a character would be cut. */
struct mt_text mt_window_head(struct mt_text text, size_t limit, bool *is_cut);

#endif
