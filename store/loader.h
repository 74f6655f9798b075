#ifndef MT_STORE_LOADER_H
#define MT_STORE_LOADER_H

/* Facts into tables: one transaction per export file, so that a crash leaves whole files or nothing.
 *
 * Every delivery is kept once, whatever the number, order or overlap of the exports that show it: statuses move
 * forward only, every other column keeps the best statement (merge.h), and importing a file again changes nothing. */

#include "store/row.h"

struct mt_store;
struct mt_loader;

/* Of the deliveries of a summary export, or of the events of an event export. */
struct mt_load_counts {
    int64_t read; /* = fresh + changed + known + rejected + routing */
    int64_t fresh;
    int64_t changed; /* a delivery that was there and is known better now; events do not change */
    int64_t known;
    int64_t rejected;
    int64_t routing; /* new Expanded and Resolved steps, and events about no message: kept, not counted as mail */
    int64_t first_received_us, last_received_us; /* MT_MOMENT_UNKNOWN when no row was read; of events their times */
    bool of_events;
    int64_t fresh_deliveries; /* that an event export showed first, routing steps left out */
};

/* Whether a file with these bytes was imported before and gave rows (one that gave none may be read again); `name` gets
 * the name it had then (owned by the caller's room). */
enum mt_rc mt_loader_known(struct mt_store *store, const unsigned char sha256[32], bool *known, char *name, size_t size,
                           struct mt_err *err);

/* Begins the transaction. `imported_us` is the wall clock, for the record only. */
enum mt_rc mt_loader_open(struct mt_loader **loader, struct mt_store *store, const struct mt_export *export,
                          int64_t imported_us, struct mt_err *err);

/* `stop` is asked during what may take long after the last row; a true answer ends it with MT_INTERRUPTED. */
void mt_loader_stop_when(struct mt_loader *loader, bool (*stop)(void));

/* The loader as a sink for a reader. An export has rows or events, not both. Rows are copied: the caller's text may go
 * away after the call. */
struct mt_sink mt_loader_sink(struct mt_loader *loader);

/* Writes what is still waiting and fills the counts, inside the transaction: the caller may look at them and abandon
 * after all (--strict, --dry-run). After it only commit or abandon make sense. */
enum mt_rc mt_loader_finish(struct mt_loader *loader, struct mt_load_counts *counts, struct mt_err *err);

/* Ends the transaction, for good or as if it had never begun. Both free the loader, also when they fail; abandon
 * accepts NULL. Commit finishes first when that was not done; `counts` may be NULL. */
enum mt_rc mt_loader_commit(struct mt_loader *loader, struct mt_load_counts *counts, struct mt_err *err);
void mt_loader_abandon(struct mt_loader *loader);

#endif
