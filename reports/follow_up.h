#ifndef MT_REPORTS_FOLLOW_UP_H
#define MT_REPORTS_FOLLOW_UP_H

/* Whether the trouble of a ticket is over: the time since the ticket against the time before it, what became of the
 * mail that the ticket was about, and how long it has been quiet. */

#include "query/filter.h"
#include "reports/report.h"

struct mt_store;

struct mt_follow_up_request {
    const struct mt_filter *filter; /* of the ticket */
    int64_t asked_us;               /* how far the data went when the ticket was made */
    const char *name;               /* of the ticket */
    const char *tool;
    struct mt_reader reader;
};

/* What a support desk is told. */
enum mt_follow_up_end { MT_FOLLOW_UP_NO_MAIL, MT_FOLLOW_UP_SAME, MT_FOLLOW_UP_BETTER, MT_FOLLOW_UP_SOLVED };

/* Fills a report that was initialised by the caller. */
enum mt_rc mt_follow_up_build(struct mt_report *report, struct mt_store *store,
                              const struct mt_follow_up_request *request, enum mt_follow_up_end *end,
                              struct mt_err *err);

#endif
