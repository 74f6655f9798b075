#include "query/baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 24, LAGS = 6 };

/* What is known beforehand, and what it weighs. Clumping lies between these bounds; one provider's is drawn to that of
 * all as if by 20 expected bad messages. */
static const double wandering_before = 0.10, wandering_weight = 100;
static const double clumping_least = 1.05, clumping_most = 6, clumping_weight = 20;
static const double difference_before = 0.06, difference_weight = 6;
static const double difference_least = 0.03, difference_most = 0.5;
/* Of a handful of values one or two that are sick look like a habit of all to differ, which would then excuse them. */
static const double few_values = 12, difference_most_of_few = 0.15;

enum mt_rc
mt_spread_open(struct mt_spread *spread, const struct mt_cube *cube, struct mt_err *err)
{
    size_t providers = (size_t)cube->providers + 1, hours = (size_t)cube->hours;
    *spread = (struct mt_spread){.days = cube->hours / DAY};
    spread->clumping_of = calloc(providers, sizeof *spread->clumping_of);
    spread->centre = calloc(providers, sizeof *spread->centre);
    spread->residual = calloc(providers * hours, sizeof *spread->residual);
    spread->expected = calloc(providers * hours, sizeof *spread->expected);
    spread->calm = calloc(providers * ((size_t)spread->days + 1), sizeof *spread->calm);
    if (spread->clumping_of && spread->centre && spread->residual && spread->expected && spread->calm)
        return MT_OK;
    mt_spread_close(spread);
    return mt_err_memory(err);
}

void
mt_spread_close(struct mt_spread *spread)
{
    free(spread->clumping_of);
    free(spread->centre);
    free(spread->residual);
    free(spread->expected);
    free(spread->calm);
    *spread = (struct mt_spread){.days = 0};
}

double
mt_spread_of_hours(double hours)
{
    static const double rho = MT_SPREAD_CORRELATION;
    if (hours <= 0)
        return 0;
    if (hours > 48)
        return (1 + rho) / (1 - rho) / hours;
    /* [L + 2 sum (L - k) rho^k] / L^2, with the sum in closed form. */
    double left = rho * (hours - 1 - hours * rho + pow(rho, hours)) / ((1 - rho) * (1 - rho));
    return (hours + 2 * left) / (hours * hours);
}

/* ---- providers by hour and day ---- */

static int
compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Linear between the order statistics; sorts the values. */
static double
quantile_of(double *values, size_t count, double share)
{
    qsort(values, count, sizeof *values, compare_doubles);
    double at = share * (double)(count - 1);
    size_t below = (size_t)at;
    return below + 1 < count ? values[below] + (at - (double)below) * (values[below + 1] - values[below])
                             : values[count - 1];
}

static double
day_sum(const double *by_hour, int32_t day)
{
    double sum = 0;
    for (int32_t hour = day * DAY; hour < (day + 1) * DAY; hour++)
        sum += by_hour[hour];
    return sum;
}

/* A provider with a grave incident has too high a rate, which would make all its other days look calm: the level is
 * taken down to that of the days without the worst sixth, allowing for what such trimming costs by itself. */
static double
level_without_worst_days(const double *bad, const double *expected, int32_t days, double *z, double *room)
{
    for (int32_t day = 0; day < days; day++) {
        double e = day_sum(expected, day);
        room[day] = z[day] = (day_sum(bad, day) - e) / sqrt(e + 0.5);
    }
    double limit = quantile_of(room, (size_t)days, 0.85), kept = 0, y = 0, e = 0;
    for (int32_t day = 0; day < days; day++)
        if (z[day] <= limit) {
            kept++;
            y += day_sum(bad, day);
            e += day_sum(expected, day);
        }
    double mean = fmax(y / fmax(kept, 1), 0.2);
    double cost = fmin(0.274 * sqrt(1.3 * mean + 0.05 * mean * mean) / mean, 0.6);
    double level = (y + 2) / (e + 2) / (1 - cost);
    return level < 0.8 ? fmax(level, 0.1) : 1;
}

/* Days without a gross incident and without much that a pattern explains already. */
static void
find_calm_days(const double *residual, const double *expected, const double *explained, int32_t days, bool *calm)
{
    double day_level = 0.1 * mt_spread_of_hours(DAY);
    for (int32_t day = 0; day < days; day++) {
        double e = day_sum(expected, day), r = day_sum(residual, day), worst = -INFINITY;
        for (int32_t hour = day * DAY; hour < (day + 1) * DAY; hour++)
            worst =
                fmax(worst, residual[hour] / sqrt(1.5 * expected[hour] + 0.1 * expected[hour] * expected[hour] + 0.3));
        calm[day] =
            r / sqrt(1.5 * e + day_level * e * e + 1e-9) < 4 && worst < 6 && day_sum(explained, day) < 0.2 * e + 1e-9;
    }
}

/* Fills residual, expected and calm of one provider; `room` has 3 x hours + 2 x days. */
static void
measure_provider(struct mt_baseline *baseline, int32_t provider, double *room)
{
    const struct mt_cube *cube = baseline->cube;
    struct mt_spread *spread = &baseline->spread;
    size_t hours = (size_t)cube->hours;
    double *bad = room, *explained = room + hours, *z = room + 2 * hours;
    double *expected = &spread->expected[(size_t)provider * hours];
    double *residual = &spread->residual[(size_t)provider * hours];
    memset(room, 0, 2 * hours * sizeof *room);
    memset(expected, 0, hours * sizeof *expected);

    uint16_t explaining = mt_baseline_explaining(baseline, -1);
    struct mt_pattern_where where = mt_where_all;
    where.value[MT_PATTERN_PROVIDER] = provider;
    struct mt_cube_walk walk = mt_cube_walk_start(cube, &where);
    for (const struct mt_cube_cell *cell; (cell = mt_cube_walk_next(&walk));) {
        double e = mt_baseline_expected(baseline, provider, cell, -1);
        bad[cell->hour] += cell->bad;
        expected[cell->hour] += e;
        if (cell->in & explaining)
            explained[cell->hour] += e;
    }
    double level = spread->days > 0 ? level_without_worst_days(bad, expected, spread->days, z, z + spread->days) : 1;
    for (size_t hour = 0; hour < hours; hour++) {
        expected[hour] *= level;
        residual[hour] = bad[hour] - expected[hour];
    }
    find_calm_days(residual, expected, explained, spread->days, &spread->calm[(size_t)provider * (size_t)spread->days]);
}

/* ---- clumping and wandering ---- */

/* Sums over the hours of calm days: squares, and products of hours so far apart. */
struct day_sums {
    double squares, expected_squares, expected;
    double products[LAGS + 1], expected_products[LAGS + 1];
};

static void
add_day(struct day_sums *sums, const double *r, const double *e)
{
    for (int hour = 0; hour < DAY; hour++) {
        sums->squares += r[hour] * r[hour];
        sums->expected_squares += e[hour] * e[hour];
        sums->expected += e[hour];
        for (int lag = 1; lag <= LAGS && hour + lag < DAY; lag++) {
            sums->products[lag] += r[hour] * r[hour + lag];
            sums->expected_products[lag] += e[hour] * e[hour + lag];
        }
    }
}

static struct day_sums
sum_calm_days(const struct mt_spread *spread, const struct mt_cube *cube, int32_t provider)
{
    struct day_sums sums = {0};
    size_t hours = (size_t)cube->hours, days = (size_t)spread->days;
    for (size_t day = 0; day < days; day++)
        if (spread->calm[(size_t)provider * days + day]) {
            size_t at = (size_t)provider * hours + day * DAY;
            add_day(&sums, &spread->residual[at], &spread->expected[at]);
        }
    return sums;
}

/* Neighbouring hours share the level but not the clumps: their products tell the wandering, and what the squares have
 * above it is clumping. */
static void
measure_hours(struct mt_baseline *baseline, struct day_sums *sums)
{
    const struct mt_cube *cube = baseline->cube;
    struct mt_spread *spread = &baseline->spread;
    struct day_sums all = {0};
    for (int32_t p = 0; p < cube->providers; p++) {
        sums[p] = sum_calm_days(spread, cube, p);
        all.squares += sums[p].squares;
        all.expected_squares += sums[p].expected_squares;
        all.expected += sums[p].expected;
        for (int lag = 1; lag <= LAGS; lag++) {
            all.products[lag] += sums[p].products[lag];
            all.expected_products[lag] += sums[p].expected_products[lag];
        }
    }
    spread->clumping = 1.2;
    for (int round = 0; round < 2; round++) {
        double above = wandering_weight * wandering_before, below = wandering_weight;
        double square = spread->clumping * spread->clumping;
        for (int lag = 1; lag <= LAGS; lag++) {
            double weight = pow(MT_SPREAD_CORRELATION, lag) / square;
            above += weight * all.products[lag];
            below += weight * pow(MT_SPREAD_CORRELATION, lag) * all.expected_products[lag];
        }
        spread->wandering = fmin(fmax(above / below, 0.03), 0.6);
        spread->clumping =
            fmax((all.squares - spread->wandering * all.expected_squares) / fmax(all.expected, 1e-9), clumping_least);
    }
    for (int32_t p = 0; p < cube->providers; p++) {
        double above = sums[p].squares - spread->wandering * sums[p].expected_squares;
        spread->clumping_of[p] = fmin(
            fmax((above + clumping_weight * spread->clumping) / (sums[p].expected + clumping_weight), clumping_least),
            clumping_most);
    }
}

double
mt_spread_clumping_outside(const struct mt_spread *spread, const struct mt_cube *cube, const double *weight,
                           int32_t only, const uint8_t *hours)
{
    double total = 0, sum = 0;
    int32_t first = only < 0 ? 0 : only, last = only < 0 ? cube->providers : only + 1;
    for (int32_t p = first; p < last; p++) {
        const double *r = &spread->residual[(size_t)p * (size_t)cube->hours];
        const double *e = &spread->expected[(size_t)p * (size_t)cube->hours];
        double above = clumping_weight * spread->clumping, below = clumping_weight, share = only < 0 ? weight[p] : 1;
        for (int32_t hour = 0; hour < spread->days * DAY; hour++)
            if (!hours[hour] && spread->calm[(size_t)p * (size_t)spread->days + (size_t)(hour / DAY)]) {
                above += r[hour] * r[hour] - spread->wandering * e[hour] * e[hour];
                below += e[hour];
            }
        sum += share * fmin(fmax(above / below, clumping_least), clumping_most);
        total += share;
    }
    return sum / fmax(total, 1e-12);
}

/* ---- lasting differences ---- */

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
measure_differences(struct mt_baseline *baseline, struct mt_err *err)
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

/* Providers differ by more than chance has a name for: the spread of their rates' logarithms, from the median of the
 * deviations so that one bad provider does not make all others look alike. */
static void
measure_providers(struct mt_baseline *baseline, double *room)
{
    const struct mt_cube *cube = baseline->cube;
    struct mt_spread *spread = &baseline->spread;
    size_t count = 0;
    for (int32_t p = 0; p < cube->providers; p++)
        if (baseline->expected_of[p] > 0)
            room[count++] = log(baseline->rate[p]);
    double median = quantile_of(room, count, 0.5);
    for (size_t i = 0; i < count; i++)
        room[i] = fabs(room[i] - median);
    double deviation = 1.4826 * quantile_of(room, count, 0.5);
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

enum mt_rc
mt_spread_measure(struct mt_baseline *baseline, struct mt_err *err)
{
    const struct mt_cube *cube = baseline->cube;
    size_t need = 3 * (size_t)cube->hours + 2 * (size_t)baseline->spread.days + (size_t)cube->providers + 1;
    double *room = calloc(need, sizeof *room);
    struct day_sums *sums = calloc((size_t)cube->providers + 1, sizeof *sums);
    enum mt_rc rc = room && sums ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK) {
        for (int32_t p = 0; p < cube->providers; p++)
            measure_provider(baseline, p, room);
        measure_hours(baseline, sums);
        measure_providers(baseline, room);
        rc = measure_differences(baseline, err);
    }
    free(room);
    free(sums);
    return rc;
}
