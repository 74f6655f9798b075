#include "reports/build_trend.h"

#include <string.h>

#include "query/stats.h"
#include "reports/covered.h"
#include "reports/trend.h"

/* ---- what the report says of itself ---- */

static enum mt_rc
name_report(struct mt_trend *trend, struct mt_err *err)
{
    struct mt_build *build = &trend->build;
    const struct mt_step *last = &trend->steps[trend->step_count - 1];
    struct mt_table *parameters = mt_report_table(build->report);
    bool days = trend->request->step == MT_TREND_DAYS;
    build->report->title = mt_text_of(mt_build_wording(build, days ? MT_SAY_TRENDS_TITLE_DAYS : MT_SAY_TRENDS_TITLE));
    build->report->subtitle = mt_build_say(
        build, MT_SAY_WEEKLY_SUBTITLE,
        MT_VALUES(mt_value_day(trend->steps[0].first_day), mt_value_day(last->first_day + last->days - 1)));
    if (!parameters || !build->report->subtitle.at)
        return mt_err_memory(err);
    enum mt_rc rc = mt_filter_record(trend->request->filter, parameters, err);
    for (size_t i = 0; i < parameters->parameter_count && rc == MT_OK; i++)
        if (strcmp(parameters->parameters[i].key, "zone") != 0)
            rc =
                mt_report_parameter(build->report, parameters->parameters[i].key, parameters->parameters[i].value, err);
    if (rc == MT_OK)
        rc = mt_report_parameter(build->report, "step", mt_text_of(mt_trend_dimension(trend)), err);
    return rc == MT_OK ? mt_build_origin(build, trend->request->tool, err) : rc;
}

/* ---- the answer ---- */

struct counts {
    int64_t hits, base;
};

static struct counts
counts_of(const struct mt_trend *trend, int first, int last, const char *key)
{
    struct counts counts = {0, 0};
    for (int i = first; i <= last; i++) {
        counts.hits += mt_table_integer(trend->steps_table, (size_t)i, key, 0);
        counts.base += mt_table_integer(trend->steps_table, (size_t)i, "deliveries", 0);
    }
    return counts;
}

static struct mt_value
share_of(struct counts counts)
{
    return mt_value_ratio(counts.base > 0 ? (double)counts.hits / (double)counts.base : 0);
}

/* Deferred mail and failed mail of the last whole step, each against the steps before it. */
static void
say_compared(struct mt_trend *trend, struct mt_out *out)
{
    static const struct {
        const char *key;
        enum mt_sentence sentence, more, less, same;
    } measures[] = {
        {"deferred", MT_SAY_TRENDS_DEFERRED, MT_SAY_TRENDS_WORSE, MT_SAY_TRENDS_BETTER, MT_SAY_TRENDS_SAME},
        {"failed", MT_SAY_TRENDS_FAILED, MT_SAY_TRENDS_WORSE, MT_SAY_TRENDS_BETTER, MT_SAY_TRENDS_SAME},
    };
    const struct mt_reader *reader = &trend->build.report->reader;
    const char *name = trend->steps[trend->last].name;
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        struct counts now = counts_of(trend, trend->last, trend->last, measures[i].key);
        struct counts before = counts_of(trend, trend->first_before, trend->last - 1, measures[i].key);
        double difference;
        struct mt_interval interval;
        bool known = mt_stats_difference(before.hits, before.base, now.hits, now.base, &difference, &interval);
        enum mt_sentence verdict = !known              ? measures[i].same
                                   : interval.low > 0  ? measures[i].more
                                   : interval.high < 0 ? measures[i].less
                                                       : measures[i].same;
        mt_out_string(out, i ? " " : "");
        mt_say_into(out, reader, measures[i].sentence,
                    MT_VALUES(mt_value_words(mt_text_of(name)), mt_value_count(now.hits), mt_value_count(now.base),
                              share_of(now), share_of(before), mt_value_count(trend->last - trend->first_before),
                              mt_value_words(mt_text_of(mt_build_wording(&trend->build, verdict)))));
    }
}

static enum mt_rc
add_answer(struct mt_trend *trend, struct mt_err *err)
{
    struct mt_build *build = &trend->build;
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_section *section =
        mt_report_section(build->report, "summary", mt_build_wording(build, MT_SAY_ANSWER_TITLE), NULL);
    if (!section)
        return mt_err_memory(err);
    section->no_heading = true;
    if (trend->first_before >= 0)
        say_compared(trend, &out);
    else
        mt_say_into(&out, &build->report->reader, MT_SAY_TRENDS_ALONE, MT_NO_VALUES);
    bool copied = !out.failed && mt_arena_copy(&build->report->arena, mt_out_view(&out), &section->lede);
    mt_out_release(&out);
    return copied ? MT_OK : mt_err_memory(err);
}

/* ---- why, and where the figures come from ---- */

enum mt_rc
mt_trend_reasons(struct mt_trend *trend, struct mt_err *err)
{
    static const struct mt_shown shown[] = {
        {.key = "reason_class", .words = mt_reason_words},
        {.key = "reason_code"},
        {.key = "reason"},
        {.key = "actor", .words = mt_actor_short_words},
        {.key = "permanence", .words = mt_permanence_words},
        {.key = "deferred"},
        {.key = "failed"},
        {.key = "top_provider"},
        {.key = "last_received"},
        {.key = NULL},
    };
    struct mt_filter filter = trend->build.filter;
    struct mt_section *section;
    filter.limit = 12;
    enum mt_rc rc =
        mt_build_add(&trend->build, "reasons", MT_SAY_REASONS_TITLE, "reasons", &filter, shown, &section, err);
    return rc == MT_OK ? mt_build_notes(&trend->build, section, err) : rc;
}

enum mt_rc
mt_trend_sources(struct mt_trend *trend, struct mt_err *err)
{
    static const struct {
        const char *key, *question;
        enum mt_sentence title;
    } sources[] = {
        {"gaps", "gaps", MT_SAY_GAPS_TITLE},
        {"sources", "imports", MT_SAY_SOURCES_TITLE},
    };
    struct mt_filter window;
    enum mt_rc rc = MT_OK;
    mt_filter_init(&window);
    window.zone = trend->build.filter.zone;
    window.since_us = trend->steps[0].since_us;
    window.until_us = trend->steps[trend->step_count - 1].until_us;
    for (size_t i = 0; i < sizeof sources / sizeof *sources && rc == MT_OK; i++) {
        struct mt_section *section;
        rc = mt_build_add(&trend->build, sources[i].key, sources[i].title, sources[i].question, &window, NULL, &section,
                          err);
        if (rc == MT_OK)
            section->appendix = true;
    }
    return rc;
}

enum mt_rc
mt_trend_build(struct mt_report *report, struct mt_store *store, const struct mt_trend_request *request,
               struct mt_err *err)
{
    static enum mt_rc (*const parts[])(struct mt_trend * trend, struct mt_err * err) = {
        add_answer, mt_trend_steps, mt_trend_changes, mt_trend_places, mt_trend_reasons, mt_trend_sources,
    };
    struct mt_trend *trend = mt_arena_take(&report->arena, sizeof *trend);
    if (!trend)
        return mt_err_memory(err);
    *trend = (struct mt_trend){
        .build = {.report = report, .store = store, .filter = *request->filter, .stop = request->stop},
        .request = request};
    report->reader = request->reader;
    enum mt_rc rc = mt_trend_find_steps(trend, err);
    if (rc == MT_OK)
        rc = name_report(trend, err);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && rc == MT_OK; i++)
        rc = parts[i](trend, err);
    return rc;
}
