#ifndef MT_QUERY_TICKET_MAIL_H
#define MT_QUERY_TICKET_MAIL_H

/* The mail of a support case in full: deliveries and events with all ids, servers and answers word for word, and the
 * non-delivery reports about it. `filter` says which mail the case is about. Every table has the columns of its SQL
 * file in answers.c. */

#include "query/filter.h"

struct mt_store;

/* At most `most` deliveries in trouble and `most_well` others, each evenly picked over time; the parameter "picked"
 * says how many there were ("2000 of 31455") when some are left out. */
enum mt_rc mt_ticket_deliveries(struct mt_store *store, const struct mt_filter *filter, int64_t most, int64_t most_well,
                                struct mt_table *table, struct mt_err *err);

/* The events of the same deliveries in trouble. */
enum mt_rc mt_ticket_events(struct mt_store *store, const struct mt_filter *filter, int64_t most,
                            struct mt_table *table, struct mt_err *err);

/* filter->limit is kept to. */
enum mt_rc mt_ticket_servers(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                             struct mt_err *err);
enum mt_rc mt_ticket_answers(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                             struct mt_err *err);

/* `files` is a JSON list of SHA-256 in upper-case hexadecimal: reports that the user gave, whatever they are about. */
enum mt_rc mt_ticket_ndrs(struct mt_store *store, const struct mt_filter *filter, struct mt_text files,
                          struct mt_table *table, struct mt_err *err);

#endif
