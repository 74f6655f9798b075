#include "query/baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SETS = 1 << 16, /* of patterns, as bits in a cell */
    SWEEPS = 12,
    SWEEPS_WITHOUT_PATTERNS = 3,
};

/* Cells that no sweep tells apart. */
struct mt_baseline_group {
    double weight; /* mail, times the drifts */
    double bad;
    double ratio; /* of the patterns, as far as fitted */
    double expected;
    int32_t provider;
    uint16_t in;
    uint8_t class;
};

enum mt_rc
mt_baseline_open(struct mt_baseline *baseline, const struct mt_cube *cube, struct mt_err *err)
{
    size_t providers = (size_t)cube->providers + 1, hours = (size_t)cube->hours;
    *baseline = (struct mt_baseline){.cube = cube};
    for (int class = 0; class < MT_CUBE_CLASSES; class ++)
        baseline->class_factor[class] = 1;
    baseline->rate = calloc(providers, sizeof *baseline->rate);
    baseline->bad_of = calloc(providers, sizeof *baseline->bad_of);
    baseline->expected_of = calloc(providers, sizeof *baseline->expected_of);
    baseline->hour_factor = calloc(MT_PATTERN_MOST * hours, sizeof *baseline->hour_factor);
    baseline->set_number = calloc(SETS, sizeof *baseline->set_number);
    enum mt_rc rc = mt_spread_open(&baseline->spread, cube, err);
    if (rc == MT_OK && (!baseline->rate || !baseline->bad_of || !baseline->expected_of || !baseline->hour_factor ||
                        !baseline->set_number))
        rc = mt_err_memory(err);
    if (rc != MT_OK)
        mt_baseline_close(baseline);
    return rc;
}

void
mt_baseline_close(struct mt_baseline *baseline)
{
    mt_spread_close(&baseline->spread);
    free(baseline->rate);
    free(baseline->bad_of);
    free(baseline->expected_of);
    free(baseline->hour_factor);
    free(baseline->set_number);
    free(baseline->groups);
    *baseline = (struct mt_baseline){.cube = NULL};
}

/* ---- factors ---- */

/* A find whose ratio is fitted; the others come with the rate of a provider or with a slope of their own. */
static bool
is_fitted(const struct mt_find *find)
{
    return !find->level && !find->when.drift;
}

uint16_t
mt_baseline_explaining(const struct mt_baseline *baseline, int32_t without)
{
    unsigned bits = 0;
    for (int32_t i = 0; i < baseline->count; i++)
        if (i != without && !baseline->finds[i].level)
            bits |= 1U << i;
    return (uint16_t)bits;
}

double
mt_baseline_factor(const struct mt_baseline *baseline, const struct mt_cube_cell *cell, int32_t without)
{
    double factor = 1;
    unsigned in = cell->in;
    for (int32_t i = 0; in != 0; i++, in >>= 1)
        if ((in & 1) && i != without)
            factor *= baseline->hour_factor[(size_t)i * (size_t)baseline->cube->hours + cell->hour];
    return factor;
}

static void
set_hour_factors(struct mt_baseline *baseline)
{
    int32_t hours = baseline->cube->hours;
    for (int32_t i = 0; i < baseline->count; i++) {
        const struct mt_find *find = &baseline->finds[i];
        double *factor = &baseline->hour_factor[(size_t)i * (size_t)hours];
        for (int32_t hour = 0; hour < hours; hour++)
            factor[hour] = find->when.drift ? exp(find->slope * (hour / 168.0 - hours / 336.0))
                           : find->level    ? 1
                                            : find->ratio;
    }
}

static void
mark_cells(const struct mt_baseline *baseline)
{
    const struct mt_cube *cube = baseline->cube;
    for (size_t i = 0; i < cube->count; i++)
        cube->cells[i].in = 0;
    for (int32_t i = 0; i < baseline->count; i++) {
        const struct mt_find *find = &baseline->finds[i];
        struct mt_cube_walk walk = mt_cube_walk_start(cube, &find->where);
        for (struct mt_cube_cell *cell; (cell = mt_cube_walk_next(&walk));)
            if (mt_pattern_when_holds(&find->when, cell->hour, cube->data->week_hours[cell->hour]))
                cell->in = (uint16_t)(cell->in | 1U << i);
    }
}

/* ---- groups ---- */

/* Numbers the sets of patterns that occur, in the order of their bits. */
static int32_t
number_sets(struct mt_baseline *baseline)
{
    const struct mt_cube *cube = baseline->cube;
    int32_t sets = 0;
    memset(baseline->set_number, 0, SETS * sizeof *baseline->set_number);
    for (size_t i = 0; i < cube->count; i++)
        baseline->set_number[cube->cells[i].in] = 1;
    for (int32_t set = 0; set < SETS; set++)
        if (baseline->set_number[set])
            baseline->set_number[set] = ++sets;
    return sets;
}

static double
drifts_of(const struct mt_baseline *baseline, const struct mt_cube_cell *cell)
{
    double factor = 1;
    for (int32_t i = 0; cell->in >> i; i++)
        if ((cell->in >> i & 1) && baseline->finds[i].when.drift)
            factor *= baseline->hour_factor[(size_t)i * (size_t)baseline->cube->hours + cell->hour];
    return factor;
}

/* Sums the cells into groups; *count is their number, those of no cell included. */
static enum mt_rc
gather_groups(struct mt_baseline *baseline, size_t *count, struct mt_err *err)
{
    const struct mt_cube *cube = baseline->cube;
    size_t sets = (size_t)number_sets(baseline);
    *count = (size_t)cube->providers * MT_CUBE_CLASSES * sets;
    if (*count > baseline->group_room || !baseline->groups) {
        struct mt_baseline_group *groups = realloc(baseline->groups, (*count + 1) * sizeof *groups);
        if (!groups)
            return mt_err_memory(err);
        baseline->groups = groups;
        baseline->group_room = *count;
    }
    memset(baseline->groups, 0, *count * sizeof *baseline->groups);
    for (size_t i = 0; i < cube->count; i++) {
        const struct mt_cube_cell *cell = &cube->cells[i];
        int32_t provider = cube->data->provider_of_domain[cell->domain];
        uint8_t class = cube->hour_class[cell->hour];
        size_t at = ((size_t)provider * MT_CUBE_CLASSES + class) * sets + (size_t)baseline->set_number[cell->in] - 1;
        struct mt_baseline_group *group = &baseline->groups[at];
        group->provider = provider;
        group->class = class;
        group->in = cell->in;
        group->bad += cell->bad;
        group->weight += cell->in ? cell->mail * drifts_of(baseline, cell) : cell->mail;
    }
    return MT_OK;
}

/* ---- sweeps ---- */

static void
set_ratios(const struct mt_baseline *baseline, struct mt_baseline_group *groups, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        groups[i].ratio = 1;
        for (int32_t k = 0; groups[i].in >> k; k++)
            if ((groups[i].in >> k & 1) && is_fitted(&baseline->finds[k]))
                groups[i].ratio *= baseline->finds[k].ratio;
    }
}

/* The rate of each provider, drawn towards that of all as if by two bad messages. */
static void
fit_rates(struct mt_baseline *baseline, struct mt_baseline_group *groups, size_t count)
{
    const struct mt_cube *cube = baseline->cube;
    double *weight = baseline->expected_of, *bad = baseline->bad_of, overall = cube->bad / cube->mail;
    memset(weight, 0, (size_t)cube->providers * sizeof *weight);
    memset(bad, 0, (size_t)cube->providers * sizeof *bad);
    for (size_t i = 0; i < count; i++) {
        weight[groups[i].provider] += groups[i].weight * baseline->class_factor[groups[i].class] * groups[i].ratio;
        bad[groups[i].provider] += groups[i].bad;
    }
    for (int32_t provider = 0; provider < cube->providers; provider++)
        baseline->rate[provider] = (bad[provider] + 2) / (weight[provider] + 2 / overall);
}

static void
set_expected(const struct mt_baseline *baseline, struct mt_baseline_group *groups, size_t count)
{
    for (size_t i = 0; i < count; i++)
        groups[i].expected = groups[i].weight * baseline->rate[groups[i].provider] *
                             baseline->class_factor[groups[i].class] * groups[i].ratio;
}

static void
fit_ratios(struct mt_baseline *baseline, struct mt_baseline_group *groups, size_t count)
{
    for (int32_t k = 0; k < baseline->count; k++) {
        if (!is_fitted(&baseline->finds[k]))
            continue;
        double bad = 0.5, expected = 0.5;
        for (size_t i = 0; i < count; i++)
            if (groups[i].in >> k & 1) {
                bad += groups[i].bad;
                expected += groups[i].expected;
            }
        double step = bad / expected;
        baseline->finds[k].ratio *= step;
        for (size_t i = 0; i < count; i++)
            if (groups[i].in >> k & 1) {
                groups[i].expected *= step;
                groups[i].ratio *= step;
            }
    }
}

struct weighed {
    double value, weight;
};

static int
compare_weighed(const void *a, const void *b)
{
    double x = ((const struct weighed *)a)->value, y = ((const struct weighed *)b)->value;
    return (x > y) - (x < y);
}

static double
weighed_median(struct weighed *values, size_t count)
{
    double total = 0, below = 0;
    qsort(values, count, sizeof *values, compare_weighed);
    for (size_t i = 0; i < count; i++)
        total += values[i].weight;
    for (size_t i = 0; i < count; i++) {
        below += values[i].weight;
        if (below >= total / 2)
            return values[i].value;
    }
    return 1;
}

/* The factor of a class of hours is a median over providers, so that one sick provider cannot move it. */
static enum mt_rc
fit_classes(struct mt_baseline *baseline, const struct mt_baseline_group *groups, size_t count, struct mt_err *err)
{
    const struct mt_cube *cube = baseline->cube;
    size_t providers = (size_t)cube->providers;
    double *sums = calloc((providers + 1) * 2, sizeof *sums);
    struct weighed *ratios = calloc(providers + 1, sizeof *ratios);
    enum mt_rc rc = sums && ratios ? MT_OK : mt_err_memory(err);
    for (int class = 0; rc == MT_OK && class < MT_CUBE_CLASSES; class ++) {
        double *bad = sums, *expected = sums + providers, total = 0;
        memset(sums, 0, providers * 2 * sizeof *sums);
        for (size_t i = 0; i < count; i++)
            if (groups[i].class == class) {
                bad[groups[i].provider] += groups[i].bad;
                expected[groups[i].provider] += groups[i].expected;
                total += groups[i].expected;
            }
        for (size_t p = 0; p < providers; p++)
            ratios[p] = (struct weighed){(bad[p] + 3) / (expected[p] + 3), expected[p]};
        if (total > 0)
            baseline->class_factor[class] *= weighed_median(ratios, providers);
    }
    free(sums);
    free(ratios);
    return rc;
}

/* The factors of the classes mean one over all mail, and stay within reason. */
static void
level_classes(struct mt_baseline *baseline, const double mail[MT_CUBE_CLASSES])
{
    double mean = 0;
    for (int class = 0; class < MT_CUBE_CLASSES; class ++)
        mean += baseline->class_factor[class] * mail[class] / baseline->cube->mail;
    for (int class = 0; class < MT_CUBE_CLASSES; class ++)
        baseline->class_factor[class] = fmin(fmax(baseline->class_factor[class] / mean, 0.4), 2.5);
}

static void
sum_expected(struct mt_baseline *baseline, struct mt_baseline_group *groups, size_t count)
{
    set_expected(baseline, groups, count);
    memset(baseline->expected_of, 0, (size_t)baseline->cube->providers * sizeof *baseline->expected_of);
    baseline->expected = 0;
    for (size_t i = 0; i < count; i++) {
        baseline->expected_of[groups[i].provider] += groups[i].expected;
        baseline->expected += groups[i].expected;
    }
    baseline->bad = baseline->cube->bad;
}

enum mt_rc
mt_baseline_fit(struct mt_baseline *baseline, struct mt_err *err)
{
    const struct mt_cube *cube = baseline->cube;
    mark_cells(baseline);
    set_hour_factors(baseline);
    size_t count = 0;
    enum mt_rc rc = gather_groups(baseline, &count, err);
    double mail[MT_CUBE_CLASSES] = {0};
    for (size_t i = 0; i < cube->count; i++)
        mail[cube->hour_class[cube->cells[i].hour]] += cube->cells[i].mail;

    struct mt_baseline_group *groups = baseline->groups;
    int sweeps = baseline->count > 0 ? SWEEPS : SWEEPS_WITHOUT_PATTERNS;
    for (int sweep = 0; rc == MT_OK && sweep < sweeps; sweep++) {
        set_ratios(baseline, groups, count);
        fit_rates(baseline, groups, count);
        set_expected(baseline, groups, count);
        fit_ratios(baseline, groups, count);
        rc = fit_classes(baseline, groups, count, err);
        level_classes(baseline, mail);
    }
    if (rc != MT_OK)
        return rc;
    set_ratios(baseline, groups, count);
    sum_expected(baseline, groups, count);
    set_hour_factors(baseline);
    baseline->generation++;
    return mt_spread_measure(baseline, err);
}

void
mt_baseline_providers_without(const struct mt_baseline *baseline, int32_t without, double *expected_of)
{
    const struct mt_cube *cube = baseline->cube;
    memset(expected_of, 0, (size_t)cube->providers * sizeof *expected_of);
    for (size_t i = 0; i < cube->count; i++) {
        int32_t provider = cube->data->provider_of_domain[cube->cells[i].domain];
        expected_of[provider] += mt_baseline_expected(baseline, provider, &cube->cells[i], without);
    }
}
