#ifndef MT_QUERY_FINDING_BAG_H
#define MT_QUERY_FINDING_BAG_H

/* How often each pair of numbers came, for each finding: what finding_fate.c and finding_reasons.c count in. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mt_bag_item {
    uint64_t key; /* mt_bag_key */
    int64_t count;
};

struct mt_bag {
    struct mt_bag_item *items; /* open addressing until it is sorted; a count of 0 is free */
    size_t used, room;
};

/* The finding in the highest bits, so that sorting by key brings its items together; 28 bits of `high`, 32 of `low`. */
uint64_t mt_bag_key(size_t finding, int64_t high, int64_t low);
int64_t mt_bag_high(uint64_t key);
int64_t mt_bag_low(uint64_t key);

bool mt_bag_add(struct mt_bag *bag, uint64_t key); /* false: memory ran out */

/* Packs the items by key; no more can be added. Then the first item of a finding, and behind its last. */
void mt_bag_sort(struct mt_bag *bag);
const struct mt_bag_item *mt_bag_of(const struct mt_bag *bag, size_t finding, const struct mt_bag_item **end);

void mt_bag_release(struct mt_bag *bag);

#endif
