#ifndef MT_REPORTS_WEEKLY_H
#define MT_REPORTS_WEEKLY_H

/* What the parts of the weekly report share while it is built. Only build_weekly.c and weekly_*.c include this. */

#include "query/filter.h"
#include "reports/calendar.h"
#include "reports/messages.h"

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
    struct mt_report *report;
    struct mt_store *store;
    struct mt_calendar calendar;
    struct mt_filter filter; /* the week, without a limit */
    struct mt_weekly_evidence evidence;
};

enum { MT_WEEKLY_OWN = MT_CALENDAR_WEEKS - 1, MT_WEEKLY_BEFORE = MT_WEEKLY_OWN - 1, MT_WEEKLY_LEAST_BASE = 30 };

/* Asks a question into a table that the report owns. */
enum mt_rc mt_weekly_ask(struct mt_weekly *weekly, const char *question, const struct mt_filter *filter,
                         struct mt_table **table, struct mt_err *err);

/* A sentence in the report's arena, for its reader. */
struct mt_text mt_weekly_say(struct mt_weekly *weekly, enum mt_sentence sentence, const struct mt_value *values,
                             size_t count);

/* One without values. */
const char *mt_weekly_wording(const struct mt_weekly *weekly, enum mt_sentence sentence);

/* The cell of a row by its column's key; unknown when there is no such row or column. */
struct mt_cell mt_weekly_cell(const struct mt_table *table, size_t row, const char *key);

/* The columns of a list that hold something in some row; the list ends with a NULL key. NULL: no memory. */
const struct mt_shown *mt_weekly_shown(struct mt_weekly *weekly, const struct mt_table *table,
                                       const struct mt_shown *list);

/* Appends a section with the answer to a question. */
enum mt_rc mt_weekly_add(struct mt_weekly *weekly, const char *key, enum mt_sentence title, const char *question,
                         const struct mt_filter *filter, const struct mt_shown *list, struct mt_section **added,
                         struct mt_err *err);

/* Appends the notes of the section's table, but those that an earlier section has already. */
enum mt_rc mt_weekly_notes(struct mt_weekly *weekly, struct mt_section *section, struct mt_err *err);

/* Fills weekly->evidence; and says it in notes. */
enum mt_rc mt_weekly_find_evidence(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_note_evidence(struct mt_weekly *weekly, struct mt_section *section, struct mt_err *err);

/* The parts, in the order of the report. */
enum mt_rc mt_weekly_coverage(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_headline(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_standout(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_outcomes(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_tables(struct mt_weekly *weekly, struct mt_err *err);

/* Sections among the tables: weekly_course.c, weekly_changes.c and weekly_messages.c. */
enum mt_rc mt_weekly_reasons(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_delays(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_attempts(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_changes(struct mt_weekly *weekly, struct mt_err *err);
enum mt_rc mt_weekly_messages(struct mt_weekly *weekly, struct mt_err *err);

#endif
