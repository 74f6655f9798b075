#ifndef MT_QUERY_WANTED_H
#define MT_QUERY_WANTED_H

/* What to export next, and how: stretches of mail that are missing or lack reasons, each with the command that fetches
 * them and the moment until which Microsoft keeps them. Pure: answers of other questions go in, and the time it is;
 * nothing here reads a database or a clock.
 *
 * Message traces and historical searches reach back 90 days; one query of Get-MessageTraceV2 covers 10 days at most, so
 * a longer stretch becomes several rows. What lies further back is said to be gone, or is cut to what is left. */

#include "query/table.h"

struct mt_zone;

#define MT_REACH (90 * MT_DAY)
#define MT_REACH_OF_QUERY (10 * MT_DAY)

struct mt_wanted {
    const struct mt_table *gaps;          /* of the question "gaps" */
    const struct mt_table *evidence_days; /* of "evidence-days", asked in `zone` */
    const struct mt_zone *zone;
    int64_t last_received_us; /* of the newest mail, MT_MOMENT_UNKNOWN: there is none */
    int64_t now_us;
};

/* Columns: what (gap, newer, reasons), since, until, keep_until, left (unknown: gone), command (unknown: gone). The
 * gaps come first, then failed mail without reasons, then what is newer than the data; each in order of time. */
enum mt_rc mt_wanted_fill(const struct mt_wanted *wanted, struct mt_table *table, struct mt_err *err);

#endif
