#ifndef MT_INGEST_REPEATS_H
#define MT_INGEST_REPEATS_H

/* How many of many things are different, in memory that does not grow: exact up to MT_REPEATS_ROOM different ones,
 * an estimate from a fair sample of them beyond that. Things are told apart by a hash; which ones are in the sample
 * depends on the hash alone, so the same file gives the same figure. */

#include "store/base/err.h"
#include "store/base/text.h"

enum { MT_REPEATS_ROOM = 1 << 15 };

struct mt_repeats {
    uint64_t *slots; /* open addressing; 0 is free; of the struct alone */
    uint64_t mask;   /* only hashes that have none of these bits are in the sample */
    size_t kept;
    uint64_t seen; /* things that belong to the sample, repetitions included */
};

#define MT_REPEATS_EMPTY ((struct mt_repeats){.slots = NULL})

/* Adding is best effort: without memory nothing is counted and both figures are 0. */
void mt_repeats_add(struct mt_repeats *repeats, uint64_t hash);
void mt_repeats_clear(struct mt_repeats *repeats);
void mt_repeats_release(struct mt_repeats *repeats);

uint64_t mt_repeats_different(const struct mt_repeats *repeats);
/* The share of things that repeat an earlier one. */
double mt_repeats_ratio(const struct mt_repeats *repeats);

#define MT_REPEATS_START UINT64_C(0xcbf29ce484222325)
/* Unknown text and empty text differ; the end of a text counts, so that "ab" + "c" is not "a" + "bc". */
uint64_t mt_repeats_text(uint64_t hash, struct mt_text text);
uint64_t mt_repeats_integer(uint64_t hash, int64_t value);

#endif
