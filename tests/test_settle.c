#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ingest/observed.h"
#include "ingest/settle.h"
#include "store/row.h"

static int64_t
at(const char *iso)
{
    struct mt_stamp stamp;
    int64_t moment;
    assert_true(mt_stamp_parse(mt_text_of(iso), &stamp));
    assert_true(mt_stamp_moment(&stamp, MT_DATE_YMD, &moment));
    return moment;
}

static void
see(struct mt_evidence_votes *votes, const char *text, int64_t clock_us)
{
    struct mt_stamp stamp;
    assert_true(mt_stamp_parse(mt_text_of(text), &stamp));
    mt_evidence_add(votes, &stamp, mt_text_of(text), clock_us);
}

static void
the_trace_ids_clock_settles_day_and_month(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    see(&votes, "05/09/2022 18:10:13", at("2022-09-05T18:10:13.490765Z"));
    assert_true(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_int_equal(settled.order, MT_DATE_DMY);
    assert_int_equal(settled.order_by, MT_SETTLED_BY_CLOCK);
    assert_true(settled.confirmed);
    assert_int_equal(settled.shift_us, 0);
}

static void
one_row_that_fits_one_order_only_settles_the_file(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    see(&votes, "9/1/2026 14:00:00", MT_MOMENT_UNKNOWN);
    see(&votes, "9/13/2026 14:00:00", MT_MOMENT_UNKNOWN);
    assert_true(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_int_equal(settled.order, MT_DATE_MDY);
    assert_int_equal(settled.order_by, MT_SETTLED_BY_ROWS);
}

static void
the_querys_own_window_settles_what_the_rows_leave_open(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_stamp received, start, end;
    struct mt_err err;
    (void)state;
    assert_true(mt_stamp_parse(mt_text_of("03/09/2026 10:00:00"), &received));
    assert_true(mt_stamp_parse(mt_text_of("01/09/2026 00:00:00"), &start));
    assert_true(mt_stamp_parse(mt_text_of("08/09/2026 00:00:00"), &end));
    /* Month-first the row would lie in March between January and August: both fit, so nothing is settled. */
    see(&votes, "03/09/2026 10:00:00", MT_MOMENT_UNKNOWN);
    mt_evidence_window(&votes, &received, &start, &end);
    assert_false(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    /* From 28 January to 5 February only one reading holds the row. */
    assert_true(mt_stamp_parse(mt_text_of("02/03/2026 10:00:00"), &received));
    assert_true(mt_stamp_parse(mt_text_of("01/10/2026 00:00:00"), &start));
    assert_true(mt_stamp_parse(mt_text_of("02/12/2026 00:00:00"), &end));
    see(&votes, "02/03/2026 10:00:00", MT_MOMENT_UNKNOWN);
    mt_evidence_window(&votes, &received, &start, &end);
    assert_true(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_int_equal(settled.order, MT_DATE_MDY);
    assert_int_equal(settled.order_by, MT_SETTLED_BY_WINDOW);
}

static void
a_file_that_decides_nothing_asks_and_quotes_an_example(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    see(&votes, "09/01/2026 14:00:00", MT_MOMENT_UNKNOWN);
    assert_false(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_non_null(strstr(err.text, "'09/01/2026 14:00:00'"));
    assert_non_null(strstr(err.text, "--date-order"));
    assert_true(mt_settle(&votes, MT_DATE_DMY, &settled, &err));
    assert_int_equal(settled.order_by, MT_SETTLED_BY_USER);
}

static void
rows_that_contradict_each_other_are_not_voted_away(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    see(&votes, "13/09/2026 14:00:00", MT_MOMENT_UNKNOWN);
    see(&votes, "09/14/2026 14:00:00", MT_MOMENT_UNKNOWN);
    assert_false(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_non_null(strstr(err.text, "split the file"));
}

static void
a_file_in_local_time_is_found_and_its_offset_named(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    see(&votes, "2026-07-01T12:10:13", at("2026-07-01T10:10:13.490765Z"));
    see(&votes, "2026-07-01T12:11:20", at("2026-07-01T10:11:20.1Z"));
    see(&votes, "2026-07-01T02:30:01", at("2026-07-01T00:30:01.9Z"));
    assert_true(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_true(settled.shift_by_clock);
    assert_int_equal(settled.shift_us, 2 * MT_HOUR);
}

static void
minutes_alone_do_not_prove_an_offset_from_one_row(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    see(&votes, "2026-07-01T12:10", at("2026-07-01T10:10:13Z"));
    assert_true(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_false(settled.shift_by_clock);
    assert_int_equal(settled.shift_us, 0);
}

static void
clocks_that_agree_with_nothing_change_nothing(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    see(&votes, "2026-07-01T12:10:13Z", at("2026-07-01T12:07:41Z")); /* an id made on premises, earlier */
    assert_true(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_false(settled.shift_by_clock || settled.confirmed);
}

static void
one_coincidence_does_not_shift_a_file(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    for (int i = 0; i < 10; i++)
        see(&votes, "2026-07-01T12:10:13Z", at("2026-07-01T12:10:02Z")); /* ids made on premises, seconds earlier */
    see(&votes, "2026-07-01T13:10:13Z", at("2026-07-01T12:10:13Z"));
    assert_true(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_int_equal(settled.shift_us, 0);
    assert_false(settled.shift_by_clock || settled.confirmed);
}

static void
a_file_in_london_time_over_the_change_of_clocks_is_local_time(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    for (int i = 0; i < 6; i++) {
        see(&votes, "2026-10-24T13:10:13", at("2026-10-24T12:10:13Z"));
        see(&votes, "2026-10-25T13:10:13", at("2026-10-25T13:10:13Z"));
    }
    assert_true(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_true(settled.shift_by_clock);
    assert_false(settled.confirmed);
    assert_true(settled.shift_us == 0 || settled.shift_us == MT_HOUR);
}

static void
dates_far_from_every_clock_are_asked_about(void **state)
{
    struct mt_evidence_votes votes = {0};
    struct mt_settled settled;
    struct mt_err err;
    (void)state;
    for (int i = 0; i < 6; i++)
        see(&votes, "26-11-16 10:00:00", at("2026-11-16T10:00:00Z")); /* yy-MM-dd, which reads as 26 November 2016 */
    assert_false(mt_settle(&votes, MT_DATE_UNSETTLED, &settled, &err));
    assert_non_null(strstr(err.text, "26-11-16 10:00:00"));
}

static void
the_report_names_stamp_is_read(void **state)
{
    (void)state;
    int64_t moment = mt_observed_from_name(
        mt_text_of("exports/MTSummary_Weekly_2026-11-09T060000.000Z__0b5a9f3e-1111-2222-3333-444455556666.csv"));
    assert_int_equal(moment, at("2026-11-09T06:00:00Z"));
    assert_int_equal(mt_observed_from_name(mt_text_of("week-2026-11-09.csv")), MT_MOMENT_UNKNOWN);
    assert_int_equal(mt_observed_from_name(mt_text_of("x_2026-13-09T060000.000Z__y.csv")), MT_MOMENT_UNKNOWN);
}

/* The export time of a file whose newest row is 10:00 and whose query ended at `end`. */
static struct mt_observed
taken(const char *end, const char *modified)
{
    struct mt_observed_evidence evidence;
    struct mt_stamp received, window_end;
    struct mt_rules rules = {.settled = {.order = MT_DATE_YMD}, .latest_us = INT64_MAX};
    struct mt_source_facts facts = {.name = mt_text_of("a.csv"), .modified_us = at(modified)};
    struct mt_observed observed;
    struct mt_err err;
    assert_true(mt_stamp_parse(mt_text_of("2026-11-16T10:00:00Z"), &received));
    assert_true(mt_stamp_parse(mt_text_of(end), &window_end));
    mt_observed_clear(&evidence);
    mt_observed_add(&evidence, &received, &window_end);
    assert_int_equal(
        mt_observed_decide(&evidence, &rules, &facts, MT_MOMENT_UNKNOWN, at("2027-01-01T00:00:00Z"), &observed, &err),
        MT_OK);
    return observed;
}

static void
the_end_of_the_query_counts_only_near_the_newest_row(void **state)
{
    (void)state;
    assert_int_equal(taken("2026-11-16T10:20:00Z", "2026-11-16T10:30:00Z").at_us, at("2026-11-16T10:20:00Z"));
    /* (Get-Date).AddDays(1) is in the future when the export is taken, and a copy hides it. */
    assert_int_equal(taken("2026-11-17T10:01:00Z", "2026-12-01T00:00:00Z").at_us, at("2026-11-16T10:00:00Z"));
    /* An end after the file was written is no time of export. */
    assert_int_equal(taken("2026-11-16T11:30:00Z", "2026-11-16T10:05:00Z").at_us, at("2026-11-16T10:00:00Z"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_trace_ids_clock_settles_day_and_month),
        cmocka_unit_test(one_row_that_fits_one_order_only_settles_the_file),
        cmocka_unit_test(the_querys_own_window_settles_what_the_rows_leave_open),
        cmocka_unit_test(a_file_that_decides_nothing_asks_and_quotes_an_example),
        cmocka_unit_test(rows_that_contradict_each_other_are_not_voted_away),
        cmocka_unit_test(a_file_in_local_time_is_found_and_its_offset_named),
        cmocka_unit_test(minutes_alone_do_not_prove_an_offset_from_one_row),
        cmocka_unit_test(clocks_that_agree_with_nothing_change_nothing),
        cmocka_unit_test(one_coincidence_does_not_shift_a_file),
        cmocka_unit_test(a_file_in_london_time_over_the_change_of_clocks_is_local_time),
        cmocka_unit_test(dates_far_from_every_clock_are_asked_about),
        cmocka_unit_test(the_report_names_stamp_is_read),
        cmocka_unit_test(the_end_of_the_query_counts_only_near_the_newest_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
