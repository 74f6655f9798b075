#include "query/window_change.h"

#include <math.h>
#include <stdlib.h>

/* The chance of being wrong about "it is over". */
static const double ln_wrong = -4.605170185988091;
static const double reach_least_hours = 4, reach_share = 0.5;
/* An end this close to that of the data is no end. */
static const double fresh_hours = 12, limit_hours = 0.5;

enum { GRID_MOST = 20000 };

/* ln of the likelihood ratio of trouble to usual, of one step. */
static double
evidence_of(const struct mt_change_step *step, const struct mt_change_stretch *stretch)
{
    double usual = fmin(fmax(step->usual_rate, 1e-6), 0.5);
    double trouble = fmin(step->usual_rate * stretch->ratio, 0.9);
    trouble = fmax(trouble, fmin(1.3 * usual, 0.95));
    double evidence = step->bad * log(trouble / usual) + (step->mail - step->bad) * log((1 - trouble) / (1 - usual));
    return evidence / stretch->clumping;
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

/* Fills weights: ln of the likelihood of a change at each place of the grid. `after` is the sign of what comes after
 * the change: trouble at a start, none at an end. */
static void
weigh_places(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch,
             const struct grid *grid, bool is_start, double *weights)
{
    double total = 0, before = 0, last = grid->first + (grid->count - 1) * grid->width;
    size_t at = 0;
    while (at < count && steps[at].from < grid->first - 1e-9)
        at++;
    for (size_t i = at; i < count && steps[i].from < last - 1e-9; i++)
        total += evidence_of(&steps[i], stretch);
    for (int place = 0; place < grid->count; place++) {
        double moment = grid->first + place * grid->width;
        for (; at < count && steps[at].from < moment - 1e-9; at++)
            before += evidence_of(&steps[at], stretch);
        weights[place] = is_start ? total - before : before;
    }
}

/* The place at which the weights have added up to this share. */
static double
place_of(const struct grid *grid, const double *weights, double total, double share)
{
    double sum = 0;
    for (int place = 0; place < grid->count; place++) {
        sum += weights[place];
        if (sum >= share * total)
            return grid->first + place * grid->width;
    }
    return grid->first + (grid->count - 1) * grid->width;
}

static bool
locate(const struct mt_change_step *steps, size_t count, const struct mt_change_stretch *stretch, bool is_start,
       struct mt_change *change)
{
    double middle = (stretch->from + stretch->until) / 2;
    double reach = fmax(reach_least_hours, reach_share * (stretch->until - stretch->from));
    double low = is_start ? stretch->from - reach : fmax(stretch->until - reach, middle);
    double high = is_start ? fmin(stretch->from + reach, middle) : stretch->until + reach;
    double width = steps[0].until - steps[0].from, highest = -INFINITY, total = 0;
    struct grid grid = grid_between(fmax(low, 0), fmin(high, stretch->hours), width);
    double *weights = grid.count > 0 ? calloc((size_t)grid.count, sizeof *weights) : NULL;
    if (!weights)
        return false;
    weigh_places(steps, count, stretch, &grid, is_start, weights);
    for (int place = 0; place < grid.count; place++)
        highest = fmax(highest, weights[place]);
    for (int place = 0; place < grid.count; place++) {
        weights[place] = exp(weights[place] - highest);
        total += weights[place];
    }
    *change = (struct mt_change){
        .low = place_of(&grid, weights, total, 0.025),
        .at = place_of(&grid, weights, total, 0.5),
        .high = place_of(&grid, weights, total, 0.975),
    };
    change->at_limit = is_start ? stretch->from <= 0 || change->low <= limit_hours
                                : stretch->until >= stretch->hours || change->high >= stretch->hours - limit_hours;
    free(weights);
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
