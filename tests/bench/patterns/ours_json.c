/* Reads findings as the program tells them to programs. Names become numbers of the planted world; a name that it does
 * not have is met by no mail, which makes the finding a false one. */

#include "ours.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "store/base/civil.h"

/* ---- names ---- */

static const struct {
    const char *key;
    enum mt_pattern_by by;
    int32_t (*count)(void);
    const char *(*name)(int32_t);
} names[] = {
    {"provider", MT_PATTERN_PROVIDER, mt_planted_providers, mt_planted_provider},
    {"domain", MT_PATTERN_DOMAIN, mt_planted_domains, mt_planted_domain},
    {"region", MT_PATTERN_REGION, mt_planted_regions, mt_planted_region},
    {"remote_host", MT_PATTERN_HOST, mt_planted_hosts, mt_planted_host},
    {"forest", MT_PATTERN_FOREST, mt_planted_forests, mt_planted_forest},
};

static void
read_where(const json_t *where, struct bench_finding *finding)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *said = json_string_value(json_object_get(where, names[i].key));
        if (!said)
            continue;
        int32_t *value = &finding->value[names[i].by];
        *value = BENCH_STRANGE;
        for (int32_t number = 0; number < names[i].count(); number++)
            if (strcmp(names[i].name(number), said) == 0)
                *value = number;
    }
}

static void
read_size(const json_t *told, struct bench_finding *finding)
{
    const json_t *size = json_object_get(told, "size_min_bytes");
    if (!json_is_integer(size))
        return;
    int32_t band = 0;
    while (band + 1 < MT_PLANTED_BANDS && mt_planted_band_from(band + 1) <= json_integer_value(size))
        band++;
    finding->value[MT_PATTERN_SIZE] = band;
}

/* ---- times ---- */

static void
read_recurring(const json_t *told, struct bench_finding *finding)
{
    const json_t *hours = json_object_get(told, "hours_utc"), *weekdays = json_object_get(told, "weekdays");
    if (!json_is_object(hours))
        return;
    finding->recurs = true;
    finding->hour_from = (int32_t)json_integer_value(json_object_get(hours, "from"));
    finding->hour_until = (int32_t)json_integer_value(json_object_get(hours, "until"));
    finding->weekdays = 0;
    for (size_t i = 0; i < json_array_size(weekdays); i++)
        finding->weekdays |= (uint8_t)(1u << (json_integer_value(json_array_get(weekdays, i)) - 1) % 8);
}

/* Hours since the start of the planted data. */
static enum mt_rc
read_hours(const json_t *told, const char *key, const struct mt_planted *planted, double *hours, struct mt_err *err)
{
    const char *text = json_string_value(json_object_get(told, key));
    struct mt_civil civil = {0};
    char zulu = 0;
    if (!text ||
        sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%c", &civil.year, &civil.month, &civil.day, &civil.hour, &civil.minute,
               &civil.second, &zulu) != 7 ||
        zulu != 'Z' || !mt_civil_valid(&civil))
        return mt_err_set(err, MT_FAILED, "'%s' is no moment: '%s'", key, text ? text : "");
    *hours = (double)(mt_civil_moment(&civil) - planted->start_us) / (double)MT_HOUR;
    return MT_OK;
}

static enum mt_rc
read_window(const json_t *told, const json_t *report, const struct mt_planted *planted, struct bench_finding *finding,
            struct mt_err *err)
{
    bool is_over = json_object_get(told, "end_utc");
    const struct {
        const json_t *of;
        const char *key;
        double *hours;
    } moments[] = {
        {told, "start_utc", &finding->from},
        {told, "start_low_utc", &finding->from_low},
        {told, "start_high_utc", &finding->from_high},
        {is_over ? told : report, is_over ? "end_utc" : "until_utc", &finding->until},
        {is_over ? told : report, is_over ? "end_low_utc" : "until_utc", &finding->until_low},
        {is_over ? told : report, is_over ? "end_high_utc" : "until_utc", &finding->until_high},
    };
    if (!json_object_get(told, "start_utc"))
        return MT_OK;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof moments / sizeof *moments && rc == MT_OK; i++)
        rc = read_hours(moments[i].of, moments[i].key, planted, moments[i].hours, err);
    finding->has_window = finding->has_limits = rc == MT_OK;
    return rc;
}

/* ---- findings ---- */

static enum mt_rc
read_state(const json_t *told, enum bench_state *state, struct mt_err *err)
{
    static const char *const words[] = {
        [BENCH_STATE_UNKNOWN] = "unknown", [BENCH_STATE_OPEN] = "open", [BENCH_STATE_RESOLVED] = "resolved"};
    const char *said = json_string_value(json_object_get(told, "state"));
    for (size_t i = BENCH_STATE_UNKNOWN; said && i < sizeof words / sizeof *words; i++)
        if (strcmp(said, words[i]) == 0) {
            *state = (enum bench_state)i;
            return MT_OK;
        }
    return mt_err_set(err, MT_FAILED, "'%s' is no state of a finding", said ? said : "");
}

static enum mt_rc
read_finding(const json_t *told, const json_t *report, const struct mt_planted *planted, struct bench_found *found,
             struct mt_err *err)
{
    struct bench_finding finding = bench_finding_of_all();
    const char *kind = json_string_value(json_object_get(told, "kind"));
    if (!kind || !json_is_object(json_object_get(told, "where")))
        return mt_err_set(err, MT_FAILED, "a finding without kind or conditions");
    finding.drift = strcmp(kind, "drift") == 0;
    read_where(json_object_get(told, "where"), &finding);
    read_size(told, &finding);
    read_recurring(told, &finding);
    enum mt_rc rc = read_window(told, report, planted, &finding, err);
    if (rc == MT_OK)
        rc = read_state(told, &finding.state, err);
    return rc == MT_OK ? bench_found_add(found, &finding, err) : rc;
}

enum mt_rc
bench_read_findings(const char *path, const struct mt_planted *planted, struct bench_found *found, struct mt_err *err)
{
    json_error_t wrong;
    json_t *report = json_load_file(path, 0, &wrong);
    if (!report)
        return mt_err_set(err, MT_FAILED, "cannot read '%s': line %d: %s", path, wrong.line, wrong.text);
    const json_t *findings = json_object_get(report, "findings");
    enum mt_rc rc = MT_OK;
    if (json_integer_value(json_object_get(report, "schema_version")) != 1 || !json_is_array(findings))
        rc = mt_err_set(err, MT_FAILED, "'%s' holds no findings of schema version 1", path);
    for (size_t i = 0; i < json_array_size(findings) && rc == MT_OK; i++)
        rc = read_finding(json_array_get(findings, i), report, planted, found, err);
    json_decref(report);
    return rc == MT_OK ? rc : mt_err_where(err, rc, "%s", path);
}
