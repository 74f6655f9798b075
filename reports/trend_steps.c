/* The steps of the trend report, weeks or days: how well each is covered, what is known of it, and its figures. */

#include "reports/trend.h"

#include <stdio.h>
#include <string.h>

#include "reports/covered.h"

/* ---- which steps ---- */

const char *
mt_trend_dimension(const struct mt_trend *trend)
{
    return trend->request->step == MT_TREND_DAYS ? "day" : "week";
}

static void
set_step(struct mt_trend *trend, struct mt_step *step, int64_t first_day)
{
    const struct mt_zone *zone = trend->build.report->reader.zone;
    *step = (struct mt_step){.first_day = first_day, .days = trend->request->step == MT_TREND_DAYS ? 1 : 7};
    step->since_us = mt_zone_to_utc(zone, first_day * MT_DAY);
    step->until_us = mt_zone_to_utc(zone, (first_day + step->days) * MT_DAY);
    if (trend->request->step == MT_TREND_DAYS) {
        struct mt_civil civil = mt_civil_of(first_day * MT_DAY);
        snprintf(step->name, sizeof step->name, "%04d-%02d-%02d", civil.year % 10000, civil.month, civil.day);
    } else {
        int year, week;
        mt_civil_iso_week(first_day, &year, &week);
        snprintf(step->name, sizeof step->name, "%04d-W%02d", year % 10000, week % 100);
    }
}

/* From the window, or as far as the data go. */
static enum mt_rc
list_steps(struct mt_trend *trend, const struct mt_table *freshness, struct mt_err *err)
{
    struct mt_filter *filter = &trend->build.filter;
    const struct mt_zone *zone = trend->build.report->reader.zone;
    int64_t first_us = mt_table_integer(freshness, 0, "first_received", MT_MOMENT_UNKNOWN);
    int64_t last_us = mt_table_integer(freshness, 0, "last_received", MT_MOMENT_UNKNOWN);
    if (first_us == MT_MOMENT_UNKNOWN || last_us == MT_MOMENT_UNKNOWN)
        return mt_err_set(err, MT_FAILED, "there is no mail in the database yet; 'msgtrace import' puts some in");
    if (filter->since_us != MT_MOMENT_UNKNOWN && filter->since_us > first_us)
        first_us = filter->since_us;
    if (filter->until_us != MT_MOMENT_UNKNOWN && filter->until_us - 1 < last_us)
        last_us = filter->until_us - 1;
    if (last_us < first_us)
        return mt_err_set(err, MT_USAGE, "there is no mail in that time; 'msgtrace status' shows what there is");

    int64_t first = mt_day_of(zone, first_us), last = mt_day_of(zone, last_us);
    int days = trend->request->step == MT_TREND_DAYS ? 1 : 7;
    if (days == 7)
        first -= mt_civil_weekday(first) - 1;
    if ((last - first) / days + 1 > MT_TREND_MOST_STEPS)
        return mt_err_set(err, MT_USAGE, "that is %lld %s, and a trend shows at most %d: %s",
                          (long long)((last - first) / days + 1), days == 7 ? "weeks" : "days", MT_TREND_MOST_STEPS,
                          days == 7 ? "name a shorter time with --since" : "name a shorter time, or --step week");
    for (int64_t day = first; day <= last; day += days)
        set_step(trend, &trend->steps[trend->step_count++], day);
    return MT_OK;
}

const struct mt_step *
mt_trend_step_named(const struct mt_trend *trend, struct mt_text name)
{
    for (int i = 0; i < trend->step_count; i++)
        if (mt_text_is(name, trend->steps[i].name))
            return &trend->steps[i];
    return NULL;
}

/* ---- how well they are covered ---- */

static enum mt_rc
judge_steps(struct mt_trend *trend, const struct mt_table *freshness, struct mt_err *err)
{
    struct mt_build *build = &trend->build;
    struct mt_filter window;
    struct mt_table *coverage, *gaps, *evidence;
    mt_filter_init(&window);
    window.zone = build->report->reader.zone;
    window.since_us = trend->steps[0].since_us;
    window.until_us = trend->steps[trend->step_count - 1].until_us;
    enum mt_rc rc = mt_build_ask(build, "coverage", &window, &coverage, err);
    if (rc == MT_OK)
        rc = mt_build_ask(build, "gaps", &window, &gaps, err);
    if (rc == MT_OK)
        rc = mt_build_ask(build, "evidence-days", &window, &evidence, err);
    if (rc != MT_OK)
        return rc;
    struct mt_covered covered = mt_covered_of(build->report->reader.zone, freshness, coverage, gaps);
    int64_t since = build->filter.since_us, until = build->filter.until_us;
    for (int i = 0; i < trend->step_count; i++) {
        struct mt_step *step = &trend->steps[i];
        bool inside = (since == MT_MOMENT_UNKNOWN || since <= step->since_us) &&
                      (until == MT_MOMENT_UNKNOWN || until >= step->until_us);
        step->days_covered = mt_covered_days(&covered, step->first_day, step->days);
        step->gaps = mt_covered_gaps(&covered, step->since_us, step->until_us);
        step->whole = inside && step->days_covered == step->days && step->gaps == 0;
        step->by_events = mt_covered_by_events(evidence, step->first_day, step->days, NULL, NULL);
    }
    return MT_OK;
}

/* ---- their figures ---- */

/* The columns of the answer, and what stands behind them. */
static const char *const copied[] = {
    "deliveries",   "deferred",   "deferred_ratio", "deferred_low", "deferred_high", "still_deferred", "failed",
    "failed_ratio", "failed_low", "failed_high",    "expired",      "expired_ratio", "expired_low",    "expired_high",
};

enum {
    COPIED = sizeof copied / sizeof *copied,
    STEP = 0,
    EVIDENCE = COPIED + 1,
    COVERAGE,
    DAYS_COVERED,
    GAPS,
    JUDGED,
    COLUMNS
};

static const char no_mail[] = "no mail";

/* The row of a step in an answer by weeks or days; -1: no mail. */
static ptrdiff_t
row_of(const struct mt_table *rates, const struct mt_step *step)
{
    int column = mt_table_find(rates, step->days == 1 ? "day" : "week");
    for (size_t row = 0; column >= 0 && row < rates->row_count; row++) {
        struct mt_cell cell = mt_table_at(rates, row, (size_t)column);
        if (cell.known && (step->days == 1 ? cell.integer == step->first_day : mt_text_is(cell.text, step->name)))
            return (ptrdiff_t)row;
    }
    return -1;
}

static enum mt_rc
set_columns(struct mt_table *table, const struct mt_table *rates, struct mt_err *err)
{
    struct mt_column columns[COLUMNS];
    columns[STEP] = (struct mt_column){"step", "Step", MT_TYPE_TEXT, false};
    for (size_t i = 0; i < COPIED; i++)
        columns[i + 1] = rates->columns[mt_table_find(rates, copied[i])];
    columns[EVIDENCE] = (struct mt_column){"known_by", "Known by", MT_TYPE_TEXT, false};
    columns[COVERAGE] = (struct mt_column){"coverage", "Coverage", MT_TYPE_TEXT, false};
    columns[DAYS_COVERED] = (struct mt_column){"days_covered", "Days covered", MT_TYPE_COUNT, false};
    columns[GAPS] = (struct mt_column){"gaps", "Gaps", MT_TYPE_COUNT, false};
    columns[JUDGED] = (struct mt_column){"deliveries_of_whole", "Deliveries of whole steps", MT_TYPE_COUNT, false};
    return mt_table_columns(table, columns, COLUMNS, err);
}

static enum mt_rc
add_row(struct mt_table *table, const struct mt_table *rates, struct mt_step *step, struct mt_err *err)
{
    struct mt_cell *cells = mt_table_add(table);
    ptrdiff_t row = row_of(rates, step);
    if (!cells)
        return mt_err_memory(err);
    cells[STEP] = mt_cell_text(mt_text_of(step->name));
    for (size_t i = 0; i < COPIED; i++)
        cells[i + 1] = row < 0 ? MT_CELL_UNKNOWN(no_mail) : mt_table_cell(rates, (size_t)row, copied[i]);
    if (row < 0)
        cells[1] = mt_cell_integer(0);
    step->has_mail = cells[1].known && cells[1].integer > 0;
    cells[EVIDENCE] = mt_cell_text(mt_text_of(step->by_events ? "events" : "summaries"));
    cells[COVERAGE] = mt_cell_text(mt_text_of(step->whole ? "whole" : "part"));
    cells[DAYS_COVERED] = mt_cell_integer(step->days_covered);
    cells[GAPS] = mt_cell_integer(step->gaps);
    /* The chart rests on this: a step in part is pale. */
    cells[JUDGED] = mt_cell_integer(step->whole && step->has_mail ? cells[1].integer : 0);
    return MT_OK;
}

static enum mt_rc
fill_steps(struct mt_trend *trend, struct mt_table *table, struct mt_err *err)
{
    struct mt_filter filter = trend->build.filter;
    struct mt_table *rates;
    filter.week[0] = '\0';
    filter.since_us = filter.since_us == MT_MOMENT_UNKNOWN ? trend->steps[0].since_us : filter.since_us;
    filter.by[0] = mt_trend_dimension(trend);
    enum mt_rc rc = mt_build_ask(&trend->build, "rates", &filter, &rates, err);
    if (rc == MT_OK)
        rc = set_columns(table, rates, err);
    if (rc != MT_OK)
        return rc;
    table->name = "steps";
    table->title = mt_build_wording(&trend->build, MT_SAY_TRENDS_STEPS);
    table->evidence = rates->evidence;
    table->sql = rates->sql;
    for (int i = 0; i < trend->step_count && rc == MT_OK; i++)
        rc = add_row(table, rates, &trend->steps[i], err);
    return rc;
}

/* The last whole step, and the whole ones before it that are known as well as it is. */
static void
choose_compared(struct mt_trend *trend)
{
    enum { MOST_WEEKS = 8, MOST_DAYS = 28 };
    int most = trend->request->step == MT_TREND_DAYS ? MOST_DAYS : MOST_WEEKS;
    trend->last = trend->step_count - 1;
    while (trend->last >= 0 && !(trend->steps[trend->last].whole && trend->steps[trend->last].has_mail))
        trend->last--;
    trend->first_before = trend->last;
    while (trend->first_before > 0 && trend->last - trend->first_before < most) {
        const struct mt_step *before = &trend->steps[trend->first_before - 1];
        if (!before->whole || !before->has_mail || before->by_events != trend->steps[trend->last].by_events)
            break;
        trend->first_before--;
    }
    if (trend->first_before == trend->last)
        trend->first_before = -1;
}

enum mt_rc
mt_trend_find_steps(struct mt_trend *trend, struct mt_err *err)
{
    struct mt_filter everything;
    struct mt_table *freshness, *table = mt_report_table(trend->build.report);
    mt_filter_init(&everything);
    if (!table)
        return mt_err_memory(err);
    enum mt_rc rc = mt_build_ask(&trend->build, "freshness", &everything, &freshness, err);
    if (rc == MT_OK)
        rc = list_steps(trend, freshness, err);
    if (rc == MT_OK)
        rc = judge_steps(trend, freshness, err);
    if (rc == MT_OK)
        rc = fill_steps(trend, table, err);
    if (rc != MT_OK)
        return rc;
    trend->steps_table = table;
    choose_compared(trend);
    for (int i = 0; i < trend->step_count; i++)
        if (trend->steps[i].has_mail)
            return MT_OK;
    return mt_err_set(err, MT_USAGE, "there is no such mail in that time; 'msgtrace status' shows what there is");
}

/* ---- the section ---- */

/* Which steps are not whole: their low figures mean little. */
static enum mt_rc
note_part(struct mt_trend *trend, struct mt_section *section, struct mt_err *err)
{
    struct mt_out list = MT_OUT_EMPTY;
    enum mt_rc rc = MT_OK;
    for (int i = 0; i < trend->step_count; i++) {
        if (trend->steps[i].whole)
            continue;
        mt_out_string(&list, list.len ? ", " : "");
        mt_out_string(&list, trend->steps[i].name);
    }
    if (list.failed)
        rc = mt_err_memory(err);
    else if (list.len)
        rc = mt_report_note(
            trend->build.report, section,
            mt_build_say(&trend->build, MT_SAY_TREND_PART, MT_VALUES(mt_value_words(mt_out_view(&list)))), err);
    mt_out_release(&list);
    return rc;
}

enum mt_rc
mt_trend_steps(struct mt_trend *trend, struct mt_err *err)
{
    static const struct mt_word known_by[] = {
        {"events", "events", "eventos"}, {"summaries", "summaries", "resúmenes"}, {NULL, NULL, NULL}};
    static const struct mt_word coverage[] = {
        {"whole", "whole", "completa"}, {"part", "in part", "parcial"}, {NULL, NULL, NULL}};
    const struct mt_shown list[] = {
        {.key = "step",
         .title = mt_build_wording(&trend->build,
                                   trend->request->step == MT_TREND_DAYS ? MT_SAY_TRENDS_DAY : MT_SAY_TRENDS_WEEK)},
        {.key = "deliveries"},
        {.key = "deferred"},
        {.key = "deferred_ratio", .low = "deferred_low", .high = "deferred_high"},
        {.key = "failed"},
        {.key = "failed_ratio", .low = "failed_low", .high = "failed_high"},
        {.key = "expired"},
        {.key = "expired_ratio", .low = "expired_low", .high = "expired_high"},
        {.key = "known_by", .words = known_by},
        {.key = "coverage", .words = coverage},
        {.key = NULL},
    };
    struct mt_build *build = &trend->build;
    struct mt_table *table = trend->steps_table;
    struct mt_section *section = mt_report_section(build->report, "steps", table->title, table);
    const struct mt_shown *shown = mt_build_shown(build, table, list);
    if (!section || !shown)
        return mt_err_memory(err);
    section->shown = shown;
    section->chart = (struct mt_chart){
        .kind = MT_CHART_LINES,
        .title = mt_build_wording(build, MT_SAY_TRENDS_CHART),
        .label = "step",
        .value = "deferred_ratio",
        .low = "deferred_low",
        .high = "deferred_high",
        .base = "deliveries_of_whole",
        .least_base = MT_TREND_LEAST_BASE,
    };
    bool mixed = false;
    for (int i = 1; i < trend->step_count; i++)
        mixed |= trend->steps[i].has_mail && trend->steps[i].by_events != trend->steps[0].by_events;
    enum mt_rc rc = note_part(trend, section, err);
    if (rc == MT_OK && mixed)
        rc = mt_report_note(build->report, section, mt_text_of(mt_build_wording(build, MT_SAY_TRENDS_MIXED)), err);
    return rc;
}
