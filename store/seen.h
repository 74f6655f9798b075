#ifndef MT_STORE_SEEN_H
#define MT_STORE_SEEN_H

/* The keys of all deliveries (seen_blocks.h) as a whole: made anew from the deliveries, and checked against them.
 *
 * A key that is taken by another delivery moves on to the next (key.h), so whoever looks for a delivery walks from its
 * own key over taken ones until it is found. Taking one key out would end the walks that lead over it: when deliveries
 * are deleted, all keys are given out anew. */

#include "store/store.h"

#include <stdint.h>

/* Gives every delivery its key, in the order of the keys themselves; inside the caller's transaction. */
enum mt_rc mt_seen_rebuild(struct mt_store *store, struct mt_err *err);

/* Moves the rows of table `seen_by_row` into blocks and drops it; inside the transaction of schema step 4. */
enum mt_rc mt_seen_convert(struct mt_store *store, struct mt_err *err);

struct mt_seen_faults {
    int64_t deliveries;  /* that must have a key */
    int64_t missing;     /* of these, without one */
    int64_t several;     /* keys too many: of deliveries that have one already */
    int64_t strangers;   /* keys of nothing that must have one */
    int64_t unreachable; /* keys that no walk from the delivery's own key arrives at */
};

enum mt_rc mt_seen_check(struct mt_store *store, struct mt_seen_faults *faults, struct mt_err *err);

#endif
