#ifndef MT_INGEST_NORMALISE_H
#define MT_INGEST_NORMALISE_H

/* One record of a summary export into the rows it stands for: one for each recipient.
 *
 * A record either becomes rows or is refused with a reason; nothing is guessed. Empty cells are unknown. All the rules
 * of a file (order of dates, offset from UTC) come settled from outside. */

#include "ingest/flavour.h"
#include "ingest/settle.h"
#include "store/base/arena.h"
#include "store/row.h"

/* What a record says about time: read once, asked by many. */
struct mt_record_times {
    bool has_stamp; /* the time column holds a time stamp */
    struct mt_stamp stamp;
    bool has_guid; /* the trace id is a GUID, and not the one of zeroes */
    unsigned char guid[16];
    int64_t clock_us; /* the trace id's clock, MT_MOMENT_UNKNOWN when it has none */
};

struct mt_record {
    struct mt_text field[MT_FIELD_COUNT];
    uint64_t line;
    struct mt_text raw;
    bool raw_is_cut;
    struct mt_record_times times; /* mt_record_read_times fills it when the fields are in */
};

void mt_record_read_times(struct mt_record *record);

struct mt_rules {
    struct mt_settled settled;
    int64_t shift_us;           /* of rows without a clock: the settled one, or that of the rows just before */
    int64_t latest_us;          /* no mail can have been received after this */
    const struct mt_zone *zone; /* the user's --zone: the file's times are local there; NULL: they are UTC */
    int column_offset_s;        /* the received column's own name says this offset */
};

/* A stamp's moment in UTC by the rules of its file; unknown stays unknown. */
int64_t mt_rules_utc(const struct mt_rules *rules, bool stamp_has_offset, int64_t moment_us);

enum { MT_REASON_BYTES = 320 };

struct mt_normalised {
    struct mt_row *rows;
    size_t count;
    int64_t shift_us;             /* how far the row's clock says its stamp is ahead of UTC, else the rules' */
    char reason[MT_REASON_BYTES]; /* why there are none */
};

/* Takes a record whose times are read. Fills `out` from the arena and returns true; false with out->reason set when the
 * record is refused (count is 0). Rows point into the record and the arena. */
bool mt_normalise(const struct mt_record *record, const struct mt_rules *rules, struct mt_arena *arena,
                  struct mt_normalised *out);

#endif
