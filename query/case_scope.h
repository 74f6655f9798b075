#ifndef MT_QUERY_CASE_SCOPE_H
#define MT_QUERY_CASE_SCOPE_H

/* What a case is about, as one line of text that can be kept and read again: "provider=yahoo since=2026-11-16T07:00:00Z
 * sender=ann@contoso.com". Values have their blanks, '%' and '=' as %XX. The order of the parts is fixed, so the same
 * case is the same text. */

#include "query/filter.h"

/* Unknown when memory ran out. */
struct mt_text mt_case_scope_write(const struct mt_filter *filter, struct mt_arena *arena);

/* False when the text is none; the filter's texts live in the arena. */
bool mt_case_scope_read(struct mt_text scope, struct mt_arena *arena, struct mt_filter *filter);

#endif
