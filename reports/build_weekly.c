#include "reports/build_weekly.h"

#include "reports/weekly.h"

static enum mt_rc
name_report(struct mt_weekly *weekly, const struct mt_weekly_request *request, struct mt_err *err)
{
    struct mt_report *report = weekly->build.report;
    const struct mt_week *week = &weekly->calendar.weeks[MT_WEEKLY_OWN];
    report->title =
        mt_build_say(&weekly->build, MT_SAY_WEEKLY_TITLE, MT_VALUES(mt_value_words(mt_text_of(week->name))));
    report->subtitle = mt_build_say(&weekly->build, MT_SAY_WEEKLY_SUBTITLE,
                                    MT_VALUES(mt_value_day(week->first_day), mt_value_day(week->first_day + 6)));
    if (!report->title.at || !report->subtitle.at)
        return mt_err_memory(err);

    enum mt_rc rc = mt_report_parameter(report, "week", mt_text_of(week->name), err);
    return rc == MT_OK ? mt_build_origin(&weekly->build, request->tool, err) : rc;
}

enum mt_rc
mt_weekly_build(struct mt_report *report, struct mt_store *store, const struct mt_weekly_request *request,
                struct mt_err *err)
{
    static enum mt_rc (*const parts[])(struct mt_weekly * weekly, struct mt_err * err) = {
        mt_weekly_answer,   mt_weekly_stories,  mt_weekly_headline, mt_weekly_changes,
        mt_weekly_trend,    mt_weekly_tables,   mt_weekly_standout, mt_weekly_messages,
        mt_weekly_outcomes, mt_weekly_coverage, mt_weekly_sources,
    };
    struct mt_weekly weekly = {.build = {.report = report, .store = store, .stop = request->stop}};
    report->reader = request->reader;
    enum mt_rc rc = mt_calendar_open(&weekly.calendar, report, store, request->week, err);
    if (rc != MT_OK)
        return rc;

    mt_filter_init(&weekly.build.filter);
    weekly.build.filter.zone = request->reader.zone;
    rc = mt_filter_week(&weekly.build.filter, weekly.calendar.weeks[MT_WEEKLY_OWN].name, err);
    if (rc == MT_OK)
        rc = name_report(&weekly, request, err);
    if (rc == MT_OK)
        rc = mt_weekly_find_evidence(&weekly, err);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && rc == MT_OK; i++)
        rc = parts[i](&weekly, err);
    return rc;
}
