#ifndef MT_QUERY_CMD_FILTER_H
#define MT_QUERY_CMD_FILTER_H

/* The options that narrow a question, read alike by every command that has them. Part of the program, not of a
 * library. */

#include "cmd.h"
#include "query/filter.h"

#define MT_WINDOW_OPTIONS                                                                                              \
    {"since", 0, "TIME", "received from then on, e.g. 2026-11-16 or 2026-11-16T08:00, in the zone"},                   \
        {"until", 0, "TIME", "received before then"}, {"week", 0, "WEEK", "received in that ISO week, e.g. 2026-W47"}, \
    {                                                                                                                  \
        "zone", 0, "ZONE", "time zone of hours, days and weeks, e.g. Europe/Madrid (else UTC)", true                   \
    }

/* Which mail by where it goes and comes from. */
#define MT_PLACE_OPTIONS                                                                                               \
    MT_WINDOW_OPTIONS, {"domain", 0, "DOMAIN", "recipient domain"},                                                    \
        {"provider", 0, "NAME", "mailbox provider, e.g. yahoo"}, {"country", 0, "CODE", "of the recipient, e.g. GB"},  \
        {"sender", 0, "ADDRESS", "sender's address, or @domain"}, {"size", 0, "BAND", "e.g. 1-2MB"},                   \
        {"forest", 0, "NAME", "Exchange forest, e.g. EURPRD05"}, {"region", 0, "CODE", "Exchange region, e.g. EUR"},   \
        {"connector", 0, "NAME", "connector"}, {"direction", 0, "NAME", "incoming or originating"},                    \
    {                                                                                                                  \
        "remote-host", 0, "HOST", "server that took or refused it, or a domain of servers"                             \
    }

/* And by what became of it. */
#define MT_FILTER_OPTIONS                                                                                              \
    MT_PLACE_OPTIONS, {"outcome", 0, "NAME", "e.g. deferred or failed"},                                               \
    {                                                                                                                  \
        "reason", 0, "CLASS", "why mail was put off or refused, e.g. throttle or tls"                                  \
    }

/* Fills a filter. The zone is opened here and belongs to the caller, who closes it when the report is written; NULL
 * stays NULL. What the command has no option for is not asked. */
enum mt_rc mt_filter_read(const struct mt_arguments *arguments, struct mt_filter *filter, struct mt_zone **zone,
                          struct mt_err *err);

/* Says on standard error when a word of the filter is one that no mail has: the empty answer is no good news then. */
enum mt_rc mt_filter_warn(struct mt_store *store, const struct mt_filter *filter, struct mt_err *err);

#endif
