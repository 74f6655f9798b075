#include "query/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "query/rates.h"
#include "query/statement.h"

enum {
    OFFICE_FROM = 8,
    OFFICE_UNTIL = 18,
    GAP_HOURS = 6,
    GAP_OFFICE_HOURS = 2,
    /* More hours than a hundred years: a wrong year in one row must not cost gigabytes. */
    MOST_HOURS = 24 * 366 * 100,
};

/* Every hour of the covered span; `mail[i]` is of hour `first + i`. */
struct hours {
    int64_t first;
    int64_t *mail;
    size_t count;
    struct mt_text sql;
};

struct local_hour {
    int64_t day;
    int hour;
    bool workday;
};

static struct local_hour
local_of(const struct mt_zone *zone, int64_t hour)
{
    int64_t local = mt_zone_to_local(zone, hour * MT_HOUR), day = mt_floor_to(local, MT_DAY) / MT_DAY;
    return (struct local_hour){day, (int)((local - day * MT_DAY) / MT_HOUR), mt_civil_weekday(day) <= 5};
}

static bool
in_office(struct local_hour local)
{
    return local.workday && local.hour >= OFFICE_FROM && local.hour < OFFICE_UNTIL;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static enum mt_rc
add_hour(struct hours *hours, int64_t hour, int64_t deliveries, size_t *room, struct mt_err *err)
{
    if (hours->count == 0)
        hours->first = hour;
    size_t needed = (size_t)(hour - hours->first) + 1;
    if (needed > MOST_HOURS)
        return mt_err_set(err, MT_FAILED,
                          "the mail spans more than a hundred years, so some date in it is wrong; "
                          "'--since' and '--until' choose a part");
    if (needed > *room) {
        size_t more = needed * 2;
        int64_t *grown = realloc(hours->mail, more * sizeof *grown);
        if (!grown)
            return mt_err_memory(err);
        memset(grown + *room, 0, (more - *room) * sizeof *grown);
        hours->mail = grown;
        *room = more;
    }
    hours->mail[needed - 1] = deliveries;
    hours->count = needed;
    return MT_OK;
}

static enum mt_rc
read_hours(struct mt_store *store, const struct mt_filter *filter, struct hours *hours, struct mt_arena *arena,
           struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    size_t room = 0;
    bool more = false;
    *hours = (struct hours){.sql = MT_TEXT_UNKNOWN};
    enum mt_rc rc = mt_filter_bind(filter, store, &bindings, arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, "hours.sql", NULL, &bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more)
        rc = add_hour(hours, mt_statement_integer(&statement, 0), mt_statement_integer(&statement, 1), &room, err);
    if (rc == MT_OK)
        hours->sql = mt_statement_sql(&statement, arena);
    mt_statement_close(&statement);
    return rc;
}

/* ---- coverage ---------------------------------------------------------------------------------------------------- */

static const struct mt_column coverage_columns[] = {
    {"day", "Day", MT_TYPE_DAY},
    {"weekday", "Weekday", MT_TYPE_COUNT},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"hours_with_mail", "Hours with mail", MT_TYPE_COUNT},
    {"first_hour", "First hour", MT_TYPE_COUNT},
    {"last_hour", "Last hour", MT_TYPE_COUNT},
    {"empty_office_hours", "Office hours without mail", MT_TYPE_COUNT},
};

enum { DAY, WEEKDAY, DELIVERIES, HOURS_WITH_MAIL, FIRST_HOUR, LAST_HOUR, EMPTY_OFFICE_HOURS };

static struct mt_cell *
add_day(struct mt_table *table, int64_t day)
{
    static const char no_mail[] = "no mail on that day";
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return NULL;
    row[DAY] = mt_cell_integer(day);
    row[WEEKDAY] = mt_cell_integer(mt_civil_weekday(day));
    row[DELIVERIES] = row[HOURS_WITH_MAIL] = row[EMPTY_OFFICE_HOURS] = mt_cell_integer(0);
    row[FIRST_HOUR] = row[LAST_HOUR] = MT_CELL_UNKNOWN(no_mail);
    return row;
}

static void
count_hour(struct mt_cell *row, struct local_hour local, int64_t mail)
{
    if (mail == 0) {
        row[EMPTY_OFFICE_HOURS].integer += in_office(local);
        return;
    }
    row[DELIVERIES].integer += mail;
    row[HOURS_WITH_MAIL].integer++;
    if (!row[FIRST_HOUR].known)
        row[FIRST_HOUR] = mt_cell_integer(local.hour);
    row[LAST_HOUR] = mt_cell_integer(local.hour);
}

/* Every day from the first to the last with mail, in order. */
static enum mt_rc
fill_days(const struct hours *hours, const struct mt_zone *zone, struct mt_table *table, struct mt_err *err)
{
    struct mt_cell *row = NULL;
    for (size_t i = 0; i < hours->count; i++) {
        struct local_hour local = local_of(zone, hours->first + (int64_t)i);
        if (!row || row[DAY].integer != local.day)
            row = add_day(table, local.day);
        if (!row)
            return mt_err_memory(err);
        count_hour(row, local, hours->mail[i]);
    }
    return MT_OK;
}

/* The limit keeps the first rows, as everywhere. */
static enum mt_rc
cut_rows(struct mt_table *table, int64_t limit, struct mt_err *err)
{
    size_t all = table->row_count;
    if (limit > 0 && (uint64_t)limit < all)
        table->row_count = (size_t)limit;
    return mt_rows_record(table, all, err);
}

enum mt_rc
mt_coverage_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    struct hours hours;
    enum mt_rc rc = mt_table_columns(table, coverage_columns, sizeof coverage_columns / sizeof *coverage_columns, err);
    if (rc != MT_OK)
        return rc;
    rc = read_hours(store, filter, &hours, &table->arena, err);
    table->sql = hours.sql;
    if (rc == MT_OK)
        rc = fill_days(&hours, filter->zone, table, err);
    if (rc == MT_OK)
        rc = cut_rows(table, filter->limit, err);
    free(hours.mail);
    return rc;
}

/* ---- gaps -------------------------------------------------------------------------------------------------------- */

static const struct mt_column gap_columns[] = {
    {"since", "Since", MT_TYPE_MOMENT},
    {"until", "Until", MT_TYPE_MOMENT},
    {"hours", "Hours", MT_TYPE_COUNT},
    {"office_hours", "Office hours", MT_TYPE_COUNT},
    {"usual_deliveries", "Usual deliveries", MT_TYPE_REAL},
};

/* What is usual at one hour of the day, on workdays or weekends. */
struct usual {
    int64_t occurrences, with_mail, deliveries;
};

static void
learn(const struct hours *hours, const struct mt_zone *zone, struct usual usual[2][24])
{
    memset(usual, 0, 2 * sizeof *usual);
    for (size_t i = 0; i < hours->count; i++) {
        struct local_hour local = local_of(zone, hours->first + (int64_t)i);
        struct usual *at = &usual[local.workday][local.hour];
        at->occurrences++;
        at->with_mail += hours->mail[i] > 0;
        at->deliveries += hours->mail[i];
    }
}

/* One stretch without mail, from hour `from` to before `until` (both counted from the first hour of the span). */
static enum mt_rc
judge(const struct hours *hours, const struct mt_zone *zone, struct usual usual[2][24], size_t from, size_t until,
      struct mt_table *table, struct mt_err *err)
{
    int64_t office = 0, proven_office = 0, usual_hours = 0;
    double deliveries = 0;
    for (size_t i = from; i < until; i++) {
        struct local_hour local = local_of(zone, hours->first + (int64_t)i);
        const struct usual *at = &usual[local.workday][local.hour];
        bool told = at->occurrences >= 2, is_usual = !told || 2 * at->with_mail >= at->occurrences;
        usual_hours += is_usual;
        office += in_office(local);
        proven_office += in_office(local) && told && is_usual;
        deliveries += (double)at->deliveries / (double)at->occurrences;
    }
    bool is_long = until - from >= GAP_HOURS && usual_hours > 0;
    if (!is_long && proven_office < GAP_OFFICE_HOURS)
        return MT_OK;
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(err);
    row[0] = mt_cell_integer((hours->first + (int64_t)from) * MT_HOUR);
    row[1] = mt_cell_integer((hours->first + (int64_t)until) * MT_HOUR);
    row[2] = mt_cell_integer((int64_t)(until - from));
    row[3] = mt_cell_integer(office);
    row[4] = mt_cell_real(deliveries);
    return MT_OK;
}

enum mt_rc
mt_gaps_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    struct hours hours;
    struct usual usual[2][24];
    enum mt_rc rc = mt_table_columns(table, gap_columns, sizeof gap_columns / sizeof *gap_columns, err);
    if (rc != MT_OK)
        return rc;
    rc = read_hours(store, filter, &hours, &table->arena, err);
    table->sql = hours.sql;
    if (rc == MT_OK)
        learn(&hours, filter->zone, usual);
    /* The span begins and ends with mail, so every stretch is closed. */
    for (size_t i = 0, from = 0; i < hours.count && rc == MT_OK; i++) {
        if (hours.mail[i] == 0)
            continue;
        if (i > from)
            rc = judge(&hours, filter->zone, usual, from, i, table, err);
        from = i + 1;
    }
    if (rc == MT_OK)
        rc = cut_rows(table, filter->limit, err);
    free(hours.mail);
    return rc;
}
