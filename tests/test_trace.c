#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/trace.h"
#include "tests/asking.h"

static const char trace_1[] = "11111111-1111-1111-1111-111111111111";
static const char trace_2[] = "22222222-2222-2222-2222-222222222222";

static size_t
trace(struct sample *sample, const char *id, struct mt_table *deliveries, struct mt_table *history)
{
    mt_table_init(deliveries, "deliveries", "Deliveries");
    mt_table_init(history, "history", "History");
    if (mt_trace_find(sample->store, mt_text_of(id), 0, deliveries, history, &sample->err) != MT_OK)
        fail_msg("%s", sample->err.text);
    return deliveries->row_count;
}

static void
a_message_is_found_by_each_of_its_names(void **state)
{
    struct sample *sample = *state;
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .outcome = MT_OUTCOME_DELIVERED,
                                                .status = MT_STATUS_DELIVERED,
                                                .trace_id = trace_1,
                                                .message_id = "<AbC@Tenant.example>",
                                                .recipient = "a@mail.example"});
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .outcome = MT_OUTCOME_FAILED,
                                                .status = MT_STATUS_FAILED,
                                                .trace_id = trace_1,
                                                .message_id = "<AbC@Tenant.example>",
                                                .recipient = "b@mail.example"});
    sample_add(sample, (struct sample_delivery){.received_us = utc(17, 9, 0),
                                                .outcome = MT_OUTCOME_DELIVERED,
                                                .status = MT_STATUS_DELIVERED,
                                                .trace_id = trace_2,
                                                .message_id = "<abc@tenant.example>",
                                                .recipient = "b@mail.example"});
    static const struct {
        const char *id;
        size_t found;
    } ids[] = {
        {"<AbC@Tenant.example>", 2},
        {"AbC@Tenant.example", 2},
        {"AbC@tenant.EXAMPLE", 2},
        {"<abc@tenant.example>", 1},
        {"ABC@tenant.example", 0},
        {trace_1, 2},
        {"{22222222-2222-2222-2222-222222222222}", 1},
        {"b@mail.example", 2},
        {"B@Mail.example", 2},
        {"me@tenant.example", 3},
        {"<b@mail.example>", 0},
        {"33333333-3333-3333-3333-333333333333", 0},
        {"", 0},
        {"' OR 1=1 --", 0},
    };
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct mt_table deliveries, history;
        if (trace(sample, ids[i].id, &deliveries, &history) != ids[i].found)
            fail_msg("'%s' finds %zu", ids[i].id, deliveries.row_count);
        mt_table_release(&deliveries);
        mt_table_release(&history);
    }
}

static void
a_trace_id_with_a_clock_is_found_through_its_key(void **state)
{
    struct sample *sample = *state;
    static const char clocked[] = "6b1f5a07-3f1c-4a55-1d85-08de247b3a52";
    unsigned char guid[16];
    int64_t clock_us = 0;
    assert_true(mt_guid_parse(mt_text_of(clocked), guid) && mt_trace_clock(guid, &clock_us));
    sample_add(sample, (struct sample_delivery){.received_us = clock_us,
                                                .outcome = MT_OUTCOME_DELIVERED,
                                                .status = MT_STATUS_DELIVERED,
                                                .trace_id = clocked});
    struct mt_table deliveries, history;
    /* Half-second slots since 2005 above 30 bits of hashes: store/key.h. */
    int64_t slot = (clock_us - mt_civil_days(2005, 1, 1) * MT_DAY) >> 19;
    sample_format(sample, "INSERT INTO seen VALUES (%lld, 1)", (long long)(slot << 30 | 4711));
    assert_int_equal(trace(sample, clocked, &deliveries, &history), 1);
    assert_non_null(strstr(deliveries.sql.at, "FROM seen"));
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

static void
a_history_tells_what_each_export_showed(void **state)
{
    struct sample *sample = *state;
    sample_format(
        sample,
        "INSERT INTO export (id, name, sha256, bytes, flavour, encoding, time_basis, observed_us, observed_by,"
        " first_received_us, last_received_us, imported_us) VALUES"
        " (2, 'nine.csv', x'02', 1, 'f', 'UTF-8', 'UTC', %lld, 'file time', %lld, %lld, 0),"
        " (3, 'noon.csv', x'03', 1, 'f', 'UTF-8', 'UTC', %lld, 'file time', %lld, %lld, 0)",
        (long long)utc(16, 9, 1), (long long)utc(16, 8, 0), (long long)utc(16, 9, 1), (long long)utc(16, 12, 0),
        (long long)utc(16, 8, 0), (long long)utc(16, 12, 0));
    sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                .status = MT_STATUS_DELIVERED,
                                                .outcome = MT_OUTCOME_DELIVERED_AFTER_DEFERRAL,
                                                .trace_id = trace_1,
                                                .pending_until_us = utc(16, 10, 0),
                                                .observed_us = utc(16, 12, 0)});
    struct mt_table deliveries, history;
    trace(sample, trace_1, &deliveries, &history);
    static const char *const what[] = {"received", "first seen", "last seen", "first seen"};
    assert_int_equal(history.row_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_text(&history, i, "what", what[i]);
    assert_text(&history, 0, "export", "monday.csv");
    assert_text(&history, 1, "detail", "pending");
    assert_text(&history, 1, "export", "nine.csv");
    assert_true(count(&history, 2, "at") == utc(16, 10, 0));
    assert_text(&history, 3, "detail", "delivered");
    assert_text(&history, 3, "export", "noon.csv");
    assert_unknown(&history, 2, "export", "an export that is not here any more");
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

/* ---- events ---- */

/* One delivery, received at nine, pending. */
static int
add_one(struct sample *sample)
{
    return sample_add(sample, (struct sample_delivery){.received_us = utc(16, 9, 0),
                                                       .status = MT_STATUS_PENDING,
                                                       .outcome = MT_OUTCOME_DEFERRED,
                                                       .trace_id = trace_1});
}

static void
add_event(struct sample *sample, int delivery, enum mt_event_kind kind, int64_t at_us, int precision, int reason)
{
    static int key;
    char reason_id[16] = "NULL";
    if (reason)
        snprintf(reason_id, sizeof reason_id, "%d", reason);
    sample_format(sample,
                  "INSERT INTO event (key, delivery_id, at_us, at_precision, kind, event, turn, reason_id, export_id,"
                  " line) VALUES (%d, %d, %lld, %d, %d, %Q, 0, %s, 1, 1)",
                  ++key, delivery, (long long)at_us, precision, (int)kind, mt_event_key(kind), reason_id);
}

static void
a_history_tells_what_an_event_says_and_means(void **state)
{
    struct sample *sample = *state;
    int id = add_one(sample), dropped = add_reason(sample, MT_REASON_CLASS_TRANSPORT, "4.4.2", "Connection dropped");
    add_event(sample, id, MT_EVENT_DEFER, utc(16, 9, 5), 8, dropped);
    sample_run(sample, "UPDATE event SET detail = 'LED=421 4.4.2 Connection dropped at mx1', server = 'AM0PR01',"
                       " remote_host = 'mx1.mail.example', remote_ip = '192.0.2.7', reference = '<dsn@x.example>'");
    add_course(sample, id,
               (struct sample_course){.status = MT_STATUS_PENDING,
                                      .last_deferred_us = utc(16, 9, 5),
                                      .attempts = 1,
                                      .reason = dropped,
                                      .remote_host = "mx1.mail.example"});
    sample_run(sample, "DELETE FROM event WHERE event = 'NOTE'");
    struct mt_table deliveries, history;
    trace(sample, trace_1, &deliveries, &history);
    assert_text(&deliveries, 0, "reason_class", "transport");
    assert_text(&deliveries, 0, "reason", "Connection dropped");
    assert_int_equal(count(&deliveries, 0, "attempts"), 1);
    assert_unknown(&deliveries, 0, "delay", "its events do not show the end");
    assert_int_equal(history.row_count, 2);
    assert_text(&history, 1, "what", "defer");
    assert_text(&history, 1, "detail", "LED=421 4.4.2 Connection dropped at mx1");
    assert_text(&history, 1, "reason_class", "transport");
    assert_text(&history, 1, "reason_code", "4.4.2");
    assert_text(&history, 1, "reason", "Connection dropped");
    assert_text(&history, 1, "server", "AM0PR01");
    assert_text(&history, 1, "remote_host", "mx1.mail.example");
    assert_text(&history, 1, "remote_ip", "192.0.2.7");
    assert_text(&history, 1, "reference", "<dsn@x.example>");
    assert_text(&history, 1, "export", "monday.csv");
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

static void
attempts_are_numbered_whatever_the_number_of_exports_that_show_them(void **state)
{
    struct sample *sample = *state;
    int id = add_one(sample);
    static const struct {
        enum mt_event_kind kind;
        int minute, second, precision;
        int attempt; /* 0: none */
    } events[] = {
        {MT_EVENT_RECEIVE, 0, 1, 8, 0}, {MT_EVENT_DEFER, 5, 0, 0, 1},     {MT_EVENT_DEFER, 5, 20, 8, 1},
        {MT_EVENT_DEFER, 5, 20, 1, 1},  {MT_EVENT_DEFER, 5, 40, 8, 2},    {MT_EVENT_DEFER, 20, 0, 0, 3},
        {MT_EVENT_DEFER, 20, 0, 0, 3},  {MT_EVENT_SEND_OUT, 50, 0, 0, 4},
    };
    enum { EVENTS = sizeof events / sizeof *events };
    for (int i = 0; i < EVENTS; i++)
        add_event(sample, id, events[i].kind, utc(16, 9, events[i].minute) + events[i].second * MT_SECOND,
                  events[i].precision, 0);
    struct mt_table deliveries, history;
    trace(sample, trace_1, &deliveries, &history);
    size_t seen = 0;
    for (size_t row = 0; row < history.row_count; row++) {
        const char *what = cell(&history, row, "what").text.at;
        if (strcmp(what, "received") == 0 || strcmp(what, "first seen") == 0)
            continue;
        struct mt_cell attempt = cell(&history, row, "attempt");
        assert_int_equal(attempt.known ? attempt.integer : 0, events[seen].attempt);
        seen++;
    }
    assert_int_equal(seen, EVENTS);
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

static void
giving_up_is_no_attempt(void **state)
{
    struct sample *sample = *state;
    int id = add_one(sample), expired = add_reason(sample, MT_REASON_CLASS_TRANSPORT, "4.4.2", "Connection dropped");
    sample_run(sample, "UPDATE reason SET expired = 1");
    add_event(sample, id, MT_EVENT_FAIL, utc(18, 9, 0), 8, expired);
    struct mt_table deliveries, history;
    trace(sample, trace_1, &deliveries, &history);
    size_t row = history.row_count - 1;
    assert_text(&history, row, "what", "fail");
    assert_false(cell(&history, row, "attempt").known);
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

static void
events_of_one_moment_come_in_the_order_of_their_stages(void **state)
{
    static const enum mt_event_kind kinds[] = {
#define X(number, stage, name, key) MT_EVENT_##name,
        MT_EVENT_LIST(X)
#undef X
    };
    enum { KINDS = sizeof kinds / sizeof *kinds };
    struct sample *sample = *state;
    int id = add_one(sample), before = -1;
    size_t seen = 0;
    for (int i = 0; i < KINDS; i++)
        add_event(sample, id, kinds[i], utc(16, 9, 30), 8, 0);
    struct mt_table deliveries, history;
    trace(sample, trace_1, &deliveries, &history);
    for (size_t row = 0; row < history.row_count; row++)
        for (int i = 0; i < KINDS; i++)
            if (mt_text_is(cell(&history, row, "what").text, mt_event_key(kinds[i]))) {
                if (mt_event_stage(kinds[i]) < before)
                    fail_msg("'%s' comes too late", mt_event_key(kinds[i]));
                before = mt_event_stage(kinds[i]);
                seen++;
            }
    assert_int_equal(seen, KINDS);
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

static void
a_history_tells_from_and_to_which_address_mail_was_led_on(void **state)
{
    struct sample *sample = *state;
    int id = add_one(sample);
    add_event(sample, id, MT_EVENT_EXPAND, utc(16, 9, 1), 8, 0);
    sample_run(sample, "UPDATE event SET turn = 2, related = 'all@tenant.example'");
    add_event(sample, id, MT_EVENT_RESOLVE, utc(16, 9, 2), 8, 0);
    sample_run(sample, "UPDATE event SET turn = 1, related = 'new@mail.example' WHERE event = 'resolve'");
    struct mt_table deliveries, history;
    trace(sample, trace_1, &deliveries, &history);
    assert_text(&history, 1, "what", "expand");
    assert_text(&history, 1, "from_address", "all@tenant.example");
    assert_text(&history, 1, "to_address", "you@mail.example");
    assert_text(&history, 2, "what", "resolve");
    assert_text(&history, 2, "from_address", "you@mail.example");
    assert_text(&history, 2, "to_address", "new@mail.example");
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

static void
an_event_without_an_owner_is_in_the_history_of_the_only_delivery_that_fits(void **state)
{
    struct sample *sample = *state;
    int id = add_one(sample);
    sample_format(sample, "INSERT INTO hint (id, message_id, delivery_id) VALUES (1, '<a@b.example>', %d)", id);
    sample_format(sample,
                  "INSERT INTO event (key, hint_id, at_us, at_precision, kind, event, turn, export_id, line)"
                  " VALUES (99, 1, %lld, 8, 7, 'Defer', 0, 1, 1)",
                  (long long)utc(16, 9, 5));
    struct mt_table deliveries, history;
    trace(sample, trace_1, &deliveries, &history);
    assert_text(&history, 1, "what", "Defer");
    assert_int_equal(count(&history, 1, "attempt"), 1);
    mt_table_release(&deliveries);
    mt_table_release(&history);
}

static void
the_delay_of_a_delivery_is_that_of_its_events(void **state)
{
    struct sample *sample = *state;
    int id = add_one(sample);
    struct mt_table deliveries, history;
    trace(sample, trace_1, &deliveries, &history);
    assert_unknown(&deliveries, 0, "delay", "no events of this mail are here");
    mt_table_release(&deliveries);
    mt_table_release(&history);
    add_course(sample, id, (struct sample_course){.status = MT_STATUS_DELIVERED, .final_us = utc(16, 11, 0)});
    for (int by_event = 0; by_event < 2; by_event++) {
        if (by_event)
            sample_run(sample, "UPDATE delivery SET received_precision = -1");
        trace(sample, trace_1, &deliveries, &history);
        assert_int_equal(count(&deliveries, 0, "delay"), 7200);
        assert_int_equal(cell(&deliveries, 0, "delay").at_least, by_event);
        assert_unknown(&deliveries, 0, "reason", "its events give no reason");
        mt_table_release(&deliveries);
        mt_table_release(&history);
    }
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        ON_A_STORE(a_message_is_found_by_each_of_its_names),
        ON_A_STORE(a_trace_id_with_a_clock_is_found_through_its_key),
        ON_A_STORE(a_history_tells_what_each_export_showed),
        ON_A_STORE(a_history_tells_what_an_event_says_and_means),
        ON_A_STORE(attempts_are_numbered_whatever_the_number_of_exports_that_show_them),
        ON_A_STORE(giving_up_is_no_attempt),
        ON_A_STORE(events_of_one_moment_come_in_the_order_of_their_stages),
        ON_A_STORE(a_history_tells_from_and_to_which_address_mail_was_led_on),
        ON_A_STORE(an_event_without_an_owner_is_in_the_history_of_the_only_delivery_that_fits),
        ON_A_STORE(the_delay_of_a_delivery_is_that_of_its_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
