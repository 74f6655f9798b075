#ifndef MT_INGEST_READING_H
#define MT_INGEST_READING_H

/* One export file, from its bytes to rows in a sink.
 *
 * Opening looks at the head of the file (at all of it when the head does not settle the dates) and decides what it is:
 * flavour, delimiter, columns, order of dates, offset from UTC, when the export was taken. Running reads it through
 * under these decisions. What turns up later can contradict them (a later query end further down): then running
 * returns MT_AGAIN, the decisions are corrected, and the caller undoes what it kept and runs again. */

#include "ingest/settle.h"
#include "ingest/flavour.h"
#include "ingest/source.h"
#include "ingest/stamp.h"
#include "store/base/zone.h"
#include "store/row.h"

/* What the user said; zero and NULL mean "find out". */
struct mt_reading_options {
    const char *flavour;   /* key of a readable flavour */
    const char *recipient; /* whose events a file has that does not say it */
    char delimiter;
    enum mt_date_order date_order;
    const struct mt_zone *zone;
    int64_t exported_at_us; /* MT_MOMENT_UNKNOWN: find out */
    int64_t now_us;         /* the wall clock: no export is from the future */
    bool (*stop)(void);     /* asked every few hundred records; NULL: never */
};

struct mt_reading_counts {
    uint64_t records;          /* records that hold something */
    uint64_t blank;            /* records whose cells are all empty */
    uint64_t repeated_headers; /* of exports written one behind the other */
    uint64_t pages;            /* JSON envelopes */
    bool more_pages;           /* the last page names a next one */
};

struct mt_reading;

/* Refuses what is no readable export, with a sentence; an export without rows is fine. The source must outlive the
 * reading. */
enum mt_rc mt_reading_open(struct mt_reading **reading, struct mt_source *source,
                           const struct mt_reading_options *options, struct mt_err *err);
void mt_reading_close(struct mt_reading *reading); /* accepts NULL */

/* What was decided. The texts live as long as the reading and change when it is run again. */
const struct mt_export *mt_reading_export(const struct mt_reading *reading);
enum mt_record_kind mt_reading_kind(const struct mt_reading *reading);
const char *mt_reading_title(const struct mt_reading *reading); /* "Get-MessageTrace or Get-MessageTraceV2 export" */

/* `tick` is called after every few hundred records; anything but MT_OK ends the reading. */
struct mt_reading_progress {
    void *context;
    enum mt_rc (*tick)(void *context, int64_t bytes_done, uint64_t records, struct mt_err *err);
};

enum mt_rc mt_reading_run(struct mt_reading *reading, const struct mt_sink *sink,
                          const struct mt_reading_progress *progress, struct mt_err *err);

const struct mt_reading_counts *mt_reading_counts(const struct mt_reading *reading);

/* What the last run showed of the file's times. Lives as long as the reading. */
struct mt_reading_times {
    const struct mt_evidence_votes *votes;
    const struct mt_settled *settled;
    int64_t window_start_us; /* the earliest start of the queries that made it, UTC, or MT_MOMENT_UNKNOWN */
};

struct mt_reading_times mt_reading_times(const struct mt_reading *reading);

#endif
