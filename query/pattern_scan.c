#include "query/pattern_scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A place on the grid can be this much worse (nats) than the pattern that refinement makes of it. */
static const double slack = 12;
static const double ratio_worth_a_look = 1.5;

enum { WEEK = 168, LENGTH_CLASSES = 3, WEEKLY_KEPT = 3 };

/* What a slice is scanned with. */
struct scanner {
    struct mt_judge *judge;
    struct mt_candidates *candidates;
    const struct mt_slice *slice;
    double where_code;
    double days_in_set[MT_PATTERN_DAY_SETS], code_of_days[MT_PATTERN_DAY_SETS];
    double level_of_length[MT_WEEK_LENGTHS + 1];
};

static enum mt_rc
keep(struct scanner *scanner, struct mt_pattern_when when, double score, double code_length, struct mt_err *err)
{
    struct mt_candidates *candidates = scanner->candidates;
    if (candidates->count == candidates->room) {
        size_t room = candidates->room ? candidates->room * 2 : 256;
        struct mt_candidate *items = realloc(candidates->items, room * sizeof *items);
        if (!items)
            return mt_err_memory(err);
        candidates->items = items;
        candidates->room = room;
    }
    candidates->items[candidates->count] = (struct mt_candidate){
        .where = scanner->slice->where,
        .when = when,
        .score = score,
        .code_length = code_length,
        .order = candidates->count,
    };
    candidates->count++;
    return MT_OK;
}

static bool
is_hopeful(const struct scanner *scanner, double deviance, double code_length)
{
    return mt_ln_p_of_deviance(deviance) + code_length <= log(scanner->judge->options->alpha) + slack;
}

/* The score of some hours of the slice; false when it is hopeless. */
static bool
weigh(const struct scanner *scanner, const struct mt_seen *seen, const struct mt_pattern_when *when, double level,
      double code_length, double *score)
{
    const struct mt_slice *slice = scanner->slice;
    const struct mt_cube *cube = scanner->judge->baseline->cube;
    struct mt_expectation own = mt_own_history(slice, seen->bad, seen->expected);
    struct mt_evidence evidence = mt_evidence_of(slice, seen, own, level);
    if (evidence.bad <= ratio_worth_a_look * evidence.expected ||
        !is_hopeful(scanner, evidence.deviance, code_length + (evidence.apart ? log(2) : 0)))
        return false;
    if (cube->sights > 1) {
        own.variance += mt_variance_of_hours(scanner->judge->baseline, slice, when);
        evidence = mt_evidence_of(slice, seen, own, level);
        if (!is_hopeful(scanner, evidence.deviance, code_length + (evidence.apart ? log(2) : 0)))
            return false;
    }
    double expected = evidence.apart ? seen->expected - seen->explained : seen->expected;
    *score = mt_gain_within(slice, evidence.bad, expected) / mt_common_clumping(scanner->judge->baseline, slice) -
             code_length;
    return true;
}

/* ---- the whole period ---- */

static bool
is_level(const struct mt_baseline *baseline, int32_t provider)
{
    for (int32_t i = 0; i < baseline->count; i++)
        if (baseline->finds[i].level && baseline->finds[i].where.value[MT_PATTERN_PROVIDER] == provider)
            return true;
    return false;
}

static enum mt_rc
scan_always(struct scanner *scanner, struct mt_err *err)
{
    const struct mt_slice *slice = scanner->slice;
    const struct mt_judge *judge = scanner->judge;
    struct mt_pattern_when when = {0};
    if (mt_where_count(&slice->where) == 0 || slice->total_bad < judge->options->bad_floor)
        return MT_OK;
    struct mt_score score = mt_score_always(judge, slice);
    if (mt_where_only_provider(&slice->where) &&
        (score.bad < judge->options->level_ratio_floor * score.expected || is_level(judge->baseline, slice->provider)))
        return MT_OK;
    double code_length = scanner->where_code + mt_code_of_when(judge->baseline->cube, &when);
    if (score.bad < ratio_worth_a_look * score.expected || !is_hopeful(scanner, score.deviance, code_length))
        return MT_OK;
    return keep(scanner, when, score.gain / mt_common_clumping(judge->baseline, slice) - code_length, code_length, err);
}

/* ---- stretches ---- */

static int
length_class(int32_t length)
{
    return length <= 12 ? 0 : length <= 72 ? 1 : 2;
}

struct best {
    double score, code_length;
    struct mt_pattern_when when;
};

/* Whether there is more than usual, of all or of what no other pattern explains. */
static bool
is_raised(const struct mt_seen *seen, double ratio)
{
    return seen->expected > 0 && (seen->bad > ratio * seen->expected ||
                                  seen->bad - seen->explained_bad > ratio * (seen->expected - seen->explained));
}

static void
scan_scale(struct scanner *scanner, int scale, struct best *best)
{
    const struct mt_slice *slice = scanner->slice;
    int32_t length = mt_scales[scale], hours = scanner->judge->baseline->cube->hours;
    int32_t step = length / 8 > 1 ? length / 8 : 1;
    /* Long stretches are a large part of what they are compared with. */
    double ratio = length < 96 ? 1.3 : 1.05, floor = scanner->judge->options->bad_floor;
    const struct mt_spread *spread = &scanner->judge->baseline->spread;
    struct mt_pattern_when when = {.from = 0, .until = length};
    double code_length = scanner->where_code + mt_code_of_when(scanner->judge->baseline->cube, &when);
    double score;
    for (int32_t from = 0; from + length <= hours; from += step) {
        struct mt_seen seen = {.bad = mt_between(slice->bad, from, from + length)};
        if (seen.bad < floor)
            continue;
        seen.expected = mt_between(slice->expected, from, from + length);
        seen.explained = mt_between(slice->explained, from, from + length);
        seen.explained_bad = mt_between(slice->explained_bad, from, from + length);
        if (!is_raised(&seen, ratio))
            continue;
        when = (struct mt_pattern_when){.from = from, .until = from + length};
        double level = slice->wandering * mt_spread_of_stretch(spread, from, from + length);
        if (weigh(scanner, &seen, &when, level, code_length, &score) && score > best->score)
            *best = (struct best){score, code_length, when};
    }
    scanner->candidates->windows += (hours - length) / step + 1;
}

static enum mt_rc
scan_stretches(struct scanner *scanner, struct mt_err *err)
{
    struct best best[LENGTH_CLASSES];
    for (int i = 0; i < LENGTH_CLASSES; i++)
        best[i].score = -INFINITY;
    for (int scale = 0; scale < MT_SCALES; scale++)
        if (mt_scales[scale] <= 0.6 * scanner->judge->baseline->cube->hours)
            scan_scale(scanner, scale, &best[length_class(mt_scales[scale])]);
    enum mt_rc rc = MT_OK;
    for (int i = 0; rc == MT_OK && i < LENGTH_CLASSES; i++)
        if (best[i].score > -INFINITY)
            rc = keep(scanner, best[i].when, best[i].score, best[i].code_length, err);
    return rc;
}

/* ---- hours that come again ---- */

struct week {
    struct mt_seen at[WEEK];
};

static void
fold(const struct scanner *scanner, struct week *week)
{
    const struct mt_cube *cube = scanner->judge->baseline->cube;
    const struct mt_slice *slice = scanner->slice;
    memset(week, 0, sizeof *week);
    for (int32_t hour = 0; hour < cube->hours; hour++) {
        struct mt_seen *seen = &week->at[cube->data->week_hours[hour]];
        seen->bad += mt_between(slice->bad, hour, hour + 1);
        seen->expected += mt_between(slice->expected, hour, hour + 1);
        seen->explained += mt_between(slice->explained, hour, hour + 1);
        seen->explained_bad += mt_between(slice->explained_bad, hour, hour + 1);
    }
}

static void
add_seen(struct mt_seen *sum, const struct mt_seen *seen)
{
    sum->bad += seen->bad;
    sum->expected += seen->expected;
    sum->explained += seen->explained;
    sum->explained_bad += seen->explained_bad;
}

static void
insert(struct best best[WEEKLY_KEPT], struct best one)
{
    for (int i = 0; i < WEEKLY_KEPT; i++)
        if (one.score > best[i].score) {
            struct best swap = best[i];
            best[i] = one;
            one = swap;
        }
}

static void
weigh_day_sets(struct scanner *scanner, const struct mt_seen days[7], int32_t start, int32_t length,
               struct best best[WEEKLY_KEPT])
{
    double score;
    for (int32_t set = 0; set < MT_PATTERN_DAY_SETS; set++) {
        struct mt_seen seen = {0};
        unsigned days_left = mt_pattern_days(set);
        for (int day = 0; days_left != 0; day++, days_left >>= 1)
            if (days_left & 1)
                add_seen(&seen, &days[day]);
        if (seen.bad < scanner->judge->options->bad_floor || !is_raised(&seen, 1.05) || scanner->days_in_set[set] < 3)
            continue;
        double level = scanner->slice->wandering * scanner->level_of_length[length] / scanner->days_in_set[set];
        struct mt_pattern_when when = {.week_start = start, .week_length = length, .week_days = set};
        double code_length = scanner->where_code + scanner->code_of_days[set];
        if (weigh(scanner, &seen, &when, level, code_length, &score))
            insert(best, (struct best){score, code_length, when});
    }
}

static enum mt_rc
scan_week(struct scanner *scanner, struct mt_err *err)
{
    struct week week;
    struct best best[WEEKLY_KEPT];
    fold(scanner, &week);
    for (int i = 0; i < WEEKLY_KEPT; i++)
        best[i].score = -INFINITY;
    for (int32_t start = 0; start < 24; start++) {
        struct mt_seen days[7] = {{0}};
        for (int32_t length = 1; length <= MT_WEEK_LENGTHS; length++) {
            for (int day = 0; day < 7; day++)
                add_seen(&days[day], &week.at[(day * 24 + start + length - 1) % WEEK]);
            weigh_day_sets(scanner, days, start, length, best);
        }
    }
    scanner->candidates->windows += 24 * MT_WEEK_LENGTHS * MT_PATTERN_DAY_SETS;
    enum mt_rc rc = MT_OK;
    for (int i = 0; rc == MT_OK && i < WEEKLY_KEPT; i++)
        if (best[i].score > -INFINITY)
            rc = keep(scanner, best[i].when, best[i].score, best[i].code_length, err);
    return rc;
}

/* ---- slices ---- */

/* Slices that hold the same bad messages as a simpler one say nothing that it does not. */
static bool
is_worth_a_scan(const struct scanner *scanner, const struct mt_block *block, int depth, int32_t forest, int32_t band)
{
    const struct mt_cube *cube = scanner->judge->baseline->cube;
    size_t width = (size_t)cube->hours + 1, bands = (size_t)cube->bands;
    const double *total = block->bad + width - 1;
    if (forest > 0 && !(block->forests >> (forest - 1) & 1))
        return false;
    double bad = total[((size_t)forest * bands + (size_t)band) * width];
    if (bad < scanner->judge->options->bad_floor || (depth == 0 && forest > 0 && band > 0))
        return false;
    if (band > 0 && bad == total[((size_t)forest * bands + (size_t)band - 1) * width])
        return false;
    return forest == 0 || bad != total[(size_t)band * width];
}

static enum mt_rc
scan_slice(struct scanner *scanner, const struct mt_slice *slice, struct mt_err *err)
{
    const struct mt_judge *judge = scanner->judge;
    int32_t rest = judge->baseline->cube->data->rest_provider;
    if (rest != MT_PATTERN_ANY && slice->where.value[MT_PATTERN_PROVIDER] == rest)
        return MT_OK; /* what its domains share is only that nobody grouped them */
    scanner->slice = slice;
    scanner->where_code = mt_code_of_where(judge, &slice->where);
    scanner->candidates->slices++;
    enum mt_rc rc = scan_always(scanner, err);
    if (rc == MT_OK)
        rc = scan_stretches(scanner, err);
    if (rc == MT_OK)
        rc = scan_week(scanner, err);
    return rc;
}

static enum mt_rc
scan_place(struct scanner *scanner, const struct mt_lattice_place *place, struct mt_err *err)
{
    const struct mt_cube *cube = scanner->judge->baseline->cube;
    const struct mt_block *block = mt_shelf_scan(scanner->judge->shelf, &place->base, place->forests);
    enum mt_rc rc = MT_OK;
    for (int32_t forest = 0; rc == MT_OK && forest <= cube->forests; forest++)
        for (int32_t band = 0; rc == MT_OK && band < cube->bands; band++) {
            if (!is_worth_a_scan(scanner, block, place->depth, forest, band))
                continue;
            struct mt_pattern_where where = place->base;
            where.value[MT_PATTERN_FOREST] = forest - 1;
            where.value[MT_PATTERN_SIZE] = band > 0 ? band : MT_PATTERN_ANY;
            struct mt_slice slice = mt_block_slice(scanner->judge->shelf, block, &where);
            rc = scan_slice(scanner, &slice, err);
        }
    return rc;
}

static int
compare_candidates(const void *a, const void *b)
{
    const struct mt_candidate *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->code_length != y->code_length)
        return x->code_length < y->code_length ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static void
count_days(struct scanner *scanner)
{
    const struct mt_cube *cube = scanner->judge->baseline->cube;
    int32_t last = -1;
    for (int32_t hour = 0; hour < cube->hours; hour++) {
        if (cube->local_day[hour] == last)
            continue;
        last = cube->local_day[hour];
        for (int32_t set = 0; set < MT_PATTERN_DAY_SETS; set++)
            scanner->days_in_set[set] += mt_pattern_days(set) >> (cube->data->week_hours[hour] / 24) & 1;
    }
}

enum mt_rc
mt_scan_all(const struct mt_lattice *lattice, struct mt_judge *judge, struct mt_candidates *candidates,
            struct mt_err *err)
{
    struct scanner scanner = {.judge = judge, .candidates = candidates};
    candidates->count = 0;
    candidates->slices = candidates->windows = 0;
    count_days(&scanner);
    for (int32_t set = 0; set < MT_PATTERN_DAY_SETS; set++) {
        struct mt_pattern_when when = {.week_length = 1, .week_days = set};
        scanner.code_of_days[set] = mt_code_of_when(judge->baseline->cube, &when);
    }
    for (int32_t length = 1; length <= MT_WEEK_LENGTHS; length++)
        scanner.level_of_length[length] = mt_spread_of_hours(length);
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; rc == MT_OK && i < lattice->count; i++) {
        const struct mt_pattern_options *options = judge->options;
        if (options->stop && options->stop(options->context, (double)i / (double)lattice->count))
            return mt_err_set(err, MT_INTERRUPTED, "interrupted");
        rc = scan_place(&scanner, &lattice->places[i], err);
    }
    if (rc == MT_OK && candidates->count > 0)
        qsort(candidates->items, candidates->count, sizeof *candidates->items, compare_candidates);
    return rc;
}

void
mt_candidates_release(struct mt_candidates *candidates)
{
    free(candidates->items);
    *candidates = (struct mt_candidates){.items = NULL};
}
