#include "query/pattern_finder.h"

#include <math.h>
#include <string.h>

#include "query/pattern_search.h"

/* How many candidates of a pass are refined, how many of them may succeed, how many of one kind, and how far behind the
 * best one (nats) it is not worth going on. */
enum { MOST_SUCCESSES = 8, MOST_ALIKE = 2, ROUNDS = 4, ROUNDS_OF_BACKFIT = 2 };
static const double too_far_behind = 40;
/* A week or more that a drift explains nearly as well is a drift. */
enum { LONG_STRETCH = 168 };
static const double drift_share = 0.9;

static bool
same_pattern(const struct mt_find *a, const struct mt_find *b)
{
    return mt_where_equal(&a->where, &b->where) && mt_when_equal(&a->when, &b->when);
}

static bool
is_among(const struct mt_find *finds, size_t count, const struct mt_find *find)
{
    for (size_t i = 0; i < count; i++)
        if (same_pattern(&finds[i], find))
            return true;
    return false;
}

static bool
is_significant(const struct mt_finder *finder, const struct mt_find *find)
{
    return find->ln_p_adjusted <= log(finder->options->alpha);
}

static bool
is_long(const struct mt_find *find)
{
    return find->when.until - find->when.from > LONG_STRETCH && find->when.week_length == 0;
}

static double
ratio_floor_of(const struct mt_finder *finder, const struct mt_find *find)
{
    return is_long(find) ? finder->options->long_ratio_floor : finder->options->ratio_floor;
}

static bool
is_large_enough(const struct mt_finder *finder, const struct mt_find *find)
{
    if (find->level)
        return find->ratio >= finder->options->level_ratio_floor;
    return find->low >= finder->options->ratio_low_floor && find->ratio >= finder->options->ratio_floor;
}

/* ---- one pass ---- */

/* Candidates alike: the same conditions, lengths of one class, recurring or not. */
static bool
are_alike(const struct mt_candidate *a, const struct mt_candidate *b)
{
    int32_t lengths[] = {a->when.until - a->when.from, b->when.until - b->when.from};
    int classes[2];
    for (int i = 0; i < 2; i++)
        classes[i] = lengths[i] == 0 ? -1 : lengths[i] <= 12 ? 0 : lengths[i] <= 72 ? 1 : 2;
    return classes[0] == classes[1] && (a->when.week_length > 0) == (b->when.week_length > 0) &&
           mt_where_equal(&a->where, &b->where);
}

static bool
is_one_too_many(const struct mt_candidates *candidates, size_t index)
{
    int alike = 0;
    for (size_t i = 0; i < index && alike < MOST_ALIKE; i++)
        alike += are_alike(&candidates->items[i], &candidates->items[index]);
    return alike >= MOST_ALIKE;
}

/* Refines a candidate; a stretch that grew into a wider claim which only a few days carry is refined as a stretch. */
static bool
refine(struct mt_finder *finder, const struct mt_candidate *candidate, struct mt_find *find)
{
    struct mt_judge *judge = &finder->judge;
    if (!mt_search_refine(judge, &candidate->where, &candidate->when, ROUNDS, MT_REFINE_FREELY, find))
        return false;
    int32_t before = candidate->when.until - candidate->when.from, after = find->when.until - find->when.from;
    bool grew = before > 0 && (after == 0 || find->when.week_length > 0 || after > 1.5 * before);
    if (grew && !mt_find_is_honest(judge, find))
        return mt_search_refine(judge, &candidate->where, &candidate->when, ROUNDS, MT_REFINE_SAME_TIME, find);
    return true;
}

static bool
has_drift(const struct mt_finder *finder, const struct mt_pattern_where *where)
{
    for (int32_t i = 0; i < finder->baseline.count; i++)
        if (finder->baseline.finds[i].when.drift && mt_where_equal(&finder->baseline.finds[i].where, where))
            return true;
    return false;
}

/* Drifts are looked for where there is mail enough: all, providers, regions, hosts. */
static bool
can_drift(const struct mt_finder *finder, const struct mt_pattern_where *where)
{
    return mt_where_count(where) <= 1 && where->value[MT_PATTERN_DOMAIN] == MT_PATTERN_ANY && !has_drift(finder, where);
}

/* A long stretch that a steady rise explains nearly as well is that. */
static void
prefer_drift(struct mt_finder *finder, struct mt_find *best)
{
    struct mt_find drift;
    if (best->when.until - best->when.from < LONG_STRETCH || best->when.week_length > 0 ||
        !can_drift(finder, &best->where) || !mt_search_drift(&finder->judge, &best->where, true, &drift) ||
        drift.gain < drift_share * best->gain)
        return;
    drift.ln_p = fmin(drift.ln_p, best->ln_p);
    drift.ln_p_adjusted = fmin(drift.ln_p_adjusted, best->ln_p_adjusted);
    *best = drift;
}

/* Whether the find may enter the model; it becomes a drift when it is one. */
static bool
is_accepted(struct mt_finder *finder, struct mt_find *find)
{
    if (!is_significant(finder, find) || !is_large_enough(finder, find) || !mt_find_is_honest(&finder->judge, find))
        return false;
    prefer_drift(finder, find);
    return find->when.drift || find->ratio >= ratio_floor_of(finder, find);
}

/* The best of what the candidates become. */
static bool
best_of_candidates(struct mt_finder *finder, struct mt_find *best)
{
    const struct mt_candidates *candidates = &finder->candidates;
    int tries = 0, successes = 0;
    bool found = false;
    finder->refused_count = 0;
    for (size_t i = 0; i < candidates->count && tries < MT_FINDER_TRIES && successes < MOST_SUCCESSES; i++) {
        const struct mt_candidate *candidate = &candidates->items[i];
        struct mt_find find;
        if (found && candidate->score < best->score - too_far_behind)
            break;
        if (is_one_too_many(candidates, i))
            continue;
        tries++;
        if (!refine(finder, candidate, &find) || is_among(finder->refused, finder->refused_count, &find) ||
            is_among(finder->baseline.finds, (size_t)finder->baseline.count, &find))
            continue;
        if (!is_accepted(finder, &find)) {
            finder->refused[finder->refused_count++] = find;
            continue;
        }
        successes++;
        if (!found || find.score > best->score)
            *best = find;
        found = true;
    }
    return found;
}

static bool
best_of_drifts(struct mt_finder *finder, bool found, struct mt_find *best)
{
    for (size_t i = 0; i < finder->lattice.count; i++) {
        const struct mt_pattern_where *where = &finder->lattice.places[i].base;
        struct mt_find drift;
        if (can_drift(finder, where) && mt_search_drift(&finder->judge, where, false, &drift) &&
            (!found || drift.score > best->score)) {
            *best = drift;
            found = true;
        }
    }
    return found;
}

static enum mt_rc
search_greedily(struct mt_finder *finder, struct mt_pattern_search *search, struct mt_err *err)
{
    struct mt_baseline *baseline = &finder->baseline;
    enum mt_rc rc = MT_OK;
    while (rc == MT_OK && baseline->count < finder->options->patterns) {
        rc = mt_scan_all(&finder->lattice, &finder->judge, &finder->candidates, err);
        if (rc != MT_OK)
            break;
        search->passes++;
        search->slices = finder->candidates.slices;
        search->windows = finder->candidates.windows;
        struct mt_find best;
        bool found = best_of_candidates(finder, &best);
        if (!best_of_drifts(finder, found, &best))
            break;
        if (is_among(baseline->finds, (size_t)baseline->count, &best))
            break;
        baseline->finds[baseline->count++] = best;
        rc = mt_baseline_fit(baseline, err);
    }
    return rc;
}

/* ---- looking back ---- */

void
mt_finder_take_out(struct mt_baseline *baseline, int32_t index)
{
    memmove(&baseline->finds[index], &baseline->finds[index + 1],
            (size_t)(baseline->count - index - 1) * sizeof *baseline->finds);
    baseline->count--;
}

static void
put_in(struct mt_baseline *baseline, int32_t index, const struct mt_find *find)
{
    memmove(&baseline->finds[index + 1], &baseline->finds[index],
            (size_t)(baseline->count - index) * sizeof *baseline->finds);
    baseline->finds[index] = *find;
    baseline->count++;
}

/* Whether the find still stands once it is not in the model; it becomes what it looks like now. */
static bool
still_stands(struct mt_finder *finder, struct mt_find *find)
{
    struct mt_judge *judge = &finder->judge;
    if (find->level) {
        struct mt_slice slice = mt_shelf_slice(&finder->shelf, &find->where);
        struct mt_score score;
        if (!mt_judge_score(judge, &slice, &find->when, &score))
            return false;
        mt_judge_record(judge, &slice, &score, find);
        return find->ratio >= finder->options->level_ratio_floor && is_significant(finder, find);
    }
    struct mt_find again;
    if (!mt_search_refine(judge, &find->where, &find->when, ROUNDS_OF_BACKFIT, MT_REFINE_FREELY, &again) ||
        !is_significant(finder, &again) || again.low < finder->options->ratio_low_floor ||
        again.ratio < 0.9 * ratio_floor_of(finder, &again) || !mt_find_is_honest(judge, &again))
        return false;
    *find = again;
    return true;
}

/* Takes each find out, newest first, and asks whether the others leave room for it. */
static enum mt_rc
look_back(struct mt_finder *finder, struct mt_err *err)
{
    struct mt_baseline *baseline = &finder->baseline;
    enum mt_rc rc = MT_OK;
    if (baseline->count < 2)
        return MT_OK;
    for (int32_t i = baseline->count - 1; rc == MT_OK && i >= 0; i--) {
        struct mt_find find = baseline->finds[i];
        if (find.when.drift)
            continue;
        mt_finder_take_out(baseline, i);
        rc = mt_baseline_fit(baseline, err);
        if (rc == MT_OK && still_stands(finder, &find) && !is_among(baseline->finds, (size_t)baseline->count, &find))
            put_in(baseline, i, &find);
        if (rc == MT_OK)
            rc = mt_baseline_fit(baseline, err);
    }
    return rc;
}

/* The last word on a find, with all others in the model. What is recorded does not touch the model. */
bool
mt_finder_judge(struct mt_finder *finder, int32_t index)
{
    struct mt_find *find = &finder->baseline.finds[index];
    struct mt_score score;
    if (find->when.drift)
        return true;
    mt_shelf_leave_out(&finder->shelf, index);
    struct mt_slice slice = mt_shelf_slice(&finder->shelf, &find->where);
    bool stands = mt_judge_score(&finder->judge, &slice, &find->when, &score);
    if (stands)
        mt_judge_record(&finder->judge, &slice, &score, find);
    mt_shelf_leave_out(&finder->shelf, -1);
    /* A tenth less than what it took to get in: the others have taken their part. */
    return stands && is_significant(finder, find) && find->ratio >= 0.9 * ratio_floor_of(finder, find) &&
           find->low >= 0.9 * finder->options->ratio_low_floor;
}

static enum mt_rc
judge_all(struct mt_finder *finder, struct mt_err *err)
{
    struct mt_baseline *baseline = &finder->baseline;
    for (;;) {
        int32_t before = baseline->count;
        bool stands[MT_PATTERN_MOST];
        for (int32_t i = 0; i < before; i++)
            stands[i] = mt_finder_judge(finder, i);
        for (int32_t i = before - 1; i >= 0; i--)
            if (!stands[i])
                mt_finder_take_out(baseline, i);
        if (baseline->count == before)
            return MT_OK;
        enum mt_rc rc = mt_baseline_fit(baseline, err);
        if (rc != MT_OK)
            return rc;
    }
}

enum mt_rc
mt_finder_search(struct mt_finder *finder, struct mt_pattern_search *search, struct mt_err *err)
{
    enum mt_rc rc = search_greedily(finder, search, err);
    if (rc == MT_OK)
        rc = look_back(finder, err);
    return rc == MT_OK ? judge_all(finder, err) : rc;
}
