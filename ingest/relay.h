#ifndef MT_INGEST_RELAY_H
#define MT_INGEST_RELAY_H

/* A reading on a thread of its own, and what it finds on the caller's: decoding, parsing and normalising a file take
 * about as long as writing its rows, so an import with two processors takes little more than the longer of the two.
 *
 * Facts are handed over in blocks, in the order in which they were found: what the sink hears is what it would hear
 * without a second thread. A few blocks lie between the two, so that memory stays flat whoever is faster. The caller's
 * thread, which has the database, is the only one that calls the sink. */

#include "store/row.h"

struct mt_relay_source {
    void *context;
    /* Gives everything to `sink`; called once, on another thread. Nothing of `context` is touched by anybody else
     * meanwhile. */
    enum mt_rc (*run)(void *context, const struct mt_sink *sink, struct mt_err *err);
};

/* Runs the source to its end with `to` behind it. What the sink fails with comes first, then what the source fails
 * with; after a failure of the sink the source is told at its next fact. NDRs do not come this way. Where no thread can
 * be had the source runs on the caller's, to the same end. */
enum mt_rc mt_relay_run(const struct mt_relay_source *source, const struct mt_sink *to, struct mt_err *err);

#endif
