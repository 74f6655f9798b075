#ifndef MT_QUERY_COVERAGE_H
#define MT_QUERY_COVERAGE_H

/* How much of the time the data covers: a day that was never exported looks like a day without trouble.
 *
 * Both questions read the hours with mail. The covered span runs from the first to the last of them in the window.
 * Office hours are 8 to 18 on Monday to Friday, in the zone of the question.
 *
 * A gap is a stretch of hours without mail within the span. A quiet night is none: what counts is whether mail is
 * usual at that hour. An hour of the day (workdays and weekends apart) is usual when at least half of its occurrences
 * in the span had mail; with fewer than two occurrences it cannot be told and passes for usual. A stretch is listed
 *   - when it has at least two office hours that are usual, of two occurrences or more, or
 *   - when it is six hours or longer and some hour of it is usual. */

#include "query/filter.h"

struct mt_store;

enum mt_rc mt_coverage_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                           struct mt_err *err);
enum mt_rc mt_gaps_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                       struct mt_err *err);

#endif
