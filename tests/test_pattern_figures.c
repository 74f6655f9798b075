#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/pattern_score.h"
#include "tests/pattern_world.h"

/* Are the figures true? Of windows that are given and not searched for: chances of what is no trouble, and intervals of
 * trouble whose ratio is known. Mail clumps and wanders. */

static const struct family restless = {.provider_spread = 0.4, .wandering = 0.3, .clumping = 0.15};

/* All that judges the patterns of one world. */
struct court {
    struct world world;
    struct mt_cube cube;
    struct mt_baseline baseline;
    struct mt_shelf shelf;
    struct mt_judge judge;
    struct mt_pattern_options options;
    struct mt_err err;
};

static void
open_court(struct court *court, uint64_t seed, const struct family *family, const struct mt_find *finds, int32_t count)
{
    draw_world(&court->world, seed, family, NULL, 0);
    court->options = mt_pattern_usual_options();
    court->options.bad_floor = 1;
    assert_int_equal(mt_cube_open(&court->cube, &court->world.data, &court->err), MT_OK);
    assert_int_equal(mt_baseline_open(&court->baseline, &court->cube, &court->err), MT_OK);
    for (int32_t i = 0; i < count; i++)
        court->baseline.finds[i] = finds[i];
    court->baseline.count = count;
    assert_int_equal(mt_baseline_fit(&court->baseline, &court->err), MT_OK);
    assert_int_equal(mt_shelf_open(&court->shelf, &court->baseline, &court->err), MT_OK);
    assert_int_equal(mt_judge_open(&court->judge, &court->baseline, &court->shelf, &court->options, &court->err),
                     MT_OK);
}

static void
close_court(struct court *court)
{
    mt_judge_close(&court->judge);
    mt_shelf_close(&court->shelf);
    mt_baseline_close(&court->baseline);
    mt_cube_close(&court->cube);
    close_world(&court->world);
}

/* False when nothing was bad there. */
static bool
judge(struct court *court, const struct mt_pattern_where *where, const struct mt_pattern_when *when,
      struct mt_find *find)
{
    struct mt_slice slice = mt_shelf_slice(&court->shelf, where);
    struct mt_score score;
    if (!mt_judge_score(&court->judge, &slice, when, &score))
        return false;
    mt_judge_record(&court->judge, &slice, &score, find);
    return true;
}

static struct mt_pattern_where
where_of(enum mt_pattern_by by, int32_t value)
{
    struct mt_pattern_where where = mt_where_all;
    where.value[by] = value;
    return where;
}

/* ---- chances ---- */

static const struct mt_pattern_when some_hours[] = {
    {.from = 248, .until = 260},
    {.from = 248, .until = 296},
    {.from = 80, .until = 248},
    {.from = 512, .until = 518},
    {.week_start = 6, .week_length = 4, .week_days = 1},
    {.week_start = 22, .week_length = 6},
};

struct chances {
    double all, in_twenty, in_hundred, in_thousand;
};

static void
add_chances(struct court *court, enum mt_pattern_by by, int32_t values, struct chances *chances)
{
    for (int32_t value = 0; value < values; value++)
        for (size_t i = 0; i < sizeof some_hours / sizeof *some_hours; i++) {
            struct mt_pattern_where where = where_of(by, value);
            struct mt_find find = {.ln_p = 0};
            judge(court, &where, &some_hours[i], &find);
            chances->all++;
            chances->in_twenty += find.ln_p <= log(0.05);
            chances->in_hundred += find.ln_p <= log(0.01);
            chances->in_thousand += find.ln_p <= log(0.001);
        }
}

static void
a_chance_of_one_in_a_hundred_comes_no_more_often(void **state)
{
    (void)state;
    struct chances chances = {0, 0, 0, 0};
    static struct court court;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        open_court(&court, seed, &restless, NULL, 0);
        add_chances(&court, MT_PATTERN_PROVIDER, PROVIDERS, &chances);
        add_chances(&court, MT_PATTERN_FOREST, FORESTS, &chances);
        close_court(&court);
    }
    assert_true(chances.in_twenty / chances.all < 0.065);
    assert_true(chances.in_hundred / chances.all < 0.013);
    assert_true(chances.in_thousand / chances.all < 0.002);
    /* Nor are they so careful that nothing would be found. */
    assert_true(chances.in_twenty / chances.all > 0.025);
}

/* ---- intervals ---- */

static const struct mt_find troubles[] = {
    {.where = {{2, -1, -1, -1, -1, -1}}, .when = {.from = 248, .until = 296}, .ratio = 1, .merged = 1},
    {.where = {{-1, -1, -1, -1, 1, -1}}, .when = {.from = 400, .until = 496}, .ratio = 1, .merged = 1},
    {.where = {{4, -1, -1, -1, -1, -1}},
     .when = {.week_start = 6, .week_length = 6, .week_days = 4},
     .ratio = 1,
     .merged = 1},
    {.where = {{0, -1, -1, -1, -1, 1}}, .when = {.from = 80, .until = 248}, .ratio = 1, .merged = 1},
};
enum { TROUBLES = sizeof troubles / sizeof *troubles };

/* Whether it is in this trouble; they do not overlap. */
static bool
is_in(const struct message *m, const struct mt_find *trouble)
{
    const int32_t *value = trouble->where.value;
    return (value[MT_PATTERN_PROVIDER] < 0 || value[MT_PATTERN_PROVIDER] == m->domain / 2) &&
           (value[MT_PATTERN_FOREST] < 0 || value[MT_PATTERN_FOREST] == m->forest) &&
           m->band >= value[MT_PATTERN_SIZE] &&
           mt_pattern_when_holds(&trouble->when, m->hour, (uint8_t)(m->hour % 168));
}

static double
times_of(const struct message *m, double ratio)
{
    double times = 1;
    for (int i = 0; i < TROUBLES; i++)
        times *= is_in(m, &troubles[i]) ? ratio : 1;
    return times;
}

static double
twice(const struct message *m)
{
    return times_of(m, 2);
}

static double
five_times(const struct message *m)
{
    return times_of(m, 5);
}

static double
fifteen_times(const struct message *m)
{
    return times_of(m, 15);
}

/* The share of intervals that hold the ratio. */
static double
coverage_of(double (*times)(const struct message *), double ratio)
{
    struct family family = restless;
    static struct court court;
    double all = 0, holds = 0;
    family.times = times;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        open_court(&court, seed, &family, troubles, TROUBLES);
        for (int32_t i = 0; i < TROUBLES; i++) {
            struct mt_find find;
            mt_shelf_leave_out(&court.shelf, i);
            if (!judge(&court, &troubles[i].where, &troubles[i].when, &find))
                continue;
            all++;
            holds += find.low <= ratio && ratio <= find.high;
        }
        close_court(&court);
    }
    return holds / all;
}

static void
the_interval_of_a_ratio_holds_it(void **state)
{
    (void)state;
    double two = coverage_of(twice, 2), five = coverage_of(five_times, 5), fifteen = coverage_of(fifteen_times, 15);
    assert_true(two > 0.93 && five > 0.93 && fifteen > 0.93);
    assert_true((two + five + fifteen) / 3 < 0.99);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chance_of_one_in_a_hundred_comes_no_more_often),
        cmocka_unit_test(the_interval_of_a_ratio_holds_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
