#include "store/key.h"

#include <string.h>

#include <sodium/crypto_shorthash_siphash24.h>

#include "store/merge.h"

enum { SLOT_SHIFT = 19, MARK_BITS = 10, IDENTITY_BITS = MT_KEY_MARK_SHIFT, SLOT_BITS = 33 };

_Static_assert(MT_KEY_MARK_MASK == (1 << MARK_BITS) - 1, "the mark fills its bits");

static const int64_t slots_start_us = INT64_C(1104537600) * MT_SECOND; /* 2005-01-01, where mt_trace_clock begins */

static struct mt_hash
hash_bytes(const void *bytes, size_t len)
{
    static const unsigned char key[crypto_shorthash_siphashx24_KEYBYTES] = "msgtrace store 1";
    struct mt_hash hash;
    unsigned char out[crypto_shorthash_siphashx24_BYTES];
    crypto_shorthash_siphashx24(out, bytes, len, key);
    memcpy(&hash, out, sizeof hash);
    return hash;
}

struct mt_hash
mt_hash_of(struct mt_text text)
{
    return hash_bytes(text.len ? text.at : "", text.len);
}

struct mt_hash
mt_hash_with(struct mt_hash hash, struct mt_text text)
{
    struct mt_hash parts[2] = {hash, mt_hash_of(text)};
    return hash_bytes(parts, text.at ? sizeof parts : sizeof *parts);
}

struct mt_hash
mt_hash_with_number(struct mt_hash hash, int64_t number)
{
    struct {
        struct mt_hash hash;
        int64_t number;
    } parts = {hash, number};
    return hash_bytes(&parts, sizeof parts);
}

static int64_t
slot_of(int64_t moment_us)
{
    const int64_t last = (INT64_C(1) << SLOT_BITS) - 1;
    if (moment_us < slots_start_us)
        return 0;
    int64_t slot = (moment_us - slots_start_us) >> SLOT_SHIFT;
    return slot < last ? slot : last;
}

int
mt_key_mark(struct mt_hash recipient)
{
    return (int)(recipient.a & MT_KEY_MARK_MASK);
}

static int64_t
timed_key(int64_t moment_us, struct mt_hash recipient, struct mt_hash identity)
{
    int64_t marked = slot_of(moment_us) << MARK_BITS | mt_key_mark(recipient);
    return marked << IDENTITY_BITS | (int64_t)(identity.a & ((1u << IDENTITY_BITS) - 1));
}

int64_t
mt_key_of_trace(const struct mt_row *row, struct mt_hash recipient)
{
    int64_t clock_us;
    if (!row->trace_is_guid)
        return (int64_t)(mt_hash_with(recipient, row->trace_id).a >> 1);

    struct {
        struct mt_hash recipient;
        unsigned char guid[16];
    } parts = {.recipient = recipient};
    memcpy(parts.guid, row->trace_guid, sizeof parts.guid);
    struct mt_hash identity = hash_bytes(&parts, sizeof parts);
    if (!mt_trace_clock(row->trace_guid, &clock_us))
        return (int64_t)(identity.a >> 1);
    return timed_key(clock_us, recipient, identity);
}

int64_t
mt_key_of_description(const struct mt_facts *facts, struct mt_hash recipient)
{
    struct mt_hash identity = mt_hash_with_number(recipient, facts->received_us);
    identity = mt_hash_with_number(identity, facts->received_precision);
    identity = mt_hash_with(identity, facts->message_id);
    if (!facts->message_id.at) {
        identity = mt_hash_with(identity, facts->sender);
        identity = mt_hash_with(identity, facts->subject);
    }
    return timed_key(facts->received_us, recipient, identity);
}

int64_t
mt_key_next(int64_t key)
{
    return key == INT64_MAX ? 0 : key + 1;
}

void
mt_key_range(int64_t from_us, int64_t until_us, int64_t *first, int64_t *last)
{
    const int below = MARK_BITS + IDENTITY_BITS;
    *first = slot_of(from_us) << below;
    int64_t behind = slot_of(until_us) + 1;
    *last = behind >> SLOT_BITS ? INT64_MAX : behind << below;
}

int64_t
mt_key_moment(int64_t key)
{
    return slots_start_us + ((key >> (MARK_BITS + IDENTITY_BITS)) << SLOT_SHIFT);
}
