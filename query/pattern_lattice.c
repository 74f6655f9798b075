#include "query/pattern_scan.h"

#include <math.h>
#include <stdlib.h>

struct sums {
    double mail, bad;
};

struct tally {
    struct sums *provider, *region, *pair, *domain, *host; /* pair: provider x region */
};

static bool
open_tally(struct tally *tally, const struct mt_cube *cube)
{
    size_t providers = (size_t)cube->providers, regions = (size_t)cube->regions + 1;
    tally->provider = calloc(providers + 1, sizeof *tally->provider);
    tally->region = calloc(regions, sizeof *tally->region);
    tally->pair = calloc(providers * regions + 1, sizeof *tally->pair);
    tally->domain = calloc((size_t)cube->domains + 1, sizeof *tally->domain);
    tally->host = calloc((size_t)cube->hosts + 1, sizeof *tally->host);
    return tally->provider && tally->region && tally->pair && tally->domain && tally->host;
}

static void
close_tally(struct tally *tally)
{
    free(tally->provider);
    free(tally->region);
    free(tally->pair);
    free(tally->domain);
    free(tally->host);
}

static void
add(struct sums *sums, const struct mt_cube_cell *cell)
{
    sums->mail += cell->mail;
    sums->bad += cell->bad;
}

static void
fill_tally(struct tally *tally, const struct mt_cube *cube)
{
    for (size_t i = 0; i < cube->count; i++) {
        const struct mt_cube_cell *cell = &cube->cells[i];
        int32_t provider = cube->data->provider_of_domain[cell->domain], region = mt_cube_region(cube, cell->domain);
        add(&tally->provider[provider], cell);
        add(&tally->region[region], cell);
        add(&tally->pair[(size_t)provider * (size_t)(cube->regions + 1) + (size_t)region], cell);
        add(&tally->domain[cell->domain], cell);
        if (cell->host >= 0)
            add(&tally->host[cell->host], cell);
    }
}

static enum mt_rc
add_place(struct mt_lattice *lattice, const struct mt_pattern_where *base, int depth, struct mt_err *err)
{
    if (lattice->count == lattice->room) {
        size_t room = lattice->room ? lattice->room * 2 : 256;
        struct mt_lattice_place *places = realloc(lattice->places, room * sizeof *places);
        if (!places)
            return mt_err_memory(err);
        lattice->places = places;
        lattice->room = room;
    }
    lattice->places[lattice->count++] = (struct mt_lattice_place){*base, depth, 0};
    return MT_OK;
}

/* Enough bad messages to carry a pattern, and not next to all of `whole` under another name. */
static bool
is_part(const struct sums *sums, const struct sums *whole, int32_t bad_floor)
{
    return sums->bad >= bad_floor && sums->mail < 0.97 * whole->mail;
}

static enum mt_rc
add_parts(struct mt_lattice *lattice, const struct mt_judge *judge, const struct tally *tally, int32_t provider,
          struct mt_err *err)
{
    const struct mt_cube *cube = judge->baseline->cube;
    const struct sums *whole = &tally->provider[provider];
    int32_t floor = judge->options->bad_floor, regions = cube->regions + 1;
    enum mt_rc rc = MT_OK;
    for (int32_t region = 0; rc == MT_OK && region < cube->regions; region++)
        if (is_part(&tally->pair[(size_t)provider * (size_t)regions + (size_t)region], whole, floor)) {
            struct mt_pattern_where where = mt_where_all;
            where.value[MT_PATTERN_PROVIDER] = provider;
            where.value[MT_PATTERN_REGION] = region;
            rc = add_place(lattice, &where, 1, err);
        }
    for (int32_t host = 0; rc == MT_OK && host < cube->hosts; host++)
        if (cube->provider_of_host[host] == provider && !cube->host_is_domain[host] &&
            is_part(&tally->host[host], whole, floor)) {
            struct mt_pattern_where where = mt_where_all;
            where.value[MT_PATTERN_HOST] = host;
            rc = add_place(lattice, &where, 1, err);
        }
    for (int32_t place = cube->provider_start[provider]; rc == MT_OK && place < cube->provider_start[provider + 1];
         place++) {
        int32_t domain = cube->domain_order[place];
        struct mt_pattern_where where = mt_where_all;
        where.value[MT_PATTERN_DOMAIN] = domain;
        if (is_part(&tally->domain[domain], whole, floor))
            rc = add_place(lattice, &where, tally->domain[domain].bad < 15 ? 0 : 1, err);
    }
    return rc;
}

static enum mt_rc
add_places(struct mt_lattice *lattice, const struct mt_judge *judge, const struct tally *tally, struct mt_err *err)
{
    const struct mt_cube *cube = judge->baseline->cube;
    int32_t floor = judge->options->bad_floor;
    enum mt_rc rc = add_place(lattice, &mt_where_all, 2, err);
    for (int32_t provider = 0; rc == MT_OK && provider < cube->providers; provider++) {
        struct mt_pattern_where where = mt_where_all;
        where.value[MT_PATTERN_PROVIDER] = provider;
        if (tally->provider[provider].bad < floor)
            continue;
        rc = add_place(lattice, &where, 2, err);
        if (rc == MT_OK)
            rc = add_parts(lattice, judge, tally, provider, err);
    }
    for (int32_t region = 0; rc == MT_OK && region < cube->regions; region++) {
        struct mt_pattern_where where = mt_where_all;
        where.value[MT_PATTERN_REGION] = region;
        if (tally->region[region].bad >= floor)
            rc = add_place(lattice, &where, 2, err);
    }
    /* Hosts that several providers share belong to none. */
    for (int32_t host = 0; rc == MT_OK && host < cube->hosts; host++) {
        struct mt_pattern_where where = mt_where_all;
        where.value[MT_PATTERN_HOST] = host;
        if (cube->provider_of_host[host] == MT_PATTERN_ANY && tally->host[host].bad >= floor)
            rc = add_place(lattice, &where, 1, err);
    }
    return rc;
}

/* Most places are small, and most forests have next to nothing to do with them. */
static void
find_forests(struct mt_lattice *lattice, const struct mt_judge *judge)
{
    const struct mt_cube *cube = judge->baseline->cube;
    for (size_t i = 0; i < lattice->count; i++) {
        double bad[MT_PATTERN_FORESTS + 1] = {0};
        struct mt_cube_walk walk = mt_cube_walk_start(cube, &lattice->places[i].base);
        for (const struct mt_cube_cell *cell; (cell = mt_cube_walk_next(&walk));)
            bad[cell->forest] += cell->bad;
        for (int32_t forest = 0; forest < cube->forests; forest++)
            if (bad[forest] >= judge->options->bad_floor)
                lattice->places[i].forests |= UINT64_C(1) << forest;
    }
}

/* How many values each dimension has to choose from. */
static void
count_values(const struct mt_lattice *lattice, struct mt_judge *judge)
{
    const struct mt_cube *cube = judge->baseline->cube;
    double values[MT_PATTERN_BY_COUNT] = {
        [MT_PATTERN_FOREST] = cube->forests,
        [MT_PATTERN_SIZE] = cube->bands - 1,
    };
    for (size_t i = 0; i < lattice->count; i++)
        for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
            if (lattice->places[i].base.value[by] != MT_PATTERN_ANY && mt_where_count(&lattice->places[i].base) == 1)
                values[by]++;
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
        judge->ln_values[by] = log(fmax(values[by], 1));
}

enum mt_rc
mt_lattice_open(struct mt_lattice *lattice, struct mt_judge *judge, struct mt_err *err)
{
    const struct mt_cube *cube = judge->baseline->cube;
    struct tally tally = {NULL};
    *lattice = (struct mt_lattice){.places = NULL};
    enum mt_rc rc = open_tally(&tally, cube) ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK) {
        fill_tally(&tally, cube);
        rc = add_places(lattice, judge, &tally, err);
    }
    if (rc == MT_OK) {
        find_forests(lattice, judge);
        count_values(lattice, judge);
    } else {
        mt_lattice_close(lattice);
    }
    close_tally(&tally);
    return rc;
}

void
mt_lattice_close(struct mt_lattice *lattice)
{
    free(lattice->places);
    *lattice = (struct mt_lattice){.places = NULL};
}
