#include "ingest/line_end.h"

#include <string.h>

static size_t
find(const struct mt_window *window, size_t at, char wanted)
{
    const char *found = at < window->len ? memchr(window->bytes + at, wanted, window->len - at) : NULL;
    return found ? (size_t)(found - window->bytes) : window->len;
}

/* The first LF or CR from `at` on, or the end of the window. */
static size_t
next_end(struct mt_line_ends *ends, const struct mt_window *window, size_t at)
{
    if (at < ends->from) /* the reader went back */
        ends->are_known = false;
    if (!ends->are_known || ends->lf < at)
        ends->lf = find(window, at, '\n');
    if (!ends->are_known || ends->cr < at)
        ends->cr = find(window, at, '\r');
    ends->from = at;
    ends->are_known = true;
    return ends->lf < ends->cr ? ends->lf : ends->cr;
}

enum mt_rc
mt_line_measure(struct mt_line_ends *ends, struct mt_window *window, size_t from, size_t limit, size_t *len,
                struct mt_err *err)
{
    size_t seen = 0; /* bytes of the line that are no line end */
    for (;;) {
        size_t start = window->keep + from, at = next_end(ends, window, start + seen);
        seen = at - start;
        bool is_cr_at_edge = at + 1 == window->len && window->bytes[at] == '\r' && !window->ended;
        if (at < window->len && !is_cr_at_edge) {
            bool is_cr_lf = window->bytes[at] == '\r' && at + 1 < window->len && window->bytes[at + 1] == '\n';
            *len = seen + (is_cr_lf ? 2 : 1);
            return MT_OK;
        }
        if (window->ended || (seen > limit && !is_cr_at_edge)) {
            *len = window->ended ? seen : 0;
            return MT_OK;
        }
        ends->are_known = false;
        enum mt_rc rc = mt_window_more(window, err);
        if (rc != MT_OK)
            return rc;
    }
}
