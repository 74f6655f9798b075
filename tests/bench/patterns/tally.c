#include "tally.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
add_number(struct bench_tally *tally, struct bench_numbers *numbers, double number)
{
    if (numbers->count == numbers->room) {
        size_t room = numbers->room ? 2 * numbers->room : 64;
        double *items = realloc(numbers->items, room * sizeof *items);
        if (!items) {
            tally->failed = true;
            return;
        }
        numbers->items = items;
        numbers->room = room;
    }
    numbers->items[numbers->count++] = number;
}

static void
add_window(struct bench_tally *tally, const struct bench_hit *hit)
{
    if (!hit->has_window)
        return;
    tally->windows++;
    tally->window_iou += hit->window_iou;
    add_number(tally, &tally->start_errors, fabs(hit->from_error));
    if (hit->has_end)
        add_number(tally, &tally->end_errors, fabs(hit->until_error));
    if (!hit->has_limits)
        return;
    tally->starts++;
    tally->starts_covered += hit->from_covered;
    tally->ends += hit->has_end;
    tally->ends_covered += hit->has_end && hit->until_covered;
}

static void
add_truth(struct bench_tally *tally, const struct bench_hit *hit)
{
    tally->truths++;
    tally->loose += hit->loose;
    if (!hit->hit)
        return;
    tally->hits++;
    tally->conditions += hit->conditions;
    tally->jaccard += hit->jaccard;
    tally->with_hours += hit->has_hours;
    tally->hours += hit->hours;
    tally->states_right += hit->state_right;
    tally->states_wrong += hit->state_wrong;
    tally->states_unknown += hit->state == BENCH_STATE_UNKNOWN;
    add_window(tally, hit);
}

static void
add_run(struct bench_tally *tally, const struct bench_run *run, enum bench_method method)
{
    const struct bench_score *score = &run->scores[method];
    tally->runs++;
    tally->weeks += run->weeks;
    tally->seconds += run->costs[method].seconds;
    tally->import_seconds += run->costs[method].import_seconds;
    tally->findings += score->findings;
    tally->false_findings += score->false_findings;
    tally->redundant += score->redundant;
    tally->runs_with_false += score->false_findings > 0;
    tally->clean += score->hits == (int32_t)run->truth_count && score->findings == score->hits;
    for (size_t t = 0; t < run->truth_count; t++)
        add_truth(tally, &score->truths[t]);
}

static bool
is_wanted(const struct bench_run *run, const struct bench_filter *filter)
{
    if ((filter->scenario >= 0 && run->scenario != filter->scenario) ||
        (filter->grade >= 0 && run->grade != filter->grade))
        return false;
    return !filter->kind || (run->truth_count > 0 && strcmp(run->truths[0].kind, filter->kind) == 0);
}

void
bench_tally(const struct bench_run *runs, size_t count, const struct bench_filter *filter, struct bench_tally *tally)
{
    *tally = (struct bench_tally){0};
    for (size_t i = 0; i < count; i++)
        if (is_wanted(&runs[i], filter))
            add_run(tally, &runs[i], filter->method);
}

void
bench_tally_release(struct bench_tally *tally)
{
    free(tally->start_errors.items);
    free(tally->end_errors.items);
    *tally = (struct bench_tally){0};
}

double
bench_share(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

double
bench_recall(const struct bench_tally *tally)
{
    return bench_share(tally->hits, tally->truths);
}

double
bench_precision(const struct bench_tally *tally)
{
    return bench_share(tally->hits, tally->findings);
}

double
bench_f1(const struct bench_tally *tally)
{
    return bench_share(2 * tally->hits, tally->findings + tally->truths);
}

static int
compare_numbers(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

double
bench_quantile(struct bench_numbers *numbers, double share)
{
    if (numbers->count == 0)
        return NAN;
    qsort(numbers->items, numbers->count, sizeof *numbers->items, compare_numbers);
    double place = share * (double)(numbers->count - 1);
    size_t below = (size_t)floor(place);
    if (below + 1 >= numbers->count)
        return numbers->items[numbers->count - 1];
    return numbers->items[below] + (place - (double)below) * (numbers->items[below + 1] - numbers->items[below]);
}

double
bench_poisson_upper(int32_t count)
{
    return gsl_cdf_chisq_Pinv(0.975, 2.0 * (count + 1)) / 2;
}
