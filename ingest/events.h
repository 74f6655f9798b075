#ifndef MT_INGEST_EVENTS_H
#define MT_INGEST_EVENTS_H

/* One record of an event export into the events it stands for, one for each recipient; an EXPAND or RESOLVE also for
 * the address on the other side.
 *
 * As with summary rows, a record either becomes events or is refused with a reason, and nothing is guessed: where a
 * list of statuses does not go with the list of recipients, every recipient gets all of it. */

#include "ingest/normalise.h"

struct mt_events_rules {
    const struct mt_rules *dates;
    enum mt_record_kind kind;
    struct mt_text recipient; /* whose events a file without recipients has (--recipient, or its name); else unknown */
};

struct mt_normalised_events {
    struct mt_event *events;
    size_t count;
    int64_t shift_us; /* as in struct mt_normalised */
    char reason[MT_REASON_BYTES];
};

/* Fills `out` from the arena and returns true; false with out->reason set when the record is refused. */
bool mt_normalise_events(const struct mt_record *record, const struct mt_events_rules *rules, struct mt_arena *arena,
                         struct mt_normalised_events *out);

/* The word that names a record's event. */
struct mt_text mt_record_event(const struct mt_record *record);

#endif
