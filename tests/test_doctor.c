/* Every kind of damage is found and named, nothing healthy is called ill, and what is derived can be made anew. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/store_fixture.h"

#include "store/doctor.h"
#include "store/seen.h"

/* ---- what the tests share ---- */

/* A bit of everything: deliveries with and without trace ids, joined ones, events, hints, rejects. */
static void
fill(struct mt_store *store)
{
    struct mt_row rows[4] = {
        row_of("a@contoso.com", MT_STATUS_PENDING, NOON - MT_DAY),
        row_of("b@fabrikam.com", MT_STATUS_DELIVERED, NOON - 2 * MT_DAY),
        row_of("c@yahoo.com", MT_STATUS_RESOLVED, NOON),
        row_of("b@fabrikam.com", MT_STATUS_DELIVERED, NOON - 2 * MT_DAY),
    };
    for (uint32_t i = 0; i < 3; i++) {
        row_trace(&rows[i], rows[i].received_us, i + 1);
        rows[i].received_precision = MT_RECEIVED_BY_TICKS;
        rows[i].sender = MT_TEXT_LITERAL("s@contoso.com");
        rows[i].size_bytes = 30000 * ((int64_t)i + 1);
    }
    rows[3].subject = MT_TEXT_LITERAL("Hello");
    import_rows(store, 1, NOON, rows, 3);
    import_rows(store, 2, NOON, rows + 3, 1);

    struct mt_err err;
    struct mt_loader *loader;
    struct mt_export export = export_of(3, NOON);
    struct mt_event events[2] = {{.delivery = rows[0], .kind = MT_EVENT_DEFER, .at_us = NOON, .precision = 8}};
    events[0].event = MT_TEXT_LITERAL("Defer");
    events[0].has_reason = true;
    events[0].reason = (struct mt_reason){.reply = 421, .code = MT_TEXT_LITERAL("4.4.2"), .text = MT_TEXT_LITERAL("x")};
    events[1] = events[0];
    events[1].delivery.recipient = MT_TEXT_UNKNOWN;
    events[1].at_us += MT_HOUR;
    assert_int_equal(mt_loader_open(&loader, store, &export, NOON, &err), MT_OK);
    struct mt_sink sink = mt_loader_sink(loader);
    struct mt_reject reject = {.line = 9, .reason = "has no status", .raw = MT_TEXT_LITERAL("x,y")};
    assert_int_equal(sink.event(sink.context, &events[0], &err), MT_OK);
    assert_int_equal(sink.event(sink.context, &events[1], &err), MT_OK);
    assert_int_equal(sink.reject(sink.context, &reject, &err), MT_OK);
    assert_int_equal(mt_loader_commit(loader, NULL, &err), MT_OK);
}

static void
run(struct mt_store *store, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(mt_store_connection(store), sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s\n%s", message, sql);
}

static void
look(struct mt_doctor *doctor, struct mt_store *store)
{
    struct mt_err err = {""};
    *doctor = (struct mt_doctor){.count = 0};
    if (mt_doctor_check(doctor, store, &err) != MT_OK)
        fail_msg("%s", err.text);
}

static void
assert_healthy(struct mt_store *store)
{
    struct mt_doctor doctor;
    look(&doctor, store);
    for (size_t i = 0; i < doctor.count; i++)
        if (!doctor.findings[i].healthy)
            fail_msg("%s: %.*s", doctor.findings[i].check, MT_TEXT_ARGS(doctor.findings[i].found));
    assert_int_equal(doctor.problems, 0);
    assert_true(doctor.count > 8);
    mt_doctor_release(&doctor);
}

/* The check of that name finds something, and its words hold `words`. */
static void
assert_found(struct mt_store *store, const char *check, const char *words)
{
    struct mt_doctor doctor;
    bool is_found = false;
    look(&doctor, store);
    for (size_t i = 0; i < doctor.count; i++) {
        const struct mt_doctor_finding *finding = &doctor.findings[i];
        if (strcmp(finding->check, check) != 0)
            continue;
        is_found = true;
        if (finding->healthy || mt_text_find(finding->found, words) < 0)
            fail_msg("%s: %.*s", check, MT_TEXT_ARGS(finding->found));
        assert_true(finding->helps.len > 0);
    }
    assert_true(is_found);
    assert_true(doctor.problems > 0);
    mt_doctor_release(&doctor);
}

/* ---- claims ---- */

static void
a_new_database_and_a_filled_one_are_healthy(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    assert_healthy(store);
    fill(store);
    assert_int_equal(number_of(store, "SELECT count(*) FROM joined"), 1);
    assert_int_equal(number_of(store, "SELECT count(*) FROM hint"), 1);
    assert_healthy(store);
    mt_store_close(store);
    store = room_store(&room, MT_STORE_READ);
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

/* What is done to a healthy database, the check that has to find it, and words of what it says. The derived ones are
 * mended by making everything anew, the others are not. */
static const struct damage {
    const char *sql, *check, *words;
    bool is_mended;
} damages[] = {
    {"UPDATE hourly SET deliveries = deliveries + 1 WHERE hour = (SELECT min(hour) FROM hourly)", "rollup",
     "2026-11-16T12:00Z, fabrikam.com, delivered: 1 counted, 2 there", true},
    {"UPDATE course SET final_us = 1", "courses", "say something else than their events", true},
    {"UPDATE course SET attempts = attempts + 1", "courses", "say something else than their events", true},
    {"UPDATE course SET remote_host = 'elsewhere.example'", "courses", "say something else than their events", true},
    {"DELETE FROM hourly", "rollup", "1 counted, 0 there", true},
    {"INSERT INTO hourly VALUES (1, 0, 0, 0, 2, 0, 5, 0)", "rollup", "0 counted, 5 there", true},
    {"UPDATE hourly SET bytes = bytes + 1", "rollup", "1 counted, 1 there", true},
    {"DELETE FROM seen WHERE key = (SELECT min(key) FROM seen)", "keys", "1 deliveries have no key", true},
    {"UPDATE seen SET key = key + 5", "keys", "cannot be found by their key", true},
    {"INSERT INTO seen SELECT max(key) + 1, min(delivery_id) FROM seen", "keys", "that have one already", true},
    {"INSERT INTO seen SELECT max(key) + 9, 99999 FROM seen", "keys", "lead to no delivery", true},
    {"UPDATE course SET deferrals = 7, attempts = 7", "courses", "say something else than their events", true},
    {"DELETE FROM course", "courses", "say something else than their events", true},
    {"UPDATE delivery SET outcome = 6 WHERE evidence = 1", "courses", "say something else than their events", true},
    {"UPDATE hint SET delivery_id = (SELECT id FROM delivery WHERE outcome = 10)", "events", "of another message",
     true},
    {"DROP VIEW v1_hourly", "views", "v1_hourly", true},
    {"DELETE FROM label WHERE kind = 'outcome'", "lists", "'outcome'", true},
    {"UPDATE delivery SET status = 77 WHERE absorbed = 1", "lists", "'status'", false},
    {"UPDATE export SET rows_read = 50 WHERE id = 1", "counts", "import 1 of 'test.csv' read 50 rows", false},
    {"INSERT INTO reject (export_id, line, reason, raw) SELECT export_id, 1, '', '' FROM reject", "counts",
     "more rejects than it had", false},
    {"DELETE FROM joined", "joins", "nothing has joined that", false},
    {"UPDATE delivery SET absorbed = 0 WHERE absorbed = 2", "joins", "is not kept", false},
    {"UPDATE observation SET last_us = first_us - 1 WHERE last_us IS NOT NULL", "observations", "before it was first",
     false},
    {"DELETE FROM address WHERE id = 1", "references", "a row of 'delivery' refers to a row of 'address'", false},
};

static void
every_damage_is_found_by_its_check(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct room room;
        room_open(&room);
        struct mt_store *store = room_store(&room, MT_STORE_WRITE);
        fill(store);
        run(store, "PRAGMA foreign_keys = OFF");
        run(store, damages[i].sql);
        assert_found(store, damages[i].check, damages[i].words);
        mt_store_close(store);
        room_close(&room);
    }
}

static void
what_is_derived_is_made_anew_and_no_fact_changes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct room room;
        if (!damages[i].is_mended)
            continue;
        room_open(&room);
        struct mt_store *store = room_store(&room, MT_STORE_WRITE);
        fill(store);
        char *before = dump_facts(store), *courses = dump(store, "SELECT * FROM course");
        run(store, "PRAGMA foreign_keys = OFF");
        run(store, damages[i].sql);
        if (mt_doctor_rebuild(store, &room.err) != MT_OK)
            fail_msg("%s", room.err.text);
        assert_healthy(store);
        char *after = dump_facts(store);
        assert_string_equal(before, after);
        assert_dump(store, "SELECT * FROM course", courses);
        free(before);
        free(after);
        free(courses);
        mt_store_close(store);
        room_close(&room);
    }
}

static void
making_anew_what_is_in_order_changes_nothing(void **state)
{
    (void)state;
    static const char all[] = "SELECT 1, hour, domain_id, deliveries, bytes FROM hourly UNION ALL "
                              "SELECT 2, key, delivery_id, 0, 0 FROM seen UNION ALL "
                              "SELECT 3, kind, number, key, 0 FROM label ORDER BY 1, 2, 3, 4";
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    fill(store);
    char *before = dump(store, all);
    assert_int_equal(mt_doctor_rebuild(store, &room.err), MT_OK);
    assert_dump(store, all, before);
    free(before);
    mt_store_close(store);
    room_close(&room);
}

/* Entries that are missing in an index, as a fault of a disk or a program leaves it. */
static void
an_index_that_lacks_rows_is_found_and_made_anew(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    sqlite3 *db = mt_store_connection(store);
    fill(store);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, (int *)NULL);
    run(store, "PRAGMA writable_schema = ON;"
               "UPDATE sqlite_schema SET sql = replace(sql, '(2, 10)', '(2)') WHERE name = 'delivery_trouble';"
               "PRAGMA writable_schema = RESET");
    mt_store_close(store);
    store = room_store(&room, MT_STORE_WRITE);
    assert_found(store, "integrity", "delivery_trouble");
    assert_int_equal(mt_doctor_rebuild(store, &room.err), MT_OK);
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

static void
a_damaged_page_is_found_whatever_else_still_works(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    fill(store);
    int64_t page = number_of(store, "SELECT rootpage FROM sqlite_schema WHERE name = 'delivery'");
    mt_store_close(store);
    FILE *file = fopen(room.path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)((page - 1) * 16384), SEEK_SET), 0);
    for (int i = 0; i < 64; i++)
        fputc(0x5A, file);
    assert_int_equal(fclose(file), 0);
    store = room_store(&room, MT_STORE_READ);
    struct mt_doctor doctor;
    look(&doctor, store);
    assert_true(doctor.problems > 1);
    assert_false(doctor.findings[0].healthy);
    bool any_healthy = false;
    for (size_t i = 0; i < doctor.count; i++)
        any_healthy |= doctor.findings[i].healthy;
    assert_true(any_healthy);
    mt_doctor_release(&doctor);
    mt_store_close(store);
    room_close(&room);
}

static void
facts_name_versions_and_settings(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_doctor doctor = {.count = 0};
    struct mt_doctor_fact facts[MT_DOCTOR_FACTS];
    size_t count = 0;
    fill(store);
    assert_int_equal(mt_doctor_facts(&doctor, store, facts, &count, &room.err), MT_OK);
    bool has_sqlite = false, has_imports = false;
    for (size_t i = 0; i < count; i++) {
        has_sqlite |= strcmp(facts[i].key, "sqlite") == 0 && mt_text_is(facts[i].value, sqlite3_libversion());
        has_imports |= strcmp(facts[i].key, "imports") == 0 &&
                       mt_text_is(facts[i].value, "3, the last one at 2026-11-18T12:00:00Z");
    }
    assert_true(has_sqlite);
    assert_true(has_imports);
    mt_doctor_release(&doctor);
    mt_store_close(store);
    room_close(&room);
}

static bool
at_once(void)
{
    return true;
}

static void
checking_can_be_interrupted(void **state)
{
    (void)state;
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    enum { MANY = 5000 };
    static struct mt_row rows[MANY];
    for (uint32_t i = 0; i < MANY; i++) {
        rows[i] = row_of("a@a.example", MT_STATUS_DELIVERED, NOON + (int64_t)i * MT_SECOND);
        row_trace(&rows[i], rows[i].received_us, i);
    }
    import_rows(store, 1, NOON, rows, MANY);
    struct mt_doctor doctor = {.stop = at_once};
    assert_int_equal(mt_doctor_check(&doctor, store, &room.err), MT_INTERRUPTED);
    mt_doctor_release(&doctor);
    assert_healthy(store);
    mt_store_close(store);
    room_close(&room);
}

/* Own keys that are alike: the second goes to the next, the third to the one behind, in any order of ids. */
static void
keys_that_meet_are_given_out_one_behind_the_other(void **state)
{
    (void)state;
    struct room room;
    struct mt_seen_faults faults;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    struct mt_row row = row_of("a@a.example", MT_STATUS_DELIVERED, NOON);
    row_trace(&row, NOON, 1);
    import_rows(store, 1, NOON, &row, 1);
    run(store, "CREATE TEMP TABLE copy AS SELECT * FROM delivery;"
               "UPDATE copy SET id = 77; INSERT INTO delivery SELECT * FROM copy;"
               "UPDATE copy SET id = 78; INSERT INTO delivery SELECT * FROM copy;");
    int64_t own = number_of(store, "SELECT key FROM seen");
    run(store, "BEGIN");
    assert_int_equal(mt_seen_rebuild(store, &room.err), MT_OK);
    run(store, "COMMIT");
    char expected[128];
    snprintf(expected, sizeof expected, "%lld|1\n%lld|77\n%lld|78\n", (long long)own, (long long)own + 1,
             (long long)own + 2);
    assert_dump(store, "SELECT key, delivery_id FROM seen ORDER BY key", expected);
    assert_int_equal(mt_seen_check(store, &faults, &room.err), MT_OK);
    assert_int_equal(faults.deliveries, 3);
    assert_int_equal(faults.missing + faults.several + faults.strangers + faults.unreachable, 0);
    run(store, "DELETE FROM seen WHERE delivery_id = 77");
    assert_int_equal(mt_seen_check(store, &faults, &room.err), MT_OK);
    assert_int_equal(faults.missing, 1);
    assert_int_equal(faults.unreachable, 1);
    mt_store_close(store);
    room_close(&room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_database_and_a_filled_one_are_healthy),
        cmocka_unit_test(every_damage_is_found_by_its_check),
        cmocka_unit_test(what_is_derived_is_made_anew_and_no_fact_changes),
        cmocka_unit_test(making_anew_what_is_in_order_changes_nothing),
        cmocka_unit_test(an_index_that_lacks_rows_is_found_and_made_anew),
        cmocka_unit_test(a_damaged_page_is_found_whatever_else_still_works),
        cmocka_unit_test(facts_name_versions_and_settings),
        cmocka_unit_test(checking_can_be_interrupted),
        cmocka_unit_test(keys_that_meet_are_given_out_one_behind_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
