#ifndef MT_REPORTS_REDACT_TABLE_H
#define MT_REPORTS_REDACT_TABLE_H

/* A hash table from 64-bit keys to numbers that are not 0. It only grows. Keys of texts come from a keyed hash, so that
 * nobody who writes mail can choose them; with a million of them, two are the same once in thirty million tickets. Part
 * of reports/redact.h; not for others. */

#include <stddef.h>
#include <stdint.h>

struct mt_redact_slot {
    uint64_t key;
    uint32_t value; /* 0: an empty slot */
};

struct mt_redact_table {
    struct mt_redact_slot *slots;
    size_t size; /* a power of two, or 0 */
    size_t count;
};

/* The value of `key`, or 0. */
uint32_t mt_redact_table_find(const struct mt_redact_table *table, uint64_t key);

/* The slot of `key`: one with value 0 when it is new; fill it before the next call. NULL: no memory. */
struct mt_redact_slot *mt_redact_table_at(struct mt_redact_table *table, uint64_t key);
void mt_redact_table_release(struct mt_redact_table *table);

#endif
