#ifndef MT_REPORTS_WEEKLY_H
#define MT_REPORTS_WEEKLY_H

/* What the parts of the weekly report share while it is built. Only build_weekly.c and weekly_*.c include this. */

#include "query/filter.h"
#include "reports/calendar.h"
#include "reports/messages.h"

struct mt_weekly {
    struct mt_report *report;
    struct mt_store *store;
    struct mt_calendar calendar;
    struct mt_filter filter; /* the week, without a limit */
};

enum { MT_WEEKLY_OWN = MT_CALENDAR_WEEKS - 1, MT_WEEKLY_BEFORE = MT_WEEKLY_OWN - 1, MT_WEEKLY_LEAST_BASE = 30 };

/* Asks a question into a table that the report owns. */
enum mt_rc mt_weekly_ask(struct mt_weekly *weekly, const char *question, const struct mt_filter *filter,
                         struct mt_table **table, struct mt_err *err);

/* A sentence in the report's arena and zone. */
struct mt_text mt_weekly_say(struct mt_weekly *weekly, enum mt_sentence sentence, const struct mt_value *values,
                             size_t count);

/* The cell of a row by its column's key; unknown when there is no such row or column. */
struct mt_cell mt_weekly_cell(const struct mt_table *table, size_t row, const char *key);

/* The parts, in the order of the report. */
enum mt_rc mt_weekly_coverage(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_headline(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_standout(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_tables(struct mt_weekly *weekly, struct mt_err *err);

#endif
