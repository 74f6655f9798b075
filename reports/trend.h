#ifndef MT_REPORTS_TREND_H
#define MT_REPORTS_TREND_H

/* What the parts of the trend report share while it is built. Only build_trend.c and trend_*.c include this. */

#include "reports/build.h"
#include "reports/build_trend.h"

enum { MT_TREND_MOST_STEPS = 60, MT_TREND_LEAST_BASE = 30 };

/* A week or a day of the report. */
struct mt_step {
    char name[16];     /* "2026-W47", "2026-11-16" */
    int64_t first_day; /* local days since 1970 */
    int days;
    int64_t since_us, until_us;
    int days_covered, gaps;
    bool has_mail;
    bool whole;     /* all its days are covered, no gap touches it, and it lies in the window with both ends */
    bool by_events; /* nearly all its mail has events */
};

struct mt_trend {
    struct mt_build build;
    const struct mt_trend_request *request;
    struct mt_step steps[MT_TREND_MOST_STEPS]; /* oldest first */
    int step_count;
    /* What is compared: the last whole step, and the whole steps before it, one after the other, that are known by the
     * same evidence. -1: there is nothing to compare. */
    int last, first_before;
    struct mt_table *steps_table; /* rates by step, in the order of the steps that have rows */
};

/* Finds the steps of the window and how well each is covered. MT_USAGE when there is no mail or there are too many. */
enum mt_rc mt_trend_find_steps(struct mt_trend *trend, struct mt_err *err);

/* The step with that name; NULL: none. */
const struct mt_step *mt_trend_step_named(const struct mt_trend *trend, struct mt_text name);

/* The dimension of steps: "week" or "day". */
const char *mt_trend_dimension(const struct mt_trend *trend);

/* The parts, in the order of the report. */
enum mt_rc mt_trend_steps(struct mt_trend *trend, struct mt_err *err);
enum mt_rc mt_trend_changes(struct mt_trend *trend, struct mt_err *err);
enum mt_rc mt_trend_places(struct mt_trend *trend, struct mt_err *err);
enum mt_rc mt_trend_reasons(struct mt_trend *trend, struct mt_err *err);
enum mt_rc mt_trend_sources(struct mt_trend *trend, struct mt_err *err);

#endif
