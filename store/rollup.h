#ifndef MT_STORE_ROLLUP_H
#define MT_STORE_ROLLUP_H

/* The table `hourly`, kept current while deliveries come and change.
 *
 * Changes are counted in memory (a bounded table: it writes itself out when it is full) and written as differences, so
 * an import costs the table one change per cell, not per row. Everything can be counted anew from the deliveries. */

#include "store/handle.h"
#include "store/row.h"

struct mt_rollup;

struct mt_hourly_cell {
    int32_t hour; /* since 1970 */
    uint32_t domain_id, route_id;
    unsigned char size_band, outcome, reason_class;
};

/* Inside the caller's transaction, which has to end with a flush. */
enum mt_rc mt_rollup_open(struct mt_rollup **rollup, struct mt_store *store, struct mt_err *err);
void mt_rollup_close(struct mt_rollup *rollup); /* accepts NULL; what was not flushed is forgotten */

/* `deliveries` is 1 for one that appears and -1 for one that goes; `bytes` has the same sign. */
enum mt_rc mt_rollup_count(struct mt_rollup *rollup, const struct mt_hourly_cell *cell, int64_t deliveries,
                           int64_t bytes, struct mt_err *err);
enum mt_rc mt_rollup_flush(struct mt_rollup *rollup, struct mt_err *err);

/* Counts all of `hourly` anew, inside the caller's transaction. */
enum mt_rc mt_rollup_rebuild(struct mt_store *store, struct mt_err *err);

#endif
