#ifndef MT_BASE_ARENA_H
#define MT_BASE_ARENA_H

/* Memory that is given back all at once. A row arena lives for one row, a report arena for one report.
 * An arena never returns NULL-terminated surprises: mt_arena_copy adds a NUL behind the bytes so that the copy can
 * be handed to C interfaces, but `len` is what counts. */

#include <stdarg.h>

#include "store/base/text.h"

struct mt_arena {
    struct mt_arena_block *blocks;
    size_t used; /* in the newest block */
    bool failed; /* memory ran out since it was empty or reset: what was made in it is not all there */
};

#define MT_ARENA_EMPTY ((struct mt_arena){NULL, 0, false})

/* Zeroed bytes aligned for every type, or NULL when memory ran out. */
void *mt_arena_take(struct mt_arena *arena, size_t size);

/* A copy that lives as long as the arena; unknown stays unknown. Returns false when memory ran out. */
bool mt_arena_copy(struct mt_arena *arena, struct mt_text text, struct mt_text *copy);

/* Formats into the arena; returns unknown when memory ran out. */
struct mt_text mt_arena_format(struct mt_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct mt_text mt_arena_format_list(struct mt_arena *arena, const char *format, va_list list)
    __attribute__((format(printf, 2, 0)));

/* Forgets everything that was taken but keeps one block, so that the next row costs no malloc. */
void mt_arena_reset(struct mt_arena *arena);
void mt_arena_release(struct mt_arena *arena);

#endif
