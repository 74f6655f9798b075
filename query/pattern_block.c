#include "query/pattern_block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- memory ---- */

static size_t
row_count(const struct mt_cube *cube)
{
    return (size_t)(cube->forests + 1) * (size_t)cube->bands;
}

static bool
open_block(struct mt_block *block, const struct mt_cube *cube)
{
    size_t cells = row_count(cube) * ((size_t)cube->hours + 1), sums = row_count(cube) * ((size_t)cube->providers + 1);
    block->mail = calloc(cells, sizeof *block->mail);
    block->bad = calloc(cells, sizeof *block->bad);
    block->expected = calloc(cells, sizeof *block->expected);
    block->explained = calloc(cells, sizeof *block->explained);
    block->explained_bad = calloc(cells, sizeof *block->explained_bad);
    block->provider_bad = calloc(sums, sizeof *block->provider_bad);
    block->provider_expected = calloc(sums, sizeof *block->provider_expected);
    return block->mail && block->bad && block->expected && block->explained && block->explained_bad &&
           block->provider_bad && block->provider_expected;
}

static void
close_block(struct mt_block *block)
{
    free(block->mail);
    free(block->bad);
    free(block->expected);
    free(block->explained);
    free(block->explained_bad);
    free(block->provider_bad);
    free(block->provider_expected);
}

enum mt_rc
mt_shelf_open(struct mt_shelf *shelf, const struct mt_baseline *baseline, struct mt_err *err)
{
    const struct mt_cube *cube = baseline->cube;
    *shelf = (struct mt_shelf){.baseline = baseline, .without = -1};
    shelf->expected_of = calloc((size_t)cube->providers + 1, sizeof *shelf->expected_of);
    size_t block_bytes = 5 * row_count(cube) * ((size_t)cube->hours + 1) * sizeof(double);
    if (block_bytes > MT_SHELF_BYTES / 3)
        return mt_err_set(err, MT_USAGE,
                          "%d hours in %d forests and %d size bands are too many for one search for patterns",
                          cube->hours, cube->forests, cube->bands);
    while (shelf->block_count < MT_SHELF_BLOCKS && ((size_t)shelf->block_count + 2) * block_bytes <= MT_SHELF_BYTES)
        shelf->block_count++;
    bool fits = shelf->expected_of && open_block(&shelf->scanning, cube);
    for (int i = 0; i < shelf->block_count; i++) {
        fits = fits && open_block(&shelf->blocks[i], cube);
        shelf->blocks[i].has_mail = true;
        shelf->blocks[i].forests = UINT64_MAX;
    }
    for (int i = 0; i < MT_SHELF_BREAKDOWNS; i++) {
        size_t cells = (size_t)cube->hours * ((size_t)cube->providers + 1);
        shelf->breakdowns[i].bad = calloc(cells, sizeof(double));
        shelf->breakdowns[i].expected = calloc(cells, sizeof(double));
        fits = fits && shelf->breakdowns[i].bad && shelf->breakdowns[i].expected;
    }
    if (fits)
        return MT_OK;
    mt_shelf_close(shelf);
    return mt_err_memory(err);
}

void
mt_shelf_close(struct mt_shelf *shelf)
{
    close_block(&shelf->scanning);
    for (int i = 0; i < MT_SHELF_BLOCKS; i++)
        close_block(&shelf->blocks[i]);
    for (int i = 0; i < MT_SHELF_BREAKDOWNS; i++) {
        free(shelf->breakdowns[i].bad);
        free(shelf->breakdowns[i].expected);
    }
    free(shelf->expected_of);
    *shelf = (struct mt_shelf){.baseline = NULL};
}

void
mt_shelf_leave_out(struct mt_shelf *shelf, int32_t find)
{
    const struct mt_cube *cube = shelf->baseline->cube;
    shelf->without = find;
    if (find < 0)
        return;
    mt_baseline_providers_without(shelf->baseline, find, shelf->expected_of);
    shelf->expected = 0;
    for (int32_t p = 0; p < cube->providers; p++)
        shelf->expected += shelf->expected_of[p];
}

/* ---- filling ---- */

/* Whether the rows of this forest (0: of all) are kept. */
static bool
has_forest(const struct mt_block *block, size_t forest)
{
    return forest == 0 || (block->forests >> (forest - 1) & 1);
}

static void
clear_rows(const struct mt_block *block, const struct mt_cube *cube, double *rows, size_t width)
{
    size_t bands = (size_t)cube->bands;
    for (size_t forest = 0; forest <= (size_t)cube->forests; forest++)
        if (has_forest(block, forest))
            memset(rows + forest * bands * width, 0, bands * width * sizeof *rows);
}

static void
clear_block(struct mt_block *block, const struct mt_cube *cube)
{
    size_t width = (size_t)cube->hours + 1, providers = block->provider < 0 ? (size_t)cube->providers : 1;
    if (block->has_mail)
        clear_rows(block, cube, block->mail, width);
    clear_rows(block, cube, block->bad, width);
    clear_rows(block, cube, block->expected, width);
    if (block->has_explained) {
        clear_rows(block, cube, block->explained, width);
        clear_rows(block, cube, block->explained_bad, width);
    }
    clear_rows(block, cube, block->provider_bad, providers);
    clear_rows(block, cube, block->provider_expected, providers);
}

/* What adding a cell needs to know, once for all cells. */
struct filling {
    struct mt_block *block;
    const struct mt_baseline *baseline;
    size_t width, bands, forests, providers;
    uint16_t explaining;
};

static inline void
add_to_row(const struct filling *f, size_t forest, const struct mt_cube_cell *cell, int32_t provider, double expected)
{
    struct mt_block *block = f->block;
    size_t row = forest * f->bands + cell->band, at = row * f->width + cell->hour + 1;
    size_t sum = row * f->providers + (block->provider < 0 ? (size_t)provider : 0);
    if (block->has_mail)
        block->mail[at] += cell->mail;
    block->expected[at] += expected;
    block->provider_expected[sum] += expected;
    if (cell->in & f->explaining)
        block->explained[at] += expected;
    if (cell->bad == 0) /* most cells by far */
        return;
    block->bad[at] += cell->bad;
    block->provider_bad[sum] += cell->bad;
    if (cell->in & f->explaining)
        block->explained_bad[at] += cell->bad;
}

/* Puts a cell into the rows of its forest (an unknown one has none) and of all. */
static inline void
add_cell(const struct filling *f, const struct mt_cube_cell *cell)
{
    int32_t provider = f->baseline->cube->data->provider_of_domain[cell->domain];
    double expected = mt_baseline_expected(f->baseline, provider, cell, f->block->without);
    add_to_row(f, 0, cell, provider, expected);
    if (cell->forest < f->forests && has_forest(f->block, (size_t)cell->forest + 1))
        add_to_row(f, (size_t)cell->forest + 1, cell, provider, expected);
}

static void
add_cells(struct mt_block *block, const struct mt_baseline *baseline)
{
    const struct mt_cube *cube = baseline->cube;
    struct filling filling = {
        .block = block,
        .baseline = baseline,
        .width = (size_t)cube->hours + 1,
        .bands = (size_t)cube->bands,
        .forests = (size_t)cube->forests,
        .providers = block->provider < 0 ? (size_t)cube->providers : 1,
        .explaining = mt_baseline_explaining(baseline, block->without),
    };
    struct mt_cube_walk walk = mt_cube_walk_start(cube, &block->base);
    if (block->base.value[MT_PATTERN_HOST] == MT_PATTERN_ANY)
        for (size_t from, until; mt_cube_walk_run(&walk, &from, &until);)
            for (size_t i = from; i < until; i++)
                add_cell(&filling, &cube->cells[i]);
    else
        for (const struct mt_cube_cell *cell; (cell = mt_cube_walk_next(&walk));)
            add_cell(&filling, cell);
}

/* Bands become "from this band on". */
static void
add_higher_bands(const struct mt_block *block, double *rows, const struct mt_cube *cube, size_t width)
{
    size_t bands = (size_t)cube->bands;
    for (size_t forest = 0; forest <= (size_t)cube->forests; forest++) {
        if (!has_forest(block, forest))
            continue;
        for (size_t band = bands - 1; band-- > 0;) {
            double *row = rows + (forest * bands + band) * width;
            for (size_t i = 0; i < width; i++)
                row[i] += row[width + i];
        }
    }
}

static void
run_up(const struct mt_block *block, double *rows, const struct mt_cube *cube)
{
    size_t width = (size_t)cube->hours + 1, bands = (size_t)cube->bands;
    add_higher_bands(block, rows, cube, width);
    for (size_t i = 0; i < row_count(cube); i++) {
        if (!has_forest(block, i / bands))
            continue;
        double *row = rows + i * width, sum = 0;
        for (size_t hour = 1; hour < width; hour++) {
            sum += row[hour];
            row[hour] = sum;
        }
    }
}

static void
fill_block(struct mt_block *block, const struct mt_baseline *baseline, const struct mt_pattern_where *base,
           int32_t without)
{
    const struct mt_cube *cube = baseline->cube;
    block->base = *base;
    block->without = without;
    block->generation = baseline->generation;
    block->provider = mt_where_provider(cube, base);
    block->has_explained |= mt_baseline_explaining(baseline, without) != 0;
    clear_block(block, cube);
    add_cells(block, baseline);
    if (block->has_mail)
        run_up(block, block->mail, cube);
    run_up(block, block->bad, cube);
    run_up(block, block->expected, cube);
    if (block->has_explained) {
        run_up(block, block->explained, cube);
        run_up(block, block->explained_bad, cube);
    }
    size_t providers = block->provider < 0 ? (size_t)cube->providers : 1;
    add_higher_bands(block, block->provider_bad, cube, providers);
    add_higher_bands(block, block->provider_expected, cube, providers);
}

/* ---- slices ---- */

/* Lasting differences add up over the conditions. */
static double
difference_of(const struct mt_spread *spread, const struct mt_pattern_where *where)
{
    if (mt_where_only_provider(where))
        return spread->differences[MT_PATTERN_PROVIDER];
    double sum = 0;
    for (int by = MT_PATTERN_REGION; by < MT_PATTERN_BY_COUNT; by++)
        if (where->value[by] != MT_PATTERN_ANY)
            sum += spread->differences[by];
    return fmax(sum, 0.01);
}

static void
set_spread(struct mt_slice *slice, const struct mt_baseline *baseline)
{
    const struct mt_spread *spread = &baseline->spread;
    slice->difference = difference_of(spread, &slice->where);
    if (mt_where_only_provider(&slice->where))
        slice->usual = spread->centre[slice->provider] / baseline->rate[slice->provider];
    if (slice->provider >= 0) {
        slice->clumping = spread->clumping_of[slice->provider];
        slice->wandering = spread->wandering;
        slice->sights = spread->sights;
        return;
    }
    double sum = 0, squares = 0, clumping = 0;
    for (int32_t p = 0; p < baseline->cube->providers; p++) {
        double e = slice->provider_expected[p];
        sum += e;
        squares += e * e;
        clumping += e * spread->clumping_of[p];
    }
    slice->clumping = fmax(clumping / fmax(sum, 1e-12), 1);
    /* Providers wander each on its own, for the larger part; and differ so. */
    double alike = 0.25 + 0.75 * squares / fmax(sum * sum, 1e-12);
    slice->wandering = spread->wandering * alike;
    slice->sights = spread->sights * alike;
}

struct mt_slice
mt_block_slice(const struct mt_shelf *shelf, const struct mt_block *block, const struct mt_pattern_where *where)
{
    const struct mt_baseline *baseline = shelf->baseline;
    const struct mt_cube *cube = baseline->cube;
    int32_t forest = where->value[MT_PATTERN_FOREST] + 1;
    int32_t band = where->value[MT_PATTERN_SIZE] == MT_PATTERN_ANY ? 0 : where->value[MT_PATTERN_SIZE];
    size_t row = (size_t)(forest * cube->bands + band), at = row * ((size_t)cube->hours + 1);
    size_t sums = row * (block->provider < 0 ? (size_t)cube->providers : 1);
    struct mt_slice slice = {
        .where = *where,
        .mail = block->mail + at,
        .bad = block->bad + at,
        .expected = block->expected + at,
        .explained = block->explained + at,
        .explained_bad = block->explained_bad + at,
        .total_bad = block->bad[at + (size_t)cube->hours],
        .total_expected = block->expected[at + (size_t)cube->hours],
        .provider = block->provider,
        .provider_bad = block->provider_bad + sums,
        .provider_expected = block->provider_expected + sums,
        .without = block->without,
        .context_bad = baseline->bad,
        .context_expected = block->without < 0 ? baseline->expected : shelf->expected,
    };
    if (slice.provider >= 0) {
        slice.context_bad = baseline->bad_of[slice.provider];
        slice.context_expected = (block->without < 0 ? baseline->expected_of : shelf->expected_of)[slice.provider];
    }
    set_spread(&slice, baseline);
    slice.wandering_always = slice.wandering * mt_spread_of_stretch(&baseline->spread, 0, cube->hours);
    return slice;
}

struct mt_slice
mt_shelf_slice(struct mt_shelf *shelf, const struct mt_pattern_where *where)
{
    struct mt_pattern_where base = mt_where_base(where);
    struct mt_block *oldest = &shelf->blocks[0], *found = NULL;
    for (int i = 0; i < shelf->block_count && !found; i++) {
        struct mt_block *block = &shelf->blocks[i];
        if (block->generation == shelf->baseline->generation && block->without == shelf->without &&
            mt_where_equal(&block->base, &base))
            found = block;
        if (block->used < oldest->used)
            oldest = block;
    }
    if (!found) {
        found = oldest;
        fill_block(found, shelf->baseline, &base, shelf->without);
    }
    found->used = ++shelf->uses;
    return mt_block_slice(shelf, found, where);
}

const struct mt_block *
mt_shelf_scan(struct mt_shelf *shelf, const struct mt_pattern_where *base, uint64_t forests)
{
    shelf->scanning.forests = forests;
    fill_block(&shelf->scanning, shelf->baseline, base, -1);
    return &shelf->scanning;
}

/* ---- breakdowns ---- */

static void
fill_breakdown(struct mt_breakdown *breakdown, const struct mt_shelf *shelf, const struct mt_pattern_where *where)
{
    const struct mt_cube *cube = shelf->baseline->cube;
    size_t providers = (size_t)cube->providers, bytes = (size_t)cube->hours * providers * sizeof(double);
    breakdown->where = *where;
    breakdown->without = shelf->without;
    breakdown->generation = shelf->baseline->generation;
    memset(breakdown->bad, 0, bytes);
    memset(breakdown->expected, 0, bytes);
    struct mt_cube_walk walk = mt_cube_walk_start(cube, where);
    for (const struct mt_cube_cell *cell; (cell = mt_cube_walk_next(&walk));) {
        int32_t provider = cube->data->provider_of_domain[cell->domain];
        size_t at = cell->hour * providers + (size_t)provider;
        breakdown->bad[at] += cell->bad;
        breakdown->expected[at] += mt_baseline_expected(shelf->baseline, provider, cell, shelf->without);
    }
}

const struct mt_breakdown *
mt_shelf_breakdown(struct mt_shelf *shelf, const struct mt_pattern_where *where)
{
    struct mt_breakdown *oldest = &shelf->breakdowns[0];
    for (int i = 0; i < MT_SHELF_BREAKDOWNS; i++) {
        struct mt_breakdown *breakdown = &shelf->breakdowns[i];
        if (breakdown->generation == shelf->baseline->generation && breakdown->without == shelf->without &&
            mt_where_equal(&breakdown->where, where)) {
            breakdown->used = ++shelf->uses;
            return breakdown;
        }
        if (breakdown->used < oldest->used)
            oldest = breakdown;
    }
    fill_breakdown(oldest, shelf, where);
    oldest->used = ++shelf->uses;
    return oldest;
}
