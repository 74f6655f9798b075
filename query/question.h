#ifndef MT_QUERY_QUESTION_H
#define MT_QUERY_QUESTION_H

/* The questions the product answers. Each has a name, a sentence for the help, and one SQL file (query/sql/) whose
 * columns are declared beside it; the rate questions share rates.sql and differ in their dimensions.
 *
 * A rate question counts mail (routing steps are left out) and answers, after its dimension columns:
 *   deliveries               all mail: the base count
 *   deferred                 seen deferred, whatever became of it: still_deferred + deferred_then_delivered
 *                            + deferred_then_failed (+ expired)
 *   deferred_ratio, deferred_low, deferred_high      of deliveries, with a 95 % interval
 *   still_deferred, deferred_then_delivered, deferred_then_failed
 *   failed                   failed, with or without a deferral before, and expired
 *   failed_ratio, failed_low, failed_high
 *   expired                  known as far as failed mail has events that show the end: a lower bound when only some of
 *                            it has (the table's note counts them), unknown (with the reason) when none has
 *   expired_ratio, expired_low, expired_high         unknown where `expired` is or is a lower bound
 *   quarantined, filtered_as_spam, under_way, bytes
 * From summary exports a deferral is only seen when an export caught the mail while Pending: `deferred` is then a
 * lower bound, and the table's evidence says "summary".
 * Rows come with the most trouble first (deferred or failed, each delivery once), hours, weekdays, days, weeks, sizes
 * and outcomes in their own order, those that had no mail included. The roll-up has full hours UTC: a window that ends
 * within an hour, and a filter on the sender or the remote host, read the deliveries instead, which takes longer and is
 * exact.
 *
 * The other questions:
 *   changes         this week against the week before, by provider or any dimensions of place (changes.h)
 *   delays          time from receipt to delivery, by provider or any dimensions (delays.h)
 *   attempts        deliveries by number of attempts, for mail with events (attempts.h)
 *   pending-age     mail without an end state, by recipient domain or any dimensions, and its age when it was last seen
 *                   so by an export or an event, with the last reason (pending.h)
 *   reasons         why mail was deferred or failed: a row a reason, and one for mail of which none is known
 *                   (reasons.h). What a filter held back is in it only when the filter of the question asks for that
 *   senders         senders with mail in trouble
 *   messages        deliveries in trouble, newest first
 *   dead-domains    recipient domains to which nothing was ever delivered (apart.h has the rules of these three)
 *   mailings        mailings to lists with bad addresses
 *   loops           messages that went round in circles
 *   coverage        days of the data: deliveries, hours with mail, first and last hour, office hours without mail
 *   coverage-hours  hours of the data: deliveries, how many have events, and whether an empty one lies in a gap
 *   gaps            stretches without mail where mail is usual (store/base/hours.h has the rule)
 *   imports         export files with mail in the window; nothing in it depends on the order of import
 *   imports-log     export files in order of import, with what each added
 *   freshness       one row: what is in the store and how new it is
 *   evidence        what each kind of evidence answers, whether it is here, how much of the mail in trouble has it, and
 *                   which export supplies it
 *   evidence-days   days: how much mail has events, how much of the failed mail has events, a reason or an NDR
 *   flavours        kinds of export: files, rows, the time they cover
 *   waiting         one row: events of which no export says yet whose they are; of the whole store
 *   quality         how much mail lacks a fact that answers are grouped by
 * From coverage on they are about the data, not about some of the mail: a filter besides the window is refused. */

#include "query/filter.h"

struct mt_store;

struct mt_question {
    const char *name;
    const char *title;   /* of its table */
    const char *summary; /* one line for `query --list` */
    bool rates;          /* answers with the columns above */
    bool by;             /* takes dimensions of the filter's choice */
    bool ranked;         /* the first rows matter most: a reader may be shown only those. Else their order is their own,
                            and a part of them would mislead */
};

/* The questions in the order of `query --list`; NULL behind the last. */
const struct mt_question *mt_question_at(size_t index);
const struct mt_question *mt_question_named(const char *name); /* NULL: no such question */

/* MT_USAGE, with the question that may have been meant. */
enum mt_rc mt_question_refuse(const char *name, struct mt_err *err);

/* Names of the dimensions for `by`: domain, provider, country, region, forest, connector, direction, hour (0..23 in
 * the zone), weekday (1 Monday .. 7), day, week ("2026-W47"), size, outcome, reason (its class), remote_host (as events
 * name it). Ends with NULL. A dimension's name is its column's key too. */
const char *const *mt_dimension_names(void);

/* Asks; fills a table that was initialised by the caller (name and title are set here). When the limit cuts rows, the
 * parameter "rows" says so ("20 of 312 rows"). An unknown question or word is MT_USAGE with what may have been meant.
 */
enum mt_rc mt_question_ask(struct mt_store *store, const char *name, const struct mt_filter *filter,
                           struct mt_table *table, struct mt_err *err);

#endif
