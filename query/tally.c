#include "query/tally.h"

#include <stdlib.h>
#include <string.h>

void
mt_tally_init(struct mt_tally *tally, const enum mt_type *types, size_t key_count)
{
    *tally = (struct mt_tally){.key_count = key_count, .arena = MT_ARENA_EMPTY};
    memcpy(tally->types, types, key_count * sizeof *types);
}

void
mt_tally_release(struct mt_tally *tally)
{
    free(tally->rows);
    free(tally->slots);
    mt_arena_release(&tally->arena);
    *tally = (struct mt_tally){.arena = MT_ARENA_EMPTY};
}

static uint64_t
mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* FNV-1a for text: keys come from our own dictionaries and are few, so nobody gains by making them collide. */
static uint64_t
hash_keys(const struct mt_tally *tally, const struct mt_cell *keys)
{
    uint64_t hash = 0;
    for (size_t k = 0; k < tally->key_count; k++) {
        uint64_t one = UINT64_C(0xCBF29CE484222325);
        if (keys[k].known && tally->types[k] == MT_TYPE_TEXT) {
            for (size_t i = 0; i < keys[k].text.len; i++)
                one = (one ^ (unsigned char)keys[k].text.at[i]) * UINT64_C(0x100000001B3);
        } else if (keys[k].known) {
            one = (uint64_t)keys[k].integer;
        }
        hash = mix(hash, one);
    }
    return hash;
}

static int
compare_key(enum mt_type type, struct mt_cell a, struct mt_cell b)
{
    if (!a.known || !b.known)
        return (int)b.known - (int)a.known;
    if (type == MT_TYPE_TEXT)
        return mt_text_compare(a.text, b.text);
    return (a.integer > b.integer) - (a.integer < b.integer);
}

static bool
same_keys(const struct mt_tally *tally, const struct mt_cell *a, const struct mt_cell *b, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (compare_key(tally->types[k], a[k], b[k]) != 0)
            return false;
    return true;
}

/* The slot that holds these keys or is free for them. The table is never more than half full. */
static uint32_t *
slot_for(struct mt_tally *tally, const struct mt_cell *keys)
{
    size_t at = (size_t)hash_keys(tally, keys) & (tally->slot_count - 1);
    while (tally->slots[at] && !same_keys(tally, tally->rows[tally->slots[at] - 1].keys, keys, tally->key_count))
        at = (at + 1) & (tally->slot_count - 1);
    return &tally->slots[at];
}

static bool
grow(struct mt_tally *tally)
{
    size_t room = tally->room ? tally->room * 2 : 64;
    if (room > UINT32_MAX / 4)
        return false;
    struct mt_tally_row *rows = realloc(tally->rows, room * sizeof *rows);
    if (!rows)
        return false;
    tally->rows = rows;
    uint32_t *slots = calloc(room * 2, sizeof *slots);
    if (!slots)
        return false;
    free(tally->slots);
    tally->slots = slots;
    tally->slot_count = room * 2;
    tally->room = room;
    for (size_t i = 0; i < tally->count; i++)
        *slot_for(tally, tally->rows[i].keys) = (uint32_t)i + 1;
    return true;
}

int64_t *
mt_tally_at(struct mt_tally *tally, const struct mt_cell *keys)
{
    if (tally->count == tally->room && !grow(tally))
        return NULL;
    uint32_t *slot = slot_for(tally, keys);
    if (*slot)
        return tally->rows[*slot - 1].sums;

    struct mt_tally_row *row = &tally->rows[tally->count];
    *row = (struct mt_tally_row){.tally = tally};
    for (size_t k = 0; k < tally->key_count; k++) {
        row->keys[k] = keys[k];
        if (keys[k].known && tally->types[k] == MT_TYPE_TEXT &&
            !mt_arena_copy(&tally->arena, keys[k].text, &row->keys[k].text))
            return NULL;
    }
    *slot = (uint32_t)++tally->count;
    return row->sums;
}

bool
mt_tally_same(const struct mt_tally *tally, const struct mt_tally_row *a, const struct mt_tally_row *b,
              size_t key_count)
{
    return same_keys(tally, a->keys, b->keys, key_count);
}

static int
compare_rows(const void *left, const void *right)
{
    const struct mt_tally_row *a = left, *b = right;
    const struct mt_tally *tally = a->tally;
    if (tally->rank) {
        int64_t of_a[2], of_b[2];
        tally->rank(a, of_a);
        tally->rank(b, of_b);
        for (int i = 0; i < 2; i++)
            if (of_a[i] != of_b[i])
                return of_a[i] > of_b[i] ? -1 : 1;
    }
    for (size_t k = 0; k < tally->key_count; k++) {
        int order = compare_key(tally->types[k], a->keys[k], b->keys[k]);
        if (order)
            return order;
    }
    return 0;
}

void
mt_tally_sort(struct mt_tally *tally, mt_tally_rank *rank)
{
    tally->rank = rank;
    if (tally->count)
        qsort(tally->rows, tally->count, sizeof *tally->rows, compare_rows);
}
