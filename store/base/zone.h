#ifndef MT_BASE_ZONE_H
#define MT_BASE_ZONE_H

/* A time zone read from a TZif file (RFC 8536), or a fixed offset. Own reader because setenv("TZ") is global to the
 * process and turns a typo into UTC without a word. Moments are microseconds, offsets seconds east of UTC. */

#include "store/base/err.h"
#include "store/base/text.h"

struct mt_zone;

/* `name` is "UTC", "Europe/Madrid" (looked up in $TZDIR or /usr/share/zoneinfo; never an absolute path or one with
 * ".."), or "+02:00". Fails with a sentence that names the zone. */
enum mt_rc mt_zone_open(struct mt_zone **zone, const char *name, struct mt_err *err);

/* The same from the bytes of a TZif file, for tests and fuzzers. */
enum mt_rc mt_zone_parse(struct mt_zone **zone, const char *name, struct mt_text bytes, struct mt_err *err);
void mt_zone_close(struct mt_zone *zone); /* accepts NULL */

const char *mt_zone_name(const struct mt_zone *zone);

/* NULL means UTC in all three. */
int mt_zone_offset(const struct mt_zone *zone, int64_t moment_us);
/* A local wall time (as if it were UTC) to UTC. A time that does not exist (spring) moves forward by the gap; one that
 * happens twice (autumn) is the first. */
int64_t mt_zone_to_utc(const struct mt_zone *zone, int64_t local_us);
int64_t mt_zone_to_local(const struct mt_zone *zone, int64_t moment_us);

#endif
