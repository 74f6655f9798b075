#include "query/mail_cube.h"

#include <stdlib.h>
#include <string.h>

#include "query/mail_names.h"
#include "query/mail_sights.h"
#include "query/statement.h"
#include "store/base/hours.h"
#include "store/row.h"

/* ---- while mail is being counted: cells hold ids of the store, and hosts the numbers in which they came ---- */

struct counting {
    struct mt_mail_cube *cube;
    struct mt_arena *arena;
    size_t sorted;                /* cells before this one are of hours gone by and added up */
    int64_t base_hour, hour;      /* of the first group; of the cells behind `sorted` */
    struct mt_sight_hour *sights; /* from sight_base on */
    int64_t sight_base;
    size_t sight_count;
};

static int
compare_cells(const void *a, const void *b)
{
    const struct mt_pattern_cell *x = a, *y = b;
    const int32_t left[] = {x->hour, x->domain, x->host, x->forest, x->band};
    const int32_t right[] = {y->hour, y->domain, y->host, y->forest, y->band};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* Adds up equal cells from `first` on, so that memory is that of cells and not of mail. */
static void
add_up(struct mt_mail_cube *cube, size_t first)
{
    struct mt_pattern_cell *cells = cube->cells;
    size_t count = cube->data.count;
    if (count - first < 2)
        return;
    qsort(cells + first, count - first, sizeof *cells, compare_cells);
    size_t last = first;
    for (size_t i = first + 1; i < count; i++)
        if (compare_cells(&cells[i], &cells[last]) == 0) {
            cells[last].mail += cells[i].mail;
            cells[last].bad += cells[i].bad;
        } else {
            cells[++last] = cells[i];
        }
    cube->data.count = last + 1;
}

static bool
number_host(struct counting *counting, struct mt_text host, int32_t *number)
{
    *number = MT_PATTERN_ANY;
    return host.len == 0 || mt_text_numbers_add(&counting->cube->host_numbers, host, counting->arena, number);
}

/* The counts of an hour. The table covers hours from sight_base on; where it has to grow it gets as much again on that
 * side, so that hours may come in any order without a copy each. */
static struct mt_sight_hour *
sight_at(struct counting *counting, int64_t hour)
{
    int64_t base = counting->sight_base, end = base + (int64_t)counting->sight_count;
    if (counting->sight_count == 0)
        base = end = hour;
    if (hour < base || hour >= end) {
        int64_t slack = (end - base) / 2 + 24, new_base = hour < base ? hour - slack : base;
        int64_t new_end = hour >= end ? hour + slack : end;
        struct mt_sight_hour *grown = calloc((size_t)(new_end - new_base), sizeof *grown);
        if (!grown)
            return NULL;
        if (counting->sight_count > 0)
            memcpy(grown + (base - new_base), counting->sights, counting->sight_count * sizeof *grown);
        free(counting->sights);
        counting->sights = grown;
        counting->sight_base = new_base;
        counting->sight_count = (size_t)(new_end - new_base);
    }
    return &counting->sights[hour - counting->sight_base];
}

static bool
note_sight(struct counting *counting, int64_t hour, const struct mt_mail_group *group)
{
    struct mt_sight_hour *sight = sight_at(counting, hour);
    if (!sight)
        return false;
    bool failed = group->outcome == MT_OUTCOME_FAILED || group->outcome == MT_OUTCOME_FAILED_AFTER_DEFERRAL ||
                  group->outcome == MT_OUTCOME_EXPIRED;
    sight->mail++;
    sight->with_events += group->has_events;
    sight->failed += failed;
    sight->failed_with_reason += failed && group->reason_id != 0;
    counting->cube->failed += failed;
    counting->cube->failed_said += failed && group->reason_id != 0;
    return true;
}

static bool
add_cell(struct counting *counting, const struct mt_pattern_cell *cell)
{
    struct mt_mail_cube *cube = counting->cube;
    if (cube->data.count == cube->room) {
        size_t room = cube->room ? cube->room + cube->room / 2 : 4096;
        struct mt_pattern_cell *cells = realloc(cube->cells, room * sizeof *cells);
        if (!cells)
            return false;
        cube->cells = cells;
        cube->room = room;
    }
    cube->cells[cube->data.count++] = *cell;
    return true;
}

static enum mt_rc
count_group(void *context, const struct mt_mail_group *group, struct mt_err *err)
{
    struct counting *counting = context;
    struct mt_mail_cube *cube = counting->cube;
    int64_t hour = mt_floor_to(group->received_us, MT_HOUR) / MT_HOUR;
    if (cube->groups == 0)
        counting->base_hour = counting->hour = hour;
    /* Dates are checked when exports are read; a span that no number holds is somebody's joke. */
    if (hour - counting->base_hour > INT32_MAX / 2 || counting->base_hour - hour > INT32_MAX / 2 ||
        group->domain_id > INT32_MAX || group->route_id > INT32_MAX)
        return mt_err_set(err, MT_FAILED, "the store holds mail of times or domains beyond what can be searched");
    if (hour != counting->hour) {
        add_up(cube, counting->sorted);
        counting->sorted = cube->data.count;
        counting->hour = hour;
    }
    struct mt_pattern_cell cell = {
        .hour = (int32_t)(hour - counting->base_hour),
        .domain = (int32_t)group->domain_id,
        .forest = (int32_t)group->route_id,
        .band = group->size_band == MT_SIZE_BAND_UNKNOWN ? MT_PATTERN_ANY : group->size_band,
        .mail = 1,
        .bad = group->bad,
    };
    if (!number_host(counting, group->remote_host, &cell.host) || !add_cell(counting, &cell) ||
        !note_sight(counting, hour, group))
        return mt_err_memory(err);
    cube->groups++;
    cube->deliveries += group->deliveries;
    cube->bad += group->bad;
    cube->bad_unsaid += group->bad && group->outcome == MT_OUTCOME_FAILED && group->reason_id == 0;
    cube->with_events += group->has_events;
    cube->timeless = cube->timeless || group->timeless;
    return MT_OK;
}

/* ---- time ---- */

/* More than so many hours cannot be searched at once: the newest are. */
static void
cut_hours(struct counting *counting, int64_t *first, int64_t *last)
{
    struct mt_mail_cube *cube = counting->cube;
    int32_t low = INT32_MAX, high = INT32_MIN;
    for (size_t i = 0; i < cube->data.count; i++) {
        low = cube->cells[i].hour < low ? cube->cells[i].hour : low;
        high = cube->cells[i].hour > high ? cube->cells[i].hour : high;
    }
    if (high - low >= MT_PATTERN_HOURS) {
        low = high - MT_PATTERN_HOURS + 1;
        size_t kept = 0;
        for (size_t i = 0; i < cube->data.count; i++)
            if (cube->cells[i].hour >= low)
                cube->cells[kept++] = cube->cells[i];
        cube->data.count = kept;
        cube->is_cut = true;
    }
    *first = counting->base_hour + low;
    *last = counting->base_hour + high;
}

static enum mt_rc
lay_out_hours(struct counting *counting, struct mt_store *store, int64_t first, int64_t last, struct mt_err *err)
{
    struct mt_mail_cube *cube = counting->cube;
    size_t count = (size_t)(last - first + 1);
    struct mt_sight_hour *sights = calloc(count, sizeof *sights);
    uint8_t *week_hours = mt_arena_take(counting->arena, count);
    struct mt_hours hours = MT_HOURS_EMPTY;
    enum mt_rc rc = sights && week_hours ? MT_OK : mt_err_memory(err);
    for (size_t i = 0; rc == MT_OK && i < count; i++) {
        int64_t at = first + (int64_t)i - counting->sight_base;
        if (at >= 0 && at < (int64_t)counting->sight_count)
            sights[i] = counting->sights[at];
        int64_t local = mt_zone_to_local(cube->zone, (first + (int64_t)i) * MT_HOUR);
        int64_t days = mt_floor_to(local, MT_DAY) / MT_DAY;
        week_hours[i] = (uint8_t)((mt_civil_weekday(days) - 1) * 24 + (local - days * MT_DAY) / MT_HOUR);
        if (sights[i].mail > 0)
            rc = mt_hours_add(&hours, first + (int64_t)i, sights[i].mail, err);
    }
    if (rc == MT_OK)
        rc = mt_mail_sights(store, first, sights, (int32_t)count, counting->arena, &cube->data.sights, err);
    if (rc == MT_OK) {
        struct mt_usual usual;
        struct mt_stretch gap;
        mt_usual_learn(&usual, &hours, cube->zone);
        size_t gaps = 0;
        for (int64_t at = hours.first; mt_hours_next_gap(&hours, &usual, cube->zone, &at, &gap);)
            gaps++;
        struct mt_pattern_gap *list = mt_arena_take(counting->arena, (gaps + 1) * sizeof *list);
        if (list) {
            size_t i = 0;
            for (int64_t at = hours.first; mt_hours_next_gap(&hours, &usual, cube->zone, &at, &gap); i++)
                list[i] = (struct mt_pattern_gap){(int32_t)(gap.from - first), (int32_t)(gap.until - first)};
            cube->data.gaps = list;
            cube->data.gap_count = gaps;
        } else {
            rc = mt_err_memory(err);
        }
    }
    cube->data.hours = (int32_t)count;
    cube->data.week_hours = week_hours;
    cube->first_hour = first;
    mt_hours_release(&hours);
    free(sights);
    return rc;
}

/* ---- all together ---- */

static enum mt_rc
lay_out(struct counting *counting, struct mt_store *store, struct mt_err *err)
{
    struct mt_mail_cube *cube = counting->cube;
    int64_t first, last;
    int32_t *number = malloc((cube->host_numbers.count + 1) * sizeof *number);
    add_up(cube, counting->sorted);
    cut_hours(counting, &first, &last);
    enum mt_rc rc = lay_out_hours(counting, store, first, last, err);
    if (rc == MT_OK)
        rc = mt_mail_name_domains(cube, store, counting->arena, err);
    if (rc == MT_OK)
        rc = mt_mail_name_forests(cube, store, counting->arena, err);
    if (rc == MT_OK && (!number || !mt_text_numbers_sort(&cube->host_numbers, number)))
        rc = mt_err_memory(err);
    cube->hosts = cube->host_numbers.texts;
    cube->data.hosts = (int32_t)cube->host_numbers.count;
    for (size_t i = 0; rc == MT_OK && i < cube->data.count; i++) {
        struct mt_pattern_cell *cell = &cube->cells[i];
        cell->hour = (int32_t)(counting->base_hour + cell->hour - first);
        cell->domain = cube->domain_of_id[cell->domain];
        cell->forest = cube->forest_of_route[cell->forest];
        cell->host = cell->host == MT_PATTERN_ANY ? MT_PATTERN_ANY : number[cell->host];
        if (cell->domain == MT_PATTERN_ANY) /* a reference to a domain that is not there: doctor's business */
            rc =
                mt_err_set(err, MT_FAILED, "the database has mail to a domain it does not know; see 'msgtrace doctor'");
    }
    free(number);
    cube->data.cells = cube->cells;
    cube->data.bands = MT_SIZE_BANDS;
    return rc;
}

enum mt_rc
mt_mail_cube_open(struct mt_mail_cube *cube, const struct mt_mail_walk *walk, struct mt_arena *arena,
                  struct mt_err *err)
{
    *cube = (struct mt_mail_cube){.zone = walk->filter->zone, .data = {.rest_provider = MT_PATTERN_ANY}};
    struct counting counting = {.cube = cube, .arena = arena};
    enum mt_rc rc = mt_mail_groups(walk, count_group, &counting, err);
    if (rc == MT_OK && cube->groups > 0)
        rc = lay_out(&counting, walk->store, err);
    free(counting.sights);
    if (rc != MT_OK)
        mt_mail_cube_close(cube);
    return rc;
}

void
mt_mail_cube_close(struct mt_mail_cube *cube)
{
    free(cube->cells);
    mt_text_numbers_release(&cube->host_numbers);
    cube->cells = NULL;
    cube->hosts = NULL;
    cube->data.cells = NULL;
    cube->data.count = 0;
}

/* ---- asking ---- */

bool
mt_mail_cube_place(const struct mt_mail_cube *cube, const struct mt_mail_group *group, struct mt_pattern_cell *cell)
{
    int64_t hour = mt_floor_to(group->received_us, MT_HOUR) / MT_HOUR - cube->first_hour;
    if (hour < 0 || hour >= cube->data.hours || group->domain_id >= cube->domain_ids ||
        cube->domain_of_id[group->domain_id] == MT_PATTERN_ANY)
        return false;
    *cell = (struct mt_pattern_cell){
        .hour = (int32_t)hour,
        .domain = cube->domain_of_id[group->domain_id],
        .host = MT_PATTERN_ANY,
        .forest = group->route_id < cube->route_ids ? cube->forest_of_route[group->route_id] : MT_PATTERN_ANY,
        .band = group->size_band == MT_SIZE_BAND_UNKNOWN ? MT_PATTERN_ANY : group->size_band,
        .mail = 1,
        .bad = group->bad,
    };
    if (group->remote_host.len > 0)
        cell->host = mt_text_numbers_find(&cube->host_numbers, group->remote_host);
    return true;
}

bool
mt_mail_cube_holds(const struct mt_mail_cube *cube, const struct mt_pattern *pattern,
                   const struct mt_pattern_cell *cell, bool within_stretch)
{
    const int32_t *wanted = pattern->where.value;
    const int32_t values[MT_PATTERN_BY_COUNT] = {
        [MT_PATTERN_PROVIDER] = cube->data.provider_of_domain[cell->domain],
        [MT_PATTERN_REGION] = cube->data.region_of_domain[cell->domain],
        [MT_PATTERN_DOMAIN] = cell->domain,
        [MT_PATTERN_HOST] = cell->host,
        [MT_PATTERN_FOREST] = cell->forest,
    };
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_SIZE; by++)
        if (wanted[by] != MT_PATTERN_ANY && wanted[by] != values[by])
            return false;
    if (wanted[MT_PATTERN_SIZE] != MT_PATTERN_ANY && cell->band < wanted[MT_PATTERN_SIZE])
        return false;
    struct mt_pattern_when when = pattern->when;
    if (!within_stretch)
        when.from = when.until = 0;
    return mt_pattern_when_holds(&when, cell->hour, cube->data.week_hours[cell->hour]);
}
