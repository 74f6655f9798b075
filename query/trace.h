#ifndef MT_QUERY_TRACE_H
#define MT_QUERY_TRACE_H

/* One message on a time line: the deliveries that an id leads to, and what is known to have happened to each. */

#include "query/table.h"

struct mt_store;

/* `id` is a Message-ID (with or without its angle brackets; the domain in any case), a trace id, or an address, whose
 * deliveries as recipient or sender are meant. Fills two tables that the caller initialised: `deliveries`, newest
 * first, and `history`, a row for each thing that happened, delivery after delivery in the same order: when it was
 * received, its events as far as exports tell them (word, server, what was said and what that means, remote host,
 * number of the attempt, from and to which address mail was led on, the message-id of a report about it), and when
 * exports saw a status. With a limit (0 for none) the first deliveries only; the parameter "rows" then says so. No
 * delivery at all is not an error. */
enum mt_rc mt_trace_find(struct mt_store *store, struct mt_text id, int64_t limit, struct mt_table *deliveries,
                         struct mt_table *history, struct mt_err *err);

/* For tests: the text for "--:stages" of trace_history.sql. */
extern const char mt_trace_stages_sql[];

#endif
