#ifndef MT_INGEST_MIME_TEXT_H
#define MT_INGEST_MIME_TEXT_H

/* The bytes of a part of a mail as text: well-formed UTF-8, LF at the ends of lines, no control characters but tabs.
 * Pure functions into an arena; unknown when memory ran out. */

#include "store/base/arena.h"

/* From the charset that the mail names (NULL: none). A charset that is not known is read as Windows-1252, and
 * *is_unread set. Microsoft writes Windows-1252 under the name of ISO-8859-1, and GB 18030 under that of GB 2312. */
struct mt_text mt_mime_text(struct mt_text bytes, const char *charset, struct mt_arena *arena, bool *is_unread);

/* LF for CR LF and for a lone CR. */
struct mt_text mt_mime_lines(struct mt_text bytes, struct mt_arena *arena);

/* What a page of HTML shows: blocks and rows of tables on lines of their own, cells divided by tabs. */
struct mt_text mt_mime_html(struct mt_text html, struct mt_arena *arena);

#endif
