#include "query/pattern_details.h"

#include <math.h>

static const double z95 = 1.9599639845400545;
/* Thresholds that are worse than the best by less (nats) cannot be told from it. */
static const double undecided = 3;

/* What is bad in the hours of the find, whatever its size, and what would be usual; by band. */
struct bands {
    int32_t count;
    double bad[MT_PATTERN_BANDS], expected[MT_PATTERN_BANDS];
    double all_bad, all_expected;
};

/* ---- each band ---- */

/* Byar's interval of a Poisson count. */
static void
set_dose(struct mt_pattern_dose *dose, double bad, double expected)
{
    double e = fmax(expected, 1e-9), above = bad + 1;
    double low = bad > 0 ? bad * pow(1 - 1 / (9 * bad) - z95 / (3 * sqrt(bad)), 3) : 0;
    dose->ratio = bad / e;
    dose->low = fmax(low, 0) / e;
    dose->high = above * pow(1 - 1 / (9 * above) + z95 / (3 * sqrt(above)), 3) / e;
}

static void
set_doses(const struct mt_baseline *baseline, int32_t index, struct mt_pattern *pattern, struct bands *bands)
{
    const struct mt_cube *cube = baseline->cube;
    const struct mt_find *find = &baseline->finds[index];
    struct mt_pattern_where all_sizes = find->where;
    all_sizes.value[MT_PATTERN_SIZE] = MT_PATTERN_ANY;
    struct mt_cube_walk walk = mt_cube_walk_start(cube, &all_sizes);
    *bands = (struct bands){.count = cube->bands};
    for (const struct mt_cube_cell *cell; (cell = mt_cube_walk_next(&walk));) {
        if (!mt_pattern_when_holds(&find->when, cell->hour, cube->data->week_hours[cell->hour]))
            continue;
        pattern->dose[cell->band].mail += cell->mail;
        pattern->dose[cell->band].bad += cell->bad;
        bands->bad[cell->band] += cell->bad;
        bands->expected[cell->band] +=
            mt_baseline_expected(baseline, cube->data->provider_of_domain[cell->domain], cell, index);
    }
    for (int32_t band = 0; band < cube->bands; band++) {
        set_dose(&pattern->dose[band], bands->bad[band], bands->expected[band]);
        bands->all_bad += bands->bad[band];
        bands->all_expected += bands->expected[band];
    }
}

/* ---- where it begins ---- */

/* The thresholds around the best one that the data cannot tell from it, and the find's own. */
static void
set_range(struct mt_judge *judge, int32_t index, struct mt_pattern *pattern)
{
    const struct mt_find *find = &judge->baseline->finds[index];
    int32_t bands = judge->baseline->cube->bands, own = find->where.value[MT_PATTERN_SIZE], best = own;
    double scores[MT_PATTERN_BANDS];
    mt_shelf_leave_out(judge->shelf, index);
    for (int32_t band = 1; band < bands; band++) {
        struct mt_pattern_where where = find->where;
        where.value[MT_PATTERN_SIZE] = band;
        struct mt_slice slice = mt_shelf_slice(judge->shelf, &where);
        struct mt_score score;
        scores[band] = mt_judge_score(judge, &slice, &find->when, &score) ? score.score : -INFINITY;
        if (scores[band] > scores[best])
            best = band;
    }
    mt_shelf_leave_out(judge->shelf, -1);
    int32_t low = best, high = best;
    while (low > 1 && scores[low - 1] >= scores[best] - undecided)
        low--;
    while (high + 1 < bands && scores[high + 1] >= scores[best] - undecided)
        high++;
    pattern->size_low = low < own ? low : own;
    pattern->size_high = high > own ? high : own;
}

/* ---- step or slope ---- */

static double
ln_share(double bad, double expected)
{
    return bad > 0 ? bad * log(bad / fmax(expected, 1e-12)) : 0;
}

/* What the best step adds to the likelihood of the bands, their total given. */
static double
gain_of_step(const struct bands *bands)
{
    double bad = 0, expected = 0, best = 0, flat = ln_share(bands->all_bad, bands->all_expected);
    for (int32_t band = bands->count - 1; band > 0; band--) {
        bad += bands->bad[band];
        expected += bands->expected[band];
        double gain = ln_share(bad, expected) + ln_share(bands->all_bad - bad, bands->all_expected - expected) - flat;
        best = fmax(best, gain);
    }
    return best;
}

/* The same of a factor from band to band, by Newton's steps. Bands are about as far apart as sizes double or treble. */
static double
gain_of_slope(const struct bands *bands)
{
    enum { STEPS = 40 };
    double slope = 0, gain = 0;
    for (int step = 0; step < STEPS; step++) {
        double total = 0, first = 0, second = 0, observed = 0;
        for (int32_t band = 0; band < bands->count; band++) {
            double weight = bands->expected[band] * exp(slope * band);
            total += weight;
            first += weight * band;
            second += weight * band * band;
            observed += bands->bad[band] * band;
        }
        double mean = first / total, spread = second / total - mean * mean;
        gain = slope * observed + bands->all_bad * log(bands->all_expected / total);
        double move = (observed - bands->all_bad * mean) / fmax(bands->all_bad * spread, 1e-9);
        slope += fmax(-0.5, fmin(0.5, move));
        if (fabs(move) < 1e-6)
            break;
    }
    return gain;
}

void
mt_details_fill_sizes(struct mt_judge *judge, int32_t index, struct mt_pattern *pattern)
{
    struct bands bands;
    set_doses(judge->baseline, index, pattern, &bands);
    set_range(judge, index, pattern);
    pattern->size_slope = bands.all_bad > 0 && bands.all_expected > 0 && gain_of_slope(&bands) > gain_of_step(&bands);
}
