#ifndef MT_QUERY_DELAYS_H
#define MT_QUERY_DELAYS_H

/* The question "delays": how long mail took from when it was received to when it was delivered or handed over, by any
 * dimension. Only question.c calls this.
 *
 * The columns behind the dimensions:
 *
 * deliveries is mail of the window, without what a filter held back (quarantined, filtered as spam), which was never on
 * its way.
 *
 * delivered is mail delivered at a known time, which takes events.
 *
 * undelivered is mail not delivered when it was last heard of: still on its way, expired, or refused. It is known to
 * have waited at least so long; survival.h says why it takes part.
 *
 * unknown is mail whose time is not known: there is a status and no events, or the events do not show the end.
 *
 * p50, p90, p95 and p99 are the time by which that share of the mail had been delivered, an estimate by Kaplan and
 * Meier; "at least" when the curve does not come so far, and when it rests on mail of unknown time.
 *
 * longest is the longest wait; "at least" when that mail was not delivered.
 *
 * Mail of unknown time is not left out, for then the figures would be those of the mail somebody fetched details of,
 * which is mail in trouble. It counts as if it had been delivered at once, or at the last moment at which an export or
 * event showed it on its way, so that no time is invented: the true figures are those given, or longer. Where even that
 * says nothing, because as much mail is unknown as the quantile leaves below it, the cell is unknown.
 * Times are those of the exports: some print minutes. Rows come with the most mail first that waited half an hour or
 * longer; calendars and sizes in their own order. */

#include "query/dimension.h"
#include "query/filter.h"

struct mt_store;

enum mt_rc mt_delays_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
                         const struct mt_filter *filter, struct mt_table *table, struct mt_err *err);

#endif
