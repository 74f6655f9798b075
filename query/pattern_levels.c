#include "query/baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How far a class of hours can be from the mean, and a sight: where Pending mail is caught shortly before an export,
 * twenty times as much is seen. */
static const double class_least = 0.4, class_most = 2.5, sight_least = 0.02, sight_most = 50;

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

/* ---- classes ---- */

/* The factor of a class of hours is a median over providers, so that one sick provider cannot move it. */
enum mt_rc
mt_levels_fit_classes(struct mt_baseline *baseline, const struct mt_baseline_group *groups, size_t count,
                      struct mt_err *err)
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
        baseline->class_bad[class] = 0;
        for (size_t p = 0; p < providers; p++)
            baseline->class_bad[class] += bad[p];
        for (size_t p = 0; p < providers; p++)
            ratios[p] = (struct weighed){(bad[p] + 3) / (expected[p] + 3), expected[p]};
        if (total > 0)
            baseline->class_factor[class] *= weighed_median(ratios, providers);
    }
    free(sums);
    free(ratios);
    return rc;
}

/* ---- sights ----
 *
 * A sight can be worth a factor of twenty, so its estimate must not lean towards one, as that of a class may. Small
 * providers, each with next to nothing expected, are put together into bundles; the factor is the median of what the
 * bundles say. So neither the many that are empty nor one that is sick can move it. */

enum { BUNDLES_LEAST = 3, BUNDLES_MOST = 12 };

/* A bundle is worth having from so many bad messages on; and what its neighbours tell of it, as if so many more. */
static const double bundle_bad = 8, bundle_before = 0.25;
/* Weights of bundles: counts clump, and providers differ. */
static const double usual_clumping = 1.3, usual_difference = 0.1;

struct sums {
    double mail, bad, expected; /* expected: by everything but the sight */
};

static void
add_sums(struct sums *sum, const struct sums *more)
{
    sum->mail += more->mail;
    sum->bad += more->bad;
    sum->expected += more->expected;
}

/* Fills the bundles of one sight and returns their number: providers that have a share of the mail of their own stand
 * alone. It is mail that is dealt out, for a sick provider has most of what is expected, but not of the mail. */
static size_t
bundle_up(const struct sums *providers, size_t count, double share, struct sums *bundles)
{
    struct sums open = {.mail = 0};
    size_t used = 0;
    for (size_t p = 0; p < count; p++) {
        if (providers[p].mail >= share) {
            bundles[used++] = providers[p];
            continue;
        }
        add_sums(&open, &providers[p]);
        if (open.mail >= share) {
            bundles[used++] = open;
            open = (struct sums){.mail = 0};
        }
    }
    if (open.mail > 0)
        bundles[used++] = open;
    return used;
}

/* The median of what the bundles say, each drawn a little to what they are said to say before. */
static double
median_of_bundles(const struct sums *bundles, size_t count, double before, struct weighed *ratios)
{
    for (size_t i = 0; i < count; i++) {
        double should = before * bundles[i].expected;
        ratios[i].value = (bundles[i].bad + bundle_before) / (bundles[i].expected + bundle_before / before);
        ratios[i].weight = 1 / (usual_clumping / (should + 0.5) + usual_difference);
    }
    return weighed_median(ratios, count);
}

static double
factor_of_sight(const struct sums *providers, size_t count, struct sums *bundles, struct weighed *ratios)
{
    struct sums all = {.mail = 0};
    for (size_t p = 0; p < count; p++)
        add_sums(&all, &providers[p]);
    if (all.expected <= 0)
        return 1;
    double wanted = fmin(fmax(floor(all.bad / bundle_bad), BUNDLES_LEAST), BUNDLES_MOST);
    size_t used = bundle_up(providers, count, all.mail / wanted * (1 - 1e-9), bundles);
    double factor = (all.bad + 0.5) / (all.expected + 0.5);
    for (int round = 0; round < 3; round++)
        factor = fmin(fmax(median_of_bundles(bundles, used, factor, ratios), sight_least), sight_most);
    return factor;
}

enum mt_rc
mt_levels_fit_sights(struct mt_baseline *baseline, struct mt_baseline_group *groups, size_t count, struct mt_err *err)
{
    size_t providers = (size_t)baseline->cube->providers, sights = (size_t)baseline->cube->sights;
    if (sights <= 1)
        return MT_OK;
    struct sums *sums = calloc(providers * sights + 1, sizeof *sums);
    struct sums *bundles = calloc(providers + 1, sizeof *bundles);
    struct weighed *ratios = calloc(providers + 1, sizeof *ratios);
    enum mt_rc rc = sums && bundles && ratios ? MT_OK : mt_err_memory(err);
    for (size_t i = 0; rc == MT_OK && i < count; i++) {
        struct sums *sum = &sums[groups[i].sight * providers + (size_t)groups[i].provider];
        sum->mail += groups[i].weight;
        sum->bad += groups[i].bad;
        sum->expected += groups[i].expected / baseline->sight_factor[groups[i].sight];
    }
    double step[MT_PATTERN_SIGHTS] = {0};
    memset(baseline->sight_bad, 0, sizeof baseline->sight_bad);
    for (size_t i = 0; rc == MT_OK && i < count; i++)
        baseline->sight_bad[groups[i].sight] += groups[i].bad;
    for (size_t sight = 0; rc == MT_OK && sight < sights; sight++) {
        double factor = factor_of_sight(&sums[sight * providers], providers, bundles, ratios);
        step[sight] = factor / baseline->sight_factor[sight];
        baseline->sight_factor[sight] = factor;
    }
    for (size_t i = 0; rc == MT_OK && i < count; i++)
        groups[i].expected *= step[groups[i].sight];
    free(sums);
    free(bundles);
    free(ratios);
    return rc;
}

/* ---- both ---- */

static void
scale(double *factors, const double *mail, int count, double all, double least, double most)
{
    double mean = 0;
    for (int i = 0; i < count; i++)
        mean += factors[i] * mail[i] / all;
    for (int i = 0; i < count; i++)
        factors[i] = fmin(fmax(factors[i] / mean, least), most);
}

void
mt_levels_scale(struct mt_baseline *baseline)
{
    const struct mt_cube *cube = baseline->cube;
    scale(baseline->class_factor, cube->mail_of_class, MT_CUBE_CLASSES, cube->mail, class_least, class_most);
    if (cube->sights > 1)
        scale(baseline->sight_factor, cube->mail_of_sight, cube->sights, cube->mail, sight_least, sight_most);
}

void
mt_levels_set_hours(struct mt_baseline *baseline)
{
    const struct mt_cube *cube = baseline->cube;
    for (int32_t hour = 0; hour < cube->hours; hour++)
        baseline->hour_level[hour] =
            baseline->class_factor[cube->hour_class[hour]] * baseline->sight_factor[cube->hour_sight[hour]];
}
