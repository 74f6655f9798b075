#ifndef MT_QUERY_COVERAGE_H
#define MT_QUERY_COVERAGE_H

/* How much of the time the data covers, and with what evidence: a day that was never exported looks like a day without
 * trouble, and a day without events like one without reasons.
 *
 * All questions read the hours with mail. The covered span runs from the first to the last of them in the window.
 * Office hours, and the rule that tells a gap from a quiet night, are those of store/base/hours.h, in the zone of the
 * question. */

#include "query/filter.h"

struct mt_store;

/* One row a day: deliveries, hours with mail, office hours without. */
enum mt_rc mt_coverage_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                           struct mt_err *err);
/* One row an hour of the span: deliveries, how many of them have events, and whether an empty hour is part of a gap. */
enum mt_rc mt_coverage_hours_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                                 struct mt_err *err);
/* One row a gap. */
enum mt_rc mt_gaps_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                       struct mt_err *err);
/* One row a day with mail: how much of it has events, and how much of the failed mail has events, a reason, an NDR. */
enum mt_rc mt_evidence_days_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                                struct mt_err *err);

#endif
