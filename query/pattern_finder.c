#include "query/pattern_finder.h"

#include <math.h>
#include <stdlib.h>

#include "query/pattern_search.h"

/* How many candidates of a pass are refined, how many of them may succeed, how many of one kind, and how far behind the
 * best one (nats) it is not worth going on. */
enum { MOST_SUCCESSES = 8, MOST_ALIKE = 2, ROUNDS = 4 };
static const double too_far_behind = 40;
/* Finds that miss significance by so much (nats) may gain it once they are in the model, and so many are tried. */
enum { MOST_TRIALS = 5 };
static const double promising = 8;
/* A week or more that a drift explains nearly as well is a drift. */
enum { LONG_STRETCH = 168 };
static const double drift_share = 0.9;

static bool
same_pattern(const struct mt_find *a, const struct mt_find *b)
{
    return mt_where_equal(&a->where, &b->where) && mt_when_equal(&a->when, &b->when);
}

bool
mt_finder_is_among(const struct mt_find *finds, size_t count, const struct mt_find *find)
{
    for (size_t i = 0; i < count; i++)
        if (same_pattern(&finds[i], find))
            return true;
    return false;
}

static bool
is_long(const struct mt_find *find)
{
    return find->when.until - find->when.from > LONG_STRETCH && find->when.week_length == 0;
}

double
mt_finder_ratio_floor(const struct mt_finder *finder, const struct mt_find *find)
{
    return is_long(find) ? finder->options->long_ratio_floor : finder->options->ratio_floor;
}

bool
mt_finder_is_significant(const struct mt_finder *finder, const struct mt_find *find)
{
    return find->ln_p_adjusted <= log(finder->options->alpha);
}

static bool
is_large_enough(const struct mt_finder *finder, const struct mt_find *find)
{
    if (find->level)
        return find->ratio >= finder->options->level_ratio_floor;
    return find->low >= finder->options->ratio_low_floor && find->ratio >= finder->options->ratio_floor;
}

enum mt_rc
mt_finder_may_go_on(const struct mt_finder *finder, struct mt_err *err)
{
    const struct mt_pattern_options *options = finder->options;
    bool stop = options->stop && options->stop(options->context, 1);
    return stop ? mt_err_set(err, MT_INTERRUPTED, "interrupted") : MT_OK;
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
        !can_drift(finder, &best->where) || !mt_search_drift(&finder->judge, &best->where, &drift) ||
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
    if (!mt_finder_is_significant(finder, find) || !is_large_enough(finder, find) ||
        !mt_find_is_honest(&finder->judge, find))
        return false;
    prefer_drift(finder, find);
    return find->when.drift || find->ratio >= mt_finder_ratio_floor(finder, find);
}

static void
refuse(struct mt_finder *finder, const struct mt_find *find)
{
    if (finder->refused_count < MT_FINDER_REFUSED)
        finder->refused[finder->refused_count++] = *find;
}

/* The best of what the candidates become. */
static enum mt_rc
best_of_candidates(struct mt_finder *finder, bool *has_best, struct mt_find *best, struct mt_err *err)
{
    const struct mt_candidates *candidates = &finder->candidates;
    int tries = 0, successes = 0;
    bool found = false;
    enum mt_rc rc = MT_OK;
    finder->refused_count = 0;
    for (size_t i = 0; i < candidates->count && tries < MT_FINDER_TRIES && successes < MOST_SUCCESSES; i++) {
        const struct mt_candidate *candidate = &candidates->items[i];
        struct mt_find find;
        if (found && candidate->score < best->score - too_far_behind)
            break;
        if (is_one_too_many(candidates, i))
            continue;
        rc = mt_finder_may_go_on(finder, err);
        if (rc != MT_OK)
            break;
        tries++;
        if (!refine(finder, candidate, &find) || mt_finder_is_among(finder->refused, finder->refused_count, &find) ||
            mt_finder_is_among(finder->baseline.finds, (size_t)finder->baseline.count, &find))
            continue;
        if (!is_accepted(finder, &find)) {
            refuse(finder, &find);
            continue;
        }
        successes++;
        if (!found || find.score > best->score)
            *best = find;
        found = true;
    }
    *has_best = found;
    return rc;
}

/* The best drift; those that only promise to be one are refused. */
static bool
best_of_drifts(struct mt_finder *finder, bool found, struct mt_find *best)
{
    for (size_t i = 0; i < finder->lattice.count; i++) {
        const struct mt_pattern_where *where = &finder->lattice.places[i].base;
        struct mt_find drift;
        if (!can_drift(finder, where) || !mt_search_drift(&finder->judge, where, &drift))
            continue;
        if (!mt_finder_is_significant(finder, &drift)) {
            refuse(finder, &drift);
        } else if (!found || drift.score > best->score) {
            *best = drift;
            found = true;
        }
    }
    return found;
}

/* ---- trials ----
 *
 * A trouble that is not in the model makes its own mail look restless: clumps, and a level that wanders. That hides it.
 * So when nothing else is left, what was refused for want of significance alone is taken into the model on trial, and
 * judged as it will be in the end. */

static int
compare_scores(const void *a, const void *b)
{
    const struct mt_find *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    int where = mt_where_compare(&x->where, &y->where);
    return where != 0 ? where : (x->when.from > y->when.from) - (x->when.from < y->when.from);
}

/* What differs all the time is left out: in the model it would only excuse itself from what values differ as a rule. */
static bool
is_promising(struct mt_finder *finder, const struct mt_find *find)
{
    if (mt_finder_is_significant(finder, find) || find->ln_p_adjusted > log(finder->options->alpha) + promising)
        return false;
    if (find->when.drift)
        return true;
    return !mt_when_is_always(&find->when) && is_large_enough(finder, find) &&
           find->ratio >= mt_finder_ratio_floor(finder, find) && mt_find_is_honest(&finder->judge, find);
}

/* Leaves the best one that stands in the model; the model is fitted either way. */
static enum mt_rc
try_promising(struct mt_finder *finder, bool *stands, struct mt_err *err)
{
    struct mt_baseline *baseline = &finder->baseline;
    struct mt_find trials[MOST_TRIALS];
    size_t count = 0;
    *stands = false;
    qsort(finder->refused, finder->refused_count, sizeof *finder->refused, compare_scores);
    for (size_t i = 0; i < finder->refused_count && count < MOST_TRIALS; i++)
        if (is_promising(finder, &finder->refused[i]))
            trials[count++] = finder->refused[i];
    for (size_t i = 0; i < count; i++) {
        baseline->finds[baseline->count++] = trials[i];
        enum mt_rc rc = mt_baseline_fit(baseline, err);
        if (rc != MT_OK)
            return rc;
        if (mt_finder_judge(finder, baseline->count - 1)) {
            *stands = true;
            return MT_OK;
        }
        baseline->count--;
    }
    return count > 0 ? mt_baseline_fit(baseline, err) : MT_OK;
}

/* ---- pass after pass ---- */

/* Takes the best find of a pass into the model; *more is false when there is none. */
static enum mt_rc
take_best(struct mt_finder *finder, bool *more, struct mt_err *err)
{
    struct mt_baseline *baseline = &finder->baseline;
    struct mt_find best;
    bool found = false;
    *more = false;
    enum mt_rc rc = best_of_candidates(finder, &found, &best, err);
    if (rc != MT_OK)
        return rc;
    if (!best_of_drifts(finder, found, &best))
        return try_promising(finder, more, err);
    if (mt_finder_is_among(baseline->finds, (size_t)baseline->count, &best))
        return MT_OK;
    *more = true;
    baseline->finds[baseline->count++] = best;
    return mt_baseline_fit(baseline, err);
}

static enum mt_rc
search_greedily(struct mt_finder *finder, struct mt_pattern_search *search, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (bool more = true; rc == MT_OK && more && finder->baseline.count < finder->options->patterns;) {
        rc = mt_scan_all(&finder->lattice, &finder->judge, &finder->candidates, err);
        if (rc != MT_OK)
            break;
        search->passes++;
        search->slices = finder->candidates.slices;
        search->windows = finder->candidates.windows;
        rc = take_best(finder, &more, err);
    }
    return rc;
}

enum mt_rc
mt_finder_search(struct mt_finder *finder, struct mt_pattern_search *search, struct mt_err *err)
{
    enum mt_rc rc = search_greedily(finder, search, err);
    if (rc == MT_OK)
        rc = mt_finder_look_back(finder, err);
    return rc == MT_OK ? mt_finder_judge_all(finder, err) : rc;
}
