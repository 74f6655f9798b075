#ifndef MT_STORE_ROOM_H
#define MT_STORE_ROOM_H

/* Whether the disk has room for what is about to be written: asked before, because the answer afterwards comes after
 * minutes of work. */

#include "store/base/err.h"

#include <stdint.h>

/* Refuses when the disk of the database at `path` has less than `bytes` free; `flag` is the option that goes on all the
 * same. A disk that does not tell is not asked. */
enum mt_rc mt_room_check(const char *path, int64_t bytes, const char *flag, struct mt_err *err);

/* What an export of that many bytes of text takes at most, when none of its rows is known: measured with exports of
 * summaries (tests/bench), which take about 0.85 of their size. */
int64_t mt_room_of_export(int64_t text_bytes);

#endif
