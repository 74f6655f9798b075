#include "query/baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SETS = 1 << 16, /* of patterns, as bits in a cell */
    SWEEPS = 12,
    SWEEPS_OF_CLASSES_ALONE = 3,
};

enum mt_rc
mt_baseline_open(struct mt_baseline *baseline, const struct mt_cube *cube, struct mt_err *err)
{
    size_t providers = (size_t)cube->providers + 1, hours = (size_t)cube->hours;
    *baseline = (struct mt_baseline){.cube = cube};
    for (int class = 0; class < MT_CUBE_CLASSES; class ++)
        baseline->class_factor[class] = 1;
    for (int sight = 0; sight < MT_PATTERN_SIGHTS; sight++)
        baseline->sight_factor[sight] = 1;
    baseline->hour_level = calloc(hours, sizeof *baseline->hour_level);
    baseline->rate = calloc(providers, sizeof *baseline->rate);
    baseline->bad_of = calloc(providers, sizeof *baseline->bad_of);
    baseline->expected_of = calloc(providers, sizeof *baseline->expected_of);
    baseline->hour_factor = calloc(MT_PATTERN_MOST * hours, sizeof *baseline->hour_factor);
    baseline->set_number = calloc(SETS, sizeof *baseline->set_number);
    enum mt_rc rc = mt_spread_open(&baseline->spread, cube, err);
    if (rc == MT_OK && (!baseline->hour_level || !baseline->rate || !baseline->bad_of || !baseline->expected_of ||
                        !baseline->hour_factor || !baseline->set_number))
        rc = mt_err_memory(err);
    if (rc != MT_OK)
        mt_baseline_close(baseline);
    return rc;
}

void
mt_baseline_close(struct mt_baseline *baseline)
{
    mt_spread_close(&baseline->spread);
    free(baseline->hour_level);
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
    size_t sets = (size_t)number_sets(baseline), sights = (size_t)cube->sights;
    *count = (size_t)cube->providers * MT_CUBE_CLASSES * sights * sets;
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
        uint8_t class = cube->hour_class[cell->hour], sight = cube->hour_sight[cell->hour];
        size_t stratum = ((size_t)provider * MT_CUBE_CLASSES + class) * sights + sight;
        size_t at = stratum * sets + (size_t)baseline->set_number[cell->in] - 1;
        struct mt_baseline_group *group = &baseline->groups[at];
        group->provider = provider;
        group->class = class;
        group->sight = sight;
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

static double
level_of(const struct mt_baseline *baseline, const struct mt_baseline_group *group)
{
    return baseline->class_factor[group->class] * baseline->sight_factor[group->sight];
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
        weight[groups[i].provider] += groups[i].weight * level_of(baseline, &groups[i]) * groups[i].ratio;
        bad[groups[i].provider] += groups[i].bad;
    }
    for (int32_t provider = 0; provider < cube->providers; provider++)
        baseline->rate[provider] = (bad[provider] + 2) / (weight[provider] + 2 / overall);
}

static void
set_expected(const struct mt_baseline *baseline, struct mt_baseline_group *groups, size_t count)
{
    for (size_t i = 0; i < count; i++)
        groups[i].expected =
            groups[i].weight * baseline->rate[groups[i].provider] * level_of(baseline, &groups[i]) * groups[i].ratio;
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
    mark_cells(baseline);
    set_hour_factors(baseline);
    size_t count = 0;
    enum mt_rc rc = gather_groups(baseline, &count, err);
    struct mt_baseline_group *groups = baseline->groups;
    int sweeps = baseline->count > 0 || baseline->cube->sights > 1 ? SWEEPS : SWEEPS_OF_CLASSES_ALONE;
    for (int sweep = 0; rc == MT_OK && sweep < sweeps; sweep++) {
        set_ratios(baseline, groups, count);
        fit_rates(baseline, groups, count);
        set_expected(baseline, groups, count);
        rc = mt_levels_fit_sights(baseline, groups, count, err);
        fit_ratios(baseline, groups, count);
        if (rc == MT_OK)
            rc = mt_levels_fit_classes(baseline, groups, count, err);
        mt_levels_scale(baseline);
    }
    if (rc != MT_OK)
        return rc;
    set_ratios(baseline, groups, count);
    sum_expected(baseline, groups, count);
    mt_levels_set_hours(baseline);
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
