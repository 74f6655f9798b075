#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "query/confound.h"
#include "query/pattern_score.h"
#include "query/patterns.h"
#include "tests/pattern_world.h"

/* ---- silence ---- */

static void
quiet_mail_has_no_patterns(void **state)
{
    (void)state;
    static const struct family families[] = {
        {.provider_spread = 0},
        {.provider_spread = 0.6},
        {.provider_spread = 0.4, .wandering = 0.3},
        {.provider_spread = 0.4, .clumping = 0.2},
        {.provider_spread = 0.4, .surge = 250},
        {.provider_spread = 1, .mix_shift = true},
    };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        for (uint64_t seed = 1; seed <= 2; seed++) {
            struct world world;
            draw_world(&world, seed + 10 * i, &families[i], NULL, 0);
            struct mt_pattern_search search = find(&world);
            assert_int_equal(search.count, 0);
            assert_true(search.bad > 200 && search.windows > 10000);
            close_world(&world);
        }
}

static void
an_empty_cube_has_no_patterns(void **state)
{
    (void)state;
    struct world world;
    open_tables(&world, 1, 0);
    assert_int_equal(find(&world).count, 0);
    close_world(&world);
}

/* ---- what was planted is found ---- */

static double
provider_outage(const struct message *m)
{
    return m->domain / 2 == 2 && m->hour >= 250 && m->hour < 262 ? 0.4 : -1;
}

static void
an_outage_of_a_provider_is_found_with_its_hours(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 3, &plain, provider_outage, 0);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_where(p, 2, MT_PATTERN_ANY, MT_PATTERN_ANY);
    assert_int_equal(p->when.week_length, 0);
    assert_in_range(p->when.from, 250, 251);
    assert_in_range(p->when.until, 261, 262);
    assert_true(p->start.low <= 250 && 250 <= p->start.high);
    assert_true(p->end.low <= 262 && 262 <= p->end.high);
    assert_int_equal(p->state.verdict, MT_CHANGE_RESOLVED);
    assert_true(p->ratio > 10 && p->ratio_low < p->ratio && p->ratio < p->ratio_high);
    assert_true(p->rate_low < 0.4 && 0.4 < p->rate_high);
    assert_true(p->ln_p_adjusted < log(0.01) && p->ln_p < p->ln_p_adjusted);
    close_world(&world);
}

static double
size_limit(const struct message *m)
{
    return m->band >= 2 ? 0.08 : -1;
}

static void
a_size_limit_is_found_with_its_band_and_its_doses(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 4, &plain, size_limit, 0);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_where(p, MT_PATTERN_ANY, MT_PATTERN_ANY, 2);
    assert_int_equal(p->when.until, 0);
    assert_int_equal(p->when.week_length, 0);
    assert_true(p->dose[0].high < 2 && p->dose[1].high < 2);
    assert_true(p->dose[2].low > 3 && p->dose[3].low > 3);
    assert_true(p->checks[MT_PATTERN_SIZE].known && p->checks[MT_PATTERN_SIZE].low > 3);
    assert_true(p->size_low == 2 && p->size_high == 2 && !p->size_slope);
    close_world(&world);
}

static double
the_larger_the_more(const struct message *m)
{
    static const double times[BANDS] = {0.5, 1.5, 4.5, 13.5};
    return times[m->band];
}

static void
a_share_that_rises_with_size_is_told_from_a_step(void **state)
{
    (void)state;
    static const struct family rising_with_size = {.provider_spread = 0.4, .times = the_larger_the_more};
    struct world world;
    draw_world(&world, 4, &rising_with_size, NULL, 0);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = &search.patterns[0];
    assert_true(search.count > 0 && p->where.value[MT_PATTERN_SIZE] > 0);
    assert_true(p->size_slope);
    close_world(&world);
}

/* So little mail is between two thresholds that nobody can say at which of them the trouble begins. */
static void
a_threshold_that_the_mail_does_not_settle_is_a_range(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 4, &plain, size_limit, 0);
    size_t kept = 0, between = 0;
    for (size_t i = 0; i < world.data.count; i++)
        if (world.cells[i].band != 2 || between++ < 4)
            world.cells[kept++] = world.cells[i];
    world.data.count = kept;
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_true(p->size_low == 2 && p->size_high == 3);
    close_world(&world);
}

/* 22:00 to 01:00 of the local clock, which is two hours ahead of the hours of the data. */
static double
nightly_trouble(const struct message *m)
{
    int32_t clock = (m->hour + 2) % 24;
    return m->domain / 2 == 1 && (clock >= 22 || clock < 1) ? 0.25 : -1;
}

static void
hours_that_come_again_are_told_in_local_time(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 5, &plain, nightly_trouble, 2);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_where(p, 1, MT_PATTERN_ANY, MT_PATTERN_ANY);
    assert_int_equal(p->when.until, 0);
    assert_int_equal(p->when.week_start, 22);
    assert_int_equal(p->when.week_length, 3);
    assert_int_equal(mt_pattern_days(p->when.week_days), 0x7f);
    close_world(&world);
}

static double
two_troubles(const struct message *m)
{
    bool provider = m->domain / 2 == 0 && m->hour >= 200 && m->hour < 260;
    bool forest = m->forest == 1 && m->hour >= 240 && m->hour < 256;
    return provider && forest ? 0.5 : provider ? 0.25 : forest ? 0.3 : -1;
}

/* 01:00 to 04:00 on a clock that is put forward by an hour half-way. */
enum { CLOCK_CHANGE = HOURS / 2 + 2 };

static double
nightly_over_the_change(const struct message *m)
{
    int32_t clock = (m->hour + (m->hour >= CLOCK_CHANGE)) % 24;
    return m->domain / 2 == 1 && clock >= 1 && clock < 4 ? 0.25 : -1;
}

static void
recurring_hours_follow_the_clock_through_its_change(void **state)
{
    (void)state;
    static const struct family changing = {.provider_spread = 0.4, .clock_change = CLOCK_CHANGE};
    struct world world;
    draw_world(&world, 5, &changing, nightly_over_the_change, 0);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_where(p, 1, MT_PATTERN_ANY, MT_PATTERN_ANY);
    assert_int_equal(p->when.until, 0);
    assert_int_equal(p->when.week_start, 1);
    assert_int_equal(p->when.week_length, 3);
    close_world(&world);
}

/* The mornings of two Mondays in a row. */
static double
two_mondays(const struct message *m)
{
    bool monday = m->hour / 168 < 2 && m->hour % 168 >= 6 && m->hour % 168 < 11;
    return m->domain / 2 == 1 && monday ? 0.4 : -1;
}

static void
two_mondays_are_no_habit(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 5, &plain, two_mondays, 0);
    struct mt_pattern_search search = find(&world);
    assert_true(search.count > 0);
    for (size_t i = 0; i < search.count; i++)
        assert_true(search.patterns[i].when.week_length == 0 ||
                    search.patterns[i].when.until - search.patterns[i].when.from <= 168 + 24);
    close_world(&world);
}

static double
always_worse(const struct message *m)
{
    return m->domain / 2 == 3 ? 0.15 : -1;
}

static void
a_provider_that_is_always_worse_is_told_without_hours(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 9, &plain, always_worse, 0);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_where(p, 3, MT_PATTERN_ANY, MT_PATTERN_ANY);
    assert_true(p->when.until == 0 && p->when.week_length == 0 && !p->when.drift);
    assert_true(p->ratio > 5);
    close_world(&world);
}

/* Five times as many at the end as at the beginning. */
static double
rising(const struct message *m)
{
    return m->domain / 2 == 2 ? 0.02 * exp(1.61 * m->hour / HOURS) : -1;
}

static void
a_rate_that_rises_steadily_is_told_as_a_drift(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 10, &plain, rising, 0);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_where(p, 2, MT_PATTERN_ANY, MT_PATTERN_ANY);
    assert_true(p->when.drift);
    assert_true(p->ratio_low < exp(1.61 / WEEKS) && exp(1.61 / WEEKS) < p->ratio_high);
    assert_int_equal(p->weeks, WEEKS);
    assert_true(p->weekly[0] < p->weekly[WEEKS - 1]);
    close_world(&world);
}

static double
rising_with_an_outage(const struct message *m)
{
    return m->domain / 2 == 0 && m->hour >= 250 && m->hour < 262 ? 0.4 : rising(m);
}

static void
a_drift_stands_beside_an_outage(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 10, &plain, rising_with_an_outage, 0);
    struct mt_pattern_search search = find(&world);
    bool drift = false, outage = false;
    for (size_t i = 0; i < search.count; i++) {
        const struct mt_pattern *p = &search.patterns[i];
        drift |= p->when.drift && p->where.value[MT_PATTERN_PROVIDER] == 2 && p->ln_p_adjusted < log(0.01);
        outage |= p->when.until > 0 && p->where.value[MT_PATTERN_PROVIDER] == 0 && abs(p->when.from - 250) <= 1;
    }
    assert_true(search.count == 2 && drift && outage);
    close_world(&world);
}

static void
two_troubles_that_overlap_are_told_apart(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 6, &plain, two_troubles, 0);
    struct mt_pattern_search search = find(&world);
    assert_int_equal(stand_alone(&search), 2);
    bool provider = false, forest = false;
    for (size_t i = 0; i < search.count; i++) {
        const struct mt_pattern *p = &search.patterns[i];
        provider |= p->where.value[MT_PATTERN_PROVIDER] == 0 && p->where.value[MT_PATTERN_FOREST] == MT_PATTERN_ANY &&
                    abs(p->when.from - 200) <= 2 && abs(p->when.until - 260) <= 2;
        forest |= p->where.value[MT_PATTERN_FOREST] == 1 && p->where.value[MT_PATTERN_PROVIDER] == MT_PATTERN_ANY &&
                  abs(p->when.from - 240) <= 2 && abs(p->when.until - 256) <= 2;
    }
    assert_true(provider && forest);
    close_world(&world);
}

static double
bad_host(const struct message *m)
{
    return m->host == 7 && m->hour >= 300 && m->hour < 372 ? 0.2 : -1;
}

static void
a_bad_host_is_named_and_not_its_provider(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 7, &plain, bad_host, 0);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_int_equal(p->where.value[MT_PATTERN_HOST], 7);
    assert_int_equal(p->where.value[MT_PATTERN_PROVIDER], MT_PATTERN_ANY);
    assert_int_equal(p->where.value[MT_PATTERN_DOMAIN], MT_PATTERN_ANY);
    close_world(&world);
}

static double
goes_on(const struct message *m)
{
    return m->domain / 2 == 4 && m->hour >= HOURS - 40 ? 0.5 : -1;
}

static void
trouble_that_lasts_to_the_end_of_the_data_is_open(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 8, &plain, goes_on, 0);
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_where(p, 4, MT_PATTERN_ANY, MT_PATTERN_ANY);
    assert_int_equal(p->state.verdict, MT_CHANGE_OPEN);
    assert_true(p->end.at_limit && !p->start.at_limit);
    close_world(&world);
}

/* ---- gaps, and unknown values ---- */

/* Takes away the mail of some hours, as if they had never been exported. */
static void
cut_hours(struct world *world, int32_t from, int32_t until)
{
    size_t kept = 0;
    for (size_t i = 0; i < world->data.count; i++)
        if (world->cells[i].hour < from || world->cells[i].hour >= until)
            world->cells[kept++] = world->cells[i];
    world->data.count = kept;
}

static void
an_edge_beside_hours_without_data_says_so(void **state)
{
    (void)state;
    static const struct mt_pattern_gap gap = {258, 300};
    struct world world;
    draw_world(&world, 3, &plain, provider_outage, 0);
    cut_hours(&world, gap.from, gap.until);
    world.data.gaps = &gap;
    world.data.gap_count = 1;
    struct mt_pattern_search search = find(&world);
    const struct mt_pattern *p = the_only_pattern(&search);
    assert_where(p, 2, MT_PATTERN_ANY, MT_PATTERN_ANY);
    assert_true(p->end_at_gap && !p->start_at_gap);
    close_world(&world);
}

static void
hours_without_data_are_no_pattern_themselves(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 2, &plain, NULL, 0);
    cut_hours(&world, 100, 180);
    cut_hours(&world, 400, 470);
    assert_int_equal(find(&world).count, 0);
    close_world(&world);
}

static void
unknown_hosts_forests_and_sizes_do_not_hide_a_provider(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 3, &plain, provider_outage, 0);
    for (size_t i = 0; i < world.data.count; i++)
        world.cells[i].host = world.cells[i].forest = world.cells[i].band = MT_PATTERN_ANY;
    struct mt_pattern_search search = find(&world);
    assert_where(the_only_pattern(&search), 2, MT_PATTERN_ANY, MT_PATTERN_ANY);
    close_world(&world);
}

/* ---- the same answer, always ---- */

static void
shuffle(struct world *world)
{
    for (size_t i = world->data.count; i > 1; i--) {
        size_t k = (size_t)(uniform(world) * (double)i);
        struct mt_pattern_cell swap = world->cells[i - 1];
        world->cells[i - 1] = world->cells[k];
        world->cells[k] = swap;
    }
}

static void
the_order_of_the_cells_does_not_matter_to_the_last_bit(void **state)
{
    (void)state;
    struct world world;
    draw_world(&world, 6, &plain, two_troubles, 0);
    struct mt_pattern_search first = find(&world);
    for (int round = 0; round < 2; round++) {
        shuffle(&world);
        struct mt_pattern_search again = find(&world);
        assert_int_equal(again.count, first.count);
        assert_true(again.clumping == first.clumping && again.wandering == first.wandering);
        for (size_t i = 0; i < first.count; i++) {
            const struct mt_pattern *a = &first.patterns[i], *b = &again.patterns[i];
            assert_memory_equal(&a->where, &b->where, sizeof a->where);
            assert_true(a->when.from == b->when.from && a->when.until == b->when.until);
            assert_true(a->score == b->score && a->ln_p_adjusted == b->ln_p_adjusted && a->ratio == b->ratio);
            assert_true(a->start.at == b->start.at && a->state.evidence == b->state.evidence);
        }
    }
    close_world(&world);
}

/* ---- giving up ---- */

struct patience {
    int asked, left;
    double share_least, share_most;
};

static bool
loses_patience(void *context, double share)
{
    struct patience *patience = context;
    patience->asked++;
    patience->share_least = fmin(patience->share_least, share);
    patience->share_most = fmax(patience->share_most, share);
    return patience->asked > patience->left;
}

static void
a_search_can_be_given_up_at_any_time(void **state)
{
    (void)state;
    struct world world;
    struct mt_pattern_search search;
    struct mt_err err;
    draw_world(&world, 6, &plain, two_troubles, 0);
    struct patience endless = {.left = 1000000, .share_least = 1};
    struct mt_pattern_options options = mt_pattern_usual_options();
    options.stop = loses_patience;
    options.context = &endless;
    assert_int_equal(mt_patterns_find(&world.data, &options, &world.arena, &search, &err), MT_OK);
    assert_true(endless.asked > 100);
    assert_true(endless.share_least == 0 && endless.share_most == 1);
    for (int left = 0; left < endless.asked; left += endless.asked / 7) {
        struct patience short_one = {.left = left};
        options.context = &short_one;
        assert_int_equal(mt_patterns_find(&world.data, &options, &world.arena, &search, &err), MT_INTERRUPTED);
        assert_int_equal(short_one.asked, left + 1);
    }
    close_world(&world);
}

/* ---- refusals ---- */

static void
cells_that_contradict_the_tables_are_refused(void **state)
{
    (void)state;
    static const struct mt_pattern_cell wrong[] = {
        {HOURS, 0, 0, 0, 0, 1, 0}, {-1, 0, 0, 0, 0, 1, 0},      {0, DOMAINS, 0, 0, 0, 1, 0},
        {0, -1, 0, 0, 0, 1, 0},    {0, 0, DOMAINS, 0, 0, 1, 0}, {0, 0, 0, FORESTS, 0, 1, 0},
        {0, 0, 0, 0, BANDS, 1, 0}, {0, 0, 0, 0, 0, 1, 2},       {0, 0, MT_PATTERN_ANY - 1, 0, 0, 1, 0},
    };
    struct mt_pattern_options options = mt_pattern_usual_options();
    struct mt_pattern_search search;
    struct mt_err err;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct world world;
        open_tables(&world, 1, 0);
        world.cells[world.data.count++] = wrong[i];
        assert_int_equal(mt_patterns_find(&world.data, &options, &world.arena, &search, &err), MT_USAGE);
        close_world(&world);
    }
    struct world world;
    open_tables(&world, 1, 0);
    options.patterns = MT_PATTERN_MOST + 1;
    assert_int_equal(mt_patterns_find(&world.data, &options, &world.arena, &search, &err), MT_USAGE);
    close_world(&world);
}

/* ---- parts ---- */

/* Kraft's inequality: only then is ln p + code length a bound over the whole search. */
static void
code_lengths_are_those_of_a_code(void **state)
{
    (void)state;
    struct mt_judge judge = {.ln_values = {0}};
    struct mt_cube cube = {.hours = HOURS};
    double conditions = 0, times = 0;
    for (unsigned set = 0; set < 1U << MT_PATTERN_BY_COUNT; set++) {
        struct mt_pattern_where where = mt_where_all;
        for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
            where.value[by] = set >> by & 1 ? 1 : MT_PATTERN_ANY;
        conditions += exp(-mt_code_of_where(&judge, &where));
    }
    const struct mt_pattern_when always = {0}, drift = {.drift = true};
    times = exp(-mt_code_of_when(&cube, &always)) + exp(-mt_code_of_when(&cube, &drift));
    for (int32_t set = 0; set < MT_PATTERN_DAY_SETS; set++) {
        const struct mt_pattern_when week = {.week_length = 1, .week_days = set};
        times += 24.0 * MT_WEEK_LENGTHS * exp(-mt_code_of_when(&cube, &week));
    }
    for (int scale = 0; scale < MT_SCALES; scale++) {
        int32_t length = mt_scales[scale], step = length / 8 > 1 ? length / 8 : 1;
        for (int32_t from = 0; from + length <= HOURS; from += step) {
            struct mt_pattern_when when = {.until = length};
            times += exp(-mt_code_of_when(&cube, &when));
            when.week_length = 1;
            for (when.week_days = 0; when.week_days < MT_PATTERN_DAY_SETS; when.week_days++)
                times += 24.0 * MT_WEEK_LENGTHS * exp(-mt_code_of_when(&cube, &when));
        }
    }
    assert_true(conditions <= 1 + 1e-12 && conditions * times <= 1);
    assert_true(conditions * times > 0.3);
}

/* Office hours are worse, and large mail is sent in office hours: by the hand, 30 of 100 and 10 of 1000 bad in either
 * group of sizes. */
static void
a_decoy_falls_to_one_within_its_strata(void **state)
{
    (void)state;
    static const struct mt_stratum strata[] = {{80, 24, 20, 6}, {100, 1, 900, 9}};
    struct mt_confound ratio;
    assert_true(mt_confound_ratio(strata, 2, 1, &ratio));
    assert_true(fabs(ratio.crude - (25.0 / 180) / (15.0 / 920)) < 1e-12);
    assert_true(fabs(ratio.adjusted - 1) < 1e-12);
    assert_true(ratio.low < 1 && 1 < ratio.high);
    static const struct mt_stratum one_sided[] = {{80, 24, 0, 0}, {0, 0, 900, 9}};
    assert_false(mt_confound_ratio(one_sided, 2, 1, &ratio));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quiet_mail_has_no_patterns),
        cmocka_unit_test(an_empty_cube_has_no_patterns),
        cmocka_unit_test(an_outage_of_a_provider_is_found_with_its_hours),
        cmocka_unit_test(a_size_limit_is_found_with_its_band_and_its_doses),
        cmocka_unit_test(a_share_that_rises_with_size_is_told_from_a_step),
        cmocka_unit_test(a_threshold_that_the_mail_does_not_settle_is_a_range),
        cmocka_unit_test(hours_that_come_again_are_told_in_local_time),
        cmocka_unit_test(recurring_hours_follow_the_clock_through_its_change),
        cmocka_unit_test(a_provider_that_is_always_worse_is_told_without_hours),
        cmocka_unit_test(a_rate_that_rises_steadily_is_told_as_a_drift),
        cmocka_unit_test(a_drift_stands_beside_an_outage),
        cmocka_unit_test(two_mondays_are_no_habit),
        cmocka_unit_test(two_troubles_that_overlap_are_told_apart),
        cmocka_unit_test(a_bad_host_is_named_and_not_its_provider),
        cmocka_unit_test(trouble_that_lasts_to_the_end_of_the_data_is_open),
        cmocka_unit_test(an_edge_beside_hours_without_data_says_so),
        cmocka_unit_test(hours_without_data_are_no_pattern_themselves),
        cmocka_unit_test(unknown_hosts_forests_and_sizes_do_not_hide_a_provider),
        cmocka_unit_test(the_order_of_the_cells_does_not_matter_to_the_last_bit),
        cmocka_unit_test(a_search_can_be_given_up_at_any_time),
        cmocka_unit_test(cells_that_contradict_the_tables_are_refused),
        cmocka_unit_test(code_lengths_are_those_of_a_code),
        cmocka_unit_test(a_decoy_falls_to_one_within_its_strata),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
