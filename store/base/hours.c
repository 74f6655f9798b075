#include "store/base/hours.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/civil.h"

enum {
    OFFICE_FROM = 8,
    OFFICE_UNTIL = 18,
    GAP_HOURS = 6,
    GAP_OFFICE_HOURS = 2,
    MOST_HOURS = 24 * 366 * 100,
};

/* ---- counts ---- */

/* Exports run backwards in time and databases forwards, so room is made at both ends. */
static enum mt_rc
make_room(struct mt_hours *hours, int64_t first, int64_t last, struct mt_err *err)
{
    if (hours->cells && first >= hours->base && last - hours->base < (int64_t)hours->room)
        return MT_OK;
    size_t needed = (size_t)(last - first) + 1, room = 2 * needed + 48;
    int64_t base = first - (int64_t)(room - needed) / 2;
    int64_t *cells = calloc(room, sizeof *cells);
    if (!cells)
        return mt_err_memory(err);
    for (int64_t hour = hours->first; hours->cells && hour <= hours->last; hour++)
        cells[hour - base] = hours->cells[hour - hours->base];
    free(hours->cells);
    hours->cells = cells;
    hours->base = base;
    hours->room = room;
    return MT_OK;
}

enum mt_rc
mt_hours_add(struct mt_hours *hours, int64_t hour, int64_t mail, struct mt_err *err)
{
    int64_t first = hours->cells && hours->first < hour ? hours->first : hour;
    int64_t last = hours->cells && hours->last > hour ? hours->last : hour;
    if (last - first >= MOST_HOURS)
        return mt_err_set(err, MT_USAGE, "the mail spans more than a hundred years, so some date in it is wrong");
    enum mt_rc rc = make_room(hours, first, last, err);
    if (rc != MT_OK)
        return rc;
    hours->first = first;
    hours->last = last;
    hours->cells[hour - hours->base] += mail;
    return MT_OK;
}

void
mt_hours_release(struct mt_hours *hours)
{
    free(hours->cells);
    *hours = MT_HOURS_EMPTY;
}

size_t
mt_hours_count(const struct mt_hours *hours)
{
    return hours->cells ? (size_t)(hours->last - hours->first) + 1 : 0;
}

int64_t
mt_hours_mail(const struct mt_hours *hours, int64_t hour)
{
    return hours->cells && hour >= hours->first && hour <= hours->last ? hours->cells[hour - hours->base] : 0;
}

/* ---- the calendar ---- */

struct mt_local_hour
mt_local_hour_of(const struct mt_zone *zone, int64_t hour)
{
    int64_t local = mt_zone_to_local(zone, hour * MT_HOUR), day = mt_floor_to(local, MT_DAY) / MT_DAY;
    return (struct mt_local_hour){day, (int)((local - day * MT_DAY) / MT_HOUR), mt_civil_weekday(day) <= 5};
}

bool
mt_local_hour_in_office(struct mt_local_hour local)
{
    return local.workday && local.hour >= OFFICE_FROM && local.hour < OFFICE_UNTIL;
}

/* ---- gaps ---- */

void
mt_usual_learn(struct mt_usual *usual, const struct mt_hours *hours, const struct mt_zone *zone)
{
    memset(usual, 0, sizeof *usual);
    for (int64_t hour = hours->first; hours->cells && hour <= hours->last; hour++) {
        struct mt_local_hour local = mt_local_hour_of(zone, hour);
        int64_t mail = mt_hours_mail(hours, hour);
        usual->at[local.workday][local.hour].occurrences++;
        usual->at[local.workday][local.hour].with_mail += mail > 0;
        usual->at[local.workday][local.hour].mail += mail;
    }
}

struct mt_stretch
mt_stretch_judge(const struct mt_usual *usual, const struct mt_zone *zone, int64_t from, int64_t until)
{
    struct mt_stretch stretch = {.from = from, .until = until};
    int64_t usual_hours = 0, proven_office = 0;
    for (int64_t hour = from; hour < until; hour++) {
        struct mt_local_hour local = mt_local_hour_of(zone, hour);
        int64_t occurrences = usual->at[local.workday][local.hour].occurrences;
        bool told = occurrences >= 2;
        bool is_usual = !told || 2 * usual->at[local.workday][local.hour].with_mail >= occurrences;
        bool office = mt_local_hour_in_office(local);
        usual_hours += is_usual;
        stretch.office_hours += office;
        stretch.proven_hours += told && is_usual;
        proven_office += office && told && is_usual;
        if (occurrences > 0)
            stretch.usual_mail += (double)usual->at[local.workday][local.hour].mail / (double)occurrences;
    }
    stretch.is_gap = proven_office >= GAP_OFFICE_HOURS || (until - from >= GAP_HOURS && usual_hours > 0);
    return stretch;
}

bool
mt_hours_next_gap(const struct mt_hours *hours, const struct mt_usual *usual, const struct mt_zone *zone, int64_t *at,
                  struct mt_stretch *gap)
{
    /* The span begins and ends with mail, so every stretch is closed. */
    while (hours->cells && *at <= hours->last) {
        int64_t from = *at;
        while (*at <= hours->last && mt_hours_mail(hours, *at) == 0)
            ++*at;
        if (*at > from) {
            *gap = mt_stretch_judge(usual, zone, from, *at);
            if (gap->is_gap)
                return true;
        }
        ++*at;
    }
    return false;
}
