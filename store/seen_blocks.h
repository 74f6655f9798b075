#ifndef MT_STORE_SEEN_BLOCKS_H
#define MT_STORE_SEEN_BLOCKS_H

/* The keys of all deliveries (key.h), by which every delivery is kept once: in blocks of up to MT_SEEN_BLOCK_KEYS, one
 * row of table `seen_block` each, in order and without overlap.
 *
 * A batch of keys lies close together in time, so it falls into one block or a few: these are read, merged and written
 * whole. Keys that come in bulk fill their blocks; those that come singly split a full block in half. What is read is
 * checked only so far that no damage can lead outside of a block; whether blocks make sense is doctor's question. */

#include "store/handle.h"

enum { MT_SEEN_BLOCK_KEYS = 1000, MT_SEEN_ENTRY_BYTES = 16 };

struct mt_seen_blocks;

/* One key and its delivery; where keys are looked up, the number is the caller's. */
struct mt_keyed {
    int64_t key;
    int64_t number;
};

enum mt_rc mt_seen_blocks_open(struct mt_seen_blocks **blocks, struct mt_store *store, struct mt_err *err);
void mt_seen_blocks_close(struct mt_seen_blocks *blocks); /* accepts NULL */

/* Which of these keys, in order and each once, are taken: `found` has room for as many, and gets the delivery as `key`
 * and the number that the caller gave. */
enum mt_rc mt_seen_blocks_find(struct mt_seen_blocks *blocks, const struct mt_keyed *keys, size_t count,
                               struct mt_keyed *found, size_t *found_count, struct mt_err *err);

/* Keys in order, each once, none of which is taken. */
enum mt_rc mt_seen_blocks_add(struct mt_seen_blocks *blocks, const struct mt_keyed *keys, size_t count,
                              struct mt_err *err);

/* A key that is not there is no error. */
enum mt_rc mt_seen_blocks_remove(struct mt_seen_blocks *blocks, int64_t key, struct mt_err *err);

/* How many entries a block has, and one of them. Bytes behind the last whole one do not count. */
size_t mt_seen_block_count(struct mt_text block);
struct mt_keyed mt_seen_block_entry(struct mt_text block, size_t at);
/* The first entry from `from` on whose key is not less. */
size_t mt_seen_block_find(struct mt_text block, size_t from, int64_t key);

#endif
