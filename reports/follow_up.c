#include "reports/follow_up.h"

#include <string.h>

#include "query/controls.h"
#include "reports/build.h"

/* Quiet for so many days with such mail is stable: a deferral is given up after one or two. */
enum { DAYS_STABLE = 3 };

struct follow_up {
    struct mt_build build;
    const struct mt_follow_up_request *request;
    struct mt_control_group before, since;
    struct mt_table *days; /* since the ticket */
    int64_t quiet_days;    /* at the end, with mail and without trouble */
};

/* ---- asking ---- */

static enum mt_rc
ask_group(struct follow_up *follow_up, const struct mt_filter *filter, struct mt_table **table,
          struct mt_control_group *group, struct mt_err *err)
{
    enum mt_rc rc = mt_build_ask(&follow_up->build, "overview", filter, table, err);
    if (rc != MT_OK)
        return rc;
    *group = (struct mt_control_group){
        .asked = true,
        .since_us = filter->since_us,
        .until_us = filter->until_us,
        .deliveries = mt_table_integer(*table, 0, "deliveries", 0),
        .deferred = mt_table_integer(*table, 0, "deferred", 0),
        .failed = mt_table_integer(*table, 0, "failed", 0),
    };
    group->trouble = group->failed + mt_table_integer(*table, 0, "still_deferred", 0) +
                     mt_table_integer(*table, 0, "deferred_then_delivered", 0);
    group->has_share = mt_stats_share(group->trouble, group->deliveries, &group->interval);
    group->share = group->has_share ? (double)group->trouble / (double)group->deliveries : 0;
    return MT_OK;
}

static int64_t
trouble_of(const struct mt_table *days, size_t row)
{
    return mt_table_integer(days, row, "failed", 0) + mt_table_integer(days, row, "still_deferred", 0) +
           mt_table_integer(days, row, "deferred_then_delivered", 0);
}

static void
count_quiet(struct follow_up *follow_up)
{
    const struct mt_table *days = follow_up->days;
    for (size_t row = days->row_count; row > 0; row--) {
        if (mt_table_integer(days, row - 1, "deliveries", 0) == 0)
            continue;
        if (trouble_of(days, row - 1) > 0)
            return;
        follow_up->quiet_days++;
    }
}

static enum mt_rc
ask(struct follow_up *follow_up, struct mt_table **fate, struct mt_err *err)
{
    struct mt_filter before = *follow_up->request->filter, since = before;
    struct mt_table *table;
    /* The case ended with the data of that time, unless it had an end of its own. */
    if (before.until_us == MT_MOMENT_UNKNOWN || before.until_us > follow_up->request->asked_us)
        before.until_us = follow_up->request->asked_us + 1;
    since.since_us = follow_up->request->asked_us + 1;
    since.until_us = MT_MOMENT_UNKNOWN;
    enum mt_rc rc = ask_group(follow_up, &before, fate, &follow_up->before, err);
    if (rc == MT_OK)
        rc = ask_group(follow_up, &since, &table, &follow_up->since, err);
    if (rc == MT_OK)
        rc = mt_build_ask(&follow_up->build, "days", &since, &follow_up->days, err);
    if (rc == MT_OK)
        count_quiet(follow_up);
    return rc;
}

/* ---- telling ---- */

static enum mt_follow_up_end
judge(const struct follow_up *follow_up)
{
    if (follow_up->since.deliveries == 0)
        return MT_FOLLOW_UP_NO_MAIL;
    if (mt_controls_compare(&follow_up->before, &follow_up->since) <= 0)
        return MT_FOLLOW_UP_SAME;
    return follow_up->quiet_days >= DAYS_STABLE ? MT_FOLLOW_UP_SOLVED : MT_FOLLOW_UP_BETTER;
}

static enum mt_rc
add_answer(struct follow_up *follow_up, enum mt_follow_up_end end, struct mt_err *err)
{
    static const enum mt_sentence answers[] = {
        [MT_FOLLOW_UP_NO_MAIL] = MT_SAY_FOLLOW_NONE,
        [MT_FOLLOW_UP_SAME] = MT_SAY_FOLLOW_SAME,
        [MT_FOLLOW_UP_BETTER] = MT_SAY_FOLLOW_BETTER,
        [MT_FOLLOW_UP_SOLVED] = MT_SAY_FOLLOW_SOLVED,
    };
    struct mt_build *build = &follow_up->build;
    struct mt_section *section =
        mt_report_section(build->report, "answer", mt_build_wording(build, MT_SAY_FOLLOW_NOW), NULL);
    if (!section)
        return mt_err_memory(err);
    section->lede =
        mt_build_say(build, answers[end],
                     MT_VALUES(mt_value_moment(follow_up->request->asked_us), mt_value_count(follow_up->since.trouble),
                               mt_value_count(follow_up->since.deliveries), mt_value_ratio(follow_up->since.share),
                               mt_value_ratio(follow_up->before.share), mt_value_count(follow_up->quiet_days)));
    return mt_text_known(section->lede) ? MT_OK : mt_err_memory(err);
}

static const struct mt_column group_columns[] = {
    {"group", "Mail", MT_TYPE_TEXT},
    {"since", "From", MT_TYPE_MOMENT},
    {"until", "Until", MT_TYPE_MOMENT},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"trouble", "Trouble", MT_TYPE_COUNT},
    {"deferred", "Deferred", MT_TYPE_COUNT},
    {"failed", "Failed", MT_TYPE_COUNT},
    {"trouble_ratio", "Share", MT_TYPE_RATIO},
    {"trouble_low", "At least", MT_TYPE_RATIO},
    {"trouble_high", "At most", MT_TYPE_RATIO},
};

enum { GROUP_COLUMNS = sizeof group_columns / sizeof *group_columns };

static const struct mt_word group_words[] = {
    {"before", "up to the ticket", "hasta la solicitud"}, {"since", "since then", "desde entonces"}, {NULL}};

static const struct mt_shown group_shown[] = {
    {.key = "group", .words = group_words},
    {.key = "since"},
    {.key = "until"},
    {.key = "deliveries"},
    {.key = "trouble"},
    {.key = "deferred"},
    {.key = "failed"},
    {.key = "trouble_ratio", .low = "trouble_low", .high = "trouble_high"},
    {.key = NULL},
};

static struct mt_cell
moment_cell(int64_t moment_us)
{
    return moment_us != MT_MOMENT_UNKNOWN ? mt_cell_integer(moment_us) : MT_CELL_UNKNOWN(NULL);
}

static enum mt_rc
add_groups(struct follow_up *follow_up, struct mt_err *err)
{
    const struct mt_control_group *const groups[] = {&follow_up->before, &follow_up->since};
    static const char *const keys[] = {"before", "since"};
    struct mt_build *build = &follow_up->build;
    struct mt_table *table = mt_report_table(build->report);
    if (!table)
        return mt_err_memory(err);
    mt_table_init(table, "before-and-since", mt_wording(MT_LANGUAGE_EN, MT_SAY_FOLLOW_BEFORE_AFTER));
    struct mt_section *section = mt_report_section(build->report, "before-and-since",
                                                   mt_build_wording(build, MT_SAY_FOLLOW_BEFORE_AFTER), table);
    enum mt_rc rc = section ? mt_table_columns(table, group_columns, GROUP_COLUMNS, err) : mt_err_memory(err);
    for (size_t i = 0; i < 2 && rc == MT_OK; i++) {
        const struct mt_control_group *group = groups[i];
        const struct mt_cell cells[GROUP_COLUMNS] = {
            mt_cell_text(mt_text_of(keys[i])),
            moment_cell(group->since_us),
            moment_cell(group->until_us),
            mt_cell_integer(group->deliveries),
            mt_cell_integer(group->trouble),
            mt_cell_integer(group->deferred),
            mt_cell_integer(group->failed),
            group->has_share ? mt_cell_real(group->share) : MT_CELL_UNKNOWN(NULL),
            group->has_share ? mt_cell_real(group->interval.low) : MT_CELL_UNKNOWN(NULL),
            group->has_share ? mt_cell_real(group->interval.high) : MT_CELL_UNKNOWN(NULL),
        };
        struct mt_cell *row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        memcpy(row, cells, sizeof cells);
    }
    if (rc == MT_OK)
        section->shown = group_shown;
    return rc;
}

static const struct mt_shown fate_shown[] = {
    {.key = "deliveries"},
    {.key = "deferred_then_delivered"},
    {.key = "still_deferred"},
    {.key = "deferred_then_failed"},
    {.key = "expired"},
    {.key = "failed"},
    {.key = NULL},
};

static const struct mt_shown day_shown[] = {
    {.key = "day"},      {.key = "deliveries"},
    {.key = "deferred"}, {.key = "deferred_ratio", .low = "deferred_low", .high = "deferred_high"},
    {.key = "failed"},   {.key = NULL},
};

static enum mt_rc
add_tables(struct follow_up *follow_up, struct mt_table *fate, struct mt_err *err)
{
    struct mt_build *build = &follow_up->build;
    struct mt_section *section =
        mt_report_section(build->report, "fate", mt_build_wording(build, MT_SAY_FOLLOW_FATE), fate);
    if (!section)
        return mt_err_memory(err);
    section->lede = mt_text_of(mt_build_wording(build, MT_SAY_FOLLOW_FATE_LEDE));
    section->shown = mt_build_shown(build, fate, fate_shown);
    enum mt_rc rc = section->shown ? mt_build_notes(build, section, err) : mt_err_memory(err);
    if (rc != MT_OK || follow_up->days->row_count == 0)
        return rc;
    section = mt_report_section(build->report, "days", mt_build_wording(build, MT_SAY_FOLLOW_DAYS), follow_up->days);
    if (!section)
        return mt_err_memory(err);
    section->shown = mt_build_shown(build, follow_up->days, day_shown);
    section->chart = (struct mt_chart){.kind = MT_CHART_BARS,
                                       .title = mt_build_wording(build, MT_SAY_TICKET_DAYS_CHART),
                                       .label = "day",
                                       .value = "deferred_ratio",
                                       .low = "deferred_low",
                                       .high = "deferred_high",
                                       .base = "deliveries",
                                       .least_base = 10};
    return section->shown ? mt_build_notes(build, section, err) : mt_err_memory(err);
}

enum mt_rc
mt_follow_up_build(struct mt_report *report, struct mt_store *store, const struct mt_follow_up_request *request,
                   enum mt_follow_up_end *end, struct mt_err *err)
{
    struct follow_up follow_up = {.build = {.report = report, .store = store, .filter = *request->filter},
                                  .request = request};
    struct mt_table *fate = NULL, *parameters = mt_report_table(report);
    report->reader = request->reader;
    report->title =
        mt_build_say(&follow_up.build, MT_SAY_FOLLOW_TITLE, MT_VALUES(mt_value_words(mt_text_of(request->name))));
    if (!parameters || !mt_text_known(report->title))
        return mt_err_memory(err);
    enum mt_rc rc = mt_filter_record(request->filter, parameters, err);
    for (size_t i = 0; i < parameters->parameter_count && rc == MT_OK; i++)
        if (strcmp(parameters->parameters[i].key, "zone") != 0)
            rc = mt_report_parameter(report, parameters->parameters[i].key, parameters->parameters[i].value, err);
    if (rc == MT_OK)
        rc = mt_build_origin(&follow_up.build, request->tool, err);
    if (rc == MT_OK)
        rc = ask(&follow_up, &fate, err);
    *end = judge(&follow_up);
    if (rc == MT_OK)
        rc = add_answer(&follow_up, *end, err);
    if (rc == MT_OK)
        rc = add_groups(&follow_up, err);
    return rc == MT_OK ? add_tables(&follow_up, fate, err) : rc;
}
