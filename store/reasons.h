#ifndef MT_STORE_REASONS_H
#define MT_STORE_REASONS_H

/* The dictionary of reasons (table `reason`) during an import: the same trouble is one row. Each new one is classed by
 * the table of codes, with the user's own lines. */

#include "store/handle.h"
#include "store/row.h"

struct mt_reasons;

/* Reads what is there, inside the caller's transaction. */
enum mt_rc mt_reasons_open(struct mt_reasons **reasons, struct mt_store *store, struct mt_err *err);
void mt_reasons_close(struct mt_reasons *reasons); /* accepts NULL */

/* The row of a reason, which is written when it is new. */
enum mt_rc mt_reasons_id(struct mt_reasons *reasons, const struct mt_reason *reason, int64_t *id, struct mt_err *err);

#endif
