#include "query/wanted.h"

#include "store/base/zone.h"

/* A retry lasts a day or two: an export that begins this long before the newest mail shows how it ended. */
#define OVERLAP (2 * MT_DAY)
/* Nothing is missing as long as the data is not older than this. */
#define STALE_AFTER MT_DAY
/* Days of failed mail that lie this close together go into one report. */
enum { DAYS_TOGETHER = 3 };

static const char gone[] = "older than the 90 days that Microsoft keeps";

static const struct mt_column columns[] = {
    {"what", "What", MT_TYPE_TEXT},      {"since", "Since", MT_TYPE_MOMENT},
    {"until", "Until", MT_TYPE_MOMENT},  {"keep_until", "Microsoft keeps it until", MT_TYPE_MOMENT},
    {"left", "Time left", MT_TYPE_SPAN}, {"command", "Command", MT_TYPE_TEXT},
};

enum { WHAT, SINCE, UNTIL, KEEP_UNTIL, LEFT, COMMAND };

/* Dates in UTC are understood in every culture; the form with a blank and a small z is the one in Microsoft's
 * documentation. */
static struct mt_text
date_of(int64_t moment_us, char room[32])
{
    struct mt_text iso = mt_moment_iso(moment_us, room);
    for (size_t i = 0; i < iso.len; i++) {
        if (room[i] == 'T')
            room[i] = ' ';
        else if (room[i] == 'Z')
            room[i] = 'z';
    }
    return iso;
}

enum command { TRACE, REASONS };

struct stretch {
    const char *what;
    enum command which;
    int64_t since_us, until_us;
};

static struct mt_text
command_of(const struct stretch *stretch, struct mt_arena *arena)
{
    char since[32], until[32];
    struct mt_civil civil = mt_civil_of(stretch->since_us);
    date_of(stretch->since_us, since);
    date_of(stretch->until_us, until);
    switch (stretch->which) {
    case TRACE:
        return mt_arena_format(arena,
                               "Get-MessageTraceV2 -StartDate '%s' -EndDate '%s' -ResultSize 5000 | Export-Csv "
                               "trace-%04d%02d%02d-%02d%02d.csv -NoTypeInformation -Encoding UTF8",
                               since, until, civil.year, civil.month, civil.day, civil.hour, civil.minute);
    case REASONS:
        return mt_arena_format(arena,
                               "Start-HistoricalSearch -ReportTitle 'failed %04d-%02d-%02d' -ReportType "
                               "MessageTraceDetail -DeliveryStatus Failed -StartDate '%s' -EndDate '%s'",
                               civil.year, civil.month, civil.day, since, until);
    }
    return MT_TEXT_UNKNOWN;
}

static enum mt_rc
add_row(struct mt_table *table, const struct stretch *stretch, bool is_gone, int64_t now_us, struct mt_err *err)
{
    struct mt_cell *row = mt_table_add(table);
    int64_t keep_until_us = stretch->since_us + MT_REACH;
    if (!row)
        return mt_err_memory(err);
    row[WHAT] = mt_cell_text(mt_text_of(stretch->what));
    row[SINCE] = mt_cell_integer(stretch->since_us);
    row[UNTIL] = mt_cell_integer(stretch->until_us);
    row[KEEP_UNTIL] = mt_cell_integer(keep_until_us);
    row[LEFT] = row[COMMAND] = MT_CELL_UNKNOWN(gone);
    if (is_gone)
        return MT_OK;
    struct mt_text command = command_of(stretch, &table->arena);
    if (!mt_text_known(command))
        return mt_err_memory(err);
    row[LEFT] = mt_cell_integer((keep_until_us - now_us) / MT_SECOND);
    row[COMMAND] = mt_cell_text(command);
    return MT_OK;
}

/* The part that is out of reach, if any, as one row, and the rest in pieces of what one query covers. */
static enum mt_rc
add_stretch(struct mt_table *table, struct stretch stretch, int64_t now_us, struct mt_err *err)
{
    /* An hour to run the command in. */
    int64_t oldest_us = mt_floor_to(now_us - MT_REACH, MT_HOUR) + 2 * MT_HOUR;
    int64_t until_us = stretch.until_us, step = stretch.which == TRACE ? MT_REACH_OF_QUERY : MT_REACH;
    enum mt_rc rc = MT_OK;
    if (until_us <= oldest_us)
        return add_row(table, &stretch, true, now_us, err);
    if (stretch.since_us < oldest_us) {
        stretch.until_us = oldest_us;
        rc = add_row(table, &stretch, true, now_us, err);
        stretch.since_us = oldest_us;
    }
    for (; stretch.since_us < until_us && rc == MT_OK; stretch.since_us += step) {
        stretch.until_us = stretch.since_us + step < until_us ? stretch.since_us + step : until_us;
        rc = add_row(table, &stretch, false, now_us, err);
    }
    return rc;
}

static enum mt_rc
add_gaps(const struct mt_wanted *wanted, struct mt_table *table, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t row = 0; row < wanted->gaps->row_count && rc == MT_OK; row++) {
        struct stretch gap = {"gap", TRACE, mt_table_integer(wanted->gaps, row, "since", 0),
                              mt_table_integer(wanted->gaps, row, "until", 0)};
        rc = add_stretch(table, gap, wanted->now_us, err);
    }
    return rc;
}

static int64_t
day_of(const struct mt_table *days, size_t row)
{
    return mt_table_integer(days, row, "day", 0);
}

static bool
lacks_reasons(const struct mt_table *days, size_t row)
{
    return mt_table_integer(days, row, "failed", 0) > mt_table_integer(days, row, "failed_with_reason", 0);
}

static enum mt_rc
add_reasons(const struct mt_wanted *wanted, struct mt_table *table, struct mt_err *err)
{
    const struct mt_table *days = wanted->evidence_days;
    enum mt_rc rc = MT_OK;
    for (size_t row = 0; row < days->row_count && rc == MT_OK; row++) {
        if (!lacks_reasons(days, row))
            continue;
        int64_t first = day_of(days, row), last = first;
        while (row + 1 < days->row_count && day_of(days, row + 1) <= last + DAYS_TOGETHER) {
            row++;
            if (lacks_reasons(days, row))
                last = day_of(days, row);
        }
        struct stretch reasons = {"reasons", REASONS, mt_zone_to_utc(wanted->zone, first * MT_DAY),
                                  mt_zone_to_utc(wanted->zone, (last + 1) * MT_DAY)};
        if (reasons.until_us > wanted->now_us)
            reasons.until_us = wanted->now_us;
        rc = add_stretch(table, reasons, wanted->now_us, err);
    }
    return rc;
}

static enum mt_rc
add_newer(const struct mt_wanted *wanted, struct mt_table *table, struct mt_err *err)
{
    if (wanted->last_received_us == MT_MOMENT_UNKNOWN || wanted->now_us - wanted->last_received_us < STALE_AFTER)
        return MT_OK;
    int64_t since_us = wanted->last_received_us - OVERLAP;
    if (since_us < wanted->now_us - MT_REACH) /* the overlap is here, so it is not missed */
        since_us = wanted->last_received_us;
    struct stretch newer = {"newer", TRACE, mt_floor_to(since_us, MT_HOUR), mt_floor_to(wanted->now_us, MT_MINUTE)};
    return add_stretch(table, newer, wanted->now_us, err);
}

enum mt_rc
mt_wanted_fill(const struct mt_wanted *wanted, struct mt_table *table, struct mt_err *err)
{
    enum mt_rc rc = mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
    if (rc == MT_OK)
        rc = add_gaps(wanted, table, err);
    if (rc == MT_OK)
        rc = add_reasons(wanted, table, err);
    if (rc == MT_OK)
        rc = add_newer(wanted, table, err);
    return rc;
}
