/* Hours of the day in SQL: what a clock on the wall shows, whatever summer time does. */

#include "query/finding_sql_parts.h"

#include "query/literal.h"

enum { HOUR_SECONDS = 3600 };

/* Local hours are whole ones, also where clocks are half an hour off: an hour belongs to the one in which it begins. */
static int64_t
hours_east(const struct mt_finding_sql *wanted, int32_t hour)
{
    int64_t offset = mt_zone_offset(wanted->findings->cube->zone, mt_finding_sql_hour_us(wanted, hour));
    return mt_floor_to(offset, HOUR_SECONDS) / HOUR_SECONDS;
}

/* "+ 1", or a CASE over the stretches between two changes of the clock. */
void
mt_finding_sql_hours_east(const struct mt_finding_sql *wanted, struct mt_out *out)
{
    bool stretch = mt_finding_sql_asks(wanted, MT_FINDING_STRETCH);
    int32_t from = stretch ? wanted->finding->pattern->when.from : 0;
    int32_t until = stretch ? wanted->finding->pattern->when.until : wanted->findings->cube->data.hours;
    int64_t east = hours_east(wanted, from);
    bool changes = false;
    for (int32_t hour = from + 1; hour < until; hour++) {
        int64_t next = hours_east(wanted, hour);
        if (next == east)
            continue;
        mt_out_string(out, changes ? "" : "CASE");
        mt_out_string(out, " WHEN min(received_utc) < ");
        mt_literal_moment(out, mt_finding_sql_hour_us(wanted, hour));
        mt_out_string(out, " THEN ");
        mt_out_int(out, east);
        east = next;
        changes = true;
    }
    mt_out_string(out, changes ? " ELSE " : "");
    mt_out_int(out, east);
    mt_out_string(out, changes ? " END" : "");
}

void
mt_finding_sql_shifted(const struct mt_finding_sql *wanted, struct mt_out *out)
{
    int32_t start = wanted->finding->pattern->when.week_length > 0 ? wanted->finding->pattern->when.week_start : 0;
    mt_out_string(out, start ? "(local_hour - " : "local_hour");
    if (start) {
        mt_out_int(out, start);
        mt_out_byte(out, ')');
    }
}

/* 1970 began on a Thursday. */
void
mt_finding_sql_weekday(const struct mt_finding_sql *wanted, struct mt_out *out)
{
    mt_out_byte(out, '(');
    mt_finding_sql_shifted(wanted, out);
    mt_out_string(out, " / 24 + 3) % 7 + 1");
}

void
mt_finding_sql_recurring(const struct mt_finding_sql *wanted, const char *and, struct mt_out *out)
{
    if (mt_finding_sql_asks(wanted, MT_FINDING_CLOCK)) {
        mt_out_string(out, and);
        mt_finding_sql_shifted(wanted, out);
        mt_out_string(out, " % 24 < ");
        mt_out_int(out, wanted->finding->pattern->when.week_length);
    }
    if (!mt_finding_sql_asks(wanted, MT_FINDING_WEEKDAYS))
        return;
    uint8_t days = mt_pattern_days(wanted->finding->pattern->when.week_days);
    const char *before = " IN (";
    mt_out_string(out, and);
    mt_finding_sql_weekday(wanted, out);
    for (int day = 0; day < 7; day++)
        if (days >> day & 1) {
            mt_out_string(out, before);
            mt_out_int(out, day + 1);
            before = ", ";
        }
    mt_out_string(out, ") -- days on which it begins; 1 is Monday");
}
