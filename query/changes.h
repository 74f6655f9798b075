#ifndef MT_QUERY_CHANGES_H
#define MT_QUERY_CHANGES_H

/* The question "changes": is mail worse off than in the week before? Only question.c calls this.
 *
 * Two stretches are compared: the window of the filter and the one before it, which is as long unless the filter says
 * where it begins (before_us); without a window the last
 * seven days of the data, up to their last hour, and the seven before. Trouble is what findings.h calls deferred:
 * deferred or expired, or failed without an export that says why. Counts are of deliveries.
 *
 * Columns behind the dimensions (providers, unless others are asked for):
 *   deliveries_before, trouble_before, trouble_before_ratio
 *   deliveries, trouble, trouble_ratio, trouble_low, trouble_high
 *   change, change_low, change_high   how many times as often as before, with a 95 % interval that allows for failures
 *                                     that come in clumps (week_change.h); unknown when there was none before
 *   verdict                           worse, better, same, new, gone or too-little (week_change.h)
 * What became worse comes first, the surest first; then what became better; then the rest by its trouble. */

#include "query/dimension.h"
#include "query/filter.h"

struct mt_store;

enum mt_rc mt_changes_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
                          const struct mt_filter *filter, struct mt_table *table, struct mt_err *err);

#endif
