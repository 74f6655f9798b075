#include "query/apart_numbers.h"

#include <stdlib.h>

enum { FIRST_ROOM = 64 };

/* A good mixer of 64 bits (splitmix64). */
static uint64_t
mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

uint64_t
mt_numbers_mix(uint64_t key, uint64_t more)
{
    return mixed(mixed(key + UINT64_C(0x9E3779B97F4A7C15)) ^ more);
}

/* Two slots for every key there is room for: open addressing, number + 1, 0 is free. */
static size_t
slot_of(const struct mt_numbers *numbers, uint64_t key)
{
    size_t mask = numbers->room * 2 - 1, slot = (size_t)mixed(key) & mask;
    while (numbers->slots[slot] && numbers->keys[numbers->slots[slot] - 1] != key)
        slot = (slot + 1) & mask;
    return slot;
}

static bool
make_room(struct mt_numbers *numbers)
{
    if (numbers->count < numbers->room)
        return true;
    size_t room = numbers->room ? numbers->room * 2 : FIRST_ROOM;
    if (room >= UINT32_MAX)
        return false;
    uint64_t *keys = realloc(numbers->keys, room * sizeof *keys);
    if (keys)
        numbers->keys = keys;
    uint32_t *slots = calloc(room * 2, sizeof *slots);
    if (!keys || !slots) {
        free(slots);
        return false;
    }
    free(numbers->slots);
    numbers->slots = slots;
    numbers->room = room;
    for (size_t i = 0; i < numbers->count; i++)
        slots[slot_of(numbers, numbers->keys[i])] = (uint32_t)(i + 1);
    return true;
}

size_t
mt_numbers_add(struct mt_numbers *numbers, uint64_t key)
{
    if (!make_room(numbers))
        return MT_NUMBERS_NONE;
    size_t slot = slot_of(numbers, key);
    if (!numbers->slots[slot]) {
        numbers->keys[numbers->count++] = key;
        numbers->slots[slot] = (uint32_t)numbers->count;
    }
    return numbers->slots[slot] - 1;
}

size_t
mt_numbers_find(const struct mt_numbers *numbers, uint64_t key)
{
    if (numbers->count == 0)
        return MT_NUMBERS_NONE;
    uint32_t found = numbers->slots[slot_of(numbers, key)];
    return found ? found - 1 : MT_NUMBERS_NONE;
}

void
mt_numbers_release(struct mt_numbers *numbers)
{
    free(numbers->keys);
    free(numbers->slots);
    *numbers = MT_NUMBERS_EMPTY;
}

/* ---- ids ---- */

bool
mt_id_bytes_open(struct mt_id_bytes *ids, int64_t first, int64_t last)
{
    uint64_t span = (uint64_t)last - (uint64_t)first;
    *ids = (struct mt_id_bytes){.first = first};
    if (last < first || span >= SIZE_MAX)
        return false;
    ids->bytes = calloc((size_t)span + 1, 1);
    ids->count = ids->bytes ? (size_t)span + 1 : 0;
    return ids->bytes != NULL;
}

void
mt_id_bytes_add(struct mt_id_bytes *ids, int64_t id)
{
    ids->bytes[id - ids->first] = 1;
}

bool
mt_id_bytes_has(const struct mt_id_bytes *ids, int64_t id)
{
    return id >= ids->first && (uint64_t)id - (uint64_t)ids->first < ids->count && ids->bytes[id - ids->first];
}

struct mt_text
mt_id_bytes_blob(const struct mt_id_bytes *ids)
{
    return (struct mt_text){ids->bytes, ids->count};
}

void
mt_id_bytes_release(struct mt_id_bytes *ids)
{
    free(ids->bytes);
    *ids = (struct mt_id_bytes){.bytes = NULL};
}

/* ---- lists ---- */

void *
mt_list_grown(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    size_t more = *room ? *room * 2 : FIRST_ROOM;
    if (more > SIZE_MAX / size)
        return NULL;
    void *grown = realloc(items, more * size);
    if (grown)
        *room = more;
    return grown;
}
