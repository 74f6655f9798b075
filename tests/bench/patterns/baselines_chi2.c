/* What a careful person does with the same table: each value against all other mail by a chi-squared test, with the
 * procedure of Benjamini and Hochberg for the many tests, and no word about weak effects. Sizes are taken from a band
 * upwards. */

#include "baselines.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "dimensions.h"

enum { MAIL_LEAST = 20, BAD_LEAST = 5, ROOM = 2048 };
static const double false_discoveries = 0.01, ratio_least = 1.5;

struct test {
    double p, ratio;
    enum bench_dimension dimension;
    int32_t value;
};

static int
compare_tests(const void *a, const void *b)
{
    const struct test *x = a, *y = b;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    if (x->dimension != y->dimension)
        return x->dimension < y->dimension ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

/* Of the table (bad, good; the rest's bad, the rest's good). */
static struct test
compare_with_rest(const struct bench_count *count, const struct bench_count *all)
{
    double n = (double)all->mail;
    double a = (double)count->bad, b = (double)(count->mail - count->bad);
    double c = (double)(all->bad - count->bad), d = n - a - b - c;
    double difference = fabs(a * d - b * c);
    double chi2 = n * difference * difference / fmax((a + b) * (c + d) * (a + c) * (b + d), 1e-9);
    double ratio = a / (a + b) / fmax(c / (c + d), 1e-12);
    return (struct test){.p = gsl_cdf_chisq_Q(chi2, 1), .ratio = ratio};
}

static void
add_up_from_above(struct bench_count *counts, int32_t count)
{
    for (int32_t value = count - 2; value >= 0; value--) {
        counts[value].mail += counts[value + 1].mail;
        counts[value].bad += counts[value + 1].bad;
    }
}

static size_t
how_many_stand(const struct test *tests, size_t count)
{
    size_t standing = 0;
    for (size_t i = 0; i < count; i++)
        if (tests[i].p <= false_discoveries * (double)(i + 1) / (double)count)
            standing = i + 1;
    return standing;
}

enum mt_rc
bench_baseline_chi2(const struct mt_planted *planted, struct bench_found *found, struct mt_err *err)
{
    struct bench_count all = bench_count_all(planted);
    struct test tests[ROOM];
    size_t count = 0;
    for (enum bench_dimension dimension = 0; dimension < BENCH_FLAT_DIMENSIONS; dimension++) {
        struct bench_count *counts = bench_dimension_counts(planted, dimension);
        int32_t values = bench_dimension_count(planted, dimension);
        if (!counts)
            return mt_err_memory(err);
        if (dimension == BENCH_BY_SIZE)
            add_up_from_above(counts, values);
        for (int32_t value = 0; value < values && count < ROOM; value++) {
            bool is_all = dimension == BENCH_BY_SIZE && value == 0;
            if (is_all || counts[value].mail < MAIL_LEAST || counts[value].bad < BAD_LEAST ||
                all.mail - counts[value].mail < MAIL_LEAST)
                continue;
            tests[count] = compare_with_rest(&counts[value], &all);
            tests[count].dimension = dimension;
            tests[count++].value = value;
        }
        free(counts);
    }
    qsort(tests, count, sizeof *tests, compare_tests);
    size_t standing = how_many_stand(tests, count);
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < standing && rc == MT_OK; i++) {
        if (tests[i].ratio < ratio_least)
            continue;
        struct bench_finding finding = bench_finding_of_all();
        bench_dimension_narrow(&finding, tests[i].dimension, tests[i].value);
        finding.band_until = MT_PLANTED_BANDS;
        rc = bench_found_add(found, &finding, err);
    }
    return rc;
}
