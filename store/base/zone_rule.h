#ifndef MT_BASE_ZONE_RULE_H
#define MT_BASE_ZONE_RULE_H

/* The last line of a TZif file: a POSIX TZ string such as "CET-1CEST,M3.5.0,M10.5.0/3", which says when summer time
 * begins and ends in every year behind the file's table. With the extension of RFC 8536, 3.3.1: times of day run from
 * -167 to +167 hours. Only zone.c uses this. */

#include "store/base/text.h"

struct mt_zone_day {
    enum { MT_ZONE_DAY_JULIAN, MT_ZONE_DAY_OF_YEAR, MT_ZONE_DAY_OF_WEEK } kind;
    int day;         /* 1..365 without 29 February, 0..365 with it, or the weekday with 0 for Sunday */
    int month, week; /* of a weekday; week 5 is the last one */
    int32_t time;    /* seconds behind local midnight */
};

struct mt_zone_rule {
    int32_t std_offset, dst_offset; /* seconds east of UTC */
    bool has_dst;
    struct mt_zone_day start, end;
};

bool mt_zone_rule_parse(struct mt_text text, struct mt_zone_rule *rule);

/* The second of a day's time in `year`, as if the wall clock showed UTC. */
int64_t mt_zone_rule_second(const struct mt_zone_day *day, int year);

#endif
