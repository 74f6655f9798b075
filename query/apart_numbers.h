#ifndef MT_QUERY_APART_NUMBERS_H
#define MT_QUERY_APART_NUMBERS_H

/* Sets of numbers, as telling apart needs them: keys that are numbered in the order in which they came, and sets of the
 * store's ids that a statement can look into. Only the files apart*.c use this. */

#include "store/base/err.h"
#include "store/base/text.h"

/* ---- keys (hashes, ids) and their numbers ---- */

struct mt_numbers {
    uint64_t *keys; /* by number */
    uint32_t *slots;
    size_t count, room;
};

#define MT_NUMBERS_EMPTY ((struct mt_numbers){.keys = NULL})
#define MT_NUMBERS_NONE SIZE_MAX

/* The key's number; a new key gets the next one, which is what `count` was before. MT_NUMBERS_NONE: no memory. */
size_t mt_numbers_add(struct mt_numbers *numbers, uint64_t key);
size_t mt_numbers_find(const struct mt_numbers *numbers, uint64_t key); /* MT_NUMBERS_NONE: not there */
void mt_numbers_release(struct mt_numbers *numbers);

/* A key of several numbers; their order counts. */
uint64_t mt_numbers_mix(uint64_t key, uint64_t more);

/* ---- ids ---- */

/* Ids from `first` on, one byte each: 1 when the id is in the set. As a blob it answers within a statement, at the same
 * cost for one id and for a million: substr(:ids, x - :first + 1, 1) = x'01'. */
struct mt_id_bytes {
    char *bytes;
    int64_t first;
    size_t count;
};

/* Room for the ids from first to last. */
bool mt_id_bytes_open(struct mt_id_bytes *ids, int64_t first, int64_t last);
void mt_id_bytes_add(struct mt_id_bytes *ids, int64_t id); /* one that there is room for */
bool mt_id_bytes_has(const struct mt_id_bytes *ids, int64_t id);
struct mt_text mt_id_bytes_blob(const struct mt_id_bytes *ids); /* unknown when it was never opened */
void mt_id_bytes_release(struct mt_id_bytes *ids);

/* ---- lists ---- */

/* Room for one more item of `size` bytes: what `items` is to become; NULL when memory ran out (`items` stays). */
void *mt_list_grown(void *items, size_t count, size_t *room, size_t size);

#endif
