#include "query/text_numbers.h"

#include <stdlib.h>

static uint64_t
hash_of(struct mt_text text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
    return hash ^ hash >> 29;
}

/* Where the text is, or where it would go. */
static size_t
slot_of(const struct mt_text_numbers *numbers, struct mt_text text)
{
    size_t mask = numbers->slot_count - 1, slot = (size_t)hash_of(text) & mask;
    while (numbers->slots[slot] && !mt_text_equal(numbers->texts[numbers->slots[slot] - 1], text))
        slot = (slot + 1) & mask;
    return slot;
}

static bool
make_room(struct mt_text_numbers *numbers)
{
    if (numbers->count < numbers->room)
        return true;
    size_t room = numbers->room ? numbers->room * 2 : 256;
    if (room >= INT32_MAX)
        return false;
    struct mt_text *texts = realloc(numbers->texts, room * sizeof *texts);
    if (!texts)
        return false;
    numbers->texts = texts;
    uint32_t *slots = calloc(room * 2, sizeof *slots);
    if (!slots)
        return false;
    free(numbers->slots);
    numbers->slots = slots;
    numbers->slot_count = room * 2;
    numbers->room = room;
    for (size_t i = 0; i < numbers->count; i++)
        slots[slot_of(numbers, texts[i])] = (uint32_t)(i + 1);
    return true;
}

bool
mt_text_numbers_add(struct mt_text_numbers *numbers, struct mt_text text, struct mt_arena *arena, int32_t *number)
{
    if (!make_room(numbers))
        return false;
    size_t slot = slot_of(numbers, text);
    if (!numbers->slots[slot]) {
        if (!mt_arena_copy(arena, text, &numbers->texts[numbers->count]))
            return false;
        numbers->slots[slot] = (uint32_t)++numbers->count;
    }
    *number = (int32_t)numbers->slots[slot] - 1;
    return true;
}

int32_t
mt_text_numbers_find(const struct mt_text_numbers *numbers, struct mt_text text)
{
    return numbers->count ? (int32_t)numbers->slots[slot_of(numbers, text)] - 1 : -1;
}

/* ---- sorting ---- */

struct numbered {
    struct mt_text text;
    size_t number;
};

static int
compare(const void *a, const void *b)
{
    return mt_text_compare(((const struct numbered *)a)->text, ((const struct numbered *)b)->text);
}

bool
mt_text_numbers_sort(struct mt_text_numbers *numbers, int32_t *new_number)
{
    size_t count = numbers->count;
    struct numbered *list = malloc((count + 1) * sizeof *list);
    if (!list)
        return false;
    for (size_t i = 0; i < count; i++)
        list[i] = (struct numbered){numbers->texts[i], i};
    if (count > 1)
        qsort(list, count, sizeof *list, compare);
    for (size_t i = 0; i < count; i++) {
        numbers->texts[i] = list[i].text;
        new_number[list[i].number] = (int32_t)i;
    }
    for (size_t i = 0; i < numbers->slot_count; i++)
        if (numbers->slots[i])
            numbers->slots[i] = (uint32_t)new_number[numbers->slots[i] - 1] + 1;
    free(list);
    return true;
}

void
mt_text_numbers_release(struct mt_text_numbers *numbers)
{
    free(numbers->texts);
    free(numbers->slots);
    *numbers = (struct mt_text_numbers){.texts = NULL};
}
