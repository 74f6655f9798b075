#include "ingest/repeats.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 2 * MT_REPEATS_ROOM };

/* The low bits choose the sample, so they must depend on all others. */
static uint64_t
mixed(uint64_t hash)
{
    hash ^= hash >> 33;
    hash *= UINT64_C(0xff51afd7ed558ccd);
    hash ^= hash >> 33;
    return hash ? hash : 1;
}

/* The slot that holds the hash, or the free one where it belongs. */
static uint64_t *
slot_of(uint64_t *slots, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) % SLOTS;
    while (slots[at] && slots[at] != hash)
        at = (at + 1) % SLOTS;
    return &slots[at];
}

/* Halves the sample: what leaves it takes its repetitions along, in proportion. */
static void
thin_out(struct mt_repeats *repeats)
{
    uint64_t *slots = calloc(SLOTS, sizeof *slots);
    size_t kept = 0;
    if (!slots) {
        mt_repeats_release(repeats);
        return;
    }
    repeats->mask = repeats->mask << 1 | 1;
    for (size_t i = 0; i < SLOTS; i++) {
        uint64_t hash = repeats->slots[i];
        if (!hash || hash & repeats->mask)
            continue;
        *slot_of(slots, hash) = hash;
        kept++;
    }
    repeats->seen = (uint64_t)((double)repeats->seen * (double)kept / (double)repeats->kept);
    repeats->kept = kept;
    free(repeats->slots);
    repeats->slots = slots;
}

void
mt_repeats_add(struct mt_repeats *repeats, uint64_t hash)
{
    hash = mixed(hash);
    if (hash & repeats->mask)
        return;
    if (!repeats->slots && !(repeats->slots = calloc(SLOTS, sizeof *repeats->slots)))
        return;
    repeats->seen++;
    uint64_t *slot = slot_of(repeats->slots, hash);
    if (*slot)
        return;
    *slot = hash;
    if (++repeats->kept == MT_REPEATS_ROOM)
        thin_out(repeats);
}

void
mt_repeats_clear(struct mt_repeats *repeats)
{
    if (repeats->slots)
        memset(repeats->slots, 0, SLOTS * sizeof *repeats->slots);
    repeats->mask = 0;
    repeats->kept = 0;
    repeats->seen = 0;
}

void
mt_repeats_release(struct mt_repeats *repeats)
{
    free(repeats->slots);
    *repeats = MT_REPEATS_EMPTY;
}

uint64_t
mt_repeats_different(const struct mt_repeats *repeats)
{
    return repeats->kept * (repeats->mask + 1);
}

double
mt_repeats_ratio(const struct mt_repeats *repeats)
{
    return repeats->seen ? (double)(repeats->seen - repeats->kept) / (double)repeats->seen : 0;
}

/* Eight bytes as a number, the same on every machine. Compilers know this form and read them at once. */
static uint64_t
word_at(const unsigned char *bytes)
{
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24 |
           (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 | (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

static uint64_t
with_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

uint64_t
mt_repeats_text(uint64_t hash, struct mt_text text)
{
    const unsigned char *bytes = (const unsigned char *)text.at;
    size_t at = 0;
    for (; at + 8 <= text.len; at += 8)
        hash = with_word(hash, word_at(bytes + at));
    if (at < text.len) {
        unsigned char rest[8] = {0};
        memcpy(rest, bytes + at, text.len - at);
        hash = with_word(hash, word_at(rest));
    }
    return mt_repeats_integer(hash, text.at ? (int64_t)text.len : -1);
}

uint64_t
mt_repeats_integer(uint64_t hash, int64_t value)
{
    return with_word(hash, (uint64_t)value);
}
