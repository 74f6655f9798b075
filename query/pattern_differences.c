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

/* What all cells add up to: by the values of each dimension, and by provider and sight. */
struct all_sums {
    struct value_sums *of[MT_PATTERN_BY_COUNT], *sights;
};

static void
close_sums(struct all_sums *sums)
{
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_BY_COUNT; by++)
        free(sums->of[by]);
    free(sums->sights);
}

static bool
open_sums(struct all_sums *sums, const struct mt_cube *cube)
{
    bool fits = true;
    *sums = (struct all_sums){.sights = NULL};
    for (enum mt_pattern_by by = MT_PATTERN_REGION; by < MT_PATTERN_BY_COUNT; by++) {
        sums->of[by] = calloc((size_t)mt_cube_values(cube, by) + 1, sizeof *sums->of[by]);
        fits = fits && sums->of[by];
    }
    sums->sights = calloc((size_t)cube->providers * (size_t)cube->sights + 1, sizeof *sums->sights);
    return fits && sums->sights;
}

static void
add_value(struct value_sums *values, int32_t value, double bad, double expected)
{
    if (value < 0)
        return;
    values[value].bad += bad;
    values[value].expected += expected;
}

static void
fill_sums(struct all_sums *sums, const struct mt_baseline *baseline)
{
    const struct mt_cube *cube = baseline->cube;
    for (size_t i = 0; i < cube->count; i++) {
        const struct mt_cube_cell *cell = &cube->cells[i];
        int32_t provider = cube->data->provider_of_domain[cell->domain];
        double bad = cell->bad, expected = mt_baseline_expected(baseline, provider, cell, -1);
        add_value(sums->of[MT_PATTERN_REGION], cube->data->region_of_domain[cell->domain], bad, expected);
        add_value(sums->of[MT_PATTERN_DOMAIN], cell->domain, bad, expected);
        add_value(sums->of[MT_PATTERN_HOST], cell->host, bad, expected);
        add_value(sums->of[MT_PATTERN_FOREST], cell->forest < cube->forests ? cell->forest : -1, bad, expected);
        add_value(sums->of[MT_PATTERN_SIZE], cell->band, bad, expected);
        add_value(sums->sights, provider * cube->sights + cube->hour_sight[cell->hour], bad, expected);
    }
}

/* A provider whose mail expires looks other in an hour in which Pending mail is caught than one whose mail is only
 * late: what one sight says of another is not exact. */
static double
difference_of_sights(const struct mt_baseline *baseline, struct value_sums *values)
{
    size_t sights = (size_t)baseline->cube->sights, count = (size_t)baseline->cube->providers * sights;
    if (sights <= 1)
        return 0;
    for (size_t i = 0; i < count; i++)
        values[i].share = values[i].expected / fmax(baseline->expected_of[i / sights], 1e-9);
    return difference_of(values, count, baseline->spread.clumping);
}

enum mt_rc
mt_differences_measure(struct mt_baseline *baseline, struct mt_err *err)
{
    struct mt_spread *spread = &baseline->spread;
    struct all_sums sums;
    enum mt_rc rc = open_sums(&sums, baseline->cube) ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK) {
        fill_sums(&sums, baseline);
        for (enum mt_pattern_by by = MT_PATTERN_REGION; by < MT_PATTERN_BY_COUNT; by++) {
            int32_t count = mt_cube_values(baseline->cube, by);
            set_shares(baseline, by, sums.of[by], count);
            spread->differences[by] = difference_of(sums.of[by], (size_t)count, spread->clumping);
        }
        spread->sights = difference_of_sights(baseline, sums.sights);
    }
    close_sums(&sums);
    return rc;
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
