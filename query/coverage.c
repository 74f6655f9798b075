#include "query/coverage.h"

#include <string.h>

#include "query/plain.h"
#include "query/statement.h"
#include "store/base/hours.h"

/* The hours of the window with mail. `sql` is the question as asked. */
static enum mt_rc
read_hours(struct mt_store *store, const struct mt_filter *filter, struct mt_hours *hours, struct mt_table *table,
           struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, "hours.sql", NULL, &bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        rc = mt_hours_add(hours, mt_statement_integer(&statement, 0), mt_statement_integer(&statement, 1), err);
        if (rc == MT_USAGE)
            rc = mt_err_set(err, MT_FAILED,
                            "the mail spans more than a hundred years, so some date in it is wrong; "
                            "'--since' and '--until' choose a part");
    }
    if (rc == MT_OK)
        table->sql = mt_statement_sql(&statement, &table->arena);
    mt_statement_close(&statement);
    return rc;
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

/* ---- days ---- */

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
count_hour(struct mt_cell *row, struct mt_local_hour local, int64_t mail)
{
    if (mail == 0) {
        row[EMPTY_OFFICE_HOURS].integer += mt_local_hour_in_office(local);
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
fill_days(const struct mt_hours *hours, const struct mt_zone *zone, struct mt_table *table, struct mt_err *err)
{
    struct mt_cell *row = NULL;
    for (int64_t hour = hours->first; hours->cells && hour <= hours->last; hour++) {
        struct mt_local_hour local = mt_local_hour_of(zone, hour);
        if (!row || row[DAY].integer != local.day)
            row = add_day(table, local.day);
        if (!row)
            return mt_err_memory(err);
        count_hour(row, local, mt_hours_mail(hours, hour));
    }
    return MT_OK;
}

enum mt_rc
mt_coverage_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    struct mt_hours hours = MT_HOURS_EMPTY;
    enum mt_rc rc = mt_table_columns(table, coverage_columns, sizeof coverage_columns / sizeof *coverage_columns, err);
    if (rc == MT_OK)
        rc = read_hours(store, filter, &hours, table, err);
    if (rc == MT_OK)
        rc = fill_days(&hours, filter->zone, table, err);
    if (rc == MT_OK)
        rc = cut_rows(table, filter->limit, err);
    mt_hours_release(&hours);
    return rc;
}

/* ---- gaps ---- */

static const struct mt_column gap_columns[] = {
    {"since", "Since", MT_TYPE_MOMENT},
    {"until", "Until", MT_TYPE_MOMENT},
    {"hours", "Hours", MT_TYPE_COUNT},
    {"office_hours", "Office hours", MT_TYPE_COUNT},
    {"usual_deliveries", "Usual deliveries", MT_TYPE_REAL},
};

static enum mt_rc
add_gap(struct mt_table *table, const struct mt_stretch *gap, struct mt_err *err)
{
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(err);
    row[0] = mt_cell_integer(gap->from * MT_HOUR);
    row[1] = mt_cell_integer(gap->until * MT_HOUR);
    row[2] = mt_cell_integer(gap->until - gap->from);
    row[3] = mt_cell_integer(gap->office_hours);
    row[4] = mt_cell_real(gap->usual_mail);
    return MT_OK;
}

enum mt_rc
mt_gaps_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    struct mt_hours hours = MT_HOURS_EMPTY;
    struct mt_usual usual;
    struct mt_stretch gap;
    enum mt_rc rc = mt_table_columns(table, gap_columns, sizeof gap_columns / sizeof *gap_columns, err);
    if (rc == MT_OK)
        rc = read_hours(store, filter, &hours, table, err);
    if (rc == MT_OK)
        mt_usual_learn(&usual, &hours, filter->zone);
    for (int64_t at = hours.first; rc == MT_OK && mt_hours_next_gap(&hours, &usual, filter->zone, &at, &gap);)
        rc = add_gap(table, &gap, err);
    if (rc == MT_OK)
        rc = cut_rows(table, filter->limit, err);
    mt_hours_release(&hours);
    return rc;
}

/* ---- hours and their evidence ---- */

/* The columns of evidence_hours.sql. */
struct evidence {
    int64_t hour, deliveries, with_events, failed, failed_with_events, failed_with_reason;
};

typedef enum mt_rc see_evidence(void *context, const struct evidence *evidence, struct mt_err *err);

static enum mt_rc
read_evidence(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, see_evidence *see,
              void *context, struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, "evidence_hours.sql", NULL, &bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        struct evidence evidence = {
            .hour = mt_statement_integer(&statement, 0),
            .deliveries = mt_statement_integer(&statement, 1),
            .with_events = mt_statement_integer(&statement, 2),
            .failed = mt_statement_integer(&statement, 3),
            .failed_with_events = mt_statement_integer(&statement, 4),
            .failed_with_reason = mt_statement_integer(&statement, 5),
        };
        rc = see(context, &evidence, err);
    }
    if (rc == MT_OK)
        table->sql = mt_statement_sql(&statement, &table->arena);
    mt_statement_close(&statement);
    return rc;
}

static const struct mt_column hour_columns[] = {
    {"day", "Day", MT_TYPE_DAY},
    {"hour", "Hour", MT_TYPE_COUNT},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"with_events", "With events", MT_TYPE_COUNT},
    {"evidence", "Evidence", MT_TYPE_TEXT},
    {"state", "State", MT_TYPE_TEXT},
};

enum { H_DAY, H_HOUR, H_DELIVERIES, H_WITH_EVENTS, H_EVIDENCE, H_STATE };

/* Rows of the table are made up to the hour that is seen, the empty hours before it included. */
struct grid {
    const struct mt_hours *hours;
    const struct mt_usual *usual;
    const struct mt_zone *zone;
    struct mt_table *table;
    int64_t next;         /* the first hour that has no row yet */
    struct mt_stretch at; /* the stretch without mail that was judged last */
};

static const char *
state_of_empty(struct grid *grid, int64_t hour)
{
    if (hour < grid->at.from || hour >= grid->at.until) {
        int64_t until = hour;
        while (until <= grid->hours->last && mt_hours_mail(grid->hours, until) == 0)
            until++;
        grid->at = mt_stretch_judge(grid->usual, grid->zone, hour, until);
    }
    return grid->at.is_gap ? "gap" : "quiet";
}

static enum mt_rc
add_hour(struct grid *grid, int64_t hour, int64_t deliveries, int64_t with_events, struct mt_err *err)
{
    struct mt_table *table = grid->table;
    struct mt_local_hour local = mt_local_hour_of(grid->zone, hour);
    struct mt_cell *row = table->row_count ? &table->cells[(table->row_count - 1) * table->column_count] : NULL;
    /* The hour that a clock set back strikes twice is one row. */
    bool again = row && row[H_DAY].integer == local.day && row[H_HOUR].integer == local.hour;
    if (!again) {
        row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        row[H_DAY] = mt_cell_integer(local.day);
        row[H_HOUR] = mt_cell_integer(local.hour);
        row[H_DELIVERIES] = row[H_WITH_EVENTS] = mt_cell_integer(0);
    }
    row[H_DELIVERIES].integer += deliveries;
    row[H_WITH_EVENTS].integer += with_events;
    bool mail = row[H_DELIVERIES].integer > 0, events = row[H_WITH_EVENTS].integer > 0;
    row[H_EVIDENCE] =
        mail ? mt_cell_text(mt_text_of(events ? "events" : "summary")) : MT_CELL_UNKNOWN("no mail in that hour");
    row[H_STATE] = mt_cell_text(mt_text_of(mail ? "mail" : state_of_empty(grid, hour)));
    return MT_OK;
}

static enum mt_rc
see_hour(void *context, const struct evidence *evidence, struct mt_err *err)
{
    struct grid *grid = context;
    enum mt_rc rc = MT_OK;
    while (grid->next < evidence->hour && rc == MT_OK)
        rc = add_hour(grid, grid->next++, 0, 0, err);
    if (rc == MT_OK)
        rc = add_hour(grid, grid->next++, evidence->deliveries, evidence->with_events, err);
    return rc;
}

enum mt_rc
mt_coverage_hours_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                      struct mt_err *err)
{
    struct mt_hours hours = MT_HOURS_EMPTY;
    struct mt_usual usual;
    enum mt_rc rc = mt_table_columns(table, hour_columns, sizeof hour_columns / sizeof *hour_columns, err);
    if (rc == MT_OK)
        rc = read_hours(store, filter, &hours, table, err);
    if (rc == MT_OK && hours.cells) {
        mt_usual_learn(&usual, &hours, filter->zone);
        struct grid grid = {&hours, &usual, filter->zone, table, .next = hours.first};
        rc = read_evidence(store, filter, table, see_hour, &grid, err);
    }
    if (rc == MT_OK)
        rc = cut_rows(table, filter->limit, err);
    mt_hours_release(&hours);
    return rc;
}

/* ---- evidence by day ---- */

static const struct mt_column evidence_columns[] = {
    {"day", "Day", MT_TYPE_DAY},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"with_events", "With events", MT_TYPE_COUNT},
    {"events_ratio", "Share with events", MT_TYPE_RATIO},
    {"failed", "Failed", MT_TYPE_COUNT},
    {"failed_with_events", "Failed with events", MT_TYPE_COUNT},
    {"failed_with_reason", "Failed with a reason", MT_TYPE_COUNT},
};

enum { E_DAY, E_DELIVERIES, E_EVENTS, E_RATIO, E_FAILED, E_FAILED_EVENTS, E_FAILED_REASON };

struct days {
    const struct mt_zone *zone;
    struct mt_table *table;
};

static enum mt_rc
see_day(void *context, const struct evidence *evidence, struct mt_err *err)
{
    struct days *days = context;
    struct mt_table *table = days->table;
    int64_t day = mt_local_hour_of(days->zone, evidence->hour).day;
    struct mt_cell *row = table->row_count ? &table->cells[(table->row_count - 1) * table->column_count] : NULL;
    if (!row || row[E_DAY].integer != day) {
        row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        for (int i = 0; i < (int)(sizeof evidence_columns / sizeof *evidence_columns); i++)
            row[i] = mt_cell_integer(0);
        row[E_DAY] = mt_cell_integer(day);
    }
    row[E_DELIVERIES].integer += evidence->deliveries;
    row[E_EVENTS].integer += evidence->with_events;
    row[E_FAILED].integer += evidence->failed;
    row[E_FAILED_EVENTS].integer += evidence->failed_with_events;
    row[E_FAILED_REASON].integer += evidence->failed_with_reason;
    row[E_RATIO] = mt_cell_real((double)row[E_EVENTS].integer / (double)row[E_DELIVERIES].integer);
    return MT_OK;
}

enum mt_rc
mt_evidence_days_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    struct days days = {filter->zone, table};
    enum mt_rc rc = mt_table_columns(table, evidence_columns, sizeof evidence_columns / sizeof *evidence_columns, err);
    if (rc == MT_OK)
        rc = read_evidence(store, filter, table, see_day, &days, err);
    if (rc == MT_OK)
        rc = cut_rows(table, filter->limit, err);
    return rc;
}
