#ifndef MT_INGEST_CHECKS_SEEN_H
#define MT_INGEST_CHECKS_SEEN_H

/* What checks.c counts while an export goes by and checks_say.c turns into sentences. Nobody else's business. */

#include "ingest/checks.h"
#include "ingest/repeats.h"
#include "store/base/hours.h"

/* Whether all rows have the same address; the first one is kept to compare with, cut at what addresses may have. */
struct mt_sameness {
    char first[512];
    size_t len;
    bool begun, differs;
};

struct mt_checks {
    const struct mt_sink *next;

    uint64_t rows, events, rejects;
    uint64_t failed, pending;
    int64_t oldest_us, newest_us;

    int64_t before_us; /* the row before; for the order of the file */
    uint64_t falls, rises;

    struct mt_hours hours;
    bool hours_failed;
    struct mt_repeats rows_seen, messages_seen;

    struct mt_sameness sender, recipient;
    enum mt_status status; /* of the first row that is no routing step */
    bool has_status, statuses_differ;

    uint64_t clocks;    /* rows beside a trace id with a clock */
    uint64_t too_early; /* of these, older than their own trace id */

    uint64_t minutes_only; /* times without seconds that no trace id makes up for */
    uint64_t arrays, cut_cells, numbers_for_ids, full_cells;
};

#endif
