#ifndef MT_STORE_KEY_H
#define MT_STORE_KEY_H

/* The numbers by which the store recognises things it has seen: 128-bit hashes for texts, 63-bit keys for deliveries.
 *
 * The key of a delivery starts with time, because an index that grows at one edge costs a fraction of one that grows
 * everywhere: half-second slots since 2005 (33 bits), then 10 bits of the recipient's hash (the "mark", by which a
 * delivery to somebody at some time can be looked for), then 20 bits of the hash of the whole identity. A trace id
 * without a clock gives 63 bits of hash. Keys are a short cut, never a proof: whoever finds a key taken compares the
 * identities and goes on to the next key when they differ. So a key must not be removed without building all anew. */

#include "store/row.h"

/* Where the mark stands in a key: (key >> MT_KEY_MARK_SHIFT) & MT_KEY_MARK_MASK. */
enum { MT_KEY_MARK_SHIFT = 20, MT_KEY_MARK_MASK = 1023 };

struct mt_facts; /* store/merge.h */

struct mt_hash {
    uint64_t a, b;
};

/* SipHash-2-4 with 128 bits and a constant key: stored nowhere, the same on every machine. */
struct mt_hash mt_hash_of(struct mt_text text);
/* Continues a hash with another text or number; the order counts, and unknown differs from empty. */
struct mt_hash mt_hash_with(struct mt_hash hash, struct mt_text text);
struct mt_hash mt_hash_with_number(struct mt_hash hash, int64_t number);

/* The key of a row with a trace id: of the id and the recipient. */
int64_t mt_key_of_trace(const struct mt_row *row, struct mt_hash recipient);

/* The key of a delivery without one: of its message id (or, without that, sender and subject), recipient, time and the
 * precision of that time. */
int64_t mt_key_of_description(const struct mt_facts *facts, struct mt_hash recipient);

int64_t mt_key_next(int64_t key); /* where to look when the key is taken by something else */

/* The first and last key of deliveries whose trace id's clock shows a time in [from_us, until_us]. */
void mt_key_range(int64_t from_us, int64_t until_us, int64_t *first, int64_t *last);
int mt_key_mark(struct mt_hash recipient);

/* The moment at the start of a key, to half a second. Whether the key has one is for the caller to compare: a trace id
 * without a clock gives some other moment. */
int64_t mt_key_moment(int64_t key);

#endif
