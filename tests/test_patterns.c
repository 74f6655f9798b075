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
#include "store/base/arena.h"

/* ---- a small world whose truth is known ---- */

enum {
    WEEKS = 4,
    HOURS = WEEKS * 168,
    PROVIDERS = 6,
    DOMAINS = 12, /* two of each provider */
    REGIONS = 3,
    FORESTS = 3,
    BANDS = 4,
    MAIL_MOST = 60000,
};

struct message {
    int32_t hour, domain, host, forest, band;
};

/* The chance that a message goes wrong beyond what is usual, or less than 0 for "as usual". */
typedef double (*planted_chance)(const struct message *message);

struct world {
    struct mt_pattern_data data;
    struct mt_pattern_cell *cells;
    uint8_t week_hours[HOURS];
    int32_t provider_of_domain[DOMAINS], region_of_domain[DOMAINS];
    struct mt_arena arena;
    uint64_t random;
};

/* splitmix64 (G. Steele and others, 2014). */
static double
uniform(struct world *world)
{
    uint64_t z = world->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static double
normal(struct world *world)
{
    return sqrt(-2 * log(uniform(world))) * cos(6.283185307179586 * uniform(world));
}

/* How the quiet world strays from a flat rate. */
struct family {
    double provider_spread, wandering, clumping;
    int32_t surge; /* the hour of a newsletter, 0: none */
    bool mix_shift;
    int32_t clock_change; /* the hour from which on the clock is an hour ahead, 0: none */
};

static const struct family plain = {.provider_spread = 0.4};

static int32_t
draw_mail_of_hour(struct world *world, int32_t hour)
{
    int32_t clock = world->week_hours[hour] % 24, weekday = world->week_hours[hour] / 24;
    double mean = weekday >= 5 ? 12 : clock >= 7 && clock < 18 ? 120 : 30;
    return (int32_t)fmax(mean + sqrt(mean) * normal(world), 0);
}

static int32_t
draw_provider(struct world *world, const struct family *family, int32_t hour)
{
    /* Provider 5 is the worst one; a shift of the mix sends three times as much mail there in the second half. */
    if (family->mix_shift && hour > HOURS / 2 && uniform(world) < 0.4)
        return PROVIDERS - 1;
    return (int32_t)(uniform(world) * PROVIDERS);
}

static void
open_tables(struct world *world, uint64_t seed, int32_t first_week_hour)
{
    memset(world, 0, sizeof *world);
    world->random = seed * UINT64_C(1000003);
    world->cells = calloc(MAIL_MOST, sizeof *world->cells);
    assert_non_null(world->cells);
    for (int32_t hour = 0; hour < HOURS; hour++)
        world->week_hours[hour] = (uint8_t)((first_week_hour + hour) % 168);
    for (int32_t domain = 0; domain < DOMAINS; domain++) {
        world->provider_of_domain[domain] = domain / 2;
        world->region_of_domain[domain] = domain % REGIONS;
    }
    world->data = (struct mt_pattern_data){
        .cells = world->cells,
        .hours = HOURS,
        .week_hours = world->week_hours,
        .providers = PROVIDERS,
        .regions = REGIONS,
        .domains = DOMAINS,
        .hosts = DOMAINS,
        .forests = FORESTS,
        .bands = BANDS,
        .provider_of_domain = world->provider_of_domain,
        .region_of_domain = world->region_of_domain,
        .rest_provider = MT_PATTERN_ANY,
    };
}

static void
add_message(struct world *world, const struct message *m, bool bad)
{
    assert_true(world->data.count < MAIL_MOST);
    world->cells[world->data.count++] = (struct mt_pattern_cell){
        m->hour, m->domain, m->host, m->forest, m->band, 1, bad,
    };
}

static struct message
draw_message(struct world *world, const struct family *family, int32_t hour)
{
    int32_t provider = draw_provider(world, family, hour);
    double size = uniform(world);
    struct message m = {.hour = hour, .domain = provider * 2 + (uniform(world) < 0.3)};
    /* Hosts are shared by the domains of a provider. */
    m.host = provider * 2 + (uniform(world) < 0.5);
    m.forest = uniform(world) < 0.5 ? 0 : uniform(world) < 0.6 ? 1 : 2;
    m.band = size < 0.6 ? 0 : size < 0.85 ? 1 : size < 0.95 ? 2 : 3;
    return m;
}

static void
draw_world(struct world *world, uint64_t seed, const struct family *family, planted_chance plant,
           int32_t first_week_hour)
{
    open_tables(world, seed, first_week_hour);
    double rate[PROVIDERS], level[PROVIDERS] = {0};
    for (int32_t p = 0; p < PROVIDERS; p++)
        rate[p] = 0.012 * exp(family->provider_spread * (p - 2.5) / 2.5);
    bool bad_before[DOMAINS] = {false};
    for (int32_t hour = family->clock_change; family->clock_change > 0 && hour < HOURS; hour++)
        world->week_hours[hour] = (uint8_t)((world->week_hours[hour] + 1) % 168);
    for (int32_t hour = 0; hour < HOURS; hour++) {
        for (int32_t p = 0; p < PROVIDERS; p++)
            level[p] = 0.8 * level[p] + 0.6 * normal(world);
        int32_t mail = draw_mail_of_hour(world, hour) + (family->surge == hour && hour > 0 ? 1500 : 0);
        for (int32_t i = 0; i < mail; i++) {
            struct message m = draw_message(world, family, hour);
            double chance = rate[m.domain / 2] * exp(family->wandering * level[m.domain / 2]);
            if (bad_before[m.domain] && uniform(world) < family->clumping)
                chance = 1;
            if (plant && plant(&m) >= 0)
                chance = fmax(chance, plant(&m));
            bool bad = uniform(world) < chance;
            bad_before[m.domain] = bad;
            add_message(world, &m, bad);
        }
    }
}

static struct mt_pattern_search
find(struct world *world)
{
    struct mt_pattern_options options = mt_pattern_usual_options();
    struct mt_pattern_search search;
    struct mt_err err;
    if (mt_patterns_find(&world->data, &options, &world->arena, &search, &err) != MT_OK)
        fail_msg("%s", err.text);
    return search;
}

static void
close_world(struct world *world)
{
    mt_arena_release(&world->arena);
    free(world->cells);
}

/* The patterns that stand alone. */
static size_t
stand_alone(const struct mt_pattern_search *search)
{
    size_t count = 0;
    for (size_t i = 0; i < search->count; i++)
        count += search->patterns[i].part_of < 0;
    return count;
}

static const struct mt_pattern *
the_only_pattern(const struct mt_pattern_search *search)
{
    assert_int_equal(stand_alone(search), 1);
    return &search->patterns[0];
}

static void
assert_where(const struct mt_pattern *pattern, int32_t provider, int32_t forest, int32_t size)
{
    assert_int_equal(pattern->where.value[MT_PATTERN_PROVIDER], provider);
    assert_int_equal(pattern->where.value[MT_PATTERN_FOREST], forest);
    assert_int_equal(pattern->where.value[MT_PATTERN_SIZE], size);
    assert_int_equal(pattern->where.value[MT_PATTERN_REGION], MT_PATTERN_ANY);
    assert_int_equal(pattern->where.value[MT_PATTERN_DOMAIN], MT_PATTERN_ANY);
    assert_int_equal(pattern->where.value[MT_PATTERN_HOST], MT_PATTERN_ANY);
}

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
    const struct mt_pattern_when always = {0}, week = {.week_length = 1}, drift = {.drift = true};
    double weeks = 24.0 * MT_WEEK_LENGTHS * MT_PATTERN_DAY_SETS;
    times = exp(-mt_code_of_when(&cube, &always)) + weeks * exp(-mt_code_of_when(&cube, &week)) +
            exp(-mt_code_of_when(&cube, &drift));
    for (int scale = 0; scale < MT_SCALES; scale++) {
        int32_t length = mt_scales[scale], step = length / 8 > 1 ? length / 8 : 1;
        struct mt_pattern_when stretch = {.until = length}, both = {.until = length, .week_length = 1};
        for (int32_t from = 0; from + length <= HOURS; from += step)
            times += exp(-mt_code_of_when(&cube, &stretch)) + weeks * exp(-mt_code_of_when(&cube, &both));
    }
    assert_true(conditions * times <= 1);
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

static size_t
five_minute_steps(struct mt_change_step *steps, double from, double until)
{
    size_t count = 0;
    for (int i = 0; i < 48 * 12; i++) {
        double start = i / 12.0;
        bool trouble = start >= from - 1e-9 && start < until - 1e-9;
        steps[count++] = (struct mt_change_step){start, (i + 1) / 12.0, 2, trouble && i % 2 ? 1 : 0, 0.01};
    }
    return count;
}

static void
five_minute_counts_give_edges_of_minutes(void **state)
{
    (void)state;
    static struct mt_change_step steps[48 * 12];
    size_t count = five_minute_steps(steps, 20.25, 23.75);
    struct mt_change_stretch stretch = {20, 24, 25, 15, 1.2, 48};
    struct mt_change start, end;
    assert_true(mt_change_edges(steps, count, &stretch, &start, &end));
    assert_true(fabs(start.at - 20.25) < 0.2 && start.low <= 20.34 && 20.25 <= start.high);
    assert_true(fabs(end.at - 23.75) < 0.2 && end.low <= 23.75 && 23.66 <= end.high);
    assert_true(start.high - start.low < 1 && !start.at_limit && !end.at_limit);
    assert_int_equal(mt_change_judge(steps, count, &stretch, end.at).verdict, MT_CHANGE_RESOLVED);
    assert_false(mt_change_edges(steps, 0, &stretch, &start, &end));
}

static void
little_mail_since_the_end_leaves_the_state_unknown(void **state)
{
    (void)state;
    static struct mt_change_step steps[48 * 12];
    five_minute_steps(steps, 20, 24);
    struct mt_change_stretch stretch = {20, 24, 25, 15, 1.2, 48};
    size_t until_a_quarter_past = 24 * 12 + 3;
    struct mt_change_state judged = mt_change_judge(steps, until_a_quarter_past, &stretch, 24);
    assert_int_equal(judged.verdict, MT_CHANGE_UNKNOWN);
    assert_true(judged.mail == 6 && judged.bad == 0);
    /* The same shortly before the end of the data is not over yet. */
    stretch.hours = 25;
    assert_int_equal(mt_change_judge(steps, until_a_quarter_past, &stretch, 24).verdict, MT_CHANGE_OPEN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quiet_mail_has_no_patterns),
        cmocka_unit_test(an_empty_cube_has_no_patterns),
        cmocka_unit_test(an_outage_of_a_provider_is_found_with_its_hours),
        cmocka_unit_test(a_size_limit_is_found_with_its_band_and_its_doses),
        cmocka_unit_test(hours_that_come_again_are_told_in_local_time),
        cmocka_unit_test(recurring_hours_follow_the_clock_through_its_change),
        cmocka_unit_test(a_provider_that_is_always_worse_is_told_without_hours),
        cmocka_unit_test(a_rate_that_rises_steadily_is_told_as_a_drift),
        cmocka_unit_test(two_troubles_that_overlap_are_told_apart),
        cmocka_unit_test(a_bad_host_is_named_and_not_its_provider),
        cmocka_unit_test(trouble_that_lasts_to_the_end_of_the_data_is_open),
        cmocka_unit_test(an_edge_beside_hours_without_data_says_so),
        cmocka_unit_test(hours_without_data_are_no_pattern_themselves),
        cmocka_unit_test(unknown_hosts_forests_and_sizes_do_not_hide_a_provider),
        cmocka_unit_test(the_order_of_the_cells_does_not_matter_to_the_last_bit),
        cmocka_unit_test(cells_that_contradict_the_tables_are_refused),
        cmocka_unit_test(code_lengths_are_those_of_a_code),
        cmocka_unit_test(a_decoy_falls_to_one_within_its_strata),
        cmocka_unit_test(five_minute_counts_give_edges_of_minutes),
        cmocka_unit_test(little_mail_since_the_end_leaves_the_state_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
