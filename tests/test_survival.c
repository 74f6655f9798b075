#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/survival.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct mt_bound
quantile(const struct mt_wait *waits, size_t count, double share)
{
    struct mt_bound found;
    assert_true(mt_survival_quantile(waits, count, share, &found));
    return found;
}

static void
assert_bound(struct mt_bound found, int64_t seconds, bool at_least)
{
    assert_true(found.seconds == seconds);
    assert_int_equal(found.at_least, at_least);
}

/* Freireich and others, Blood 21 (1963): remission of 21 patients under 6-mercaptopurine, in weeks. The curve, as every
 * textbook has it: 6 .857, 7 .807, 10 .753, 13 .690, 16 .627, 22 .538, 23 .448. */
static const struct mt_wait treated[] = {
    {6, 3, 1, 0},  {7, 1, 0, 0},  {9, 0, 1, 0},  {10, 1, 1, 0}, {11, 0, 1, 0}, {13, 1, 0, 0},
    {16, 1, 0, 0}, {17, 0, 1, 0}, {19, 0, 1, 0}, {20, 0, 1, 0}, {22, 1, 0, 0}, {23, 1, 0, 0},
    {25, 0, 1, 0}, {32, 0, 2, 0}, {34, 0, 1, 0}, {35, 0, 1, 0},
};

static void
the_curve_of_kaplan_and_meier_is_the_published_one(void **state)
{
    (void)state;
    static const struct {
        double below, above; /* shares next to a published step of the curve */
        int64_t at, next;
    } steps[] = {
        {0.1420, 0.1430, 6, 7},   {0.1932, 0.1934, 7, 10},  {0.2470, 0.2472, 10, 13},
        {0.3097, 0.3099, 13, 16}, {0.3720, 0.3730, 16, 22}, {0.4620, 0.4625, 22, 23},
    };
    for (size_t i = 0; i < COUNT(steps); i++) {
        assert_bound(quantile(treated, COUNT(treated), steps[i].below), steps[i].at, false);
        assert_bound(quantile(treated, COUNT(treated), steps[i].above), steps[i].next, false);
    }
    assert_bound(quantile(treated, COUNT(treated), 0.5), 23, false);
}

/* The curve ends at .448: 55 % had a relapse by week 23, and no more is known of the others. */
static void
a_quantile_that_the_curve_does_not_reach_is_at_least_the_longest_wait(void **state)
{
    (void)state;
    assert_bound(quantile(treated, COUNT(treated), 0.55), 23, false);
    assert_bound(quantile(treated, COUNT(treated), 0.56), 35, true);
    assert_bound(quantile(treated, COUNT(treated), 0.99), 35, true);
}

/* The untreated patients of the same paper: nothing is censored, the median is 8. */
static void
without_censoring_quantiles_are_those_of_counting(void **state)
{
    (void)state;
    static const struct mt_wait untreated[] = {
        {1, 2, 0, 0},  {2, 2, 0, 0},  {3, 1, 0, 0},  {4, 2, 0, 0},  {5, 2, 0, 0},  {8, 4, 0, 0},
        {11, 2, 0, 0}, {12, 2, 0, 0}, {15, 1, 0, 0}, {17, 1, 0, 0}, {22, 1, 0, 0}, {23, 1, 0, 0},
    };
    assert_bound(quantile(untreated, COUNT(untreated), 0.5), 8, false);
    struct mt_wait hundred[100];
    for (int i = 0; i < 100; i++)
        hundred[i] = (struct mt_wait){i + 1, 1, 0, 0};
    for (int i = 1; i <= 100; i++)
        assert_bound(quantile(hundred, 100, i / 100.0), i, false);
}

static void
mail_refused_at_once_weighs_nothing(void **state)
{
    (void)state;
    static const struct mt_wait without[] = {{10, 6, 0, 0}, {60, 4, 0, 0}};
    static const struct mt_wait with[] = {{0, 0, 500, 0}, {10, 6, 0, 0}, {60, 4, 0, 0}};
    for (double share = 0.05; share < 1; share += 0.05)
        assert_bound(quantile(with, COUNT(with), share), quantile(without, COUNT(without), share).seconds, false);
}

static void
what_is_still_waiting_counts_up_to_its_age(void **state)
{
    (void)state;
    /* Six of ten had arrived when the others were last seen waiting, one minute and one hour old. */
    static const struct mt_wait waits[] = {{10, 3, 0, 0}, {60, 0, 2, 0}, {600, 3, 0, 0}, {3600, 0, 2, 0}};
    assert_bound(quantile(waits, COUNT(waits), 0.3), 10, false);
    assert_bound(quantile(waits, COUNT(waits), 0.5), 600, false); /* .7 * 2/5 wait longer, not 5 of 10 */
    assert_bound(quantile(waits, COUNT(waits), 0.9), 3600, true);
}

static void
mail_of_which_only_the_earliest_time_is_known_makes_lower_bounds(void **state)
{
    (void)state;
    /* Half of the mail has only a status; of the rest one in ten took an hour. */
    static const struct mt_wait waits[] = {{0, 0, 0, 100}, {20, 90, 0, 0}, {3600, 10, 0, 0}};
    struct mt_bound found = {-1, false};
    assert_false(mt_survival_quantile(waits, COUNT(waits), 0.5, &found));
    assert_true(found.seconds == -1);
    assert_bound(quantile(waits, COUNT(waits), 0.9), 20, true);
    assert_bound(quantile(waits, COUNT(waits), 0.99), 3600, true);

    /* A wait that begins to be unknown behind the quantile does not touch it. */
    static const struct mt_wait tail[] = {{20, 90, 0, 0}, {3600, 0, 0, 10}};
    assert_bound(quantile(tail, COUNT(tail), 0.9), 20, false);
    assert_bound(quantile(tail, COUNT(tail), 0.95), 3600, true);
}

static void
nothing_can_be_told_of_nothing(void **state)
{
    (void)state;
    struct mt_bound found;
    static const struct mt_wait refused[] = {{0, 0, 5, 0}}, unknown[] = {{0, 0, 0, 5}}, none[] = {{7, 0, 0, 0}};
    assert_false(mt_survival_quantile(NULL, 0, 0.5, &found));
    assert_false(mt_survival_quantile(refused, 1, 0.5, &found));
    assert_false(mt_survival_quantile(unknown, 1, 0.5, &found));
    assert_false(mt_survival_quantile(none, 1, 0.5, &found));
    assert_false(mt_survival_longest(NULL, 0, &found));
    assert_false(mt_survival_longest(unknown, 1, &found));
    assert_false(mt_survival_longest(none, 1, &found));
}

static void
the_longest_wait_is_a_bound_when_its_mail_had_not_arrived(void **state)
{
    (void)state;
    struct mt_bound found;
    static const struct mt_wait waits[] = {{10, 3, 0, 0}, {60, 1, 2, 0}, {90, 0, 0, 0}};
    assert_true(mt_survival_longest(waits, 1, &found));
    assert_bound(found, 10, false);
    assert_true(mt_survival_longest(waits, 3, &found));
    assert_bound(found, 60, true);
    static const struct mt_wait at_once[] = {{0, 3, 0, 0}};
    assert_true(mt_survival_longest(at_once, 1, &found));
    assert_bound(found, 0, false);
    assert_bound(quantile(at_once, 1, 0.99), 0, false);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_curve_of_kaplan_and_meier_is_the_published_one),
        cmocka_unit_test(a_quantile_that_the_curve_does_not_reach_is_at_least_the_longest_wait),
        cmocka_unit_test(without_censoring_quantiles_are_those_of_counting),
        cmocka_unit_test(mail_refused_at_once_weighs_nothing),
        cmocka_unit_test(what_is_still_waiting_counts_up_to_its_age),
        cmocka_unit_test(mail_of_which_only_the_earliest_time_is_known_makes_lower_bounds),
        cmocka_unit_test(nothing_can_be_told_of_nothing),
        cmocka_unit_test(the_longest_wait_is_a_bound_when_its_mail_had_not_arrived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
