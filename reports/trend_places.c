/* Who is worse and who is better, and how each place went: providers, or the domains of the one that was asked for. */

#include "reports/trend.h"

#include <string.h>

enum { MOST_PLACES = 8, MOST_CHANGES = 20 };

static const char *
place_of(const struct mt_trend *trend)
{
    bool narrow = mt_text_known(trend->build.filter.provider) || mt_text_known(trend->build.filter.domain);
    return narrow ? "domain" : "provider";
}

/* ---- worse and better ---- */

static int64_t
count_of(const struct mt_table *table, const char *one, const char *other)
{
    int64_t count = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_cell cell = mt_table_cell(table, row, "verdict");
        count += cell.known && (mt_text_is(cell.text, one) || mt_text_is(cell.text, other));
    }
    return count;
}

enum mt_rc
mt_trend_changes(struct mt_trend *trend, struct mt_err *err)
{
    const struct mt_shown list[] = {
        {.key = place_of(trend)},
        {.key = "deliveries_before"},
        {.key = "trouble_before_ratio"},
        {.key = "deliveries"},
        {.key = "trouble_ratio", .low = "trouble_low", .high = "trouble_high"},
        {.key = "change", .low = "change_low", .high = "change_high"},
        {.key = "verdict", .words = mt_change_words},
        {.key = NULL},
    };
    struct mt_build *build = &trend->build;
    struct mt_filter filter = build->filter;
    struct mt_section *section;
    /* By the hour the roll-up knows places and nothing else of the mail. */
    if (trend->first_before < 0 || mt_text_known(filter.sender) || mt_text_known(filter.remote_host))
        return MT_OK;
    filter.week[0] = '\0';
    filter.since_us = trend->steps[trend->last].since_us;
    filter.until_us = trend->steps[trend->last].until_us;
    filter.before_us = trend->steps[trend->first_before].since_us;
    filter.by[0] = place_of(trend);
    filter.limit = MOST_CHANGES;
    enum mt_rc rc = mt_build_add(build, "changes", MT_SAY_TRENDS_CHANGES, "changes", &filter, list, &section, err);
    if (rc != MT_OK)
        return rc;
    const char *first = trend->steps[trend->first_before].name, *last = trend->steps[trend->last - 1].name;
    struct mt_text before = mt_text_of(last);
    if (strcmp(first, last) != 0)
        before = mt_build_say(build, MT_SAY_TRENDS_RANGE,
                              MT_VALUES(mt_value_words(mt_text_of(first)), mt_value_words(mt_text_of(last))));
    int64_t worse = count_of(section->table, "worse", "new"), better = count_of(section->table, "better", "gone");
    section->lede =
        mt_build_say(build, worse + better > 0 ? MT_SAY_TRENDS_CHANGES_LEDE : MT_SAY_TRENDS_NO_CHANGES,
                     MT_VALUES(mt_value_count(worse), mt_value_count(better),
                               mt_value_words(mt_text_of(trend->steps[trend->last].name)), mt_value_words(before)));
    if (!section->lede.at)
        return mt_err_memory(err);
    return mt_report_note(build->report, section, mt_text_of(mt_build_wording(build, MT_SAY_CHANGES_NOTE)), err);
}

/* ---- each place, step by step ---- */

static const char *const copied[] = {
    "deliveries", "deferred", "deferred_ratio", "deferred_low", "deferred_high", "failed", "failed_ratio",
};

enum { COPIED = sizeof copied / sizeof *copied, PLACE = 0, STEP, COLUMNS = COPIED + 2 };

static const char no_mail[] = "no mail";

/* The row of a place and step in the answer; -1: there is none. */
static ptrdiff_t
row_of(const struct mt_table *rates, struct mt_text place, const struct mt_step *step)
{
    for (size_t row = 0; row < rates->row_count; row++) {
        struct mt_cell name = mt_table_at(rates, row, 0), when = mt_table_at(rates, row, 1);
        if (name.known && when.known && mt_text_equal(name.text, place) &&
            (step->days == 1 ? when.integer == step->first_day : mt_text_is(when.text, step->name)))
            return (ptrdiff_t)row;
    }
    return -1;
}

static enum mt_rc
add_place(const struct mt_trend *trend, const struct mt_table *rates, struct mt_text place, struct mt_table *table,
          struct mt_err *err)
{
    for (int i = 0; i < trend->step_count; i++) {
        ptrdiff_t row = row_of(rates, place, &trend->steps[i]);
        struct mt_cell *cells = mt_table_add(table);
        if (!cells)
            return mt_err_memory(err);
        cells[PLACE] = mt_cell_text(place);
        cells[STEP] = mt_cell_text(mt_text_of(trend->steps[i].name));
        for (size_t j = 0; j < COPIED; j++)
            cells[j + 2] = row < 0 ? MT_CELL_UNKNOWN(no_mail) : mt_table_cell(rates, (size_t)row, copied[j]);
        if (row < 0)
            cells[2] = mt_cell_integer(0);
    }
    return MT_OK;
}

static enum mt_rc
fill_places(struct mt_trend *trend, struct mt_table *table, size_t *left, struct mt_err *err)
{
    struct mt_build *build = &trend->build;
    struct mt_filter filter = build->filter;
    struct mt_table *places, *rates;
    struct mt_column columns[COLUMNS] = {
        [PLACE] = {place_of(trend), "", MT_TYPE_TEXT, false},
        [STEP] = {"step", "Step", MT_TYPE_TEXT, false},
    };
    size_t taken = 0;
    filter.week[0] = '\0';
    filter.by[0] = place_of(trend);
    enum mt_rc rc = mt_build_ask(build, "rates", &filter, &places, err);
    filter.by[1] = mt_trend_dimension(trend);
    if (rc == MT_OK)
        rc = mt_build_ask(build, "rates", &filter, &rates, err);
    if (rc != MT_OK)
        return rc;
    columns[PLACE].title = rates->columns[0].title;
    for (size_t i = 0; i < COPIED; i++)
        columns[i + 2] = rates->columns[mt_table_find(rates, copied[i])];
    rc = mt_table_columns(table, columns, COLUMNS, err);
    table->evidence = rates->evidence;
    table->sql = rates->sql;
    *left = 0;
    for (size_t row = 0; row < places->row_count && rc == MT_OK; row++) {
        struct mt_cell place = mt_table_at(places, row, 0);
        bool troubled = mt_table_integer(places, row, "deferred", 0) + mt_table_integer(places, row, "failed", 0) > 0;
        if (!place.known || !troubled)
            continue;
        if (taken == MOST_PLACES)
            (*left)++;
        else
            rc = add_place(trend, rates, place.text, table, err), taken++;
    }
    return rc;
}

enum mt_rc
mt_trend_places(struct mt_trend *trend, struct mt_err *err)
{
    const struct mt_shown list[] = {
        {.key = place_of(trend)},
        {.key = "step",
         .title = mt_build_wording(&trend->build,
                                   trend->request->step == MT_TREND_DAYS ? MT_SAY_TRENDS_DAY : MT_SAY_TRENDS_WEEK)},
        {.key = "deliveries"},
        {.key = "deferred"},
        {.key = "deferred_ratio", .low = "deferred_low", .high = "deferred_high"},
        {.key = "failed"},
        {.key = "failed_ratio"},
        {.key = NULL},
    };
    struct mt_build *build = &trend->build;
    struct mt_table *table = mt_report_table(build->report);
    size_t left;
    if (!table)
        return mt_err_memory(err);
    bool domains = strcmp(place_of(trend), "domain") == 0;
    table->name = "places";
    table->title = mt_build_wording(build, domains ? MT_SAY_TRENDS_DOMAINS : MT_SAY_TRENDS_PROVIDERS);
    enum mt_rc rc = fill_places(trend, table, &left, err);
    if (rc != MT_OK || table->row_count == 0)
        return rc;
    struct mt_section *section = mt_report_section(build->report, "places", table->title, table);
    struct mt_shown *shown = mt_arena_take(&build->report->arena, sizeof list);
    if (!section || !shown)
        return mt_err_memory(err);
    memcpy(shown, list, sizeof list);
    section->shown = shown;
    section->chart = (struct mt_chart){
        .kind = MT_CHART_LINES,
        .title = mt_build_wording(build, MT_SAY_TRENDS_CHART_PLACES),
        .label = "step",
        .group = place_of(trend),
        .value = "deferred_ratio",
        .low = "deferred_low",
        .high = "deferred_high",
        .base = "deliveries",
        .least_base = MT_TREND_LEAST_BASE,
    };
    if (left == 0)
        return MT_OK;
    return mt_report_note(build->report, section,
                          mt_build_say(build, MT_SAY_TRENDS_LEFT, MT_VALUES(mt_value_count((int64_t)left))), err);
}
