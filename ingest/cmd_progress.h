#ifndef MT_INGEST_CMD_PROGRESS_H
#define MT_INGEST_CMD_PROGRESS_H

/* How far an import has come, on a terminal. Part of the program, not of a library. */

#include "ingest/reading.h"

struct mt_progress {
    bool is_shown;                /* standard error is a terminal, and nobody asked for quiet */
    size_t number, of;            /* this export among those known of so far */
    int64_t bytes;                /* of this export */
    int64_t started_ns, shown_ns; /* of a clock that only goes forward */
};

/* Before an export is read. */
void mt_progress_begin(struct mt_progress *progress, int64_t bytes);

/* What the reading calls while it goes on. */
struct mt_reading_progress mt_progress_ticks(struct mt_progress *progress);

/* Takes the bar away, so that lines can be printed. */
void mt_progress_clear(const struct mt_progress *progress);

#endif
