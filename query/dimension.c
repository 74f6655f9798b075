#include "query/dimension.h"

#include <string.h>

#include "query/question.h"
#include "store/row.h"

#define JOIN_DOMAIN "JOIN domain m ON m.id = c.domain_id\n"
#define JOIN_PROVIDER JOIN_DOMAIN "LEFT JOIN provider p ON p.id = m.provider_id\n"
#define JOIN_ROUTE "JOIN route t ON t.id = c.route_id\n"
#define OPEN 0, -1 /* the values are whatever the data holds */

static const char not_in_export[] = "not in these exports";
static const char no_reason[] = "no events of this mail say why";
static const char no_host[] = "no events of this mail name it";

/* One row a dimension; the names are in the order of the help. */
static const struct mt_dimension dimensions[] = {
    {"domain", "Recipient domain", MT_TYPE_TEXT, "nullif(m.name, '')", "c.domain_id", JOIN_DOMAIN, MT_FOLD_NONE, false,
     OPEN, "the recipient has no domain"},
    {"provider", "Provider", MT_TYPE_TEXT, "p.name", "m.provider_id", JOIN_PROVIDER, MT_FOLD_NONE, false, OPEN,
     "no known provider"},
    {"country", "Country", MT_TYPE_TEXT, "m.country", "m.country", JOIN_DOMAIN, MT_FOLD_NONE, false, OPEN,
     "the domain belongs to no country"},
    {"region", "Region", MT_TYPE_TEXT, "t.region", "t.region", JOIN_ROUTE, MT_FOLD_NONE, false, OPEN, not_in_export},
    {"forest", "Forest", MT_TYPE_TEXT, "t.forest", "t.forest", JOIN_ROUTE, MT_FOLD_NONE, false, OPEN, not_in_export},
    {"connector", "Connector", MT_TYPE_TEXT, "t.connector", "t.connector", JOIN_ROUTE, MT_FOLD_NONE, false, OPEN,
     not_in_export},
    {"direction", "Direction", MT_TYPE_TEXT, "t.direction", "t.direction", JOIN_ROUTE, MT_FOLD_DIRECTION, false, OPEN,
     not_in_export},
    {"hour", "Hour", MT_TYPE_COUNT, "c.hour", "c.hour", "", MT_FOLD_HOUR, true, 0, 23, NULL},
    {"weekday", "Weekday", MT_TYPE_COUNT, "c.hour", "c.hour", "", MT_FOLD_WEEKDAY, true, 1, 7, NULL},
    {"day", "Day", MT_TYPE_DAY, "c.hour", "c.hour", "", MT_FOLD_DAY, true, OPEN, NULL},
    {"week", "Week", MT_TYPE_TEXT, "c.hour", "c.hour", "", MT_FOLD_WEEK, true, OPEN, NULL},
    {"size", "Size", MT_TYPE_TEXT, "c.size_band", "c.size_band", "", MT_FOLD_SIZE, true, 0, MT_SIZE_BANDS - 1,
     "no size in these exports"},
    {"outcome", "Outcome", MT_TYPE_TEXT, "c.outcome", "c.outcome", "", MT_FOLD_OUTCOME, true, OPEN, NULL},
    {"reason", "Reason", MT_TYPE_TEXT, "c.reason_class", "c.reason_class", "", MT_FOLD_REASON, false, OPEN, no_reason},
    {"remote_host", "Remote host", MT_TYPE_TEXT, "c.remote_host", "c.remote_host", "", MT_FOLD_NONE, false, OPEN,
     no_host, true},
};

enum { DIMENSIONS = sizeof dimensions / sizeof *dimensions };

static const char *const names[] = {
    "domain",  "provider", "country", "region", "forest",  "connector", "direction",   "hour",
    "weekday", "day",      "week",    "size",   "outcome", "reason",    "remote_host", NULL,
};

_Static_assert(sizeof names / sizeof *names == DIMENSIONS + 1, "every dimension has a name in the list");

static const char *const directions[] = {
#define X(number, name, key) [number] = key,
    MT_DIRECTION_LIST(X)
#undef X
};

const char *const *
mt_dimension_names(void)
{
    return names;
}

static bool
same_name(const char *own, const char *name)
{
    while (*own && (*own == *name || (*own == '_' && *name == '-'))) {
        own++;
        name++;
    }
    return *own == *name;
}

const struct mt_dimension *
mt_dimension_named(const char *name)
{
    for (int i = 0; i < DIMENSIONS; i++)
        if (same_name(dimensions[i].name, name))
            return &dimensions[i];
    return NULL;
}

enum mt_type
mt_dimension_key_type(const struct mt_dimension *dimension)
{
    return dimension->fold == MT_FOLD_NONE ? dimension->type : MT_TYPE_COUNT;
}

struct mt_cell
mt_dimension_fold(const struct mt_dimension *dimension, const struct mt_zone *zone, struct mt_cell raw)
{
    if (!raw.known)
        return raw;
    int64_t local, days;
    switch (dimension->fold) {
    case MT_FOLD_NONE:
    case MT_FOLD_OUTCOME:
        return raw;
    case MT_FOLD_SIZE:
        return raw.integer == MT_SIZE_BAND_UNKNOWN ? MT_CELL_UNKNOWN(NULL) : raw;
    case MT_FOLD_DIRECTION:
        return raw.integer == MT_DIRECTION_UNKNOWN ? MT_CELL_UNKNOWN(NULL) : raw;
    case MT_FOLD_REASON:
        return raw.integer == MT_REASON_CLASS_UNKNOWN ? MT_CELL_UNKNOWN(NULL) : raw;
    case MT_FOLD_HOUR:
    case MT_FOLD_WEEKDAY:
    case MT_FOLD_DAY:
    case MT_FOLD_WEEK:
        break;
    }
    local = mt_zone_to_local(zone, raw.integer * MT_HOUR);
    days = mt_floor_to(local, MT_DAY) / MT_DAY;
    if (dimension->fold == MT_FOLD_HOUR)
        return mt_cell_integer((local - days * MT_DAY) / MT_HOUR);
    if (dimension->fold == MT_FOLD_WEEKDAY)
        return mt_cell_integer(mt_civil_weekday(days));
    return mt_cell_integer(dimension->fold == MT_FOLD_DAY ? days : days - (mt_civil_weekday(days) - 1));
}

static struct mt_cell
show_week(int64_t monday, struct mt_arena *arena)
{
    int year, week;
    mt_civil_iso_week(monday, &year, &week);
    return mt_cell_text(mt_arena_format(arena, "%04d-W%02d", year, week));
}

struct mt_cell
mt_dimension_show(const struct mt_dimension *dimension, struct mt_cell key, struct mt_arena *arena)
{
    struct mt_text copy;
    if (!key.known)
        return MT_CELL_UNKNOWN(dimension->why);
    switch (dimension->fold) {
    case MT_FOLD_NONE:
        return mt_cell_text(mt_arena_copy(arena, key.text, &copy) ? copy : MT_TEXT_UNKNOWN);
    case MT_FOLD_WEEK:
        return show_week(key.integer, arena);
    case MT_FOLD_SIZE:
        return mt_cell_text(mt_text_of(mt_size_band_key((int)key.integer)));
    case MT_FOLD_OUTCOME:
        return mt_cell_text(mt_text_of(mt_outcome_key((enum mt_outcome)key.integer)));
    case MT_FOLD_DIRECTION:
        return mt_cell_text(mt_text_of(directions[key.integer]));
    case MT_FOLD_REASON:
        return mt_cell_text(mt_text_of(mt_reason_class_key((enum mt_reason_class)key.integer)));
    case MT_FOLD_HOUR:
    case MT_FOLD_WEEKDAY:
    case MT_FOLD_DAY:
        break;
    }
    return mt_cell_integer(key.integer);
}
