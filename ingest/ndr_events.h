#ifndef MT_INGEST_NDR_EVENTS_H
#define MT_INGEST_NDR_EVENTS_H

/* A non-delivery report as events of the deliveries that it is about: a DEFER for each try that was put off, then a
 * FAIL (or what else became of it). So a report joins deliveries like any event export: by the network message id of
 * the original and the recipient, and without that id by the original's Message-ID and the recipient.
 *
 * A report that names no message joins nothing. It is kept, and no events are made of it. */

#include "ingest/ndr.h"

struct mt_ndr_events {
    size_t events;
    bool is_joinless;          /* names no message, or no recipient */
    bool is_timeless;          /* says no time at all: `otherwise_us` stands for it */
    enum mt_dsn_action action; /* the worst of its recipients */
};

/* Sends the events and then the report itself. `otherwise_us` is when it happened as far as anybody knows who does not
 * read it: the time of the file, or what the user said. */
enum mt_rc mt_ndr_send(const struct mt_ndr *ndr, int64_t otherwise_us, struct mt_arena *arena,
                       const struct mt_sink *sink, struct mt_ndr_events *sent, struct mt_err *err);

#endif
