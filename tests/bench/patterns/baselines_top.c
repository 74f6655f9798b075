/* What a person does with a pivot table: the rate of every value of every column, and the five worst. */

#include "baselines.h"

#include <stdlib.h>

#include "dimensions.h"

enum { SHOWN = 5, MAIL_LEAST = 50, BAD_LEAST = 5, ROOM = 2048 };
static const double ratio_least = 2;

struct line {
    double rate;
    enum bench_dimension dimension;
    int32_t value;
};

/* Highest rate first, else in the order of columns and values. */
static int
compare_lines(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    if (x->rate != y->rate)
        return x->rate > y->rate ? -1 : 1;
    if (x->dimension != y->dimension)
        return x->dimension < y->dimension ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

enum mt_rc
bench_baseline_top(const struct mt_planted *planted, struct bench_found *found, struct mt_err *err)
{
    struct bench_count all = bench_count_all(planted);
    double usual = (double)all.bad / (double)all.mail;
    struct line lines[ROOM];
    size_t count = 0;
    for (enum bench_dimension dimension = 0; dimension < BENCH_FLAT_DIMENSIONS; dimension++) {
        struct bench_count *counts = bench_dimension_counts(planted, dimension);
        if (!counts)
            return mt_err_memory(err);
        for (int32_t value = 0; value < bench_dimension_count(planted, dimension) && count < ROOM; value++) {
            double rate = (double)counts[value].bad / (double)(counts[value].mail ? counts[value].mail : 1);
            if (counts[value].mail >= MAIL_LEAST && counts[value].bad >= BAD_LEAST && rate >= ratio_least * usual)
                lines[count++] = (struct line){rate, dimension, value};
        }
        free(counts);
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < count && i < SHOWN && rc == MT_OK; i++) {
        struct bench_finding finding = bench_finding_of_all();
        bench_dimension_narrow(&finding, lines[i].dimension, lines[i].value);
        rc = bench_found_add(found, &finding, err);
    }
    return rc;
}
