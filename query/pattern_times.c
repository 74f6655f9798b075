#include "query/pattern_stand.h"

#include <math.h>

enum { MOST_CLIMBS = 6, WEEK_CANDIDATES = 3, STRETCH_CANDIDATES = 4 };

bool
mt_stand_weigh(struct mt_judge *judge, const struct mt_pattern_where *where, const struct mt_pattern_when *when,
               struct mt_score *score)
{
    struct mt_slice slice = mt_shelf_slice(judge->shelf, where);
    return mt_judge_score(judge, &slice, when, score);
}

/* Takes the step when it gains; equal places stay. */
static bool
step_when(struct mt_judge *judge, struct mt_stand *stand, const struct mt_pattern_when *when, double gain)
{
    struct mt_score score;
    if (!mt_stand_weigh(judge, &stand->where, when, &score) || score.score <= stand->score.score + gain)
        return false;
    stand->when = *when;
    stand->score = score;
    return true;
}

/* ---- edges ---- */

/* Running sums of the hours in which the recurring part holds; `apart`: without what other patterns explain. */
static void
run_week(const struct mt_judge *judge, const struct mt_slice *slice, const struct mt_pattern_when *when, bool apart)
{
    const struct mt_cube *cube = judge->baseline->cube;
    struct mt_pattern_when week = *when;
    double *bad = judge->running_bad, *expected = judge->running_expected;
    week.from = week.until = 0;
    bad[0] = expected[0] = 0;
    for (int32_t hour = 0; hour < cube->hours; hour++) {
        bool holds = mt_pattern_when_holds(&week, hour, cube->data->week_hours[hour]);
        double more_bad = mt_between(slice->bad, hour, hour + 1), more = mt_between(slice->expected, hour, hour + 1);
        if (apart) {
            more_bad -= mt_between(slice->explained_bad, hour, hour + 1);
            more -= mt_between(slice->explained, hour, hour + 1);
        }
        bad[hour + 1] = bad[hour] + (holds ? more_bad : 0);
        expected[hour + 1] = expected[hour] + (holds ? more : 0);
    }
}

static bool
is_apart(const struct mt_score *score)
{
    return score->compared < score->bad;
}

static int32_t
clamp(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* The best edges within reach by the gain within the context: a rough map, whose best place is then judged fully. */
static struct mt_pattern_when
best_edges(const struct mt_judge *judge, const struct mt_slice *slice, const struct mt_pattern_when *when, bool apart)
{
    int32_t hours = judge->baseline->cube->hours, reach = clamp((when->until - when->from) / 4, 3, 24);
    struct mt_pattern_when best = *when;
    double best_value = -INFINITY;
    run_week(judge, slice, when, apart);
    int32_t first = when->from - reach > 0 ? when->from - reach : 0;
    int32_t last = when->until + reach < hours ? when->until + reach : hours;
    for (int32_t from = first; from < when->until && from <= when->from + reach; from++)
        for (int32_t until = clamp(when->until - reach, when->from + 1, hours); until <= last; until++) {
            if (until <= from)
                continue;
            double bad = mt_between(judge->running_bad, from, until),
                   expected = mt_between(judge->running_expected, from, until);
            double value =
                mt_gain_within(slice, bad, expected) / slice->clumping - log(hours / fmax(1, (until - from) / 8.0));
            if (value > best_value) {
                best_value = value;
                best.from = from;
                best.until = until;
            }
        }
    return best;
}

static bool
climb_edges(struct mt_judge *judge, struct mt_stand *stand)
{
    struct mt_slice slice = mt_shelf_slice(judge->shelf, &stand->where);
    struct mt_pattern_when best = best_edges(judge, &slice, &stand->when, is_apart(&stand->score));
    if (best.from == stand->when.from && best.until == stand->when.until)
        return false;
    return step_when(judge, stand, &best, 1e-6);
}

static bool
climb_week(struct mt_judge *judge, struct mt_stand *stand)
{
    struct mt_pattern_when centre = stand->when;
    bool moved = false;
    for (int32_t start = -2; start <= 2; start++)
        for (int32_t longer = -2; longer <= 2; longer++)
            for (int32_t set = 0; set < MT_PATTERN_DAY_SETS; set++) {
                struct mt_pattern_when when = centre;
                when.week_start = (centre.week_start + start + 24) % 24;
                when.week_length += longer;
                when.week_days = set;
                if (when.week_length >= 1 && when.week_length <= MT_WEEK_LENGTHS)
                    moved |= step_when(judge, stand, &when, 1e-6);
            }
    return moved;
}

void
mt_stand_climb(struct mt_judge *judge, struct mt_stand *stand)
{
    for (int i = 0; i < MOST_CLIMBS; i++) {
        bool moved = stand->when.until > 0 && climb_edges(judge, stand);
        if (stand->when.week_length > 0)
            moved |= climb_week(judge, stand);
        if (!moved)
            return;
    }
}

/* ---- both kinds of time ---- */

struct proposal {
    struct mt_pattern_when when;
    double value;
};

static void
propose(struct proposal *best, int count, struct proposal one)
{
    for (int i = 0; i < count; i++)
        if (one.value > best[i].value) {
            struct proposal swap = best[i];
            best[i] = one;
            one = swap;
        }
}

static bool
try_proposals(struct mt_judge *judge, struct mt_stand *stand, const struct proposal *best, int count)
{
    bool moved = false;
    for (int i = 0; i < count; i++)
        if (best[i].value > 0)
            moved |= step_when(judge, stand, &best[i].when, MT_STAND_MARGIN);
    return moved;
}

/* Recurring hours within a long stretch. */
bool
mt_stand_restrict_to_week(struct mt_judge *judge, struct mt_stand *stand)
{
    const struct mt_cube *cube = judge->baseline->cube;
    enum { SETS_TRIED = 3 };
    double bad[168] = {0}, expected[168] = {0};
    struct proposal best[WEEK_CANDIDATES] = {{.value = 0}};
    struct mt_slice slice = mt_shelf_slice(judge->shelf, &stand->where);
    for (int32_t hour = stand->when.from; hour < stand->when.until; hour++) {
        bad[cube->data->week_hours[hour]] += mt_between(slice.bad, hour, hour + 1);
        expected[cube->data->week_hours[hour]] += mt_between(slice.expected, hour, hour + 1);
    }
    for (int32_t set = 0; set < SETS_TRIED; set++)
        for (int32_t start = 0; start < 24; start++) {
            double y = 0, e = 0;
            for (int32_t length = 1; length <= MT_WEEK_LENGTHS; length++) {
                for (int day = 0; day < 7; day++)
                    if (mt_pattern_days(set) >> day & 1) {
                        y += bad[(day * 24 + start + length - 1) % 168];
                        e += expected[(day * 24 + start + length - 1) % 168];
                    }
                struct proposal one = {stand->when, 0};
                one.when.week_start = start;
                one.when.week_length = length;
                one.when.week_days = set;
                if (y >= judge->options->bad_floor && e > 0)
                    one.value = mt_poisson_gain(y, e);
                propose(best, WEEK_CANDIDATES, one);
            }
        }
    return try_proposals(judge, stand, best, WEEK_CANDIDATES);
}

/* A stretch of days within recurring hours. */
bool
mt_stand_restrict_to_stretch(struct mt_judge *judge, struct mt_stand *stand)
{
    int32_t hours = judge->baseline->cube->hours;
    struct proposal best[STRETCH_CANDIDATES] = {{.value = 0}};
    struct mt_slice slice = mt_shelf_slice(judge->shelf, &stand->where);
    run_week(judge, &slice, &stand->when, is_apart(&stand->score));
    for (int scale = 0; scale < MT_SCALES; scale++) {
        int32_t length = mt_scales[scale];
        if (length < 24 || length > 0.85 * hours)
            continue;
        struct proposal one = {stand->when, 0};
        for (int32_t from = 0; from + length <= hours; from += length / 8) {
            double bad = mt_between(judge->running_bad, from, from + length);
            double value = mt_poisson_gain(bad, fmax(mt_between(judge->running_expected, from, from + length), 1e-9));
            if (value > one.value) {
                one.value = value;
                one.when.from = from;
                one.when.until = from + length;
            }
        }
        propose(best, STRETCH_CANDIDATES, one);
    }
    return try_proposals(judge, stand, best, STRETCH_CANDIDATES);
}

/* ---- simpler times ---- */

bool
mt_stand_simplify(struct mt_judge *judge, struct mt_stand *stand)
{
    bool moved = false;
    struct mt_pattern_when stretch = stand->when, week = stand->when, always = {0};
    stretch.week_length = 0;
    week.from = week.until = 0;
    const struct mt_pattern_when simpler[] = {stretch, week, always};
    for (size_t i = 0; i < sizeof simpler / sizeof *simpler; i++) {
        struct mt_score score;
        bool same = mt_when_equal(&simpler[i], &stand->when);
        if (same || (mt_when_is_always(&simpler[i]) &&
                     (mt_where_count(&stand->where) == 0 || mt_where_only_provider(&stand->where))))
            continue;
        if (mt_stand_weigh(judge, &stand->where, &simpler[i], &score) && score.score > stand->score.score &&
            (mt_judge_passes(judge, &score) || !mt_judge_passes(judge, &stand->score))) {
            stand->when = simpler[i];
            stand->score = score;
            moved = true;
        }
    }
    return moved;
}

void
mt_stand_tighten(struct mt_judge *judge, struct mt_stand *stand)
{
    const struct mt_cube *cube = judge->baseline->cube;
    struct mt_slice slice = mt_shelf_slice(judge->shelf, &stand->where);
    struct mt_pattern_when tight = stand->when;
    struct mt_score score;
    tight.from = cube->hours;
    tight.until = 0;
    for (int32_t hour = stand->when.from; hour < stand->when.until; hour++)
        if (mt_between(slice.bad, hour, hour + 1) > 0 &&
            mt_pattern_when_holds(&stand->when, hour, cube->data->week_hours[hour])) {
            tight.from = hour < tight.from ? hour : tight.from;
            tight.until = hour + 1;
        }
    if (tight.until > 0 && mt_judge_score(judge, &slice, &tight, &score)) {
        stand->when = tight;
        stand->score = score;
    }
}
