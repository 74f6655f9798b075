#ifndef MT_REPORTS_WEEKLY_FOUND_H
#define MT_REPORTS_WEEKLY_FOUND_H

/* What stands out in a week, before it is put into sentences: weekly_find.c looks, weekly_standout.c tells. Everything
 * lives in the report's arena. */

#include "reports/standout.h"
#include "reports/weekly.h"

/* The times at which a slice is looked at. */
enum { MT_TIME_OWN_WEEK, MT_TIME_WEEK_BEFORE, MT_TIME_LAST_DAY, MT_TIMES };

enum mt_cut_kind { MT_CUT_ROWS, MT_CUT_RANGE, MT_CUT_CIRCLE };

/* One way to cut the mail. */
struct mt_cut {
    const char *by[2]; /* the first is the key that slices go by */
    enum mt_cut_kind kind;
    /* There may be a great many domains: only those with the most trouble are read, and other times are asked for each
     * that stands out. Of the rest, all rows of all times are read and matched by their key. */
    int64_t limit;
    bool of_time;  /* cuts by time of receipt */
    bool says_now; /* its last day of data can still show it; a weekday's cannot */
    struct mt_text (*about)(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_slice *slice);
};

struct mt_measure {
    const char *hits;
    bool caught; /* from summary exports it is only seen when an export caught it, and findings tell where it was */
    enum mt_sentence often, more, less;
};

enum { MT_MEASURES = 2, MT_MOST_FOUND = 64 };
extern const struct mt_measure mt_measures[MT_MEASURES];

struct mt_found {
    const struct mt_cut *cut;
    const struct mt_measure *measure;
    struct mt_slice slice;
    struct mt_table *tables[MT_TIMES]; /* those that were read */
};

struct mt_weekly_findings {
    struct mt_found found[MT_MOST_FOUND]; /* most excess trouble first */
    size_t count;
};

enum mt_rc mt_weekly_find(struct mt_weekly *weekly, struct mt_weekly_findings *findings, struct mt_err *err);

/* The slice's counts at another time, and those of all mail then. */
enum mt_rc mt_weekly_counts_at(struct mt_weekly *weekly, const struct mt_found *found, size_t time,
                               struct mt_counts *counts, struct mt_counts *all, struct mt_err *err);

/* Of all mail of one of the calendar's weeks. */
struct mt_counts mt_weekly_counts(const struct mt_calendar *calendar, size_t week, const struct mt_measure *measure);

/* This week and the one before are whole, and what is measured is known of both rather than caught. */
bool mt_weekly_is_compared(const struct mt_weekly *weekly, const struct mt_measure *measure);

/* Narrows a filter to the mail of what was found; false when no filter can say it (hours, ranges of sizes). */
bool mt_weekly_narrow(const struct mt_found *found, struct mt_filter *filter);

#endif
