#ifndef MT_REPORTS_COVERED_H
#define MT_REPORTS_COVERED_H

/* Which days the data covers, and what is known of them. What is covered in part must not be compared: half a week has
 * half the mail.
 *
 * A day is covered when it has mail, or lies between days with mail and no listed gap (query/coverage.h) says that mail
 * was missing: a quiet Sunday is covered. The first day of all data counts when its mail begins by 9 o'clock, the last
 * when the newest export was taken after it and, on a workday, its mail reaches 16 o'clock; a weekend without mail
 * after that Friday counts when the newest export is younger.
 *
 * Days are numbers of local days since 1970. */

#include "query/table.h"
#include "store/base/zone.h"

struct mt_covered {
    const struct mt_zone *zone;
    const struct mt_table *coverage, *gaps; /* the answers to these questions, for the time that is looked at */
    int64_t first_day, last_day;            /* of all data */
    int64_t newest_export_us;
};

/* `freshness` is the answer to that question, of the whole store. */
struct mt_covered mt_covered_of(const struct mt_zone *zone, const struct mt_table *freshness,
                                const struct mt_table *coverage, const struct mt_table *gaps);

int mt_covered_days(const struct mt_covered *covered, int64_t first_day, int days);
int mt_covered_gaps(const struct mt_covered *covered, int64_t since_us, int64_t until_us);

/* Nearly all mail of these days has events, so that its deferrals are known; without them they are seen only when an
 * export was taken at the right moment. `evidence_days` is the answer to that question. The counts may be NULL. */
bool mt_covered_by_events(const struct mt_table *evidence_days, int64_t first_day, int days, int64_t *deliveries,
                          int64_t *with_events);

int64_t mt_day_of(const struct mt_zone *zone, int64_t moment_us);

#endif
