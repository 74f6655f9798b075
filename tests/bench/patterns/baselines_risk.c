/* Conjunctions of up to three values by their risk ratio, as MacroBase and DIFF find them: enough of the bad mail must
 * meet them, they must be several times as bad as the rest, and one more condition must make them worse than each part
 * alone. The ten with the highest ratio are told. */

#include "baselines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dimensions.h"

enum { SHOWN = 10, ORDERS = 3, BAD_LEAST = 5 };
static const double support_least = 0.02, ratio_least = 3;

static const enum bench_dimension used[] = {BENCH_BY_PROVIDER, BENCH_BY_HOST, BENCH_BY_REGION,  BENCH_BY_FOREST,
                                            BENCH_BY_SIZE,     BENCH_BY_DATE, BENCH_BY_WEEKDAY, BENCH_BY_THREE_HOURS};
enum { USED = sizeof used / sizeof *used };

/* A set of dimensions is a bit for each of them; its combinations of values are numbered row by row. */
struct search {
    const struct mt_planted *planted;
    int32_t *columns[USED], sizes[USED];
    struct bench_count all;
    double support;
    double *ratios[1 << USED]; /* of each combination of one or two dimensions; 0: too rare */
    struct candidate {
        double ratio;
        unsigned set;
        size_t number;
    } best[SHOWN];
    size_t best_count;
};

static int
order_of(unsigned set)
{
    int order = 0;
    for (; set; set &= set - 1)
        order++;
    return order;
}

static size_t
combinations_of(const struct search *search, unsigned set)
{
    size_t combinations = 1;
    for (int i = 0; i < USED; i++)
        if (set >> i & 1)
            combinations *= (size_t)search->sizes[i];
    return combinations;
}

static struct bench_count *
count_combinations(const struct search *search, unsigned set)
{
    struct bench_count *counts = calloc(combinations_of(search, set) + 1, sizeof *counts);
    for (size_t g = 0; counts && g < search->planted->count; g++) {
        size_t number = 0;
        bool known = true;
        for (int i = 0; i < USED; i++)
            if (set >> i & 1) {
                known = known && search->columns[i][g] >= 0;
                number = number * (size_t)search->sizes[i] + (size_t)(known ? search->columns[i][g] : 0);
            }
        if (known) {
            counts[number].mail++;
            counts[number].bad += search->planted->groups[g].bad;
        }
    }
    return counts;
}

static void
split_number(const struct search *search, unsigned set, size_t number, int32_t values[USED])
{
    for (int i = USED - 1; i >= 0; i--)
        if (set >> i & 1) {
            values[i] = (int32_t)(number % (size_t)search->sizes[i]);
            number /= (size_t)search->sizes[i];
        }
}

static size_t
join_number(const struct search *search, unsigned set, const int32_t values[USED])
{
    size_t number = 0;
    for (int i = 0; i < USED; i++)
        if (set >> i & 1)
            number = number * (size_t)search->sizes[i] + (size_t)values[i];
    return number;
}

/* Whether every condition is needed: with one less the ratio is lower. */
static bool
is_minimal(const struct search *search, unsigned set, size_t number, double ratio)
{
    int32_t values[USED] = {0};
    split_number(search, set, number, values);
    for (int i = 0; i < USED; i++) {
        unsigned less = set & ~(1u << i);
        if (less != set && less != 0 && ratio <= search->ratios[less][join_number(search, less, values)])
            return false;
    }
    return true;
}

static void
keep_best(struct search *search, const struct candidate *candidate)
{
    size_t at = search->best_count;
    while (at > 0 && search->best[at - 1].ratio < candidate->ratio)
        at--;
    if (at == SHOWN)
        return;
    if (search->best_count < SHOWN)
        search->best_count++;
    memmove(&search->best[at + 1], &search->best[at], (search->best_count - 1 - at) * sizeof *search->best);
    search->best[at] = *candidate;
}

static enum mt_rc
search_set(struct search *search, unsigned set, struct mt_err *err)
{
    size_t combinations = combinations_of(search, set);
    bool is_part_of_others = order_of(set) < ORDERS;
    struct bench_count *counts = count_combinations(search, set);
    if (counts && is_part_of_others)
        search->ratios[set] = calloc(combinations + 1, sizeof *search->ratios[set]);
    if (!counts || (is_part_of_others && !search->ratios[set])) {
        free(counts);
        return mt_err_memory(err);
    }
    for (size_t i = 0; i < combinations; i++) {
        if (counts[i].bad == 0 || (double)counts[i].bad < search->support)
            continue;
        double mail = (double)counts[i].mail, rest = (double)(search->all.mail - counts[i].mail);
        double rest_rate = (double)(search->all.bad - counts[i].bad) / fmax(rest, 1);
        double ratio = (double)counts[i].bad / mail / fmax(rest_rate, 1e-12);
        if (is_part_of_others)
            search->ratios[set][i] = ratio;
        if (ratio >= ratio_least && is_minimal(search, set, i, ratio))
            keep_best(search, &(struct candidate){ratio, set, i});
    }
    free(counts);
    return MT_OK;
}

static enum mt_rc
search_all(struct search *search, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (int order = 1; order <= ORDERS; order++)
        for (unsigned set = 1; set < 1u << USED && rc == MT_OK; set++)
            if (order_of(set) == order)
                rc = search_set(search, set, err);
    return rc;
}

static enum mt_rc
tell(const struct search *search, struct bench_found *found, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t k = 0; k < search->best_count && rc == MT_OK; k++) {
        struct bench_finding finding = bench_finding_of_all();
        int32_t values[USED] = {0};
        split_number(search, search->best[k].set, search->best[k].number, values);
        for (int i = 0; i < USED; i++)
            if (search->best[k].set >> i & 1)
                bench_dimension_narrow(&finding, used[i], values[i]);
        rc = bench_found_add(found, &finding, err);
    }
    return rc;
}

enum mt_rc
bench_baseline_risk(const struct mt_planted *planted, struct bench_found *found, struct mt_err *err)
{
    struct search search = {.planted = planted, .all = bench_count_all(planted)};
    search.support = fmax(BAD_LEAST, support_least * (double)search.all.bad);
    enum mt_rc rc = MT_OK;
    for (int i = 0; i < USED; i++) {
        search.sizes[i] = bench_dimension_count(planted, used[i]);
        search.columns[i] = bench_dimension_column(planted, used[i]);
        if (!search.columns[i])
            rc = mt_err_memory(err);
    }
    if (rc == MT_OK)
        rc = search_all(&search, err);
    if (rc == MT_OK)
        rc = tell(&search, found, err);
    for (int i = 0; i < USED; i++)
        free(search.columns[i]);
    for (unsigned set = 0; set < 1u << USED; set++)
        free(search.ratios[set]);
    return rc;
}
