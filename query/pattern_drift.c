#include "query/pattern_search.h"

#include <math.h>
#include <string.h>

enum { DAY = 24, WEEK_DAYS = 7, WEEKS_SHOWN = 8 };

static const double z95 = 1.9599639845400545;
/* A rise over the whole period that is worth a word, and how steady it must be from week to week. */
static const double least_rise = 1.8, least_weekly = 0.6, least_last_by_first = 1.4;

struct days {
    const struct mt_slice *slice;
    int32_t count;
    double bad, expected;
};

static double
day_bad(const struct days *days, int32_t day)
{
    return mt_between(days->slice->bad, day * DAY, (day + 1) * DAY);
}

static double
day_expected(const struct days *days, int32_t day)
{
    return mt_between(days->slice->expected, day * DAY, (day + 1) * DAY);
}

/* Weeks, counted from the middle of the period. */
static double
time_of(const struct days *days, int32_t day)
{
    return (day + 0.5) / WEEK_DAYS - days->count / (2.0 * WEEK_DAYS);
}

struct slope {
    double value, information;
};

/* Newton's steps for the Poisson likelihood of expected x exp(slope x time), the total given. */
static struct slope
fit_slope(const struct days *days)
{
    struct slope slope = {0, 0};
    for (int step = 0; step < 25; step++) {
        double total = 0, first = 0, second = 0, observed = 0;
        for (int32_t day = 0; day < days->count; day++) {
            double time = time_of(days, day), weight = day_expected(days, day) * exp(slope.value * time);
            total += weight;
            first += weight * time;
            second += weight * time * time;
            observed += day_bad(days, day) * time;
        }
        double scale = days->bad / fmax(total, 1e-300), mean = first / fmax(total, 1e-300);
        slope.information = scale * (second - mean * first);
        double move = (observed - scale * first) / fmax(slope.information, 1e-9);
        move = fmax(-0.5, fmin(0.5, move));
        slope.value += move;
        if (fabs(move) < 1e-6)
            break;
    }
    return slope;
}

static double
gain_of(const struct days *days, double slope)
{
    double total = 0, gain = 0;
    for (int32_t day = 0; day < days->count; day++)
        total += day_expected(days, day) * exp(slope * time_of(days, day));
    double ln_scale = log(days->expected / total);
    for (int32_t day = 0; day < days->count; day++)
        gain += day_bad(days, day) * (slope * time_of(days, day) + ln_scale);
    return gain;
}

/* Observed by expected of every week; false when the rise is not steady. */
static bool
rises_steadily(const struct days *days, struct mt_find *find)
{
    int32_t weeks = days->count / WEEK_DAYS;
    double first = 0, before = 0, last = 0;
    for (int32_t week = 0; week < weeks; week++) {
        int32_t from = week * WEEK_DAYS * DAY, until = from + WEEK_DAYS * DAY;
        last = mt_between(days->slice->bad, from, until) / fmax(mt_between(days->slice->expected, from, until), 1e-9);
        if (week == 0)
            first = last;
        else if (last < least_weekly * before)
            return false;
        if (week < WEEKS_SHOWN)
            find->weekly[week] = last;
        before = last;
    }
    find->weeks = weeks < WEEKS_SHOWN ? weeks : WEEKS_SHOWN;
    return weeks >= 3 && last >= least_last_by_first * first;
}

/* Where trouble is seen better in the second half, a provider that differs in that would seem to rise: a step half-way
 * is a slope of 3/2 by the length of the period. */
static double
variance_of_sights(const struct mt_baseline *baseline, const struct mt_slice *slice, const struct days *days)
{
    int32_t hours = baseline->cube->hours;
    struct mt_pattern_when second_half = {.from = hours / 2, .until = hours};
    double slope = 1.5 * WEEK_DAYS / days->count;
    return slope * slope * mt_variance_of_hours(baseline, slice, &second_half);
}

/* What of the level's variance is left in a day, the mean over days. */
static double
of_days(const struct mt_baseline *baseline, const struct days *days)
{
    double sum = 0;
    for (int32_t day = 0; day < days->count; day++)
        sum += mt_spread_of_stretch(&baseline->spread, day * DAY, (day + 1) * DAY);
    return sum / days->count;
}

bool
mt_search_drift(struct mt_judge *judge, const struct mt_pattern_where *where, struct mt_find *find)
{
    const struct mt_cube *cube = judge->baseline->cube;
    struct mt_slice slice = mt_shelf_slice(judge->shelf, where);
    struct days days = {.slice = &slice, .count = cube->hours / DAY};
    days.bad = mt_between(slice.bad, 0, days.count * DAY);
    days.expected = mt_between(slice.expected, 0, days.count * DAY);
    if (days.count < 3 * WEEK_DAYS || days.bad < 25 || days.expected <= 0)
        return false;

    *find = (struct mt_find){.where = *where, .when = {.drift = true}, .merged = 1};
    struct slope slope = fit_slope(&days);
    if (slope.value * days.count / WEEK_DAYS < log(least_rise) || !rises_steadily(&days, find))
        return false;
    double level = slice.wandering * of_days(judge->baseline, &days) * days.expected / days.count;
    double clumping = slice.clumping + level + variance_of_sights(judge->baseline, &slice, &days) * slope.information;
    find->slope = slope.value;
    find->mail = slice.mail[cube->hours];
    find->bad = find->compared = days.bad;
    find->model = find->expected = days.expected;
    find->history = 1;
    find->gain = gain_of(&days, slope.value);
    find->code_length = mt_code_of_where(judge, where) + mt_code_of_when(cube, &find->when);
    find->score = find->gain / slice.clumping - find->code_length;
    find->ln_p = mt_ln_p_of_deviance(find->gain / clumping);
    find->ln_p_adjusted = find->ln_p + find->code_length;
    find->clumping = slice.clumping;
    find->ratio = exp(slope.value);
    double deviation = sqrt(clumping / fmax(slope.information, 1e-9));
    find->low = exp(slope.value - z95 * deviation);
    find->high = exp(slope.value + z95 * deviation);
    return true;
}
