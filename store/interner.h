#ifndef MT_STORE_INTERNER_H
#define MT_STORE_INTERNER_H

/* A hash table from 128-bit hashes to two numbers. It only grows. */

#include "store/key.h"

struct mt_interner {
    struct mt_interned *slots;
    size_t size; /* a power of two, or 0 */
    size_t count;
};

struct mt_interned {
    struct mt_hash hash;
    uint32_t id; /* 0: an empty slot */
    uint32_t other;
};

/* The slot of `hash`: one with id 0 when it is new; fill it before the next call. NULL: no memory. */
struct mt_interned *mt_interner_at(struct mt_interner *interner, struct mt_hash hash);
/* Has memory fetch that slot while something else is done. */
void mt_interner_expect(const struct mt_interner *interner, struct mt_hash hash);
void mt_interner_release(struct mt_interner *interner);

#endif
