#ifndef MT_TESTS_FINDING_FIXTURE_H
#define MT_TESTS_FINDING_FIXTURE_H

/* Four weeks of mail of every kind that findings meet, and patterns drawn from it: several recipients of one message
 * who fared differently, mail without trace id, hosts, forests or sizes that nobody knows, names that are no names.
 * Clocks in Europe change in the middle of it. Include it behind cmocka.h. */

#include "query/finding_tables.h"
#include "query/finding_sql.h"
#include "query/mail_cube.h"
#include "tests/store_fixture.h"

/* 2026-10-12T00:00:00Z, a Monday. Clocks in Madrid go back on 2026-10-25 at 01:00 UTC. */
#define WORLD_START (INT64_C(1791763200) * MT_SECOND)
enum { WORLD_DAYS = 28, WORLD_MESSAGES = 1500, WORLD_DOMAINS = 11 };

struct world {
    struct room room;
    struct mt_store *store;
    struct mt_filter filter;
    struct mt_zone *zone;
    struct mt_arena arena;
    struct mt_mail_cube cube;
    struct mt_findings findings;
    struct mt_pattern pattern;
    struct mt_finding finding;
    double *usual;
    struct mt_apart apart; /* nothing, until world_tell_apart */
    bool tells_apart;
    struct mt_left_out left_out;
    struct mt_err err;
    uint32_t random;
};

static inline uint32_t
draw(struct world *world, uint32_t below)
{
    world->random = world->random * 1664525u + 1013904223u;
    return (world->random >> 8) % below;
}

/* The last ones are what a hostile sender writes. */
#define WORLD_NAME(text)                                                                                               \
    {                                                                                                                  \
        (text), sizeof(text) - 1                                                                                       \
    }
static const struct mt_text world_domains[WORLD_DOMAINS] = {
    WORLD_NAME("yahoo.com"),
    WORLD_NAME("ymail.com"),
    WORLD_NAME("gmail.com"),
    WORLD_NAME("firma.de"),
    WORLD_NAME("shop.co.uk"),
    WORLD_NAME("b\xc3\xbc"
               "cher.example"),
    WORLD_NAME("o'brien''s.example"),
    WORLD_NAME("x'); drop table delivery; --.example"),
    WORLD_NAME("line\nend\x1b[31m.example"),
    WORLD_NAME("nul\0byte.example"),
    WORLD_NAME("\xff\xfe\xe2\x80\xae.example"),
};

static inline struct mt_text
world_text(struct world *world, const char *format, int number, struct mt_text domain)
{
    struct mt_text local = mt_arena_format(&world->arena, format, number);
    char *bytes = mt_arena_take(&world->arena, local.len + domain.len + 1);
    assert_true(local.at && bytes);
    memcpy(bytes, local.at, local.len);
    memcpy(bytes + local.len, domain.at, domain.len);
    return (struct mt_text){bytes, local.len + domain.len};
}

/* One message: up to four recipients, at up to two domains. */
static inline size_t
world_message(struct world *world, int number, struct mt_row *rows)
{
    size_t recipients = 1 + draw(world, 8) / 5 * (1 + draw(world, 3));
    /* Away from the edges of hours: without a trace id an hour's mail is looked at by itself. */
    int64_t received_us = WORLD_START + (int64_t)draw(world, WORLD_DAYS * 24) * MT_HOUR +
                          (5 + (int64_t)draw(world, 50)) * MT_MINUTE + (int64_t)draw(world, 1000000);
    uint32_t first = draw(world, WORLD_DOMAINS), kind = draw(world, 10);
    struct mt_text message_id = world_text(world, "<%d@", number, MT_TEXT_LITERAL("tenant.example>"));
    int64_t size = draw(world, 6) ? (int64_t)1024 << draw(world, 15) : MT_SIZE_UNKNOWN;
    for (size_t i = 0; i < recipients; i++) {
        struct mt_text domain = world_domains[(first + (i > 1)) % WORLD_DOMAINS];
        rows[i] = row_of("", MT_STATUS_DELIVERED, received_us);
        rows[i].recipient = world_text(world, "r%d@", (int)i, domain);
        rows[i].sender = world_text(world, "s%d@", (int)(number % 17), MT_TEXT_LITERAL("tenant.example"));
        rows[i].size_bytes = size != MT_SIZE_UNKNOWN && draw(world, 5) == 0 ? size * 4 : size;
        if (kind > 1)
            row_trace(&rows[i], received_us, (uint32_t)number * 2654435761u);
        if (kind > 0)
            rows[i].message_id = message_id;
    }
    return recipients;
}

static inline void
world_run(struct world *world, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(mt_store_connection(world->store), sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
}

/* What became of it, by what way, and why. The way is that of the message, the rest of each recipient; nothing follows
 * numbers of the store. */
static inline void
world_fates(struct world *world)
{
    world_run(world,
              "INSERT INTO route (id, direction, connector, forest, region) VALUES"
              " (901, 2, NULL, 'EURPRD10', 'EUR'), (902, 2, 'To O''Brien', 'NAMPRD02', 'NAM'),"
              " (903, 1, NULL, NULL, NULL);"
              "INSERT INTO reason (id, outer_reply, outer_code, reply, code, text, expired, housekeeping, class,"
              " permanence, actor) VALUES"
              " (901, 0, '', 421, '4.7.0', 'try again later', 0, 0, 4, 1, 10),"
              " (902, 550, '5.4.300', 451, '4.4.2', 'it''s slow', 1, 0, 1, 1, 9),"
              " (903, 0, '', 550, '5.1.1', 'no such user', 0, 0, 9, 2, 1);"
              "CREATE TEMP TABLE lot AS SELECT d.id AS id,"
              " d.received_us / 11 % 1000003 * 31 + unicode(substr(a.text, 2)) * 7919 AS n"
              " FROM delivery d JOIN address a ON a.id = d.recipient_id;"
              "CREATE INDEX temp.lot_id ON lot (id);"
              "UPDATE delivery SET route_id = received_us / 7 % 5 + 899 WHERE received_us / 7 % 5 > 1;"
              "UPDATE delivery SET outcome = CASE (SELECT n % 23 FROM lot WHERE lot.id = delivery.id)"
              " WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 2 THEN 3 WHEN 3 THEN 4 WHEN 4 THEN 5 WHEN 5 THEN 6 WHEN 6 THEN 7"
              " WHEN 7 THEN 8 WHEN 8 THEN 9 WHEN 9 THEN 10 WHEN 10 THEN 6 WHEN 11 THEN 3 ELSE 2 END;"
              "INSERT INTO course (delivery_id, events, status, deferrals, attempts, last_us, expired, reason_id,"
              " remote_host) SELECT d.id, 1, 2, 0, 1, received_us, 0,"
              " CASE WHEN outcome IN (3, 4, 5, 6, 7) AND n / 23 % 3 > 0 THEN 901 + n / 69 % 3 END,"
              " CASE n / 207 % 7 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'mx1.b.example'"
              " WHEN 3 THEN 'mx1.a.example' ELSE 'mx2.a.example' END"
              " FROM delivery d JOIN lot ON lot.id = d.id WHERE n / 1449 % 4 > 0;"
              "INSERT INTO event (key, delivery_id, at_us, at_precision, kind, event, detail, data, turn, reason_id,"
              " export_id, line) SELECT d.id, d.id, d.received_us + 60000000, 1, 7, 'Defer',"
              " CASE WHEN k.reason_id < 903 THEN 'Said: <[' || k.reason_id || ']>' END, '<data/>', 0,"
              " k.reason_id, 1, 9 FROM delivery d JOIN course k ON k.delivery_id = d.id WHERE k.reason_id IS NOT NULL;"
              "DROP TABLE temp.lot");
}

static inline void
world_count(struct world *world, enum mt_trouble of)
{
    struct mt_mail_walk walk = {.store = world->store,
                                .filter = &world->filter,
                                .of = of,
                                .apart = world->tells_apart ? &world->apart : NULL,
                                .from_us = MT_MOMENT_UNKNOWN,
                                .until_us = MT_MOMENT_UNKNOWN,
                                .timeless = true};
    if (mt_mail_cube_open(&world->cube, &walk, &world->arena, &world->err) != MT_OK)
        fail_msg("%s", world->err.text);
    world->usual = mt_arena_take(&world->arena, (size_t)world->cube.data.hours * sizeof *world->usual);
    assert_non_null(world->usual);
    for (int32_t hour = 0; hour < world->cube.data.hours; hour++)
        world->usual[hour] = 0.05;
    world->findings =
        (struct mt_findings){.of = of, .cube = &world->cube, .apart = walk.apart, .items = &world->finding, .count = 1};
}

/* `zone` may be NULL; `backwards`: in the other order, which must not matter. */
static inline void
world_import(struct world *world, const char *zone, enum mt_trouble of, bool backwards)
{
    struct mt_row *rows = calloc(WORLD_MESSAGES * 5, sizeof *rows);
    size_t count = 0;
    assert_non_null(rows);
    *world = (struct world){.arena = MT_ARENA_EMPTY, .random = 42};
    room_open(&world->room);
    world->store = room_store(&world->room, MT_STORE_WRITE);
    for (int i = 0; i < WORLD_MESSAGES; i++)
        count += world_message(world, i, rows + count);
    for (size_t i = 0; backwards && i < count / 2; i++) {
        struct mt_row row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
    import_rows(world->store, 1, WORLD_START + WORLD_DAYS * MT_DAY + MT_DAY, rows, count);
    free(rows);
    world_fates(world);
    count_hours_anew(world->store);
    mt_filter_init(&world->filter);
    if (zone && mt_zone_open(&world->zone, zone, &world->err) != MT_OK)
        fail_msg("%s", world->err.text);
    world->filter.zone = world->zone;
    world_count(world, of);
}

static inline void
world_open(struct world *world, const char *zone, enum mt_trouble of)
{
    world_import(world, zone, of, false);
}

static inline void
world_close(struct world *world)
{
    mt_mail_cube_close(&world->cube);
    mt_store_close(world->store);
    room_close(&world->room);
    mt_zone_close(world->zone);
    mt_arena_release(&world->arena);
}

/* Counts anew without what is no case for the transport. */
static inline void
world_tell_apart(struct world *world, enum mt_trouble of)
{
    world->tells_apart = true;
    if (mt_apart_find(world->store, &world->filter, &world->arena, &world->apart, &world->err) != MT_OK)
        fail_msg("%s", world->err.text);
    mt_mail_cube_close(&world->cube);
    world_count(world, of);
    if (mt_left_out_find(world->store, &world->findings, &world->filter, &world->arena, &world->left_out,
                         &world->err) != MT_OK)
        fail_msg("%s", world->err.text);
}

/* ---- patterns ---- */

static inline struct mt_pattern
pattern_nothing(const struct world *world)
{
    struct mt_pattern pattern = {.clumping = 1.5, .part_of = -1, .usual_by_hour = world->usual};
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
        pattern.where.value[by] = MT_PATTERN_ANY;
    return pattern;
}

/* Conditions that some mail meets: those of one cell, as far as it has them. */
static inline struct mt_pattern
pattern_drawn(struct world *world)
{
    const struct mt_pattern_data *data = &world->cube.data;
    const struct mt_pattern_cell *cell = &data->cells[draw(world, (uint32_t)data->count)];
    const int32_t values[MT_PATTERN_BY_COUNT] = {
        [MT_PATTERN_PROVIDER] = data->provider_of_domain[cell->domain],
        [MT_PATTERN_REGION] = data->region_of_domain[cell->domain],
        [MT_PATTERN_DOMAIN] = cell->domain,
        [MT_PATTERN_HOST] = cell->host,
        [MT_PATTERN_FOREST] = cell->forest,
        [MT_PATTERN_SIZE] = cell->band,
    };
    struct mt_pattern pattern = pattern_nothing(world);
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
        if (draw(world, 3) == 0)
            pattern.where.value[by] = values[by];
    if (draw(world, 2)) {
        pattern.when.from = (int32_t)draw(world, (uint32_t)cell->hour + 1);
        pattern.when.until = cell->hour + 1 + (int32_t)draw(world, (uint32_t)(data->hours - cell->hour));
    }
    if (draw(world, 2)) {
        int32_t length = 1 + (int32_t)draw(world, 12), start = data->week_hours[cell->hour] % 24;
        pattern.when.week_length = length;
        pattern.when.week_start = (start + 24 - (int32_t)draw(world, (uint32_t)length)) % 24;
        pattern.when.week_days = (int32_t)draw(world, MT_PATTERN_DAY_SETS);
    }
    return pattern;
}

/* Makes the pattern the finding, counting it as the finder does. */
static inline void
world_find(struct world *world, struct mt_pattern pattern)
{
    for (size_t i = 0; i < world->cube.data.count; i++)
        if (mt_mail_cube_holds(&world->cube, &pattern, &world->cube.data.cells[i], true)) {
            pattern.mail += world->cube.data.cells[i].mail;
            pattern.bad += world->cube.data.cells[i].bad;
        }
    world->pattern = pattern;
    world->finding = (struct mt_finding){
        .id = "F-TEST00",
        .pattern = &world->pattern,
        .total = pattern.mail,
        .bad = pattern.bad,
        .usual_rate = 0.05,
        .ratio = pattern.mail > 0 ? (double)pattern.bad / (double)pattern.mail / 0.05 : 0,
        .has_stretch = pattern.when.until > 0,
    };
}

/* One that some mail meets: a cell's own weekday need not be in the set. */
static inline void
world_find_some(struct world *world)
{
    do
        world_find(world, pattern_drawn(world));
    while (world->finding.total == 0);
}

/* ---- statements ---- */

static inline char *
world_sql(struct world *world, unsigned leave_out, enum mt_finding_sql_by by)
{
    const struct mt_finding_sql wanted = {.store = world->store,
                                          .findings = &world->findings,
                                          .finding = &world->finding,
                                          .filter = &world->filter,
                                          .left_out = &world->left_out,
                                          .leave_out = leave_out,
                                          .by = by};
    struct mt_text sql;
    if (mt_finding_sql(&wanted, &world->arena, &sql, &world->err) != MT_OK)
        fail_msg("%s", world->err.text);
    assert_int_equal(strlen(sql.at), sql.len);
    char *copy = mt_arena_take(&world->arena, sql.len + 1);
    assert_non_null(copy);
    return memcpy(copy, sql.at, sql.len + 1);
}

/* Runs a statement on the store and expects this one row. */
static inline void
assert_answers(struct world *world, const char *sql, int64_t total, int64_t bad)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = mt_store_connection(world->store);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s\n%s", sqlite3_errmsg(db), sql);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t got_total = sqlite3_column_int64(statement, 0), got_bad = sqlite3_column_int64(statement, 1);
    if (got_total != total || got_bad != bad)
        fail_msg("it says %lld of %lld, the finding %lld of %lld:\n%s", (long long)got_bad, (long long)got_total,
                 (long long)bad, (long long)total, sql);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
}

#endif
