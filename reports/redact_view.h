#ifndef MT_REPORTS_REDACT_VIEW_H
#define MT_REPORTS_REDACT_VIEW_H

/* A text without its disguises: what a reader, a browser or a mail program would see. One layer of escapes is taken off
 * at a time, of whatever format they are, because the format of a text is seldom known for sure: %40, =40 and =CR LF,
 * &#64; and &lt;, \u0040 and \", Markdown's \_, doubled quotes, encoded words (=?utf-8?B?…?=), characters that show
 * nothing, wide forms of ASCII. Each byte knows where it came from. Part of reports/redact.h; not for others. */

#include "store/base/text.h"

/* A piece that reads otherwise: `len` bytes at `at` come from `width` bytes at `from`. Everything else is as it was. */
struct mt_redact_view_piece {
    size_t at, from;
    size_t width, len;
};

struct mt_redact_view {
    const struct mt_redact_view *below; /* NULL: the text itself */
    struct mt_text text;
    char *bytes; /* owned */
    struct mt_redact_view_piece *pieces;
    size_t count, room;
};

/* The text itself, which is borrowed. */
void mt_redact_view_init(struct mt_redact_view *view, struct mt_text text);

/* The same with a layer of escapes less; `below` has to stay. False: no memory. With `count` 0 there were none. */
bool mt_redact_view_decode(struct mt_redact_view *view, const struct mt_redact_view *below);
void mt_redact_view_release(struct mt_redact_view *view);

/* The part of the text at the bottom that the bytes from..to (at least one) of this view come from. */
void mt_redact_view_source(const struct mt_redact_view *view, size_t from, size_t to, size_t *source_from,
                           size_t *source_to);

#endif
