/* The tables of the weekly report: where the mail went, when, how large it was, what is still under way. */

#include "reports/weekly_found.h"

#include <string.h>

/* What a rate table shows: its own first column, then these. Sections keep a copy with their key. */
static const struct mt_shown rate_columns[] = {
    {.key = "deliveries"},
    {.key = "deferred"},
    {.key = "deferred_ratio", .low = "deferred_low", .high = "deferred_high"},
    {.key = "still_deferred"},
    {.key = "failed"},
    {.key = "failed_ratio", .low = "failed_low", .high = "failed_high"},
    {.key = "expired"},
    {.key = "expired_ratio", .low = "expired_low", .high = "expired_high"},
    {.key = NULL},
};

enum { RATE_COLUMNS = sizeof rate_columns / sizeof *rate_columns, MOST_KEYS = 4 };

/* Shown columns that begin with up to four keys of the table. */
static const struct mt_shown *
shown_with(struct mt_weekly *weekly, const struct mt_table *table, const char *const *keys, size_t count)
{
    struct mt_shown list[MOST_KEYS + RATE_COLUMNS];
    for (size_t i = 0; i < count; i++)
        list[i] = (struct mt_shown){.key = keys[i]};
    memcpy(list + count, rate_columns, sizeof rate_columns);
    list[count + 1].title = mt_build_wording(&weekly->build, MT_SAY_COLUMN_DEFERRED);
    return mt_build_shown(&weekly->build, table, list);
}

static const struct mt_chart deferred_bars = {
    .kind = MT_CHART_BARS,
    .value = "deferred_ratio",
    .low = "deferred_low",
    .high = "deferred_high",
    .base = "deliveries",
    .least_base = MT_WEEKLY_LEAST_BASE,
};

/* ---- sections of rates ---- */

struct rates {
    const char *section, *question;
    enum mt_sentence title;
    const char *keys[MOST_KEYS], *by[2];
    int64_t limit;
};

static enum mt_rc
add_rates(struct mt_weekly *weekly, const struct rates *rates, struct mt_section **added, struct mt_err *err)
{
    struct mt_filter filter = weekly->build.filter;
    struct mt_table *table;
    size_t keys = 0;
    filter.limit = rates->limit;
    memcpy(filter.by, rates->by, sizeof rates->by);
    enum mt_rc rc = mt_build_ask(&weekly->build, rates->question, &filter, &table, err);
    if (rc != MT_OK)
        return rc;
    while (keys < sizeof rates->keys / sizeof *rates->keys && rates->keys[keys])
        keys++;
    struct mt_section *section =
        mt_report_section(weekly->build.report, rates->section, mt_build_wording(&weekly->build, rates->title), table);
    const struct mt_shown *shown = shown_with(weekly, table, rates->keys, keys);
    if (!section || !shown)
        return mt_err_memory(err);
    section->shown = shown;
    section->chart = deferred_bars;
    section->chart.label = rates->keys[0];
    section->chart.title = mt_build_wording(&weekly->build, MT_SAY_CHART_DEFERRED);
    *added = section;
    return mt_build_notes(&weekly->build, section, err);
}

static enum mt_rc
add_providers(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct rates rates = {"providers", "providers", MT_SAY_PROVIDERS_TITLE, {"provider"}, {NULL}, 20};
    struct mt_section *section;
    enum mt_rc rc = add_rates(weekly, &rates, &section, err);
    if (rc == MT_OK)
        section->lede = mt_text_of(mt_build_wording(&weekly->build, MT_SAY_PROVIDERS_LEDE));
    return rc;
}

static enum mt_rc
add_domains(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct rates rates = {
        "domains", "rates", MT_SAY_DOMAINS_TITLE, {"domain", "provider"}, {"domain", "provider"}, 20};
    struct mt_section *section;
    enum mt_rc rc = add_rates(weekly, &rates, &section, err);
    if (rc != MT_OK)
        return rc;
    section->lede = mt_build_say(&weekly->build, MT_SAY_DOMAINS_LEDE,
                                 MT_VALUES(mt_value_count((int64_t)section->table->row_count)));
    return section->lede.at ? MT_OK : mt_err_memory(err);
}

static enum mt_rc
add_sizes(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct rates rates = {"sizes", "sizes", MT_SAY_SIZES_TITLE, {"size"}, {NULL}, 0};
    struct mt_section *section;
    return add_rates(weekly, &rates, &section, err);
}

/* ---- hours: deferred and failed together ---- */

enum { TROUBLE_WEEKDAY, TROUBLE_HOUR, TROUBLE_DELIVERIES, TROUBLE_COUNT, TROUBLE_RATIO, TROUBLE_COLUMNS };

/* A delivery that was deferred and then failed is in both counts, but is one delivery in trouble. */
static enum mt_rc
fill_trouble(const struct mt_table *rates, struct mt_table *table, struct mt_err *err)
{
    static const struct mt_column columns[TROUBLE_COLUMNS] = {
        [TROUBLE_WEEKDAY] = {"weekday", "Weekday", MT_TYPE_COUNT},
        [TROUBLE_HOUR] = {"hour", "Hour", MT_TYPE_COUNT},
        [TROUBLE_DELIVERIES] = {"deliveries", "Deliveries", MT_TYPE_COUNT},
        [TROUBLE_COUNT] = {"troubled", "Deferred or failed", MT_TYPE_COUNT},
        [TROUBLE_RATIO] = {"troubled_ratio", "Deferred or failed, share", MT_TYPE_RATIO},
    };
    static const char *const summed[] = {"still_deferred", "deferred_then_delivered", "failed"};
    enum mt_rc rc = mt_table_columns(table, columns, TROUBLE_COLUMNS, err);
    table->name = rates->name;
    table->title = rates->title;
    table->evidence = rates->evidence;
    for (size_t i = 0; i < rates->row_count && rc == MT_OK; i++) {
        struct mt_cell *row = mt_table_add(table), all = mt_table_cell(rates, i, "deliveries");
        int64_t trouble = 0;
        if (!row)
            return mt_err_memory(err);
        for (size_t j = 0; j < sizeof summed / sizeof *summed; j++) {
            struct mt_cell cell = mt_table_cell(rates, i, summed[j]);
            trouble += cell.known ? cell.integer : 0;
        }
        row[TROUBLE_WEEKDAY] = mt_table_cell(rates, i, "weekday");
        row[TROUBLE_HOUR] = mt_table_cell(rates, i, "hour");
        row[TROUBLE_DELIVERIES] = all;
        row[TROUBLE_COUNT] = mt_cell_integer(trouble);
        if (all.known && all.integer > 0)
            row[TROUBLE_RATIO] = mt_cell_real((double)trouble / (double)all.integer);
    }
    return rc;
}

static enum mt_rc
add_hours(struct mt_weekly *weekly, struct mt_err *err)
{
    struct mt_table *rates, *table = mt_report_table(weekly->build.report);
    if (!table)
        return mt_err_memory(err);
    enum mt_rc rc = mt_build_ask(&weekly->build, "heatmap", &weekly->build.filter, &rates, err);
    if (rc == MT_OK)
        rc = fill_trouble(rates, table, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section =
        mt_report_section(weekly->build.report, "hours", mt_build_wording(&weekly->build, MT_SAY_HOURS_TITLE), table);
    if (!section)
        return mt_err_memory(err);
    section->lede = mt_text_of(mt_build_wording(&weekly->build, MT_SAY_HOURS_LEDE));
    section->chart = (struct mt_chart){
        .kind = MT_CHART_HEATMAP,
        .title = mt_build_wording(&weekly->build, MT_SAY_CHART_TROUBLE),
        .label = "hour",
        .group = "weekday",
        .value = "troubled_ratio",
        .base = "deliveries",
        .least_base = MT_WEEKLY_LEAST_BASE,
        .group_words = mt_weekday_short_words,
    };
    if (weekly->evidence.by_events[MT_WEEKLY_OWN])
        return MT_OK;
    return mt_report_note(weekly->build.report, section,
                          mt_build_say(&weekly->build, MT_SAY_HOURS_CAUGHT, MT_NO_VALUES), err);
}

/* ---- routes ---- */

static double
unknown_share(const struct mt_table *quality, const char *fact)
{
    for (size_t row = 0; row < quality->row_count; row++) {
        struct mt_cell name = mt_table_cell(quality, row, "fact");
        struct mt_cell share = mt_table_cell(quality, row, "unknown_ratio");
        if (name.known && share.known && mt_text_is(name.text, fact))
            return share.real;
    }
    return 1;
}

static enum mt_rc
add_routes(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct rates rates = {
        "routes", "routes", MT_SAY_ROUTES_TITLE, {"direction", "connector", "forest", "region"}, {NULL}, 20};
    struct mt_table *quality;
    struct mt_section *section;
    enum mt_rc rc = mt_build_ask(&weekly->build, "quality", &weekly->build.filter, &quality, err);
    if (rc != MT_OK)
        return rc;
    double no_region = unknown_share(quality, "forest"), no_connector = unknown_share(quality, "connector");
    struct mt_text lede = mt_build_say(&weekly->build, MT_SAY_ROUTES_UNKNOWN,
                                       MT_VALUES(mt_value_ratio(no_region), mt_value_ratio(no_connector)));
    if (!lede.at)
        return mt_err_memory(err);
    if (no_region >= 1 && no_connector >= 1) {
        /* One row of unknowns would say the same in more ink. */
        section = mt_report_section(weekly->build.report, "routes",
                                    mt_build_wording(&weekly->build, MT_SAY_ROUTES_TITLE), NULL);
        if (!section)
            return mt_err_memory(err);
    } else {
        rc = add_rates(weekly, &rates, &section, err);
    }
    if (rc == MT_OK && no_region + no_connector > 0)
        section->lede = lede;
    return rc;
}

/* ---- plain tables ---- */

static enum mt_rc
add_pending(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct mt_shown shown[] = {
        {.key = "domain"},
        {.key = "deliveries"},
        {.key = "age_below_1h"},
        {.key = "age_1h_4h"},
        {.key = "age_4h_12h"},
        {.key = "age_12h_24h"},
        {.key = "age_24h_48h"},
        {.key = "age_over_48h"},
        {.key = "oldest_received"},
        {.key = "oldest_age"},
        {.key = "last_reason_class", .words = mt_reason_words},
        {.key = "last_reason_code"},
        {.key = NULL},
    };
    struct mt_filter filter = weekly->build.filter;
    struct mt_section *section;
    filter.limit = 20;
    enum mt_rc rc =
        mt_build_add(&weekly->build, "pending", MT_SAY_PENDING_TITLE, "pending-age", &filter, shown, &section, err);
    if (rc != MT_OK)
        return rc;
    section->lede = mt_text_of(
        mt_build_wording(&weekly->build, section->table->row_count ? MT_SAY_PENDING_LEDE : MT_SAY_PENDING_NONE));
    section->lede_says_none = section->table->row_count == 0;
    return mt_build_notes(&weekly->build, section, err);
}

enum mt_rc
mt_weekly_sources(struct mt_weekly *weekly, struct mt_err *err)
{
    struct mt_section *section;
    enum mt_rc rc = mt_build_add(&weekly->build, "sources", MT_SAY_SOURCES_TITLE, "imports", &weekly->build.filter,
                                 NULL, &section, err);
    if (rc != MT_OK)
        return rc;
    section->lede = mt_text_of(mt_build_wording(&weekly->build, MT_SAY_SOURCES_LEDE));
    section->appendix = true;
    return MT_OK;
}

/* ---- nine weeks ---- */

static bool
is_part(const struct mt_weekly *weekly, size_t week)
{
    return !weekly->calendar.weeks[week].whole;
}

static bool
is_caught(const struct mt_weekly *weekly, size_t week)
{
    return !weekly->evidence.by_events[week];
}

/* Names the weeks with mail that are so, in the sentence for some or in that for all of them. */
static enum mt_rc
note_weeks(struct mt_weekly *weekly, struct mt_section *section,
           bool (*are_so)(const struct mt_weekly *weekly, size_t week), enum mt_sentence some, enum mt_sentence all,
           struct mt_err *err)
{
    struct mt_out list = MT_OUT_EMPTY;
    bool others = false;
    for (size_t i = 0; i < MT_CALENDAR_WEEKS; i++) {
        const struct mt_week *week = &weekly->calendar.weeks[i];
        if (week->row < 0)
            continue;
        if (!are_so(weekly, i)) {
            others = true;
            continue;
        }
        mt_out_string(&list, list.len ? ", " : "");
        mt_out_string(&list, week->name);
    }
    enum mt_rc rc = MT_OK;
    if (list.failed)
        rc = mt_err_memory(err);
    else if (list.len)
        rc = mt_report_note(
            weekly->build.report, section,
            mt_build_say(&weekly->build, others ? some : all, MT_VALUES(mt_value_words(mt_out_view(&list)))), err);
    mt_out_release(&list);
    return rc;
}

enum mt_rc
mt_weekly_trend(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct rates rates = {"trend", "trend", MT_SAY_TREND_TITLE, {"week"}, {NULL}, 0};
    struct mt_filter own = weekly->build.filter;
    struct mt_section *section;
    weekly->build.filter.week[0] = '\0';
    weekly->build.filter.since_us = weekly->calendar.weeks[0].since_us;
    enum mt_rc rc = add_rates(weekly, &rates, &section, err);
    weekly->build.filter = own;
    if (rc != MT_OK)
        return rc;
    section->chart.kind = MT_CHART_LINES;
    section->chart.title = mt_build_wording(&weekly->build, MT_SAY_CHART_TREND);
    section->note_count = 0;
    rc = note_weeks(weekly, section, is_caught, MT_SAY_TREND_CAUGHT, MT_SAY_TREND_ALL_CAUGHT, err);
    return rc == MT_OK ? note_weeks(weekly, section, is_part, MT_SAY_TREND_PART, MT_SAY_TREND_PART, err) : rc;
}

enum mt_rc
mt_weekly_tables(struct mt_weekly *weekly, struct mt_err *err)
{
    static enum mt_rc (*const parts[])(struct mt_weekly * weekly, struct mt_err * err) = {
        add_providers,     add_domains, add_hours,   add_sizes,        mt_weekly_sizes_of,
        mt_weekly_reasons, add_routes,  add_pending, mt_weekly_delays, mt_weekly_attempts,
    };
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && rc == MT_OK; i++)
        rc = parts[i](weekly, err);
    return rc;
}
