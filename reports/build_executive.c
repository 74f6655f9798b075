#include "reports/build_executive.h"

#include <string.h>

#include "reports/advice.h"
#include "reports/calendar.h"
#include "reports/covered.h"
#include "reports/stories.h"
#include "store/base/zone.h"

/* Half a page: what is told, in the words of those who do not run mail servers. */
enum { MOST_TOLD = 3, DAYS_SHOWN = 28, LEAST_BASE = 30 };

struct executive {
    struct mt_build build;
    struct mt_findings findings;
    struct mt_stories_request told; /* which of them */
    bool is_recent;                 /* the data end within a week of the period: what began since belongs to it */
};

/* ---- which time ---- */

/* The newest whole week, when the request names no time. */
static enum mt_rc
choose_period(struct executive *executive, struct mt_err *err)
{
    struct mt_build *build = &executive->build;
    struct mt_calendar calendar;
    if (build->filter.since_us != MT_MOMENT_UNKNOWN || build->filter.until_us != MT_MOMENT_UNKNOWN)
        return MT_OK;
    enum mt_rc rc = mt_calendar_open(&calendar, build->report, build->store, NULL, err);
    if (rc != MT_OK)
        return rc;
    const struct mt_week *week = &calendar.weeks[MT_CALENDAR_WEEKS - 1];
    build->filter.since_us = week->since_us;
    build->filter.until_us = week->until_us;
    return MT_OK;
}

/* A window that is open at an end goes as far as the data. */
static enum mt_rc
close_period(struct executive *executive, struct mt_err *err)
{
    struct mt_filter everything, *filter = &executive->build.filter;
    struct mt_table *freshness = NULL;
    mt_filter_init(&everything);
    enum mt_rc rc = mt_build_ask(&executive->build, "freshness", &everything, &freshness, err);
    if (rc != MT_OK)
        return rc;
    int64_t first = mt_table_integer(freshness, 0, "first_received", MT_MOMENT_UNKNOWN);
    int64_t last = mt_table_integer(freshness, 0, "last_received", MT_MOMENT_UNKNOWN);
    if (first == MT_MOMENT_UNKNOWN || last == MT_MOMENT_UNKNOWN)
        return mt_err_set(err, MT_FAILED, "there is no mail in the database yet; 'msgtrace import' puts some in");
    if (filter->since_us == MT_MOMENT_UNKNOWN)
        filter->since_us = mt_floor_to(first, MT_HOUR);
    if (filter->until_us == MT_MOMENT_UNKNOWN)
        filter->until_us = mt_floor_to(last, MT_HOUR) + MT_HOUR;
    executive->is_recent = last - filter->until_us <= 7 * MT_DAY;
    return MT_OK;
}

static enum mt_rc
name_report(struct executive *executive, const struct mt_executive_request *request, struct mt_err *err)
{
    struct mt_build *build = &executive->build;
    struct mt_table *parameters = mt_report_table(build->report);
    build->report->title = mt_text_of(mt_build_wording(build, MT_SAY_EXEC_TITLE));
    build->report->subtitle = mt_build_say(
        build, MT_SAY_EXEC_PERIOD,
        MT_VALUES(mt_value_day(mt_day_of(executive->build.report->reader.zone, build->filter.since_us)),
                  mt_value_day(mt_day_of(executive->build.report->reader.zone, build->filter.until_us - 1))));
    if (!parameters || !build->report->subtitle.at)
        return mt_err_memory(err);
    enum mt_rc rc = mt_filter_record(request->filter, parameters, err);
    for (size_t i = 0; i < parameters->parameter_count && rc == MT_OK; i++)
        if (strcmp(parameters->parameters[i].key, "zone") != 0)
            rc =
                mt_report_parameter(build->report, parameters->parameters[i].key, parameters->parameters[i].value, err);
    return rc == MT_OK ? mt_build_origin(build, request->tool, err) : rc;
}

/* What is told rests on all of the period, or says that it does not. */
static enum mt_rc
note_coverage(struct executive *executive, struct mt_section *section, struct mt_err *err)
{
    struct mt_build *build = &executive->build;
    const struct mt_zone *zone = build->report->reader.zone;
    struct mt_filter window, everything;
    struct mt_table *coverage, *gaps, *freshness;
    mt_filter_init(&everything);
    mt_filter_init(&window);
    window.zone = zone;
    window.since_us = build->filter.since_us;
    window.until_us = build->filter.until_us;
    enum mt_rc rc = mt_build_ask(build, "coverage", &window, &coverage, err);
    if (rc == MT_OK)
        rc = mt_build_ask(build, "gaps", &window, &gaps, err);
    if (rc == MT_OK)
        rc = mt_build_ask(build, "freshness", &everything, &freshness, err);
    if (rc != MT_OK)
        return rc;
    struct mt_covered covered = mt_covered_of(zone, freshness, coverage, gaps);
    int64_t first = mt_day_of(zone, window.since_us), last = mt_day_of(zone, window.until_us - 1);
    int days = (int)(last - first) + 1, whole = mt_covered_days(&covered, first, days);
    int missing = mt_covered_gaps(&covered, window.since_us, window.until_us);
    if (whole == days && missing == 0)
        return MT_OK;
    return mt_report_note(build->report, section,
                          mt_build_say(build, MT_SAY_EXEC_PART,
                                       MT_VALUES(mt_value_count(whole), mt_value_count(days), mt_value_count(missing))),
                          err);
}

/* ---- what happened ---- */

/* What touches the period, and what goes on although it began after it. */
static enum mt_rc
find(struct executive *executive, struct mt_err *err)
{
    struct mt_filter searched = executive->build.filter;
    executive->told = (struct mt_stories_request){.since_us = searched.since_us,
                                                  .until_us = searched.until_us,
                                                  .and_later_open = executive->is_recent,
                                                  .most = MOST_TOLD,
                                                  .open_first = true,
                                                  .about = MT_ABOUT_REASON};
    searched.week[0] = '\0';
    searched.since_us = searched.since_us - 8 * 7 * MT_DAY;
    searched.until_us = MT_MOMENT_UNKNOWN;
    return mt_stories_find(&executive->build, &searched, &executive->findings, err);
}

static struct mt_text
say_none(struct executive *executive)
{
    static const double much = 0.5;
    struct mt_build *build = &executive->build;
    if (executive->findings.with_events >= much)
        return mt_text_of(mt_build_wording(build, MT_SAY_EXEC_FINE));
    return mt_build_say(build, MT_SAY_EXEC_BLIND, MT_VALUES(mt_value_ratio(executive->findings.with_events)));
}

static enum mt_rc
add_answer(struct executive *executive, struct mt_err *err)
{
    struct mt_build *build = &executive->build;
    struct mt_report *report = build->report;
    const struct mt_findings *findings = &executive->findings;
    enum mt_rc rc = MT_OK;
    struct mt_section *section = mt_report_section(report, "answer", mt_build_wording(build, MT_SAY_EXEC_ANSWER), NULL);
    if (!section)
        return mt_err_memory(err);
    section->no_heading = true;
    for (size_t place = 0; place < MOST_TOLD && rc == MT_OK; place++) {
        size_t number = mt_story_at(findings, &executive->told, place);
        if (number == SIZE_MAX)
            break;
        rc = mt_report_point(report, section,
                             mt_finding_in_short(&report->arena, &report->reader, findings, &findings->items[number]),
                             err);
    }
    if (rc == MT_OK && section->point_count == 0)
        section->lede = say_none(executive);
    if (rc == MT_OK && section->point_count == 0 && !section->lede.at)
        return mt_err_memory(err);
    return rc == MT_OK ? note_coverage(executive, section, err) : rc;
}

/* ---- how bad ---- */

static enum mt_rc
fill_figures(struct executive *executive, const struct mt_table *rates, struct mt_table *table, struct mt_err *err)
{
    static const struct {
        const char *key;
        enum mt_sentence name;
        const char *sums[2];
        bool has_share;
    } measures[] = {
        {"deliveries", MT_SAY_EXEC_MEASURE_SENT, {"deliveries", NULL}, false},
        {"delayed", MT_SAY_EXEC_MEASURE_DELAYED, {"deferred", NULL}, true},
        {"delivered_late", MT_SAY_EXEC_MEASURE_LATE, {"deferred_then_delivered", NULL}, true},
        {"failed", MT_SAY_EXEC_MEASURE_FAILED, {"failed", NULL}, true},
        {"waiting", MT_SAY_EXEC_MEASURE_WAITING, {"still_deferred", "under_way"}, true},
    };
    static const struct mt_column columns[] = {
        {"measure", "Measure", MT_TYPE_TEXT, false},
        {"deliveries", "Deliveries", MT_TYPE_COUNT, false},
        {"share", "of deliveries", MT_TYPE_RATIO, false},
    };
    int64_t all = mt_table_integer(rates, 0, "deliveries", 0);
    enum mt_rc rc = mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
    table->name = "figures";
    table->title = mt_build_wording(&executive->build, MT_SAY_EXEC_FIGURES_TITLE);
    table->evidence = rates->evidence;
    table->sql = rates->sql;
    for (size_t i = 0; i < sizeof measures / sizeof *measures && rc == MT_OK; i++) {
        struct mt_cell *cells = mt_table_add(table);
        int64_t sum = 0;
        if (!cells)
            return mt_err_memory(err);
        for (size_t j = 0; j < 2 && measures[i].sums[j]; j++)
            sum += mt_table_integer(rates, 0, measures[i].sums[j], 0);
        cells[0] = mt_cell_text(mt_text_of(measures[i].key));
        cells[1] = mt_cell_integer(sum);
        if (measures[i].has_share && all > 0)
            cells[2] = mt_cell_real((double)sum / (double)all);
    }
    return rc;
}

/* Words for the keys of the measures, in this report's language alone. */
static const struct mt_word *
measure_words(struct mt_build *build)
{
    const struct mt_word words[] = {
        {"deliveries", mt_build_wording(build, MT_SAY_EXEC_MEASURE_SENT), NULL},
        {"delayed", mt_build_wording(build, MT_SAY_EXEC_MEASURE_DELAYED), NULL},
        {"delivered_late", mt_build_wording(build, MT_SAY_EXEC_MEASURE_LATE), NULL},
        {"failed", mt_build_wording(build, MT_SAY_EXEC_MEASURE_FAILED), NULL},
        {"waiting", mt_build_wording(build, MT_SAY_EXEC_MEASURE_WAITING), NULL},
        {NULL, NULL, NULL},
    };
    struct mt_word *copy = mt_arena_take(&build->report->arena, sizeof words);
    if (copy)
        memcpy(copy, words, sizeof words);
    return copy;
}

static enum mt_rc
add_figures(struct executive *executive, struct mt_err *err)
{
    struct mt_build *build = &executive->build;
    struct mt_table *rates, *table = mt_report_table(build->report);
    const struct mt_word *words = measure_words(build);
    struct mt_shown *shown = mt_arena_take(&build->report->arena, 4 * sizeof *shown);
    if (!table || !words || !shown)
        return mt_err_memory(err);
    enum mt_rc rc = mt_build_ask(build, "overview", &build->filter, &rates, err);
    if (rc == MT_OK && mt_table_integer(rates, 0, "deliveries", 0) == 0)
        rc = mt_err_set(err, MT_USAGE, "there is no such mail in that time; 'msgtrace status' shows what there is");
    if (rc == MT_OK)
        rc = fill_figures(executive, rates, table, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section = mt_report_section(build->report, "figures", table->title, table);
    if (!section)
        return mt_err_memory(err);
    shown[0] = (struct mt_shown){.key = "measure", .words = words};
    shown[1] = (struct mt_shown){.key = "deliveries"};
    shown[2] = (struct mt_shown){.key = "share", .title = mt_build_wording(build, MT_SAY_COLUMN_OF_DELIVERIES)};
    shown[3] = (struct mt_shown){.key = NULL};
    section->shown = shown;
    section->prominent = true;
    return mt_report_note(build->report, section, mt_text_of(mt_build_wording(build, MT_SAY_EXEC_FIGURES_NOTE)), err);
}

/* ---- what it was, and what is to be done ---- */

/* Beside each finding stands what servers said, and what that asks for. */
static enum mt_rc
add_advice(struct executive *executive, struct mt_section *section, struct mt_err *err)
{
    struct mt_build *build = &executive->build;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < section->story_count && rc == MT_OK; i++) {
        size_t number = mt_story_at(&executive->findings, &executive->told, i);
        struct mt_advice advice = mt_advice_for(&executive->findings.items[number]);
        const enum mt_sentence said[] = {advice.admin, advice.people};
        for (size_t j = 0; j < sizeof said / sizeof *said && rc == MT_OK; j++)
            rc = mt_report_story_point(build->report, &section->stories[i],
                                       mt_text_of(mt_build_wording(build, said[j])), err);
    }
    return rc;
}

static enum mt_rc
add_events(struct executive *executive, struct mt_err *err)
{
    struct mt_build *build = &executive->build;
    struct mt_section *section;
    size_t told;
    enum mt_rc rc = mt_stories_add(build, "events", mt_build_wording(build, MT_SAY_EXEC_ACTIONS_TITLE),
                                   &executive->findings, &executive->told, &section, &told, err);
    if (rc != MT_OK)
        return rc;
    section->lede = told ? MT_TEXT_UNKNOWN : mt_text_of(mt_build_wording(build, MT_SAY_EXEC_NO_ACTION));
    return add_advice(executive, section, err);
}

/* ---- day by day ---- */

/* The worst day of the period, of those with enough mail to judge. */
static struct mt_text
say_worst(struct executive *executive, const struct mt_table *days)
{
    int64_t first = mt_day_of(executive->build.report->reader.zone, executive->build.filter.since_us), worst = -1;
    double most = 0;
    for (size_t row = 0; row < days->row_count; row++) {
        struct mt_cell ratio = mt_table_cell(days, row, "deferred_ratio");
        if (mt_table_integer(days, row, "day", INT64_MIN) < first || !ratio.known || ratio.real <= most ||
            mt_table_integer(days, row, "deliveries", 0) < LEAST_BASE)
            continue;
        most = ratio.real;
        worst = (int64_t)row;
    }
    if (worst < 0)
        return mt_text_of(mt_build_wording(&executive->build, MT_SAY_EXEC_NO_DAY));
    size_t row = (size_t)worst;
    return mt_build_say(&executive->build, MT_SAY_EXEC_WORST_DAY,
                        MT_VALUES(mt_value_day(mt_table_integer(days, row, "day", 0)),
                                  mt_value_count(mt_table_integer(days, row, "deferred", 0)),
                                  mt_value_count(mt_table_integer(days, row, "deliveries", 0)), mt_value_ratio(most)));
}

static enum mt_rc
add_days(struct executive *executive, struct mt_err *err)
{
    static const struct mt_shown shown[] = {
        {.key = "day"},      {.key = "deliveries"},
        {.key = "deferred"}, {.key = "deferred_ratio", .low = "deferred_low", .high = "deferred_high"},
        {.key = "failed"},   {.key = NULL},
    };
    struct mt_build *build = &executive->build;
    struct mt_filter filter = build->filter;
    struct mt_section *section;
    int64_t last = mt_day_of(executive->build.report->reader.zone, filter.until_us - 1),
            first = mt_day_of(executive->build.report->reader.zone, filter.since_us);
    filter.week[0] = '\0';
    if (first > last - DAYS_SHOWN + 1)
        first = last - DAYS_SHOWN + 1;
    filter.since_us = mt_zone_to_utc(build->report->reader.zone, first * MT_DAY);
    enum mt_rc rc = mt_build_add(build, "days", MT_SAY_EXEC_CHART_TITLE, "days", &filter, shown, &section, err);
    if (rc != MT_OK)
        return rc;
    section->lede = say_worst(executive, section->table);
    if (!section->lede.at)
        return mt_err_memory(err);
    section->table_is_data = true;
    section->chart = (struct mt_chart){
        .kind = MT_CHART_LINES,
        .title = mt_build_wording(build, MT_SAY_EXEC_CHART),
        .label = "day",
        .value = "deferred_ratio",
        .low = "deferred_low",
        .high = "deferred_high",
        .base = "deliveries",
        .least_base = LEAST_BASE,
        .most_rows = DAYS_SHOWN,
    };
    return MT_OK;
}

static enum mt_rc
add_basis(struct executive *executive, struct mt_err *err)
{
    struct mt_build *build = &executive->build;
    struct mt_filter window;
    struct mt_section *section;
    mt_filter_init(&window);
    window.zone = build->filter.zone;
    window.since_us = build->filter.since_us;
    window.until_us = build->filter.until_us;
    enum mt_rc rc = mt_build_add(build, "basis", MT_SAY_EXEC_BASIS_TITLE, "evidence", &window, NULL, &section, err);
    if (rc == MT_OK)
        section->appendix = true;
    return rc;
}

enum mt_rc
mt_executive_build(struct mt_report *report, struct mt_store *store, const struct mt_executive_request *request,
                   struct mt_err *err)
{
    static enum mt_rc (*const parts[])(struct executive * executive, struct mt_err * err) = {
        add_answer, add_figures, add_events, add_days, add_basis,
    };
    struct executive executive = {
        .build = {.report = report, .store = store, .filter = *request->filter, .stop = request->stop}};
    report->reader = request->reader;
    enum mt_rc rc = choose_period(&executive, err);
    if (rc == MT_OK)
        rc = close_period(&executive, err);
    if (rc == MT_OK)
        rc = name_report(&executive, request, err);
    if (rc == MT_OK)
        rc = find(&executive, err);
    if (rc != MT_OK)
        return rc;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && rc == MT_OK; i++)
        rc = parts[i](&executive, err);
    mt_findings_release(&executive.findings);
    return rc;
}
