#include "query/pattern_score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "query/special.h"

/* How far a provider's rate outside of the hours counts, in expected bad messages, where several are looked at. */
static const double provider_weight = 8;
/* Student's quantile at some thirty degrees of freedom instead of the normal one, 1.96: the spread is itself measured.
 */
static const double deviations = 2.04;

enum mt_rc
mt_judge_open(struct mt_judge *judge, struct mt_baseline *baseline, struct mt_shelf *shelf,
              const struct mt_pattern_options *options, struct mt_err *err)
{
    const struct mt_cube *cube = baseline->cube;
    *judge = (struct mt_judge){.baseline = baseline, .shelf = shelf, .options = options};
    judge->marks = calloc((size_t)cube->hours + 1, sizeof *judge->marks);
    judge->inside_bad = calloc((size_t)cube->providers + 1, sizeof *judge->inside_bad);
    judge->inside_expected = calloc((size_t)cube->providers + 1, sizeof *judge->inside_expected);
    size_t values = 0;
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_BY_COUNT; by++)
        values += (size_t)mt_cube_values(cube, by);
    judge->values = calloc(values + 1, sizeof *judge->values);
    judge->days = calloc((size_t)cube->local_days + 1, sizeof *judge->days);
    judge->running_bad = calloc((size_t)cube->hours + 1, sizeof *judge->running_bad);
    judge->running_expected = calloc((size_t)cube->hours + 1, sizeof *judge->running_expected);
    if (judge->marks && judge->inside_bad && judge->inside_expected && judge->values && judge->days &&
        judge->running_bad && judge->running_expected)
        return MT_OK;
    mt_judge_close(judge);
    return mt_err_memory(err);
}

void
mt_judge_close(struct mt_judge *judge)
{
    free(judge->marks);
    free(judge->inside_bad);
    free(judge->inside_expected);
    free(judge->values);
    free(judge->days);
    free(judge->running_bad);
    free(judge->running_expected);
    *judge = (struct mt_judge){.baseline = NULL};
}

/* ---- the whole period ---- */

/* The rest of a provider differs as well, the more so the larger the part of it that the slice is. */
static double
odds_of_share(double share)
{
    return fmin(share / fmax(1 - share, 1e-3), 4);
}

static double
centre_of(const struct mt_judge *judge, const struct mt_slice *slice, int32_t provider)
{
    const struct mt_baseline *baseline = judge->baseline;
    /* A level that is being judged is compared with the others, not with itself. */
    if (slice->without >= 0 && baseline->finds[slice->without].level &&
        baseline->finds[slice->without].where.value[MT_PATTERN_PROVIDER] == provider)
        return baseline->spread.usual_rate;
    return baseline->spread.centre[provider];
}

struct mt_score
mt_score_always(const struct mt_judge *judge, const struct mt_slice *slice)
{
    const struct mt_baseline *baseline = judge->baseline;
    const double *expected_of = slice->without < 0 ? baseline->expected_of : judge->shelf->expected_of;
    double weight = 1 / baseline->spread.differences[MT_PATTERN_PROVIDER];
    double expected = 0, of_rates = 0, of_rests = 0;
    int32_t first = slice->provider < 0 ? 0 : slice->provider;
    int32_t last = slice->provider < 0 ? baseline->cube->providers : first + 1;
    for (int32_t p = first; p < last; p++) {
        double inside = slice->provider_expected[p - first], bad = slice->provider_bad[p - first];
        if (inside <= 0)
            continue;
        double outside_bad = fmax(baseline->bad_of[p] - bad, 0), outside = fmax(expected_of[p] - inside, 0);
        double level = (outside_bad + weight) / (outside + weight * baseline->rate[p] / centre_of(judge, slice, p));
        double e = inside * level;
        expected += e;
        of_rates += e * e / (weight + outside_bad);
        of_rests += e * e * odds_of_share(inside / fmax(expected_of[p], 1e-9));
    }
    expected = fmax(expected, 1e-9);
    double square = expected * expected;
    double difference = mt_where_only_provider(&slice->where) ? 0 : slice->difference * (1 + of_rests / square);
    double level = slice->wandering * mt_spread_of_stretch(&baseline->spread, 0, baseline->cube->hours);
    double explained = slice->explained[baseline->cube->hours] / fmax(slice->total_expected, 1e-9);
    struct mt_score score = {
        .mail = slice->mail[baseline->cube->hours],
        .bad = slice->total_bad,
        .compared = slice->total_bad,
        .model = slice->total_expected,
        .expected = expected,
        .inverse_size = mt_inverse_size(slice, of_rates / square + difference, level, expected, explained),
        .clumping = slice->clumping,
        .gain = mt_poisson_gain(slice->total_bad, expected),
        .history = expected / fmax(slice->total_expected, 1e-9),
        .share_of_hours = 1,
    };
    score.deviance = mt_negative_binomial_deviance(score.bad, score.expected, score.inverse_size);
    return score;
}

/* ---- some hours ---- */

struct inside {
    struct mt_seen seen;
    double mail;
    int32_t hours, stretches;
};

static void
add_hours(struct inside *in, const struct mt_slice *slice, int32_t from, int32_t until)
{
    in->mail += mt_between(slice->mail, from, until);
    in->seen.bad += mt_between(slice->bad, from, until);
    in->seen.expected += mt_between(slice->expected, from, until);
    in->seen.explained += mt_between(slice->explained, from, until);
    in->seen.explained_bad += mt_between(slice->explained_bad, from, until);
}

/* Marks the pattern's hours and adds up what is in them. */
static struct inside
add_up(struct mt_judge *judge, const struct mt_slice *slice, const struct mt_pattern_when *when)
{
    const struct mt_cube *cube = judge->baseline->cube;
    struct inside in = {0};
    int32_t from = when->until > 0 ? when->from : 0, until = when->until > 0 ? when->until : cube->hours;
    bool holds_before = false;
    memset(judge->marks, 0, (size_t)cube->hours);
    for (int32_t hour = from; hour < until; hour++) {
        bool holds = mt_pattern_when_holds(when, hour, cube->data->week_hours[hour]);
        judge->marks[hour] = holds;
        in.hours += holds;
        in.stretches += holds && !holds_before;
        holds_before = holds;
        if (holds && when->week_length > 0)
            add_hours(&in, slice, hour, hour + 1);
    }
    if (when->week_length == 0)
        add_hours(&in, slice, from, until);
    return in;
}

static void
break_down(struct mt_judge *judge, const struct mt_slice *slice)
{
    const struct mt_cube *cube = judge->baseline->cube;
    const struct mt_breakdown *breakdown = mt_shelf_breakdown(judge->shelf, &slice->where);
    size_t providers = (size_t)cube->providers;
    memset(judge->inside_bad, 0, providers * sizeof(double));
    memset(judge->inside_expected, 0, providers * sizeof(double));
    for (size_t hour = 0; hour < (size_t)cube->hours; hour++)
        for (size_t p = 0; judge->marks[hour] && p < providers; p++) {
            judge->inside_bad[p] += breakdown->bad[hour * providers + p];
            judge->inside_expected[p] += breakdown->expected[hour * providers + p];
        }
}

/* Over several providers and many hours each provider has a history of its own: else one sick provider bends the
 * expectation of all. */
static struct mt_expectation
histories(const struct mt_judge *judge, const struct mt_slice *slice, const struct mt_seen *in)
{
    double context = (slice->context_bad - in->bad + 1) / fmax(slice->context_expected - in->expected + 1, 1e-9);
    double sum = 0, variance = 0;
    for (int32_t p = 0; p < judge->baseline->cube->providers; p++) {
        double outside_bad = fmax(slice->provider_bad[p] - judge->inside_bad[p], 0);
        double outside = fmax(slice->provider_expected[p] - judge->inside_expected[p], 0);
        double factor = (outside_bad + provider_weight * context) / (outside + provider_weight);
        double e = judge->inside_expected[p] * factor;
        sum += e;
        variance += e * e / (provider_weight + outside_bad);
    }
    variance /= fmax(sum, 1e-9) * fmax(sum, 1e-9);
    /* What providers are drawn to is no better known than what was seen outside in all. */
    double outside = slice->clumping / (fmax(slice->total_bad - in->bad, 0) + 1);
    return (struct mt_expectation){sum / in->expected, fmax(variance, outside)};
}

/* The gain in likelihood of one ratio for all providers, their totals given: Newton's steps on its logarithm. */
static double
gain_by_provider(const struct mt_judge *judge, const struct mt_slice *slice, double bad, double ratio)
{
    const struct mt_baseline *baseline = judge->baseline;
    const double *expected_of = slice->without < 0 ? baseline->expected_of : judge->shelf->expected_of;
    int32_t providers = baseline->cube->providers;
    if (ratio <= 1)
        return 0;
    for (int step = 0; step < 12; step++) {
        double slope = 0, curve = 0;
        for (int32_t p = 0; p < providers; p++) {
            double inside = judge->inside_expected[p], all = fmax(expected_of[p], 1e-9);
            double share = ratio * inside / fmax(all - inside + ratio * inside, 1e-12);
            slope += judge->inside_bad[p] - baseline->bad_of[p] * share;
            curve += baseline->bad_of[p] * share * (1 - share);
        }
        ratio = fmax(1, ratio * exp(fmax(-0.5, fmin(0.5, slope / fmax(curve, 1e-9)))));
    }
    double gain = bad * log(ratio);
    for (int32_t p = 0; p < providers; p++) {
        double inside = judge->inside_expected[p], all = fmax(expected_of[p], 1e-9);
        gain -= baseline->bad_of[p] * log((all - inside + ratio * inside) / all);
    }
    return gain;
}

static bool
score_hours(struct mt_judge *judge, const struct mt_slice *slice, const struct mt_pattern_when *when,
            struct mt_score *score)
{
    struct inside in = add_up(judge, slice, when);
    const struct mt_seen *seen = &in.seen;
    if (seen->bad < judge->options->bad_floor || seen->expected <= 0)
        return false;
    double share = (double)in.hours / judge->baseline->cube->hours, level;
    if (when->week_length > 0)
        level = slice->wandering * mt_spread_of_hours(when->week_length) / fmax(in.stretches, 1);
    else
        level = slice->wandering * mt_spread_of_stretch(&judge->baseline->spread, when->from, when->until);

    bool by_provider = slice->provider < 0 && share > 0.1;
    if (by_provider)
        break_down(judge, slice);
    struct mt_expectation own =
        by_provider ? histories(judge, slice, seen) : mt_own_history(slice, seen->bad, seen->expected);
    own.variance += mt_variance_of_hours(judge->baseline, slice, when);
    struct mt_evidence evidence = mt_evidence_of(slice, seen, own, level);
    *score = (struct mt_score){
        .mail = in.mail,
        .bad = seen->bad,
        .model = seen->expected,
        .compared = evidence.bad,
        .expected = evidence.expected,
        .deviance = evidence.deviance,
        .inverse_size = evidence.inverse_size,
        .clumping = slice->clumping,
        .history = own.factor,
        .share_of_hours = share,
        .code_length = evidence.apart ? log(2) : 0,
    };
    if (evidence.apart)
        score->gain = mt_gain_within(slice, evidence.bad, seen->expected - seen->explained);
    else if (by_provider)
        score->gain = gain_by_provider(judge, slice, seen->bad, seen->bad / evidence.expected);
    else
        score->gain = mt_gain_within(slice, seen->bad, seen->expected);
    return true;
}

/* ---- the judge ---- */

bool
mt_judge_score(struct mt_judge *judge, const struct mt_slice *slice, const struct mt_pattern_when *when,
               struct mt_score *score)
{
    const struct mt_cube *cube = judge->baseline->cube;
    if (when->until == 0 && when->week_length == 0) {
        if (slice->total_bad < judge->options->bad_floor || slice->total_expected <= 0)
            return false;
        memset(judge->marks, 1, (size_t)cube->hours);
        *score = mt_score_always(judge, slice);
    } else if (!score_hours(judge, slice, when, score)) {
        return false;
    }
    score->code_length += mt_code_of_where(judge, &slice->where) + mt_code_of_when(cube, when);
    score->score = score->gain / mt_common_clumping(judge->baseline, slice) - score->code_length;
    return true;
}

bool
mt_judge_passes(const struct mt_judge *judge, const struct mt_score *score)
{
    return score->compared >= judge->options->ratio_floor * fmax(score->expected, 1e-9) &&
           mt_ln_p_of_deviance(score->deviance) + score->code_length <= log(judge->options->alpha);
}

/* The clumps of the trouble itself are not the clumps of usual days. */
static struct mt_score
with_clumping_outside(const struct mt_judge *judge, const struct mt_slice *slice, const struct mt_score *score)
{
    struct mt_score better = *score;
    if (score->share_of_hours >= 0.6)
        return better;
    const struct mt_baseline *baseline = judge->baseline;
    double clumping = mt_spread_clumping_outside(&baseline->spread, baseline->cube, slice->provider_expected,
                                                 slice->provider, judge->marks);
    if (clumping < score->clumping) {
        better.inverse_size -= (score->clumping - clumping) / score->expected;
        better.clumping = clumping;
        better.deviance = mt_negative_binomial_deviance(better.compared, better.expected, better.inverse_size);
    }
    return better;
}

void
mt_judge_record(const struct mt_judge *judge, const struct mt_slice *slice, const struct mt_score *score,
                struct mt_find *find)
{
    struct mt_score s = with_clumping_outside(judge, slice, score);
    find->mail = s.mail;
    find->bad = s.bad;
    find->model = s.model;
    find->compared = s.compared;
    find->expected = s.expected;
    find->history = s.history;
    find->code_length = s.code_length;
    find->gain = s.gain;
    find->score = s.score;
    find->clumping = s.clumping;
    find->inverse_size = s.inverse_size;
    double exact = mt_ln_negative_binomial_tail(s.compared, s.expected, fmax(s.inverse_size, 1e-9));
    find->ln_p = fmax(exact, mt_ln_p_of_deviance(s.deviance) - 0.7);
    find->ln_p_adjusted = find->ln_p + s.code_length;
    find->ratio = s.compared / s.expected;
    double spread = s.clumping / fmax(s.compared, 1) + fmax(s.inverse_size - (s.clumping - 1) / s.expected, 0);
    find->low = find->ratio * exp(-deviations * sqrt(spread));
    find->high = find->ratio * exp(deviations * sqrt(spread));
}
