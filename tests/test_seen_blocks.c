#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "store/handle.h"
#include "store/seen_blocks.h"

/* Keys are held against a plain table of rows: SQLite's own. */
struct world {
    struct mt_store *store;
    struct mt_seen_blocks *blocks;
    struct mt_err err;
    uint64_t random;
};

static void
run(struct world *world, const char *sql)
{
    if (mt_store_run(world->store, sql, "testing", &world->err) != MT_OK)
        fail_msg("%s: %s", sql, world->err.text);
}

static int64_t
number(struct world *world, const char *sql)
{
    int64_t value = -1;
    if (mt_store_integer(world->store, sql, -1, &value, &world->err) != MT_OK)
        fail_msg("%s: %s", sql, world->err.text);
    return value;
}

static int
setup(void **state)
{
    static struct world world;
    world = (struct world){.random = 12345};
    assert_int_equal(mt_store_open(&world.store, MT_STORE_IN_MEMORY, MT_STORE_WRITE, &world.err), MT_OK);
    assert_int_equal(mt_seen_blocks_open(&world.blocks, world.store, &world.err), MT_OK);
    run(&world, "CREATE TABLE plain (key INTEGER PRIMARY KEY, delivery_id INTEGER)");
    *state = &world;
    return 0;
}

static int
teardown(void **state)
{
    struct world *world = *state;
    mt_seen_blocks_close(world->blocks);
    mt_store_close(world->store);
    return 0;
}

static uint64_t
next_random(struct world *world)
{
    world->random = world->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return world->random >> 33;
}

/* Adds keys that are not there yet, as an import does: in order, looked up before. */
static void
add(struct world *world, struct mt_keyed *keys, size_t count)
{
    struct mt_keyed *found = malloc((count + 1) * sizeof *found);
    size_t found_count = 0, fresh = 0;
    assert_non_null(found);
    assert_int_equal(mt_seen_blocks_find(world->blocks, keys, count, found, &found_count, &world->err), MT_OK);
    sqlite3_stmt *insert = NULL;
    assert_int_equal(
        mt_store_prepare(world->store, "INSERT OR IGNORE INTO plain VALUES (?1, ?2)", &insert, &world->err), MT_OK);
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(insert, 1, keys[i].key);
        sqlite3_bind_int64(insert, 2, keys[i].number);
        assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
        sqlite3_reset(insert);
        if (sqlite3_changes(world->store->db))
            keys[fresh++] = keys[i];
    }
    sqlite3_finalize(insert);
    assert_int_equal(found_count, count - fresh);
    assert_int_equal(mt_seen_blocks_add(world->blocks, keys, fresh, &world->err), MT_OK);
    free(found);
}

static void
assert_same(struct world *world)
{
    assert_int_equal(number(world, "SELECT count(*) FROM (SELECT * FROM plain EXCEPT SELECT * FROM seen)"), 0);
    assert_int_equal(number(world, "SELECT count(*) FROM seen"), number(world, "SELECT count(*) FROM plain"));
    assert_int_equal(number(world, "SELECT count(*) FROM (SELECT key, lag(key, 1, -1) OVER () AS before FROM seen) "
                                   "WHERE key <= before"),
                     0);
    assert_int_equal(number(world, "SELECT count(*) FROM seen_block WHERE length(entries) > 16000 "
                                   "OR length(entries) % 16 <> 0 OR length(entries) = 0"),
                     0);
}

static int
by_key(const void *a, const void *b)
{
    const struct mt_keyed *one = a, *other = b;
    return (one->key > other->key) - (one->key < other->key);
}

static void
batches_in_any_place_give_what_a_plain_table_has(void **state)
{
    enum { BATCHES = 120, MOST = 3000 };
    struct world *world = *state;
    static struct mt_keyed keys[MOST];
    for (int batch = 0; batch < BATCHES; batch++) {
        size_t count = 1 + next_random(world) % (batch % 3 ? MOST : 20), kept = 0;
        /* Close together, as the rows of an export are, or all over. */
        int64_t from = (int64_t)(next_random(world) % 1000000), span = batch % 4 ? 20000 : 1000000;
        for (size_t i = 0; i < count; i++)
            keys[i] = (struct mt_keyed){from + (int64_t)next_random(world) % span, batch * MOST + (int64_t)i};
        qsort(keys, count, sizeof *keys, by_key);
        for (size_t i = 0; i < count; i++)
            if (i == 0 || keys[i].key != keys[kept - 1].key)
                keys[kept++] = keys[i];
        add(world, keys, kept);
        if (batch % 10 == 9)
            assert_same(world);
    }
    assert_true(number(world, "SELECT count(*) FROM seen_block") > 50);
}

static void
an_export_that_begins_with_its_newest_row_fills_its_blocks(void **state)
{
    enum { BATCH = 4096, BATCHES = 30 };
    struct world *world = *state;
    static struct mt_keyed keys[BATCH];
    for (int batch = BATCHES; batch > 0; batch--) {
        for (int i = 0; i < BATCH; i++)
            keys[i] = (struct mt_keyed){(int64_t)batch * BATCH + i, i};
        add(world, keys, BATCH);
    }
    assert_same(world);
    assert_true(number(world, "SELECT count(*) FROM seen_block") < BATCH * BATCHES / 1000 * 5 / 4);
}

static void
ranges_are_read_in_order_and_no_further(void **state)
{
    struct world *world = *state;
    static struct mt_keyed keys[2500];
    for (int i = 0; i < 2500; i++)
        keys[i] = (struct mt_keyed){i * 3, i};
    add(world, keys, 2500);
    static const char *const ranges[] = {
        "key BETWEEN 100 AND 200",
        "key >= 7490",
        "key > 7490 AND key < 7600",
        "key < 10",
        "key <= 9",
        "key = 2997",
        "key = 2998",
        "key BETWEEN 5 AND 4",
        "key > 9223372036854775807",
        "key IN (3, 4, 6, 7497)",
        "key >= 2996.5",
        "key < '5'",
        "key IS NULL",
        "key >= NULL",
        "key BETWEEN -5 AND 1000000",
        "delivery_id = 77",
        "key > 3000 AND key >= 2000 AND key < 5000 AND key <= 4000",
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        char sql[512];
        sqlite3_snprintf(
            sizeof sql, sql,
            "SELECT (SELECT coalesce(group_concat(key || '.' || delivery_id), '-') FROM (SELECT * FROM seen "
            "WHERE %s ORDER BY key)) = (SELECT coalesce(group_concat(key || '.' || delivery_id), '-') FROM "
            "(SELECT * FROM plain WHERE %s ORDER BY key))",
            ranges[i], ranges[i]);
        if (number(world, sql) != 1)
            fail_msg("%s", ranges[i]);
    }
}

static void
what_is_written_like_a_table_is_read_like_one(void **state)
{
    struct world *world = *state;
    static struct mt_keyed keys[1500];
    for (int i = 0; i < 1500; i++)
        keys[i] = (struct mt_keyed){i, i};
    add(world, keys, 1500);
    static const char *const changes[] = {
        "DELETE FROM %s WHERE key = 0",
        "DELETE FROM %s WHERE key BETWEEN 990 AND 1010",
        "UPDATE %s SET key = key + 10000 WHERE key < 5",
        "INSERT INTO %s VALUES (1000, 7)",
        "INSERT INTO %s VALUES (-5, 7)",
        "UPDATE %s SET delivery_id = 1 WHERE key = 300",
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char sql[256];
        sqlite3_snprintf(sizeof sql, sql, changes[i], "plain");
        run(world, sql);
        sqlite3_snprintf(sizeof sql, sql, changes[i], "seen");
        run(world, sql);
        assert_int_equal(number(world, "SELECT count(*) FROM (SELECT * FROM plain EXCEPT SELECT * FROM seen)"), 0);
        assert_int_equal(number(world, "SELECT count(*) FROM seen"), number(world, "SELECT count(*) FROM plain"));
    }
    assert_int_not_equal(mt_store_run(world->store, "INSERT INTO seen VALUES (300, 9)", "testing", &world->err), MT_OK);
    run(world, "DELETE FROM seen");
    assert_int_equal(number(world, "SELECT count(*) FROM seen_block"), 0);
}

static void
damaged_blocks_lead_nowhere_and_harm_nobody(void **state)
{
    static const char *const damages[] = {
        "UPDATE seen_block SET entries = x''",
        "UPDATE seen_block SET entries = x'00'",
        "UPDATE seen_block SET entries = substr(entries, 1, 23)",
        "UPDATE seen_block SET entries = 'text that is no block at all'",
        "UPDATE seen_block SET entries = zeroblob(160)",
        "UPDATE seen_block SET entries = randomblob(16000)",
        "UPDATE seen_block SET first = first + 1",
        "UPDATE seen_block SET entries = 17",
    };
    struct world *world = *state;
    struct mt_keyed keys[300], found[300];
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        size_t count;
        run(world, "DELETE FROM seen_block");
        for (int k = 0; k < 300; k++)
            keys[k] = (struct mt_keyed){k * 2, k};
        assert_int_equal(mt_seen_blocks_add(world->blocks, keys, 300, &world->err), MT_OK);
        run(world, damages[i]);
        for (int k = 0; k < 300; k++)
            keys[k].key = k * 2 + 1;
        assert_int_equal(mt_seen_blocks_find(world->blocks, keys, 300, found, &count, &world->err), MT_OK);
        assert_int_equal(mt_seen_blocks_add(world->blocks, keys, 300, &world->err), MT_OK);
        number(world, "SELECT count(*) FROM seen WHERE key > 100");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(batches_in_any_place_give_what_a_plain_table_has, setup, teardown),
        cmocka_unit_test_setup_teardown(an_export_that_begins_with_its_newest_row_fills_its_blocks, setup, teardown),
        cmocka_unit_test_setup_teardown(ranges_are_read_in_order_and_no_further, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_written_like_a_table_is_read_like_one, setup, teardown),
        cmocka_unit_test_setup_teardown(damaged_blocks_lead_nowhere_and_harm_nobody, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
