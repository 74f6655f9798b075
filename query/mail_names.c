#include "query/mail_names.h"

#include <stdlib.h>

#include "query/statement.h"

static const struct mt_text rest_name = {"", 0};

/* ---- lists of names ---- */

/* A value of a dimension: `key` decides its number. */
struct named {
    struct mt_text key, name;
    int64_t id;
    int64_t mail;
};

static int
compare_keys(const void *a, const void *b)
{
    return mt_text_compare(((const struct named *)a)->key, ((const struct named *)b)->key);
}

/* Two domains of the same name are two: their ids, of whatever order, part them. */
static int
compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = compare_keys(a, b);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

static int
compare_by_mail(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    return x->mail != y->mail ? (x->mail < y->mail ? 1 : -1) : compare_keys(a, b);
}

static void
sort(struct named *list, size_t count, int (*compare)(const void *a, const void *b))
{
    if (count > 1)
        qsort(list, count, sizeof *list, compare);
}

/* Sorts and removes repeated keys; returns how many are left. */
static size_t
sort_unique(struct named *list, size_t count)
{
    size_t kept = 0;
    sort(list, count, compare_named);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_keys(&list[kept - 1], &list[i]) != 0)
            list[kept++] = list[i];
    return kept;
}

static int32_t
place_of(const struct named *list, size_t count, struct mt_text key)
{
    struct named wanted = {.key = key};
    const struct named *found =
        mt_text_known(key) && count > 0 ? bsearch(&wanted, list, count, sizeof *list, compare_keys) : NULL;
    return found ? (int32_t)(found - list) : MT_PATTERN_ANY;
}

/* The keys of a list as an array in the arena, and the names when they are wanted. */
static bool
copy_names(const struct named *list, size_t count, struct mt_arena *arena, struct mt_text **keys,
           struct mt_text **names)
{
    *keys = mt_arena_take(arena, (count + 1) * sizeof **keys);
    if (names)
        *names = mt_arena_take(arena, (count + 1) * sizeof **names);
    if (!*keys || (names && !*names))
        return false;
    for (size_t i = 0; i < count; i++) {
        (*keys)[i] = list[i].key;
        if (names)
            (*names)[i] = list[i].name;
    }
    return true;
}

/* ---- ids of the store ---- */

/* How many ids there are up to the largest one with mail, and which of them have some. */
static bool *
used_ids(const struct mt_mail_cube *cube, bool routes, int64_t *ids)
{
    *ids = 1;
    for (size_t i = 0; i < cube->data.count; i++) {
        int32_t id = routes ? cube->cells[i].forest : cube->cells[i].domain;
        *ids = id >= *ids ? (int64_t)id + 1 : *ids;
    }
    bool *used = calloc((size_t)*ids, sizeof *used);
    for (size_t i = 0; used && i < cube->data.count; i++)
        used[routes ? cube->cells[i].forest : cube->cells[i].domain] = true;
    return used;
}

static int32_t *
map_of(struct mt_arena *arena, int64_t ids)
{
    int32_t *map = mt_arena_take(arena, ((size_t)ids + 1) * sizeof *map);
    for (int64_t i = 0; map && i < ids; i++)
        map[i] = MT_PATTERN_ANY;
    return map;
}

/* ---- domains ---- */

/* A domain with what it belongs to, as the store has it. */
struct place {
    struct named domain, provider, region;
};

struct places {
    struct place *items;
    size_t count, room;
};

static bool
make_room(struct places *places)
{
    if (places->count < places->room)
        return true;
    size_t room = places->room ? places->room * 2 : 1024;
    struct place *grown = realloc(places->items, room * sizeof *grown);
    if (!grown)
        return false;
    places->items = grown;
    places->room = room;
    return true;
}

static enum mt_rc
read_places(struct mt_store *store, const bool *used, int64_t ids, struct mt_arena *arena, struct places *places,
            struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, store, "mail_domains.sql", NULL, NULL, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        int64_t id = mt_statement_integer(&statement, 0);
        if (id < 0 || id >= ids || !used[id])
            continue;
        struct place place = {.domain = {.id = id}};
        struct mt_text *const texts[] = {&place.domain.key, &place.provider.key, &place.provider.name,
                                         &place.region.key};
        bool kept = make_room(places);
        for (int i = 0; kept && i < 4; i++)
            kept = mt_arena_copy(arena, mt_statement_bytes(&statement, i + 1), texts[i]);
        if (kept)
            places->items[places->count++] = place;
        else
            rc = mt_err_memory(err);
    }
    mt_statement_close(&statement);
    return rc;
}

static int
compare_places(const void *a, const void *b)
{
    return compare_named(&((const struct place *)a)->domain, &((const struct place *)b)->domain);
}

/* The lists that domains, providers and regions become. */
struct lists {
    struct named *domains, *providers, *regions;
    size_t provider_count, region_count;
};

static void
fill_lists(const struct places *places, struct lists *lists)
{
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->items[i];
        lists->domains[i] = place->domain;
        if (mt_text_known(place->provider.key))
            lists->providers[lists->provider_count++] = place->provider;
        if (mt_text_known(place->region.key))
            lists->regions[lists->region_count++] = place->region;
    }
    lists->provider_count = sort_unique(lists->providers, lists->provider_count);
    lists->region_count = sort_unique(lists->regions, lists->region_count);
}

/* What each domain belongs to, by number; domains without provider belong to the rest, which comes last. */
static void
number_places(struct mt_mail_cube *cube, const struct places *places, struct lists *lists, int32_t *provider_of,
              int32_t *region_of)
{
    struct mt_pattern_data *data = &cube->data;
    int32_t rest = (int32_t)lists->provider_count;
    data->rest_provider = MT_PATTERN_ANY;
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->items[i];
        provider_of[i] = place_of(lists->providers, (size_t)rest, place->provider.key);
        region_of[i] = place_of(lists->regions, lists->region_count, place->region.key);
        cube->domain_of_id[place->domain.id] = (int32_t)i;
        if (provider_of[i] == MT_PATTERN_ANY)
            provider_of[i] = data->rest_provider = rest;
    }
    if (data->rest_provider != MT_PATTERN_ANY)
        lists->providers[lists->provider_count++] = (struct named){.key = rest_name, .name = rest_name};
    data->domains = (int32_t)places->count;
    data->providers = (int32_t)lists->provider_count;
    data->regions = (int32_t)lists->region_count;
    data->provider_of_domain = provider_of;
    data->region_of_domain = region_of;
}

static enum mt_rc
number_domains(struct mt_mail_cube *cube, struct places *places, struct mt_arena *arena, struct mt_err *err)
{
    size_t count = places->count;
    struct lists lists = {
        .domains = calloc(count + 1, sizeof *lists.domains),
        .providers = calloc(count + 1, sizeof *lists.providers),
        .regions = calloc(count + 1, sizeof *lists.regions),
    };
    int32_t *provider_of = mt_arena_take(arena, (count + 1) * sizeof *provider_of);
    int32_t *region_of = mt_arena_take(arena, (count + 1) * sizeof *region_of);
    bool done = lists.domains && lists.providers && lists.regions && provider_of && region_of;
    if (done) {
        if (count > 1)
            qsort(places->items, count, sizeof *places->items, compare_places);
        fill_lists(places, &lists);
        number_places(cube, places, &lists, provider_of, region_of);
        done = copy_names(lists.domains, count, arena, &cube->domains, NULL) &&
               copy_names(lists.providers, lists.provider_count, arena, &cube->provider_keys, &cube->provider_names) &&
               copy_names(lists.regions, lists.region_count, arena, &cube->regions, NULL);
    }
    free(lists.domains);
    free(lists.providers);
    free(lists.regions);
    return done ? MT_OK : mt_err_memory(err);
}

enum mt_rc
mt_mail_name_domains(struct mt_mail_cube *cube, struct mt_store *store, struct mt_arena *arena, struct mt_err *err)
{
    struct places places = {.count = 0};
    bool *used = used_ids(cube, false, &cube->domain_ids);
    cube->domain_of_id = map_of(arena, cube->domain_ids);
    enum mt_rc rc = used && cube->domain_of_id ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK)
        rc = read_places(store, used, cube->domain_ids, arena, &places, err);
    if (rc == MT_OK)
        rc = number_domains(cube, &places, arena, err);
    free(used);
    free(places.items);
    return rc;
}

/* ---- forests ---- */

/* The forest of each route with mail; the list of them has one entry a route. */
static enum mt_rc
read_forests(struct mt_store *store, const bool *used, int64_t ids, struct mt_arena *arena, struct mt_text *forest_of,
             struct named *forests, size_t *count, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, store, "mail_routes.sql", NULL, NULL, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        int64_t id = mt_statement_integer(&statement, 0);
        if (id < 0 || id >= ids || !used[id] || !mt_statement_known(&statement, 1))
            continue;
        if (!mt_arena_copy(arena, mt_statement_bytes(&statement, 1), &forest_of[id]))
            rc = mt_err_memory(err);
        forests[(*count)++] = (struct named){.key = forest_of[id]};
    }
    mt_statement_close(&statement);
    return rc;
}

/* The largest that a search takes, by name; returns how many. */
static size_t
choose_forests(const struct mt_mail_cube *cube, const struct mt_text *forest_of, struct named *forests, size_t count)
{
    count = sort_unique(forests, count);
    for (size_t i = 0; i < cube->data.count; i++) {
        int32_t at = place_of(forests, count, forest_of[cube->cells[i].forest]);
        if (at != MT_PATTERN_ANY)
            forests[at].mail += cube->cells[i].mail;
    }
    if (count > MT_PATTERN_FORESTS) {
        sort(forests, count, compare_by_mail);
        count = MT_PATTERN_FORESTS;
        sort(forests, count, compare_named);
    }
    return count;
}

enum mt_rc
mt_mail_name_forests(struct mt_mail_cube *cube, struct mt_store *store, struct mt_arena *arena, struct mt_err *err)
{
    size_t count = 0;
    bool *used = used_ids(cube, true, &cube->route_ids);
    int64_t ids = cube->route_ids;
    struct mt_text *forest_of = calloc((size_t)ids, sizeof *forest_of);
    struct named *forests = calloc((size_t)ids + 1, sizeof *forests);
    cube->forest_of_route = map_of(arena, ids);
    enum mt_rc rc = used && forest_of && forests && cube->forest_of_route ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK)
        rc = read_forests(store, used, ids, arena, forest_of, forests, &count, err);
    if (rc == MT_OK) {
        count = choose_forests(cube, forest_of, forests, count);
        for (int64_t id = 0; id < ids; id++)
            cube->forest_of_route[id] = place_of(forests, count, forest_of[id]);
        cube->data.forests = (int32_t)count;
        if (!copy_names(forests, count, arena, &cube->forests, NULL))
            rc = mt_err_memory(err);
    }
    free(used);
    free(forest_of);
    free(forests);
    return rc;
}
