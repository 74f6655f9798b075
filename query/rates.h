#ifndef MT_QUERY_RATES_H
#define MT_QUERY_RATES_H

/* The rate questions: how much mail, how much of it deferred or failed, by any of the dimensions. question.h says
 * what the columns mean. Only question.c calls this. */

#include "query/dimension.h"
#include "query/filter.h"

struct mt_store;

/* Fills the table from the roll-up, or from the deliveries when the filter asks for what the roll-up does not know.
 * `by` holds `count` dimensions (none: one row for everything). */
enum mt_rc mt_rates_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
                        const struct mt_filter *filter, struct mt_table *table, struct mt_err *err);

/* The SQL file that counts deliveries by these dimensions under this filter: the roll-up when it can answer. */
const char *mt_rates_file(const struct mt_dimension *const *by, size_t count, const struct mt_filter *filter);

extern const char mt_why_no_expiry[]; /* why `expired` is unknown */

#endif
