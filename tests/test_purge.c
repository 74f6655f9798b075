/* What has to go goes, nothing else does, and what remains is what a store would hold that had never seen it. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/store_fixture.h"

#include "store/doctor.h"
#include "store/key.h"
#include "store/mention.h"
#include "store/purge.h"

#define OCTOBER (NOON - 40 * MT_DAY)

/* ---- what the tests share ---- */

static struct mt_row
traced(const char *recipient, const char *sender, enum mt_status status, int64_t received_us, uint32_t which)
{
    struct mt_row row = row_of(recipient, status, received_us);
    row_trace(&row, received_us, which);
    row.received_precision = MT_RECEIVED_BY_TICKS;
    row.sender = mt_text_of(sender);
    row.size_bytes = 1000;
    row.message_id = mt_text_of("<m@a.example>");
    return row;
}

static struct mt_event
event_of(const struct mt_row *row, enum mt_event_kind kind, int64_t at_us, const char *detail)
{
    struct mt_event event = {.delivery = *row, .kind = kind, .at_us = at_us, .precision = 8};
    event.event = mt_text_of("Event");
    event.source = mt_text_of("SMTP");
    event.detail = mt_text_of(detail);
    return event;
}

static struct mt_load_counts
import_events(struct mt_store *store, int number, const struct mt_event *events, size_t count)
{
    struct mt_err err;
    struct mt_loader *loader;
    struct mt_load_counts counts;
    struct mt_export export = export_of(number, NOON);
    if (mt_loader_open(&loader, store, &export, NOON, &err) != MT_OK)
        fail_msg("%s", err.text);
    struct mt_sink sink = mt_loader_sink(loader);
    for (size_t i = 0; i < count; i++)
        if (sink.event(sink.context, &events[i], &err) != MT_OK)
            fail_msg("%s", err.text);
    if (mt_loader_commit(loader, &counts, &err) != MT_OK)
        fail_msg("%s", err.text);
    return counts;
}

static void
import_reject(struct mt_store *store, int number, int64_t observed_us, const struct mt_row *row, const char *raw)
{
    struct mt_err err;
    struct mt_loader *loader;
    struct mt_export export = export_of(number, observed_us);
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    struct mt_reject reject = {.line = 3, .reason = "has no status", .raw = mt_text_of(raw)};
    assert_int_equal(sink.row(sink.context, row, &err), MT_OK);
    assert_int_equal(sink.reject(sink.context, &reject, &err), MT_OK);
    assert_int_equal(mt_loader_commit(loader, NULL, &err), MT_OK);
}

static struct mt_purged
purge(struct mt_store *store, struct mt_purge wanted)
{
    struct mt_err err = {""};
    struct mt_purged purged;
    if (mt_purge_run(store, &wanted, &purged, &err) != MT_OK)
        fail_msg("%s", err.text);
    return purged;
}

static struct mt_purged
purge_before(struct mt_store *store, int64_t before_us)
{
    return purge(store, (struct mt_purge){.before_us = before_us});
}

static struct mt_purged
purge_address(struct mt_store *store, const char *address)
{
    return purge(store, (struct mt_purge){.before_us = MT_MOMENT_UNKNOWN, .address = mt_text_of(address)});
}

/* Sound by the fixture's checks and by doctor's. */
static void
assert_healthy(struct mt_store *store)
{
    struct mt_doctor doctor = {.count = 0};
    struct mt_err err;
    assert_sound(store);
    assert_int_equal(mt_doctor_check(&doctor, store, &err), MT_OK);
    for (size_t i = 0; i < doctor.count; i++)
        if (!doctor.findings[i].healthy)
            fail_msg("%s: %.*s", doctor.findings[i].check, MT_TEXT_ARGS(doctor.findings[i].found));
    mt_doctor_release(&doctor);
}

static bool
file_holds(const char *path, const char *word)
{
    FILE *file = fopen(path, "rb");
    size_t len = strlen(word), matched = 0;
    bool holds = false;
    assert_non_null(file);
    for (int c; !holds && (c = fgetc(file)) != EOF;) {
        if (mt_ascii_lower((char)c) != word[matched])
            matched = 0;
        matched += mt_ascii_lower((char)c) == word[matched];
        holds = matched == len;
    }
    fclose(file);
    return holds;
}

/* ---- mentions ---- */

static void
an_address_is_found_in_the_ways_it_is_written(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "ann@contoso.com",
        "Re: ANN@Contoso.COM!",
        "<ann@contoso.com>",
        "RFC822;ann@contoso.com",
        "to=ann@contoso.com",
        "see ann@contoso.com.",
        "ann@contoso.com_x",
        "?q=ann%40contoso.com&x",
        "mailto%3Aann%40contoso.com",
        "=3Cann=40contoso.com=3E",
        "{\"a\":\"\\u003cann\\u0040contoso.com\\u003e\"}",
        "{\"a\":\"x\\nann@contoso.com\"}",
        "bounces+ann=contoso.com@list.example",
        "SRS0=ab=cd=contoso.com=ann@relay.example",
        "\xE2\x80\x9C ann@contoso.com",
    };
    static const char *const no[] = {
        "",
        "joann@contoso.com",
        "x.ann@contoso.com",
        "x-ann@contoso.com",
        "ann@contoso.com.au",
        "ann@contoso.company",
        "ann@contoso.com-x.example",
        "ann contoso.com",
        "ann@",
        "contoso.com",
        "joann=contoso.com@list.example",
        "\303\251ann@contoso.com",
    };
    struct mt_text address = MT_TEXT_LITERAL("ann@contoso.com");
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!mt_mention_in(mt_text_of(yes[i]), address, MT_MENTION_TEXT))
            fail_msg("not found in '%s'", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (mt_mention_in(mt_text_of(no[i]), address, MT_MENTION_TEXT))
            fail_msg("found in '%s'", no[i]);
    assert_false(mt_mention_in(MT_TEXT_UNKNOWN, address, MT_MENTION_TEXT));
}

static void
in_names_of_files_other_signs_stand_around_an_address(void **state)
{
    (void)state;
    static const char *const yes[] = {"trace-ann@contoso.com.csv", "2026_ann@contoso.com-2.json",
                                      "in.zip/ann@contoso.com.csv.gz", "x.ann@contoso.com"};
    static const char *const no[] = {"joann@contoso.com.csv", "ann@contoso.com.au.csv", "ann@contoso.companies.csv"};
    struct mt_text address = MT_TEXT_LITERAL("ann@contoso.com");
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(mt_mention_in(mt_text_of(yes[i]), address, MT_MENTION_FILE_NAME));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(mt_mention_in(mt_text_of(no[i]), address, MT_MENTION_FILE_NAME));
}

static void
every_mention_is_replaced_and_nothing_else(void **state)
{
    (void)state;
    struct mt_out out = MT_OUT_EMPTY;
    mt_mention_put_without(&out, MT_TEXT_LITERAL("Ann@contoso.com,joann@contoso.com;ann@contoso.com"),
                           MT_TEXT_LITERAL("ann@contoso.com"), MT_MENTION_TEXT);
    assert_true(mt_text_is(mt_out_view(&out), "(address removed),joann@contoso.com;(address removed)"));
    mt_out_release(&out);
}

static void
an_address_made_from_one_is_told_from_one_that_ends_like_it(void **state)
{
    (void)state;
    struct mt_text address = MT_TEXT_LITERAL("ann@contoso.com");
    assert_true(mt_mention_is_made_of(MT_TEXT_LITERAL("ann@contoso.com"), address));
    assert_true(mt_mention_is_made_of(MT_TEXT_LITERAL("bounces+ann=contoso.com@list.example"), address));
    assert_true(mt_mention_is_made_of(MT_TEXT_LITERAL("\"ann@contoso.com\"@gateway.example"), address));
    assert_false(mt_mention_is_made_of(MT_TEXT_LITERAL("srs0=x=y=fabrikam.com=ann@contoso.com"), address));
    assert_false(mt_mention_is_made_of(MT_TEXT_LITERAL("joann@contoso.com"), address));
}

/* ---- by age ---- */

static void
old_mail_goes_with_all_that_hangs_on_it(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row old[] = {
        traced("a@old.example", "s@old.example", MT_STATUS_PENDING, OCTOBER, 1),
        traced("b@old.example", "s@old.example", MT_STATUS_DELIVERED, OCTOBER + MT_MINUTE, 2),
    };
    struct mt_row recent[] = {traced("a@new.example", "s@a.example", MT_STATUS_PENDING, NOON - MT_DAY, 3)};
    struct mt_event events[] = {
        event_of(&old[0], MT_EVENT_DEFER, OCTOBER + MT_HOUR, "421 try again"),
        event_of(&recent[0], MT_EVENT_DEFER, NOON - 23 * MT_HOUR, "421 try again"),
    };
    import_rows(store, 1, OCTOBER + MT_HOUR, old, 2);
    import_rows(store, 2, NOON - 23 * MT_HOUR, recent, 1);
    import_events(store, 3, events, 2);
    struct mt_purged purged = purge_before(store, NOON - 2 * MT_DAY);
    assert_int_equal(purged.deliveries, 2);
    assert_int_equal(purged.events, 1);
    assert_int_equal(purged.exports, 1);
    assert_int_equal(purged.addresses, 3);
    assert_int_equal(purged.domains, 1);
    assert_dump(store, "SELECT text FROM address ORDER BY 1", "a@new.example\ns@a.example\n");
    assert_dump(store, "SELECT recipient, outcome, attempts FROM v1_delivery", "a@new.example|deferred|1\n");
    assert_dump(store, "SELECT sum(deliveries) FROM hourly", "1\n");
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

static void
exactly_the_moment_stays(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row rows[] = {
        traced("a@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER - 1, 1),
        traced("b@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 2),
    };
    import_rows(store, 1, NOON, rows, 2);
    /* Seconds are brought down to the minute. */
    assert_int_equal(purge_before(store, OCTOBER + 30 * MT_SECOND).deliveries, 1);
    assert_dump(store, "SELECT recipient FROM v1_delivery", "b@a.example\n");
    assert_int_equal(purge_before(store, OCTOBER + MT_MINUTE).deliveries, 1);
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

static void
a_partly_old_export_stays_known_and_an_old_one_is_forgotten(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row rows[] = {
        traced("a@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 1),
        traced("b@a.example", "s@a.example", MT_STATUS_DELIVERED, NOON, 2),
    };
    import_rows(store, 1, OCTOBER, rows, 1);
    import_rows(store, 2, NOON, rows, 2);
    purge_before(store, NOON - MT_DAY);
    assert_dump(store, "SELECT hex(substr(sha256, 1, 1)) FROM export", "02\n");
    import_rows(store, 1, OCTOBER, rows, 1);
    assert_dump(store, "SELECT recipient FROM v1_delivery ORDER BY 1", "a@a.example\nb@a.example\n");
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

static void
rejects_go_with_the_newest_mail_of_their_export(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row old = traced("a@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 1);
    struct mt_row recent = traced("b@a.example", "s@a.example", MT_STATUS_DELIVERED, NOON, 2);
    import_reject(store, 1, OCTOBER, &old, "old,record");
    import_reject(store, 2, NOON, &recent, "new,record");
    assert_int_equal(purge_before(store, NOON - MT_DAY).rejects, 1);
    assert_dump(store, "SELECT raw FROM v1_reject", "new,record\n");
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

/* Two deliveries whose keys meet: the second moved on to the next key, and is looked for over the first. */
static void
a_delivery_whose_key_moved_on_is_found_after_the_one_before_it_went(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row first = traced("a@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 1);
    struct mt_row second = traced("b@a.example", "s@a.example", MT_STATUS_PENDING, NOON, 2);
    import_rows(store, 1, NOON, &second, 1);
    /* As if the first had the second's own key. */
    int64_t key = number_of(store, "SELECT key FROM seen");
    char sql[256];
    snprintf(sql, sizeof sql, "UPDATE seen SET key = %lld", (long long)mt_key_next(key));
    free(dump(store, sql));
    import_rows(store, 2, NOON, &first, 1);
    snprintf(sql, sizeof sql, "UPDATE seen SET key = %lld WHERE key <> %lld", (long long)key,
             (long long)mt_key_next(key));
    free(dump(store, sql));
    purge_before(store, NOON - MT_DAY);
    second.status = MT_STATUS_DELIVERED;
    struct mt_load_counts counts = import_rows(store, 3, NOON + MT_HOUR, &second, 1);
    assert_int_equal(counts.changed, 1);
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

static void
a_dry_run_counts_the_same_and_changes_nothing(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row rows[] = {
        traced("a@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 1),
        traced("b@a.example", "s@a.example", MT_STATUS_DELIVERED, NOON, 2),
    };
    import_rows(store, 1, NOON, rows, 2);
    char *before = dump_facts(store);
    struct mt_purged counted = purge(store, (struct mt_purge){.before_us = NOON, .dry_run = true});
    char *after = dump_facts(store);
    assert_string_equal(before, after);
    struct mt_purged purged = purge_before(store, NOON);
    assert_memory_equal(&counted, &purged, sizeof purged);
    free(before);
    free(after);
    mt_store_close(store);
    room_close(&room);
}

static bool
at_once(void)
{
    return true;
}

static void
an_interrupted_purge_has_changed_nothing(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    enum { MANY = 2000 };
    static struct mt_row rows[MANY];
    for (uint32_t i = 0; i < MANY; i++)
        rows[i] = traced("a@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER + (int64_t)i * MT_SECOND, i);
    import_rows(store, 1, NOON, rows, MANY);
    char *before = dump_facts(store);
    struct mt_purge wanted = {.before_us = NOON, .stop = at_once};
    struct mt_purged purged;
    assert_int_equal(mt_purge_run(store, &wanted, &purged, &room.err), MT_INTERRUPTED);
    char *after = dump_facts(store);
    assert_string_equal(before, after);
    assert_healthy(store);
    assert_int_equal(purge_before(store, NOON).deliveries, MANY);
    free(before);
    free(after);
    mt_store_close(store);
    room_close(&room);
}

/* ---- by address ---- */

static void
nothing_of_an_address_is_left_in_the_file(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row rows[] = {
        traced("ann@contoso.com", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 1),
        traced("b@a.example", "ann@contoso.com", MT_STATUS_DELIVERED, OCTOBER, 2),
        traced("c@a.example", "bounces+ann=contoso.com@list.example", MT_STATUS_DELIVERED, OCTOBER, 3),
        traced("d@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 4),
        traced("joann@contoso.com", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 5),
    };
    rows[3].subject = mt_text_of("Re: mail from Ann@Contoso.com, again");
    rows[3].message_id = mt_text_of("<1.of-ann@contoso.com>");
    rows[4].message_id = mt_text_of("<ann@contoso.com>");
    struct mt_event event = event_of(&rows[3], MT_EVENT_DEFER, OCTOBER + MT_HOUR, "bcc to ann@contoso.com");
    event.data = mt_text_of("S:Bcc=ann@contoso.com;S:X=1");
    event.reference = mt_text_of("<ann@contoso.com>");
    event.related = mt_text_of("ann@contoso.com");
    event.has_reason = true;
    event.reason = (struct mt_reason){.reply = 450,
                                      .code = MT_TEXT_LITERAL("4.2.0"),
                                      .text = MT_TEXT_LITERAL("ann@contoso.com is greylisted"),
                                      .remote_host = MT_TEXT_LITERAL("mx.a.example")};
    struct mt_export named = export_of(9, NOON);
    named.name = mt_text_of("trace-of-ann@contoso.com.csv");
    struct mt_loader *loader;

    import_rows(store, 1, NOON, rows, 5);
    import_events(store, 2, &event, 1);
    import_reject(store, 3, NOON, &rows[4], "x,ann@contoso.com,y");
    assert_int_equal(mt_loader_open(&loader, store, &named, NOON, &room.err), MT_OK);
    assert_int_equal(mt_loader_commit(loader, NULL, &room.err), MT_OK);
    struct mt_purged purged = purge_address(store, "ann@contoso.com");
    assert_int_equal(purged.deliveries, 3);
    assert_int_equal(purged.rejects, 1);
    assert_int_equal(mt_purge_compact(store, &room.err), MT_OK);
    assert_dump(store, "SELECT recipient, subject FROM v1_delivery ORDER BY 1",
                "d@a.example|Re: mail from (address removed), again\njoann@contoso.com|-\n");
    assert_dump(store, "SELECT detail, related_recipient, reason, data, reference FROM v1_event",
                "bcc to (address removed)|-|(address removed) is greylisted|S:Bcc=(address removed);S:X=1|"
                "<(address removed)>\n");
    assert_dump(store, "SELECT name FROM export ORDER BY id DESC LIMIT 1", "trace-of-(address removed).csv\n");
    assert_healthy(store);
    mt_store_close(store);
    /* What ends like it is somebody else's, and the only thing that holds these letters. */
    assert_true(file_holds(room.path, "joann@contoso.com"));
    store = room_store(&room, MT_STORE_WRITE);
    purge_address(store, "joann@contoso.com");
    assert_int_equal(mt_purge_compact(store, &room.err), MT_OK);
    mt_store_close(store);
    assert_true(file_holds(room.path, "of-ann@contoso.com"));
    store = room_store(&room, MT_STORE_WRITE);
    purge_address(store, "1.of-ann@contoso.com");
    assert_int_equal(mt_purge_compact(store, &room.err), MT_OK);
    assert_healthy(store);
    mt_store_close(store);
    assert_false(file_holds(room.path, "ann@contoso.com"));
    assert_false(file_holds(room.path, "ann=contoso.com"));
    room_close(&room);
}

static void
a_file_that_was_read_is_not_read_again_after_an_erasure(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = traced("ann@contoso.com", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 1);
    struct mt_export export = export_of(1, NOON);
    bool known = false;
    char name[64];
    import_rows(store, 1, NOON, &row, 1);
    purge_address(store, "ann@contoso.com");
    assert_int_equal(number_of(store, "SELECT count(*) FROM delivery"), 0);
    assert_int_equal(mt_loader_known(store, export.sha256, &known, name, sizeof name, &room.err), MT_OK);
    assert_true(known);
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

/* A row without a trace id describes the mail that ann sent, and does not say so. */
static void
a_description_of_mail_that_went_does_not_come_back_as_mail(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row sent = traced("b@a.example", "ann@contoso.com", MT_STATUS_PENDING, OCTOBER, 1);
    struct mt_row described = row_of("b@a.example", MT_STATUS_DELIVERED, OCTOBER);
    struct mt_row other = traced("b@a.example", "s@a.example", MT_STATUS_PENDING, OCTOBER, 2);
    sent.message_id = other.message_id = MT_TEXT_UNKNOWN;
    import_rows(store, 1, NOON, &sent, 1);
    import_rows(store, 2, NOON, &described, 1);
    assert_dump(store, "SELECT status FROM v1_delivery", "delivered\n");
    assert_int_equal(purge_address(store, "ann@contoso.com").deliveries, 3);
    assert_int_equal(number_of(store, "SELECT count(*) FROM delivery"), 0);
    assert_healthy(store);

    /* Where it describes other mail as well, it stays for that. */
    import_rows(store, 3, NOON, &sent, 1);
    import_rows(store, 4, NOON, &described, 1);
    import_rows(store, 5, NOON, &other, 1);
    purge_address(store, "ann@contoso.com");
    assert_dump(store, "SELECT sender, status FROM v1_delivery", "s@a.example|delivered\n");
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

static void
what_remains_is_what_was_never_mixed_with_what_went(void **state)
{
    (void)state;
    struct room room, clean;
    room_open(&room);
    room_open(&clean);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE), *never = room_store(&clean, MT_STORE_WRITE);
    struct mt_row own = traced("b@a.example", NULL, MT_STATUS_PENDING, OCTOBER, 1);
    struct mt_row anns = row_of("b@a.example", MT_STATUS_DELIVERED, OCTOBER);
    struct mt_row others = row_of("b@a.example", MT_STATUS_QUARANTINED, OCTOBER);
    own.message_id = MT_TEXT_UNKNOWN;
    anns.sender = mt_text_of("ann@contoso.com");
    others.sender = mt_text_of("bob@contoso.com");
    import_rows(store, 1, NOON, &own, 1);
    import_rows(store, 2, NOON, &anns, 1);
    import_rows(store, 3, NOON - MT_HOUR, &others, 1);
    import_rows(never, 1, NOON, &own, 1);
    import_rows(never, 3, NOON - MT_HOUR, &others, 1);
    purge_address(store, "ann@contoso.com");
    char *left = dump_facts(store), *expected = dump_facts(never);
    assert_string_equal(left, expected);
    assert_healthy(store);
    free(left);
    free(expected);
    mt_store_close(store);
    mt_store_close(never);
    room_close(&room);
    room_close(&clean);
}

static void
events_of_a_message_of_which_nobody_says_whose_they_are_go_with_the_address(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row rows[] = {
        traced("ann@contoso.com", "s@a.example", MT_STATUS_PENDING, OCTOBER, 7),
        traced("b@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 7),
    };
    struct mt_row anyone = rows[0];
    anyone.recipient = MT_TEXT_UNKNOWN;
    struct mt_event event = event_of(&anyone, MT_EVENT_DEFER, OCTOBER + MT_HOUR, "421 try again");
    import_rows(store, 1, NOON, rows, 2);
    import_events(store, 2, &event, 1);
    assert_int_equal(number_of(store, "SELECT count(*) FROM hint WHERE delivery_id IS NULL"), 1);
    assert_int_equal(purge_address(store, "ann@contoso.com").events, 1);
    /* Left alone, it would now be the other recipient's. */
    assert_dump(store, "SELECT recipient, outcome FROM v1_delivery", "b@a.example|delivered\n");
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

static void
who_took_over_from_the_address_keeps_a_course_of_its_own(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row left = traced("ann@contoso.com", "s@a.example", MT_STATUS_RESOLVED, OCTOBER, 7);
    struct mt_row came = traced("b@a.example", "s@a.example", MT_STATUS_DELIVERED, OCTOBER, 7);
    struct mt_event events[] = {
        event_of(&left, MT_EVENT_RESOLVE, OCTOBER + MT_MINUTE, "to b@a.example"),
        event_of(&left, MT_EVENT_DEFER, OCTOBER + MT_HOUR, "421 try again"),
        event_of(&came, MT_EVENT_RESOLVE, OCTOBER + MT_MINUTE, "from ann@contoso.com"),
        event_of(&came, MT_EVENT_DELIVER, OCTOBER + 2 * MT_HOUR, "250 ok"),
    };
    events[0].turn = MT_TURN_LEFT;
    events[0].related = came.recipient;
    events[2].turn = MT_TURN_CAME;
    events[2].related = left.recipient;
    import_rows(store, 1, NOON, &left, 1);
    import_rows(store, 2, NOON, &came, 1);
    import_events(store, 3, events, 4);
    purge_address(store, "ann@contoso.com");
    assert_dump(store, "SELECT recipient, outcome, attempts FROM v1_delivery", "b@a.example|delivered|1\n");
    assert_int_equal(number_of(store, "SELECT count(*) FROM event WHERE related IS NOT NULL OR other_id IS NOT NULL"),
                     0);
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

static void
two_reasons_that_differ_by_the_address_alone_become_one(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = traced("b@a.example", "s@a.example", MT_STATUS_PENDING, OCTOBER, 1);
    struct mt_event events[2];
    static const char *const texts[] = {"ann@contoso.com is full", "(address removed) is full"};
    for (int i = 0; i < 2; i++) {
        events[i] = event_of(&row, MT_EVENT_DEFER, OCTOBER + (i + 1) * MT_HOUR, "x");
        events[i].has_reason = true;
        events[i].reason = (struct mt_reason){.reply = 452, .text = mt_text_of(texts[i])};
    }
    import_rows(store, 1, NOON, &row, 1);
    import_events(store, 2, events, 2);
    purge_address(store, "ann@contoso.com");
    assert_dump(store, "SELECT text FROM reason", "(address removed) is full\n");
    assert_int_equal(number_of(store, "SELECT count(*) FROM event WHERE reason_id IS NOT NULL"), 2);
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

/* ---- order ---- */

static void
exports_can_be_imported_in_any_order_around_a_purge(void **state)
{
    (void)state;
    enum { ORDERS = 6 };
    static const int orders[ORDERS][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    struct mt_row rows[3][2] = {
        {traced("a@a.example", "s@a.example", MT_STATUS_PENDING, NOON, 1),
         traced("o@a.example", "s@a.example", MT_STATUS_PENDING, OCTOBER, 9)},
        {traced("a@a.example", "s@a.example", MT_STATUS_DELIVERED, NOON, 1),
         row_of("b@a.example", MT_STATUS_FAILED, NOON)},
        {row_of("a@a.example", MT_STATUS_PENDING, NOON),
         traced("b@a.example", "s@a.example", MT_STATUS_PENDING, NOON, 3)},
    };
    char *first = NULL;
    for (int order = 0; order < ORDERS; order++)
        for (int when = 1; when <= 3; when++) {
            struct room room;
            room_open(&room);
            struct mt_store *store = room_store(&room, MT_STORE_WRITE);
            for (int i = 0; i < 3; i++) {
                int number = orders[order][i];
                import_rows(store, number + 1, NOON + (number + 1) * MT_HOUR, rows[number], 2);
                if (i + 1 == when)
                    purge_before(store, NOON - MT_DAY);
            }
            purge_before(store, NOON - MT_DAY);
            char *facts = dump_facts(store);
            if (!first)
                first = strdup(facts);
            assert_string_equal(first, facts);
            assert_healthy(store);
            free(facts);
            mt_store_close(store);
            room_close(&room);
        }
    free(first);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_found_in_the_ways_it_is_written),
        cmocka_unit_test(in_names_of_files_other_signs_stand_around_an_address),
        cmocka_unit_test(every_mention_is_replaced_and_nothing_else),
        cmocka_unit_test(an_address_made_from_one_is_told_from_one_that_ends_like_it),
        cmocka_unit_test(old_mail_goes_with_all_that_hangs_on_it),
        cmocka_unit_test(exactly_the_moment_stays),
        cmocka_unit_test(a_partly_old_export_stays_known_and_an_old_one_is_forgotten),
        cmocka_unit_test(rejects_go_with_the_newest_mail_of_their_export),
        cmocka_unit_test(a_delivery_whose_key_moved_on_is_found_after_the_one_before_it_went),
        cmocka_unit_test(a_dry_run_counts_the_same_and_changes_nothing),
        cmocka_unit_test(an_interrupted_purge_has_changed_nothing),
        cmocka_unit_test(nothing_of_an_address_is_left_in_the_file),
        cmocka_unit_test(a_file_that_was_read_is_not_read_again_after_an_erasure),
        cmocka_unit_test(a_description_of_mail_that_went_does_not_come_back_as_mail),
        cmocka_unit_test(what_remains_is_what_was_never_mixed_with_what_went),
        cmocka_unit_test(events_of_a_message_of_which_nobody_says_whose_they_are_go_with_the_address),
        cmocka_unit_test(who_took_over_from_the_address_keeps_a_course_of_its_own),
        cmocka_unit_test(two_reasons_that_differ_by_the_address_alone_become_one),
        cmocka_unit_test(exports_can_be_imported_in_any_order_around_a_purge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
