#include "query/pattern_details.h"

#include <math.h>
#include <stdlib.h>

#include "query/confound.h"
#include "query/stats.h"
#include "store/base/arena.h"

/* What is being described. */
struct subject {
    struct mt_judge *judge;
    const struct mt_find *find;
    int32_t index;
};

/* ---- rates ---- */

static void
set_rates(const struct mt_find *find, struct mt_pattern *pattern)
{
    struct mt_interval interval;
    if (!mt_stats_share_in_clumps(pattern->bad, pattern->mail, find->clumping, &interval))
        return;
    pattern->rate = find->bad / find->mail;
    pattern->rate_low = interval.low;
    pattern->rate_high = interval.high;
    pattern->usual_rate = pattern->expected / find->mail;
}

static void
set_figures(const struct mt_find *find, struct mt_pattern *pattern)
{
    *pattern = (struct mt_pattern){
        .where = find->where,
        .when = find->when,
        .mail = llround(find->mail),
        .bad = llround(find->bad),
        .model = find->model,
        .expected = find->when.drift ? find->expected : find->bad / fmax(find->ratio, 1e-9),
        .ratio = find->ratio,
        .ratio_low = find->low,
        .ratio_high = find->high,
        .code_length = find->code_length,
        .score = find->score,
        .ln_p = find->ln_p,
        .ln_p_adjusted = find->ln_p_adjusted,
        .clumping = find->clumping,
        .inverse_size = find->inverse_size,
        .weeks = find->weeks,
        .merged = find->merged,
        .part_of = -1,
        .size_low = MT_PATTERN_ANY,
        .size_high = MT_PATTERN_ANY,
    };
    for (int32_t week = 0; week < find->weeks; week++)
        pattern->weekly[week] = find->weekly[week];
    set_rates(find, pattern);
}

/* ---- time ---- */

static bool
is_beside_gap(const struct mt_pattern_data *data, const struct mt_change *change)
{
    for (size_t i = 0; i < data->gap_count; i++)
        if (data->gaps[i].from <= change->high + 1 && data->gaps[i].until >= change->low - 1)
            return true;
    return false;
}

/* Steps of an hour; hours without mail, and those outside of recurring hours, have none. */
static size_t
fill_steps(const struct subject *subject, const struct mt_slice *slice, const double *usual,
           struct mt_change_step *steps)
{
    const struct mt_cube *cube = subject->judge->baseline->cube;
    struct mt_pattern_when week = subject->find->when;
    week.from = week.until = 0;
    size_t count = 0;
    for (int32_t hour = 0; hour < cube->hours; hour++)
        if (mt_between(slice->mail, hour, hour + 1) > 0 &&
            mt_pattern_when_holds(&week, hour, cube->data->week_hours[hour]))
            steps[count++] = (struct mt_change_step){
                .from = hour,
                .until = hour + 1,
                .mail = mt_between(slice->mail, hour, hour + 1),
                .bad = mt_between(slice->bad, hour, hour + 1),
                .usual_rate = usual[hour],
            };
    return count;
}

static enum mt_rc
set_times(const struct subject *subject, const struct mt_slice *slice, struct mt_arena *arena,
          struct mt_pattern *pattern, struct mt_err *err)
{
    const struct mt_cube *cube = subject->judge->baseline->cube;
    const struct mt_find *find = subject->find;
    double *usual = mt_arena_take(arena, (size_t)cube->hours * sizeof *usual);
    struct mt_change_step *steps = calloc((size_t)cube->hours, sizeof *steps);
    if (!usual || !steps) {
        free(steps);
        return mt_err_memory(err);
    }
    for (int32_t hour = 0; hour < cube->hours; hour++) {
        double mail = mt_between(slice->mail, hour, hour + 1);
        if (mail > 0)
            usual[hour] = find->history * mt_between(slice->expected, hour, hour + 1) / mail;
    }
    pattern->usual_by_hour = usual;
    if (find->when.until > 0) {
        struct mt_change_stretch stretch = {
            find->when.from, find->when.until, find->ratio, find->low, find->clumping, cube->hours,
        };
        pattern->start.at = pattern->start.low = pattern->start.high = find->when.from;
        pattern->end.at = pattern->end.low = pattern->end.high = find->when.until;
        size_t count = fill_steps(subject, slice, usual, steps);
        mt_change_edges(steps, count, &stretch, &pattern->start, &pattern->end);
        pattern->state = mt_change_judge(steps, count, &stretch, pattern->end.at);
        pattern->start_at_gap = is_beside_gap(cube->data, &pattern->start);
        pattern->end_at_gap = is_beside_gap(cube->data, &pattern->end);
    }
    free(steps);
    return MT_OK;
}

/* ---- decoys ---- */

/* Strata are classes of hours and sights, within providers unless the condition is the provider itself. */
static enum mt_rc
set_check(const struct subject *subject, enum mt_pattern_by by, struct mt_pattern_check *check, struct mt_err *err)
{
    const struct mt_cube *cube = subject->judge->baseline->cube;
    const struct mt_find *find = subject->find;
    bool by_provider = by != MT_PATTERN_PROVIDER;
    size_t sights = (size_t)cube->sights, hour_strata = MT_CUBE_CLASSES * sights;
    size_t count = (by_provider ? (size_t)cube->providers : 1) * hour_strata;
    struct mt_stratum *strata = calloc(count, sizeof *strata);
    if (!strata)
        return mt_err_memory(err);
    struct mt_pattern_where rest = find->where;
    rest.value[by] = MT_PATTERN_ANY;
    struct mt_cube_walk walk = mt_cube_walk_start(cube, &rest);
    for (const struct mt_cube_cell *cell; (cell = mt_cube_walk_next(&walk));) {
        if (!mt_pattern_when_holds(&find->when, cell->hour, cube->data->week_hours[cell->hour]))
            continue;
        size_t provider = by_provider ? (size_t)cube->data->provider_of_domain[cell->domain] : 0;
        size_t hour_stratum = cube->hour_class[cell->hour] * sights + cube->hour_sight[cell->hour];
        struct mt_stratum *stratum = &strata[provider * hour_strata + hour_stratum];
        bool in = mt_where_holds(cube, &find->where, cell);
        *(in ? &stratum->mail_in : &stratum->mail_out) += cell->mail;
        *(in ? &stratum->bad_in : &stratum->bad_out) += cell->bad;
    }
    struct mt_confound ratio;
    if (mt_confound_ratio(strata, count, find->clumping, &ratio))
        *check = (struct mt_pattern_check){true, ratio.crude, ratio.adjusted, ratio.low, ratio.high};
    free(strata);
    return MT_OK;
}

/* ---- all of it ---- */

enum mt_rc
mt_details_fill(struct mt_judge *judge, int32_t index, struct mt_arena *arena, struct mt_pattern *pattern,
                struct mt_err *err)
{
    struct subject subject = {judge, &judge->baseline->finds[index], index};
    set_figures(subject.find, pattern);
    mt_shelf_leave_out(judge->shelf, subject.find->when.drift ? -1 : index);
    struct mt_slice slice = mt_shelf_slice(judge->shelf, &subject.find->where);
    enum mt_rc rc = set_times(&subject, &slice, arena, pattern, err);
    mt_shelf_leave_out(judge->shelf, -1);
    for (enum mt_pattern_by by = 0; rc == MT_OK && by < MT_PATTERN_BY_COUNT; by++)
        if (subject.find->where.value[by] != MT_PATTERN_ANY)
            rc = set_check(&subject, by, &pattern->checks[by], err);
    if (rc == MT_OK && subject.find->where.value[MT_PATTERN_SIZE] != MT_PATTERN_ANY)
        mt_details_fill_sizes(judge, index, pattern);
    return rc;
}
