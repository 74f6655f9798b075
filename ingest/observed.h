#ifndef MT_INGEST_OBSERVED_H
#define MT_INGEST_OBSERVED_H

/* When an export was taken: the moment at which its statuses were true.
 *
 * A Pending in an export is a deferral only when the export was taken long enough after the message came in, so an
 * export time that is too late would invent deferrals. What a file proves is a lower bound: it was taken after its
 * newest row. Better knowledge is used where it is safe: what the user says, the stamp in the name of a historical
 * report, and the end of the query when the newest row lies close to it (an end in the future, as in
 * (Get-Date).AddDays(1), or a copied file's time would be too late). The file's own time is only an upper bound. */

#include "ingest/normalise.h"
#include "ingest/source.h"

struct mt_observed_evidence {
    int64_t newest_us[MT_ORDERS];       /* newest received stamp as read in each order, MT_MOMENT_UNKNOWN: none */
    int64_t oldest_us[MT_ORDERS];       /* the same of the oldest */
    int64_t window_end_us[MT_ORDERS];   /* latest query end */
    bool has_offset, end_has_offset;    /* the stamps name their own offsets */
    int64_t window_start_us[MT_ORDERS]; /* earliest query start, MT_MOMENT_UNKNOWN: none; of no use to the decision */
    bool start_has_offset;
    bool has_rows; /* rows were made: `newest_row_us` is the newest, in UTC, and counts */
    int64_t newest_row_us;
    bool has_risen; /* a record was newer than all before it: the newest one may stand at the end of the file */
};

struct mt_observed {
    int64_t at_us;
    const char *by; /* "as told", "report name", "query end date", "newest row", "file time" */
};

void mt_observed_clear(struct mt_observed_evidence *evidence);
void mt_observed_add(struct mt_observed_evidence *evidence, const struct mt_stamp *received,
                     const struct mt_stamp *window_end);

/* The query's start in the same record. */
void mt_observed_window_start(struct mt_observed_evidence *evidence, const struct mt_stamp *window_start);

/* A row that was accepted; only these prove anything about the time of the export. */
void mt_observed_row(struct mt_observed_evidence *evidence, int64_t received_us);

/* `told_us` is --exported-at or MT_MOMENT_UNKNOWN; it is refused when the file holds newer mail. */
enum mt_rc mt_observed_decide(const struct mt_observed_evidence *evidence, const struct mt_rules *rules,
                              const struct mt_source_facts *facts, int64_t told_us, int64_t now_us,
                              struct mt_observed *observed, struct mt_err *err);

/* The stamp in "MTSummary_Weekly_2026-11-09T060000.000Z__<guid>.csv", also when that stands behind the name of a folder
 * or an archive, or in front of ".gz". MT_MOMENT_UNKNOWN when the file's own name has none: a stamp in the name of the
 * folder or archive says when that was made. */
int64_t mt_observed_from_name(struct mt_text name);

#endif
