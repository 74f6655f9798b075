#include "query/baseline.h"

#include <math.h>
#include <stdlib.h>

/* ---- lasting differences ----
 *
 * Two domains are never quite alike. How far values of a dimension differ as a rule is measured, so that a difference
 * of that size is no finding. */

/* What is known of the variance beforehand, what that weighs, and bounds. */
static const double difference_before = 0.06, difference_weight = 6;
static const double difference_least = 0.03, difference_most = 0.5;
/* Of a handful of values one or two that are sick look like a habit of all to differ, which would then excuse them. */
static const double few_values = 12, difference_most_of_few = 0.15;

static int
compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Linear between the order statistics; sorts the values. */
double
mt_quantile(double *values, size_t count, double share)
{
    qsort(values, count, sizeof *values, compare_doubles);
    double at = share * (double)(count - 1);
    size_t below = (size_t)at;
    return below + 1 < count ? values[below] + (at - (double)below) * (values[below + 1] - values[below])
                             : values[count - 1];
}

struct value_sums {
    double bad, expected, share; /* share of its provider */
};

/* How much larger the squares of the values are than this difference lets them be. Squares are cut at 2.5 standard
 * deviations: one broken domain is a finding, not a reason to expect others. */
static double
excess(const struct value_sums *values, size_t count, double clumping, double difference)
{
    double sum = 0, used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct value_sums *v = &values[i];
        if (v->expected < 3 || v->share >= 0.7)
            continue;
        double variance = (1 - v->share) * (clumping * v->expected + difference * v->expected * v->expected);
        sum += fmin((v->bad - v->expected) * (v->bad - v->expected) / variance, 6.25);
        used++;
    }
    return sum - 0.93 * used;
}

/* The estimate of Paule and Mandel, drawn to what is known beforehand. */
static double
difference_of(const struct value_sums *values, size_t count, double clumping)
{
    double used = 0, low = 0, high = 1.5;
    for (size_t i = 0; i < count; i++)
        used += values[i].expected >= 3 && values[i].share < 0.7;
    if (used >= 3 && excess(values, count, clumping, 0) > 0)
        for (int step = 0; step < 30; step++) {
            double middle = (low + high) / 2;
            if (excess(values, count, clumping, middle) > 0)
                low = middle;
            else
                high = middle;
        }
    double estimate = (used * low + difference_weight * difference_before) / (used + difference_weight);
    return fmin(fmax(estimate, difference_least), used < few_values ? difference_most_of_few : difference_most);
}

static void
set_shares(const struct mt_baseline *baseline, enum mt_pattern_by by, struct value_sums *values, int32_t count)
{
    const struct mt_cube *cube = baseline->cube;
    const int32_t *provider_of = by == MT_PATTERN_DOMAIN ? cube->data->provider_of_domain
                                 : by == MT_PATTERN_HOST ? cube->provider_of_host
                                                         : NULL;
    for (int32_t i = 0; provider_of && i < count; i++)
        if (provider_of[i] >= 0)
            values[i].share = values[i].expected / fmax(baseline->expected_of[provider_of[i]], 1e-9);
}

static enum mt_rc
measure_values(struct mt_baseline *baseline, struct mt_err *err)
{
    const struct mt_cube *cube = baseline->cube;
    for (enum mt_pattern_by by = MT_PATTERN_REGION; by < MT_PATTERN_BY_COUNT; by++) {
        int32_t count = mt_cube_values(cube, by);
        struct value_sums *values = calloc((size_t)count + 1, sizeof *values);
        if (!values)
            return mt_err_memory(err);
        for (size_t i = 0; i < cube->count; i++) {
            const struct mt_cube_cell *cell = &cube->cells[i];
            int32_t value = mt_cube_value(cube, cell, by);
            if (value < 0)
                continue;
            values[value].bad += cell->bad;
            values[value].expected +=
                mt_baseline_expected(baseline, cube->data->provider_of_domain[cell->domain], cell, -1);
        }
        set_shares(baseline, by, values, count);
        baseline->spread.differences[by] = difference_of(values, (size_t)count, baseline->spread.clumping);
        free(values);
    }
    return MT_OK;
}

/* A provider whose mail expires looks other in an hour in which Pending mail is caught than one whose mail is only
 * late: what one sight says of another is not exact. */
static enum mt_rc
measure_sights(struct mt_baseline *baseline, struct mt_err *err)
{
    const struct mt_cube *cube = baseline->cube;
    size_t sights = (size_t)cube->sights, count = (size_t)cube->providers * sights;
    baseline->spread.sights = 0;
    if (sights <= 1)
        return MT_OK;
    struct value_sums *values = calloc(count + 1, sizeof *values);
    if (!values)
        return mt_err_memory(err);
    for (size_t i = 0; i < cube->count; i++) {
        const struct mt_cube_cell *cell = &cube->cells[i];
        int32_t provider = cube->data->provider_of_domain[cell->domain];
        struct value_sums *value = &values[(size_t)provider * sights + cube->hour_sight[cell->hour]];
        value->bad += cell->bad;
        value->expected += mt_baseline_expected(baseline, provider, cell, -1);
    }
    for (size_t i = 0; i < count; i++)
        values[i].share = values[i].expected / fmax(baseline->expected_of[i / sights], 1e-9);
    baseline->spread.sights = difference_of(values, count, baseline->spread.clumping);
    free(values);
    return MT_OK;
}

enum mt_rc
mt_differences_measure(struct mt_baseline *baseline, struct mt_err *err)
{
    enum mt_rc rc = measure_values(baseline, err);
    return rc == MT_OK ? measure_sights(baseline, err) : rc;
}

/* Providers differ by more than chance has a name for: the spread of their rates' logarithms, from the median of the
 * deviations so that one bad provider does not make all others look alike. */
void
mt_differences_of_providers(struct mt_baseline *baseline, double *room)
{
    const struct mt_cube *cube = baseline->cube;
    struct mt_spread *spread = &baseline->spread;
    size_t count = 0;
    for (int32_t p = 0; p < cube->providers; p++)
        if (baseline->expected_of[p] > 0)
            room[count++] = log(baseline->rate[p]);
    double median = mt_quantile(room, count, 0.5);
    for (size_t i = 0; i < count; i++)
        room[i] = fabs(room[i] - median);
    double deviation = 1.4826 * mt_quantile(room, count, 0.5);
    double variance = ((double)count * deviation * deviation + 6 * 0.25) / ((double)count + 6);
    spread->differences[MT_PATTERN_PROVIDER] = exp(variance) - 1;
    spread->usual_rate = exp(median);
    for (int32_t p = 0; p < cube->providers; p++)
        spread->centre[p] = spread->usual_rate;
    for (int32_t i = 0; i < baseline->count; i++)
        if (baseline->finds[i].level) {
            int32_t p = baseline->finds[i].where.value[MT_PATTERN_PROVIDER];
            spread->centre[p] = baseline->rate[p];
        }
}
