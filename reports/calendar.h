#ifndef MT_REPORTS_CALENDAR_H
#define MT_REPORTS_CALENDAR_H

/* The ISO weeks around a report and how well the data covers each (covered.h). A week is whole when all its days are
 * covered and no gap touches it. */

#include "reports/report.h"

struct mt_store;

enum { MT_CALENDAR_WEEKS = 9 };

struct mt_week {
    char name[16];     /* "2026-W47" */
    int64_t first_day; /* its Monday, days since 1970 */
    int64_t since_us, until_us;
    int days_covered;
    int gaps;
    bool whole;
    int row; /* in the trend table, or -1: no mail */
};

struct mt_calendar {
    struct mt_week weeks[MT_CALENDAR_WEEKS]; /* oldest first; the last is the report's own */
    const struct mt_table *trend;            /* rates of these weeks */
    const struct mt_table *coverage;         /* days of these weeks */
    const struct mt_table *gaps;
    const struct mt_table *freshness; /* one row, of the whole store */
};

/* Looks at the nine weeks that end with `week` ("2026-W47"). With NULL it takes the newest whole week among the newest
 * nine, or else the newest week with mail. A week without mail is refused (MT_USAGE) with the weeks that have some. */
enum mt_rc mt_calendar_open(struct mt_calendar *calendar, struct mt_report *report, struct mt_store *store,
                            const char *week, struct mt_err *err);

/* The cell of a week in the trend table; unknown when the week has no mail. */
struct mt_cell mt_calendar_cell(const struct mt_calendar *calendar, size_t week, const char *key);

/* The moment at which the data of the report's own week ends: its end, or the last mail. */
int64_t mt_calendar_end(const struct mt_calendar *calendar);

#endif
