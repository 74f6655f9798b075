#ifndef MT_QUERY_DIMENSION_H
#define MT_QUERY_DIMENSION_H

/* What mail can be counted by. A dimension is a piece of SQL that gives a raw key, what to join for it, and how the
 * raw key becomes the one that is counted by: the roll-up has hours UTC, and days, weekdays and weeks are folded from
 * them here, in the zone of the question. Where an offset is no full hour (India), an hour UTC counts as the local
 * hour in which it begins. */

#include "query/table.h"
#include "store/base/zone.h"

enum mt_fold {
    MT_FOLD_NONE,
    MT_FOLD_HOUR,    /* hours UTC since 1970 to 0..23 */
    MT_FOLD_WEEKDAY, /* to 1..7 */
    MT_FOLD_DAY,     /* to days since 1970 */
    MT_FOLD_WEEK,    /* to the days of its Monday, shown as "2026-W47" */
    MT_FOLD_SIZE,    /* a band, shown by its key */
    MT_FOLD_OUTCOME,
    MT_FOLD_DIRECTION,
    MT_FOLD_REASON,
};

struct mt_dimension {
    const char *name; /* also the column's key */
    const char *title;
    enum mt_type type; /* of the column */
    const char *key;   /* SQL */
    const char *group; /* SQL: what GROUP BY names */
    const char *joins; /* SQL, "" for none; equal joins are made once */
    enum mt_fold fold;
    bool natural;        /* has an order of its own; others go by trouble */
    int64_t first, last; /* all its values, when they are few and fixed: shown even without mail. Else last < first */
    const char *why;     /* why a key may be unknown */
    bool by_delivery;    /* the roll-up does not know it */
};

/* NULL: no such dimension. A '-' in a name is as good as its '_'. */
const struct mt_dimension *mt_dimension_named(const char *name);

/* Text when the folded key is text, COUNT when it is a number. */
enum mt_type mt_dimension_key_type(const struct mt_dimension *dimension);

/* From the SQL's raw key to the one that is counted by. */
struct mt_cell mt_dimension_fold(const struct mt_dimension *dimension, const struct mt_zone *zone, struct mt_cell raw);

/* From that one to what the table shows; text lives in `arena` or is static. */
struct mt_cell mt_dimension_show(const struct mt_dimension *dimension, struct mt_cell key, struct mt_arena *arena);

#endif
