#ifndef MT_INGEST_LINE_END_H
#define MT_INGEST_LINE_END_H

/* Where lines end in a window of text: at LF, CR LF or CR, as an editor counts them.
 *
 * The next LF and the next CR are both remembered, so that every byte of a file is looked at twice, whichever of them
 * its lines end in and however long they are. */

#include "ingest/window.h"

struct mt_line_ends {
    size_t lf, cr; /* offsets in the window; its `len` where there is none yet */
    size_t from;   /* they are the first from here on */
    bool are_known;
};

/* The length of the line that begins `from` bytes behind the window's `keep`, with its end; 0 when its end was not
 * found within `limit` bytes. A file that stops without a line end ends its last line. Reads on as it needs to. */
enum mt_rc mt_line_measure(struct mt_line_ends *ends, struct mt_window *window, size_t from, size_t limit, size_t *len,
                           struct mt_err *err);

#endif
