#include "query/pattern_cube.h"

int32_t
mt_cube_region(const struct mt_cube *cube, int32_t domain)
{
    int32_t region = cube->data->region_of_domain[domain];
    return region < 0 ? cube->regions : region;
}

int32_t
mt_cube_value(const struct mt_cube *cube, const struct mt_cube_cell *cell, enum mt_pattern_by by)
{
    switch (by) {
    case MT_PATTERN_PROVIDER:
        return cube->data->provider_of_domain[cell->domain];
    case MT_PATTERN_REGION:
        return cube->data->region_of_domain[cell->domain];
    case MT_PATTERN_DOMAIN:
        return cell->domain;
    case MT_PATTERN_HOST:
        return cell->host;
    case MT_PATTERN_FOREST:
        return cell->forest < cube->forests ? cell->forest : MT_PATTERN_ANY;
    case MT_PATTERN_SIZE:
    case MT_PATTERN_BY_COUNT:
        break;
    }
    return cell->band;
}

int32_t
mt_cube_values(const struct mt_cube *cube, enum mt_pattern_by by)
{
    const int32_t counts[MT_PATTERN_BY_COUNT] = {
        [MT_PATTERN_PROVIDER] = cube->providers, [MT_PATTERN_REGION] = cube->regions,
        [MT_PATTERN_DOMAIN] = cube->domains,     [MT_PATTERN_HOST] = cube->hosts,
        [MT_PATTERN_FOREST] = cube->forests,     [MT_PATTERN_SIZE] = cube->bands,
    };
    return counts[by];
}

/* ---- walking ---- */

struct mt_cube_walk
mt_cube_walk_start(const struct mt_cube *cube, const struct mt_pattern_where *where)
{
    struct mt_cube_walk walk = {.cube = cube, .where = *where};
    int32_t provider = where->value[MT_PATTERN_PROVIDER], domain = where->value[MT_PATTERN_DOMAIN];
    int32_t host = where->value[MT_PATTERN_HOST];
    if (domain != MT_PATTERN_ANY) {
        walk.place = cube->domain_place[domain];
        walk.last_place = walk.place + 1;
    } else if (host != MT_PATTERN_ANY) {
        walk.by_host = true;
        walk.at = cube->host_start[host];
        walk.until = cube->host_start[host + 1];
    } else if (provider != MT_PATTERN_ANY) {
        walk.place = cube->provider_start[provider];
        walk.last_place = cube->provider_start[provider + 1];
    } else {
        walk.last_place = cube->domains;
    }
    return walk;
}

static bool
domain_fits(const struct mt_cube_walk *walk, int32_t domain)
{
    int32_t provider = walk->where.value[MT_PATTERN_PROVIDER], region = walk->where.value[MT_PATTERN_REGION];
    return (provider == MT_PATTERN_ANY || walk->cube->data->provider_of_domain[domain] == provider) &&
           (region == MT_PATTERN_ANY || mt_cube_region(walk->cube, domain) == region);
}

static bool
cell_fits(const struct mt_cube_walk *walk, const struct mt_cube_cell *cell)
{
    const int32_t *value = walk->where.value;
    if (walk->by_host ? !domain_fits(walk, cell->domain)
                      : value[MT_PATTERN_HOST] != MT_PATTERN_ANY && cell->host != value[MT_PATTERN_HOST])
        return false;
    return (value[MT_PATTERN_FOREST] == MT_PATTERN_ANY || cell->forest == value[MT_PATTERN_FOREST]) &&
           cell->band >= value[MT_PATTERN_SIZE];
}

struct mt_cube_cell *
mt_cube_walk_next(struct mt_cube_walk *walk)
{
    const struct mt_cube *cube = walk->cube;
    for (;;) {
        for (; walk->at < walk->until; walk->at++) {
            struct mt_cube_cell *cell = &cube->cells[walk->by_host ? cube->host_cells[walk->at] : walk->at];
            if (cell_fits(walk, cell)) {
                walk->at++;
                return cell;
            }
        }
        for (; walk->place < walk->last_place; walk->place++)
            if (domain_fits(walk, cube->domain_order[walk->place]))
                break;
        if (walk->place >= walk->last_place)
            return NULL;
        walk->at = cube->domain_start[walk->place];
        walk->until = cube->domain_start[++walk->place];
    }
}

bool
mt_cube_walk_run(struct mt_cube_walk *walk, size_t *from, size_t *until)
{
    for (; walk->place < walk->last_place; walk->place++)
        if (domain_fits(walk, walk->cube->domain_order[walk->place]))
            break;
    if (walk->place >= walk->last_place)
        return false;
    *from = walk->cube->domain_start[walk->place];
    *until = walk->cube->domain_start[++walk->place];
    return true;
}
