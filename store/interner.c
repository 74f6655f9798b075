#include "store/interner.h"

#include <stdlib.h>

enum { FIRST_SIZE = 1024 };

static struct mt_interned *
slot_of(struct mt_interned *slots, size_t size, struct mt_hash hash)
{
    size_t at = (size_t)hash.b & (size - 1);
    while (slots[at].id && (slots[at].hash.a != hash.a || slots[at].hash.b != hash.b))
        at = (at + 1) & (size - 1);
    return &slots[at];
}

/* Has the kernel give the pages at once. A page that is read before it is written costs two faults, and for the second
 * all threads are stopped for a moment; a table of hashes is always read first, everywhere. */
static void
touch(struct mt_interned *slots, size_t size)
{
    enum { STEP = 4096 / sizeof *slots };
    for (size_t i = 0; i < size; i += STEP)
        *(volatile uint32_t *)&slots[i].id = 0;
}

static bool
grow(struct mt_interner *interner)
{
    size_t size = interner->size ? interner->size * 2 : FIRST_SIZE;
    struct mt_interned *slots = calloc(size, sizeof *slots);
    if (!slots)
        return false;
    touch(slots, size);
    for (size_t i = 0; i < interner->size; i++)
        if (interner->slots[i].id)
            *slot_of(slots, size, interner->slots[i].hash) = interner->slots[i];
    free(interner->slots);
    interner->slots = slots;
    interner->size = size;
    return true;
}

struct mt_interned *
mt_interner_at(struct mt_interner *interner, struct mt_hash hash)
{
    if (interner->count >= interner->size / 4 * 3 && !grow(interner))
        return NULL;
    struct mt_interned *slot = slot_of(interner->slots, interner->size, hash);
    if (!slot->id) {
        slot->hash = hash;
        interner->count++;
    }
    return slot;
}

void
mt_interner_expect(const struct mt_interner *interner, struct mt_hash hash)
{
    if (interner->size > 0)
        __builtin_prefetch(&interner->slots[(size_t)hash.b & (interner->size - 1)]);
}

void
mt_interner_release(struct mt_interner *interner)
{
    free(interner->slots);
    *interner = (struct mt_interner){NULL, 0, 0};
}
