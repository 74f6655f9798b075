#ifndef MT_TESTS_PATTERN_WORLD_H
#define MT_TESTS_PATTERN_WORLD_H

/* A small world of mail whose truth is known, for the tests of the finder of patterns: four weeks of six providers,
 * with trouble that the test plants. Include it behind cmocka.h. */

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "query/patterns.h"
#include "store/base/arena.h"

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
    uint8_t week_hours[HOURS], sights[HOURS];
    int32_t provider_of_domain[DOMAINS], region_of_domain[DOMAINS];
    struct mt_arena arena;
    uint64_t random;
};

/* splitmix64 (G. Steele and others, 2014). */
static inline double
uniform(struct world *world)
{
    uint64_t z = world->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static inline double
normal(struct world *world)
{
    return sqrt(-2 * log(uniform(world))) * cos(6.283185307179586 * uniform(world));
}

/* How the quiet world strays from a flat rate. */
struct family {
    double provider_spread, wandering;
    double clumping; /* the chance that what went wrong is sent again, and goes wrong again */
    int32_t surge;   /* the hour of a newsletter, 0: none */
    bool mix_shift;
    int32_t clock_change; /* the hour from which on the clock is an hour ahead, 0: none */
    /* Of how many times as much trouble is known: of all mail in this hour, and of a message for whatever reason. */
    double (*seen)(int32_t hour);
    double (*times)(const struct message *message);
};

static const struct family plain = {.provider_spread = 0.4};

static inline int32_t
draw_mail_of_hour(struct world *world, int32_t hour)
{
    int32_t clock = world->week_hours[hour] % 24, weekday = world->week_hours[hour] / 24;
    double mean = weekday >= 5 ? 12 : clock >= 7 && clock < 18 ? 120 : 30;
    return (int32_t)fmax(mean + sqrt(mean) * normal(world), 0);
}

static inline int32_t
draw_provider(struct world *world, const struct family *family, int32_t hour)
{
    /* Provider 5 is the worst one; a shift of the mix sends three times as much mail there in the second half. */
    if (family->mix_shift && hour > HOURS / 2 && uniform(world) < 0.4)
        return PROVIDERS - 1;
    return (int32_t)(uniform(world) * PROVIDERS);
}

static inline void
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

static inline void
add_message(struct world *world, const struct message *m, bool bad)
{
    assert_true(world->data.count < MAIL_MOST);
    world->cells[world->data.count++] = (struct mt_pattern_cell){
        m->hour, m->domain, m->host, m->forest, m->band, 1, bad,
    };
}

static inline struct message
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

static inline void
draw_world(struct world *world, uint64_t seed, const struct family *family, planted_chance plant,
           int32_t first_week_hour)
{
    open_tables(world, seed, first_week_hour);
    double rate[PROVIDERS], level[PROVIDERS] = {0};
    for (int32_t p = 0; p < PROVIDERS; p++)
        rate[p] = 0.012 * exp(family->provider_spread * (p - 2.5) / 2.5);
    for (int32_t hour = family->clock_change; family->clock_change > 0 && hour < HOURS; hour++)
        world->week_hours[hour] = (uint8_t)((world->week_hours[hour] + 1) % 168);
    for (int32_t hour = 0; hour < HOURS; hour++) {
        for (int32_t p = 0; p < PROVIDERS; p++)
            level[p] = 0.8 * level[p] + 0.6 * normal(world);
        int32_t mail = draw_mail_of_hour(world, hour) + (family->surge == hour && hour > 0 ? 1500 : 0);
        for (int32_t i = 0; i < mail; i++) {
            struct message m = draw_message(world, family, hour);
            double chance = rate[m.domain / 2] * exp(family->wandering * level[m.domain / 2]);
            if (family->seen)
                chance *= family->seen(hour);
            if (family->times)
                chance *= family->times(&m);
            if (plant && plant(&m) >= 0)
                chance = fmax(chance, plant(&m));
            bool bad = uniform(world) < chance;
            add_message(world, &m, bad);
            while (bad && uniform(world) < family->clumping)
                add_message(world, &m, bad);
        }
    }
}

static inline struct mt_pattern_search
find(struct world *world)
{
    struct mt_pattern_options options = mt_pattern_usual_options();
    struct mt_pattern_search search;
    struct mt_err err;
    if (mt_patterns_find(&world->data, &options, &world->arena, &search, &err) != MT_OK)
        fail_msg("%s", err.text);
    return search;
}

static inline void
close_world(struct world *world)
{
    mt_arena_release(&world->arena);
    free(world->cells);
}

/* The patterns that stand alone. */
static inline size_t
stand_alone(const struct mt_pattern_search *search)
{
    size_t count = 0;
    for (size_t i = 0; i < search->count; i++)
        count += search->patterns[i].part_of < 0;
    return count;
}

static inline const struct mt_pattern *
the_only_pattern(const struct mt_pattern_search *search)
{
    assert_int_equal(stand_alone(search), 1);
    return &search->patterns[0];
}

static inline void
assert_where(const struct mt_pattern *pattern, int32_t provider, int32_t forest, int32_t size)
{
    assert_int_equal(pattern->where.value[MT_PATTERN_PROVIDER], provider);
    assert_int_equal(pattern->where.value[MT_PATTERN_FOREST], forest);
    assert_int_equal(pattern->where.value[MT_PATTERN_SIZE], size);
    assert_int_equal(pattern->where.value[MT_PATTERN_REGION], MT_PATTERN_ANY);
    assert_int_equal(pattern->where.value[MT_PATTERN_DOMAIN], MT_PATTERN_ANY);
    assert_int_equal(pattern->where.value[MT_PATTERN_HOST], MT_PATTERN_ANY);
}

#endif
