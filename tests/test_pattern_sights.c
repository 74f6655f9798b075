#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/baseline.h"
#include "tests/pattern_world.h"

/* What exports let one see is no trouble: where they see more, all mail looks worse. */

enum { EVENTS_FROM = HOURS * 2 / 3, CAUGHT_HOURS = 10 };

/* Twenty times as much is known of the last third. */
static double
seen_with_events(int32_t hour)
{
    return hour >= EVENTS_FROM ? 6 : 0.3;
}

/* Every Monday at ten an export is taken, and what is pending then is caught. */
static double
seen_when_caught(int32_t hour)
{
    return hour % 168 < CAUGHT_HOURS ? 7.5 : 0.5;
}

static const struct family with_events = {.provider_spread = 0.4, .wandering = 0.2, .seen = seen_with_events};
static const struct family when_caught = {.provider_spread = 0.4, .wandering = 0.2, .seen = seen_when_caught};

/* A provider whose mail looks better in the new light than that of others: what it has is late and does not expire. */
static double
one_provider_differs(const struct message *m)
{
    return m->domain / 2 == 4 && m->hour >= EVENTS_FROM ? 1.6 : 1;
}

/* From a Monday 08:00 to the Wednesday after, in the last third. */
enum { SICK_FROM = 21 * 24 + 8, SICK_UNTIL = SICK_FROM + 58 };

static double
sick_provider(const struct message *m)
{
    return m->domain / 2 == 1 && m->hour >= SICK_FROM && m->hour < SICK_UNTIL ? 6 : 1;
}

/* The same in the first two thirds, where little is seen. */
enum { BEFORE_FROM = 7 * 24 + 8, BEFORE_UNTIL = BEFORE_FROM + 58 };

static double
sick_before(const struct message *m)
{
    return m->domain / 2 == 1 && m->hour >= BEFORE_FROM && m->hour < BEFORE_UNTIL ? 15 : 1;
}

static void
tell_sights(struct world *world, double (*seen)(int32_t hour))
{
    for (int32_t hour = 0; hour < HOURS; hour++)
        world->sights[hour] = seen(hour) > 1 ? 5 : 2; /* numbers need not begin at 0 */
    world->data.sights = world->sights;
}

static void
assert_silence_with_sights_alone(const struct family *family)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct world world;
        draw_world(&world, seed, family, NULL, 0);
        assert_true(find(&world).count > 0);
        tell_sights(&world, family->seen);
        assert_int_equal(find(&world).count, 0);
        close_world(&world);
    }
}

static void
seeing_more_from_a_day_on_is_no_pattern(void **state)
{
    (void)state;
    assert_silence_with_sights_alone(&with_events);
}

static void
pending_mail_caught_every_monday_is_no_pattern(void **state)
{
    (void)state;
    assert_silence_with_sights_alone(&when_caught);
}

static void
a_provider_that_looks_a_little_worse_in_the_new_light_is_no_pattern(void **state)
{
    (void)state;
    struct family family = with_events;
    family.times = one_provider_differs;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        struct world world;
        draw_world(&world, seed, &family, NULL, 0);
        tell_sights(&world, family.seen);
        assert_int_equal(find(&world).count, 0);
        close_world(&world);
    }
}

static void
assert_incident(double (*times)(const struct message *), int32_t from, int32_t until, double truth, double tolerance)
{
    struct family family = with_events;
    family.times = times;
    for (uint64_t seed = 11; seed <= 12; seed++) {
        struct world world;
        draw_world(&world, seed, &family, NULL, 0);
        tell_sights(&world, family.seen);
        struct mt_pattern_search search = find(&world);
        const struct mt_pattern *p = the_only_pattern(&search);
        assert_where(p, 1, MT_PATTERN_ANY, MT_PATTERN_ANY);
        double common = fmin(p->when.until, until) - fmax(p->when.from, from);
        assert_true(common / (fmax(p->when.until, until) - fmin(p->when.from, from)) > 0.7);
        assert_true(p->ratio_low < truth && truth < p->ratio_high);
        assert_true(p->ratio > truth / tolerance && p->ratio < tolerance * truth);
        close_world(&world);
    }
}

static void
an_incident_where_more_is_seen_keeps_its_ratio(void **state)
{
    (void)state;
    assert_incident(sick_provider, SICK_FROM, SICK_UNTIL, 6, 1.5);
}

static void
an_incident_where_little_is_seen_keeps_its_ratio(void **state)
{
    (void)state;
    assert_incident(sick_before, BEFORE_FROM, BEFORE_UNTIL, 15, 2.2);
}

/* ---- decoys ---- */

static double
large_is_worse(const struct message *m)
{
    return m->band >= 2 ? 4 : 1;
}

/* Large mail is sent when much is seen: some of what it seems to do is only that. */
static void
sights_are_held_fixed_when_a_condition_is_checked(void **state)
{
    (void)state;
    struct family family = with_events;
    family.times = large_is_worse;
    struct world world;
    draw_world(&world, 6, &family, NULL, 0);
    size_t kept = 0;
    for (size_t i = 0; i < world.data.count; i++)
        if (world.cells[i].band < 2 || world.cells[i].hour >= EVENTS_FROM || uniform(&world) < 0.2)
            world.cells[kept++] = world.cells[i];
    world.data.count = kept;
    tell_sights(&world, seen_with_events);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_where(p, MT_PATTERN_ANY, MT_PATTERN_ANY, 2);
    const struct mt_pattern_check *check = &p->checks[MT_PATTERN_SIZE];
    assert_true(check->known && check->crude > 5.5);
    assert_true(check->low < 4 && 4 < check->high && check->adjusted < 5);
    close_world(&world);
}

/* ---- the factor of a sight ---- */

/* How much more the model takes to be seen in the last third. */
static double
worth_of_events(const struct world *world)
{
    struct mt_cube cube;
    struct mt_baseline baseline;
    struct mt_err err;
    assert_int_equal(mt_cube_open(&cube, &world->data, &err), MT_OK);
    assert_int_equal(mt_baseline_open(&baseline, &cube, &err), MT_OK);
    assert_int_equal(mt_baseline_fit(&baseline, &err), MT_OK);
    double worth = baseline.sight_factor[5] / baseline.sight_factor[2];
    mt_baseline_close(&baseline);
    mt_cube_close(&cube);
    return worth;
}

static double
share_of_bad(const struct world *world, bool with_events_known, int32_t but_provider)
{
    double mail = 0, bad = 0;
    for (size_t i = 0; i < world->data.count; i++)
        if ((world->cells[i].hour >= EVENTS_FROM) == with_events_known && world->cells[i].domain / 2 != but_provider) {
            mail += world->cells[i].mail;
            bad += world->cells[i].bad;
        }
    return bad / mail;
}

static double
grave_in_the_new_light(const struct message *m)
{
    return m->domain / 2 == 3 && m->hour >= EVENTS_FROM ? 0.9 : -1;
}

static void
one_sick_provider_does_not_move_what_a_sight_is_worth(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct world world;
        draw_world(&world, seed, &with_events, grave_in_the_new_light, 0);
        tell_sights(&world, seen_with_events);
        double truth = share_of_bad(&world, true, 3) / share_of_bad(&world, false, 3);
        double worth = worth_of_events(&world);
        assert_true(worth > truth / 1.5 && worth < 1.5 * truth);
        close_world(&world);
    }
}

/* Each has next to nothing expected in the first two thirds, and nearly all of them nothing bad. */
static void
many_small_providers_do_not_draw_a_sight_to_one(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    static int32_t provider_of_domain[MANY], region_of_domain[MANY];
    for (int32_t i = 0; i < MANY; i++) {
        provider_of_domain[i] = i;
        region_of_domain[i] = MT_PATTERN_ANY;
    }
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct world world;
        draw_world(&world, seed, &with_events, NULL, 0);
        for (size_t i = 0; i < world.data.count; i++)
            world.cells[i].domain = (int32_t)(uniform(&world) * MANY);
        world.data.provider_of_domain = provider_of_domain;
        world.data.region_of_domain = region_of_domain;
        world.data.providers = world.data.domains = MANY;
        tell_sights(&world, seen_with_events);
        double worth = worth_of_events(&world),
               truth = share_of_bad(&world, true, -1) / share_of_bad(&world, false, -1);
        assert_true(worth > truth / 1.2 && worth < 1.2 * truth);
        close_world(&world);
    }
}

static void
a_sight_that_is_not_known_is_refused(void **state)
{
    (void)state;
    struct world world;
    struct mt_pattern_options options = mt_pattern_usual_options();
    struct mt_pattern_search search;
    struct mt_err err;
    draw_world(&world, 1, &plain, NULL, 0);
    tell_sights(&world, seen_with_events);
    world.sights[HOURS - 1] = MT_PATTERN_SIGHTS;
    assert_int_equal(mt_patterns_find(&world.data, &options, &world.arena, &search, &err), MT_USAGE);
    close_world(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seeing_more_from_a_day_on_is_no_pattern),
        cmocka_unit_test(pending_mail_caught_every_monday_is_no_pattern),
        cmocka_unit_test(a_provider_that_looks_a_little_worse_in_the_new_light_is_no_pattern),
        cmocka_unit_test(an_incident_where_more_is_seen_keeps_its_ratio),
        cmocka_unit_test(an_incident_where_little_is_seen_keeps_its_ratio),
        cmocka_unit_test(sights_are_held_fixed_when_a_condition_is_checked),
        cmocka_unit_test(one_sick_provider_does_not_move_what_a_sight_is_worth),
        cmocka_unit_test(many_small_providers_do_not_draw_a_sight_to_one),
        cmocka_unit_test(a_sight_that_is_not_known_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
