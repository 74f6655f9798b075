#ifndef MT_QUERY_MAIL_SIGHTS_H
#define MT_QUERY_MAIL_SIGHTS_H

/* How well trouble can be seen in each hour, so that a change of what is seen is not taken for a change of what
 * happened (patterns.h).
 *
 * Events show every deferral. Without them a deferral is seen when an export was taken while the mail was Pending: the
 * sooner the next export after an hour, the more of its deferrals it catches. And a failure counts as a possible expiry
 * only as long as no event says why it failed, so it matters whether failures have reasons. */

#include <stdint.h>

#include "store/base/arena.h"
#include "store/base/err.h"

struct mt_store;

/* What is known of the mail of an hour: groups. */
struct mt_sight_hour {
    uint32_t mail, with_events;
    uint32_t failed, failed_with_reason;
};

/* Numbers below MT_PATTERN_SIGHTS, one an hour from `first_hour` (since 1970 UTC), in the arena. */
enum mt_rc mt_mail_sights(struct mt_store *store, int64_t first_hour, const struct mt_sight_hour *hours, int32_t count,
                          struct mt_arena *arena, const uint8_t **sights, struct mt_err *err);

#endif
