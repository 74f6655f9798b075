#ifndef MT_STORE_RESOLVE_H
#define MT_STORE_RESOLVE_H

/* Gives the records of a batch the numbers of their addresses and routes, and derives what follows from their facts.
 *
 * The dictionary of a large store is far larger than the caches of a processor, so that nearly every look-up would wait
 * for memory: it is told of an address a few records before it is asked for it. */

#include "store/record.h"

/* The records have their recipient, its hash and their facts. */
enum mt_rc mt_records_resolve(struct mt_tables *tables, struct mt_record *records, size_t count, struct mt_err *err);

#endif
