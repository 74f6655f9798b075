#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/coverage.h"
#include "query/grid.h"
#include "query/wanted.h"
#include "store/base/hours.h"
#include "tests/sample_store.h"

static int64_t
utc(int month, int day, int hour)
{
    struct mt_civil civil = {2026, month, day, hour, 0, 0, 0};
    return mt_civil_moment(&civil);
}

static struct mt_cell
cell(const struct mt_table *table, size_t row, const char *key)
{
    int column = mt_table_find(table, key);
    if (column < 0)
        fail_msg("there is no column '%s'", key);
    assert_true(row < table->row_count);
    return mt_table_at(table, row, (size_t)column);
}

static void
assert_count(const struct mt_table *table, size_t row, const char *key, int64_t expected)
{
    struct mt_cell found = cell(table, row, key);
    assert_true(found.known);
    if (found.integer != expected)
        fail_msg("row %zu, '%s' is %lld, not %lld", row, key, (long long)found.integer, (long long)expected);
}

static void
assert_text(const struct mt_table *table, size_t row, const char *key, const char *expected)
{
    struct mt_cell found = cell(table, row, key);
    assert_true(found.known);
    if (!mt_text_is(found.text, expected))
        fail_msg("row %zu, '%s' is '%.*s', not '%s'", row, key, MT_TEXT_ARGS(found.text), expected);
}

/* ---- hours ---- */

static void
hours_come_in_any_order(void **state)
{
    (void)state;
    struct mt_hours hours = MT_HOURS_EMPTY;
    struct mt_err err;
    static const int64_t order[] = {500, 499, 100, 900, 500, 101, -20};
    assert_int_equal(mt_hours_count(&hours), 0);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        assert_int_equal(mt_hours_add(&hours, order[i], 1, &err), MT_OK);
    assert_int_equal(hours.first, -20);
    assert_int_equal(hours.last, 900);
    assert_int_equal(mt_hours_count(&hours), 921);
    assert_int_equal(mt_hours_mail(&hours, 500), 2);
    assert_int_equal(mt_hours_mail(&hours, -20), 1);
    assert_int_equal(mt_hours_mail(&hours, 498), 0);
    assert_int_equal(mt_hours_mail(&hours, 901), 0);
    mt_hours_release(&hours);
}

static void
a_wrong_year_is_refused_and_costs_nothing(void **state)
{
    (void)state;
    struct mt_hours hours = MT_HOURS_EMPTY;
    struct mt_err err;
    assert_int_equal(mt_hours_add(&hours, 500000, 1, &err), MT_OK);
    assert_int_equal(mt_hours_add(&hours, 500000 + 24 * 366 * 100, 1, &err), MT_USAGE);
    assert_int_equal(mt_hours_add(&hours, 500000 - 24 * 366 * 100, 1, &err), MT_USAGE);
    assert_int_equal(mt_hours_count(&hours), 1);
    mt_hours_release(&hours);
}

/* ---- days and hours of a database ---- */

static void
add_office_day(struct sample *sample, int day)
{
    for (int hour = 9; hour < 17; hour++)
        sample_add(sample, (struct sample_delivery){.received_us = utc(11, day, hour),
                                                    .status = MT_STATUS_DELIVERED,
                                                    .outcome = MT_OUTCOME_DELIVERED});
}

/* Monday 2 to Friday 13 November without Thursday the 5th. */
static void
add_two_weeks(struct sample *sample)
{
    static const int days[] = {2, 3, 4, 6, 9, 10, 11, 12, 13};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        add_office_day(sample, days[i]);
}

static void
add_course(struct sample *sample, int delivery, bool has_reason)
{
    if (has_reason)
        sample_run(sample,
                   "INSERT OR IGNORE INTO reason VALUES (1, 0, '', 550, '5.1.1', 'no such user', 0, 0, 9, 2, 1)");
    sample_format(sample,
                  "INSERT INTO course (delivery_id, events, status, deferrals, attempts, last_us, expired, reason_id) "
                  "VALUES (%d, 2, 3, 0, 1, 0, 0, %s)",
                  delivery, has_reason ? "1" : "NULL");
}

static void
ask(struct sample *sample,
    enum mt_rc (*question)(struct mt_store *, const struct mt_filter *, struct mt_table *, struct mt_err *),
    const struct mt_filter *filter, struct mt_table *table)
{
    mt_table_init(table, "x", "X");
    if (question(sample->store, filter, table, &sample->err) != MT_OK)
        fail_msg("%s", sample->err.text);
}

static void
every_hour_of_the_span_is_a_row_and_says_what_it_is(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter;
    struct mt_table table;
    add_two_weeks(sample);
    add_course(sample, 3, false); /* the delivery of Monday at 11 */
    mt_filter_init(&filter);
    ask(sample, mt_coverage_hours_ask, &filter, &table);
    assert_int_equal(table.row_count, 11 * 24 + 8);
    assert_count(&table, 0, "hour", 9);
    assert_text(&table, 0, "state", "mail");
    assert_text(&table, 0, "evidence", "summary");
    assert_text(&table, 2, "evidence", "events");
    assert_count(&table, 2, "with_events", 1);
    assert_text(&table, 8, "state", "quiet"); /* Monday at 17 */
    assert_false(cell(&table, 8, "evidence").known);
    assert_text(&table, 3 * 24 + 3, "state", "gap");   /* Thursday at noon */
    assert_text(&table, 2 * 24 + 10, "state", "gap");  /* the evening before belongs to it */
    assert_text(&table, 5 * 24 + 3, "state", "quiet"); /* Saturday */
    mt_table_release(&table);
}

static void
the_grid_shows_a_day_in_24_letters(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter;
    struct mt_table days, hours, grid;
    add_two_weeks(sample);
    add_course(sample, 3, false);
    mt_filter_init(&filter);
    ask(sample, mt_coverage_ask, &filter, &days);
    ask(sample, mt_coverage_hours_ask, &filter, &hours);
    mt_table_init(&grid, "grid", "Grid");
    assert_int_equal(mt_grid_fill(&days, &hours, &grid, &sample->err), MT_OK);
    assert_int_equal(grid.row_count, 12);
    assert_text(&grid, 0, "hours", ".........ssEsssss-------");
    assert_text(&grid, 1, "hours", "---------ssssssss-------");
    assert_text(&grid, 2, "hours", "---------ssssssss!!!!!!!");
    assert_text(&grid, 3, "hours", "!!!!!!!!!!!!!!!!!!!!!!!!");
    assert_text(&grid, 5, "hours", "------------------------");
    assert_text(&grid, 11, "hours", "---------ssssssss.......");
    assert_count(&grid, 0, "with_events", 1);
    assert_count(&grid, 0, "deliveries", 8);
    assert_count(&grid, 3, "gap_hours", 24);
    mt_table_release(&grid);
    mt_table_release(&hours);
    mt_table_release(&days);
}

static void
an_hour_that_the_clock_strikes_twice_is_one_row(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter;
    struct mt_table table;
    struct mt_zone *zone;
    /* Madrid goes from 03:00 back to 02:00 on 25 October 2026, at 01:00 UTC. */
    for (int hour = 0; hour < 3; hour++)
        sample_add(sample, (struct sample_delivery){.received_us = utc(10, 25, hour),
                                                    .status = MT_STATUS_DELIVERED,
                                                    .outcome = MT_OUTCOME_DELIVERED});
    assert_int_equal(mt_zone_open(&zone, "Europe/Madrid", &sample->err), MT_OK);
    mt_filter_init(&filter);
    filter.zone = zone;
    ask(sample, mt_coverage_hours_ask, &filter, &table);
    assert_int_equal(table.row_count, 2);
    assert_count(&table, 0, "hour", 2);
    assert_count(&table, 0, "deliveries", 2);
    assert_count(&table, 1, "hour", 3);
    mt_table_release(&table);
    mt_zone_close(zone);
}

static void
evidence_is_counted_by_day_for_all_and_for_failed_mail(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter;
    struct mt_table table;
    static const enum mt_outcome outcomes[] = {MT_OUTCOME_DELIVERED, MT_OUTCOME_DELIVERED,
                                               MT_OUTCOME_FAILED,    MT_OUTCOME_EXPIRED,
                                               MT_OUTCOME_ROUTING,   MT_OUTCOME_FAILED_AFTER_DEFERRAL};
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        sample_add(sample, (struct sample_delivery){.received_us = utc(11, 3, 9) + (int64_t)i * MT_MINUTE,
                                                    .status = MT_STATUS_FAILED,
                                                    .outcome = outcomes[i]});
    add_course(sample, 1, false);
    add_course(sample, 3, true);
    add_course(sample, 4, false);
    add_course(sample, 5, false); /* a step of routing is no mail */
    sample_run(sample, "UPDATE hourly SET reason_class = 9 WHERE outcome = 6");
    sample_add(sample, (struct sample_delivery){.received_us = utc(11, 5, 9),
                                                .status = MT_STATUS_DELIVERED,
                                                .outcome = MT_OUTCOME_DELIVERED});
    mt_filter_init(&filter);
    ask(sample, mt_evidence_days_ask, &filter, &table);
    assert_int_equal(table.row_count, 2);
    assert_count(&table, 0, "deliveries", 5);
    assert_count(&table, 0, "with_events", 3);
    assert_true(cell(&table, 0, "events_ratio").real > 0.599 && cell(&table, 0, "events_ratio").real < 0.601);
    assert_count(&table, 0, "failed", 3);
    assert_count(&table, 0, "failed_with_events", 2);
    assert_count(&table, 0, "failed_with_reason", 1);
    assert_count(&table, 1, "deliveries", 1);
    assert_count(&table, 1, "with_events", 0);
    mt_table_release(&table);
}

/* ---- what to export next ---- */

static const struct mt_column gap_columns[] = {{"since", "Since", MT_TYPE_MOMENT}, {"until", "Until", MT_TYPE_MOMENT}};
static const struct mt_column day_columns[] = {{"day", "Day", MT_TYPE_DAY},
                                               {"failed", "Failed", MT_TYPE_COUNT},
                                               {"failed_with_reason", "With reason", MT_TYPE_COUNT}};

struct wish {
    struct mt_table gaps, days, table;
    struct mt_wanted wanted;
    struct mt_err err;
};

static void
wish_open(struct wish *wish, int64_t now_us)
{
    mt_table_init(&wish->gaps, "gaps", "Gaps");
    mt_table_init(&wish->days, "days", "Days");
    mt_table_init(&wish->table, "wanted", "Wanted");
    assert_int_equal(mt_table_columns(&wish->gaps, gap_columns, 2, &wish->err), MT_OK);
    assert_int_equal(mt_table_columns(&wish->days, day_columns, 3, &wish->err), MT_OK);
    wish->wanted = (struct mt_wanted){
        .gaps = &wish->gaps, .evidence_days = &wish->days, .last_received_us = MT_MOMENT_UNKNOWN, .now_us = now_us};
}

static void
wish_close(struct wish *wish)
{
    mt_table_release(&wish->gaps);
    mt_table_release(&wish->days);
    mt_table_release(&wish->table);
}

static void
add_integers(struct mt_table *table, const int64_t *values, size_t count)
{
    struct mt_cell *row = mt_table_add(table);
    assert_non_null(row);
    for (size_t i = 0; i < count; i++)
        row[i] = mt_cell_integer(values[i]);
}

static void
a_gap_becomes_a_command_with_its_bounds(void **state)
{
    (void)state;
    struct wish wish;
    wish_open(&wish, utc(11, 14, 0));
    add_integers(&wish.gaps, (int64_t[]){utc(11, 4, 18), utc(11, 6, 8)}, 2);
    assert_int_equal(mt_wanted_fill(&wish.wanted, &wish.table, &wish.err), MT_OK);
    assert_int_equal(wish.table.row_count, 1);
    assert_text(&wish.table, 0, "what", "gap");
    assert_text(&wish.table, 0, "command",
                "Get-MessageTraceV2 -StartDate '2026-11-04 18:00:00z' -EndDate '2026-11-06 08:00:00z' -ResultSize 5000 "
                "| Export-Csv trace-20261104-1800.csv -NoTypeInformation -Encoding UTF8");
    assert_count(&wish.table, 0, "keep_until", utc(11, 4, 18) + 90 * MT_DAY);
    assert_count(&wish.table, 0, "left", (utc(11, 4, 18) + 90 * MT_DAY - utc(11, 14, 0)) / MT_SECOND);
    wish_close(&wish);
}

static void
a_gap_longer_than_a_query_reaches_is_cut_in_pieces(void **state)
{
    (void)state;
    struct wish wish;
    wish_open(&wish, utc(11, 14, 0));
    add_integers(&wish.gaps, (int64_t[]){utc(10, 1, 0), utc(10, 24, 0)}, 2);
    assert_int_equal(mt_wanted_fill(&wish.wanted, &wish.table, &wish.err), MT_OK);
    assert_int_equal(wish.table.row_count, 3);
    assert_count(&wish.table, 0, "until", utc(10, 11, 0));
    assert_count(&wish.table, 1, "since", utc(10, 11, 0));
    assert_count(&wish.table, 2, "until", utc(10, 24, 0));
    wish_close(&wish);
}

static void
what_microsoft_no_longer_keeps_has_no_command(void **state)
{
    (void)state;
    struct wish wish;
    wish_open(&wish, utc(11, 14, 0)); /* 90 days reach back to 16 August */
    add_integers(&wish.gaps, (int64_t[]){utc(7, 1, 0), utc(7, 3, 0)}, 2);
    add_integers(&wish.gaps, (int64_t[]){utc(8, 14, 0), utc(8, 18, 0)}, 2);
    assert_int_equal(mt_wanted_fill(&wish.wanted, &wish.table, &wish.err), MT_OK);
    assert_int_equal(wish.table.row_count, 3);
    for (size_t row = 0; row < 2; row++) {
        assert_false(cell(&wish.table, row, "command").known);
        assert_false(cell(&wish.table, row, "left").known);
    }
    assert_count(&wish.table, 1, "until", utc(8, 16, 2));
    assert_count(&wish.table, 2, "since", utc(8, 16, 2));
    assert_true(cell(&wish.table, 2, "command").known);
    wish_close(&wish);
}

static void
days_of_failures_without_reasons_go_into_one_search(void **state)
{
    (void)state;
    struct wish wish;
    wish_open(&wish, utc(11, 30, 12));
    int64_t first = mt_civil_days(2026, 11, 2);
    add_integers(&wish.days, (int64_t[]){first, 3, 0}, 3);
    add_integers(&wish.days, (int64_t[]){first + 1, 3, 3}, 3);
    add_integers(&wish.days, (int64_t[]){first + 3, 3, 1}, 3);
    add_integers(&wish.days, (int64_t[]){first + 4, 2, 2}, 3);
    add_integers(&wish.days, (int64_t[]){first + 14, 1, 0}, 3);
    assert_int_equal(mt_wanted_fill(&wish.wanted, &wish.table, &wish.err), MT_OK);
    assert_int_equal(wish.table.row_count, 2);
    assert_text(&wish.table, 0, "what", "reasons");
    assert_text(
        &wish.table, 0, "command",
        "Start-HistoricalSearch -ReportTitle 'failed 2026-11-02' -ReportType MessageTraceDetail -DeliveryStatus "
        "Failed -StartDate '2026-11-02 00:00:00z' -EndDate '2026-11-06 00:00:00z'");
    assert_count(&wish.table, 1, "since", utc(11, 16, 0));
    wish_close(&wish);
}

static void
data_that_has_become_old_is_to_be_followed_up_with_an_overlap(void **state)
{
    (void)state;
    static const struct {
        int64_t last, now;
        size_t rows;
        int64_t since;
    } cases[] = {
        {0, 12 * MT_HOUR, 0, 0},          {0, 36 * MT_HOUR, 1, -2 * MT_DAY},
        {0, 15 * MT_DAY, 2, -2 * MT_DAY}, {0, 89 * MT_DAY, 9, 0}, /* the overlap itself is out of reach, and here */
        {10 * MT_DAY, 0, 0, 0},                                   /* a clock that is wrong */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wish wish;
        wish_open(&wish, utc(11, 1, 0) + cases[i].now);
        wish.wanted.last_received_us = utc(11, 1, 0) + cases[i].last;
        assert_int_equal(mt_wanted_fill(&wish.wanted, &wish.table, &wish.err), MT_OK);
        assert_int_equal(wish.table.row_count, cases[i].rows);
        if (cases[i].rows) {
            assert_text(&wish.table, 0, "what", "newer");
            assert_count(&wish.table, 0, "since", utc(11, 1, 0) + cases[i].since);
        }
        wish_close(&wish);
    }
}

static int
open_store(void **state)
{
    static struct sample sample;
    sample_open(&sample);
    *state = &sample;
    return 0;
}

static int
close_store(void **state)
{
    sample_close(*state);
    return 0;
}

#define ON_A_STORE(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_come_in_any_order),
        cmocka_unit_test(a_wrong_year_is_refused_and_costs_nothing),
        ON_A_STORE(every_hour_of_the_span_is_a_row_and_says_what_it_is),
        ON_A_STORE(the_grid_shows_a_day_in_24_letters),
        ON_A_STORE(an_hour_that_the_clock_strikes_twice_is_one_row),
        ON_A_STORE(evidence_is_counted_by_day_for_all_and_for_failed_mail),
        cmocka_unit_test(a_gap_becomes_a_command_with_its_bounds),
        cmocka_unit_test(a_gap_longer_than_a_query_reaches_is_cut_in_pieces),
        cmocka_unit_test(what_microsoft_no_longer_keeps_has_no_command),
        cmocka_unit_test(days_of_failures_without_reasons_go_into_one_search),
        cmocka_unit_test(data_that_has_become_old_is_to_be_followed_up_with_an_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
