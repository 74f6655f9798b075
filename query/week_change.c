#include "query/week_change.h"

#include <math.h>

/* Student's quantile at about twenty degrees of freedom instead of the normal one, 1.96: the spread is itself measured,
 * from no more than some twenty stretches of time in which levels differ. */
static const double deviations = 2.08;

enum { DAY = 24, LAGS = 12 };

/* What mail is like as a rule, and what that weighs: expected bad messages for the clumping; their squares for the
 * wandering; for the correlation, which is one of a few, how far from the usual one it may be. */
static const double clumping_before = 1.6, clumping_weight = 10, clumping_least = 1.05, clumping_most = 6;
static const double wandering_before = 0.15, wandering_weight = 50, wandering_least = 0.03, wandering_most = 1;
static const double correlations[] = {0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95};
static const double correlation_before = 0.8, correlation_spread = 0.08;

/* From here on an hour, or a day, is grave trouble and not the way mail is: in standard deviations of mail whose level
 * wanders much. */
static const double grave_hour = 6, grave_day = 4, grave_wandering = 0.3, grave_wandering_of_day = 0.12;

/* Less than doubled and more than halved is the same, as far as one can tell. */
static const double same_below = 2;
/* An interval needs a few messages in both weeks together. */
static const double bad_least = 3;

const char *
mt_week_verdict_key(enum mt_week_verdict verdict)
{
    static const char *const keys[] = {
#define X(name, key) [MT_WEEK_##name] = (key),
        MT_WEEK_VERDICT_LIST(X)
#undef X
    };
    return keys[verdict];
}

/* ---- a week as it is expected ---- */

static bool
is_told_apart(const struct mt_week *week)
{
    for (size_t i = 0; i < week->count; i++)
        if (week->hours[i].usual_share > 0)
            return true;
    return false;
}

/* What an hour weighs; bad messages are expected in proportion to it. */
static double
weight_of(const struct mt_week *week, size_t hour, bool told_apart)
{
    const struct mt_week_hour *h = &week->hours[hour];
    return told_apart ? h->mail * h->usual_share : h->mail;
}

struct week {
    const struct mt_week *week;
    bool told_apart;
    double bad, weight;
    double level; /* bad by weight, outside of grave trouble */
};

static struct week
week_of(const struct mt_week *week, bool told_apart)
{
    struct week w = {.week = week, .told_apart = told_apart};
    for (size_t hour = 0; hour < week->count; hour++) {
        w.bad += week->hours[hour].bad;
        w.weight += weight_of(week, hour, told_apart);
    }
    w.level = w.weight > 0 ? w.bad / w.weight : 0;
    return w;
}

static double
expected_of(const struct week *w, size_t hour)
{
    return w->level * weight_of(w->week, hour, w->told_apart);
}

/* ---- spread ---- */

static size_t
end_of_day(const struct mt_week *week, size_t day)
{
    return (day + 1) * DAY < week->count ? (day + 1) * DAY : week->count;
}

static bool
is_calm(const struct week *w, size_t day)
{
    double bad = 0, expected = 0;
    for (size_t hour = day * DAY; hour < end_of_day(w->week, day); hour++) {
        double e = expected_of(w, hour), y = w->week->hours[hour].bad;
        if (y - e > grave_hour * sqrt(1.5 * e + grave_wandering * e * e + 0.3))
            return false;
        bad += y;
        expected += e;
    }
    return bad - expected <= grave_day * sqrt(1.5 * expected + grave_wandering_of_day * expected * expected + 0.3);
}

/* Grave trouble lifts the level, which makes other hours look calm: a few rounds are enough to come down. */
static void
set_level(struct week *w)
{
    enum { ROUNDS = 3 };
    for (int round = 0; round < ROUNDS; round++) {
        double bad = 0, weight = 0;
        for (size_t day = 0; day * DAY < w->week->count; day++) {
            if (!is_calm(w, day))
                continue;
            for (size_t hour = day * DAY; hour < end_of_day(w->week, day); hour++) {
                bad += w->week->hours[hour].bad;
                weight += weight_of(w->week, hour, w->told_apart);
            }
        }
        if (weight <= 0.2 * w->weight)
            return;
        w->level = bad / weight;
    }
}

/* Sums over calm hours: of products of what two hours so far apart have too much, and of what they were to have. */
struct products {
    double expected;
    double at[LAGS + 1], expected_at[LAGS + 1];
};

static void
add_week(struct products *sums, const struct week *w)
{
    bool calm = is_calm(w, 0);
    for (size_t day = 0; day * DAY < w->week->count; day++) {
        bool calm_after = is_calm(w, day + 1);
        for (size_t hour = day * DAY; calm && hour < end_of_day(w->week, day); hour++) {
            double e = expected_of(w, hour), r = w->week->hours[hour].bad - e;
            size_t last = end_of_day(w->week, calm_after ? day + 1 : day);
            sums->expected += e;
            for (size_t lag = 0; lag <= LAGS && hour + lag < last; lag++) {
                double later = expected_of(w, hour + lag);
                sums->at[lag] += r * (w->week->hours[hour + lag].bad - later);
                sums->expected_at[lag] += e * later;
            }
        }
        calm = calm_after;
    }
}

/* The variance of a week's mean level, by that of an hour's: hours are alike to their neighbours and do not weigh the
 * same. */
static double
wandering_of_week(const struct week *w, double correlation)
{
    double sum = 0, before = 0;
    for (size_t hour = 0; hour < w->week->count; hour++) {
        double weight = weight_of(w->week, hour, w->told_apart);
        sum += weight * (weight + 2 * before);
        before = correlation * (before + weight);
    }
    return w->weight > 0 ? sum / (w->weight * w->weight) : 0;
}

/* How well this correlation fits, and the spread that goes with it. Neighbouring hours share the level but not the
 * clumps: their products tell the wandering, and what the squares have above it is clumping. What hours have in common
 * with the mean of their week is missing from the products: `mean`. */
static double
fit_spread(const struct products *sums, double correlation, double mean, struct mt_week_spread *spread)
{
    *spread = (struct mt_week_spread){clumping_before, wandering_before, correlation};
    for (int round = 0; round < 3; round++) {
        double above = wandering_weight * wandering_before, below = wandering_weight;
        double square = spread->clumping * spread->clumping;
        for (int lag = 1; lag <= LAGS; lag++) {
            double alike = pow(correlation, lag) - mean;
            above += alike * sums->at[lag] / square;
            below += alike * alike * sums->expected_at[lag] / square;
        }
        spread->wandering = fmin(fmax(above / below, wandering_least), wandering_most);
        double clumps = sums->at[0] - spread->wandering * (1 - mean) * sums->expected_at[0];
        spread->clumping = (clumps + clumping_weight * clumping_before) / (sums->expected + clumping_weight);
        spread->clumping = fmin(fmax(spread->clumping, clumping_least), clumping_most);
    }
    double misfit = pow((correlation - correlation_before) / correlation_spread, 2);
    for (int lag = 1; lag <= LAGS; lag++) {
        double e = sums->expected_at[lag], alike = pow(correlation, lag) - mean;
        double rest = sums->at[lag] - spread->wandering * alike * e;
        misfit += rest * rest / fmax(e * spread->clumping * spread->clumping, 1e-9);
    }
    return misfit;
}

struct mt_week_spread
mt_week_spread_of(const struct mt_week *weeks, size_t count)
{
    struct products sums = {0};
    bool told_apart = false;
    for (size_t i = 0; i < count; i++)
        told_apart |= is_told_apart(&weeks[i]);
    for (size_t i = 0; i < count; i++) {
        struct week w = week_of(&weeks[i], told_apart);
        set_level(&w);
        add_week(&sums, &w);
    }
    struct mt_week_spread best = {clumping_before, wandering_before, correlation_before};
    double least = INFINITY;
    for (size_t i = 0; i < sizeof correlations / sizeof *correlations; i++) {
        double mean = 0;
        for (size_t k = 0; k < count; k++) {
            struct week w = week_of(&weeks[k], told_apart);
            mean += wandering_of_week(&w, correlations[i]) / (double)count;
        }
        struct mt_week_spread spread;
        double misfit = fit_spread(&sums, correlations[i], mean, &spread);
        if (misfit < least) {
            least = misfit;
            best = spread;
        }
    }
    return best;
}

/* ---- change ---- */

/* What is tested: given that so many were bad in both weeks, this many of them are of the second. */
struct test {
    double all, share; /* of the second week */
    double exposure;   /* weight of the second week by that of the first */
    double clumping, wandering;
};

/* How many standard deviations the share lies above that of a ratio. */
static double
deviation_of(const struct test *test, double ln_ratio)
{
    double odds = test->exposure * exp(ln_ratio), share = odds / (1 + odds), spread = share / (1 + odds);
    return (test->share - share) / sqrt(spread * (test->clumping / test->all + spread * test->wandering));
}

/* The ratio from which the counts are so many standard deviations away. */
static double
ratio_at(const struct test *test, double deviation)
{
    enum { STEPS = 60 };
    double low = -30, high = 30;
    for (int step = 0; step < STEPS; step++) {
        double middle = (low + high) / 2;
        if (deviation_of(test, middle) > deviation)
            low = middle;
        else
            high = middle;
    }
    return exp((low + high) / 2);
}

static enum mt_week_verdict
verdict_of(const struct mt_week_change *change, const struct week *before, const struct week *now)
{
    if (before->bad + now->bad < bad_least)
        return MT_WEEK_TOO_LITTLE;
    if (change->low > 1)
        return before->bad > 0 ? MT_WEEK_WORSE : MT_WEEK_NEW;
    if (change->high < 1)
        return now->bad > 0 ? MT_WEEK_BETTER : MT_WEEK_GONE;
    return change->low > 1 / same_below && change->high < same_below ? MT_WEEK_SAME : MT_WEEK_TOO_LITTLE;
}

struct mt_week_change
mt_week_change(const struct mt_week *before, const struct mt_week *now, const struct mt_week_spread *spread)
{
    struct mt_week_change change = {.known = false, .verdict = MT_WEEK_TOO_LITTLE};
    bool told_apart = is_told_apart(before) || is_told_apart(now);
    struct week first = week_of(before, told_apart), second = week_of(now, told_apart);
    if (first.weight <= 0 || second.weight <= 0 || first.bad + second.bad <= 0)
        return change;
    double correlation = spread->correlation > 0 ? spread->correlation : correlation_before;
    struct test test = {
        .all = first.bad + second.bad,
        .share = second.bad / (first.bad + second.bad),
        .exposure = second.weight / first.weight,
        .clumping = fmax(spread->clumping, 1),
        .wandering =
            spread->wandering * (wandering_of_week(&first, correlation) + wandering_of_week(&second, correlation)),
    };
    change.known = true;
    change.ratio = first.bad > 0 ? second.bad / first.bad / test.exposure : INFINITY;
    change.low = second.bad > 0 ? ratio_at(&test, deviations) : 0;
    change.high = first.bad > 0 ? ratio_at(&test, -deviations) : INFINITY;
    change.verdict = verdict_of(&change, &first, &second);
    return change;
}
