#ifndef MT_QUERY_TEXT_NUMBERS_H
#define MT_QUERY_TEXT_NUMBERS_H

/* Numbers for texts: the first text is 0, the same text has the same number. */

#include <stdint.h>

#include "store/base/arena.h"

struct mt_text_numbers {
    struct mt_text *texts; /* by number, in the arena that was given; the list itself is malloc'd */
    size_t count, room;
    uint32_t *slots; /* number + 1, open addressing, a power of two; 0 is free */
    size_t slot_count;
};

/* Adds the text when it is new. Returns false when memory ran out. */
bool mt_text_numbers_add(struct mt_text_numbers *numbers, struct mt_text text, struct mt_arena *arena, int32_t *number);

int32_t mt_text_numbers_find(const struct mt_text_numbers *numbers, struct mt_text text); /* -1: not there */

/* Numbers them anew by their order as texts; new_number[old number], room for `count`. False: memory ran out. */
bool mt_text_numbers_sort(struct mt_text_numbers *numbers, int32_t *new_number);

void mt_text_numbers_release(struct mt_text_numbers *numbers);

#endif
