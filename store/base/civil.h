#ifndef MT_BASE_CIVIL_H
#define MT_BASE_CIVIL_H

/* Calendar arithmetic without a time zone and without the C library's global state.
 *
 * A moment is microseconds since 1970-01-01T00:00:00Z in an int64_t. MT_MOMENT_UNKNOWN stands for "not known". The
 * calendar is the proleptic Gregorian one; the days-from-civil arithmetic counts years from March so that the leap
 * day comes last. Years 1 to 9999 are in range. */

#include "store/base/text.h"

#define MT_SECOND INT64_C(1000000)
#define MT_MINUTE (60 * MT_SECOND)
#define MT_HOUR (3600 * MT_SECOND)
#define MT_DAY (86400 * MT_SECOND)
#define MT_MOMENT_UNKNOWN INT64_MIN

struct mt_civil {
    int year, month, day; /* month and day from 1 */
    int hour, minute, second;
    int microsecond;
};

bool mt_civil_valid(const struct mt_civil *civil); /* 24:00 and leap seconds are not */
int64_t mt_civil_days(int year, int month, int day);
int64_t mt_civil_moment(const struct mt_civil *civil);
struct mt_civil mt_civil_of(int64_t moment);

/* ISO 8601: Monday is 1. The ISO year can differ from the calendar year around New Year. */
int mt_civil_weekday(int64_t days);
void mt_civil_iso_week(int64_t days, int *iso_year, int *week);
int64_t mt_civil_iso_monday(int iso_year, int week); /* days of that week's Monday; week 1..53 */
int mt_civil_weeks_in(int iso_year);

/* Floor division for moments: works for times before 1970 too. */
int64_t mt_floor_to(int64_t moment, int64_t unit);

/* Writes "2026-11-20T09:15:00Z" (or with .ffffff when there are microseconds) and returns a slice of `room`. */
struct mt_text mt_moment_iso(int64_t moment, char room[32]);

#endif
