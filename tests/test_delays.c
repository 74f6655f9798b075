#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/messages.h"
#include "tests/asking.h"

static const char why_unknown[] =
    "the time of too much of this mail is not known; extended reports and message trace details tell it";

static int
add(struct sample *sample, int domain, enum mt_status status, enum mt_outcome outcome)
{
    return sample_add(
        sample,
        (struct sample_delivery){.received_us = utc(16, 9, 0), .domain = domain, .status = status, .outcome = outcome});
}

/* Delivered after so many seconds, as events say. */
static void
add_delivered(struct sample *sample, int domain, int64_t seconds)
{
    int id = add(sample, domain, MT_STATUS_DELIVERED, MT_OUTCOME_DELIVERED);
    add_course(sample, id,
               (struct sample_course){
                   .status = MT_STATUS_DELIVERED, .final_us = utc(16, 9, 0) + seconds * MT_SECOND, .attempts = 1});
}

static void
assert_span(const struct mt_table *table, size_t row, const char *key, int64_t seconds, bool at_least)
{
    assert_int_equal(count(table, row, key), seconds);
    assert_int_equal(cell(table, row, key).at_least, at_least);
}

static void
delays_run_from_receipt_to_delivery(void **state)
{
    for (int i = 1; i <= 100; i++)
        add_delivered(*state, SAMPLE_MAIL, i);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "delays", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_text(&table, 0, "provider", "Sample Mail");
    assert_int_equal(count(&table, 0, "deliveries"), 100);
    assert_int_equal(count(&table, 0, "delivered"), 100);
    assert_int_equal(count(&table, 0, "undelivered"), 0);
    assert_int_equal(count(&table, 0, "unknown"), 0);
    assert_span(&table, 0, "p50", 50, false);
    assert_span(&table, 0, "p90", 90, false);
    assert_span(&table, 0, "p95", 95, false);
    assert_span(&table, 0, "p99", 99, false);
    assert_span(&table, 0, "longest", 100, false);
    assert_int_equal(table.note_count, 0);
    mt_table_release(&table);
}

static void
a_delivery_before_its_receipt_took_no_time(void **state)
{
    add_delivered(*state, SAMPLE_MAIL, -30);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "delays", &filter, &table);
    assert_span(&table, 0, "p99", 0, false);
    mt_table_release(&table);
}

static void
mail_that_was_not_delivered_waited_at_least_until_it_was_last_heard_of(void **state)
{
    static const struct {
        enum mt_status status;
        enum mt_outcome outcome;
        struct sample_course course;
        bool has_course;
        int64_t pending_until_us, waited;
    } cases[] = {
        /* still on its way: the last event, or the last export, whichever is later */
        {MT_STATUS_PENDING, MT_OUTCOME_DEFERRED, {MT_STATUS_PENDING}, true, 0, 3600},
        {MT_STATUS_PENDING, MT_OUTCOME_DEFERRED, {MT_STATUS_PENDING}, true, 1, 7200},
        {MT_STATUS_PENDING, MT_OUTCOME_DEFERRED, {MT_STATUS_PENDING}, false, 1, 7200},
        /* refused or given up: until then */
        {MT_STATUS_FAILED, MT_OUTCOME_EXPIRED, {MT_STATUS_FAILED}, true, 0, 86400},
        {MT_STATUS_FAILED, MT_OUTCOME_FAILED, {MT_STATUS_FAILED}, true, 0, 86400},
        /* failed by a summary that had seen it pending */
        {MT_STATUS_FAILED, MT_OUTCOME_FAILED_AFTER_DEFERRAL, {MT_STATUS_FAILED}, false, 1, 7200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sample sample;
        struct mt_filter filter = everything();
        struct mt_table table;
        (void)state;
        sample_open(&sample);
        int id = sample_add(
            &sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                              .status = cases[i].status,
                                              .outcome = cases[i].outcome,
                                              .pending_until_us = cases[i].pending_until_us ? utc(16, 11, 0) : 0});
        struct sample_course course = cases[i].course;
        course.last_us = utc(16, 10, 0);
        course.final_us = course.status == MT_STATUS_FAILED ? utc(17, 9, 0) : 0;
        if (cases[i].has_course)
            add_course(&sample, id, course);
        ask(&sample, "delays", &filter, &table);
        assert_int_equal(count(&table, 0, "delivered"), 0);
        assert_int_equal(count(&table, 0, "undelivered"), 1);
        assert_span(&table, 0, "p50", cases[i].waited, true);
        assert_span(&table, 0, "longest", cases[i].waited, true);
        mt_table_release(&table);
        sample_close(&sample);
    }
}

static void
mail_of_unknown_time_is_counted_and_makes_lower_bounds(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    for (int i = 0; i < 10; i++)
        add_delivered(sample, SAMPLE_MAIL, i < 8 ? 20 : 7200);
    for (int i = 0; i < 10; i++)
        add(sample, SAMPLE_MAIL, MT_STATUS_DELIVERED, MT_OUTCOME_DELIVERED);
    ask(sample, "delays", &filter, &table);
    assert_int_equal(count(&table, 0, "deliveries"), 20);
    assert_int_equal(count(&table, 0, "delivered"), 10);
    assert_int_equal(count(&table, 0, "unknown"), 10);
    assert_unknown(&table, 0, "p50", why_unknown);
    assert_span(&table, 0, "p90", 20, true);
    assert_span(&table, 0, "p95", 7200, true);
    assert_span(&table, 0, "longest", 7200, false);
    assert_int_equal(table.note_count, 1);
    assert_true(mt_text_starts(mt_say_note(&table.arena, NULL, &table.notes[0]),
                               "The time of 10 of 20 deliveries is not known."));
    mt_table_release(&table);
}

static void
summary_exports_alone_give_no_times(void **state)
{
    struct mt_filter filter = everything();
    struct mt_table table;
    add(*state, SAMPLE_MAIL, MT_STATUS_DELIVERED, MT_OUTCOME_DELIVERED);
    add(*state, SAMPLE_MAIL, MT_STATUS_FAILED, MT_OUTCOME_FAILED);
    ask(*state, "delays", &filter, &table);
    assert_int_equal(count(&table, 0, "unknown"), 2);
    for (size_t i = 5; i < table.column_count; i++) {
        assert_false(mt_table_at(&table, 0, i).known);
        assert_string_equal(mt_table_at(&table, 0, i).why, why_unknown);
    }
    assert_string_equal(table.evidence, "summary");
    mt_table_release(&table);
}

static void
mail_seen_pending_and_then_delivered_took_at_least_so_long(void **state)
{
    struct mt_filter filter = everything();
    struct mt_table table;
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .status = MT_STATUS_DELIVERED,
                                                .outcome = MT_OUTCOME_DELIVERED_AFTER_DEFERRAL,
                                                .pending_until_us = utc(16, 11, 0)});
    ask(*state, "delays", &filter, &table);
    assert_int_equal(count(&table, 0, "unknown"), 1);
    assert_int_equal(count(&table, 0, "undelivered"), 0);
    assert_span(&table, 0, "p50", 7200, true);
    mt_table_release(&table);
}

static void
a_receipt_known_only_by_its_events_gives_a_lower_bound(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    add_delivered(sample, SAMPLE_MAIL, 60);
    sample_run(sample, "UPDATE delivery SET received_precision = -1");
    ask(sample, "delays", &filter, &table);
    assert_int_equal(count(&table, 0, "delivered"), 0);
    assert_int_equal(count(&table, 0, "unknown"), 1);
    assert_span(&table, 0, "p50", 60, true);
    mt_table_release(&table);
}

static void
an_end_that_the_status_contradicts_is_no_delivery(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    /* Failed by its events at ten, but an export of a later time says Delivered: it was released after that. */
    int id = add(sample, SAMPLE_MAIL, MT_STATUS_DELIVERED, MT_OUTCOME_DELIVERED);
    add_course(sample, id,
               (struct sample_course){
                   .status = MT_STATUS_FAILED, .final_us = utc(16, 10, 0), .last_deferred_us = utc(16, 9, 30)});
    ask(sample, "delays", &filter, &table);
    assert_int_equal(count(&table, 0, "unknown"), 1);
    assert_span(&table, 0, "p50", 1800, true);
    mt_table_release(&table);
}

static void
what_a_filter_held_back_and_routing_steps_have_no_delay(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    add_delivered(sample, SAMPLE_MAIL, 60);
    int id = add(sample, SAMPLE_POST, MT_STATUS_QUARANTINED, MT_OUTCOME_QUARANTINED);
    add_course(sample, id, (struct sample_course){.status = MT_STATUS_QUARANTINED, .final_us = utc(16, 9, 1)});
    add(sample, SAMPLE_MAIL, MT_STATUS_FILTERED_AS_SPAM, MT_OUTCOME_FILTERED_AS_SPAM);
    id = add(sample, SAMPLE_MAIL, MT_STATUS_EXPANDED, MT_OUTCOME_ROUTING);
    add_course(sample, id, (struct sample_course){.status = MT_STATUS_EXPANDED, .last_us = utc(16, 9, 1)});
    ask(sample, "delays", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_int_equal(count(&table, 0, "deliveries"), 1);
    assert_span(&table, 0, "longest", 60, false);
    mt_table_release(&table);
}

static void
delays_come_by_any_dimensions_with_the_slowest_mail_first(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    for (int i = 0; i < 5; i++)
        add_delivered(sample, SAMPLE_MAIL, 5);
    add_delivered(sample, SAMPLE_POST, 1799);
    add_delivered(sample, SAMPLE_NOBODY, 1800);
    filter.by[0] = "domain";
    ask(sample, "delays", &filter, &table);
    assert_int_equal(table.row_count, 3);
    assert_text(&table, 0, "domain", "nobody.example");
    assert_text(&table, 1, "domain", "mail.example");
    assert_text(&table, 2, "domain", "post.example");
    mt_table_release(&table);

    filter.limit = 1;
    ask(sample, "delays", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_string_equal(parameter(&table, "rows"), "1 of 3 rows");
    mt_table_release(&table);

    filter.limit = 0;
    filter.by[0] = "hour";
    filter.by[1] = "provider";
    filter.domain = mt_text_of("post.example");
    ask(sample, "delays", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_int_equal(count(&table, 0, "hour"), 9);
    assert_text(&table, 0, "provider", "Other Post");
    assert_span(&table, 0, "p50", 1799, false);
    mt_table_release(&table);
}

static void
every_dimension_of_delays_counts_all_mail_once(void **state)
{
    struct sample_delivery all[MANY];
    int64_t mail = 0;
    add_many(*state, all);
    add_courses_to_many(*state, all);
    for (int i = 0; i < MANY; i++)
        mail += all[i].outcome != MT_OUTCOME_ROUTING && all[i].outcome != MT_OUTCOME_QUARANTINED;
    for (const char *const *by = mt_dimension_names(); *by; by++) {
        struct mt_filter filter = everything();
        struct mt_table table;
        int64_t sum = 0, parts = 0;
        filter.by[0] = *by;
        ask(*state, "delays", &filter, &table);
        for (size_t row = 0; row < table.row_count; row++) {
            sum += count(&table, row, "deliveries");
            parts +=
                count(&table, row, "delivered") + count(&table, row, "undelivered") + count(&table, row, "unknown");
        }
        if (sum != mail || parts != mail)
            fail_msg("by %s there are %lld and %lld of %lld", *by, (long long)sum, (long long)parts, (long long)mail);
        mt_table_release(&table);
    }
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        ON_A_STORE(delays_run_from_receipt_to_delivery),
        ON_A_STORE(a_delivery_before_its_receipt_took_no_time),
        cmocka_unit_test(mail_that_was_not_delivered_waited_at_least_until_it_was_last_heard_of),
        ON_A_STORE(mail_of_unknown_time_is_counted_and_makes_lower_bounds),
        ON_A_STORE(summary_exports_alone_give_no_times),
        ON_A_STORE(mail_seen_pending_and_then_delivered_took_at_least_so_long),
        ON_A_STORE(a_receipt_known_only_by_its_events_gives_a_lower_bound),
        ON_A_STORE(an_end_that_the_status_contradicts_is_no_delivery),
        ON_A_STORE(what_a_filter_held_back_and_routing_steps_have_no_delay),
        ON_A_STORE(delays_come_by_any_dimensions_with_the_slowest_mail_first),
        ON_A_STORE(every_dimension_of_delays_counts_all_mail_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
