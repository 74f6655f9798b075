#ifndef MT_STORE_ROOM_H
#define MT_STORE_ROOM_H

/* Whether the disk has room for what is about to be written: asked before, because the answer afterwards comes after
 * minutes of work. */

#include "store/base/err.h"

#include <stdint.h>

/* Refuses when the disk of the database at `path` has less than `bytes` free; `flag` is the option that goes on all the
 * same. A disk that does not tell is not asked. */
enum mt_rc mt_room_check(const char *path, int64_t bytes, const char *flag, struct mt_err *err);

/* What an export of that many bytes of UTF-8 text takes at least, when none of its rows is known: a third of them.
 * Summaries take 0.85 of their size as CSV and 0.35 to 0.6 as JSON, events 0.45 (tests/bench). */
int64_t mt_room_of_export(int64_t text_bytes);

#endif
