#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "query/stats.h"

static void
assert_close(double value, double published)
{
    assert_float_equal(value, published, 0.00006);
}

/* R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3. */
static void
wilson_intervals_are_the_published_ones(void **state)
{
    (void)state;
    static const struct {
        int64_t hits, base;
        double low, high;
    } published[] = {
        {81, 263, 0.2553, 0.3662},
        {15, 148, 0.0624, 0.1605},
        {0, 20, 0.0000, 0.1611},
        {1, 29, 0.0061, 0.1718},
    };
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        struct mt_interval interval;
        assert_true(mt_stats_share(published[i].hits, published[i].base, &interval));
        assert_close(interval.low, published[i].low);
        assert_close(interval.high, published[i].high);
    }
}

/* The same author and volume, 873-890, table II, method 10. The paper takes first minus second. */
static void
intervals_of_differences_are_the_published_ones(void **state)
{
    (void)state;
    static const struct {
        int64_t hits_1, base_1, hits_2, base_2;
        double low, high;
    } published[] = {
        {56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090},  {6, 7, 2, 7, 0.0582, 0.8062},
        {5, 56, 0, 29, -0.0381, 0.1926},  {0, 10, 0, 20, -0.1611, 0.2775}, {0, 10, 0, 10, -0.2775, 0.2775},
        {10, 10, 0, 20, 0.6791, 1.0000},  {10, 10, 0, 10, 0.6075, 1.0000},
    };
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        struct mt_interval interval;
        double difference;
        assert_true(mt_stats_difference(published[i].hits_2, published[i].base_2, published[i].hits_1,
                                        published[i].base_1, &difference, &interval));
        assert_close(difference, (double)published[i].hits_1 / (double)published[i].base_1 -
                                     (double)published[i].hits_2 / (double)published[i].base_2);
        assert_close(interval.low, published[i].low);
        assert_close(interval.high, published[i].high);
    }
}

/* The aspirin study of 1988, as worked out in A. Agresti, Categorical Data Analysis, 3.1: 189 of 11034 heart attacks
 * with placebo, 104 of 11037 with aspirin; relative risk 1.82, interval 1.43 to 2.31. */
static void
the_ratio_of_the_aspirin_study_is_the_published_one(void **state)
{
    (void)state;
    struct mt_interval interval;
    double ratio;
    assert_true(mt_stats_ratio(104, 11037, 189, 11034, &ratio, &interval));
    assert_float_equal(ratio, 1.82, 0.005);
    assert_float_equal(interval.low, 1.43, 0.005);
    assert_float_equal(interval.high, 2.31, 0.005);
}

static void
no_mail_gives_no_answer(void **state)
{
    (void)state;
    struct mt_interval interval = {7, 7};
    double value = 7;
    assert_false(mt_stats_share(0, 0, &interval));
    assert_false(mt_stats_share(3, 2, &interval));
    assert_false(mt_stats_share(-1, 2, &interval));
    assert_false(mt_stats_difference(0, 0, 1, 2, &value, &interval));
    assert_false(mt_stats_difference(1, 2, 0, 0, &value, &interval));
    assert_false(mt_stats_ratio(0, 5, 1, 5, &value, &interval));
    assert_false(mt_stats_ratio(1, 5, 0, 5, &value, &interval));
    assert_true(value == 7 && interval.low == 7 && interval.high == 7);
}

static void
an_interval_never_leaves_0_to_1_and_holds_its_share(void **state)
{
    (void)state;
    for (int64_t base = 1; base <= 200; base++)
        for (int64_t hits = 0; hits <= base; hits++) {
            struct mt_interval interval;
            assert_true(mt_stats_share(hits, base, &interval));
            double share = (double)hits / (double)base;
            assert_true(interval.low >= 0 && interval.low <= share && share <= interval.high && interval.high <= 1);
        }
}

static void
clumps_widen_the_interval_of_a_share(void **state)
{
    struct mt_interval plain, clumped;
    (void)state;
    assert_true(mt_stats_share(12, 300, &plain));
    assert_true(mt_stats_share_in_clumps(12, 300, 1, &clumped));
    assert_true(fabs(plain.low - clumped.low) < 1e-12 && fabs(plain.high - clumped.high) < 1e-12);
    assert_true(mt_stats_share_in_clumps(12, 300, 2, &clumped));
    assert_true(clumped.low < plain.low && clumped.high > plain.high);
    assert_false(mt_stats_share_in_clumps(1, 0, 2, &clumped));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clumps_widen_the_interval_of_a_share),
        cmocka_unit_test(wilson_intervals_are_the_published_ones),
        cmocka_unit_test(intervals_of_differences_are_the_published_ones),
        cmocka_unit_test(the_ratio_of_the_aspirin_study_is_the_published_one),
        cmocka_unit_test(no_mail_gives_no_answer),
        cmocka_unit_test(an_interval_never_leaves_0_to_1_and_holds_its_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
