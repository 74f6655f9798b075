#ifndef MT_REPORTS_REDACT_EDITS_H
#define MT_REPORTS_REDACT_EDITS_H

/* Spans of a text that are to be replaced. Found by several readers, in any order, and they may overlap. Part of
 * reports/redact.h; not for others. */

#include "store/base/text.h"

/* Of two edits of the same span the one with the smaller rank is right. */
enum mt_edit_rank { MT_EDIT_FIELD, MT_EDIT_ADDRESS, MT_EDIT_PLACE, MT_EDIT_PHRASE };

struct mt_edit {
    size_t from, to;
    uint32_t original; /* 0 for spans that stay */
    enum mt_edit_rank rank;
    bool is_sure; /* replaced even inside of what stays */
};

struct mt_edits {
    struct mt_edit *list;
    size_t count, room;
};

#define MT_EDITS_EMPTY ((struct mt_edits){NULL, 0, 0})

bool mt_edits_add(struct mt_edits *edits, const struct mt_edit *edit); /* false: no memory */
void mt_edits_release(struct mt_edits *edits);

/* Puts them in order and leaves out those that would tear apart a span of `stays`. Edits that overlap or touch become
 * one, over all that they cover, for the longest of them: tokens never run together. */
void mt_edits_settle(struct mt_edits *edits, struct mt_edits *stays);

#endif
