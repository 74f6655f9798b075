/* The weekly report on databases that are filled to make one point each. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/sample_store.h"

#include "reports/build_weekly.h"
#include "reports/messages.h"
#include "reports/standout.h"

/* Monday 2026-11-16 begins week 2026-W47. */
#define MONDAY INT64_C(20773)

enum { BAND_SMALL = 1, BAND_LARGE = 6 };

struct fixture {
    struct sample sample;
    struct mt_report report;
    struct mt_err err;
};

static void
put(struct sample *sample, int64_t day, int hour, int domain, int band, enum mt_outcome outcome, int deliveries)
{
    if (deliveries)
        sample_format(sample,
                      "INSERT INTO hourly VALUES (%lld, %d, %d, 1, %d, 0, %d, %d)"
                      " ON CONFLICT DO UPDATE SET deliveries = deliveries + excluded.deliveries",
                      (long long)(day * 24 + hour), domain, band, (int)outcome, deliveries, deliveries * 1000);
}

/* An ordinary day: mail from 8 to 18 on workdays, little at the weekend, one in a hundred failed. */
static void
put_day(struct sample *sample, int64_t day)
{
    bool weekend = mt_civil_weekday(day) > 5;
    for (int hour = weekend ? 10 : 8; hour < (weekend ? 12 : 19); hour++) {
        put(sample, day, hour, SAMPLE_MAIL, BAND_SMALL, MT_OUTCOME_DELIVERED, weekend ? 5 : 198);
        put(sample, day, hour, SAMPLE_POST, BAND_LARGE, MT_OUTCOME_DELIVERED, weekend ? 5 : 99);
        put(sample, day, hour, SAMPLE_MAIL, BAND_SMALL, MT_OUTCOME_FAILED, weekend ? 0 : 2);
        put(sample, day, hour, SAMPLE_POST, BAND_LARGE, MT_OUTCOME_FAILED, weekend ? 0 : 1);
    }
}

/* What the store knows of its exports: one, with the mail of these days, taken on the morning after. */
static void
set_span(struct sample *sample, int64_t first, int64_t last)
{
    sample_format(sample,
                  "UPDATE export SET first_received_us = %lld, last_received_us = %lld, observed_us = %lld,"
                  " rows_read = 10",
                  (long long)(first * MT_DAY + 8 * MT_HOUR), (long long)(last * MT_DAY + 18 * MT_HOUR),
                  (long long)((last + 1) * MT_DAY + 7 * MT_HOUR));
}

static void
open_weeks(struct fixture *fixture, int weeks_before, int days_after)
{
    *fixture = (struct fixture){.err = {{0}}};
    sample_open(&fixture->sample);
    mt_report_init(&fixture->report, "weekly");
    for (int64_t day = MONDAY - 7 * weeks_before; day < MONDAY + 7 + days_after; day++)
        put_day(&fixture->sample, day);
    set_span(&fixture->sample, MONDAY - 7 * weeks_before, MONDAY + 6 + days_after);
}

static void
build(struct fixture *fixture, const char *week)
{
    struct mt_weekly_request request = {.week = week, .tool = "msgtrace test"};
    mt_report_release(&fixture->report);
    if (mt_weekly_build(&fixture->report, fixture->sample.store, &request, &fixture->err) != MT_OK)
        fail_msg("%s", fixture->err.text);
}

static void
release(struct fixture *fixture)
{
    mt_report_release(&fixture->report);
    sample_close(&fixture->sample);
}

static const struct mt_section *
section_named(const struct fixture *fixture, const char *key)
{
    const struct mt_section *section = fixture->report.sections;
    while (section && strcmp(section->key, key) != 0)
        section = section->next;
    if (!section)
        fail_msg("there is no section '%s'", key);
    return section;
}

static struct mt_cell
headline(const struct fixture *fixture, size_t row, const char *key)
{
    const struct mt_table *table = section_named(fixture, "headline")->table;
    int column = mt_table_find(table, key);
    assert_true(column >= 0);
    return mt_table_at(table, row, (size_t)column);
}

static bool
has_section(const struct fixture *fixture, const char *key)
{
    const struct mt_section *section = fixture->report.sections;
    while (section && strcmp(section->key, key) != 0)
        section = section->next;
    return section != NULL;
}

static bool
says(const struct fixture *fixture, const char *words)
{
    struct mt_render_options options = {.unicode = true};
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_err err;
    assert_int_equal(mt_report_render(&fixture->report, MT_FORMAT_TEXT, &options, &out, &err), MT_OK);
    bool found = mt_text_find(mt_out_view(&out), words) >= 0;
    mt_out_release(&out);
    return found;
}

static const struct mt_text *
point_with(const struct fixture *fixture, const char *words)
{
    const struct mt_section *section = section_named(fixture, "failures");
    for (size_t i = 0; i < section->point_count; i++)
        if (mt_text_find(section->points[i], words) >= 0)
            return &section->points[i];
    return NULL;
}

static const char *
week_of(const struct fixture *fixture)
{
    assert_string_equal(fixture->report.parameters[0].key, "week");
    return fixture->report.parameters[0].value.at;
}

/* ---- which week, and how whole ---- */

static void
the_newest_whole_week_is_taken_when_none_is_named(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 2, 2); /* Monday and Tuesday of the week after have mail, too */
    build(&fixture, NULL);
    assert_string_equal(week_of(&fixture), "2026-W47");
    assert_true(mt_text_find(section_named(&fixture, "coverage")->lede, "covers the whole week") >= 0);
    release(&fixture);
}

static void
without_a_whole_week_the_newest_with_mail_is_taken_and_said_to_be_in_part(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 0, 0);
    sample_format(&fixture.sample, "DELETE FROM hourly WHERE hour < %lld", (long long)(MONDAY + 2) * 24);
    set_span(&fixture.sample, MONDAY + 2, MONDAY + 6);
    build(&fixture, NULL);
    assert_string_equal(week_of(&fixture), "2026-W47");
    assert_true(mt_text_find(section_named(&fixture, "coverage")->lede, "covers 5 of 7 days") >= 0);
    release(&fixture);
}

static void
an_export_taken_before_the_week_was_over_leaves_it_in_part(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 1, 0);
    sample_format(&fixture.sample, "UPDATE export SET observed_us = %lld",
                  (long long)((MONDAY + 6) * MT_DAY + 20 * MT_HOUR));
    build(&fixture, NULL);
    assert_string_equal(week_of(&fixture), "2026-W46");
    build(&fixture, "2026-W47");
    assert_true(mt_text_find(section_named(&fixture, "coverage")->lede, "covers 6 of 7 days") >= 0);
    release(&fixture);
}

static void
a_weekend_without_mail_does_not_break_the_week(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 3, 0);
    sample_format(&fixture.sample, "DELETE FROM hourly WHERE (hour / 24 - %lld) %% 7 IN (5, 6, -1, -2)",
                  (long long)MONDAY);
    set_span(&fixture.sample, MONDAY - 21, MONDAY + 4);
    sample_format(&fixture.sample, "UPDATE export SET observed_us = %lld",
                  (long long)((MONDAY + 7) * MT_DAY + 7 * MT_HOUR));
    build(&fixture, NULL);
    assert_string_equal(week_of(&fixture), "2026-W47");
    assert_true(mt_text_find(section_named(&fixture, "coverage")->lede, "covers the whole week") >= 0);
    assert_true(headline(&fixture, 0, "change").known);
    release(&fixture);
}

static void
a_week_with_a_missing_day_is_not_compared(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 3, 0);
    sample_format(&fixture.sample, "DELETE FROM hourly WHERE hour / 24 = %lld", (long long)(MONDAY + 3));
    build(&fixture, "2026-W47");
    assert_true(mt_text_find(section_named(&fixture, "coverage")->lede, "The week is not whole") >= 0);
    assert_int_equal(section_named(&fixture, "gaps")->table->row_count, 1);
    struct mt_cell change = headline(&fixture, 0, "change");
    assert_false(change.known);
    assert_string_equal(change.why, mt_wording(MT_LANGUAGE_EN, MT_SAY_WHY_PART));
    assert_false(headline(&fixture, 0, "mean_before").known);
    release(&fixture);
}

static void
a_week_before_in_part_is_neither_compared_nor_in_the_mean(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 3, 0);
    sample_format(&fixture.sample, "DELETE FROM hourly WHERE hour / 24 = %lld", (long long)(MONDAY - 4));
    build(&fixture, "2026-W47");
    assert_false(headline(&fixture, 0, "change").known);
    struct mt_cell mean = headline(&fixture, 0, "mean_before"), own = headline(&fixture, 0, "deliveries");
    assert_true(mean.known && own.known);
    assert_true(mean.real == (double)own.integer); /* of the two weeks that are whole, which are like this one */
    release(&fixture);
}

static void
a_week_without_mail_is_refused_with_the_weeks_that_have_some(void **state)
{
    struct fixture fixture;
    struct mt_weekly_request request = {.week = "2026-W20"};
    (void)state;
    open_weeks(&fixture, 1, 0);
    assert_int_equal(mt_weekly_build(&fixture.report, fixture.sample.store, &request, &fixture.err), MT_USAGE);
    assert_non_null(strstr(fixture.err.text, "2026-W20"));
    assert_non_null(strstr(fixture.err.text, "2026-W47, 2026-W46"));
    release(&fixture);
}

static void
an_empty_database_is_refused(void **state)
{
    struct fixture fixture;
    struct mt_weekly_request request = {.week = NULL};
    (void)state;
    open_weeks(&fixture, 0, 0);
    sample_run(&fixture.sample, "DELETE FROM hourly; UPDATE export SET first_received_us = NULL,"
                                " last_received_us = NULL");
    assert_int_equal(mt_weekly_build(&fixture.report, fixture.sample.store, &request, &fixture.err), MT_FAILED);
    release(&fixture);
}

/* ---- the figures ---- */

static void
a_change_is_that_of_the_share_and_for_deliveries_of_their_number(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 1, 0);
    int64_t per_week = 0;
    build(&fixture, NULL);
    per_week = headline(&fixture, 0, "deliveries").integer;
    assert_true(headline(&fixture, 0, "change").real == 0);
    /* As many again, half of them failed: more mail, and a greater share of it. */
    put(&fixture.sample, MONDAY, 9, SAMPLE_NOBODY, BAND_SMALL, MT_OUTCOME_DELIVERED, (int)per_week / 2);
    put(&fixture.sample, MONDAY, 9, SAMPLE_NOBODY, BAND_SMALL, MT_OUTCOME_FAILED, (int)per_week / 2);
    int64_t failed = headline(&fixture, 2, "deliveries").integer;
    build(&fixture, NULL);
    assert_true(headline(&fixture, 0, "change").real > 0.99 && headline(&fixture, 0, "change").real < 1.01);
    double before = (double)failed / (double)per_week;
    double now =
        (double)headline(&fixture, 2, "deliveries").integer / (double)headline(&fixture, 0, "deliveries").integer;
    assert_true(headline(&fixture, 2, "change").real - (now / before - 1) < 1e-9);
    assert_true(headline(&fixture, 2, "change").real > 10);
    release(&fixture);
}

static void
mail_under_way_is_never_compared(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 1, 0);
    put(&fixture.sample, MONDAY + 4, 9, SAMPLE_MAIL, BAND_SMALL, MT_OUTCOME_UNDER_WAY, 7);
    put(&fixture.sample, MONDAY + 4, 9, SAMPLE_MAIL, BAND_SMALL, MT_OUTCOME_DEFERRED, 4);
    build(&fixture, NULL);
    assert_int_equal(headline(&fixture, 3, "deliveries").integer, 11);
    assert_false(headline(&fixture, 3, "change").known);
    release(&fixture);
}

/* ---- what stands out ---- */

static void
an_even_week_says_that_nothing_stands_out(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 2, 0);
    build(&fixture, NULL);
    assert_false(has_section(&fixture, "failures"));
    assert_int_equal(section_named(&fixture, "findings")->story_count, 0);
    assert_true(says(&fixture, "There is no mail to search in."));
    release(&fixture);
}

static void
a_provider_that_fails_more_stands_out_and_its_domain_is_not_told_again(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 2, 0);
    put(&fixture.sample, MONDAY + 1, 10, SAMPLE_POST, BAND_LARGE, MT_OUTCOME_FAILED, 300);
    build(&fixture, NULL);
    const struct mt_text *point = point_with(&fixture, "\x02Other Post\x03 failed");
    assert_non_null(point);
    assert_true(mt_text_find(*point, "against 1.0\xC2\xA0% for all other mail") > 0);
    assert_true(mt_text_find(*point, "become worse") > 0);
    assert_true(mt_text_find(*point, "no longer show it") > 0 || mt_text_find(*point, "too little") > 0);
    assert_null(point_with(&fixture, "post.example"));
    release(&fixture);
}

static void
a_domain_without_a_provider_stands_out_by_itself(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 2, 0);
    put(&fixture.sample, MONDAY + 1, 10, SAMPLE_NOBODY, BAND_SMALL, MT_OUTCOME_DELIVERED, 200);
    put(&fixture.sample, MONDAY + 1, 10, SAMPLE_NOBODY, BAND_SMALL, MT_OUTCOME_FAILED, 60);
    build(&fixture, NULL);
    const struct mt_text *point = point_with(&fixture, "\x02nobody.example\x03 failed");
    assert_non_null(point);
    assert_true(mt_text_find(*point, "60 of 260") > 0);
    assert_true(mt_text_find(*point, "there was no such mail") > 0);
    release(&fixture);
}

static void
what_goes_on_until_the_end_is_said_to_be_still_there(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 2, 0);
    for (int day = 4; day < 7; day++)
        put(&fixture.sample, MONDAY + day, 11, SAMPLE_NOBODY, BAND_SMALL, MT_OUTCOME_FAILED, 20);
    build(&fixture, NULL);
    const struct mt_text *point = point_with(&fixture, "nobody.example");
    assert_non_null(point);
    assert_true(mt_text_find(*point, "still show it (20 of 20)") > 0);
    release(&fixture);
}

static void
deferrals_are_left_to_findings_and_hours_of_failures_are_told(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 2, 0);
    for (int day = 0; day < 5; day++) {
        put(&fixture.sample, MONDAY + day, 18, SAMPLE_MAIL, BAND_SMALL, MT_OUTCOME_DEFERRED, 20);
        put(&fixture.sample, MONDAY + day, 18, SAMPLE_POST, BAND_LARGE, MT_OUTCOME_DEFERRED, 10);
    }
    build(&fixture, NULL);
    assert_false(has_section(&fixture, "failures"));
    for (int day = 0; day < 5; day++) {
        put(&fixture.sample, MONDAY + day, 18, SAMPLE_MAIL, BAND_SMALL, MT_OUTCOME_FAILED, 20);
        put(&fixture.sample, MONDAY + day, 18, SAMPLE_POST, BAND_LARGE, MT_OUTCOME_FAILED, 10);
    }
    build(&fixture, NULL);
    assert_non_null(point_with(&fixture, "Mail received between 18:00 and 19:00 failed"));
    release(&fixture);
}

static void
text_from_data_cannot_leave_its_marks(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 1, 0);
    sample_run(&fixture.sample, "UPDATE domain SET name = 'a' || char(3) || '<b>' || char(2) WHERE id = 103");
    put(&fixture.sample, MONDAY + 1, 10, SAMPLE_NOBODY, BAND_SMALL, MT_OUTCOME_FAILED, 60);
    build(&fixture, NULL);
    const struct mt_text *point = point_with(&fixture, "<b>");
    assert_non_null(point);
    assert_true(mt_text_find(*point, "\x02"
                                     "a\xE2\x90\x83<b>\xE2\x90\x82\x03") > 0);
    release(&fixture);
}

static void
the_same_data_gives_the_same_bytes(void **state)
{
    struct fixture fixture;
    struct mt_out first = MT_OUT_EMPTY, second = MT_OUT_EMPTY;
    struct mt_render_options options = {.width = 100, .unicode = true};
    (void)state;
    open_weeks(&fixture, 9, 0);
    put(&fixture.sample, MONDAY + 1, 10, SAMPLE_POST, BAND_LARGE, MT_OUTCOME_FAILED, 300);
    sample_add(&fixture.sample, (struct sample_delivery){.received_us = (MONDAY + 1) * MT_DAY + 9 * MT_HOUR,
                                                         .status = MT_STATUS_FAILED,
                                                         .outcome = MT_OUTCOME_FAILED,
                                                         .size_bytes = 1000,
                                                         .trace_id = "0f1e2d3c-0000-4000-8000-08de25c5a2b9"});
    for (int format = MT_FORMAT_TEXT; format <= MT_FORMAT_JSON; format++) {
        mt_out_clear(&first);
        mt_out_clear(&second);
        build(&fixture, NULL);
        assert_int_equal(mt_report_render(&fixture.report, (enum mt_format)format, &options, &first, &fixture.err),
                         MT_OK);
        build(&fixture, NULL);
        assert_int_equal(mt_report_render(&fixture.report, (enum mt_format)format, &options, &second, &fixture.err),
                         MT_OK);
        assert_true(first.len > 1000 && mt_text_equal(mt_out_view(&first), mt_out_view(&second)));
    }
    assert_true(mt_text_find(mt_out_view(&first), "0f1e2d3c-0000-4000-8000-08de25c5a2b9") > 0);
    mt_out_release(&first);
    mt_out_release(&second);
    release(&fixture);
}

/* ---- what rests on events ---- */

static void
put_reason(struct sample *sample)
{
    sample_format(sample,
                  "INSERT INTO reason VALUES (1, 550, '5.4.300', 421, '4.4.2', 'Connection dropped', 1, 0, %d, %d, %d)",
                  (int)MT_REASON_CLASS_TRANSPORT, (int)MT_PERMANENCE_TEMPORARY, (int)MT_ACTOR_RECIPIENT_ADMIN);
}

/* Deliveries that are known from their events, one a minute. */
static void
put_courses(struct sample *sample, int64_t day, int hour, int domain, enum mt_outcome outcome, int deliveries)
{
    bool deferred = outcome != MT_OUTCOME_DELIVERED, expired = outcome == MT_OUTCOME_EXPIRED;
    for (int i = 0; i < deliveries; i++) {
        int64_t received = day * MT_DAY + hour * MT_HOUR + i * MT_MINUTE;
        int64_t end = received + (expired ? 24 * MT_HOUR : deferred ? MT_HOUR : MT_MINUTE);
        int id = sample_add(
            sample, (struct sample_delivery){.received_us = received,
                                             .domain = domain,
                                             .outcome = outcome,
                                             .status = expired ? MT_STATUS_FAILED : MT_STATUS_DELIVERED,
                                             .trace_id = expired ? "0f1e2d3c-0000-4000-8000-08de25c5a2b9" : NULL,
                                             .size_bytes = 1000});
        sample_format(
            sample,
            "INSERT INTO course VALUES (%d, 3, %d, %lld, %d, %d, NULL, NULL, %lld, %lld, %d, %s, NULL, NULL, 0)", id,
            (int)(expired ? MT_STATUS_FAILED : MT_STATUS_DELIVERED), (long long)end, deferred ? 4 : 0,
            expired    ? 4
            : deferred ? 5
                       : 1,
            (long long)end, (long long)end, expired, deferred ? "1" : "NULL");
    }
}

/* Two weeks with the events of all mail: the first one even, in the second one mail to SAMPLE_POST was deferred, and
 * three of it expired. */
static void
open_events(struct fixture *fixture)
{
    *fixture = (struct fixture){.err = {{0}}};
    sample_open(&fixture->sample);
    mt_report_init(&fixture->report, "weekly");
    sample_run(&fixture->sample, "BEGIN");
    put_reason(&fixture->sample);
    for (int64_t day = MONDAY - 7; day < MONDAY + 7; day++)
        for (int hour = 8; hour < 19; hour += 2) {
            put_courses(&fixture->sample, day, hour, SAMPLE_MAIL, MT_OUTCOME_DELIVERED, 6);
            put_courses(&fixture->sample, day, hour, SAMPLE_POST, MT_OUTCOME_DELIVERED, 2);
        }
    put_courses(&fixture->sample, MONDAY + 1, 10, SAMPLE_POST, MT_OUTCOME_DELIVERED_AFTER_DEFERRAL, 30);
    put_courses(&fixture->sample, MONDAY + 1, 11, SAMPLE_POST, MT_OUTCOME_EXPIRED, 3);
    set_span(&fixture->sample, MONDAY - 7, MONDAY + 6);
    sample_run(&fixture->sample, "COMMIT");
}

static void
deferrals_are_compared_between_weeks_whose_mail_has_events(void **state)
{
    struct fixture fixture;
    (void)state;
    open_events(&fixture);
    build(&fixture, NULL);
    assert_string_equal(week_of(&fixture), "2026-W47");
    assert_int_equal(headline(&fixture, 1, "deliveries").integer, 33);
    assert_int_equal(headline(&fixture, 1, "week_before").integer, 0);
    assert_true(says(&fixture, "All mail of the week has transport events"));
    assert_true(says(&fixture, "Over all mail, more was seen deferred"));
    release(&fixture);
}

static void
a_week_known_by_statuses_alone_is_no_measure_for_deferrals(void **state)
{
    struct fixture fixture;
    (void)state;
    open_events(&fixture);
    sample_format(&fixture.sample,
                  "DELETE FROM course WHERE delivery_id IN (SELECT id FROM delivery WHERE received_us < %lld)",
                  (long long)(MONDAY * MT_DAY));
    build(&fixture, NULL);
    struct mt_cell before = headline(&fixture, 1, "week_before");
    assert_false(before.known);
    assert_string_equal(before.why, mt_wording(MT_LANGUAGE_EN, MT_SAY_WHY_LAST_CAUGHT));
    assert_false(headline(&fixture, 1, "mean_before").known);
    assert_true(headline(&fixture, 0, "week_before").known); /* how much mail there was needs no events */
    assert_false(says(&fixture, "Over all mail, more was seen deferred"));
    assert_true(says(&fixture, "Without events of all mail: 2026-W46."));
    release(&fixture);
}

static void
expiries_are_told_where_events_show_them(void **state)
{
    struct fixture fixture;
    (void)state;
    open_events(&fixture);
    build(&fixture, NULL);
    assert_int_equal(headline(&fixture, 3, "deliveries").integer, 3);
    assert_false(says(&fixture, "expired is not in this data"));
    release(&fixture);

    open_weeks(&fixture, 1, 0);
    build(&fixture, NULL);
    assert_int_equal(section_named(&fixture, "headline")->table->row_count, 4);
    assert_true(says(&fixture, "what expired, is not in this data"));
    release(&fixture);
}

static void
times_and_attempts_are_told_where_events_show_them(void **state)
{
    struct fixture fixture;
    (void)state;
    open_events(&fixture);
    build(&fixture, NULL);
    assert_true(mt_text_find(section_named(&fixture, "delays")->lede, "within") > 0);
    assert_true(has_section(&fixture, "attempts"));
    release(&fixture);

    open_weeks(&fixture, 1, 0);
    build(&fixture, NULL);
    assert_false(has_section(&fixture, "delays"));
    assert_false(has_section(&fixture, "attempts"));
    release(&fixture);
}

static void
lost_mail_comes_first_among_the_messages(void **state)
{
    struct fixture fixture;
    (void)state;
    open_events(&fixture);
    build(&fixture, NULL);
    const struct mt_table *table = section_named(&fixture, "messages")->table;
    int outcome = mt_table_find(table, "outcome");
    assert_true(outcome >= 0 && table->row_count == 20);
    for (size_t row = 0; row < table->row_count; row++)
        assert_true(mt_text_is(mt_table_at(table, row, (size_t)outcome).text,
                               row < 3 ? "expired" : "delivered_after_deferral"));
    release(&fixture);
}

static void
every_outcome_is_counted_once(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 1, 0);
    put(&fixture.sample, MONDAY, 9, SAMPLE_MAIL, BAND_SMALL, MT_OUTCOME_QUARANTINED, 7);
    put(&fixture.sample, MONDAY, 9, SAMPLE_MAIL, BAND_SMALL, MT_OUTCOME_FILTERED_AS_SPAM, 11);
    build(&fixture, NULL);
    const struct mt_table *table = section_named(&fixture, "outcomes")->table;
    int outcome = mt_table_find(table, "outcome"), deliveries = mt_table_find(table, "deliveries");
    int64_t sum = 0, held = 0;
    assert_true(outcome >= 0 && deliveries >= 0);
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_text key = mt_table_at(table, row, (size_t)outcome).text;
        int64_t count = mt_table_at(table, row, (size_t)deliveries).integer;
        sum += count;
        held += mt_text_is(key, "quarantined") || mt_text_is(key, "filtered_as_spam") ? count : 0;
    }
    assert_int_equal(held, 18);
    assert_int_equal(sum, headline(&fixture, 0, "deliveries").integer);
    release(&fixture);
}

static void
columns_without_a_reason_share_one_line(void **state)
{
    struct fixture fixture;
    (void)state;
    open_weeks(&fixture, 1, 0);
    sample_add(&fixture.sample, (struct sample_delivery){.received_us = (MONDAY + 1) * MT_DAY + 9 * MT_HOUR,
                                                         .status = MT_STATUS_FAILED,
                                                         .outcome = MT_OUTCOME_FAILED});
    build(&fixture, NULL);
    assert_true(says(&fixture, "Code, reply, who acts, trying again: no reason is known"));
    release(&fixture);
}

/* ---- the arithmetic ---- */

static void
open_rates(struct mt_table *table, const int *bases, const int *hits, size_t count)
{
    static const struct mt_column columns[] = {{"hour", "Hour", MT_TYPE_COUNT},
                                               {"deliveries", "Deliveries", MT_TYPE_COUNT},
                                               {"failed", "Failed", MT_TYPE_COUNT}};
    struct mt_err err;
    mt_table_init(table, "hours", "Hours");
    assert_int_equal(mt_table_columns(table, columns, 3, &err), MT_OK);
    for (size_t i = 0; i < count; i++) {
        struct mt_cell *row = mt_table_add(table);
        assert_non_null(row);
        row[0] = mt_cell_integer((int64_t)i);
        row[1] = mt_cell_integer(bases[i]);
        row[2] = mt_cell_integer(hits[i]);
    }
}

static void
a_range_of_hours_may_run_past_midnight(void **state)
{
    int bases[24], hits[24];
    struct mt_table table;
    struct mt_slice slice;
    (void)state;
    for (int i = 0; i < 24; i++) {
        bases[i] = 200;
        hits[i] = i >= 22 || i < 3 ? 40 : 2;
    }
    open_rates(&table, bases, hits, 24);
    struct mt_counts all = mt_standout_counts(&table, "failed", 0, 24);
    assert_true(mt_standout_range(&table, "failed", all, true, &slice));
    assert_int_equal(slice.first, 22);
    assert_int_equal(slice.count, 5);
    assert_int_equal(slice.inside.hits, 200);
    /* Where the last row is no neighbour of the first, the longer half is found. */
    assert_true(mt_standout_range(&table, "failed", all, false, &slice));
    assert_int_equal(slice.first, 0);
    assert_int_equal(slice.count, 3);
    mt_table_release(&table);
}

static void
few_cases_do_not_stand_out_however_high_their_share(void **state)
{
    const int bases[] = {9, 10000}, hits[] = {9, 100};
    struct mt_table table;
    struct mt_slice slice = {.first = 0, .count = 1};
    (void)state;
    open_rates(&table, bases, hits, 2);
    struct mt_counts all = mt_standout_counts(&table, "failed", 0, 2);
    assert_false(mt_standout_judge(&table, "failed", all, &slice, 3));
    mt_table_release(&table);
}

static void
a_sure_but_small_difference_does_not_stand_out(void **state)
{
    const int bases[] = {1000000, 1000000}, hits[] = {12000, 10000};
    struct mt_table table;
    struct mt_slice slice = {.first = 0, .count = 1};
    (void)state;
    open_rates(&table, bases, hits, 2);
    struct mt_counts all = mt_standout_counts(&table, "failed", 0, 2);
    assert_false(mt_standout_judge(&table, "failed", all, &slice, 3));
    assert_true(slice.score > 3);
    mt_table_release(&table);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_whole_week_is_taken_when_none_is_named),
        cmocka_unit_test(without_a_whole_week_the_newest_with_mail_is_taken_and_said_to_be_in_part),
        cmocka_unit_test(an_export_taken_before_the_week_was_over_leaves_it_in_part),
        cmocka_unit_test(a_weekend_without_mail_does_not_break_the_week),
        cmocka_unit_test(a_week_with_a_missing_day_is_not_compared),
        cmocka_unit_test(a_week_before_in_part_is_neither_compared_nor_in_the_mean),
        cmocka_unit_test(a_week_without_mail_is_refused_with_the_weeks_that_have_some),
        cmocka_unit_test(an_empty_database_is_refused),
        cmocka_unit_test(a_change_is_that_of_the_share_and_for_deliveries_of_their_number),
        cmocka_unit_test(mail_under_way_is_never_compared),
        cmocka_unit_test(an_even_week_says_that_nothing_stands_out),
        cmocka_unit_test(a_provider_that_fails_more_stands_out_and_its_domain_is_not_told_again),
        cmocka_unit_test(a_domain_without_a_provider_stands_out_by_itself),
        cmocka_unit_test(what_goes_on_until_the_end_is_said_to_be_still_there),
        cmocka_unit_test(deferrals_are_left_to_findings_and_hours_of_failures_are_told),
        cmocka_unit_test(text_from_data_cannot_leave_its_marks),
        cmocka_unit_test(the_same_data_gives_the_same_bytes),
        cmocka_unit_test(deferrals_are_compared_between_weeks_whose_mail_has_events),
        cmocka_unit_test(a_week_known_by_statuses_alone_is_no_measure_for_deferrals),

        cmocka_unit_test(expiries_are_told_where_events_show_them),
        cmocka_unit_test(times_and_attempts_are_told_where_events_show_them),
        cmocka_unit_test(lost_mail_comes_first_among_the_messages),
        cmocka_unit_test(every_outcome_is_counted_once),
        cmocka_unit_test(columns_without_a_reason_share_one_line),
        cmocka_unit_test(a_range_of_hours_may_run_past_midnight),
        cmocka_unit_test(few_cases_do_not_stand_out_however_high_their_share),
        cmocka_unit_test(a_sure_but_small_difference_does_not_stand_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
