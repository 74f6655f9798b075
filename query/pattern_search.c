#include "query/pattern_search.h"

#include <math.h>
#include <string.h>

#include "query/pattern_stand.h"

enum { NAMES_TRIED = 2, LONG_ENOUGH = 36 };

/* ---- conditions ---- */

struct choice {
    struct mt_pattern_where where;
    struct mt_score score;
    double value;
    bool found;
};

static bool
is_known_level(const struct mt_judge *judge, const struct mt_pattern_where *where)
{
    const struct mt_baseline *baseline = judge->baseline;
    for (int32_t i = 0; i < baseline->count; i++)
        if (i != judge->shelf->without && baseline->finds[i].level && mt_where_equal(&baseline->finds[i].where, where))
            return true;
    return false;
}

static bool
is_rest_provider(const struct mt_judge *judge, const struct mt_pattern_where *where)
{
    int32_t rest = judge->baseline->cube->data->rest_provider;
    return rest != MT_PATTERN_ANY && where->value[MT_PATTERN_PROVIDER] == rest;
}

/* A step to these conditions must gain `least`; the best of all such steps is taken. */
static void
consider(struct mt_judge *judge, const struct mt_stand *stand, const struct mt_pattern_where *where, double least,
         struct choice *best)
{
    struct mt_score score;
    if (mt_when_is_always(&stand->when) && (mt_where_count(where) == 0 || is_known_level(judge, where)))
        return;
    if (is_rest_provider(judge, where) || !mt_stand_weigh(judge, where, &stand->when, &score))
        return;
    if (score.score - least <= (best->found ? best->value : stand->score.score + 1e-6))
        return;
    if (mt_judge_passes(judge, &score) || !mt_judge_passes(judge, &stand->score))
        *best = (struct choice){*where, score, score.score - least, true};
}

static void
consider_fewer(struct mt_judge *judge, const struct mt_stand *stand, struct choice *best)
{
    const struct mt_cube *cube = judge->baseline->cube;
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++) {
        int32_t value = stand->where.value[by];
        if (value == MT_PATTERN_ANY)
            continue;
        struct mt_pattern_where where = stand->where;
        where.value[by] = MT_PATTERN_ANY;
        consider(judge, stand, &where, 0, best);
        if (by == MT_PATTERN_DOMAIN || by == MT_PATTERN_HOST) {
            where.value[MT_PATTERN_PROVIDER] =
                by == MT_PATTERN_DOMAIN ? cube->data->provider_of_domain[value] : cube->provider_of_host[value];
            if (where.value[MT_PATTERN_PROVIDER] != MT_PATTERN_ANY)
                consider(judge, stand, &where, -MT_STAND_MARGIN, best);
        }
        for (int32_t step = -2; by == MT_PATTERN_SIZE && step <= 2; step++)
            if (step != 0 && value + step >= 1 && value + step < cube->bands) {
                where.value[by] = value + step;
                consider(judge, stand, &where, 0, best);
            }
    }
}

/* Whether a condition on this dimension can be added: one that a domain or host implies says nothing new. */
static bool
can_add(const struct mt_pattern_where *where, enum mt_pattern_by by)
{
    bool domain = where->value[MT_PATTERN_DOMAIN] != MT_PATTERN_ANY;
    bool host = where->value[MT_PATTERN_HOST] != MT_PATTERN_ANY;
    const bool possible[MT_PATTERN_BY_COUNT] = {
        [MT_PATTERN_PROVIDER] = !domain && !host, [MT_PATTERN_REGION] = !domain, [MT_PATTERN_DOMAIN] = !domain && !host,
        [MT_PATTERN_HOST] = !domain && !host,     [MT_PATTERN_FOREST] = true,    [MT_PATTERN_SIZE] = false,
    };
    return where->value[by] == MT_PATTERN_ANY && possible[by];
}

static struct mt_pattern_where
with_condition(const struct mt_pattern_where *where, enum mt_pattern_by by, int32_t value)
{
    struct mt_pattern_where more = *where;
    more.value[by] = value;
    if (by == MT_PATTERN_DOMAIN || by == MT_PATTERN_HOST)
        more.value[MT_PATTERN_PROVIDER] = MT_PATTERN_ANY;
    if (by == MT_PATTERN_DOMAIN)
        more.value[MT_PATTERN_REGION] = MT_PATTERN_ANY;
    return more;
}

/* The two values with the largest gain become proposals, unless they are all there is anyway. */
static void
consider_values(struct mt_judge *judge, const struct mt_stand *stand, enum mt_pattern_by by,
                const struct mt_inside *values, struct choice *best)
{
    const struct mt_cube *cube = judge->baseline->cube;
    double bad = 0, expected = 0, gains[NAMES_TRIED] = {0};
    int32_t names[NAMES_TRIED] = {MT_PATTERN_ANY, MT_PATTERN_ANY}, count = mt_cube_values(cube, by);
    for (int32_t value = 0; value < count; value++) {
        bad += values[value].bad;
        expected += values[value].expected;
        if (values[value].bad < judge->options->bad_floor || (by == MT_PATTERN_HOST && cube->host_is_domain[value]))
            continue;
        double gain = mt_poisson_gain(values[value].bad, fmax(values[value].expected, 1e-9));
        if (gain > gains[0]) {
            gains[1] = gains[0];
            names[1] = names[0];
            gains[0] = gain;
            names[0] = value;
        } else if (gain > gains[1]) {
            gains[1] = gain;
            names[1] = value;
        }
    }
    for (int i = 0; i < NAMES_TRIED; i++) {
        if (names[i] == MT_PATTERN_ANY || values[names[i]].bad >= 0.995 * bad + 0.5 ||
            values[names[i]].expected >= 0.98 * expected)
            continue;
        struct mt_pattern_where where = with_condition(&stand->where, by, names[i]);
        consider(judge, stand, &where, MT_STAND_MARGIN, best);
    }
}

/* Sums what is inside of the pattern by all dimensions at once: the values of dimension `by` begin at start[by]. */
static void
look_inside(const struct mt_judge *judge, const struct mt_stand *stand, struct mt_inside *values, const int32_t *start)
{
    const struct mt_cube *cube = judge->baseline->cube;
    struct mt_cube_walk walk = mt_cube_walk_start(cube, &stand->where);
    for (const struct mt_cube_cell *cell; (cell = mt_cube_walk_next(&walk));) {
        if (!mt_pattern_when_holds(&stand->when, cell->hour, cube->data->week_hours[cell->hour]))
            continue;
        double e = mt_baseline_expected(judge->baseline, cube->data->provider_of_domain[cell->domain], cell,
                                        judge->shelf->without);
        for (enum mt_pattern_by by = 0; by < MT_PATTERN_SIZE; by++) {
            int32_t value = mt_cube_value(cube, cell, by);
            if (value < 0)
                continue;
            values[start[by] + value].bad += cell->bad;
            values[start[by] + value].expected += e;
        }
    }
}

static void
consider_more(struct mt_judge *judge, const struct mt_stand *stand, struct choice *best)
{
    const struct mt_cube *cube = judge->baseline->cube;
    int32_t start[MT_PATTERN_BY_COUNT + 1] = {0};
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_BY_COUNT; by++)
        start[by + 1] = start[by] + mt_cube_values(cube, by);
    struct mt_inside *values = judge->values;
    memset(values, 0, (size_t)start[MT_PATTERN_BY_COUNT] * sizeof *values);
    look_inside(judge, stand, values, start);
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_SIZE; by++)
        if (can_add(&stand->where, by))
            consider_values(judge, stand, by, values + start[by], best);
    for (int32_t band = 1; band < cube->bands && stand->where.value[MT_PATTERN_SIZE] == MT_PATTERN_ANY; band++) {
        struct mt_pattern_where where = with_condition(&stand->where, MT_PATTERN_SIZE, band);
        consider(judge, stand, &where, MT_STAND_MARGIN, best);
    }
}

static bool
step_where(struct mt_judge *judge, struct mt_stand *stand)
{
    struct choice best = {.found = false};
    consider_fewer(judge, stand, &best);
    consider_more(judge, stand, &best);
    if (!best.found)
        return false;
    stand->where = best.where;
    stand->score = best.score;
    return true;
}

/* ---- the search ---- */

static void
walk_up(struct mt_judge *judge, struct mt_stand *stand, int rounds, enum mt_refinement refinement)
{
    mt_stand_climb(judge, stand);
    for (int round = 0; round < rounds; round++) {
        bool moved = step_where(judge, stand);
        if (moved)
            mt_stand_climb(judge, stand);
        if (refinement == MT_REFINE_FREELY) {
            bool restricted = false;
            if (stand->when.until > 0 && stand->when.week_length == 0 &&
                stand->when.until - stand->when.from >= LONG_ENOUGH)
                restricted = mt_stand_restrict_to_week(judge, stand);
            else if (stand->when.until == 0 && stand->when.week_length > 0)
                restricted = mt_stand_restrict_to_stretch(judge, stand);
            if (restricted)
                mt_stand_climb(judge, stand);
            moved |= restricted;
            if (!mt_when_is_always(&stand->when))
                moved |= mt_stand_simplify(judge, stand);
        }
        if (!moved)
            break;
    }
    if (stand->when.until > 0)
        mt_stand_tighten(judge, stand);
}

bool
mt_search_refine(struct mt_judge *judge, const struct mt_pattern_where *where, const struct mt_pattern_when *when,
                 int rounds, enum mt_refinement refinement, struct mt_find *find)
{
    struct mt_stand stand = {.where = *where, .when = *when};
    if (!mt_stand_weigh(judge, where, when, &stand.score))
        return false;
    walk_up(judge, &stand, rounds, refinement);

    /* The marks of the judge must be those of this very pattern. */
    struct mt_slice slice = mt_shelf_slice(judge->shelf, &stand.where);
    if (!mt_judge_score(judge, &slice, &stand.when, &stand.score))
        return false;
    *find = (struct mt_find){.where = stand.where, .when = stand.when, .merged = 1};
    find->level = mt_where_only_provider(&find->where) && mt_when_is_always(&find->when);
    mt_judge_record(judge, &slice, &stand.score, find);
    return true;
}
