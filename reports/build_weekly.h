#ifndef MT_REPORTS_BUILD_WEEKLY_H
#define MT_REPORTS_BUILD_WEEKLY_H

/* The weekly report: what the data covers, the week in figures, what stands out, then the tables that show where. The
 * same database, week and zone give the same report. */

#include "reports/report.h"

struct mt_store;

struct mt_weekly_request {
    const char *week;        /* "2026-W47"; NULL: the newest week that the data covers wholly */
    struct mt_reader reader; /* the zone is that of days and hours; borrowed as long as the report lives */
    const char *tool;        /* name and version of the program, for provenance; may be NULL */
    bool (*stop)(void);      /* whether to give up; NULL: never */
};

/* Fills a report that was initialised by the caller. MT_USAGE when the week has no mail, with those that have. */
enum mt_rc mt_weekly_build(struct mt_report *report, struct mt_store *store, const struct mt_weekly_request *request,
                           struct mt_err *err);

#endif
