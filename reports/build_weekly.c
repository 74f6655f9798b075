#include "reports/build_weekly.h"

#include "query/question.h"
#include "reports/weekly.h"
#include "store/base/zone.h"

enum mt_rc
mt_weekly_ask(struct mt_weekly *weekly, const char *question, const struct mt_filter *filter, struct mt_table **table,
              struct mt_err *err)
{
    struct mt_table *answer = mt_report_table(weekly->report);
    if (!answer)
        return mt_err_memory(err);
    enum mt_rc rc = mt_question_ask(weekly->store, question, filter, answer, err);
    if (rc == MT_OK)
        *table = answer;
    return rc;
}

struct mt_text
mt_weekly_say(struct mt_weekly *weekly, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    return mt_say(&weekly->report->arena, weekly->report->zone, sentence, values, count);
}

struct mt_cell
mt_weekly_cell(const struct mt_table *table, size_t row, const char *key)
{
    int column = mt_table_find(table, key);
    return column < 0 || row >= table->row_count ? MT_CELL_UNKNOWN(NULL) : mt_table_at(table, row, (size_t)column);
}

static enum mt_rc
name_report(struct mt_weekly *weekly, const struct mt_weekly_request *request, struct mt_err *err)
{
    struct mt_report *report = weekly->report;
    const struct mt_week *week = &weekly->calendar.weeks[MT_WEEKLY_OWN];
    struct mt_cell fresh = mt_weekly_cell(weekly->calendar.freshness, 0, "newest_export");
    report->fresh_us = fresh.known ? fresh.integer : MT_MOMENT_UNKNOWN;
    report->title = mt_weekly_say(weekly, MT_SAY_WEEKLY_TITLE, MT_VALUES(mt_value_words(mt_text_of(week->name))));
    report->subtitle = mt_weekly_say(weekly, MT_SAY_WEEKLY_SUBTITLE,
                                     MT_VALUES(mt_value_day(week->first_day), mt_value_day(week->first_day + 6)));
    if (!report->title.at || !report->subtitle.at)
        return mt_err_memory(err);

    const char *zone = report->zone ? mt_zone_name(report->zone) : "UTC";
    enum mt_rc rc = mt_report_parameter(report, "week", mt_text_of(week->name), err);
    if (rc == MT_OK)
        rc = mt_report_parameter(report, "zone", mt_text_of(zone), err);
    if (rc == MT_OK && request->tool)
        rc = mt_report_parameter(report, "tool", mt_text_of(request->tool), err);
    return rc;
}

enum mt_rc
mt_weekly_build(struct mt_report *report, struct mt_store *store, const struct mt_weekly_request *request,
                struct mt_err *err)
{
    static enum mt_rc (*const parts[])(struct mt_weekly * weekly, struct mt_err * err) = {
        mt_weekly_coverage,
        mt_weekly_headline,
        mt_weekly_standout,
        mt_weekly_tables,
    };
    struct mt_weekly weekly = {.report = report, .store = store};
    report->zone = request->zone;
    enum mt_rc rc = mt_calendar_open(&weekly.calendar, report, store, request->week, err);
    if (rc != MT_OK)
        return rc;

    mt_filter_init(&weekly.filter);
    weekly.filter.zone = request->zone;
    rc = mt_filter_week(&weekly.filter, weekly.calendar.weeks[MT_WEEKLY_OWN].name, err);
    if (rc == MT_OK)
        rc = name_report(&weekly, request, err);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && rc == MT_OK; i++)
        rc = parts[i](&weekly, err);
    return rc;
}
