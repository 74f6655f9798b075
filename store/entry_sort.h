#ifndef MT_STORE_ENTRY_SORT_H
#define MT_STORE_ENTRY_SORT_H

/* Puts the rows of a batch in the order of their keys, rows with one key in the order of the file.
 *
 * By the keys' bytes, least significant first: the time of a comparing sort goes into comparisons that keys from one
 * stretch of time make all the longer, and an export begins with the newest row, which is the worst order for it. */

#include <stddef.h>
#include <stdint.h>

struct mt_record;

struct mt_entry {
    int64_t key; /* not negative */
    size_t number;
    struct mt_record *record;
};

/* `scratch` has room for as many. */
void mt_entries_sort(struct mt_entry *entries, struct mt_entry *scratch, size_t count);

#endif
