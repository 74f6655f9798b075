#ifndef MT_QUERY_FINDING_SQL_PARTS_H
#define MT_QUERY_FINDING_SQL_PARTS_H

/* Conditions on rows of v1_delivery that finding_sql.c puts together. Each line begins with AND. Only finding_sql*.c
 * include this. */

#include "query/finding_sql.h"
#include "store/base/out.h"

#define MT_FINDING_SQL_AND "\n      AND "

/* Whether the statement asks for that condition: the finding has it, and it is not left out. */
bool mt_finding_sql_asks(const struct mt_finding_sql *wanted, unsigned condition);

/* The start of an hour of the data. */
int64_t mt_finding_sql_hour_us(const struct mt_finding_sql *wanted, int32_t hour);

/* The filter of the request. */
enum mt_rc mt_finding_sql_filter(const struct mt_finding_sql *wanted, struct mt_out *out, struct mt_err *err);

/* "provider = 'Yahoo'", or what says the same when two providers share the name. An empty key is mail without one. */
enum mt_rc mt_finding_sql_provider(const struct mt_finding_sql *wanted, struct mt_text key, struct mt_out *out,
                                   struct mt_err *err);

/* Dead domains and loops that would otherwise be counted. */
void mt_finding_sql_left_out(const struct mt_finding_sql *wanted, struct mt_out *out);

/* A condition for failures of mailings with bad lists; false and nothing written when none of them matters. */
bool mt_finding_sql_mailings(const struct mt_finding_sql *wanted, struct mt_out *out);

/* The span of time from which mail of the finding can come, a day wider than it is; MT_MOMENT_UNKNOWN: no end. */
void mt_finding_sql_span(const struct mt_finding_sql *wanted, int64_t *from_us, int64_t *until_us);

/* ---- hours of the day: finding_sql_hours.c. The column local_hour is hours since 1970 in local time ---- */

/* By how many hours the zone is ahead of UTC at min(received_utc). */
void mt_finding_sql_hours_east(const struct mt_finding_sql *wanted, struct mt_out *out);

/* The local hour as if days began when the recurring hours do. */
void mt_finding_sql_shifted(const struct mt_finding_sql *wanted, struct mt_out *out);
void mt_finding_sql_weekday(const struct mt_finding_sql *wanted, struct mt_out *out); /* of that; 1 is Monday */

/* The recurring hours and their days, each behind `and`. */
void mt_finding_sql_recurring(const struct mt_finding_sql *wanted, const char *and, struct mt_out *out);

#endif
