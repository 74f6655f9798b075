#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/literal.h"
#include "tests/finding_fixture.h"

/* ---- literals ---- */

/* Whether SQLite reads the literal as exactly these bytes, of type text. */
static void
assert_round_trip(struct mt_store *store, struct mt_text text)
{
    struct mt_out sql = MT_OUT_EMPTY;
    sqlite3_stmt *statement = NULL;
    mt_out_string(&sql, "SELECT ");
    mt_literal_text(&sql, text);
    mt_out_byte(&sql, '\0');
    for (size_t i = 0; i + 1 < sql.len; i++)
        if ((unsigned char)sql.bytes[i] < ' ' || sql.bytes[i] == 0x7f)
            fail_msg("byte %zu of the literal is a control", i);
    assert_int_equal(sqlite3_prepare_v2(mt_store_connection(store), sql.bytes, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_type(statement, 0), SQLITE_TEXT);
    assert_int_equal(sqlite3_column_bytes(statement, 0), text.len);
    if (text.len > 0)
        assert_memory_equal(sqlite3_column_blob(statement, 0), text.at, text.len);
    assert_int_equal(sqlite3_column_count(statement), 1);
    sqlite3_finalize(statement);
    mt_out_release(&sql);
}

static void
a_literal_is_read_as_the_bytes_that_were_written(void **state)
{
    struct mt_store *store = NULL;
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_store_open(&store, MT_STORE_IN_MEMORY, MT_STORE_WRITE, &err), MT_OK);
    for (int first = 0; first < 256; first++)
        for (int second = 0; second < 256; second++) {
            const char bytes[] = {'a', (char)first, (char)second, 'z'};
            assert_round_trip(store, (struct mt_text){bytes, sizeof bytes});
        }
    for (size_t i = 0; i < WORLD_DOMAINS; i++)
        assert_round_trip(store, world_domains[i]);
    assert_round_trip(store, MT_TEXT_LITERAL(""));
    assert_round_trip(store, MT_TEXT_LITERAL("'"));
    assert_round_trip(store, MT_TEXT_LITERAL("''; --"));
    mt_store_close(store);
}

static void
assert_literal(struct mt_text text, const char *expected)
{
    struct mt_out out = MT_OUT_EMPTY;
    mt_literal_text(&out, text);
    mt_out_byte(&out, '\0');
    assert_string_equal(out.bytes, expected);
    mt_out_release(&out);
}

static void
what_can_be_read_stays_readable_and_what_deceives_does_not(void **state)
{
    (void)state;
    assert_literal(MT_TEXT_LITERAL("yahoo.com"), "'yahoo.com'");
    assert_literal(MT_TEXT_LITERAL("O'Brien"), "'O''Brien'");
    assert_literal(MT_TEXT_LITERAL("b\xc3\xbc"), "'b\xc3\xbc'");
    assert_literal(MT_TEXT_LITERAL("a\nb"), "CAST(x'610a62' AS TEXT)");
    assert_literal(MT_TEXT_LITERAL("\xe2\x80\xae"), "CAST(x'e280ae' AS TEXT)");
    assert_literal(MT_TEXT_LITERAL("\xe2\x80"), "CAST(x'e280' AS TEXT)");
    assert_literal(MT_TEXT_UNKNOWN, "NULL");
    struct mt_out out = MT_OUT_EMPTY;
    mt_literal_moment(&out, WORLD_START + 1);
    mt_out_byte(&out, ' ');
    mt_literal_moment(&out, MT_MOMENT_UNKNOWN);
    mt_out_byte(&out, '\0');
    assert_string_equal(out.bytes, "'2026-10-12T00:00:00Z' NULL");
    mt_out_release(&out);
}

/* ---- statements ---- */

enum { DRAWN = 80 };

static void
assert_drawn_patterns_agree(struct world *world)
{
    for (int i = 0; i < DRAWN; i++) {
        world_find_some(world);
        assert_answers(world, world_sql(world, 0, MT_FINDING_SQL_BY_NOTHING), world->finding.total, world->finding.bad);
    }
}

static void
every_statement_gives_what_the_cube_counted(void **state)
{
    static const enum mt_trouble troubles[] = {MT_TROUBLE_DEFERRED, MT_TROUBLE_FAILED, MT_TROUBLE_ANY};
    (void)state;
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        struct world world;
        world_open(&world, NULL, troubles[i]);
        assert_drawn_patterns_agree(&world);
        world_close(&world);
    }
}

static void
hours_of_the_day_are_those_of_the_zone_on_both_sides_of_a_change_of_clocks(void **state)
{
    static const char *const zones[] = {"Europe/Madrid", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
                                        "-03:30"};
    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct world world;
        world_open(&world, zones[i], MT_TROUBLE_DEFERRED);
        assert_drawn_patterns_agree(&world);
        world_close(&world);
    }
}

static void
a_change_of_clocks_stands_in_the_statement_only_where_it_matters(void **state)
{
    struct world world;
    (void)state;
    world_open(&world, "Europe/Madrid", MT_TROUBLE_DEFERRED);
    struct mt_pattern pattern = pattern_nothing(&world);
    pattern.when.week_start = 22;
    pattern.when.week_length = 4;
    pattern.when.week_days = 1; /* workdays */
    world_find(&world, pattern);
    const char *sql = world_sql(&world, 0, MT_FINDING_SQL_BY_NOTHING);
    assert_non_null(strstr(sql, "CASE WHEN min(received_utc) < '2026-10-25T01:00:00Z' THEN 2 ELSE 1 END"));
    pattern.when.until = 7 * 24;
    world_find(&world, pattern);
    sql = world_sql(&world, 0, MT_FINDING_SQL_BY_NOTHING);
    assert_null(strstr(sql, "CASE WHEN min"));
    assert_non_null(strstr(sql, "/ 3600000000 + 2 AS local_hour"));
    world_close(&world);
}

static void
hostile_domains_are_found_and_do_no_harm(void **state)
{
    struct world world;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    for (int32_t domain = 0; domain < world.cube.data.domains; domain++) {
        struct mt_pattern pattern = pattern_nothing(&world);
        pattern.where.value[MT_PATTERN_DOMAIN] = domain;
        world_find(&world, pattern);
        assert_true(world.finding.total > 20);
        assert_answers(&world, world_sql(&world, 0, MT_FINDING_SQL_BY_NOTHING), world.finding.total, world.finding.bad);
    }
    assert_int_equal(world.cube.data.domains, WORLD_DOMAINS);
    assert_int_equal(number_of(world.store, "SELECT count(*) > 1000 FROM delivery"), 1);
    world_close(&world);
}

/* ---- the filter of the request ---- */

static void
assert_agrees_within(struct world *world, const char *what)
{
    mt_mail_cube_close(&world->cube);
    world_count(world, MT_TROUBLE_ANY);
    if (world->cube.groups == 0)
        fail_msg("%s leaves nothing", what);
    for (int i = 0; i < 20; i++) {
        if (i == 0)
            world_find(world, pattern_nothing(world));
        else
            world_find_some(world);
        assert_answers(world, world_sql(world, 0, MT_FINDING_SQL_BY_NOTHING), world->finding.total, world->finding.bad);
    }
}

static void
every_filter_of_the_request_is_in_the_statement(void **state)
{
    static const struct {
        size_t member;
        const char *word;
    } filters[] = {
        {offsetof(struct mt_filter, domain), "O'BRIEN''s.example"},
        {offsetof(struct mt_filter, provider), "YAHOO"},
        {offsetof(struct mt_filter, country), "gb"},
        {offsetof(struct mt_filter, sender), "S3@tenant.example"},
        {offsetof(struct mt_filter, sender), "@Tenant.example"},
        {offsetof(struct mt_filter, outcome), "FAILED"},
        {offsetof(struct mt_filter, size_band), "1-2mb"},
        {offsetof(struct mt_filter, size_band), "unknown"},
        {offsetof(struct mt_filter, forest), "eurprd10"},
        {offsetof(struct mt_filter, region), "nam"},
        {offsetof(struct mt_filter, connector), "to o'brien"},
        {offsetof(struct mt_filter, reason), "Throttle"},
        {offsetof(struct mt_filter, reason), "unknown"},
        {offsetof(struct mt_filter, remote_host), "MX1.b.example"},
        {offsetof(struct mt_filter, remote_host), "A.example"},
        {offsetof(struct mt_filter, direction), "originating"},
        {offsetof(struct mt_filter, direction), "unknown"},
    };
    struct world world;
    (void)state;
    world_open(&world, "Europe/Madrid", MT_TROUBLE_ANY);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        *(struct mt_text *)(void *)((char *)&world.filter + filters[i].member) = mt_text_of(filters[i].word);
        assert_agrees_within(&world, filters[i].word);
        *(struct mt_text *)(void *)((char *)&world.filter + filters[i].member) = MT_TEXT_UNKNOWN;
    }
    world.filter.since_us = WORLD_START + 5 * MT_DAY + 7 * MT_MINUTE;
    world.filter.until_us = WORLD_START + 20 * MT_DAY + 1;
    assert_agrees_within(&world, "the window");
    world_close(&world);
}

static void
providers_of_one_name_are_not_taken_for_one(void **state)
{
    struct world world;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    world_run(&world, "UPDATE provider SET name = (SELECT name FROM provider WHERE key = 'yahoo') WHERE key = 'google';"
                      "UPDATE provider SET name = (SELECT name FROM provider WHERE key = 'yahoo') WHERE id ="
                      " (SELECT provider_id FROM domain WHERE name = 'gmail.com')");
    mt_mail_cube_close(&world.cube);
    world_count(&world, MT_TROUBLE_ANY);
    for (int32_t provider = 0; provider < world.cube.data.providers; provider++) {
        struct mt_pattern pattern = pattern_nothing(&world);
        pattern.where.value[MT_PATTERN_PROVIDER] = provider;
        world_find(&world, pattern);
        assert_answers(&world, world_sql(&world, 0, MT_FINDING_SQL_BY_NOTHING), world.finding.total, world.finding.bad);
    }
    assert_true(world.cube.data.providers > 2);
    world_close(&world);
}

/* ---- what is told apart ---- */

enum { LIST = 64, EXTRA = 4000 };

static void
add_row(struct world *world, struct mt_row *rows, size_t *count, struct mt_text recipient, int64_t received_us,
        uint32_t trace, enum mt_status status)
{
    struct mt_row *row = &rows[(*count)++];
    assert_true(*count <= EXTRA && recipient.at);
    *row = row_of("", status, received_us);
    row->recipient = recipient;
    row->sender = MT_TEXT_LITERAL("news@tenant.example");
    row_trace(row, received_us, trace);
    row->message_id = mt_arena_format(&world->arena, "<extra-%u@tenant.example>", (unsigned)trace);
    row->line = *count + 1;
}

/* A misspelt domain with something under way, a message that goes round, a list as one message, a list as many. */
static void
add_what_is_no_case(struct world *world)
{
    struct mt_row *rows = calloc(EXTRA, sizeof *rows);
    size_t count = 0;
    assert_non_null(rows);
    for (uint32_t i = 0; i < 6; i++)
        add_row(world, rows, &count, MT_TEXT_LITERAL("x@ya'hoo.dead"), WORLD_START + 3 * i * MT_DAY + MT_HOUR / 2,
                1000000 + i, i < 5 ? MT_STATUS_FAILED : MT_STATUS_PENDING);
    for (uint32_t i = 0; i < 8; i++) {
        add_row(world, rows, &count, MT_TEXT_LITERAL("round@gmail.com"), WORLD_START + 9 * MT_DAY + i * 2 * MT_MINUTE,
                1100000 + i, i < 6 ? MT_STATUS_FAILED : MT_STATUS_DELIVERED);
        rows[count - 1].message_id = MT_TEXT_LITERAL("<it's round@tenant.example>");
        rows[count - 1].sender = MT_TEXT_LITERAL("loop@tenant.example");
    }
    for (uint32_t i = 0; i < 2 * LIST; i++) {
        bool one = i < LIST;
        add_row(world, rows, &count, world_text(world, "l%d@", (int)i, world_domains[i % WORLD_DOMAINS]),
                WORLD_START + (one ? 11 : 14) * MT_DAY + 20 * MT_MINUTE + (one ? 0 : i * MT_SECOND),
                1200000 + (one ? 0 : i), i % 3 ? MT_STATUS_DELIVERED : MT_STATUS_FAILED);
        rows[count - 1].subject = MT_TEXT_LITERAL("News");
    }
    import_rows(world->store, 2, WORLD_START + (WORLD_DAYS + 1) * MT_DAY, rows, count);
    free(rows);
}

static void
what_is_told_apart_is_left_out_of_the_statement_too(void **state)
{
    static const enum mt_trouble troubles[] = {MT_TROUBLE_DEFERRED, MT_TROUBLE_ANY};
    (void)state;
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        struct world world;
        world_open(&world, "Europe/Madrid", troubles[i]);
        add_what_is_no_case(&world);
        world_tell_apart(&world, troubles[i]);
        assert_int_equal(world.left_out.domain_count, 1);
        assert_int_equal(world.left_out.loop_count, 1);
        assert_int_equal(world.left_out.mailing_count, 2);
        world_find(&world, pattern_nothing(&world));
        const char *sql = world_sql(&world, 0, MT_FINDING_SQL_BY_NOTHING);
        assert_answers(&world, sql, world.finding.total, world.finding.bad);
        assert_non_null(strstr(sql, "'ya''hoo.dead'"));
        assert_non_null(strstr(sql, "'<it''s round@tenant.example>'"));
        assert_drawn_patterns_agree(&world);
        world_close(&world);
    }
}

static void
what_cannot_lie_in_a_finding_is_not_named_in_its_statement(void **state)
{
    struct world world;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_DEFERRED);
    add_what_is_no_case(&world);
    world_tell_apart(&world, MT_TROUBLE_DEFERRED);
    struct mt_pattern pattern = pattern_nothing(&world);
    pattern.when.from = 20 * 24;
    pattern.when.until = 22 * 24;
    world_find(&world, pattern);
    const char *sql = world_sql(&world, 0, MT_FINDING_SQL_BY_NOTHING);
    assert_null(strstr(sql, "round"));
    assert_null(strstr(sql, "dead"));
    assert_null(strstr(sql, "mailings"));
    pattern.when = (struct mt_pattern_when){0};
    for (pattern.where.value[MT_PATTERN_PROVIDER] = 0;
         !mt_text_is(world.cube.provider_keys[pattern.where.value[MT_PATTERN_PROVIDER]], "yahoo");)
        pattern.where.value[MT_PATTERN_PROVIDER]++;
    world_find(&world, pattern);
    sql = world_sql(&world, 0, MT_FINDING_SQL_BY_NOTHING);
    assert_null(strstr(sql, "dead"));
    assert_non_null(strstr(sql, "mailings"));
    assert_answers(&world, sql, world.finding.total, world.finding.bad);
    world_close(&world);
}

/* ---- findings of the finder itself ---- */

/* A bad half day of a domain whose name is none, and nights of another by the clock of Madrid. */
static void
add_trouble(struct world *world)
{
    enum { HOURS = WORLD_DAYS * 24, NIGHT_FROM = 22, NIGHT_HOURS = 4 };
    struct mt_row *rows = calloc(EXTRA, sizeof *rows);
    struct mt_zone *madrid = NULL;
    uint32_t trace = 2000000;
    size_t count = 0;
    assert_non_null(rows);
    assert_int_equal(mt_zone_open(&madrid, "Europe/Madrid", &world->err), MT_OK);
    for (int hour = 0; hour < HOURS; hour++) {
        int64_t at = WORLD_START + hour * MT_HOUR + 7 * MT_MINUTE;
        int clock = (int)(mt_zone_to_local(madrid, at) / MT_HOUR % 24);
        bool night = (clock - NIGHT_FROM + 24) % 24 < NIGHT_HOURS, incident = hour >= 300 && hour < 312;
        for (int i = 0; i < 3; i++)
            add_row(world, rows, &count, world_text(world, "t%d@", hour * 3 + i, world_domains[2]),
                    at + i * 17 * MT_MINUTE, trace++, night ? MT_STATUS_FAILED : MT_STATUS_DELIVERED);
        for (int i = 0; i < (incident ? 20 : 1); i++)
            add_row(world, rows, &count, world_text(world, "u%d@", hour * 20 + i, world_domains[7]),
                    at + i * 2 * MT_MINUTE, trace++, incident ? MT_STATUS_FAILED : MT_STATUS_DELIVERED);
    }
    for (size_t i = 0; i < count; i++)
        rows[i].sender = world_text(world, "w%d@", (int)(i % 40), MT_TEXT_LITERAL("tenant.example"));
    import_rows(world->store, 3, WORLD_START + (WORLD_DAYS + 1) * MT_DAY, rows, count);
    mt_zone_close(madrid);
    free(rows);
}

/* Searches the store, and looks at every finding. */
static void
assert_findings_agree(struct world *world, bool *recurring, bool *hostile, bool *stretch)
{
    const struct mt_findings_request request = {.filter = &world->filter, .of = MT_TROUBLE_DEFERRED};
    struct mt_findings findings;
    struct mt_left_out left_out;
    if (mt_findings_find(world->store, &request, &world->arena, &findings, &world->err) != MT_OK ||
        mt_left_out_find(world->store, &findings, &world->filter, &world->arena, &left_out, &world->err) != MT_OK)
        fail_msg("%s", world->err.text);
    for (size_t i = 0; i < findings.count; i++) {
        const struct mt_finding *finding = &findings.items[i];
        const struct mt_finding_sql wanted = {.store = world->store,
                                              .findings = &findings,
                                              .finding = finding,
                                              .filter = &world->filter,
                                              .left_out = &left_out};
        struct mt_text sql;
        assert_int_equal(mt_finding_sql(&wanted, &world->arena, &sql, &world->err), MT_OK);
        assert_answers(world, sql.at, finding->total, finding->bad);
        *recurring = *recurring || (finding->hour_length > 0 && mt_text_is(finding->where.domain, "gmail.com")) ||
                     (finding->hour_length > 0 && mt_text_is(finding->where.provider, "google"));
        *hostile = *hostile || mt_text_equal(finding->where.domain, world_domains[7]);
        *stretch = *stretch || finding->has_stretch;
    }
    mt_findings_release(&findings);
}

static void
every_finding_is_recomputed_by_its_statement(void **state)
{
    static const char *const zones[] = {NULL, "Europe/Madrid"};
    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct world world;
        bool recurring = false, hostile = false, stretch = false;
        world_open(&world, zones[i], MT_TROUBLE_DEFERRED);
        add_trouble(&world);
        add_what_is_no_case(&world);
        assert_findings_agree(&world, &recurring, &hostile, &stretch);
        assert_true(hostile && stretch);
        assert_true(recurring || !zones[i]);
        world.filter.since_us = WORLD_START + 4 * MT_DAY;
        world.filter.sender = MT_TEXT_LITERAL("@tenant.example");
        assert_findings_agree(&world, &recurring, &hostile, &stretch);
        world_close(&world);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_literal_is_read_as_the_bytes_that_were_written),
        cmocka_unit_test(what_can_be_read_stays_readable_and_what_deceives_does_not),
        cmocka_unit_test(every_statement_gives_what_the_cube_counted),
        cmocka_unit_test(hours_of_the_day_are_those_of_the_zone_on_both_sides_of_a_change_of_clocks),
        cmocka_unit_test(a_change_of_clocks_stands_in_the_statement_only_where_it_matters),
        cmocka_unit_test(hostile_domains_are_found_and_do_no_harm),
        cmocka_unit_test(every_filter_of_the_request_is_in_the_statement),
        cmocka_unit_test(providers_of_one_name_are_not_taken_for_one),
        cmocka_unit_test(what_is_told_apart_is_left_out_of_the_statement_too),
        cmocka_unit_test(what_cannot_lie_in_a_finding_is_not_named_in_its_statement),
        cmocka_unit_test(every_finding_is_recomputed_by_its_statement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
