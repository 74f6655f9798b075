#include "score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double hit_from = 0.5, loose_from = 0.2, redundant_from = 0.5;
static const double give_or_take = 5.0 / 60;
enum { WEEK_HOURS = 168 };

/* ---- findings ---- */

struct bench_finding
bench_finding_of_all(void)
{
    struct bench_finding finding = {.band_until = MT_PLANTED_BANDS, .weekdays = 0x7F};
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
        finding.value[by] = MT_PATTERN_ANY;
    return finding;
}

int32_t
bench_value_of(const struct mt_planted_group *group, enum mt_pattern_by by)
{
    switch (by) {
    case MT_PATTERN_PROVIDER:
        return mt_planted_provider_of(group->domain);
    case MT_PATTERN_REGION:
        return mt_planted_region_of(group->domain);
    case MT_PATTERN_DOMAIN:
        return group->domain;
    case MT_PATTERN_HOST:
        return group->host;
    case MT_PATTERN_FOREST:
        return group->forest;
    case MT_PATTERN_SIZE:
        return group->band;
    case MT_PATTERN_BY_COUNT:
        break;
    }
    return MT_PATTERN_ANY;
}

static bool
recurs_at(const struct bench_finding *finding, double hours)
{
    double hour = fmod(hours, 24);
    int64_t day = (int64_t)floor(hours / 24);
    if (finding->hour_until > finding->hour_from) {
        if (hour < finding->hour_from || hour >= finding->hour_until)
            return false;
    } else {
        if (hour < finding->hour_from && hour >= finding->hour_until)
            return false;
        if (hour < finding->hour_until)
            day += 6;
    }
    return finding->weekdays >> day % 7 & 1;
}

bool
bench_finding_holds(const struct bench_finding *finding, const struct mt_planted_group *group)
{
    if (finding->has_window && (group->hours < finding->from || group->hours >= finding->until))
        return false;
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_SIZE; by++)
        if (finding->value[by] != MT_PATTERN_ANY && finding->value[by] != bench_value_of(group, by))
            return false;
    if (finding->value[MT_PATTERN_SIZE] != MT_PATTERN_ANY &&
        (group->band < finding->value[MT_PATTERN_SIZE] || group->band >= finding->band_until))
        return false;
    return !finding->recurs || recurs_at(finding, group->hours);
}

bool
bench_names_truth(const struct bench_finding *finding, const struct mt_planted_truth *truth)
{
    const int32_t values[MT_PATTERN_BY_COUNT] = {
        [MT_PATTERN_PROVIDER] = truth->provider, [MT_PATTERN_REGION] = truth->region,
        [MT_PATTERN_DOMAIN] = truth->domain,     [MT_PATTERN_HOST] = truth->host,
        [MT_PATTERN_FOREST] = truth->forest,     [MT_PATTERN_SIZE] = truth->band,
    };
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_SIZE; by++)
        if (finding->value[by] != values[by])
            return false;
    int32_t said = finding->value[MT_PATTERN_SIZE], planted = values[MT_PATTERN_SIZE];
    if (said == MT_PATTERN_ANY || planted == MT_PATTERN_ANY)
        return said == planted;
    return abs(said - planted) <= 1;
}

enum mt_rc
bench_found_add(struct bench_found *found, const struct bench_finding *finding, struct mt_err *err)
{
    if (found->count == found->room) {
        size_t room = found->room ? 2 * found->room : 16;
        struct bench_finding *items = realloc(found->items, room * sizeof *items);
        if (!items)
            return mt_err_memory(err);
        found->items = items;
        found->room = room;
    }
    found->items[found->count++] = *finding;
    return MT_OK;
}

void
bench_found_release(struct bench_found *found)
{
    free(found->items);
    *found = (struct bench_found){0};
}

/* ---- what a finding has in common with each truth ---- */

struct overlap {
    int64_t mail, bad;
    int64_t shared_mail[MT_PLANTED_TRUTHS], shared_bad[MT_PLANTED_TRUTHS];
    bool used;
};

/* A bit for each truth that a group is of. */
static uint8_t *
mark_groups(const struct mt_planted *planted)
{
    uint8_t *marks = calloc(planted->count + 1, 1);
    for (size_t i = 0; marks && i < planted->count; i++)
        for (size_t t = 0; t < planted->truth_count; t++)
            if (mt_planted_holds(&planted->truths[t], &planted->groups[i]))
                marks[i] = (uint8_t)(marks[i] | 1u << t);
    return marks;
}

static void
measure(const struct mt_planted *planted, const uint8_t *marks, const struct bench_finding *finding,
        struct overlap *overlap)
{
    for (size_t i = 0; i < planted->count; i++) {
        if (!bench_finding_holds(finding, &planted->groups[i]))
            continue;
        bool bad = planted->groups[i].bad;
        overlap->mail++;
        overlap->bad += bad;
        for (size_t t = 0; t < planted->truth_count; t++)
            if (marks[i] >> t & 1) {
                overlap->shared_mail[t]++;
                overlap->shared_bad[t] += bad;
            }
    }
}

/* ---- which finding is meant ---- */

struct candidate {
    bool hit, loose;
    double jaccard;
};

static struct candidate
compare(const struct mt_planted_truth *truth, size_t t, const struct bench_finding *finding,
        const struct overlap *overlap)
{
    struct candidate candidate;
    bool named = bench_names_truth(finding, truth);
    int64_t all = truth->groups + overlap->mail - overlap->shared_mail[t];
    candidate.jaccard = (double)overlap->shared_mail[t] / (double)(all > 1 ? all : 1);
    if (strcmp(truth->kind, "drift") == 0) {
        candidate.hit = named && finding->drift;
        candidate.loose = named;
    } else {
        candidate.hit = candidate.jaccard >= hit_from;
        candidate.loose = candidate.hit || (named && candidate.jaccard >= loose_from);
    }
    return candidate;
}

static bool
is_better(const struct candidate *a, const struct candidate *b)
{
    if (a->hit != b->hit)
        return a->hit;
    if (a->loose != b->loose)
        return a->loose;
    return a->jaccard > b->jaccard;
}

/* ---- how right the one is that hit ---- */

static bool
is_covered(double truth, double low, double high)
{
    return truth >= low - give_or_take && truth <= high + give_or_take;
}

static void
judge_window(const struct mt_planted_truth *truth, const struct bench_finding *finding, struct bench_hit *hit)
{
    double shared = fmin(truth->until, finding->until) - fmax(truth->from, finding->from);
    double all = fmax(truth->until, finding->until) - fmin(truth->from, finding->from);
    hit->has_window = true;
    hit->window_iou = fmax(shared, 0) / all;
    hit->from_error = finding->from - truth->from;
    hit->until_error = finding->until - truth->until;
    hit->has_end = !truth->state || strcmp(truth->state, "open") != 0;
    hit->has_limits = finding->has_limits;
    hit->from_covered = is_covered(truth->from, finding->from_low, finding->from_high);
    hit->until_covered = is_covered(truth->until, finding->until_low, finding->until_high);
}

static void
judge_state(const struct mt_planted_truth *truth, const struct bench_finding *finding, struct bench_hit *hit)
{
    if (!truth->state || finding->state == BENCH_STATE_NONE)
        return;
    enum bench_state planted = strcmp(truth->state, "open") == 0 ? BENCH_STATE_OPEN : BENCH_STATE_RESOLVED;
    hit->state = finding->state;
    hit->state_right = finding->state == planted;
    hit->state_wrong = !hit->state_right && finding->state != BENCH_STATE_UNKNOWN;
}

/* In the window, if there is one: on which weekdays trouble would come again after it, nobody can know. */
static bool
recur_alike(const struct mt_planted_truth *truth, const struct bench_finding *finding)
{
    struct bench_finding planted = bench_finding_of_all();
    planted.hour_from = truth->hour_from;
    planted.hour_until = truth->hour_until;
    planted.weekdays = truth->weekdays;
    double from = truth->has_window ? truth->from : 0, until = truth->has_window ? truth->until : WEEK_HOURS;
    for (double middle = floor(from) + 0.5; middle < until; middle++)
        if (recurs_at(&planted, middle) != recurs_at(finding, middle))
            return false;
    return true;
}

static void
judge(const struct mt_planted_truth *truth, const struct bench_finding *finding, struct bench_hit *hit)
{
    hit->conditions = bench_names_truth(finding, truth);
    hit->has_hours = truth->recurs;
    hit->hours = truth->recurs && finding->recurs && recur_alike(truth, finding);
    if (truth->has_window && finding->has_window)
        judge_window(truth, finding, hit);
    judge_state(truth, finding, hit);
}

static void
match_truth(const struct mt_planted *planted, size_t t, const struct bench_found *found, struct overlap *overlaps,
            struct bench_hit *hit)
{
    const struct mt_planted_truth *truth = &planted->truths[t];
    struct candidate best = {false, false, -1};
    size_t number = 0;
    for (size_t i = 0; i < found->count; i++) {
        struct candidate candidate = compare(truth, t, &found->items[i], &overlaps[i]);
        if (!overlaps[i].used && is_better(&candidate, &best)) {
            best = candidate;
            number = i;
        }
    }
    if (!best.loose)
        return;
    hit->loose = true;
    hit->jaccard = best.jaccard;
    if (!best.hit)
        return;
    hit->hit = true;
    overlaps[number].used = true;
    judge(truth, &found->items[number], hit);
}

/* ---- all together ---- */

static bool
is_redundant(const struct mt_planted *planted, const struct overlap *overlap)
{
    for (size_t t = 0; t < planted->truth_count; t++)
        if (overlap->bad > 0 && (double)overlap->shared_bad[t] >= redundant_from * (double)overlap->bad)
            return true;
    return false;
}

enum mt_rc
bench_score(const struct mt_planted *planted, const struct bench_found *found, struct bench_score *score,
            struct mt_err *err)
{
    *score = (struct bench_score){.findings = (int32_t)found->count};
    uint8_t *marks = mark_groups(planted);
    struct overlap *overlaps = calloc(found->count + 1, sizeof *overlaps);
    enum mt_rc rc = marks && overlaps ? MT_OK : mt_err_memory(err);
    for (size_t i = 0; rc == MT_OK && i < found->count; i++)
        measure(planted, marks, &found->items[i], &overlaps[i]);
    for (size_t t = 0; rc == MT_OK && t < planted->truth_count; t++) {
        match_truth(planted, t, found, overlaps, &score->truths[t]);
        score->hits += score->truths[t].hit;
    }
    for (size_t i = 0; rc == MT_OK && i < found->count; i++)
        if (!overlaps[i].used) {
            bool redundant = is_redundant(planted, &overlaps[i]);
            score->redundant += redundant;
            score->false_findings += !redundant;
        }
    free(marks);
    free(overlaps);
    return rc;
}
