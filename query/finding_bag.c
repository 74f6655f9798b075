#include "query/finding_bag.h"

#include <stdlib.h>

uint64_t
mt_bag_key(size_t finding, int64_t high, int64_t low)
{
    return (uint64_t)finding << 60 | ((uint64_t)high & 0x0FFFFFFF) << 32 | ((uint64_t)low & 0xFFFFFFFF);
}

int64_t
mt_bag_high(uint64_t key)
{
    return (int64_t)(key >> 32 & 0x0FFFFFFF);
}

int64_t
mt_bag_low(uint64_t key)
{
    return (int64_t)(key & 0xFFFFFFFF);
}

static struct mt_bag_item *
bag_slot(const struct mt_bag *bag, uint64_t key)
{
    size_t mask = bag->room - 1, slot = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & mask;
    while (bag->items[slot].count && bag->items[slot].key != key)
        slot = (slot + 1) & mask;
    return &bag->items[slot];
}

bool
mt_bag_add(struct mt_bag *bag, uint64_t key)
{
    if (bag->used * 2 >= bag->room) {
        struct mt_bag grown = {.room = bag->room ? bag->room * 2 : 1024, .used = bag->used};
        grown.items = calloc(grown.room, sizeof *grown.items);
        if (!grown.items)
            return false;
        for (size_t i = 0; i < bag->room; i++)
            if (bag->items[i].count)
                *bag_slot(&grown, bag->items[i].key) = bag->items[i];
        free(bag->items);
        *bag = grown;
    }
    struct mt_bag_item *item = bag_slot(bag, key);
    bag->used += item->count == 0;
    item->key = key;
    item->count++;
    return true;
}

static int
compare_keys(const void *a, const void *b)
{
    const struct mt_bag_item *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

void
mt_bag_sort(struct mt_bag *bag)
{
    size_t count = 0;
    for (size_t i = 0; i < bag->room; i++)
        if (bag->items[i].count)
            bag->items[count++] = bag->items[i];
    if (count > 1)
        qsort(bag->items, count, sizeof *bag->items, compare_keys);
}

const struct mt_bag_item *
mt_bag_of(const struct mt_bag *bag, size_t finding, const struct mt_bag_item **end)
{
    const struct mt_bag_item *at = bag->items, *last = bag->used ? bag->items + bag->used : at;
    while (at < last && at->key >> 60 != finding)
        at++;
    *end = at;
    while (*end < last && (*end)->key >> 60 == finding)
        (*end)++;
    return at;
}

void
mt_bag_release(struct mt_bag *bag)
{
    free(bag->items);
    *bag = (struct mt_bag){.items = NULL};
}
