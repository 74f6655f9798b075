#include "query/pattern_score.h"

#include <math.h>

#include "query/special.h"

const int32_t mt_scales[MT_SCALES] = {1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 48, 72, 96, 120, 168, 240, 336};

/* An incident that is explained need not be the same in all its parts: this much of its share squared is variance. */
static const double explained_variance = 0.25;

/* ---- code lengths ---- */

/* How often a trouble is named by so many conditions; they add up to one. */
static const double share_of_counts[MT_PATTERN_BY_COUNT + 1] = {0.12, 0.44, 0.24, 0.12, 0.05, 0.02, 0.01};

/* How often it is a matter of the whole period, a stretch, hours that come again, both, or a drift. */
static const double share_of_always = 0.2, share_of_stretch = 0.4, share_of_week = 0.2, share_of_both = 0.1,
                    share_of_drift = 0.1;

/* And how often hours come again on these days (mt_pattern_days): all, workdays, weekends, one. */
static const double share_of_days[MT_PATTERN_DAY_SETS] = {
    0.3, 0.3, 0.1, 0.3 / 7, 0.3 / 7, 0.3 / 7, 0.3 / 7, 0.3 / 7, 0.3 / 7, 0.3 / 7,
};

/* Which conditions there are to choose, when there are so many: "six over count". */
static double
ln_choices(int count)
{
    double nats = 0;
    for (int i = 1; i <= count; i++)
        nats += log((MT_PATTERN_BY_COUNT - count + i) / (double)i);
    return nats;
}

double
mt_code_of_where(const struct mt_judge *judge, const struct mt_pattern_where *where)
{
    int32_t count = mt_where_count(where);
    double nats = ln_choices(count) - log(share_of_counts[count]);
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
        if (where->value[by] != MT_PATTERN_ANY)
            nats += judge->ln_values[by];
    return nats;
}

double
mt_code_of_when(const struct mt_cube *cube, const struct mt_pattern_when *when)
{
    bool stretch = when->until > 0, week = when->week_length > 0;
    if (when->drift)
        return -log(share_of_drift);
    double nats = -log(stretch && week ? share_of_both
                       : stretch       ? share_of_stretch
                       : week          ? share_of_week
                                       : share_of_always);
    if (stretch) {
        double length = fmax(when->until - when->from, 1);
        nats += log(MT_SCALES) + log(cube->hours / fmax(1, length / 8));
    }
    if (week)
        nats += log(24 * MT_WEEK_LENGTHS) - log(share_of_days[when->week_days]);
    return nats;
}

/* ---- formulas ---- */

double
mt_poisson_gain(double bad, double expected)
{
    return bad > expected ? bad * log(bad / expected) - (bad - expected) : 0;
}

double
mt_negative_binomial_deviance(double bad, double expected, double inverse_size)
{
    if (bad <= expected)
        return 0;
    double size = 1 / fmax(inverse_size, 1e-9);
    return bad * log(bad / expected) - (bad + size) * log1p((bad - expected) / (expected + size));
}

double
mt_ln_p_of_deviance(double deviance)
{
    return mt_ln_normal_tail(sqrt(2 * fmax(deviance, 0)));
}

double
mt_gain_within(const struct mt_slice *slice, double bad, double expected)
{
    double inside = expected * slice->context_bad / fmax(slice->context_expected, 1e-9);
    if (bad <= inside)
        return 0;
    double outside = fmax(slice->context_bad - inside, 1e-9), rest = fmax(slice->context_bad - bad, 0);
    return bad * log(bad / fmax(inside, 1e-12)) + (rest > 0 ? rest * log(rest / outside) : 0);
}

/* The rate outside, drawn towards that of the context outside, or of a provider towards what providers are like. A
 * context is worth the less the more of it is the slice itself, and clumps tell less than their number. One message's
 * worth of doubt stays: none of a few hundred went wrong is not a rate of nought. */
struct mt_expectation
mt_own_history(const struct mt_slice *slice, double bad, double expected)
{
    double k = 1 / slice->difference, outside_bad = slice->total_bad - bad, outside = slice->total_expected - expected;
    if (slice->usual > 0)
        return (struct mt_expectation){
            .factor = (outside_bad + k * slice->usual) / fmax(outside + k, 1e-9),
            .variance = 1 / (k + outside_bad / slice->clumping) + slice->wandering_always,
        };
    double context_bad = slice->context_bad - bad + 1, context_expected = slice->context_expected - expected + 1;
    double context = context_bad / fmax(context_expected, 1e-9);
    double others = k * (1 - fmin((outside + 1) / fmax(context_expected, 1e-9), 1));
    double drawn = others / (outside + 1 + others);
    return (struct mt_expectation){
        .factor = (outside_bad + 1 + others * context) / (outside + 1 + others),
        .variance = 1 / (others + (outside_bad + 1) / slice->clumping) + drawn * drawn * slice->clumping / context_bad +
                    slice->wandering_always,
    };
}

/* Of each kind of hours, its share inside of the pattern less that outside. */
static void
compare_kinds(const struct mt_cube *cube, const struct mt_slice *slice, const struct mt_pattern_when *when,
              const uint8_t *kind_of_hour, int kinds, double *more)
{
    double inside[MT_PATTERN_SIGHTS] = {0}, outside[MT_PATTERN_SIGHTS] = {0}, all_inside = 0, all_outside = 0;
    for (int32_t hour = 0; hour < cube->hours; hour++) {
        double expected = mt_between(slice->expected, hour, hour + 1);
        bool holds = mt_pattern_when_holds(when, hour, cube->data->week_hours[hour]);
        (holds ? inside : outside)[kind_of_hour[hour]] += expected;
        *(holds ? &all_inside : &all_outside) += expected;
    }
    for (int kind = 0; kind < kinds; kind++)
        more[kind] = inside[kind] / fmax(all_inside, 1e-12) - outside[kind] / fmax(all_outside, 1e-12);
}

/* The variance of ln of a factor that is a median, of so many bad messages. */
static double
variance_of_factor(const struct mt_baseline *baseline, double bad)
{
    static const double of_median = 1.57;
    return of_median * baseline->spread.clumping / (bad + 1);
}

double
mt_variance_of_hours(const struct mt_baseline *baseline, const struct mt_slice *slice,
                     const struct mt_pattern_when *when)
{
    const struct mt_cube *cube = baseline->cube;
    double more[MT_PATTERN_SIGHTS], variance = 0, apart = 0;
    compare_kinds(cube, slice, when, cube->hour_class, MT_CUBE_CLASSES, more);
    for (int class = 0; class < MT_CUBE_CLASSES; class ++)
        variance += more[class] * more[class] * variance_of_factor(baseline, baseline->class_bad[class]);
    if (cube->sights <= 1)
        return variance;
    compare_kinds(cube, slice, when, cube->hour_sight, cube->sights, more);
    for (int sight = 0; sight < cube->sights; sight++) {
        variance += more[sight] * more[sight] * variance_of_factor(baseline, baseline->sight_bad[sight]);
        apart += fmax(more[sight], 0);
    }
    return variance + slice->sights * apart * apart;
}

double
mt_inverse_size(const struct mt_slice *slice, double history, double level, double expected, double explained)
{
    return history + level + (slice->clumping - 1) / expected + explained_variance * explained * explained;
}

static struct mt_evidence
evidence_of_part(const struct mt_slice *slice, double bad, double expected, struct mt_expectation history, double level,
                 double explained)
{
    struct mt_evidence evidence = {.bad = bad, .expected = fmax(expected * history.factor, 1e-9)};
    evidence.inverse_size =
        mt_inverse_size(slice, history.variance, level, evidence.expected, explained / fmax(expected, 1e-9));
    evidence.deviance = mt_negative_binomial_deviance(bad, evidence.expected, evidence.inverse_size);
    return evidence;
}

struct mt_evidence
mt_evidence_of(const struct mt_slice *slice, const struct mt_seen *seen, struct mt_expectation history, double level)
{
    struct mt_evidence all = evidence_of_part(slice, seen->bad, seen->expected, history, level, seen->explained);
    if (seen->explained <= 0 || seen->bad - seen->explained_bad < 1)
        return all;
    double bad = seen->bad - seen->explained_bad, expected = fmax(seen->expected - seen->explained, 1e-9);
    struct mt_evidence rest = evidence_of_part(slice, bad, expected, history, level, 0);
    rest.apart = true;
    return rest.deviance - log(2) > all.deviance ? rest : all;
}
