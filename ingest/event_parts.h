#ifndef MT_INGEST_EVENT_PARTS_H
#define MT_INGEST_EVENT_PARTS_H

/* The parts of events.c: how trace details and tracking records differ. Private to ingest. */

#include "ingest/events.h"

/* Details (event_detail.c): one recipient, and what happened in a Detail text and Data XML. */
bool mt_event_from_detail(const struct mt_record *record, struct mt_text recipient, const struct mt_event *shared,
                          struct mt_arena *arena, struct mt_normalised_events *out);

/* Tracking records (event_tracking.c): lists of recipients and statuses, and servers in columns of their own. */
bool mt_event_from_tracking(const struct mt_record *record, const struct mt_event *shared, struct mt_arena *arena,
                            struct mt_normalised_events *out);

/* Reads the reason of a DEFER, FAIL or DROP from the first of the texts that has one, and settles what kind of event
 * it is then: a 2xx under FAIL or DROP is no failure. */
void mt_event_read_reason(struct mt_event *event, const struct mt_text *texts, size_t count, struct mt_arena *arena);

/* Says so and returns false. */
bool mt_event_no_memory(struct mt_normalised_events *out);

#endif
