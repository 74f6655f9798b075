#ifndef MT_STORE_MERGE_H
#define MT_STORE_MERGE_H

/* What several exports together say of one delivery.
 *
 * Every statement is an element of an order that does not know who spoke first, and merging takes the larger one of
 * each: it is commutative, associative and idempotent, so the order and repetition of imports cannot matter. Pure
 * functions on structs; texts are borrowed. What is stored of this, and where, is record.h's business.
 *
 *   statuses       each status with the first (smallest) and, unless it is final, the last (largest) moment at which
 *                  an export showed it. The status that counts is derived: the highest phase (row.h); among final
 *                  ones the one first seen later, then the larger number; among the others the larger number
 *   received       the higher precision, then the earlier moment
 *   size           known before unknown, then the larger one
 *   subject        known before unknown, then the longer one (exports cut it), then the larger text
 *   other texts    known before unknown, then the larger text
 *   direction      the larger number */

#include "store/row.h"

enum {
#define X(number, phase, name, key, microsoft) MT_STATUS_COUNT_##name,
    MT_STATUS_LIST(X)
#undef X
        MT_STATUSES
};

struct mt_sighting {
    int64_t first_us;
    int64_t last_us; /* MT_MOMENT_UNKNOWN for a final status */
};

struct mt_facts {
    unsigned statuses; /* bit n: seen[n] holds */
    int64_t received_us;
    int received_precision;
    int64_t size_bytes;
    enum mt_direction direction;
    struct mt_text message_id, sender, subject, from_ip, to_ip, connector;
    struct mt_sighting seen[MT_STATUSES]; /* last, and not written where nothing holds: most have one status */
};

/* What one row of an export that was taken at `observed_us` says; MT_MOMENT_UNKNOWN: all but its status. */
void mt_facts_init(struct mt_facts *facts, const struct mt_row *row, int64_t observed_us);

void mt_facts_sight(struct mt_facts *facts, enum mt_status status, int64_t first_us, int64_t last_us);

/* Takes `other` into `facts`; true when that changed anything. */
bool mt_facts_merge(struct mt_facts *facts, const struct mt_facts *other);

bool mt_facts_equal(const struct mt_facts *a, const struct mt_facts *b);

/* The status that counts and when it was first seen; unknown when no export showed one. */
enum mt_status mt_facts_status(const struct mt_facts *facts, int64_t *observed_us);

/* Whether an export shows how it ended for this very recipient. */
bool mt_facts_ended(const struct mt_facts *facts);

/* Whether an export showed it Pending late enough to prove a deferral. */
bool mt_facts_deferred(const struct mt_facts *facts);

/* Whether a row without a trace id can describe this delivery to the same recipient: received alike within the coarser
 * precision of the two, message id and sender alike where both are known; the subject decides only where a message id
 * is missing, because gateways rewrite subjects. Letters that an encoding turned into "?" and a cut at 256 characters
 * do not make subjects differ. */
bool mt_facts_describe(const struct mt_facts *description, const struct mt_facts *delivery);

#endif
