#include "query/baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 24, LAGS = 6 };

/* What is known beforehand, and what it weighs. Clumping lies between these bounds; one provider's is drawn to that of
 * all as if by 20 expected bad messages. */
static const double wandering_before = 0.10, wandering_weight = 100;
static const double clumping_least = 1.05, clumping_most = 6, clumping_weight = 20;

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
    spread->weight = calloc(hours + 1, sizeof *spread->weight);
    spread->alike = calloc(hours + 1, sizeof *spread->alike);
    spread->before = calloc(hours + 1, sizeof *spread->before);
    spread->after = calloc(hours + 1, sizeof *spread->after);
    if (spread->clumping_of && spread->centre && spread->residual && spread->expected && spread->calm &&
        spread->weight && spread->alike && spread->before && spread->after)
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
    free(spread->weight);
    free(spread->alike);
    free(spread->before);
    free(spread->after);
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

/* With w the weights and rho the correlation: the sum of w[h] w[k] rho^|h - k| over a stretch, in running sums. Pairs
 * whose first hour lies before the stretch have to go, and all of those pass through its first hour. */
static void
set_weights(struct mt_spread *spread, const struct mt_cube *cube)
{
    static const double rho = MT_SPREAD_CORRELATION;
    int32_t hours = cube->hours;
    spread->weight[0] = spread->alike[0] = spread->before[0] = spread->after[hours] = 0;
    for (int32_t hour = 0; hour < hours; hour++) {
        double weight = 0;
        for (int32_t p = 0; p < cube->providers; p++)
            weight += spread->expected[(size_t)p * (size_t)hours + (size_t)hour];
        spread->weight[hour + 1] = spread->weight[hour] + weight;
        spread->alike[hour + 1] = spread->alike[hour] + weight * (weight + 2 * spread->before[hour]);
        spread->before[hour + 1] = rho * (spread->before[hour] + weight);
    }
    for (int32_t hour = hours; hour-- > 0;)
        spread->after[hour] = spread->weight[hour + 1] - spread->weight[hour] + rho * spread->after[hour + 1];
}

double
mt_spread_of_stretch(const struct mt_spread *spread, int32_t from, int32_t until)
{
    double weight = spread->weight[until] - spread->weight[from];
    if (weight <= 0)
        return mt_spread_of_hours(until - from);
    double within = spread->after[from] - pow(MT_SPREAD_CORRELATION, until - from) * spread->after[until];
    double sum = spread->alike[until] - spread->alike[from] - 2 * spread->before[from] * within;
    return fmin(fmax(sum / (weight * weight), 0), 1);
}

/* ---- providers by hour and day ---- */

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
    double limit = mt_quantile(room, (size_t)days, 0.85), kept = 0, y = 0, e = 0;
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

/* ---- all of it ---- */

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
        set_weights(&baseline->spread, cube);
        measure_hours(baseline, sums);
        mt_differences_of_providers(baseline, room);
        rc = mt_differences_measure(baseline, err);
    }
    free(room);
    free(sums);
    return rc;
}
