#ifndef MT_INGEST_NDR_SHAPES_H
#define MT_INGEST_NDR_SHAPES_H

/* What lines of a bounce are by their shape: an address in any of its dresses, the name of a server, a quoted line. */

#include "store/base/arena.h"

static inline struct mt_text
mt_ndr_slice(struct mt_text text, size_t from, size_t until)
{
    return (struct mt_text){text.at + from, until - from};
}

static inline struct mt_text
mt_ndr_behind(struct mt_text text, size_t from)
{
    return mt_ndr_slice(text, from, text.len);
}

/* "a@b", "<a@b>", "a@b<mailto:a@b>", "Name (a@b)<mailto:a@b>", "Name<mailto:a@b>", and any of them before a colon:
 * *rest is what stands behind the colon, unknown without one. */
bool mt_ndr_address(struct mt_text line, struct mt_text *address, struct mt_text *name, struct mt_text *rest);

/* A name of a server, alone on its line. */
bool mt_ndr_is_host(struct mt_text text);

/* Takes off "> " in front of lines, as often as most lines have it. Unknown when memory ran out. */
struct mt_text mt_ndr_unquote(struct mt_text text, struct mt_arena *arena);

#endif
