#ifndef MT_QUERY_PENDING_H
#define MT_QUERY_PENDING_H

/* The question "pending-age": mail without an end state, by any dimension (recipient domain unless told otherwise), and
 * how old it was when an export or an event last showed it so. Only question.c calls this.
 *
 * Columns behind the dimensions: deliveries; age_below_1h, age_1h_4h, age_4h_12h, age_12h_24h, age_24h_48h,
 * age_over_48h count it by that age; oldest_received and oldest_age (the greatest) are those of the group;
 * last_reason_class, last_reason_code and last_reason say why a server last put some of it off, as far as there are
 * events. Most mail first; calendars and sizes in their own order. */

#include "query/dimension.h"
#include "query/filter.h"

struct mt_store;

enum mt_rc mt_pending_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
                          const struct mt_filter *filter, struct mt_table *table, struct mt_err *err);

#endif
