#include "query/pattern_cube.h"

#include <stdlib.h>
#include <string.h>

/* ---- is the input what it says? ---- */

static bool
within(int32_t value, int32_t count, bool may_be_any)
{
    return (value >= 0 && value < count) || (may_be_any && value == MT_PATTERN_ANY);
}

static enum mt_rc
check_tables(const struct mt_pattern_data *data, struct mt_err *err)
{
    if (data->hours < 1 || data->hours > MT_PATTERN_HOURS)
        return mt_err_set(err, MT_USAGE, "a search for patterns needs 1 to %d hours, not %d", MT_PATTERN_HOURS,
                          data->hours);
    if (data->bands < 1 || data->bands > MT_PATTERN_BANDS || data->forests < 0 || data->forests > MT_PATTERN_FORESTS)
        return mt_err_set(err, MT_USAGE, "%d size bands and %d forests are outside of what patterns can have",
                          data->bands, data->forests);
    if (data->domains < 0 || data->providers < 0 || data->regions < 0 || data->hosts < 0 || data->count > UINT32_MAX)
        return mt_err_set(err, MT_USAGE, "the counts of a cube of patterns make no sense");
    for (int32_t hour = 0; hour < data->hours; hour++)
        if (data->week_hours[hour] >= 168)
            return mt_err_set(err, MT_USAGE, "hour %d is no hour of a week: %d", hour, data->week_hours[hour]);
    for (int32_t hour = 0; data->sights && hour < data->hours; hour++)
        if (data->sights[hour] >= MT_PATTERN_SIGHTS)
            return mt_err_set(err, MT_USAGE, "hour %d has a sight of %d, %d are known", hour, data->sights[hour],
                              MT_PATTERN_SIGHTS);
    for (int32_t domain = 0; domain < data->domains; domain++)
        if (!within(data->provider_of_domain[domain], data->providers, false) ||
            !within(data->region_of_domain[domain], data->regions, true))
            return mt_err_set(err, MT_USAGE, "domain %d has no such provider or region", domain);
    return MT_OK;
}

static enum mt_rc
check_cells(const struct mt_pattern_data *data, struct mt_err *err)
{
    for (size_t i = 0; i < data->count; i++) {
        const struct mt_pattern_cell *cell = &data->cells[i];
        if (!within(cell->hour, data->hours, false) || !within(cell->domain, data->domains, false) ||
            !within(cell->host, data->hosts, true) || !within(cell->forest, data->forests, true) ||
            !within(cell->band, data->bands, true) || cell->bad > cell->mail)
            return mt_err_set(err, MT_USAGE, "cell %zu of a cube of patterns contradicts its tables", i);
    }
    return MT_OK;
}

/* ---- the order ---- */

static enum mt_rc
order_domains(struct mt_cube *cube, struct mt_err *err)
{
    const int32_t *provider_of = cube->data->provider_of_domain;
    cube->domain_order = calloc((size_t)cube->domains + 1, sizeof *cube->domain_order);
    cube->domain_place = calloc((size_t)cube->domains + 1, sizeof *cube->domain_place);
    cube->provider_start = calloc((size_t)cube->providers + 2, sizeof *cube->provider_start);
    if (!cube->domain_order || !cube->domain_place || !cube->provider_start)
        return mt_err_memory(err);

    int32_t *next = cube->provider_start + 1;
    for (int32_t domain = 0; domain < cube->domains; domain++)
        next[provider_of[domain]]++;
    for (int32_t provider = 1; provider <= cube->providers; provider++)
        cube->provider_start[provider] += cube->provider_start[provider - 1];
    /* provider_start is right now; the places are dealt out from a copy in domain_place's room. */
    int32_t *deal = calloc((size_t)cube->providers + 1, sizeof *deal);
    if (!deal)
        return mt_err_memory(err);
    memcpy(deal, cube->provider_start, (size_t)cube->providers * sizeof *deal);
    for (int32_t domain = 0; domain < cube->domains; domain++) {
        int32_t place = deal[provider_of[domain]]++;
        cube->domain_order[place] = domain;
        cube->domain_place[domain] = place;
    }
    free(deal);
    return MT_OK;
}

/* The digits of a cell's key, least significant first: what a stable counting sort goes through. */
enum digit { BY_HOUR, BY_FOREST_AND_BAND, BY_HOST, BY_DOMAIN, DIGITS };

static size_t
digit_of(const struct mt_cube *cube, const struct mt_pattern_cell *cell, enum digit digit)
{
    int32_t band = cell->band < 0 ? 0 : cell->band;
    int32_t forest = cell->forest < 0 ? cube->forests : cell->forest;
    switch (digit) {
    case BY_HOUR:
        return (size_t)cell->hour;
    case BY_FOREST_AND_BAND:
        return (size_t)(forest * cube->bands + band);
    case BY_HOST:
        return (size_t)(cell->host + 1);
    case BY_DOMAIN:
    case DIGITS:
        break;
    }
    return (size_t)cube->domain_place[cell->domain];
}

static size_t
digit_values(const struct mt_cube *cube, enum digit digit)
{
    const size_t values[DIGITS] = {
        [BY_HOUR] = (size_t)cube->hours,
        [BY_FOREST_AND_BAND] = (size_t)((cube->forests + 1) * cube->bands),
        [BY_HOST] = (size_t)cube->hosts + 1,
        [BY_DOMAIN] = (size_t)cube->domains,
    };
    return values[digit];
}

/* Sorts numbers of cells: `order` holds the answer, `room` is of the same size. */
static enum mt_rc
sort_cells(const struct mt_cube *cube, uint32_t **order, uint32_t **room, struct mt_err *err)
{
    const struct mt_pattern_cell *cells = cube->data->cells;
    size_t count = cube->data->count;
    for (size_t i = 0; i < count; i++)
        (*order)[i] = (uint32_t)i;
    for (enum digit digit = BY_HOUR; digit < DIGITS; digit++) {
        size_t *start = calloc(digit_values(cube, digit) + 1, sizeof *start);
        if (!start)
            return mt_err_memory(err);
        for (size_t i = 0; i < count; i++)
            start[digit_of(cube, &cells[i], digit) + 1]++;
        for (size_t value = 1; value < digit_values(cube, digit); value++)
            start[value] += start[value - 1];
        for (size_t i = 0; i < count; i++)
            (*room)[start[digit_of(cube, &cells[(*order)[i]], digit)]++] = (*order)[i];
        free(start);
        uint32_t *swap = *order;
        *order = *room;
        *room = swap;
    }
    return MT_OK;
}

static bool
same_key(const struct mt_cube_cell *a, const struct mt_cube_cell *b)
{
    return a->domain == b->domain && a->host == b->host && a->hour == b->hour && a->forest == b->forest &&
           a->band == b->band;
}

static void
gather_cells(struct mt_cube *cube, const uint32_t *order)
{
    for (size_t i = 0; i < cube->data->count; i++) {
        const struct mt_pattern_cell *from = &cube->data->cells[order[i]];
        struct mt_cube_cell cell = {
            .domain = from->domain,
            .host = from->host,
            .mail = from->mail,
            .bad = from->bad,
            .hour = (uint16_t)from->hour,
            .forest = (uint8_t)(from->forest < 0 ? cube->forests : from->forest),
            .band = (uint8_t)(from->band < 0 ? 0 : from->band),
        };
        cube->mail += cell.mail;
        cube->bad += cell.bad;
        struct mt_cube_cell *last = cube->count ? &cube->cells[cube->count - 1] : NULL;
        if (last && same_key(last, &cell) && last->mail <= UINT32_MAX - cell.mail) {
            last->mail += cell.mail;
            last->bad += cell.bad;
        } else {
            cube->cells[cube->count++] = cell;
        }
    }
}

static enum mt_rc
order_cells(struct mt_cube *cube, struct mt_err *err)
{
    size_t count = cube->data->count;
    uint32_t *order = calloc(count + 1, sizeof *order), *room = calloc(count + 1, sizeof *room);
    cube->cells = calloc(count + 1, sizeof *cube->cells);
    enum mt_rc rc = order && room && cube->cells ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK)
        rc = sort_cells(cube, &order, &room, err);
    if (rc == MT_OK)
        gather_cells(cube, order);
    free(order);
    free(room);
    return rc;
}

/* ---- ways through the cells ---- */

static enum mt_rc
index_domains(struct mt_cube *cube, struct mt_err *err)
{
    cube->domain_start = calloc((size_t)cube->domains + 2, sizeof *cube->domain_start);
    if (!cube->domain_start)
        return mt_err_memory(err);
    for (size_t i = 0; i < cube->count; i++)
        cube->domain_start[cube->domain_place[cube->cells[i].domain] + 1]++;
    for (int32_t place = 1; place <= cube->domains; place++)
        cube->domain_start[place] += cube->domain_start[place - 1];
    return MT_OK;
}

/* Whose host it is, and whether it serves one domain only. */
static void
note_host(struct mt_cube *cube, int32_t *domain_of_host, const struct mt_cube_cell *cell)
{
    int32_t host = cell->host, provider = cube->data->provider_of_domain[cell->domain];
    if (domain_of_host[host] == MT_PATTERN_ANY) {
        domain_of_host[host] = cell->domain;
        cube->provider_of_host[host] = provider;
        return;
    }
    if (domain_of_host[host] != cell->domain)
        cube->host_is_domain[host] = false;
    if (cube->provider_of_host[host] != provider)
        cube->provider_of_host[host] = MT_PATTERN_ANY;
}

/* A host that serves one domain and gets all of its mail is the domain by another name. */
static void
find_sole_hosts(struct mt_cube *cube, const int32_t *domain_of_host)
{
    for (int32_t host = 0; host < cube->hosts; host++) {
        if (!cube->host_is_domain[host] || domain_of_host[host] == MT_PATTERN_ANY)
            continue;
        int32_t place = cube->domain_place[domain_of_host[host]];
        cube->host_is_domain[host] = cube->host_start[host + 1] - cube->host_start[host] ==
                                     cube->domain_start[place + 1] - cube->domain_start[place];
    }
}

static enum mt_rc
index_hosts(struct mt_cube *cube, struct mt_err *err)
{
    size_t hosts = (size_t)cube->hosts;
    cube->host_start = calloc(hosts + 2, sizeof *cube->host_start);
    cube->host_cells = calloc(cube->count + 1, sizeof *cube->host_cells);
    cube->provider_of_host = calloc(hosts + 1, sizeof *cube->provider_of_host);
    cube->host_is_domain = calloc(hosts + 1, sizeof *cube->host_is_domain);
    int32_t *domain_of_host = calloc(hosts + 1, sizeof *domain_of_host);
    size_t *next = calloc(hosts + 1, sizeof *next);
    enum mt_rc rc = MT_OK;
    if (!cube->host_start || !cube->host_cells || !cube->provider_of_host || !cube->host_is_domain || !domain_of_host ||
        !next) {
        rc = mt_err_memory(err);
        goto out;
    }
    for (size_t host = 0; host < hosts; host++) {
        domain_of_host[host] = cube->provider_of_host[host] = MT_PATTERN_ANY;
        cube->host_is_domain[host] = true;
    }
    for (size_t i = 0; i < cube->count; i++)
        if (cube->cells[i].host >= 0) {
            cube->host_start[cube->cells[i].host + 1]++;
            note_host(cube, domain_of_host, &cube->cells[i]);
        }
    for (size_t host = 1; host <= hosts; host++)
        cube->host_start[host] += cube->host_start[host - 1];
    find_sole_hosts(cube, domain_of_host);
    memcpy(next, cube->host_start, hosts * sizeof *next);
    for (size_t i = 0; i < cube->count; i++)
        if (cube->cells[i].host >= 0)
            cube->host_cells[next[cube->cells[i].host]++] = (uint32_t)i;
out:
    free(domain_of_host);
    free(next);
    return rc;
}

enum { OFFICE, SHOULDER, NIGHT, WEEKEND };

static const uint8_t class_of_clock[24] = {
    NIGHT,  NIGHT,  NIGHT,  NIGHT,  NIGHT,  SHOULDER, SHOULDER, OFFICE,   OFFICE,   OFFICE, OFFICE, OFFICE,
    OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, SHOULDER, SHOULDER, SHOULDER, SHOULDER, NIGHT,  NIGHT,  NIGHT,
};

static enum mt_rc
read_clock(struct mt_cube *cube, struct mt_err *err)
{
    cube->hour_class = calloc((size_t)cube->hours, sizeof *cube->hour_class);
    cube->hour_sight = calloc((size_t)cube->hours, sizeof *cube->hour_sight);
    cube->local_day = calloc((size_t)cube->hours, sizeof *cube->local_day);
    if (!cube->hour_class || !cube->hour_sight || !cube->local_day)
        return mt_err_memory(err);
    int32_t day = 0;
    for (int32_t hour = 0; hour < cube->hours; hour++) {
        int weekday = cube->data->week_hours[hour] / 24, clock = cube->data->week_hours[hour] % 24;
        if (hour > 0 && weekday != cube->data->week_hours[hour - 1] / 24)
            day++;
        cube->local_day[hour] = day;
        cube->hour_class[hour] = weekday >= 5 ? WEEKEND : class_of_clock[clock];
        cube->hour_sight[hour] = cube->data->sights ? cube->data->sights[hour] : 0;
        if (cube->hour_sight[hour] >= cube->sights)
            cube->sights = cube->hour_sight[hour] + 1;
    }
    cube->local_days = day + 1;
    for (size_t i = 0; i < cube->count; i++) {
        const struct mt_cube_cell *cell = &cube->cells[i];
        cube->mail_of_class[cube->hour_class[cell->hour]] += cell->mail;
        cube->mail_of_sight[cube->hour_sight[cell->hour]] += cell->mail;
    }
    return MT_OK;
}

enum mt_rc
mt_cube_open(struct mt_cube *cube, const struct mt_pattern_data *data, struct mt_err *err)
{
    *cube = (struct mt_cube){
        .data = data,
        .hours = data->hours,
        .providers = data->providers,
        .regions = data->regions,
        .domains = data->domains,
        .hosts = data->hosts,
        .forests = data->forests,
        .bands = data->bands,
        .sights = 1,
    };
    enum mt_rc rc = check_tables(data, err);
    if (rc == MT_OK)
        rc = check_cells(data, err);
    if (rc == MT_OK)
        rc = order_domains(cube, err);
    if (rc == MT_OK)
        rc = order_cells(cube, err);
    if (rc == MT_OK)
        rc = index_domains(cube, err);
    if (rc == MT_OK)
        rc = index_hosts(cube, err);
    if (rc == MT_OK)
        rc = read_clock(cube, err);
    if (rc != MT_OK)
        mt_cube_close(cube);
    return rc;
}

void
mt_cube_close(struct mt_cube *cube)
{
    free(cube->cells);
    free(cube->domain_order);
    free(cube->domain_start);
    free(cube->domain_place);
    free(cube->provider_start);
    free(cube->host_cells);
    free(cube->host_start);
    free(cube->provider_of_host);
    free(cube->host_is_domain);
    free(cube->hour_class);
    free(cube->hour_sight);
    free(cube->local_day);
    *cube = (struct mt_cube){.data = NULL};
}
