#ifndef MT_REPORTS_BUILD_TREND_H
#define MT_REPORTS_BUILD_TREND_H

/* The trend report: how the share of mail in trouble went, week by week or day by day, over any period: of all mail and
 * of each provider, with intervals, and who is worse, better, new or gone. Steps that the data covers in part only are
 * marked and not compared. The same database and request give the same report. */

#include "query/filter.h"
#include "reports/report.h"

struct mt_store;

enum mt_trend_step { MT_TREND_WEEKS, MT_TREND_DAYS };

struct mt_trend_request {
    const struct mt_filter *filter; /* window (unknown: all of the data) and which mail */
    enum mt_trend_step step;
    struct mt_reader reader; /* the zone is that of days and weeks; borrowed as long as the report lives */
    const char *tool;        /* name and version of the program, for provenance; may be NULL */
    bool (*stop)(void);      /* whether to give up; NULL: never */
};

/* Fills a report that was initialised by the caller. MT_USAGE when the window has no mail. */
enum mt_rc mt_trend_build(struct mt_report *report, struct mt_store *store, const struct mt_trend_request *request,
                          struct mt_err *err);

#endif
