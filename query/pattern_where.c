#include "query/pattern_cube.h"

/* ---- conditions ---- */

const struct mt_pattern_where mt_where_all = {
    {MT_PATTERN_ANY, MT_PATTERN_ANY, MT_PATTERN_ANY, MT_PATTERN_ANY, MT_PATTERN_ANY, MT_PATTERN_ANY}};

int
mt_where_compare(const struct mt_pattern_where *a, const struct mt_pattern_where *b)
{
    for (int i = 0; i < MT_PATTERN_BY_COUNT; i++)
        if (a->value[i] != b->value[i])
            return a->value[i] < b->value[i] ? -1 : 1;
    return 0;
}

bool
mt_where_equal(const struct mt_pattern_where *a, const struct mt_pattern_where *b)
{
    return mt_where_compare(a, b) == 0;
}

int32_t
mt_where_count(const struct mt_pattern_where *where)
{
    int32_t count = 0;
    for (int i = 0; i < MT_PATTERN_BY_COUNT; i++)
        count += where->value[i] != MT_PATTERN_ANY;
    return count;
}

struct mt_pattern_where
mt_where_base(const struct mt_pattern_where *where)
{
    struct mt_pattern_where base = *where;
    base.value[MT_PATTERN_FOREST] = base.value[MT_PATTERN_SIZE] = MT_PATTERN_ANY;
    return base;
}

bool
mt_where_only_provider(const struct mt_pattern_where *where)
{
    return where->value[MT_PATTERN_PROVIDER] != MT_PATTERN_ANY && mt_where_count(where) == 1;
}

int32_t
mt_where_provider(const struct mt_cube *cube, const struct mt_pattern_where *where)
{
    if (where->value[MT_PATTERN_PROVIDER] != MT_PATTERN_ANY)
        return where->value[MT_PATTERN_PROVIDER];
    if (where->value[MT_PATTERN_DOMAIN] != MT_PATTERN_ANY)
        return cube->data->provider_of_domain[where->value[MT_PATTERN_DOMAIN]];
    if (where->value[MT_PATTERN_HOST] != MT_PATTERN_ANY)
        return cube->provider_of_host[where->value[MT_PATTERN_HOST]];
    return MT_PATTERN_ANY;
}

bool
mt_where_holds(const struct mt_cube *cube, const struct mt_pattern_where *where, const struct mt_cube_cell *cell)
{
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_SIZE; by++)
        if (where->value[by] != MT_PATTERN_ANY && where->value[by] != mt_cube_value(cube, cell, by))
            return false;
    return cell->band >= where->value[MT_PATTERN_SIZE];
}

bool
mt_when_equal(const struct mt_pattern_when *a, const struct mt_pattern_when *b)
{
    return a->from == b->from && a->until == b->until && a->week_start == b->week_start &&
           a->week_length == b->week_length && a->week_days == b->week_days && a->drift == b->drift;
}

bool
mt_when_is_always(const struct mt_pattern_when *when)
{
    return when->until == 0 && when->week_length == 0;
}

/* ---- dimensions ---- */

const char *
mt_pattern_by_name(enum mt_pattern_by by)
{
    static const char *const names[MT_PATTERN_BY_COUNT] = {
#define X(name, text) [MT_PATTERN_##name] = (text),
        MT_PATTERN_BY_LIST(X)
#undef X
    };
    return names[by];
}

/* ---- times ---- */

uint8_t
mt_pattern_days(int32_t set)
{
    static const uint8_t sets[MT_PATTERN_DAY_SETS] = {
        0x7f, 0x1f, 0x60, /* every day, workdays, weekends */
        0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40,
    };
    return set >= 0 && set < MT_PATTERN_DAY_SETS ? sets[set] : 0;
}

bool
mt_pattern_when_holds(const struct mt_pattern_when *when, int32_t hour, uint8_t week_hour)
{
    if (when->until > 0 && (hour < when->from || hour >= when->until))
        return false;
    if (when->week_length == 0)
        return true;
    int clock = week_hour % 24, day = week_hour / 24;
    if ((clock - when->week_start + 24) % 24 >= when->week_length)
        return false;
    if (clock < when->week_start)
        day = (day + 6) % 7;
    return mt_pattern_days(when->week_days) >> day & 1;
}
