#include "store/entry_sort.h"

#include <string.h>

enum { DIGIT_BITS = 8, DIGITS = 64 / DIGIT_BITS, VALUES = 1 << DIGIT_BITS };

static size_t
digit_of(int64_t key, int digit)
{
    return (size_t)((uint64_t)key >> (digit * DIGIT_BITS)) & (VALUES - 1);
}

/* Moves the entries to `to` in the order of one digit, those with the same one in the order in which they stood.
 * `counts` has how often each value occurs, and is used up. */
static void
distribute(const struct mt_entry *from, struct mt_entry *to, size_t count, int digit, uint32_t counts[VALUES])
{
    uint32_t before = 0;
    for (size_t value = 0; value < VALUES; value++) {
        uint32_t here = counts[value];
        counts[value] = before;
        before += here;
    }
    for (size_t i = 0; i < count; i++)
        to[counts[digit_of(from[i].key, digit)]++] = from[i];
}

/* Entries with one key stand side by side now, and nearly always in order. */
static void
order_by_number(struct mt_entry *entries, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct mt_entry entry = entries[i];
        size_t at = i;
        for (; at > 0 && entries[at - 1].key == entry.key && entries[at - 1].number > entry.number; at--)
            entries[at] = entries[at - 1];
        entries[at] = entry;
    }
}

void
mt_entries_sort(struct mt_entry *entries, struct mt_entry *scratch, size_t count)
{
    uint32_t counts[DIGITS][VALUES] = {{0}};
    struct mt_entry *from = entries, *to = scratch;
    for (size_t i = 0; i < count; i++)
        for (int digit = 0; digit < DIGITS; digit++)
            counts[digit][digit_of(entries[i].key, digit)]++;
    for (int digit = 0; digit < DIGITS && count > 1; digit++) {
        if (counts[digit][digit_of(from[0].key, digit)] == count)
            continue; /* all keys have the same one */
        distribute(from, to, count, digit, counts[digit]);
        struct mt_entry *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != entries && count)
        memcpy(entries, from, count * sizeof *entries);
    order_by_number(entries, count);
}
