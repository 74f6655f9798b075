#ifndef MT_QUERY_ATTEMPTS_H
#define MT_QUERY_ATTEMPTS_H

/* The question "attempts": how often mail was tried, and what became of it. Only mail with events is here, for nothing
 * else shows single attempts. Only question.c calls this.
 *
 * Columns behind the dimensions, a row for each band of attempts (1, 2, 3-5, 6-10, 11-20, >20; and 0 where events show
 * no attempt at all, of mail that was held back or has just come in):
 *   attempts           times that a server tried, the last one included: every deferral, and the delivery or refusal
 *   deliveries         mail with events in that band
 *   deliveries_ratio   of all mail with events in the group
 *   delivered, on_its_way, refused, expired, otherwise
 *                      what became of it; together they are `deliveries`. Otherwise: a filter held it back, or the end
 *                      is not known
 *   median_attempts    of the group: half of the mail that was tried at all was tried so often or less
 * The groups come with the most mail first that was tried more than once; calendars and sizes in their own order. */

#include "query/dimension.h"
#include "query/filter.h"

struct mt_store;

enum mt_rc mt_attempts_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
                           const struct mt_filter *filter, struct mt_table *table, struct mt_err *err);

#endif
