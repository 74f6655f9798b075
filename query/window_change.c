#include "query/window_change.h"

#include <math.h>
#include <stdlib.h>

/* The chance of being wrong about "it is over". */
static const double ln_wrong = -4.605170185988091;
static const double reach_least_hours = 4, reach_share = 0.5, reach_most_hours = 72;
/* Evidence that trouble is not there: certain enough to look no further, and enough to call it a pause. */
static const double ln_not_there = -6, ln_pause = -3;
/* The stretch was chosen because bad messages happened to be dense in it, so its edges look sharper than they are: the
 * more so the less evidence (nats) it rests on. */
static const double chosen_from = 6;
/* An end this close to that of the data is no end. */
static const double fresh_hours = 12, limit_hours = 0.5;

enum { GRID_MOST = 20000 };

/* ln of the likelihood ratio of trouble to usual, of one step. */
static double
evidence_of(const struct mt_change_step *step, double ratio, double clumping)
{
    double usual = fmin(fmax(step->usual_rate, 1e-6), 0.5);
    double trouble = fmin(step->usual_rate * ratio, 0.9);
    trouble = fmax(trouble, fmin(1.3 * usual, 0.95));
    double evidence = step->bad * log(trouble / usual) + (step->mail - step->bad) * log((1 - trouble) / (1 - usual));
    return evidence / clumping;
}

/* Where on the grid a change can be, and how likely each place is. */
struct grid {
    double first, width;
    int count;
};

static struct grid
grid_between(double low, double high, double width)
{
    struct grid grid = {.width = width};
    double from = floor(low / width + 1e-9), until = ceil(high / width - 1e-9);
    while (until - from + 1 > GRID_MOST) {
        grid.width *= 2;
        from = floor(low / grid.width);
        until = ceil(high / grid.width);
    }
    grid.first = from * grid.width;
    grid.count = (int)(until - from) + 1;
    return grid;
}

/* Fills weights: ln of the likelihood of a change at each place of the grid, if the trouble has this ratio. */
static void
weigh_places(const struct mt_change_step *steps, size_t count, double ratio, double clumping, const struct grid *grid,
             bool is_start, double *weights)
{
    double total = 0, before = 0, last = grid->first + (grid->count - 1) * grid->width;
    size_t at = 0;
    while (at < count && steps[at].from < grid->first - 1e-9)
        at++;
    for (size_t i = at; i < count && steps[i].from < last - 1e-9; i++)
        total += evidence_of(&steps[i], ratio, clumping);
    for (int place = 0; place < grid->count; place++) {
        double moment = grid->first + place * grid->width;
        for (; at < count && steps[at].from < moment - 1e-9; at++)
            before += evidence_of(&steps[at], ratio, clumping);
        weights[place] = is_start ? total - before : before;
    }
}

/* Adds the chances of all places to `chances`, if the trouble has this ratio, which itself has such a share. */
static void
add_chances(const struct grid *grid, const double *weights, double share, double *chances)
{
    double highest = -INFINITY, total = 0;
    for (int place = 0; place < grid->count; place++)
        highest = fmax(highest, weights[place]);
    for (int place = 0; place < grid->count; place++)
        total += exp(weights[place] - highest);
    for (int place = 0; place < grid->count; place++)
        chances[place] += share * exp(weights[place] - highest) / total;
}

/* The place at which the chances have added up to this share. */
static double
place_of(const struct grid *grid, const double *chances, double share)
{
    double sum = 0;
    for (int place = 0; place < grid->count; place++) {
        sum += chances[place];
        if (sum >= share)
            return grid->first + place * grid->width;
    }
    return grid->first + (grid->count - 1) * grid->width;
}

static double
reach_of(const struct mt_change_stretch *stretch)
{
    return fmax(reach_least_hours, reach_share * (stretch->until - stretch->from));
}

/* How far from the edge, outwards, a change may be: to where there is mail enough to say that the trouble was not
 * there.
 */
static double
reach_outwards(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch, bool is_start)
{
    double evidence = 0, reach = reach_of(stretch);
    for (size_t i = 0; i < count; i++) {
        const struct mt_change_step *step = &steps[is_start ? count - 1 - i : i];
        double away = is_start ? stretch->from - step->until : step->from - stretch->until;
        if (away < -1e-9)
            continue;
        if (away > reach && evidence < ln_not_there)
            return fmin(away, reach_most_hours);
        evidence += evidence_of(step, stretch->ratio, stretch->clumping);
    }
    return fmax(reach_most_hours, reach);
}

/* The finest steps there are near the edge. */
static double
finest_step(const struct mt_change_step *steps, size_t count, double low, double high)
{
    double width = INFINITY;
    for (size_t i = 0; i < count; i++)
        if (steps[i].until > low && steps[i].from < high)
            width = fmin(width, steps[i].until - steps[i].from);
    return isfinite(width) && width > 0 ? width : 1;
}

/* The range in which the change is looked for: outwards as said, inwards to the middle at most. */
static struct grid
grid_around(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch, bool is_start,
            double outwards)
{
    double middle = (stretch->from + stretch->until) / 2, inwards = reach_of(stretch);
    double low = is_start ? stretch->from - outwards : fmax(stretch->until - inwards, middle);
    double high = is_start ? fmin(stretch->from + inwards, middle) : stretch->until + outwards;
    low = fmax(low, 0);
    high = fmin(high, stretch->hours);
    return grid_between(low, high, finest_step(steps, count, low, high));
}

static bool
is_within(const struct mt_change_step *step, const struct mt_change_stretch *stretch)
{
    return step->from >= stretch->from - 1e-9 && step->until <= stretch->until + 1e-9;
}

static double
evidence_within(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch)
{
    double evidence = 0;
    for (size_t i = 0; i < count; i++)
        if (is_within(&steps[i], stretch))
            evidence += evidence_of(&steps[i], stretch->ratio, stretch->clumping);
    return evidence;
}

/* The ratio is known no better than by its interval, and an edge depends on it: weak trouble may begin with a few bad
 * messages that are none of it. Chances are a mean over the ratio, at the nodes of a Gauss-Hermite rule. */
static bool
add_ratios(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch, bool is_start,
           const struct grid *grid, double *chances)
{
    static const double nodes[] = {-2.0201828704561, -0.9585724646138, 0, 0.9585724646138, 2.0201828704561};
    static const double shares[] = {0.0112574113277, 0.2220759220056, 0.5333333333333, 0.2220759220056,
                                    0.0112574113277};
    double deviation = stretch->ratio_low > 0 ? fmax(log(stretch->ratio / stretch->ratio_low) / 2, 0) : 0;
    double *weights = calloc((size_t)grid->count, sizeof *weights), clumping = stretch->clumping;
    if (!weights)
        return false;
    clumping *= 1 + chosen_from / fmax(evidence_within(steps, count, stretch), 1);
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        double ratio = stretch->ratio * exp(sqrt(2) * nodes[i] * deviation);
        weigh_places(steps, count, ratio, clumping, grid, is_start, weights);
        add_chances(grid, weights, shares[i], chances);
    }
    free(weights);
    return true;
}

/* The longest pause of trouble that comes and goes: hours within the stretch with mail enough to say that the trouble
 * was not there, although there were many from which to pick. Its last pause may lie after what looks like its end. */
static double
longest_pause(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch)
{
    double longest = 0, evidence = 0, from = 0, bad = 1;
    for (size_t i = 0; i < count; i++)
        if (is_within(&steps[i], stretch))
            bad += steps[i].bad;
    for (size_t i = 0; i < count; i++) {
        const struct mt_change_step *step = &steps[i];
        if (!is_within(step, stretch))
            continue;
        if (step->bad > 0) {
            if (evidence < ln_pause - log(bad))
                longest = fmax(longest, step->from - from);
            evidence = 0;
            from = step->until;
        } else if (from > 0) {
            evidence += evidence_of(step, stretch->ratio, stretch->clumping);
        }
    }
    return longest;
}

/* The place that the steps near by speak for most. Where there is no mail a change may have been long before, but
 * nobody looks for it there. */
static bool
most_likely(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch, bool is_start,
            double *at)
{
    struct grid grid = grid_around(steps, count, stretch, is_start, reach_of(stretch));
    double *weights = grid.count > 0 ? calloc((size_t)grid.count * 2, sizeof *weights) : NULL;
    if (!weights)
        return false;
    double *chances = weights + grid.count;
    weigh_places(steps, count, stretch->ratio, stretch->clumping, &grid, is_start, weights);
    add_chances(&grid, weights, 1, chances);
    *at = place_of(&grid, chances, 0.5);
    free(weights);
    return true;
}

static bool
locate(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch, bool is_start,
       struct mt_change *change)
{
    double outwards = reach_outwards(steps, count, stretch, is_start), at;
    struct grid grid = grid_around(steps, count, stretch, is_start, outwards);
    double *chances = grid.count > 0 ? calloc((size_t)grid.count, sizeof *chances) : NULL;
    if (!chances || !add_ratios(steps, count, stretch, is_start, &grid, chances) ||
        !most_likely(steps, count, stretch, is_start, &at)) {
        free(chances);
        return false;
    }
    double pause = longest_pause(steps, count, stretch);
    *change = (struct mt_change){
        .low = fmin(place_of(&grid, chances, 0.025), at),
        .at = at,
        .high = fmax(place_of(&grid, chances, 0.975), at),
    };
    if (is_start)
        change->low = fmin(change->low, fmax(at - pause, 0));
    else
        change->high = fmax(change->high, fmin(at + pause, stretch->hours));
    change->at_limit = is_start ? stretch->from <= 0 || change->low <= limit_hours
                                : stretch->until >= stretch->hours || change->high >= stretch->hours - limit_hours;
    free(chances);
    return true;
}

bool
mt_change_edges(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch,
                struct mt_change *start, struct mt_change *end)
{
    if (count == 0 || !(steps[0].until > steps[0].from) || !(stretch->until > stretch->from))
        return false;
    struct mt_change first, last;
    if (!locate(steps, count, stretch, true, &first) || !locate(steps, count, stretch, false, &last))
        return false;
    *start = first;
    *end = last;
    return true;
}

struct mt_change_state
mt_change_judge(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch, double end)
{
    struct mt_change_state state = {.verdict = MT_CHANGE_UNKNOWN};
    for (size_t i = 0; i < count; i++)
        if (steps[i].from >= end - 1e-9) {
            state.mail += steps[i].mail;
            state.bad += steps[i].bad;
            state.expected += steps[i].mail * steps[i].usual_rate;
        }
    double ratio = fmax(stretch->ratio_low, 1.5);
    state.evidence = (state.bad * log(ratio) - (ratio - 1) * state.expected) / stretch->clumping;
    if (state.evidence < ln_wrong)
        state.verdict = MT_CHANGE_RESOLVED;
    else if (state.evidence > 0 || end >= stretch->hours - fresh_hours)
        state.verdict = MT_CHANGE_OPEN;
    return state;
}
