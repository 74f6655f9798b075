#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/asking.h"

static const char trace_1[] = "11111111-1111-1111-1111-111111111111";
static const char trace_2[] = "22222222-2222-2222-2222-222222222222";

static void
add_troubled(struct sample *sample)
{
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .status = MT_STATUS_FAILED,
                                                .outcome = MT_OUTCOME_FAILED,
                                                .trace_id = trace_1,
                                                .subject = "one"});
    sample_add(sample, (struct sample_delivery){.received_us = utc(17, 9, 0),
                                                .status = MT_STATUS_FAILED,
                                                .outcome = MT_OUTCOME_FAILED,
                                                .trace_id = trace_2,
                                                .subject = "two",
                                                .domain = SAMPLE_POST,
                                                .recipient = "them@post.example"});
    sample_add(sample, (struct sample_delivery){.received_us = utc(18, 9, 0),
                                                .status = MT_STATUS_DELIVERED,
                                                .outcome = MT_OUTCOME_DELIVERED});
    sample_add(sample, (struct sample_delivery){.received_us = utc(19, 9, 0),
                                                .status = MT_STATUS_PENDING,
                                                .outcome = MT_OUTCOME_DEFERRED,
                                                .sender = "you@tenant.example"});
}

static void
ages_fall_into_their_bands_to_the_microsecond(void **state)
{
    static const struct {
        int64_t age_us;
        const char *band;
    } ages[] = {
        {MT_HOUR - 1, "age_below_1h"},    {MT_HOUR, "age_1h_4h"},
        {4 * MT_HOUR - 1, "age_1h_4h"},   {4 * MT_HOUR, "age_4h_12h"},
        {12 * MT_HOUR - 1, "age_4h_12h"}, {12 * MT_HOUR, "age_12h_24h"},
        {24 * MT_HOUR, "age_24h_48h"},    {48 * MT_HOUR - 1, "age_24h_48h"},
        {48 * MT_HOUR, "age_over_48h"},
    };
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++) {
        struct sample sample;
        struct mt_filter filter = everything();
        struct mt_table table;
        (void)state;
        sample_open(&sample);
        sample_add(&sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                     .status = MT_STATUS_PENDING,
                                                     .outcome = MT_OUTCOME_DEFERRED,
                                                     .pending_until_us = utc(16, 9, 0) + ages[i].age_us});
        ask(&sample, "pending-age", &filter, &table);
        assert_int_equal(table.row_count, 1);
        assert_text(&table, 0, "domain", "mail.example");
        assert_int_equal(count(&table, 0, ages[i].band), 1);
        assert_int_equal(count(&table, 0, "deliveries"), 1);
        assert_true(count(&table, 0, "oldest_age") == ages[i].age_us / MT_SECOND);
        assert_true(count(&table, 0, "oldest_received") == utc(16, 9, 0));
        mt_table_release(&table);
        sample_close(&sample);
    }
}

static void
mail_that_arrived_is_not_pending(void **state)
{
    sample_add(*state, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .status = MT_STATUS_DELIVERED,
                                                .outcome = MT_OUTCOME_DELIVERED_AFTER_DEFERRAL,
                                                .pending_until_us = utc(16, 11, 0)});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "pending-age", &filter, &table);
    assert_int_equal(table.row_count, 0);
    mt_table_release(&table);
}

static const char no_events[] = "only a status is known: extended reports and message trace details give the reason";

static void
mail_without_reasons_is_one_row_that_says_which_exports_give_them(void **state)
{
    add_troubled(*state);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "reasons", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_unknown(&table, 0, "reason_class", no_events);
    assert_unknown(&table, 0, "reason", "no reason is known");
    assert_unknown(&table, 0, "remote_hosts", "no reason is known");
    assert_text(&table, 0, "evidence", "summary");
    assert_int_equal(count(&table, 0, "deliveries"), 3);
    assert_int_equal(count(&table, 0, "deferred"), 1);
    assert_int_equal(count(&table, 0, "failed"), 2);
    assert_false(cell(&table, 0, "expired").known);
    assert_int_equal(count(&table, 0, "providers"), 2);
    assert_true(count(&table, 0, "first_received") == utc(16, 9, 0));
    assert_true(count(&table, 0, "last_received") == utc(19, 9, 0));
    mt_table_release(&table);
}

/* Like add_reason, in the wrapper of an expiry. */
static int
add_wrapped(struct sample *sample, int reason)
{
    sample_format(sample,
                  "INSERT INTO reason (outer_reply, outer_code, reply, code, text, expired, housekeeping, class,"
                  " permanence, actor) SELECT 550, '5.4.300', reply, code, text, 1, 0, class, permanence, actor"
                  " FROM reason WHERE id = %d",
                  reason);
    return (int)sqlite3_last_insert_rowid(mt_store_connection(sample->store));
}

static int
add_for_reason(struct sample *sample, int day, int domain, enum mt_outcome outcome, int reason, const char *host)
{
    int id = sample_add(sample, (struct sample_delivery){.received_us = utc(day, 9, 0),
                                                         .domain = domain,
                                                         .status = MT_STATUS_FAILED,
                                                         .outcome = outcome,
                                                         .trace_id = day == 16 ? trace_1 : trace_2,
                                                         .recipient = domain == SAMPLE_POST ? "a@post.example" : NULL});
    add_course(sample, id,
               (struct sample_course){
                   .status = MT_STATUS_FAILED, .final_us = utc(day, 10, 0), .reason = reason, .remote_host = host});
    return id;
}

static void
a_reason_is_one_row_whatever_was_wrapped_around_it(void **state)
{
    struct sample *sample = *state;
    int dropped = add_reason(sample, MT_REASON_CLASS_TRANSPORT, "4.4.2", "Connection dropped due to SocketError");
    int wrapped = add_wrapped(sample, dropped);
    int busy = add_reason(sample, MT_REASON_CLASS_THROTTLE, "", "too busy");
    add_for_reason(sample, 16, SAMPLE_MAIL, MT_OUTCOME_DEFERRED, dropped, "mx1.mail.example");
    add_for_reason(sample, 17, SAMPLE_MAIL, MT_OUTCOME_EXPIRED, wrapped, "mx2.mail.example");
    add_for_reason(sample, 17, SAMPLE_POST, MT_OUTCOME_FAILED, dropped, NULL);
    add_for_reason(sample, 18, SAMPLE_NOBODY, MT_OUTCOME_FAILED_AFTER_DEFERRAL, busy, NULL);
    add_for_reason(sample, 18, SAMPLE_NOBODY, MT_OUTCOME_FAILED, 0, NULL);
    sample_add(sample, (struct sample_delivery){.received_us = utc(19, 9, 0), .outcome = MT_OUTCOME_FAILED});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(sample, "reasons", &filter, &table);
    assert_int_equal(table.row_count, 4);
    assert_text(&table, 0, "reason_class", "transport");
    assert_text(&table, 0, "reason_code", "4.4.2");
    assert_text(&table, 0, "reason", "Connection dropped due to SocketError");
    assert_text(&table, 0, "actor", "recipient_admin");
    assert_text(&table, 0, "permanence", "temporary");
    assert_int_equal(count(&table, 0, "deliveries"), 3);
    assert_true(cell(&table, 0, "deliveries_ratio").real == 0.5);
    assert_int_equal(count(&table, 0, "deferred"), 2);
    assert_int_equal(count(&table, 0, "failed"), 2);
    assert_int_equal(count(&table, 0, "expired"), 1);
    assert_int_equal(count(&table, 0, "remote_hosts"), 2);
    assert_text(&table, 0, "top_provider", "Sample Mail");
    assert_text(&table, 0, "example_trace_id", trace_2);
    assert_text(&table, 1, "reason_class", "throttle");
    assert_text(&table, 1, "reason_code", "421");
    assert_unknown(&table, 1, "top_provider", "no known provider");
    mt_table_release(&table);
}

static void
mail_with_events_that_give_no_reason_is_apart_from_mail_without_events(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    for (int i = 0; i < 2; i++)
        add_for_reason(sample, 18, SAMPLE_NOBODY, MT_OUTCOME_FAILED, 0, NULL);
    sample_add(sample, (struct sample_delivery){.received_us = utc(19, 9, 0), .outcome = MT_OUTCOME_FAILED});
    ask(sample, "reasons", &filter, &table);
    assert_int_equal(table.row_count, 2);
    assert_unknown(&table, 0, "reason_class", "the events of this mail give no reason");
    assert_text(&table, 0, "evidence", "events");
    assert_int_equal(count(&table, 0, "expired"), 0);
    assert_int_equal(count(&table, 0, "remote_hosts"), 0);
    assert_unknown(&table, 1, "reason_class", no_events);
    mt_table_release(&table);
}

static void
what_a_filter_held_back_is_no_trouble_unless_asked_for(void **state)
{
    struct sample *sample = *state;
    struct mt_filter filter = everything();
    struct mt_table table;
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0), .outcome = MT_OUTCOME_QUARANTINED});
    ask(sample, "reasons", &filter, &table);
    assert_int_equal(table.row_count, 0);
    mt_table_release(&table);
    filter.outcome = mt_text_of("quarantined");
    ask(sample, "reasons", &filter, &table);
    assert_int_equal(count(&table, 0, "deliveries"), 1);
    mt_table_release(&table);
}

/* ---- pending mail with events ---- */

static int
add_waiting(struct sample *sample, int domain, int hour, int64_t deferred_us, int reason)
{
    int id = sample_add(sample, (struct sample_delivery){.received_us = utc(16, hour, 0),
                                                         .domain = domain,
                                                         .status = MT_STATUS_PENDING,
                                                         .outcome = MT_OUTCOME_DEFERRED});
    add_course(sample, id,
               (struct sample_course){.status = MT_STATUS_PENDING, .last_deferred_us = deferred_us, .reason = reason});
    return id;
}

static void
pending_mail_is_as_old_as_its_last_event_and_says_why_it_was_last_put_off(void **state)
{
    struct sample *sample = *state;
    int busy = add_reason(sample, MT_REASON_CLASS_THROTTLE, "4.7.650", "too busy");
    int dropped = add_reason(sample, MT_REASON_CLASS_TRANSPORT, "4.4.2", "dropped");
    add_waiting(sample, SAMPLE_MAIL, 9, utc(16, 14, 0), dropped);
    add_waiting(sample, SAMPLE_MAIL, 10, utc(16, 13, 0), busy);
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .domain = SAMPLE_POST,
                                                .status = MT_STATUS_PENDING,
                                                .outcome = MT_OUTCOME_DEFERRED,
                                                .pending_until_us = utc(16, 10, 0)});
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(sample, "pending-age", &filter, &table);
    assert_int_equal(table.row_count, 2);
    assert_text(&table, 0, "domain", "mail.example");
    assert_int_equal(count(&table, 0, "age_1h_4h"), 1);
    assert_int_equal(count(&table, 0, "age_4h_12h"), 1);
    assert_int_equal(count(&table, 0, "oldest_age"), 5 * 3600);
    assert_true(count(&table, 0, "oldest_received") == utc(16, 9, 0));
    assert_text(&table, 0, "last_reason_class", "transport");
    assert_text(&table, 0, "last_reason_code", "4.4.2");
    assert_text(&table, 0, "last_reason", "dropped");
    assert_text(&table, 1, "domain", "post.example");
    assert_int_equal(count(&table, 1, "age_1h_4h"), 1);
    assert_unknown(&table, 1, "last_reason_class",
                   "no events of this mail say why; extended reports and message trace details do");
    mt_table_release(&table);
}

static void
pending_mail_can_be_counted_by_other_dimensions(void **state)
{
    struct sample *sample = *state;
    int busy = add_reason(sample, MT_REASON_CLASS_THROTTLE, "4.7.650", "too busy");
    for (int hour = 9; hour < 12; hour++)
        add_waiting(sample, hour == 9 ? SAMPLE_POST : SAMPLE_MAIL, hour, utc(16, hour, 30), busy);
    struct mt_filter filter = everything();
    struct mt_table table;
    filter.by[0] = "reason";
    filter.by[1] = "provider";
    filter.limit = 1;
    ask(sample, "pending-age", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_text(&table, 0, "reason", "throttle");
    assert_text(&table, 0, "provider", "Sample Mail");
    assert_int_equal(count(&table, 0, "deliveries"), 2);
    assert_string_equal(parameter(&table, "rows"), "1 of 2 rows");
    mt_table_release(&table);
}

static void
messages_in_trouble_come_newest_first(void **state)
{
    add_troubled(*state);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "messages", &filter, &table);
    assert_int_equal(table.row_count, 3);
    assert_true(count(&table, 0, "received") == utc(19, 9, 0));
    assert_text(&table, 1, "trace_id", trace_2);
    assert_text(&table, 1, "subject", "two");
    assert_text(&table, 1, "recipient", "them@post.example");
    assert_text(&table, 2, "trace_id", trace_1);
    mt_table_release(&table);

    filter.limit = 1;
    ask(*state, "messages", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_string_equal(parameter(&table, "rows"), "1 of 3 rows");
    mt_table_release(&table);
}

static void
senders_in_trouble_are_counted(void **state)
{
    add_troubled(*state);
    struct mt_filter filter = everything();
    struct mt_table table;
    ask(*state, "senders", &filter, &table);
    assert_int_equal(table.row_count, 2);
    assert_text(&table, 0, "sender", "me@tenant.example");
    assert_int_equal(count(&table, 0, "troubled"), 2);
    assert_int_equal(count(&table, 0, "failed"), 2);
    assert_int_equal(count(&table, 0, "domains"), 2);
    assert_int_equal(count(&table, 1, "still_deferred"), 1);
    mt_table_release(&table);
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ages_fall_into_their_bands_to_the_microsecond),
        ON_A_STORE(mail_that_arrived_is_not_pending),
        ON_A_STORE(pending_mail_is_as_old_as_its_last_event_and_says_why_it_was_last_put_off),
        ON_A_STORE(pending_mail_can_be_counted_by_other_dimensions),
        ON_A_STORE(mail_without_reasons_is_one_row_that_says_which_exports_give_them),
        ON_A_STORE(a_reason_is_one_row_whatever_was_wrapped_around_it),
        ON_A_STORE(mail_with_events_that_give_no_reason_is_apart_from_mail_without_events),
        ON_A_STORE(what_a_filter_held_back_is_no_trouble_unless_asked_for),
        ON_A_STORE(messages_in_trouble_come_newest_first),
        ON_A_STORE(senders_in_trouble_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
