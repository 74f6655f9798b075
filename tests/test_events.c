#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/courses.h"
#include "store_fixture.h"

static const struct mt_reason socket_error = {
    .reply = 421,
    .code = {"4.4.2", 5},
    .text = {"Connection dropped due to SocketError", 37},
    .remote_host = {"mx.yahoo.example", 16},
    .remote_ip = {"192.0.2.7", 9},
};

static const struct mt_reason expired = {
    .reply = 421,
    .code = {"4.4.2", 5},
    .text = {"Connection dropped due to SocketError", 37},
    .outer_reply = 550,
    .outer_code = {"5.4.300", 7},
    .expired = true,
};

static struct mt_event
event_of(const char *recipient, enum mt_event_kind kind, int64_t at_us)
{
    struct mt_event event = {
        .delivery = row_of(recipient, MT_STATUS_UNKNOWN, NOON),
        .kind = kind,
        .at_us = at_us,
        .precision = 1,
        .event = mt_text_of(mt_event_key(kind)),
    };
    row_trace(&event.delivery, NOON, 1);
    event.delivery.received_precision = MT_RECEIVED_BY_TICKS;
    event.delivery.message_id = MT_TEXT_LITERAL("<1@contoso.com>");
    event.delivery.sender = MT_TEXT_LITERAL("ann@contoso.com");
    return event;
}

static struct mt_event
because(struct mt_event event, const struct mt_reason *reason)
{
    event.has_reason = true;
    event.reason = *reason;
    return event;
}

static struct mt_load_counts
import_events(struct mt_store *store, int number, const struct mt_event *events, size_t count)
{
    struct mt_err err;
    struct mt_loader *loader;
    struct mt_load_counts counts;
    struct mt_export export = export_of(number, NOON + MT_DAY);
    if (mt_loader_open(&loader, store, &export, NOON, &err) != MT_OK)
        fail_msg("%s", err.text);
    struct mt_sink sink = mt_loader_sink(loader);
    for (size_t i = 0; i < count; i++)
        if (sink.event(sink.context, &events[i], &err) != MT_OK)
            fail_msg("%s", err.text);
    if (mt_loader_commit(loader, &counts, &err) != MT_OK)
        fail_msg("%s", err.text);
    assert_int_equal(counts.read, counts.fresh + counts.changed + counts.known + counts.rejected + counts.routing);
    return counts;
}

static int
open_room(void **state)
{
    static struct room room;
    room_open(&room);
    *state = &room;
    return 0;
}

static int
close_room(void **state)
{
    room_close(*state);
    return 0;
}

/* ---- claims ---- */

#define OUTCOMES                                                                                                       \
    "SELECT recipient, status, outcome, evidence, reason_class, reason_code, attempts FROM v1_delivery ORDER BY 1, 2"

static void
a_summary_that_says_failed_becomes_expired_by_its_events(void **state)
{
    struct mt_store *store = room_store(*state, MT_STORE_WRITE);
    struct mt_row row = row_of("bo@yahoo.com", MT_STATUS_FAILED, NOON);
    row_trace(&row, NOON, 1);
    const struct mt_event events[] = {
        because(event_of("bo@yahoo.com", MT_EVENT_DEFER, NOON + MT_MINUTE), &socket_error),
        because(event_of("bo@yahoo.com", MT_EVENT_FAIL, NOON + MT_DAY), &expired),
    };
    import_rows(store, 1, NOON + 2 * MT_DAY, &row, 1);
    assert_dump(store, OUTCOMES, "bo@yahoo.com|failed|failed|summary|-|-|-\n");
    import_events(store, 2, events, 2);
    assert_dump(store, OUTCOMES, "bo@yahoo.com|failed|expired|events|transport|4.4.2|1\n");
    assert_dump(store, "SELECT outcome, reason_class, deliveries FROM v1_hourly", "expired|transport|1\n");
    assert_dump(store, "SELECT first_deferred_utc, final_utc, delay_s, remote_host, reason FROM v1_delivery",
                "2026-11-18T12:01:00Z|2026-11-19T12:00:00Z|86400|mx.yahoo.example|Connection dropped due to "
                "SocketError\n");
    assert_sound(store);
    mt_store_close(store);
}

static void
an_event_is_kept_once(void **state)
{
    struct mt_store *store = room_store(*state, MT_STORE_WRITE);
    const struct mt_event event = because(event_of("bo@yahoo.com", MT_EVENT_DEFER, NOON + MT_MINUTE), &socket_error);
    const struct mt_event events[] = {event, event, event_of("bo@yahoo.com", MT_EVENT_RECEIVE, NOON)};
    struct mt_load_counts counts = import_events(store, 1, events, 3);
    assert_int_equal(counts.fresh, 2);
    assert_int_equal(counts.known, 1);
    assert_int_equal(counts.fresh_deliveries, 1);
    counts = import_events(store, 2, events, 3);
    assert_int_equal(counts.known, 3);
    assert_int_equal(number_of(store, "SELECT count(*) FROM event"), 2);
    mt_store_close(store);
}

static void
events_behind_a_resolve_go_to_the_one_that_took_over(void **state)
{
    struct mt_store *store = room_store(*state, MT_STORE_WRITE);
    struct mt_event left = event_of("alias@contoso.com", MT_EVENT_RESOLVE, NOON + MT_SECOND), came;
    left.turn = MT_TURN_LEFT;
    left.related = MT_TEXT_LITERAL("bo@yahoo.com");
    came = left;
    came.turn = MT_TURN_CAME;
    came.delivery.recipient = left.related;
    came.related = left.delivery.recipient;
    const struct mt_event events[] = {
        event_of("alias@contoso.com", MT_EVENT_RECEIVE, NOON),
        because(event_of("alias@contoso.com", MT_EVENT_DEFER, NOON + MT_MINUTE), &socket_error),
        event_of("alias@contoso.com", MT_EVENT_SEND_OUT, NOON + MT_HOUR),
        left,
        came,
    };
    struct mt_load_counts counts = import_events(store, 1, events, 5);
    assert_int_equal(counts.routing, 2);
    assert_int_equal(counts.fresh, 3);
    assert_dump(store, OUTCOMES,
                "alias@contoso.com|resolved|routing|events|-|-|0\n"
                "bo@yahoo.com|delivered|delivered_after_deferral|events|transport|4.4.2|2\n");
    assert_dump(store, "SELECT sum(deliveries) FROM hourly", "1\n");
    mt_store_close(store);
}

static void
details_without_a_recipient_belong_to_the_only_delivery_as_long_as_it_is_the_only_one(void **state)
{
    struct mt_store *store = room_store(*state, MT_STORE_WRITE);
    struct mt_event event = because(event_of("", MT_EVENT_DEFER, NOON + MT_MINUTE), &socket_error);
    event.delivery.recipient = MT_TEXT_UNKNOWN;
    import_events(store, 1, &event, 1);
    assert_dump(store, "SELECT recipient, kind FROM v1_event", "-|defer\n");
    assert_dump(store, "SELECT count(*) FROM delivery", "0\n");

    struct mt_row row = row_of("bo@yahoo.com", MT_STATUS_DELIVERED, NOON);
    row_trace(&row, NOON, 1);
    import_rows(store, 2, NOON + MT_DAY, &row, 1);
    assert_dump(store, OUTCOMES, "bo@yahoo.com|delivered|delivered_after_deferral|events|transport|4.4.2|1\n");
    assert_dump(store, "SELECT recipient, kind FROM v1_event", "bo@yahoo.com|defer\n");

    row.recipient = MT_TEXT_LITERAL("jo@aol.com");
    import_rows(store, 3, NOON + MT_DAY, &row, 1);
    assert_dump(store, OUTCOMES,
                "bo@yahoo.com|delivered|delivered|summary|-|-|-\n"
                "jo@aol.com|delivered|delivered|summary|-|-|-\n");
    assert_dump(store, "SELECT outcome, reason_class, sum(deliveries) FROM v1_hourly GROUP BY 1, 2",
                "delivered|unknown|2\n");
    assert_sound(store);
    mt_store_close(store);
}

static void
an_event_about_no_message_is_kept_and_counted_as_routing(void **state)
{
    struct mt_store *store = room_store(*state, MT_STORE_WRITE);
    struct mt_event event = event_of("", MT_EVENT_SUBMIT, NOON);
    event.delivery = (struct mt_row){.received_us = NOON, .size_bytes = MT_SIZE_UNKNOWN, .line = 3};
    assert_int_equal(import_events(store, 1, &event, 1).routing, 1);
    assert_int_equal(import_events(store, 2, &event, 1).known, 1);
    assert_int_equal(number_of(store, "SELECT count(*) FROM event WHERE delivery_id IS NULL AND hint_id IS NULL"), 1);
    mt_store_close(store);
}

/* An event of a log without trace ids: its Message-ID stands in for one. */
static struct mt_event
logged(const char *recipient, enum mt_event_kind kind, int64_t at_us)
{
    struct mt_event event = event_of(recipient ? recipient : "", kind, at_us);
    event.delivery.trace_is_guid = false;
    event.delivery.trace_id = event.delivery.message_id;
    event.delivery.received_us = at_us;
    event.delivery.received_precision = MT_RECEIVED_BY_EVENT;
    if (!recipient)
        event.delivery.recipient = MT_TEXT_UNKNOWN;
    return event;
}

static void
an_address_that_only_a_hint_names_is_kept(void **state)
{
    struct mt_store *store = room_store(*state, MT_STORE_WRITE);
    struct mt_event event = logged("victim@y.example", MT_EVENT_DEFER, NOON);
    event.delivery.trace_id = MT_TEXT_UNKNOWN;
    import_events(store, 1, &event, 1);
    assert_sound(store);
    mt_store_close(store);

    /* Another process numbers its addresses anew. */
    store = room_store(*state, MT_STORE_WRITE);
    struct mt_row row = row_of("innocent@z.example", MT_STATUS_DELIVERED, NOON);
    row_trace(&row, NOON, 1);
    row.message_id = event.delivery.message_id;
    import_rows(store, 2, NOON + MT_DAY, &row, 1);
    assert_dump(store, "SELECT outcome FROM v1_delivery", "delivered\n");
    assert_sound(store);
    mt_store_close(store);
}

static void
a_stand_in_is_seen_as_long_as_no_real_delivery_is(void **state)
{
    struct mt_store *store = room_store(*state, MT_STORE_WRITE);
    const struct mt_event events[] = {logged("a@one.example", MT_EVENT_RECEIVE, NOON),
                                      logged("b@two.example", MT_EVENT_DELIVER, NOON)};
    import_events(store, 1, events, 2);
    assert_dump(store, "SELECT trace_id, recipient, outcome FROM v1_delivery ORDER BY 2",
                "-|a@one.example|under_way\n-|b@two.example|delivered\n");
    struct mt_row row = row_of("a@one.example", MT_STATUS_DELIVERED, NOON);
    row_trace(&row, NOON, 1);
    row.message_id = events[0].delivery.message_id;
    import_rows(store, 2, NOON + MT_DAY, &row, 1);
    assert_dump(store, "SELECT recipient, outcome, evidence FROM v1_delivery ORDER BY 1",
                "a@one.example|delivered|events\nb@two.example|delivered|events\n");

    /* The same Message-ID under another trace id: whose the events are is open, but not that there is real mail. */
    row_trace(&row, NOON + MT_HOUR, 2);
    import_rows(store, 3, NOON + MT_DAY, &row, 1);
    assert_dump(store, "SELECT recipient, evidence FROM v1_delivery ORDER BY 1",
                "a@one.example|summary\na@one.example|summary\nb@two.example|events\n");
    assert_sound(store);
    mt_store_close(store);
}

static void
an_event_that_names_nobody_belongs_to_nobody_when_several_could_be_meant(void **state)
{
    struct mt_store *store = room_store(*state, MT_STORE_WRITE);
    const struct mt_event nobodys = logged(NULL, MT_EVENT_DEFER, NOON + MT_HOUR);
    const struct mt_event events[] = {logged("a@one.example", MT_EVENT_RECEIVE, NOON),
                                      logged("b@two.example", MT_EVENT_RECEIVE, NOON)};
    import_events(store, 1, &nobodys, 1);
    import_events(store, 2, events, 1);
    assert_dump(store, "SELECT recipient, outcome FROM v1_delivery", "a@one.example|deferred\n");
    import_events(store, 3, events + 1, 1);
    assert_dump(store, "SELECT recipient, outcome FROM v1_delivery ORDER BY 1",
                "a@one.example|under_way\nb@two.example|under_way\n");
    mt_store_close(store);
}

static void
the_end_that_an_export_shows_stays_whatever_events_say(void **state)
{
    struct mt_store *store = room_store(*state, MT_STORE_WRITE);
    const struct mt_event delivered = event_of("bo@yahoo.com", MT_EVENT_DELIVER, NOON + MT_MINUTE);
    struct mt_row row = row_of("bo@yahoo.com", MT_STATUS_QUARANTINED, NOON);
    row_trace(&row, NOON, 1);
    import_rows(store, 1, NOON, &row, 1); /* taken before the event, as far as the file proves */
    import_events(store, 2, &delivered, 1);
    assert_dump(store, "SELECT status, outcome FROM v1_delivery", "quarantined|quarantined\n");
    mt_store_close(store);
}

/* ---- any order ---- */

enum { EVENTS = 18, ROWS = 8, FILES_MOST = 16 };

struct world {
    struct mt_event events[EVENTS];
    struct mt_row rows[ROWS]; /* the export that shows one was taken at NOON + line hours */
};

static uint32_t
dice(uint64_t *state, uint32_t sides)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % sides;
}

static void
identify(struct mt_row *row, uint64_t *state, bool may_stand_in)
{
    static const char *const ids[] = {"<1@contoso.com>", "<2@contoso.com>"};
    uint32_t which = dice(state, 6);
    row->message_id = mt_text_of(ids[dice(state, 2)]);
    if (which < 3)
        row_trace(row, NOON + (int64_t)which * MT_SECOND, which);
    else if (which == 3)
        row->trace_id = MT_TEXT_LITERAL("evt-1");
    else if (which == 4 && may_stand_in) /* of a log without trace ids */
        row->trace_id = row->message_id;
}

static struct mt_event
some_event(uint64_t *state)
{
    static const char *const addresses[] = {"a@contoso.com", "b@yahoo.com", "c@aol.com", NULL, "d@only-here.example"};
    static const char *const details[] = {"one", "two", NULL};
    struct mt_event event = {
        .delivery = row_of(NULL, MT_STATUS_UNKNOWN, NOON),
        .kind = (enum mt_event_kind)dice(state, 19),
        .at_us = NOON + (int64_t)dice(state, 40) * MT_MINUTE,
        .precision = (int)dice(state, 2),
        .detail = mt_text_of(details[dice(state, 3)]),
    };
    event.event = mt_text_of(mt_event_key(event.kind));
    event.delivery.trace_is_guid = false;
    event.delivery.received_precision = MT_RECEIVED_BY_EVENT;
    event.delivery.received_us = event.at_us;
    identify(&event.delivery, state, true);
    event.delivery.recipient = mt_text_of(addresses[dice(state, 5)]);
    event.delivery.size_bytes = dice(state, 2) ? (int64_t)dice(state, 90000) : MT_SIZE_UNKNOWN;
    if (dice(state, 2) && (event.kind == MT_EVENT_DEFER || event.kind == MT_EVENT_FAIL || event.kind == MT_EVENT_DROP))
        event = because(event, dice(state, 2) ? &socket_error : &expired);
    if (event.kind == MT_EVENT_EXPAND || event.kind == MT_EVENT_RESOLVE) {
        event.turn = (enum mt_turn)dice(state, 3);
        event.related = event.turn == MT_TURN_NONE ? MT_TEXT_UNKNOWN : mt_text_of(addresses[dice(state, 4)]);
    }
    return event;
}

static void
make_world(struct world *world, uint64_t seed)
{
    static const char *const addresses[] = {"a@contoso.com", "b@yahoo.com", "c@aol.com"};
    uint64_t state = seed;
    for (int i = 0; i < EVENTS; i++)
        world->events[i] = some_event(&state);
    for (int i = 0; i < ROWS; i++) {
        struct mt_row *row = &world->rows[i];
        *row = row_of(addresses[dice(&state, 3)], (enum mt_status)dice(&state, 8),
                      NOON + (int64_t)dice(&state, 3) * MT_SECOND);
        row->trace_is_guid = false;
        row->received_precision = 1;
        identify(row, &state, false);
        row->line = dice(&state, 3);
    }
}

static void
shuffle(uint64_t *state, int *numbers, int count)
{
    for (int i = count - 1; i > 0; i--) {
        int other = (int)dice(state, (uint32_t)i + 1), kept = numbers[i];
        numbers[i] = numbers[other];
        numbers[other] = kept;
    }
}

/* One file of some events or of the rows of one export, in any order, some of them twice. */
static void
import_some(struct mt_store *store, const struct world *world, int number, uint64_t *state, bool whole)
{
    static const int of_events = 3;
    int order[EVENTS], count = 0, file = number % 4;
    if (file == of_events) {
        struct mt_event events[2 * EVENTS];
        for (int i = 0; i < EVENTS; i++)
            order[i] = i;
        shuffle(state, order, EVENTS);
        for (int i = 0; i < EVENTS; i++)
            for (int again = 0; again < 2; again++)
                if (whole ? again == 0 : dice(state, 3) == 0)
                    events[count++] = world->events[order[i]];
        import_events(store, number, events, (size_t)count);
        return;
    }
    struct mt_row rows[ROWS];
    for (int i = 0; i < ROWS; i++)
        if ((int)world->rows[i].line == file && (whole || dice(state, 2)))
            rows[count++] = world->rows[i];
    import_rows(store, number, NOON + file * MT_HOUR, rows, (size_t)count);
}

static char *
load_world(const struct world *world, uint64_t *state, int parts)
{
    struct room room;
    int files[FILES_MOST];
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_dump(store, "PRAGMA synchronous = OFF", "");
    for (int i = 0; i < parts; i++)
        files[i] = i;
    shuffle(state, files, parts);
    /* Parts of the exports first, then each of them whole, so that nothing is left out. */
    for (int i = 0; i < parts; i++)
        import_some(store, world, files[i], state, false);
    for (int i = 0; i < 4; i++)
        files[i] = FILES_MOST + i;
    shuffle(state, files, 4);
    for (int i = 0; i < 4; i++)
        import_some(store, world, files[i], state, true);
    char *facts = dump_facts(store);
    assert_sound(store);

    char *kept = dump(store, HOURLY_DUMP);
    count_hours_anew(store);
    assert_dump(store, HOURLY_DUMP, kept);
    free(kept);
    int64_t checked, wrong;
    assert_int_equal(mt_courses_check(store, &checked, &wrong, &room.err), MT_OK);
    assert_int_equal(wrong, 0);
    mt_store_close(store);
    room_close(&room);
    return facts;
}

static void
any_order_repetition_and_splitting_of_exports_gives_the_same_facts(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct world world;
        uint64_t state = seed ^ UINT64_C(0xABCDEF);
        make_world(&world, seed);
        char *expected = load_world(&world, &state, 0);
        for (int i = 0; i < 3; i++) {
            char *facts = load_world(&world, &state, 4 + (int)dice(&state, FILES_MOST - 4));
            if (strcmp(facts, expected) != 0)
                fail_msg("seed %llu:\n%s----\n%s", (unsigned long long)seed, expected, facts);
            free(facts);
        }
        free(expected);
    }
}

int
main(void)
{
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
    const struct CMUnitTest tests[] = {
        CLAIM(a_summary_that_says_failed_becomes_expired_by_its_events),
        CLAIM(an_event_is_kept_once),
        CLAIM(events_behind_a_resolve_go_to_the_one_that_took_over),
        CLAIM(details_without_a_recipient_belong_to_the_only_delivery_as_long_as_it_is_the_only_one),
        CLAIM(an_event_about_no_message_is_kept_and_counted_as_routing),
        CLAIM(an_address_that_only_a_hint_names_is_kept),
        CLAIM(a_stand_in_is_seen_as_long_as_no_real_delivery_is),
        CLAIM(an_event_that_names_nobody_belongs_to_nobody_when_several_could_be_meant),
        CLAIM(the_end_that_an_export_shows_stays_whatever_events_say),
        cmocka_unit_test(any_order_repetition_and_splitting_of_exports_gives_the_same_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
