#ifndef MT_QUERY_ADHOC_H
#define MT_QUERY_ADHOC_H

/* A SELECT that the user typed: one statement, reading only. The columns' types are what their values are: whole
 * numbers, numbers, else text; a blob of 16 bytes is a trace id, any other is written as hex digits. */

#include "query/table.h"

struct mt_store;

/* Fills a table that the caller initialised. `stop` is asked now and then; when it says true the answer is
 * MT_INTERRUPTED. A statement that does not parse, changes something or is not alone is MT_USAGE. */
enum mt_rc mt_adhoc_ask(struct mt_store *store, struct mt_text sql, bool (*stop)(void), struct mt_table *table,
                        struct mt_err *err);

#endif
