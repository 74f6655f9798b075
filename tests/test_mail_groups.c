#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/mail_groups.h"
#include "tests/store_fixture.h"

/* ---- a store, and its groups as lines ---- */

struct world {
    struct room room;
    struct mt_store *store;
};

static int
open_world(void **state)
{
    static struct world world;
    world = (struct world){.store = NULL};
    room_open(&world.room);
    world.store = room_store(&world.room, MT_STORE_WRITE);
    *state = &world;
    return 0;
}

static int
close_world(void **state)
{
    struct world *world = *state;
    mt_store_close(world->store);
    room_close(&world->room);
    return 0;
}

struct listing {
    struct mt_store *store;
    char *lines[4096];
    size_t count, timeless;
};

static const char *
domain_name(struct mt_store *store, int64_t id, char room[64])
{
    sqlite3_stmt *find = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(mt_store_connection(store), "SELECT name FROM domain WHERE id = ?", -1, &find, NULL),
        SQLITE_OK);
    sqlite3_bind_int64(find, 1, id);
    assert_int_equal(sqlite3_step(find), SQLITE_ROW);
    snprintf(room, 64, "%s", (const char *)sqlite3_column_text(find, 0));
    sqlite3_finalize(find);
    return room;
}

static enum mt_rc
list_group(void *context, const struct mt_mail_group *group, struct mt_err *err)
{
    struct listing *listing = context;
    char name[64], line[256];
    (void)err;
    snprintf(line, sizeof line, "%lld %s %s band %d of %lld bad %lld %s",
             (long long)(group->received_us - NOON) / MT_SECOND, domain_name(listing->store, group->domain_id, name),
             mt_outcome_key((enum mt_outcome)group->outcome), group->size_band, (long long)group->deliveries,
             (long long)group->bad_deliveries, group->bad ? "BAD" : "good");
    listing->lines[listing->count] = strdup(line);
    assert_non_null(listing->lines[listing->count++]);
    listing->timeless += group->timeless;
    return MT_OK;
}

static int
compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All groups, sorted, a line each; the caller frees the text. */
static char *
groups_of(struct mt_store *store, struct mt_mail_walk walk, size_t *timeless)
{
    struct listing listing = {.store = store};
    struct mt_filter filter;
    struct mt_err err;
    mt_filter_init(&filter);
    walk.store = store;
    walk.filter = &filter;
    if (mt_mail_groups(&walk, list_group, &listing, &err) != MT_OK)
        fail_msg("%s", err.text);
    qsort(listing.lines, listing.count, sizeof *listing.lines, compare_lines);
    struct mt_out out = MT_OUT_EMPTY;
    for (size_t i = 0; i < listing.count; i++) {
        mt_out_string(&out, listing.lines[i]);
        mt_out_byte(&out, '\n');
        free(listing.lines[i]);
    }
    mt_out_byte(&out, '\0');
    assert_false(out.failed);
    if (timeless)
        *timeless = listing.timeless;
    return out.bytes;
}

static const struct mt_mail_walk everything = {.from_us = MT_MOMENT_UNKNOWN, .until_us = MT_MOMENT_UNKNOWN};

static void
assert_groups(struct mt_store *store, struct mt_mail_walk walk, const char *expected)
{
    char *text = groups_of(store, walk, NULL);
    assert_string_equal(text, expected);
    free(text);
}

/* ---- claims ---- */

static void
a_message_to_several_people_of_a_domain_counts_once(void **state)
{
    struct world *world = *state;
    struct mt_row rows[] = {
        row_of("a@one.example", MT_STATUS_DELIVERED, NOON),
        row_of("b@one.example", MT_STATUS_DELIVERED, NOON),
        row_of("c@two.example", MT_STATUS_DELIVERED, NOON),
        row_of("a@one.example", MT_STATUS_DELIVERED, NOON + MT_SECOND),
    };
    for (int i = 0; i < 4; i++) {
        rows[i].size_bytes = 30000;
        row_trace(&rows[i], rows[i].received_us, i < 3 ? 1 : 2);
    }
    import_rows(world->store, 1, NOON + MT_HOUR, rows, 4);
    assert_groups(world->store, everything,
                  "0 one.example delivered band 1 of 2 bad 0 good\n"
                  "0 two.example delivered band 1 of 1 bad 0 good\n"
                  "1 one.example delivered band 1 of 1 bad 0 good\n");
}

static void
the_worst_recipient_speaks_for_its_group(void **state)
{
    struct world *world = *state;
    struct mt_row rows[] = {
        row_of("a@one.example", MT_STATUS_DELIVERED, NOON),
        row_of("b@one.example", MT_STATUS_FAILED, NOON),
        row_of("c@one.example", MT_STATUS_QUARANTINED, NOON),
    };
    for (int i = 0; i < 3; i++)
        row_trace(&rows[i], NOON, 7);
    import_rows(world->store, 1, NOON + MT_HOUR, rows, 3);
    assert_groups(world->store, everything, "0 one.example failed band 15 of 3 bad 1 BAD\n");
}

static void
without_a_trace_id_the_message_id_makes_the_message(void **state)
{
    struct world *world = *state;
    struct mt_row rows[] = {
        row_of("a@one.example", MT_STATUS_DELIVERED, NOON),
        row_of("b@one.example", MT_STATUS_DELIVERED, NOON),
        row_of("c@one.example", MT_STATUS_DELIVERED, NOON),
        row_of("d@one.example", MT_STATUS_DELIVERED, NOON),
    };
    rows[0].message_id = rows[1].message_id = MT_TEXT_LITERAL("<same@x.example>");
    import_rows(world->store, 1, NOON + MT_HOUR, rows, 4);
    assert_groups(world->store, everything,
                  "0 one.example delivered band 15 of 1 bad 0 good\n"
                  "0 one.example delivered band 15 of 1 bad 0 good\n"
                  "0 one.example delivered band 15 of 2 bad 0 good\n");
}

static void
a_trace_id_without_a_clock_makes_a_message_too(void **state)
{
    struct world *world = *state;
    struct mt_row rows[40];
    char recipients[40][32];
    for (int i = 0; i < 40; i++) {
        snprintf(recipients[i], sizeof recipients[i], "r%d@one.example", i);
        rows[i] = row_of(recipients[i], MT_STATUS_DELIVERED, NOON);
        rows[i].trace_is_guid = true;
        rows[i].trace_id = MT_TEXT_LITERAL("(a guid)");
        memset(rows[i].trace_guid, 0x5A, sizeof rows[i].trace_guid);
    }
    import_rows(world->store, 1, NOON + MT_HOUR, rows, 40);
    size_t timeless;
    char *text = groups_of(world->store, everything, &timeless);
    assert_string_equal(text, "0 one.example delivered band 15 of 40 bad 0 good\n");
    assert_int_equal(timeless, 1);
    free(text);
    /* A walk over some hours finds it when it is told to look everywhere. */
    struct mt_mail_walk hours = {.from_us = NOON, .until_us = NOON + MT_HOUR, .timeless = true};
    assert_groups(world->store, hours, "0 one.example delivered band 15 of 40 bad 0 good\n");
}

static void
mail_whose_fate_is_not_known_yet_is_no_mail_to_count(void **state)
{
    struct world *world = *state;
    struct mt_row rows[] = {
        row_of("a@one.example", MT_STATUS_PENDING, NOON),                  /* seen an hour later: deferred */
        row_of("a@two.example", MT_STATUS_PENDING, NOON + 50 * MT_MINUTE), /* ten minutes later: nobody knows */
        row_of("a@three.example", MT_STATUS_EXPANDED, NOON),
    };
    for (uint32_t i = 0; i < 3; i++)
        row_trace(&rows[i], rows[i].received_us, i);
    import_rows(world->store, 1, NOON + MT_HOUR, rows, 3);
    assert_groups(world->store, everything, "0 one.example deferred band 15 of 1 bad 1 BAD\n");
}

static void
what_is_trouble_is_the_askers_choice(void **state)
{
    struct world *world = *state;
    struct mt_row rows[] = {
        row_of("a@one.example", MT_STATUS_PENDING, NOON),
        row_of("a@two.example", MT_STATUS_FAILED, NOON),
    };
    for (uint32_t i = 0; i < 2; i++)
        row_trace(&rows[i], rows[i].received_us, i);
    import_rows(world->store, 1, NOON + MT_HOUR, rows, 2);
    struct mt_mail_walk walk = everything;
    assert_groups(world->store, walk,
                  "0 one.example deferred band 15 of 1 bad 1 BAD\n0 two.example failed band 15 of 1 bad 1 BAD\n");
    walk.of = MT_TROUBLE_FAILED;
    assert_groups(world->store, walk,
                  "0 one.example deferred band 15 of 1 bad 0 good\n0 two.example failed band 15 of 1 bad 1 BAD\n");
    /* A reason that is no expiry makes it no case of deferred mail. */
    assert_int_equal(
        sqlite3_exec(mt_store_connection(world->store),
                     "INSERT INTO reason (id, outer_reply, outer_code, reply, code, text, expired,"
                     " housekeeping, class, permanence, actor)"
                     " VALUES (1, 0, '', 550, '5.1.1', 'no such user', 0, 0, 9, 2, 1);"
                     "INSERT INTO course (delivery_id, events, status, deferrals, attempts, last_us, expired,"
                     " reason_id) SELECT id, 1, 3, 0, 1, 0, 0, 1 FROM delivery WHERE status = 3",
                     NULL, NULL, NULL),
        SQLITE_OK);
    walk.of = MT_TROUBLE_DEFERRED;
    assert_groups(world->store, walk,
                  "0 one.example deferred band 15 of 1 bad 1 BAD\n0 two.example failed band 15 of 1 bad 0 good\n");
    walk.of = MT_TROUBLE_ANY;
    assert_groups(world->store, walk,
                  "0 one.example deferred band 15 of 1 bad 1 BAD\n0 two.example failed band 15 of 1 bad 1 BAD\n");
}

/* ---- a random world ---- */

static uint64_t
next_random(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

enum { WORLD_MAIL = 600 };

static void
make_mail(uint64_t seed, struct mt_row *rows, char names[][32])
{
    static const enum mt_status statuses[] = {MT_STATUS_DELIVERED, MT_STATUS_DELIVERED, MT_STATUS_FAILED,
                                              MT_STATUS_PENDING, MT_STATUS_QUARANTINED};
    uint32_t message = 0;
    int64_t received = NOON;
    int64_t size = 0;
    for (int i = 0; i < WORLD_MAIL; i++) {
        if (next_random(&seed) % 3 == 0 || i == 0) {
            message++;
            received = NOON - (int64_t)(next_random(&seed) % (72 * 3600)) * MT_SECOND;
            size = (int64_t)(next_random(&seed) % 3000000);
        }
        snprintf(names[i], 32, "p%d@d%d.example", i, (int)(next_random(&seed) % 4));
        rows[i] = row_of(names[i], statuses[next_random(&seed) % 5], received);
        rows[i].size_bytes = size;
        row_trace(&rows[i], received, message);
    }
}

static void
neither_the_order_of_import_nor_the_way_of_walking_changes_a_group(void **state)
{
    struct world *world = *state;
    static struct mt_row rows[WORLD_MAIL], turned[WORLD_MAIL];
    static char names[WORLD_MAIL][32];
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct room other_room;
        room_open(&other_room);
        struct mt_store *other = room_store(&other_room, MT_STORE_WRITE);
        make_mail(seed, rows, names);
        for (int i = 0; i < WORLD_MAIL; i++)
            turned[i] = rows[WORLD_MAIL - 1 - i];
        close_world(state);
        open_world(state);
        import_rows(world->store, 1, NOON + MT_HOUR, rows, WORLD_MAIL);
        import_rows(other, 1, NOON + MT_HOUR, turned, WORLD_MAIL / 2);
        import_rows(other, 2, NOON + MT_HOUR, turned + WORLD_MAIL / 2, WORLD_MAIL - WORLD_MAIL / 2);

        char *here = groups_of(world->store, everything, NULL), *there = groups_of(other, everything, NULL);
        assert_string_equal(here, there);

        /* Hour by hour gives the same groups as all at once. */
        struct mt_out pieces = MT_OUT_EMPTY;
        size_t lines = 0, piece_lines = 0;
        for (int hour = -72; hour <= 0; hour++) {
            struct mt_mail_walk part = {.from_us = NOON + hour * MT_HOUR, .until_us = NOON + (hour + 1) * MT_HOUR};
            char *text = groups_of(other, part, NULL);
            mt_out_string(&pieces, text);
            free(text);
        }
        for (const char *at = here; *at; at++)
            lines += *at == '\n';
        for (size_t i = 0; i < pieces.len; i++)
            piece_lines += pieces.bytes[i] == '\n';
        assert_int_equal(lines, piece_lines);
        mt_out_release(&pieces);

        /* The walk over trouble alone knows the same bad groups. */
        struct mt_mail_walk trouble = everything;
        trouble.only_trouble = true;
        char *bad = groups_of(world->store, trouble, NULL), *bad_there = groups_of(other, trouble, NULL);
        assert_string_equal(bad, bad_there);
        size_t bad_lines = 0, expected = 0;
        for (const char *at = bad; (at = strstr(at, "BAD\n")); at++)
            bad_lines++;
        for (const char *at = here; (at = strstr(at, "BAD\n")); at++)
            expected++;
        assert_true(expected > 50);
        assert_int_equal(bad_lines, expected);
        assert_null(strstr(bad, "good"));
        free(here);
        free(there);
        free(bad);
        free(bad_there);
        mt_store_close(other);
        room_close(&other_room);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_message_to_several_people_of_a_domain_counts_once, open_world, close_world),
        cmocka_unit_test_setup_teardown(the_worst_recipient_speaks_for_its_group, open_world, close_world),
        cmocka_unit_test_setup_teardown(without_a_trace_id_the_message_id_makes_the_message, open_world, close_world),
        cmocka_unit_test_setup_teardown(a_trace_id_without_a_clock_makes_a_message_too, open_world, close_world),
        cmocka_unit_test_setup_teardown(mail_whose_fate_is_not_known_yet_is_no_mail_to_count, open_world, close_world),
        cmocka_unit_test_setup_teardown(what_is_trouble_is_the_askers_choice, open_world, close_world),
        cmocka_unit_test_setup_teardown(neither_the_order_of_import_nor_the_way_of_walking_changes_a_group, open_world,
                                        close_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
