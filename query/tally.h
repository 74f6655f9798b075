#ifndef MT_QUERY_TALLY_H
#define MT_QUERY_TALLY_H

/* Sums by key, for folding what SQL has grouped finer than the question asks. */

#include "query/table.h"

enum { MT_TALLY_KEYS = 4, MT_TALLY_SUMS = 12 };

struct mt_tally_row {
    struct mt_cell keys[MT_TALLY_KEYS];
    int64_t sums[MT_TALLY_SUMS];
    const struct mt_tally *tally; /* for comparing rows in qsort, which passes nothing along */
};

struct mt_tally {
    size_t key_count;
    enum mt_type types[MT_TALLY_KEYS];                             /* TEXT, or anything that is an integer */
    void (*rank)(const struct mt_tally_row *row, int64_t rank[2]); /* while sorting */
    struct mt_tally_row *rows;
    size_t count, room;
    uint32_t *slots; /* row number + 1, open addressing; 0 is free */
    size_t slot_count;
    struct mt_arena arena; /* texts of keys */
};

void mt_tally_init(struct mt_tally *tally, const enum mt_type *types, size_t key_count);
void mt_tally_release(struct mt_tally *tally);

/* The sums of that key, all zero when it is new; NULL when memory ran out. Good until the next call. */
int64_t *mt_tally_at(struct mt_tally *tally, const struct mt_cell *keys);

/* Whether two rows agree in their first `key_count` keys. */
bool mt_tally_same(const struct mt_tally *tally, const struct mt_tally_row *a, const struct mt_tally_row *b,
                   size_t key_count);

/* By `rank` (sums of a row to compare, most first) and then by key, or by key alone when rank is NULL. Unknown keys
 * come last. The order is total. Keys cannot be looked up any more. */
typedef void mt_tally_rank(const struct mt_tally_row *row, int64_t rank[2]);
void mt_tally_sort(struct mt_tally *tally, mt_tally_rank *rank);

#endif
