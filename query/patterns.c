#include "query/patterns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "query/pattern_details.h"
#include "query/pattern_finder.h"
#include "store/base/arena.h"

struct mt_pattern_options
mt_pattern_usual_options(void)
{
    return (struct mt_pattern_options){
        .alpha = 0.01,
        .ratio_floor = 2,
        .ratio_low_floor = 1.5,
        .long_ratio_floor = 3,
        .level_ratio_floor = 5,
        .bad_floor = 4,
        .patterns = MT_PATTERN_MOST,
    };
}

/* ---- one incident, one line ---- */

/* Bad messages that a pause should have shown had the trouble gone on: fewer are too little to tell. */
static const double telling = 3;
enum { SHORT_PAUSE = 6, LONGEST_PAUSE = 24 };

/* Whether so little mail came in the pause that nobody can tell whether it was one: a night, a Sunday. */
static bool
says_nothing(struct mt_finder *finder, const struct mt_find *find, int32_t from, int32_t until)
{
    struct mt_slice slice = mt_shelf_slice(&finder->shelf, &find->where);
    return mt_between(slice.expected, from, until) * find->history * find->ratio < telling;
}

/* Stretches of the same conditions with a short pause between them are one incident that flaps. */
static bool
are_flaps(struct mt_finder *finder, const struct mt_find *a, const struct mt_find *b)
{
    const struct mt_pattern_when *x = &a->when, *y = &b->when;
    if (x->until == 0 || y->until == 0 || x->week_length > 0 || y->week_length > 0 ||
        !mt_where_equal(&a->where, &b->where))
        return false;
    int32_t from = x->until < y->until ? x->until : y->until, until = x->from > y->from ? x->from : y->from;
    double shorter = fmin(x->until - x->from, y->until - y->from), pause = until - from;
    return pause <= fmax(SHORT_PAUSE, shorter / 2) ||
           (pause <= LONGEST_PAUSE && says_nothing(finder, a->score >= b->score ? a : b, from, until));
}

static bool
merge_once(struct mt_finder *finder)
{
    struct mt_baseline *baseline = &finder->baseline;
    for (int32_t i = 0; i < baseline->count; i++)
        for (int32_t k = i + 1; k < baseline->count; k++) {
            struct mt_find *a = &baseline->finds[i], *b = &baseline->finds[k];
            if (!are_flaps(finder, a, b))
                continue;
            struct mt_find merged = a->score >= b->score ? *a : *b;
            merged.when.from = a->when.from < b->when.from ? a->when.from : b->when.from;
            merged.when.until = a->when.until > b->when.until ? a->when.until : b->when.until;
            merged.merged = a->merged + b->merged;
            *a = merged;
            mt_finder_take_out(baseline, k);
            return true;
        }
    return false;
}

static enum mt_rc
merge_flaps(struct mt_finder *finder, struct mt_err *err)
{
    bool merged = false;
    while (merge_once(finder))
        merged = true;
    if (!merged)
        return MT_OK;
    enum mt_rc rc = mt_baseline_fit(&finder->baseline, err);
    for (int32_t i = 0; rc == MT_OK && i < finder->baseline.count; i++)
        mt_finder_judge(finder, i);
    return rc;
}

/* ---- strongest first, and parts of others ---- */

static int
compare_finds(const void *a, const void *b)
{
    const struct mt_find *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    int where = mt_where_compare(&x->where, &y->where);
    return where != 0 ? where : (x->when.from > y->when.from) - (x->when.from < y->when.from);
}

/* What two finds have in common, [i][k], and what each has, [i][i]. */
struct overlap {
    double mail[MT_PATTERN_MOST][MT_PATTERN_MOST], bad[MT_PATTERN_MOST][MT_PATTERN_MOST];
};

static void
measure_overlap(const struct mt_baseline *baseline, struct overlap *overlap)
{
    memset(overlap, 0, sizeof *overlap);
    for (size_t c = 0; c < baseline->cube->count; c++) {
        const struct mt_cube_cell *cell = &baseline->cube->cells[c];
        for (int32_t i = 0; cell->in >> i; i++)
            for (int32_t k = 0; (cell->in >> i & 1) && cell->in >> k; k++)
                if (cell->in >> k & 1) {
                    overlap->mail[i][k] += cell->mail;
                    overlap->bad[i][k] += cell->bad;
                }
    }
}

/* Whether find i is mostly find k: most of its traffic lies in the larger one, or most of its bad messages do. */
static bool
is_part_of(const struct mt_baseline *baseline, const struct overlap *overlap, int32_t i, int32_t k)
{
    const struct mt_find *part = &baseline->finds[i], *whole = &baseline->finds[k];
    if (whole->level)
        return false;
    if (overlap->mail[i][k] >= 0.7 * overlap->mail[i][i] && overlap->mail[k][k] > overlap->mail[i][i] &&
        (!whole->when.drift || mt_where_equal(&part->where, &whole->where)))
        return true;
    return !whole->when.drift && overlap->bad[i][k] >= 0.7 * overlap->bad[i][i];
}

static void
name_parts(const struct mt_baseline *baseline, const struct overlap *overlap, struct mt_pattern *patterns)
{
    for (int32_t i = 0; i < baseline->count; i++)
        for (int32_t k = 0; k < i; k++)
            if (patterns[k].part_of < 0 && is_part_of(baseline, overlap, i, k))
                patterns[i].part_of = k;
}

static enum mt_rc
write_result(struct mt_finder *finder, struct mt_arena *arena, struct mt_pattern_search *search, struct mt_err *err)
{
    struct mt_baseline *baseline = &finder->baseline;
    struct overlap *overlap = malloc(sizeof *overlap);
    search->patterns = mt_arena_take(arena, ((size_t)baseline->count + 1) * sizeof *search->patterns);
    enum mt_rc rc = overlap && search->patterns ? MT_OK : mt_err_memory(err);
    for (int32_t i = 0; rc == MT_OK && i < baseline->count; i++)
        rc = mt_details_fill(&finder->judge, i, arena, &search->patterns[i], err);
    if (rc == MT_OK) {
        measure_overlap(baseline, overlap);
        name_parts(baseline, overlap, search->patterns);
        search->count = (size_t)baseline->count;
        search->clumping = baseline->spread.clumping;
        search->wandering = baseline->spread.wandering;
        memcpy(search->differences, baseline->spread.differences, sizeof search->differences);
    }
    free(overlap);
    return rc;
}

/* Sorting moves the finds to other bits, so the cells must be marked anew; what was recorded is kept over the fit. */
static enum mt_rc
sort_finds(struct mt_finder *finder, struct mt_err *err)
{
    struct mt_baseline *baseline = &finder->baseline;
    struct mt_find recorded[MT_PATTERN_MOST];
    qsort(baseline->finds, (size_t)baseline->count, sizeof *baseline->finds, compare_finds);
    memcpy(recorded, baseline->finds, sizeof recorded);
    enum mt_rc rc = mt_baseline_fit(baseline, err);
    memcpy(baseline->finds, recorded, sizeof recorded);
    return rc;
}

/* ---- the way in ---- */

static enum mt_rc
search_all(struct mt_finder *finder, struct mt_arena *arena, struct mt_pattern_search *search, struct mt_err *err)
{
    enum mt_rc rc = mt_finder_search(finder, search, err);
    if (rc == MT_OK)
        rc = merge_flaps(finder, err);
    if (rc == MT_OK)
        rc = sort_finds(finder, err);
    return rc == MT_OK ? write_result(finder, arena, search, err) : rc;
}

static void
close_finder(struct mt_finder *finder)
{
    free(finder->refused);
    mt_candidates_release(&finder->candidates);
    mt_lattice_close(&finder->lattice);
    mt_judge_close(&finder->judge);
    mt_shelf_close(&finder->shelf);
    mt_baseline_close(&finder->baseline);
    mt_cube_close(&finder->cube);
}

static enum mt_rc
open_finder(struct mt_finder *finder, struct mt_err *err)
{
    finder->refused = calloc(MT_FINDER_REFUSED, sizeof *finder->refused);
    enum mt_rc rc = finder->refused ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK)
        rc = mt_baseline_open(&finder->baseline, &finder->cube, err);
    if (rc == MT_OK)
        rc = mt_baseline_fit(&finder->baseline, err);
    if (rc == MT_OK)
        rc = mt_shelf_open(&finder->shelf, &finder->baseline, err);
    if (rc == MT_OK)
        rc = mt_judge_open(&finder->judge, &finder->baseline, &finder->shelf, finder->options, err);
    if (rc == MT_OK)
        rc = mt_lattice_open(&finder->lattice, &finder->judge, err);
    return rc;
}

static enum mt_rc
check_options(const struct mt_pattern_options *options, struct mt_err *err)
{
    if (options->patterns < 0 || options->patterns > MT_PATTERN_MOST)
        return mt_err_set(err, MT_USAGE, "%d patterns cannot be found at once, %d at most", options->patterns,
                          MT_PATTERN_MOST);
    if (!(options->alpha > 0 && options->alpha < 1) || options->bad_floor < 1)
        return mt_err_set(err, MT_USAGE, "alpha must lie between 0 and 1, and a pattern needs a bad message");
    return MT_OK;
}

enum mt_rc
mt_patterns_find(const struct mt_pattern_data *data, const struct mt_pattern_options *options, struct mt_arena *arena,
                 struct mt_pattern_search *search, struct mt_err *err)
{
    enum mt_rc rc = check_options(options, err);
    if (rc != MT_OK)
        return rc;
    /* Too large for a stack with the finds in it. */
    struct mt_finder *finder = calloc(1, sizeof *finder);
    if (!finder)
        return mt_err_memory(err);
    finder->options = options;
    struct mt_pattern_search result = {.patterns = NULL};
    rc = mt_cube_open(&finder->cube, data, err);
    result.mail = llround(finder->cube.mail);
    result.bad = llround(finder->cube.bad);
    if (rc == MT_OK && finder->cube.bad >= options->bad_floor) {
        rc = open_finder(finder, err);
        if (rc == MT_OK)
            rc = search_all(finder, arena, &result, err);
    }
    close_finder(finder);
    free(finder);
    if (rc == MT_OK)
        *search = result;
    return rc;
}
