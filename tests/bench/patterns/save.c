#include "show.h"

#include <jansson.h>

static json_t *
name_or_null(int32_t number, int32_t count, const char *(*name)(int32_t))
{
    if (number == MT_PATTERN_ANY)
        return json_null();
    return number < 0 || number >= count ? json_string("?") : json_string(name(number));
}

/* Conditions by name; a size as the first byte that belongs. */
static json_t *
pack_where(const int32_t value[MT_PATTERN_BY_COUNT])
{
    int32_t band = value[MT_PATTERN_SIZE];
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "provider",
                     name_or_null(value[MT_PATTERN_PROVIDER], mt_planted_providers(), mt_planted_provider), "region",
                     name_or_null(value[MT_PATTERN_REGION], mt_planted_regions(), mt_planted_region), "domain",
                     name_or_null(value[MT_PATTERN_DOMAIN], mt_planted_domains(), mt_planted_domain), "host",
                     name_or_null(value[MT_PATTERN_HOST], mt_planted_hosts(), mt_planted_host), "forest",
                     name_or_null(value[MT_PATTERN_FOREST], mt_planted_forests(), mt_planted_forest), "size_min_bytes",
                     band == MT_PATTERN_ANY ? json_null() : json_integer(mt_planted_band_from(band)));
}

static json_t *
pack_window(bool has_window, double from, double until)
{
    return has_window ? json_pack("[f, f]", from, until) : json_null();
}

static json_t *
pack_recurring(bool recurs, int32_t from, int32_t until, uint8_t weekdays)
{
    return recurs ? json_pack("{s:i, s:i, s:i}", "from", (int)from, "until", (int)until, "weekday_bits", (int)weekdays)
                  : json_null();
}

static json_t *
pack_truth(const struct mt_planted_truth *truth)
{
    const int32_t value[MT_PATTERN_BY_COUNT] = {
        [MT_PATTERN_PROVIDER] = truth->provider, [MT_PATTERN_REGION] = truth->region,
        [MT_PATTERN_DOMAIN] = truth->domain,     [MT_PATTERN_HOST] = truth->host,
        [MT_PATTERN_FOREST] = truth->forest,     [MT_PATTERN_SIZE] = truth->band,
    };
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:s?, s:I, s:I}", "id", truth->id, "kind", truth->kind, "where",
                     pack_where(value), "hours", pack_window(truth->has_window, truth->from, truth->until), "recurring",
                     pack_recurring(truth->recurs, truth->hour_from, truth->hour_until, truth->weekdays), "state",
                     truth->state, "groups", (json_int_t)truth->groups, "bad", (json_int_t)truth->bad);
}

static json_t *
pack_finding(const struct bench_finding *finding)
{
    static const char *const states[] = {[BENCH_STATE_NONE] = NULL,
                                         [BENCH_STATE_UNKNOWN] = "unknown",
                                         [BENCH_STATE_OPEN] = "open",
                                         [BENCH_STATE_RESOLVED] = "resolved"};
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:s?}", "where", pack_where(finding->value), "hours",
                     pack_window(finding->has_window, finding->from, finding->until), "start_limits",
                     pack_window(finding->has_limits, finding->from_low, finding->from_high), "end_limits",
                     pack_window(finding->has_limits, finding->until_low, finding->until_high), "recurring",
                     pack_recurring(finding->recurs, finding->hour_from, finding->hour_until, finding->weekdays),
                     "drift", (int)finding->drift, "state", states[finding->state]);
}

static json_t *
pack_hit(const struct bench_hit *hit)
{
    return json_pack("{s:b, s:b, s:b, s:b, s:f, s:o, s:o}", "hit", (int)hit->hit, "loose", (int)hit->loose,
                     "conditions", (int)hit->conditions, "hours", (int)hit->hours, "jaccard", hit->jaccard,
                     "window_iou", hit->has_window ? json_real(hit->window_iou) : json_null(), "errors",
                     pack_window(hit->has_window, hit->from_error, hit->until_error));
}

static json_t *
pack_score(const struct bench_run *run, enum bench_method method)
{
    const struct bench_score *score = &run->scores[method];
    json_t *truths = json_array();
    for (size_t t = 0; t < run->truth_count; t++)
        json_array_append_new(truths, pack_hit(&score->truths[t]));
    return json_pack("{s:i, s:i, s:i, s:i, s:f, s:o}", "findings", (int)score->findings, "hits", (int)score->hits,
                     "false", (int)score->false_findings, "redundant", (int)score->redundant, "seconds",
                     run->costs[method].seconds, "truths", truths);
}

static json_t *
pack_run(const struct bench_wishes *wishes, const struct bench_run *run)
{
    json_t *truths = json_array(), *findings = json_array(), *methods = json_object();
    for (size_t t = 0; t < run->truth_count; t++)
        json_array_append_new(truths, pack_truth(&run->truths[t]));
    for (size_t i = 0; i < run->finding_count; i++)
        json_array_append_new(findings, pack_finding(&run->findings[i]));
    for (enum bench_method method = 0; method < BENCH_METHODS; method++)
        if (method == BENCH_US || wishes->baselines)
            json_object_set_new(methods, bench_method_name(method), pack_score(run, method));
    return json_pack("{s:s, s:s, s:I, s:f, s:I, s:I, s:o, s:o, s:o}", "scenario",
                     mt_planted_scenario_at(run->scenario)->id, "grade", bench_grade_name(run->grade), "seed",
                     (json_int_t)run->seed, "weeks", run->weeks, "groups", (json_int_t)run->groups, "bad",
                     (json_int_t)run->bad, "truths", truths, "findings", findings, "methods", methods);
}

enum mt_rc
bench_save(const struct bench_wishes *wishes, const struct bench_run *runs, size_t count, const char *path,
           struct mt_err *err)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, pack_run(wishes, &runs[i]));
    json_t *results = json_pack("{s:i, s:s, s:o}", "schema_version", 1, "path",
                                wishes->path == BENCH_BY_CELLS ? "cells" : "exports", "runs", list);
    /* A member that memory ran out for would be missing and not noticed, but for the count of runs. */
    enum mt_rc rc = MT_OK;
    if (!results || json_array_size(list) != count)
        rc = mt_err_memory(err);
    else if (json_dump_file(results, path, JSON_INDENT(1) | JSON_REAL_PRECISION(6)) != 0)
        rc = mt_err_set(err, MT_FAILED, "cannot write '%s'", path);
    json_decref(results);
    return rc;
}
