/* What a monitor does that watches counts: the bad mail of each hour, of each provider and of all, against the mean,
 * with a variance that the data show (quasi-Poisson), as EARS and Farrington's method do. Hours close to each other are
 * one alarm. */

#include "baselines.h"

#include <math.h>
#include <stdlib.h>

#include "dimensions.h"

enum { ALL_MAIL = -1, APART_MOST = 4 /* hours between alarms of one */ };

struct series {
    int32_t hours;
    double *mail, *bad;
};

static void
fill_series(const struct mt_planted *planted, int32_t provider, struct series *series)
{
    for (int32_t hour = 0; hour < series->hours; hour++)
        series->mail[hour] = series->bad[hour] = 0;
    for (size_t i = 0; i < planted->count; i++) {
        const struct mt_planted_group *group = &planted->groups[i];
        if (provider != ALL_MAIL && mt_planted_provider_of(group->domain) != provider)
            continue;
        int32_t hour = (int32_t)floor(group->hours);
        series->mail[hour]++;
        series->bad[hour] += group->bad;
    }
}

static double
rate_of(const struct series *series)
{
    double mail = 0, bad = 0;
    for (int32_t hour = 0; hour < series->hours; hour++) {
        mail += series->mail[hour];
        bad += series->bad[hour];
    }
    return bad / fmax(mail, 1);
}

/* Variance by mean; single hours count for 25 at most. */
static double
spread_of(const struct series *series, double rate)
{
    double sum = 0;
    for (int32_t hour = 0; hour < series->hours; hour++) {
        double expected = series->mail[hour] * rate + 1e-9, off = series->bad[hour] - expected;
        sum += fmin(off * off / fmax(expected, 0.05), 25);
    }
    return fmax(sum / series->hours, 1);
}

static bool
is_alarm(const struct series *series, int32_t hour, double rate, double spread, double threshold)
{
    double expected = series->mail[hour] * rate + 1e-9;
    return series->bad[hour] >= 4 && (series->bad[hour] - expected) / sqrt(spread * expected + 0.05) > threshold;
}

static enum mt_rc
tell(int32_t provider, int32_t first, int32_t last, struct bench_found *found, struct mt_err *err)
{
    struct bench_finding finding = bench_finding_of_all();
    finding.value[MT_PATTERN_PROVIDER] = provider == ALL_MAIL ? MT_PATTERN_ANY : provider;
    finding.has_window = true;
    finding.from = first;
    finding.until = last + 1;
    return bench_found_add(found, &finding, err);
}

static enum mt_rc
watch(const struct series *series, int32_t provider, double threshold, double bad_least, struct bench_found *found,
      struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    double rate = rate_of(series), spread = spread_of(series, rate);
    for (int32_t hour = 0; hour < series->hours && rc == MT_OK; hour++) {
        if (!is_alarm(series, hour, rate, spread, threshold))
            continue;
        int32_t first = hour, last = hour;
        for (int32_t next = hour + 1; next < series->hours && next - last <= APART_MOST; next++)
            if (is_alarm(series, next, rate, spread, threshold))
                last = next;
        double bad = 0;
        for (int32_t within = first; within <= last; within++)
            bad += series->bad[within];
        hour = last;
        if (bad >= bad_least)
            rc = tell(provider, first, last, found, err);
    }
    return rc;
}

static enum mt_rc
watch_all(const struct mt_planted *planted, double threshold, double bad_least, struct bench_found *found,
          struct mt_err *err)
{
    struct series series = {.hours = (int32_t)ceil(planted->hours)};
    series.mail = calloc((size_t)series.hours + 1, sizeof *series.mail);
    series.bad = calloc((size_t)series.hours + 1, sizeof *series.bad);
    enum mt_rc rc = series.mail && series.bad ? MT_OK : mt_err_memory(err);
    for (int32_t provider = ALL_MAIL; rc == MT_OK && provider < mt_planted_providers(); provider++) {
        fill_series(planted, provider, &series);
        rc = watch(&series, provider, threshold, bad_least, found, err);
    }
    free(series.mail);
    free(series.bad);
    return rc;
}

enum mt_rc
bench_baseline_hourly(const struct mt_planted *planted, struct bench_found *found, struct mt_err *err)
{
    return watch_all(planted, 4, 0, found, err);
}

enum mt_rc
bench_baseline_hourly_tuned(const struct mt_planted *planted, struct bench_found *found, struct mt_err *err)
{
    return watch_all(planted, 7, 8, found, err);
}
