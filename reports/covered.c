#include "reports/covered.h"

#include <stddef.h>

enum { FIRST_BY = 9, LAST_FROM = 16 };

int64_t
mt_day_of(const struct mt_zone *zone, int64_t moment_us)
{
    return mt_floor_to(mt_zone_to_local(zone, moment_us), MT_DAY) / MT_DAY;
}

static bool
is_weekend(int64_t day)
{
    return mt_civil_weekday(day) > 5;
}

static bool
over_by(const struct mt_covered *covered, int64_t day)
{
    return covered->newest_export_us >= mt_zone_to_utc(covered->zone, (day + 1) * MT_DAY);
}

/* The row of a day in the coverage table, or -1. */
static ptrdiff_t
row_of_day(const struct mt_table *coverage, int64_t day)
{
    for (size_t row = 0; row < coverage->row_count; row++)
        if (mt_table_integer(coverage, row, "day", INT64_MIN) == day)
            return (ptrdiff_t)row;
    return -1;
}

static bool
in_gap(const struct mt_table *gaps, const struct mt_zone *zone, int64_t day)
{
    int64_t since = mt_zone_to_utc(zone, day * MT_DAY), until = mt_zone_to_utc(zone, (day + 1) * MT_DAY);
    for (size_t row = 0; row < gaps->row_count; row++)
        if (mt_table_integer(gaps, row, "since", INT64_MAX) <= since &&
            mt_table_integer(gaps, row, "until", INT64_MIN) >= until)
            return true;
    return false;
}

static bool
day_is_covered(const struct mt_covered *covered, int64_t day)
{
    ptrdiff_t row = row_of_day(covered->coverage, day);
    if (day < covered->first_day)
        return false;
    if (day > covered->last_day)
        return is_weekend(day) && covered->last_day >= day - (mt_civil_weekday(day) - 5) && over_by(covered, day);
    if (row >= 0 && day == covered->first_day && !is_weekend(day) &&
        mt_table_integer(covered->coverage, (size_t)row, "first_hour", 24) > FIRST_BY)
        return false;
    if (row >= 0 && day == covered->last_day &&
        (!over_by(covered, day) ||
         (!is_weekend(day) && mt_table_integer(covered->coverage, (size_t)row, "last_hour", 0) < LAST_FROM)))
        return false;
    return !in_gap(covered->gaps, covered->zone, day);
}

struct mt_covered
mt_covered_of(const struct mt_zone *zone, const struct mt_table *freshness, const struct mt_table *coverage,
              const struct mt_table *gaps)
{
    return (struct mt_covered){
        .zone = zone,
        .coverage = coverage,
        .gaps = gaps,
        .first_day = mt_day_of(zone, mt_table_integer(freshness, 0, "first_received", 0)),
        .last_day = mt_day_of(zone, mt_table_integer(freshness, 0, "last_received", 0)),
        .newest_export_us = mt_table_integer(freshness, 0, "newest_export", INT64_MIN),
    };
}

int
mt_covered_days(const struct mt_covered *covered, int64_t first_day, int days)
{
    int count = 0;
    for (int64_t day = first_day; day < first_day + days; day++)
        count += day_is_covered(covered, day);
    return count;
}

int
mt_covered_gaps(const struct mt_covered *covered, int64_t since_us, int64_t until_us)
{
    int count = 0;
    for (size_t row = 0; row < covered->gaps->row_count; row++)
        count += mt_table_integer(covered->gaps, row, "since", INT64_MAX) < until_us &&
                 mt_table_integer(covered->gaps, row, "until", INT64_MIN) > since_us;
    return count;
}

bool
mt_covered_by_events(const struct mt_table *evidence_days, int64_t first_day, int days, int64_t *deliveries,
                     int64_t *with_events)
{
    int64_t all = 0, part = 0;
    for (size_t row = 0; row < evidence_days->row_count; row++) {
        int64_t day = mt_table_integer(evidence_days, row, "day", INT64_MIN);
        if (day < first_day || day >= first_day + days)
            continue;
        all += mt_table_integer(evidence_days, row, "deliveries", 0);
        part += mt_table_integer(evidence_days, row, "with_events", 0);
    }
    if (deliveries)
        *deliveries = all;
    if (with_events)
        *with_events = part;
    /* Extended reports miss single messages now and then; a week is no other for that. */
    return all > 0 && part * 100 >= all * 95;
}
