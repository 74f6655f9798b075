#ifndef MT_QUERY_APART_TABLES_H
#define MT_QUERY_APART_TABLES_H

/* The questions "dead-domains", "mailings" and "loops": what apart.h tells apart, as tables. Only question.c calls
 * this.
 *
 * dead-domains: messages, recipients and senders are of the filter; first_received and last_received are of all mail
 * that failed there, whatever the filter, and at least seven days apart.
 *
 * mailings: recipients and failed are deliveries of the whole mailing, whatever the filter.
 *
 * loops: times is how often the message came by to that recipient, recipients to how many it went round. */

#include "query/filter.h"

struct mt_store;

enum mt_rc mt_dead_domains_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                               struct mt_err *err);
enum mt_rc mt_mailings_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                           struct mt_err *err);
enum mt_rc mt_loops_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                        struct mt_err *err);

#endif
