#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "query/week_change.h"

enum { WEEK = 168, PAIRS = 1500 };

/* ---- weeks whose truth is known ---- */

/* splitmix64 (G. Steele and others, 2014). */
static double
uniform(uint64_t *random)
{
    uint64_t z = *random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static double
normal(uint64_t *random)
{
    return sqrt(-2 * log(uniform(random))) * cos(6.283185307179586 * uniform(random));
}

static double
poisson(uint64_t *random, double mean)
{
    if (mean > 60)
        return fmax(floor(mean + sqrt(mean) * normal(random) + 0.5), 0);
    double product = uniform(random), limit = exp(-mean), count = 0;
    for (; product > limit; count++)
        product *= uniform(random);
    return count;
}

/* How mail strays from a flat rate: the level wanders, and a failure brings the next one with this chance. */
struct kind {
    double wandering, correlation, clumping;
};

static const struct kind usual = {0.3, 0.8, 0.15}, heavy = {0.5, 0.85, 0.35};

static double
mail_of_hour(size_t hour)
{
    size_t clock = hour % 24, weekday = hour / 24 % 7;
    return weekday >= 5 ? 8000 : clock >= 7 && clock < 18 ? 80000 : 15000;
}

/* Two weeks after each other, with so many bad messages expected in the first, and `ratio` times as many in the second.
 */
static void
draw_weeks(uint64_t *random, const struct kind *kind, double bad, double ratio, struct mt_week_hour hours[2 * WEEK])
{
    double all = 0, level = normal(random), s = kind->wandering, rho = kind->correlation;
    for (size_t hour = 0; hour < WEEK; hour++)
        all += mail_of_hour(hour);
    for (size_t hour = 0; hour < (size_t)2 * WEEK; hour++) {
        double mail = fmax(mail_of_hour(hour) * exp(0.1 * normal(random)), 1);
        double mean = bad * mail / all * exp(s * level - s * s / 2) * (hour < WEEK ? 1 : ratio), count = 0;
        level = rho * level + sqrt(1 - rho * rho) * normal(random);
        for (double first = poisson(random, mean * (1 - kind->clumping)); first > 0; first--)
            for (count++; uniform(random) < kind->clumping;)
                count++;
        hours[hour] = (struct mt_week_hour){.mail = floor(mail + 0.5), .bad = count};
    }
}

static struct mt_week_change
compare(const struct mt_week_hour hours[2 * WEEK], const struct mt_week_spread *spread)
{
    const struct mt_week weeks[] = {{hours, WEEK}, {hours + WEEK, WEEK}};
    struct mt_week_spread measured = mt_week_spread_of(weeks, 2);
    return mt_week_change(&weeks[0], &weeks[1], spread ? spread : &measured);
}

/* ---- the interval ---- */

struct coverage {
    double holds, poisson_holds; /* shares of the pairs */
};

static struct coverage
cover(const struct kind *kind, double bad, double ratio, uint64_t random)
{
    static struct mt_week_hour hours[2 * WEEK];
    static const struct mt_week_spread none = {.clumping = 1};
    struct coverage sum = {0, 0};
    for (int pair = 0; pair < PAIRS; pair++) {
        draw_weeks(&random, kind, bad, ratio, hours);
        struct mt_week_change change = compare(hours, NULL), poisson_one = compare(hours, &none);
        assert_true(change.known);
        sum.holds += change.low <= ratio && ratio <= change.high;
        sum.poisson_holds += poisson_one.low <= ratio && ratio <= poisson_one.high;
    }
    return (struct coverage){sum.holds / PAIRS, sum.poisson_holds / PAIRS};
}

/* 9000 pairs of each kind, with 15 to 5000 bad messages a week. */
static void
assert_coverage(const struct kind *kind, double poisson_most)
{
    static const double sizes[] = {15, 200, 5000}, ratios[] = {1, 3};
    double holds = 0, poisson_holds = 0, count = 0;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 2; k++, count++) {
            struct coverage one = cover(kind, sizes[i], ratios[k], 1000 + 10 * i + k);
            assert_true(one.holds > 0.925 && one.holds < 0.98);
            holds += one.holds;
            poisson_holds += one.poisson_holds;
        }
    assert_true(holds / count > 0.93 && holds / count < 0.975);
    assert_true(poisson_holds / count < poisson_most);
}

static void
the_interval_holds_95_percent_where_a_poisson_one_does_not(void **state)
{
    (void)state;
    assert_coverage(&usual, 0.7);
    assert_coverage(&heavy, 0.6);
}

/* ---- the spread ---- */

static void
the_spread_is_measured_where_there_is_mail_enough(void **state)
{
    (void)state;
    static struct mt_week_hour hours[2 * WEEK];
    const struct mt_week weeks[] = {{hours, WEEK}, {hours + WEEK, WEEK}};
    double clumping = 0, wandering = 0;
    enum { TIMES = 50 };
    uint64_t random = 7;
    for (int i = 0; i < TIMES; i++) {
        draw_weeks(&random, &heavy, 400, 2, hours);
        struct mt_week_spread spread = mt_week_spread_of(weeks, 2);
        clumping += spread.clumping / TIMES;
        wandering += spread.wandering / TIMES;
    }
    /* The sizes of clumps are geometric: (1 + 0.35) / (1 - 0.35). */
    assert_true(fabs(clumping - 2.08) < 0.3);
    assert_true(fabs(wandering - (exp(0.25) - 1)) < 0.1);
}

static void
little_mail_has_the_spread_of_mail_as_a_rule(void **state)
{
    (void)state;
    static struct mt_week_hour hours[2 * WEEK];
    const struct mt_week weeks[] = {{hours, WEEK}, {hours + WEEK, WEEK}};
    uint64_t random = 8;
    draw_weeks(&random, &heavy, 1, 1, hours);
    struct mt_week_spread little = mt_week_spread_of(weeks, 2), nothing = mt_week_spread_of(weeks, 0);
    assert_true(fabs(little.clumping - nothing.clumping) < 0.3);
    assert_true(fabs(little.wandering - nothing.wandering) < 0.02);
}

/* One afternoon with an outage. */
static void
add_outage(struct mt_week_hour *hours)
{
    for (size_t hour = 2 * 24 + 12; hour < 2 * 24 + 18; hour++)
        hours[hour].bad += 60;
}

static void
an_incident_makes_the_week_worse_and_not_the_spread_wider(void **state)
{
    (void)state;
    static struct mt_week_hour hours[2 * WEEK];
    const struct mt_week weeks[] = {{hours, WEEK}, {hours + WEEK, WEEK}};
    uint64_t random = 9;
    draw_weeks(&random, &usual, 200, 1, hours);
    struct mt_week_spread before = mt_week_spread_of(weeks, 2);
    assert_int_equal(compare(hours, NULL).verdict, MT_WEEK_SAME);
    add_outage(hours + WEEK);
    struct mt_week_spread after = mt_week_spread_of(weeks, 2);
    assert_true(after.clumping < 1.3 * before.clumping && after.wandering < 1.3 * before.wandering + 0.05);
    assert_int_equal(compare(hours, NULL).verdict, MT_WEEK_WORSE);
}

/* ---- verdicts ---- */

static void
set_bad(struct mt_week_hour hours[2 * WEEK], int before, int now)
{
    for (int hour = 0; hour < 2 * WEEK; hour++)
        hours[hour] = (struct mt_week_hour){.mail = 100};
    for (int i = 0; i < before; i++)
        hours[i * 31 % WEEK].bad++;
    for (int i = 0; i < now; i++)
        hours[WEEK + i * 31 % WEEK].bad++;
}

static void
verdicts_follow_the_counts(void **state)
{
    (void)state;
    static const struct {
        int before, now;
        enum mt_week_verdict verdict;
    } cases[] = {
        {0, 40, MT_WEEK_NEW},       {40, 0, MT_WEEK_GONE},      {0, 2, MT_WEEK_TOO_LITTLE},
        {1, 1, MT_WEEK_TOO_LITTLE}, {3, 4, MT_WEEK_TOO_LITTLE}, {100, 105, MT_WEEK_SAME},
        {30, 120, MT_WEEK_WORSE},   {120, 30, MT_WEEK_BETTER},  {0, 0, MT_WEEK_TOO_LITTLE},
    };
    static struct mt_week_hour hours[2 * WEEK];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_bad(hours, cases[i].before, cases[i].now);
        struct mt_week_change change = compare(hours, NULL);
        assert_int_equal(change.verdict, cases[i].verdict);
        assert_int_equal(change.known, cases[i].before + cases[i].now > 0);
        assert_int_equal(isinf(change.high) != 0, change.known && cases[i].before == 0);
        assert_int_equal(change.known && change.low > 0, cases[i].now > 0);
        assert_true(!change.known || (change.low <= change.ratio && change.ratio <= change.high));
    }
}

static void
a_week_without_mail_is_not_compared(void **state)
{
    (void)state;
    static struct mt_week_hour hours[2 * WEEK];
    set_bad(hours, 20, 20);
    for (int hour = 0; hour < WEEK; hour++)
        hours[hour] = (struct mt_week_hour){.mail = 0};
    assert_false(compare(hours, NULL).known);
    const struct mt_week none = {NULL, 0}, now = {hours + WEEK, WEEK};
    struct mt_week_spread spread = mt_week_spread_of(&none, 1);
    assert_false(mt_week_change(&none, &now, &spread).known);
}

static void
the_other_way_round_is_one_by_the_ratio(void **state)
{
    (void)state;
    static struct mt_week_hour hours[2 * WEEK];
    const struct mt_week weeks[] = {{hours, WEEK}, {hours + WEEK, WEEK}};
    uint64_t random = 10;
    draw_weeks(&random, &usual, 60, 2, hours);
    struct mt_week_spread spread = mt_week_spread_of(weeks, 2);
    struct mt_week_change there = mt_week_change(&weeks[0], &weeks[1], &spread);
    struct mt_week_change back = mt_week_change(&weeks[1], &weeks[0], &spread);
    assert_true(fabs(there.ratio * back.ratio - 1) < 1e-9);
    assert_true(fabs(there.low * back.high - 1) < 1e-9 && fabs(there.high * back.low - 1) < 1e-9);
}

/* Nights are ten times as bad as days, and in the second week three times as much is sent at night. */
static void
more_mail_in_bad_hours_is_no_worse_week(void **state)
{
    (void)state;
    static struct mt_week_hour hours[2 * WEEK];
    for (int hour = 0; hour < 2 * WEEK; hour++) {
        bool night = hour % 24 < 8;
        double mail = night && hour >= WEEK ? 300 : 100;
        hours[hour] = (struct mt_week_hour){mail, mail * (night ? 0.1 : 0.01), night ? 0.1 : 0.01};
    }
    assert_int_equal(compare(hours, NULL).verdict, MT_WEEK_SAME);
    for (int hour = 0; hour < 2 * WEEK; hour++)
        hours[hour].usual_share = 0;
    assert_int_equal(compare(hours, NULL).verdict, MT_WEEK_WORSE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_holds_95_percent_where_a_poisson_one_does_not),
        cmocka_unit_test(the_spread_is_measured_where_there_is_mail_enough),
        cmocka_unit_test(little_mail_has_the_spread_of_mail_as_a_rule),
        cmocka_unit_test(an_incident_makes_the_week_worse_and_not_the_spread_wider),
        cmocka_unit_test(verdicts_follow_the_counts),
        cmocka_unit_test(a_week_without_mail_is_not_compared),
        cmocka_unit_test(the_other_way_round_is_one_by_the_ratio),
        cmocka_unit_test(more_mail_in_bad_hours_is_no_worse_week),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
