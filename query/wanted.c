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

static struct mt_text
command_of(enum command which, int64_t since_us, int64_t until_us, struct mt_arena *arena)
{
    char since[32], until[32];
    struct mt_civil civil = mt_civil_of(since_us);
    date_of(since_us, since);
    date_of(until_us, until);
    switch (which) {
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
add_row(struct mt_table *table, const char *what, enum command which, int64_t since_us, int64_t until_us,
        int64_t now_us, struct mt_err *err)
{
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(err);
    row[WHAT] = mt_cell_text(mt_text_of(what));
    row[SINCE] = mt_cell_integer(since_us);
    row[UNTIL] = mt_cell_integer(until_us);
    row[KEEP_UNTIL] = mt_cell_integer(since_us + MT_REACH);
    row[LEFT] = row[COMMAND] = MT_CELL_UNKNOWN(gone);
    if (since_us + MT_REACH <= now_us)
        return MT_OK;
    struct mt_text command = command_of(which, since_us, until_us, &table->arena);
    if (!mt_text_known(command))
        return mt_err_memory(err);
    row[LEFT] = mt_cell_integer((since_us + MT_REACH - now_us) / MT_SECOND);
    row[COMMAND] = mt_cell_text(command);
    return MT_OK;
}

/* The part that is out of reach, if any, as one row, and the rest in pieces of what one query covers. */
static enum mt_rc
add_stretch(struct mt_table *table, const char *what, enum command which, int64_t since_us, int64_t until_us,
            int64_t now_us, struct mt_err *err)
{
    /* An hour to run the command in. */
    int64_t oldest = mt_floor_to(now_us - MT_REACH, MT_HOUR) + 2 * MT_HOUR;
    enum mt_rc rc = MT_OK;
    if (until_us <= oldest)
        return add_row(table, what, which, since_us, until_us, since_us + MT_REACH, err);
    if (since_us < oldest) {
        rc = add_row(table, what, which, since_us, oldest, since_us + MT_REACH, err);
        since_us = oldest;
    }
    int64_t step = which == TRACE ? MT_REACH_OF_QUERY : MT_REACH;
    for (; since_us < until_us && rc == MT_OK; since_us += step) {
        int64_t end = since_us + step < until_us ? since_us + step : until_us;
        rc = add_row(table, what, which, since_us, end, now_us, err);
    }
    return rc;
}

static int64_t
integer_at(const struct mt_table *table, size_t row, const char *key)
{
    int column = mt_table_find(table, key);
    struct mt_cell cell = column < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(table, row, (size_t)column);
    return cell.known ? cell.integer : 0;
}

static enum mt_rc
add_gaps(const struct mt_wanted *wanted, struct mt_table *table, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t row = 0; row < wanted->gaps->row_count && rc == MT_OK; row++)
        rc = add_stretch(table, "gap", TRACE, integer_at(wanted->gaps, row, "since"),
                         integer_at(wanted->gaps, row, "until"), wanted->now_us, err);
    return rc;
}

static bool
lacks_reasons(const struct mt_table *days, size_t row)
{
    return integer_at(days, row, "failed") >
           integer_at(days, row, "failed_with_reason") + integer_at(days, row, "failed_with_ndr");
}

static enum mt_rc
add_reasons(const struct mt_wanted *wanted, struct mt_table *table, struct mt_err *err)
{
    const struct mt_table *days = wanted->evidence_days;
    enum mt_rc rc = MT_OK;
    for (size_t row = 0; row < days->row_count && rc == MT_OK; row++) {
        if (!lacks_reasons(days, row))
            continue;
        int64_t first = integer_at(days, row, "day"), last = first;
        while (row + 1 < days->row_count && integer_at(days, row + 1, "day") <= last + DAYS_TOGETHER) {
            row++;
            if (lacks_reasons(days, row))
                last = integer_at(days, row, "day");
        }
        int64_t until = mt_zone_to_utc(wanted->zone, (last + 1) * MT_DAY);
        rc = add_stretch(table, "reasons", REASONS, mt_zone_to_utc(wanted->zone, first * MT_DAY),
                         until < wanted->now_us ? until : wanted->now_us, wanted->now_us, err);
    }
    return rc;
}

static enum mt_rc
add_newer(const struct mt_wanted *wanted, struct mt_table *table, struct mt_err *err)
{
    if (wanted->last_received_us == MT_MOMENT_UNKNOWN || wanted->now_us - wanted->last_received_us < STALE_AFTER)
        return MT_OK;
    int64_t since = wanted->last_received_us - OVERLAP;
    if (since < wanted->now_us - MT_REACH) /* the overlap is here, so it is not missed */
        since = wanted->last_received_us;
    return add_stretch(table, "newer", TRACE, mt_floor_to(since, MT_HOUR), mt_floor_to(wanted->now_us, MT_MINUTE),
                       wanted->now_us, err);
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
