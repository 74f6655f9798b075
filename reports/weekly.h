#ifndef MT_REPORTS_WEEKLY_H
#define MT_REPORTS_WEEKLY_H

/* What the parts of the weekly report share while it is built. Only build_weekly.c and weekly_*.c include this. */

#include "reports/build.h"
#include "reports/calendar.h"

/* What the figures of the weeks rest on. */
struct mt_weekly_evidence {
    int64_t deliveries, with_events; /* of the report's own week */
    bool reasons;                    /* some of its mail has one */
    bool expiries;                   /* it is known of some of its failed mail whether it expired */
    /* Nearly all mail has events, so that its deferrals are known. Without them they are seen when an export was taken
     * at the right moment, and such weeks cannot be compared with others. */
    bool by_events[MT_CALENDAR_WEEKS];
};

struct mt_weekly {
    struct mt_build build; /* of the week's mail */
    struct mt_calendar calendar;
    struct mt_weekly_evidence evidence;
};

enum { MT_WEEKLY_OWN = MT_CALENDAR_WEEKS - 1, MT_WEEKLY_BEFORE = MT_WEEKLY_OWN - 1, MT_WEEKLY_LEAST_BASE = 30 };

/* Fills weekly->evidence; and says it in notes. */
enum mt_rc mt_weekly_find_evidence(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_note_evidence(struct mt_weekly *weekly, struct mt_section *section, struct mt_err *err);

/* The parts. */
enum mt_rc mt_weekly_answer(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_stories(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_coverage(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_headline(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_standout(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_outcomes(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_trend(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_sources(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_tables(struct mt_weekly *weekly, struct mt_err *err);

/* Sections among the tables: weekly_course.c, weekly_changes.c and weekly_sizes.c. */
enum mt_rc mt_weekly_sizes_of(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_reasons(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_delays(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_attempts(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_changes(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_messages(struct mt_weekly *weekly, struct mt_err *err);

#endif
