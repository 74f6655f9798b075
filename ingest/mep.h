#ifndef MT_INGEST_MEP_H
#define MT_INGEST_MEP_H

/* The Data of a trace detail: <root><MEP Name="X" String="…"/><MEP Name="Y" Integer="14"/>…</root>.
 *
 * A reader of its own and not an XML parser: the service cuts these texts and writes some that are not well-formed (its
 * own documentation has <MEP ... String="…" />), and a parser gives nothing for them. Whatever element can be made out
 * is given; what is broken is stepped over. */

#include "store/base/arena.h"
#include "store/base/text.h"

#include <stdbool.h>

struct mt_mep {
    struct mt_text rest; /* not looked at yet */
};

struct mt_mep_item {
    struct mt_text name;
    struct mt_text type;  /* "String", "Integer", "Long", "Blob", "Double", "Bool", "DateTime" */
    struct mt_text value; /* entities resolved; in the arena when there were any, else a slice of the text */
};

struct mt_mep mt_mep_of(struct mt_text data);

/* The next element that has a name and a value; false at the end. Names may repeat. */
bool mt_mep_next(struct mt_mep *mep, struct mt_arena *arena, struct mt_mep_item *item);

/* The first value of that name in any case; unknown when there is none. */
struct mt_text mt_mep_value(struct mt_text data, const char *name, struct mt_arena *arena);

#endif
