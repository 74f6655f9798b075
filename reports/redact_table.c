#include "reports/redact_table.h"

#include <stdbool.h>
#include <stdlib.h>

enum { FIRST_SIZE = 1024 };

/* Pairs of small numbers are keys too, and must not fall into the same few slots. */
static size_t
spread(uint64_t key)
{
    key = (key ^ key >> 31) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(key ^ key >> 29);
}

static struct mt_redact_slot *
slot_of(struct mt_redact_slot *slots, size_t size, uint64_t key)
{
    size_t at = spread(key) & (size - 1);
    while (slots[at].value && slots[at].key != key)
        at = (at + 1) & (size - 1);
    return &slots[at];
}

uint32_t
mt_redact_table_find(const struct mt_redact_table *table, uint64_t key)
{
    return table->size ? slot_of(table->slots, table->size, key)->value : 0;
}

static bool
grow(struct mt_redact_table *table)
{
    size_t size = table->size ? table->size * 2 : FIRST_SIZE;
    struct mt_redact_slot *slots = calloc(size, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < table->size; i++)
        if (table->slots[i].value)
            *slot_of(slots, size, table->slots[i].key) = table->slots[i];
    free(table->slots);
    table->slots = slots;
    table->size = size;
    return true;
}

struct mt_redact_slot *
mt_redact_table_at(struct mt_redact_table *table, uint64_t key)
{
    if (table->count >= table->size / 4 * 3 && !grow(table))
        return NULL;
    struct mt_redact_slot *slot = slot_of(table->slots, table->size, key);
    if (!slot->value) {
        slot->key = key;
        table->count++;
    }
    return slot;
}

void
mt_redact_table_release(struct mt_redact_table *table)
{
    free(table->slots);
    *table = (struct mt_redact_table){0};
}
