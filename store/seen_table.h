#ifndef MT_STORE_SEEN_TABLE_H
#define MT_STORE_SEEN_TABLE_H

/* The keys of deliveries as a table: `seen (key INTEGER PRIMARY KEY, delivery_id)`, over the blocks in which they are
 * kept (seen_blocks.h). Every connection of the program has it; other programs do not, and have no use for it. Ranges
 * of keys are read without the rest, in order. It can be written like a table, one key at a time. */

#include "store/handle.h"

enum mt_rc mt_seen_table_register(struct mt_store *store, struct mt_err *err);

#endif
