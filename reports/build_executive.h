#ifndef MT_REPORTS_BUILD_EXECUTIVE_H
#define MT_REPORTS_BUILD_EXECUTIVE_H

/* The executive report: half a page for people who do not run mail servers. What happened, how bad it was, whether it
 * is over, and what is being done. The same database and request give the same report. */

#include "query/filter.h"
#include "reports/report.h"

struct mt_store;

struct mt_executive_request {
    const struct mt_filter *filter; /* the period that is told of (unknown: the newest whole week), and which mail */
    struct mt_reader reader;        /* borrowed as long as the report lives */
    const char *tool;               /* name and version of the program, for provenance; may be NULL */
    bool (*stop)(void);             /* whether to give up; NULL: never */
};

/* Fills a report that was initialised by the caller. MT_USAGE when the period has no mail. */
enum mt_rc mt_executive_build(struct mt_report *report, struct mt_store *store,
                              const struct mt_executive_request *request, struct mt_err *err);

#endif
