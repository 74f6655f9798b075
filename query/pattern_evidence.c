#include "query/pattern_score.h"

#include <math.h>

#include "query/special.h"

const int32_t mt_scales[MT_SCALES] = {1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 48, 72, 96, 120, 168, 240, 336};

/* An incident that is explained need not be the same in all its parts: this much of its share squared is variance. */
static const double explained_variance = 0.25;

/* ---- code lengths ---- */

double
mt_code_of_where(const struct mt_judge *judge, const struct mt_pattern_where *where)
{
    double nats = log(4); /* how many conditions */
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
        if (where->value[by] != MT_PATTERN_ANY)
            nats += log(MT_PATTERN_BY_COUNT) + judge->ln_values[by];
    return nats;
}

double
mt_code_of_when(const struct mt_cube *cube, const struct mt_pattern_when *when)
{
    double nats = log(4); /* which kind of time */
    if (when->drift)
        return nats + log(2);
    if (when->until > 0) {
        double length = fmax(when->until - when->from, 1);
        nats += log(MT_SCALES) + log(cube->hours / fmax(1, length / 8));
    }
    if (when->week_length > 0)
        nats += log(MT_PATTERN_DAY_SETS * 24 * MT_WEEK_LENGTHS);
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

/* The rate outside, drawn towards that of the context outside. */
struct mt_expectation
mt_own_history(const struct mt_slice *slice, double bad, double expected)
{
    double k = 1 / slice->difference;
    double context_bad = slice->context_bad - bad + 1, outside_bad = slice->total_bad - bad;
    double context = context_bad / fmax(slice->context_expected - expected + 1, 1e-9);
    double weight = fmax(slice->total_expected - expected + k, 1e-9), drawn = k / weight;
    return (struct mt_expectation){
        .factor = (outside_bad + k * context) / weight,
        .variance = 1 / (k + outside_bad) + drawn * drawn / context_bad,
    };
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
