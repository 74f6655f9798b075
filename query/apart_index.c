/* What is asked for each of ten million deliveries: most stores have nothing to tell apart, and where there is
 * something nearly all mail has nothing to do with it. So each question begins with a look at a bit that says no. */

#include "query/apart_parts.h"

#include <stdlib.h>
#include <string.h>

#include "store/key.h"

/* A set of Message-IDs. */
struct ids {
    struct mt_text *slots; /* open addressing, a power of two; unknown is free */
    size_t slot_count;     /* 0: nothing is in it */
    unsigned char *marks;  /* a bit for each of MARKS hashes of little cost */
};

enum { MARK_BITS = 16, MARKS = 1 << MARK_BITS };

struct mt_apart_index {
    unsigned char *dead; /* a bit for each id of a domain */
    size_t dead_bits;
    struct ids loops, mailings;
    const struct mt_apart_mailing_of *runs; /* of senders, by sender and time; those of one sender may overlap */
    size_t run_count;
};

struct mt_apart_index *
mt_apart_index_new(struct mt_arena *arena)
{
    return mt_arena_take(arena, sizeof(struct mt_apart_index));
}

/* ---- domains ---- */

bool
mt_apart_index_dead(struct mt_apart_index *index, struct mt_arena *arena, const struct mt_dead_domain *dead,
                    size_t count)
{
    int64_t most = -1;
    for (size_t i = 0; i < count; i++)
        most = dead[i].domain_id > most ? dead[i].domain_id : most;
    if (most < 0)
        return true;
    index->dead = mt_arena_take(arena, (size_t)most / 8 + 1);
    if (!index->dead)
        return false;
    index->dead_bits = (size_t)most + 1;
    for (size_t i = 0; i < count; i++)
        index->dead[dead[i].domain_id / 8] |= (unsigned char)(1u << (dead[i].domain_id % 8));
    return true;
}

bool
mt_apart_is_dead(const struct mt_apart *apart, int64_t domain_id)
{
    const struct mt_apart_index *index = apart->index;
    if (!index || domain_id < 0 || (uint64_t)domain_id >= index->dead_bits)
        return false;
    return (index->dead[domain_id / 8] >> (domain_id % 8) & 1) != 0;
}

/* ---- Message-IDs ---- */

/* Of the length and eight bytes from the middle, which are where Message-IDs differ. */
static size_t
mark_of(struct mt_text id)
{
    uint64_t part = 0;
    size_t from = id.len / 4, take = id.len - from < sizeof part ? id.len - from : sizeof part;
    memcpy(&part, id.at + from, take);
    return (size_t)(((part ^ id.len) * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - MARK_BITS));
}

static size_t
slot_of(const struct ids *ids, struct mt_text id)
{
    size_t mask = ids->slot_count - 1, slot = (size_t)mt_hash_of(id).a & mask;
    while (mt_text_known(ids->slots[slot]) && !mt_text_equal(ids->slots[slot], id))
        slot = (slot + 1) & mask;
    return slot;
}

/* With room for `count`; the texts stay where they are. */
static bool
open_ids(struct ids *ids, size_t count, struct mt_arena *arena)
{
    size_t slots = 2;
    while (slots < count * 2)
        slots *= 2;
    ids->slots = mt_arena_take(arena, slots * sizeof *ids->slots);
    ids->marks = mt_arena_take(arena, MARKS / 8);
    ids->slot_count = slots;
    return ids->slots && ids->marks;
}

static void
add_id(struct ids *ids, struct mt_text id)
{
    size_t mark = mark_of(id);
    ids->marks[mark / 8] |= (unsigned char)(1u << (mark % 8));
    ids->slots[slot_of(ids, id)] = id;
}

static bool
has_id(const struct ids *ids, struct mt_text id)
{
    if (ids->slot_count == 0 || id.len == 0)
        return false;
    size_t mark = mark_of(id);
    return (ids->marks[mark / 8] >> (mark % 8) & 1) != 0 && mt_text_known(ids->slots[slot_of(ids, id)]);
}

bool
mt_apart_index_loops(struct mt_apart_index *index, struct mt_arena *arena, const struct mt_loop *loops, size_t count)
{
    if (count == 0)
        return true;
    if (!open_ids(&index->loops, count, arena))
        return false;
    for (size_t i = 0; i < count; i++)
        if (loops[i].message_id.len > 0)
            add_id(&index->loops, loops[i].message_id);
    return true;
}

bool
mt_apart_is_loop(const struct mt_apart *apart, struct mt_text message_id)
{
    return apart->index && has_id(&apart->index->loops, message_id);
}

/* ---- mailings ---- */

static int
by_sender_and_time(const void *left, const void *right)
{
    const struct mt_apart_mailing_of *a = left, *b = right;
    if (a->sender_id != b->sender_id)
        return a->sender_id < b->sender_id ? -1 : 1;
    if (a->first_us != b->first_us)
        return a->first_us < b->first_us ? -1 : 1;
    return (a->last_us > b->last_us) - (a->last_us < b->last_us);
}

/* Runs of one sender that overlap become one, so that the last one that began before a moment is the only one to ask.
 */
static size_t
unite(struct mt_apart_mailing_of *runs, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct mt_apart_mailing_of *last = kept > 0 ? &runs[kept - 1] : NULL;
        if (last && last->sender_id == runs[i].sender_id && runs[i].first_us <= last->last_us)
            last->last_us = runs[i].last_us > last->last_us ? runs[i].last_us : last->last_us;
        else
            runs[kept++] = runs[i];
    }
    return kept;
}

bool
mt_apart_index_mailings(struct mt_apart_index *index, struct mt_arena *arena, struct mt_apart_mailing_of *of,
                        size_t count)
{
    if (count == 0)
        return true;
    struct mt_apart_mailing_of *runs = mt_arena_take(arena, count * sizeof *runs);
    size_t run_count = 0;
    if (!runs || !open_ids(&index->mailings, count, arena))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (of[i].message_id.len > 0)
            add_id(&index->mailings, of[i].message_id);
        else
            runs[run_count++] = of[i];
    }
    qsort(runs, run_count, sizeof *runs, by_sender_and_time);
    index->runs = runs;
    index->run_count = unite(runs, run_count);
    return true;
}

static bool
is_in_run(const struct mt_apart_index *index, int64_t sender_id, int64_t received_us)
{
    size_t low = 0, high = index->run_count; /* the first one that begins later is in [low, high] */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mt_apart_mailing_of *run = &index->runs[middle];
        if (run->sender_id < sender_id || (run->sender_id == sender_id && run->first_us <= received_us))
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && index->runs[low - 1].sender_id == sender_id && received_us <= index->runs[low - 1].last_us;
}

bool
mt_apart_is_mailing(const struct mt_apart *apart, int64_t sender_id, struct mt_text message_id, int64_t received_us)
{
    const struct mt_apart_index *index = apart->index;
    if (!index)
        return false;
    return has_id(&index->mailings, message_id) || (sender_id > 0 && is_in_run(index, sender_id, received_us));
}
