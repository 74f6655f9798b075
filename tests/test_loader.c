#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/key.h"
#include "tests/store_fixture.h"

static uint32_t
dice(uint64_t *state, uint32_t sides)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % sides;
}

/* ---- one delivery in several exports ---- */

static void
a_delivery_is_kept_once(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
    row_trace(&row, NOON, 1);
    struct mt_row twice[] = {row, row};

    struct mt_load_counts counts = import_rows(store, 1, NOON + MT_DAY, twice, 2);
    assert_int_equal(counts.fresh, 1);
    assert_int_equal(counts.known, 1);
    counts = import_rows(store, 2, NOON + 2 * MT_DAY, twice, 2);
    assert_int_equal(counts.known, 2);
    assert_int_equal(number_of(store, "SELECT count(*) FROM delivery"), 1);
    assert_dump(store, "SELECT deliveries FROM hourly", "1\n");
    assert_sound(store);
    mt_store_close(store);
    room_close(&room);
}

static void
one_message_to_two_recipients_is_two_deliveries(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row rows[] = {row_of("jo@example.com", MT_STATUS_DELIVERED, NOON),
                            row_of("bo@example.com", MT_STATUS_FAILED, NOON)};
    row_trace(&rows[0], NOON, 1);
    row_trace(&rows[1], NOON, 1);
    assert_int_equal(import_rows(store, 1, NOON + MT_DAY, rows, 2).fresh, 2);
    mt_store_close(store);
    room_close(&room);
}

static void
an_older_export_never_undoes_a_newer_fact(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
    row_trace(&row, NOON, 1);
    row.size_bytes = 5000;
    import_rows(store, 1, NOON + MT_DAY, &row, 1);
    row.status = MT_STATUS_PENDING;
    row.size_bytes = MT_SIZE_UNKNOWN;
    struct mt_load_counts counts = import_rows(store, 2, NOON + MT_HOUR, &row, 1);
    assert_int_equal(counts.changed, 1);
    assert_dump(store, "SELECT status, outcome, size_bytes FROM v1_delivery",
                "delivered|delivered_after_deferral|5000\n");
    assert_dump(store, "SELECT status, first_us - 1795003200000000, last_us - 1795003200000000 FROM observation",
                "1|3600000000|3600000000\n2|86400000000|-\n");
    assert_dump(store, "SELECT outcome, deliveries, bytes FROM v1_hourly", "delivered_after_deferral|1|5000\n");
    mt_store_close(store);
    room_close(&room);
}

static void
a_mail_still_pending_later_becomes_deferred(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_PENDING, NOON);
    row_trace(&row, NOON, 1);
    import_rows(store, 1, NOON + MT_MINUTE, &row, 1);
    assert_dump(store, "SELECT outcome, deliveries FROM v1_hourly", "under_way|1\n");
    import_rows(store, 2, NOON + MT_HOUR, &row, 1);
    assert_dump(store, "SELECT outcome, deliveries FROM v1_hourly", "deferred|1\n");
    row.status = MT_STATUS_FAILED;
    import_rows(store, 3, NOON + 2 * MT_DAY, &row, 1);
    assert_dump(store, "SELECT outcome, deliveries FROM v1_hourly", "failed_after_deferral|1\n");
    mt_store_close(store);
    room_close(&room);
}

static void
routing_steps_are_kept_but_are_no_mail(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("all@example.com", MT_STATUS_EXPANDED, NOON);
    row_trace(&row, NOON, 1);
    struct mt_load_counts counts = import_rows(store, 1, NOON + MT_DAY, &row, 1);
    assert_int_equal(counts.routing, 1);
    assert_int_equal(counts.fresh, 0);
    assert_int_equal(import_rows(store, 2, NOON + MT_DAY, &row, 1).known, 1);
    assert_dump(store, "SELECT outcome FROM v1_delivery", "routing\n");
    assert_dump(store, "SELECT count(*) FROM hourly", "0\n");
    mt_store_close(store);
    room_close(&room);
}

static void
a_message_id_that_comes_later_moves_the_delivery_to_its_route(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
    row_trace(&row, NOON, 1);
    import_rows(store, 1, NOON + MT_DAY, &row, 1);
    assert_dump(store, "SELECT forest, region, deliveries FROM v1_hourly", "-|-|1\n");
    row.message_id = mt_text_of("<A1@ZR0P278MB0123.CHEP278.PROD.OUTLOOK.COM>");
    row.direction = MT_DIRECTION_ORIGINATING;
    import_rows(store, 2, NOON + MT_DAY, &row, 1);
    assert_dump(store, "SELECT forest, region, direction, deliveries FROM v1_hourly", "CHEP278|CHE|originating|1\n");
    mt_store_close(store);
    room_close(&room);
}

static void
hostile_addresses_are_only_text(void **unused)
{
    static const struct {
        const char *address, *domain;
    } cases[] = {
        {"\"a@b\"@example.com", "example.com"},    {"<>", "-"}, {"nobody", "-"}, {"x@", "-"},
        {"', x); DROP TABLE delivery; --@h", "h"},
    };
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    for (int i = 0; i < 5; i++) {
        char sql[160], expected[64];
        struct mt_row row = row_of(cases[i].address, MT_STATUS_DELIVERED, NOON);
        row_trace(&row, NOON, (uint32_t)i);
        row.sender = row.recipient;
        import_rows(store, i, NOON + MT_DAY, &row, 1);
        snprintf(sql, sizeof sql, "SELECT recipient_domain FROM v1_delivery ORDER BY rowid LIMIT 1 OFFSET %d", i);
        snprintf(expected, sizeof expected, "%s\n", cases[i].domain);
        assert_dump(store, "SELECT count(*) FROM delivery WHERE sender_id <> recipient_id", "0\n");
        assert_dump(store,
                    "SELECT m.name FROM delivery d JOIN domain m ON m.id = d.domain_id ORDER BY d.id DESC LIMIT 1",
                    *cases[i].domain == '-' ? "\n" : expected);
    }
    assert_sound(store);
    mt_store_close(store);
    room_close(&room);
}

/* ---- order and repetition ---- */

enum { WORLD_FILES = 4, WORLD_ROWS = 14, WORLD_TRACES = 6 };

struct world {
    struct mt_row rows[WORLD_FILES][WORLD_ROWS];
    int64_t observed_us[WORLD_FILES];
};

static struct mt_text
one_of(uint64_t *state, const char *const *texts, uint32_t count)
{
    return mt_text_of(texts[dice(state, count)]);
}

static void
some_trace(uint64_t *state, struct mt_row *row)
{
    uint32_t which = dice(state, WORLD_TRACES);
    if (which == 0) {
        row->trace_id = MT_TEXT_LITERAL("evt-1");
    } else if (which == 1) { /* a GUID without a clock */
        row->trace_is_guid = true;
        row->trace_id = MT_TEXT_LITERAL("(a guid)");
        row->trace_guid[0] = 7;
    } else {
        int64_t clock_us = NOON + (int64_t)(which % 3) * 700000;
        row_trace(row, clock_us, which);
        if (dice(state, 3)) { /* most exports agree with the clock */
            row->received_us = clock_us;
            row->received_precision = 9;
        }
    }
}

static struct mt_row
some_row(uint64_t *state, bool may_be_weak)
{
    static const char *const recipients[] = {"jo@example.com", "bo@yahoo.co.uk"};
    static const char *const message_ids[] = {NULL, "<1@x>", "<2@A.B.EURPRD01.PROD.OUTLOOK.COM>"};
    static const char *const senders[] = {NULL, "a@contoso.com", "b@contoso.com"};
    static const char *const subjects[] = {NULL, "hello", "hello there"};
    static const char *const connectors[] = {NULL, "to the world"};
    static const enum mt_status statuses[] = {MT_STATUS_DELIVERED,     MT_STATUS_DELIVERED,   MT_STATUS_PENDING,
                                              MT_STATUS_FAILED,        MT_STATUS_QUARANTINED, MT_STATUS_EXPANDED,
                                              MT_STATUS_GETTING_STATUS};
    static const int64_t spans[] = {MT_MINUTE, MT_SECOND};
    struct mt_row row = {
        .recipient = one_of(state, recipients, 2),
        .message_id = one_of(state, message_ids, 3),
        .sender = one_of(state, senders, 3),
        .subject = one_of(state, subjects, 3),
        .connector = one_of(state, connectors, 2),
        .from_ip = MT_TEXT_UNKNOWN,
        .status = statuses[dice(state, 7)],
        .direction = (enum mt_direction)dice(state, 3),
        .size_bytes = (int64_t)dice(state, 3) * 20000 - 1,
        .received_precision = (int)dice(state, 2),
    };
    row.received_us = mt_floor_to(NOON + (int64_t)dice(state, 4) * 700000 + (dice(state, 9) ? 0 : MT_HOUR),
                                  spans[row.received_precision]);
    if (!may_be_weak || dice(state, 3))
        some_trace(state, &row);
    return row;
}

static void
make_world(struct world *world, uint64_t seed, bool may_be_weak)
{
    uint64_t state = seed;
    for (int file = 0; file < WORLD_FILES; file++) {
        world->observed_us[file] = NOON + (int64_t)dice(&state, 4) * 20 * MT_MINUTE;
        for (int i = 0; i < WORLD_ROWS; i++)
            world->rows[file][i] = some_row(&state, may_be_weak);
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

/* The files in some order, some of them more than once, the rows in some order; what is in the store then. */
static char *
load_world(const struct world *world, uint64_t *state, bool as_it_is)
{
    struct room room;
    int files[2 * WORLD_FILES], order[WORLD_ROWS];
    int count = WORLD_FILES;
    for (int i = 0; i < WORLD_FILES; i++)
        files[i] = i;
    while (!as_it_is && count < 2 * WORLD_FILES && dice(state, 3))
        files[count++] = (int)dice(state, WORLD_FILES);
    if (!as_it_is)
        shuffle(state, files, count);
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_dump(store, "PRAGMA synchronous = OFF", "");
    for (int i = 0; i < count; i++) {
        struct mt_row rows[WORLD_ROWS];
        for (int row = 0; row < WORLD_ROWS; row++)
            order[row] = row;
        if (!as_it_is)
            shuffle(state, order, WORLD_ROWS);
        for (int row = 0; row < WORLD_ROWS; row++)
            rows[row] = world->rows[files[i]][order[row]];
        import_rows(store, i, world->observed_us[files[i]], rows, WORLD_ROWS);
    }
    char *facts = dump_facts(store);
    assert_sound(store);

    /* What was kept current is what counting anew gives. */
    char *kept = dump(store, HOURLY_DUMP);
    count_hours_anew(store);
    assert_dump(store, HOURLY_DUMP, kept);
    free(kept);
    mt_store_close(store);
    room_close(&room);
    return facts;
}

static void
assert_order_free(uint64_t seed, bool may_be_weak)
{
    struct world world;
    uint64_t state = seed ^ UINT64_C(0xABCDEF);
    make_world(&world, seed, may_be_weak);
    char *expected = load_world(&world, &state, true);
    for (int i = 0; i < 3; i++) {
        char *facts = load_world(&world, &state, false);
        if (strcmp(facts, expected) != 0)
            fail_msg("seed %llu:\n%s----\n%s", (unsigned long long)seed, expected, facts);
        free(facts);
    }
    free(expected);
}

static void
any_order_and_repetition_of_imports_gives_the_same_facts(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= 25; seed++)
        assert_order_free(seed, false);
}

static void
rows_without_trace_ids_join_alike_in_any_order(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= 60; seed++)
        assert_order_free(seed * 1000, true);
}

/* ---- rows without a trace id ---- */

static struct mt_row
description_of(const char *recipient, enum mt_status status)
{
    struct mt_row row = row_of(recipient, status, NOON);
    row.received_precision = 0;
    row.sender = MT_TEXT_LITERAL("a@contoso.com");
    row.subject = MT_TEXT_LITERAL("hello");
    return row;
}

static void
a_row_without_trace_id_is_mail_until_its_delivery_comes(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row weak = description_of("jo@example.com", MT_STATUS_PENDING);
    assert_int_equal(import_rows(store, 1, NOON + MT_HOUR, &weak, 1).fresh, 1);
    assert_int_equal(import_rows(store, 2, NOON + MT_HOUR, &weak, 1).known, 1);
    assert_dump(store, "SELECT outcome, deliveries FROM v1_hourly", "deferred|1\n");

    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON + 42 * MT_SECOND);
    row_trace(&row, row.received_us, 1);
    row.received_precision = MT_RECEIVED_BY_TICKS;
    assert_int_equal(import_rows(store, 3, NOON + MT_DAY, &row, 1).fresh, 1);
    assert_dump(store, "SELECT outcome, deliveries FROM v1_hourly", "delivered_after_deferral|1\n");
    assert_dump(store, "SELECT sender, subject, outcome FROM v1_delivery",
                "a@contoso.com|hello|delivered_after_deferral\n");
    assert_sound(store);
    mt_store_close(store);
    room_close(&room);
}

static void
a_row_without_trace_id_adds_to_the_delivery_it_describes(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON + 42 * MT_SECOND);
    row_trace(&row, row.received_us, 1);
    row.received_precision = MT_RECEIVED_BY_TICKS;
    import_rows(store, 1, NOON + MT_DAY, &row, 1);
    struct mt_row weak = description_of("jo@example.com", MT_STATUS_DELIVERED);
    struct mt_load_counts counts = import_rows(store, 2, NOON + MT_DAY, &weak, 1);
    assert_int_equal(counts.fresh, 0);
    assert_int_equal(counts.changed, 1); /* the sender and the subject */
    weak = description_of("jo@example.com", MT_STATUS_DELIVERED);
    weak.received_us = NOON + 42 * MT_SECOND;
    weak.received_precision = 1;
    counts = import_rows(store, 3, NOON + MT_DAY, &weak, 1);
    assert_int_equal(counts.known, 1); /* another reading of what is known */
    assert_dump(store, "SELECT count(*), min(sender) FROM v1_delivery", "1|a@contoso.com\n");
    assert_dump(store, "SELECT sum(deliveries) FROM hourly", "1\n");
    mt_store_close(store);
    room_close(&room);
}

static void
a_row_without_trace_id_to_somebody_else_stays_apart(void **unused)
{
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON + 42 * MT_SECOND);
    row_trace(&row, row.received_us, 1);
    row.received_precision = MT_RECEIVED_BY_TICKS;
    import_rows(store, 1, NOON + MT_DAY, &row, 1);
    struct mt_row weak = description_of("bo@example.com", MT_STATUS_DELIVERED);
    assert_int_equal(import_rows(store, 2, NOON + MT_DAY, &weak, 1).fresh, 1);
    assert_dump(store, "SELECT sum(deliveries) FROM hourly", "2\n");
    assert_dump(store, "SELECT count(*) FROM joined", "0\n");
    mt_store_close(store);
    room_close(&room);
}

/* ---- keys ---- */

/* Two trace ids whose keys are equal: the clock and the recipient are the same, and of a few thousand others two will
 * share the remaining 20 bits. */
static void
find_collision(struct mt_row pair[2])
{
    enum { TRIES = 6000 };
    int64_t *keys = malloc(TRIES * sizeof *keys);
    assert_non_null(keys);
    for (uint32_t i = 0; i < TRIES; i++) {
        struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
        row_trace(&row, NOON, i);
        keys[i] = mt_key_of_trace(&row, mt_hash_of(row.recipient));
        for (uint32_t other = 0; other < i; other++) {
            if (keys[other] != keys[i])
                continue;
            pair[0] = pair[1] = row;
            row_trace(&pair[1], NOON, other);
            free(keys);
            return;
        }
    }
    fail_msg("no collision among %d keys", (int)TRIES);
}

static void
deliveries_whose_keys_collide_are_both_kept(void **unused)
{
    struct mt_row pair[2];
    (void)unused;
    find_collision(pair);
    for (int together = 0; together < 2; together++) {
        struct room room;
        pair[0].size_bytes = pair[1].size_bytes = 1;
        room_open(&room);
        struct mt_store *store = room_store(&room, MT_STORE_WRITE);
        struct mt_load_counts counts = import_rows(store, 1, NOON + MT_DAY, pair, together ? 2 : 1);
        assert_int_equal(counts.fresh, together ? 2 : 1);
        counts = import_rows(store, 2, NOON + MT_DAY, pair, 2);
        assert_int_equal(counts.fresh, together ? 0 : 1);
        counts = import_rows(store, 3, NOON + MT_DAY, pair, 2);
        assert_int_equal(counts.known, 2);
        assert_dump(store, "SELECT count(*) FROM seen", "2\n");
        pair[0].size_bytes = pair[1].size_bytes = 9;
        assert_int_equal(import_rows(store, 4, NOON + MT_DAY, pair, 2).changed, 2);
        assert_sound(store);
        mt_store_close(store);
        room_close(&room);
    }
}

static void
keys_rise_with_the_time_of_the_trace_id(void **unused)
{
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
    struct mt_hash recipient = mt_hash_of(row.recipient);
    int64_t before = -1;
    (void)unused;
    for (int64_t moment = NOON; moment < NOON + 20 * MT_DAY; moment += 7 * MT_HOUR) {
        int64_t first, last;
        row_trace(&row, moment, (uint32_t)(moment / MT_HOUR));
        int64_t key = mt_key_of_trace(&row, recipient);
        assert_true(key > before);
        mt_key_range(moment, moment, &first, &last);
        assert_true(first <= key && key <= last);
        before = key;
    }
}

/* ---- counts, rejects, failure ---- */

static void
rejects_are_kept_as_text(void **unused)
{
    struct room room;
    struct mt_loader *loader;
    struct mt_load_counts counts;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_export export = export_of(1, NOON);
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &room.err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    struct mt_reject reject = {.line = 7, .reason = "no recipient", .raw = {"a\xFF\x00z", 4}, .raw_is_cut = true};
    assert_int_equal(sink.reject(sink.context, &reject, &room.err), MT_OK);
    assert_int_equal(mt_loader_commit(loader, &counts, &room.err), MT_OK);
    assert_int_equal(counts.rejected, 1);
    assert_int_equal(counts.first_received_us, MT_MOMENT_UNKNOWN);
    assert_dump(store, "SELECT line, reason, hex(raw), raw_is_cut FROM reject", "7|no recipient|61EFBFBD007A|1\n");
    assert_dump(store, "SELECT rows_read, rows_rejected, first_received_us FROM export", "1|1|-\n");
    mt_store_close(store);
    room_close(&room);
}

static void
an_export_remembers_its_counts_and_is_recognised(void **unused)
{
    struct room room;
    bool known = true;
    char name[64] = "";
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_export export = export_of(1, NOON);
    struct mt_row rows[] = {row_of("jo@example.com", MT_STATUS_DELIVERED, NOON + MT_HOUR),
                            row_of("jo@example.com", MT_STATUS_RESOLVED, NOON)};
    row_trace(&rows[0], NOON, 1);
    row_trace(&rows[1], NOON, 2);
    assert_int_equal(mt_loader_known(store, export.sha256, &known, name, sizeof name, &room.err), MT_OK);
    assert_false(known);
    import_rows(store, 1, NOON, rows, 2);
    assert_int_equal(mt_loader_known(store, export.sha256, &known, name, sizeof name, &room.err), MT_OK);
    assert_true(known);
    assert_string_equal(name, "test.csv");
    assert_dump(store, "SELECT rows_read, rows_new, rows_routing, first_received_utc, last_received_utc FROM v1_import",
                "2|1|1|2026-11-18T12:00:00Z|2026-11-18T13:00:00Z\n");

    struct mt_loader *loader = NULL;
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &room.err), MT_FAILED);
    assert_string_equal(room.err.text, "'test.csv' has been imported already");
    mt_store_close(store);
    room_close(&room);
}

static void
an_abandoned_import_leaves_nothing(void **unused)
{
    struct room room;
    struct mt_loader *loader;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_export export = export_of(1, NOON);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
    row_trace(&row, NOON, 1);
    row.sender = MT_TEXT_LITERAL("new@contoso.com");
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &room.err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    assert_int_equal(sink.row(sink.context, &row, &room.err), MT_OK);
    mt_loader_abandon(loader);
    mt_loader_abandon(NULL);
    assert_dump(store,
                "SELECT (SELECT count(*) FROM delivery), (SELECT count(*) FROM export), "
                "(SELECT count(*) FROM address)",
                "0|0|0\n");
    /* The addresses of the import that was given up are not believed to be there. */
    assert_int_equal(import_rows(store, 1, NOON, &row, 1).fresh, 1);
    assert_sound(store);
    mt_store_close(store);
    room_close(&room);
}

static void
a_failed_statement_sticks_and_nothing_is_committed(void **unused)
{
    struct room room;
    struct mt_loader *loader;
    struct mt_load_counts counts;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_export export = export_of(1, NOON);
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &room.err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    sqlite3_limit(mt_store_connection(store), SQLITE_LIMIT_LENGTH, 1000);
    char big[2000];
    memset(big, 'x', sizeof big);
    struct mt_reject reject = {.line = 1, .reason = "too big", .raw = {big, sizeof big}};
    assert_int_equal(sink.reject(sink.context, &reject, &room.err), MT_FAILED);
    struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
    memset(&room.err, 0, sizeof room.err);
    assert_int_equal(sink.row(sink.context, &row, &room.err), MT_FAILED);
    assert_true(strlen(room.err.text) > 0);
    assert_int_equal(mt_loader_commit(loader, &counts, &room.err), MT_FAILED);
    sqlite3_limit(mt_store_connection(store), SQLITE_LIMIT_LENGTH, 1000000);
    assert_dump(store, "SELECT count(*) FROM export", "0\n");
    mt_store_close(store);
    room_close(&room);
}

static int
stop_once(void *context)
{
    int *left = context;
    return --*left == 0;
}

static void
an_interrupted_import_says_so(void **unused)
{
    struct room room;
    struct mt_loader *loader;
    struct mt_load_counts counts;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_export export = export_of(1, NOON);
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &room.err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    for (uint32_t i = 0; i < 100; i++) {
        struct mt_row row = row_of("jo@example.com", MT_STATUS_DELIVERED, NOON);
        row_trace(&row, NOON, i);
        assert_int_equal(sink.row(sink.context, &row, &room.err), MT_OK);
    }
    int left = 50;
    sqlite3_progress_handler(mt_store_connection(store), 1, stop_once, &left);
    assert_int_equal(mt_loader_commit(loader, &counts, &room.err), MT_INTERRUPTED);
    assert_int_equal(number_of(store, "SELECT count(*) FROM delivery"), 0);
    mt_store_close(store);
    room_close(&room);
}

static void
many_rows_pass_through_many_batches(void **unused)
{
    enum { ROWS = 30000 };
    struct room room;
    (void)unused;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row *rows = calloc(ROWS, sizeof *rows);
    char(*recipients)[32] = calloc(ROWS, sizeof *recipients);
    assert_non_null(rows);
    assert_non_null(recipients);
    for (uint32_t i = 0; i < ROWS; i++) {
        snprintf(recipients[i], sizeof *recipients, "user%u@mail%u.example", i % 900, i % 17);
        rows[i] = row_of(recipients[i], i % 50 ? MT_STATUS_DELIVERED : MT_STATUS_PENDING, NOON - i * MT_SECOND);
        row_trace(&rows[i], rows[i].received_us, i);
        rows[i].received_precision = MT_RECEIVED_BY_TICKS;
        rows[i].size_bytes = i;
    }
    assert_int_equal(import_rows(store, 1, NOON + MT_DAY, rows, ROWS).fresh, ROWS);
    assert_int_equal(import_rows(store, 2, NOON + MT_DAY, rows, ROWS).known, ROWS);
    assert_dump(store, "SELECT sum(deliveries), sum(bytes) FROM hourly", "30000|449985000\n");
    assert_dump(store, "SELECT count(*) FROM address", "15300\n");
    char *kept = dump(store, HOURLY_DUMP);
    count_hours_anew(store);
    assert_dump(store, HOURLY_DUMP, kept);
    free(kept);
    assert_sound(store);
    free(recipients);
    free(rows);
    mt_store_close(store);
    room_close(&room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_delivery_is_kept_once),
        cmocka_unit_test(one_message_to_two_recipients_is_two_deliveries),
        cmocka_unit_test(an_older_export_never_undoes_a_newer_fact),
        cmocka_unit_test(a_mail_still_pending_later_becomes_deferred),
        cmocka_unit_test(routing_steps_are_kept_but_are_no_mail),
        cmocka_unit_test(a_message_id_that_comes_later_moves_the_delivery_to_its_route),
        cmocka_unit_test(hostile_addresses_are_only_text),
        cmocka_unit_test(any_order_and_repetition_of_imports_gives_the_same_facts),
        cmocka_unit_test(rows_without_trace_ids_join_alike_in_any_order),
        cmocka_unit_test(a_row_without_trace_id_is_mail_until_its_delivery_comes),
        cmocka_unit_test(a_row_without_trace_id_adds_to_the_delivery_it_describes),
        cmocka_unit_test(a_row_without_trace_id_to_somebody_else_stays_apart),
        cmocka_unit_test(deliveries_whose_keys_collide_are_both_kept),
        cmocka_unit_test(keys_rise_with_the_time_of_the_trace_id),
        cmocka_unit_test(rejects_are_kept_as_text),
        cmocka_unit_test(an_export_remembers_its_counts_and_is_recognised),
        cmocka_unit_test(an_abandoned_import_leaves_nothing),
        cmocka_unit_test(a_failed_statement_sticks_and_nothing_is_committed),
        cmocka_unit_test(an_interrupted_import_says_so),
        cmocka_unit_test(many_rows_pass_through_many_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
