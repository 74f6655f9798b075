#include "store/merge.h"

#include <string.h>

/* The texts that merge by plain order; the subject has its own. */
static const size_t plain_texts[] = {
    offsetof(struct mt_facts, message_id), offsetof(struct mt_facts, sender),    offsetof(struct mt_facts, from_ip),
    offsetof(struct mt_facts, to_ip),      offsetof(struct mt_facts, connector),
};

enum { PLAIN_TEXTS = sizeof plain_texts / sizeof *plain_texts };

static struct mt_text *
text_at(struct mt_facts *facts, size_t offset)
{
    return (struct mt_text *)(void *)((char *)facts + offset);
}

static struct mt_text
text_of(const struct mt_facts *facts, size_t offset)
{
    struct mt_text text;
    memcpy(&text, (const char *)facts + offset, sizeof text);
    return text;
}

void
mt_facts_sight(struct mt_facts *facts, enum mt_status status, int64_t first_us, int64_t last_us)
{
    facts->statuses |= 1u << status;
    facts->seen[status].first_us = first_us;
    facts->seen[status].last_us = mt_status_is_final(status) ? MT_MOMENT_UNKNOWN : last_us;
}

void
mt_facts_init(struct mt_facts *facts, const struct mt_row *row, int64_t observed_us)
{
    facts->statuses = 0;
    facts->received_us = row->received_us;
    facts->received_precision = row->received_precision;
    facts->size_bytes = row->size_bytes < 0 ? MT_SIZE_UNKNOWN : row->size_bytes;
    facts->direction = row->direction;
    facts->message_id = row->message_id;
    facts->sender = row->sender;
    facts->subject = row->subject;
    facts->from_ip = row->from_ip;
    facts->to_ip = row->to_ip;
    facts->connector = row->connector;
    if (observed_us != MT_MOMENT_UNKNOWN)
        mt_facts_sight(facts, row->status, observed_us, observed_us);
}

static bool
merge_sightings(struct mt_facts *facts, const struct mt_facts *other)
{
    bool changed = false;
    for (int status = 0; other->statuses >> status; status++) {
        const struct mt_sighting *theirs = &other->seen[status];
        struct mt_sighting *ours = &facts->seen[status];
        if (!(other->statuses & 1u << status))
            continue;
        if (!(facts->statuses & 1u << status)) {
            facts->statuses |= 1u << status;
            *ours = *theirs;
            changed = true;
            continue;
        }
        if (theirs->first_us < ours->first_us) {
            ours->first_us = theirs->first_us;
            changed = true;
        }
        if (theirs->last_us > ours->last_us) {
            ours->last_us = theirs->last_us;
            changed = true;
        }
    }
    return changed;
}

static bool
is_better_subject(struct mt_text a, struct mt_text b)
{
    if (a.at && b.at && a.len != b.len)
        return a.len > b.len;
    return mt_text_compare(a, b) > 0;
}

bool
mt_facts_merge(struct mt_facts *facts, const struct mt_facts *other)
{
    bool changed = merge_sightings(facts, other);
    if (other->received_precision > facts->received_precision ||
        (other->received_precision == facts->received_precision && other->received_us < facts->received_us)) {
        facts->received_precision = other->received_precision;
        facts->received_us = other->received_us;
        changed = true;
    }
    if (other->size_bytes > facts->size_bytes) {
        facts->size_bytes = other->size_bytes;
        changed = true;
    }
    if (other->direction > facts->direction) {
        facts->direction = other->direction;
        changed = true;
    }
    if (is_better_subject(other->subject, facts->subject)) {
        facts->subject = other->subject;
        changed = true;
    }
    for (size_t i = 0; i < PLAIN_TEXTS; i++) {
        struct mt_text theirs = text_of(other, plain_texts[i]);
        if (mt_text_compare(theirs, text_of(facts, plain_texts[i])) <= 0)
            continue;
        *text_at(facts, plain_texts[i]) = theirs;
        changed = true;
    }
    return changed;
}

/* Two facts are equal when neither has anything to say to the other. */
bool
mt_facts_equal(const struct mt_facts *a, const struct mt_facts *b)
{
    struct mt_facts both = *a;
    if (mt_facts_merge(&both, b))
        return false;
    both = *b;
    return !mt_facts_merge(&both, a);
}

enum mt_status
mt_facts_status(const struct mt_facts *facts, int64_t *observed_us)
{
    int best = -1;
    for (int status = 0; facts->statuses >> status; status++) {
        if (!(facts->statuses & 1u << status))
            continue;
        int phase = mt_status_phase((enum mt_status)status);
        int best_phase = best < 0 ? -1 : mt_status_phase((enum mt_status)best);
        /* Numbers rise in this loop, so that an equal one replaces the best. */
        if (phase > best_phase || (phase == best_phase && (!mt_status_is_final((enum mt_status)status) ||
                                                           facts->seen[status].first_us >= facts->seen[best].first_us)))
            best = status;
    }
    *observed_us = best < 0 ? MT_MOMENT_UNKNOWN : facts->seen[best].first_us;
    return best < 0 ? MT_STATUS_UNKNOWN : (enum mt_status)best;
}

bool
mt_facts_ended(const struct mt_facts *facts)
{
    for (int status = 0; facts->statuses >> status; status++)
        if (facts->statuses & 1u << status && mt_status_phase((enum mt_status)status) == 3)
            return true;
    return false;
}

bool
mt_facts_deferred(const struct mt_facts *facts)
{
    return facts->statuses & 1u << MT_STATUS_PENDING &&
           mt_pending_is_deferral(facts->received_us, facts->seen[MT_STATUS_PENDING].last_us);
}

static bool
may_be_equal(struct mt_text a, struct mt_text b)
{
    return !a.at || !b.at || mt_text_equal(a, b);
}

/* Whether one code point can be what an export made of the other: "?" is what encodings without the letter write, once
 * or, for what is outside of the basic plane, twice. */
static bool
takes_the_place_of(struct mt_text *lossy, uint32_t letter)
{
    if (letter < 0x80 || lossy->len == 0 || lossy->at[0] != '?')
        return false;
    size_t marks = letter >= 0x10000 && lossy->len > 1 && lossy->at[1] == '?' ? 2 : 1;
    *lossy = (struct mt_text){lossy->at + marks, lossy->len - marks};
    return true;
}

static void
skip(struct mt_text *text, size_t bytes)
{
    *text = (struct mt_text){text->at + bytes, text->len - bytes};
}

/* The same subject as two exports print it: letters lost to an encoding, or cut at 256 characters. */
static bool
subjects_may_be_equal(struct mt_text a, struct mt_text b)
{
    enum { CUT_AT = 256 };
    if (may_be_equal(a, b))
        return true;
    size_t count = 0;
    for (; a.len > 0 && b.len > 0; count++) {
        size_t a_taken, b_taken;
        uint32_t from_a = mt_text_code_point(a, &a_taken), from_b = mt_text_code_point(b, &b_taken);
        if (from_a == from_b) {
            skip(&a, a_taken);
            skip(&b, b_taken);
        } else if (takes_the_place_of(&a, from_b)) {
            skip(&b, b_taken);
        } else if (takes_the_place_of(&b, from_a)) {
            skip(&a, a_taken);
        } else {
            return false;
        }
    }
    return (a.len == 0 && b.len == 0) || count >= CUT_AT - 1;
}

bool
mt_facts_describe(const struct mt_facts *description, const struct mt_facts *delivery)
{
    int coarser = description->received_precision < delivery->received_precision ? description->received_precision
                                                                                 : delivery->received_precision;
    int64_t span = mt_precision_span(coarser);
    if (coarser == MT_RECEIVED_BY_EVENT) /* nothing to compare */
        return false;
    if (mt_floor_to(description->received_us, span) != mt_floor_to(delivery->received_us, span))
        return false;
    if (!may_be_equal(description->message_id, delivery->message_id) ||
        !may_be_equal(description->sender, delivery->sender))
        return false;
    if (description->message_id.at && delivery->message_id.at)
        return true;
    return subjects_may_be_equal(description->subject, delivery->subject);
}
