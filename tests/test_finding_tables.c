#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/filter.h"
#include "tests/finding_fixture.h"

enum { DRAWN = 40, OTHERS = 13 };

struct behind {
    struct mt_table tables[MT_FINDING_TABLES];
};

static void
fill(struct world *world, struct behind *behind)
{
    struct mt_table *tables[MT_FINDING_TABLES];
    for (int i = 0; i < MT_FINDING_TABLES; i++)
        tables[i] = &behind->tables[i];
    if (mt_finding_tables(world->store, &world->findings, &world->finding, &world->filter, tables, &world->err) !=
        MT_OK)
        fail_msg("%s", world->err.text);
}

static void
release(struct behind *behind)
{
    for (int i = 0; i < MT_FINDING_TABLES; i++)
        mt_table_release(&behind->tables[i]);
}

static struct mt_cell
cell(const struct mt_table *table, size_t row, const char *key)
{
    int column = mt_table_find(table, key);
    if (column < 0)
        fail_msg("'%s' has no column '%s'", table->name, key);
    return mt_table_at(table, row, (size_t)column);
}

static int64_t
sum(const struct mt_table *table, const char *key, const char *in)
{
    int64_t all = 0;
    for (size_t row = 0; row < table->row_count; row++)
        if (!in || mt_text_is(cell(table, row, "in_finding").text, in))
            all += cell(table, row, key).integer;
    return all;
}

/* The row of "against" with that key; its counts are 0 when it is not there. */
static int64_t
compared(const struct mt_table *against, const char *row_key, const char *key)
{
    for (size_t row = 0; row < against->row_count; row++)
        if (mt_text_is(cell(against, row, "compared").text, row_key))
            return cell(against, row, key).integer;
    return 0;
}

/* ---- each table against the statement behind it ---- */

/* The row of a table that a row of the answer stands for, or the number of rows. */
static size_t
row_named(const struct mt_table *table, sqlite3_stmt *answer)
{
    bool is_null = sqlite3_column_type(answer, 0) == SQLITE_NULL;
    struct mt_text text = {(const char *)sqlite3_column_blob(answer, 0), (size_t)sqlite3_column_bytes(answer, 0)};
    size_t row;
    for (row = 0; row < table->row_count; row++) {
        struct mt_cell key = mt_table_at(table, row, 0);
        bool nobody = mt_table_integer(table, row, "names", 1) == 0;
        if (!key.known) {
            if (is_null && (nobody || strcmp(table->name, "sizes") == 0))
                return row;
            continue;
        }
        if (is_null)
            continue;
        if (table->columns[0].type == MT_TYPE_TEXT && mt_text_equal(key.text, text))
            return row;
        if (table->columns[0].type == MT_TYPE_COUNT && key.integer == sqlite3_column_int64(answer, 0))
            return row;
        if (table->columns[0].type == MT_TYPE_DAY) {
            char iso[32], day[32];
            mt_moment_iso(key.integer * MT_DAY, iso);
            snprintf(day, sizeof day, "%.10s", iso);
            if (mt_text_is(text, day))
                return row;
        }
        if (table->columns[0].type == MT_TYPE_BYTES) {
#define X(number, key, below) {key, below},
            static const struct {
                const char *key;
                int64_t below;
            } bands[] = {MT_SIZE_BAND_LIST(X)};
#undef X
            for (int band = 0; band < MT_SIZE_BANDS; band++)
                if (mt_text_is(text, bands[band].key) && key.integer == (band ? bands[band - 1].below : 0))
                    return row;
        }
    }
    return row;
}

/* What the statement says of rows that the table has is what the table says; what it says of others is in the row of
 * all others, or lies outside of the days shown. */
static void
assert_statement_agrees(struct world *world, const struct mt_table *table)
{
    sqlite3_stmt *answer = NULL;
    sqlite3 *db = mt_store_connection(world->store);
    int64_t others = 0, others_bad = 0, seen = 0;
    assert_true(mt_text_known(table->sql));
    if (sqlite3_prepare_v2(db, table->sql.at, (int)table->sql.len, &answer, NULL) != SQLITE_OK)
        fail_msg("%s\n%s", sqlite3_errmsg(db), table->sql.at);
    while (sqlite3_step(answer) == SQLITE_ROW) {
        size_t row = row_named(table, answer);
        int64_t mail = sqlite3_column_int64(answer, 1), bad = sqlite3_column_int64(answer, 2);
        if (row == table->row_count) {
            others += mail;
            others_bad += bad;
            continue;
        }
        seen++;
        if (cell(table, row, "mail").integer != mail || cell(table, row, "bad").integer != bad)
            fail_msg("'%s', row %zu: %lld of %lld, but the statement says %lld of %lld:\n%s", table->name, row,
                     (long long)cell(table, row, "bad").integer, (long long)cell(table, row, "mail").integer,
                     (long long)bad, (long long)mail, table->sql.at);
    }
    sqlite3_finalize(answer);
    bool around = strcmp(table->name, "days") == 0;
    for (size_t row = 0; row < table->row_count && !around; row++)
        if (mt_table_integer(table, row, "names", 1) > 1) {
            others -= cell(table, row, "mail").integer;
            others_bad -= cell(table, row, "bad").integer;
        }
    if (!around && (others != 0 || others_bad != 0))
        fail_msg("'%s' lacks %lld of the statement:\n%s", table->name, (long long)others, table->sql.at);
    assert_true(seen > 0 || table->row_count == 0);
}

static void
every_table_agrees_with_the_statement_behind_it(void **state)
{
    struct world world;
    (void)state;
    world_open(&world, "Europe/Madrid", MT_TROUBLE_ANY);
    for (int i = 0; i < DRAWN; i++) {
        struct behind behind;
        world_find_some(&world);
        fill(&world, &behind);
        for (int which = MT_FINDING_TABLE_DAYS; which <= MT_FINDING_TABLE_DOMAINS; which++)
            if (mt_text_known(behind.tables[which].sql))
                assert_statement_agrees(&world, &behind.tables[which]);
        assert_answers(&world, behind.tables[MT_FINDING_TABLE_AGAINST].sql.at, world.finding.total, world.finding.bad);
        release(&behind);
    }
    world_close(&world);
}

/* ---- agreement with the finding ---- */

static void
every_table_agrees_with_the_finding_to_the_unit(void **state)
{
    static const int whole[] = {MT_FINDING_TABLE_HOURS,        MT_FINDING_TABLE_WEEKDAYS, MT_FINDING_TABLE_SIZES,
                                MT_FINDING_TABLE_REMOTE_HOSTS, MT_FINDING_TABLE_FORESTS,  MT_FINDING_TABLE_DOMAINS};
    struct world world;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    for (int i = 0; i < DRAWN * 3; i++) {
        struct behind behind;
        world_find_some(&world);
        fill(&world, &behind);
        const struct mt_table *against = &behind.tables[MT_FINDING_TABLE_AGAINST];
        assert_int_equal(compared(against, "finding", "mail"), world.finding.total);
        assert_int_equal(compared(against, "finding", "bad"), world.finding.bad);
        for (size_t t = 0; t < sizeof whole / sizeof *whole; t++) {
            const struct mt_table *table = &behind.tables[whole[t]];
            if (whole[t] == MT_FINDING_TABLE_WEEKDAYS && world.pattern.when.week_length == 0) {
                assert_int_equal(table->row_count, 0);
                continue;
            }
            if (sum(table, "mail", "yes") != world.finding.total || sum(table, "bad", "yes") != world.finding.bad)
                fail_msg("'%s': %lld of %lld, not %lld of %lld", table->name, (long long)sum(table, "bad", "yes"),
                         (long long)sum(table, "mail", "yes"), (long long)world.finding.bad,
                         (long long)world.finding.total);
        }
        /* Where recipients of one message have different sizes, reading trouble alone may miss the largest one. */
        if (world.pattern.where.value[MT_PATTERN_SIZE] == MT_PATTERN_ANY) {
            assert_int_equal(sum(&behind.tables[MT_FINDING_TABLE_SENDERS], "bad", NULL), world.finding.bad);
            assert_int_equal(sum(&behind.tables[MT_FINDING_TABLE_REASONS], "bad", NULL), world.finding.bad);
        }
        size_t examples = world.finding.bad < 10 ? (size_t)world.finding.bad : 10;
        assert_true(behind.tables[MT_FINDING_TABLE_MESSAGES].row_count <= examples);
        release(&behind);
    }
    world_close(&world);
}

/* ---- the control ---- */

static void
the_control_shows_all_other_mail_of_the_same_hours_and_the_same_mail_at_other_hours(void **state)
{
    struct world world;
    (void)state;
    world_open(&world, "Europe/Madrid", MT_TROUBLE_DEFERRED);
    for (int i = 0; i < DRAWN; i++) {
        struct behind behind;
        int64_t meanwhile = 0, alike = 0;
        world_find_some(&world);
        fill(&world, &behind);
        struct mt_pattern times = pattern_nothing(&world), places = world.pattern;
        times.when = world.pattern.when;
        places.when = (struct mt_pattern_when){0};
        for (size_t c = 0; c < world.cube.data.count; c++) {
            const struct mt_pattern_cell *at = &world.cube.data.cells[c];
            meanwhile += mt_mail_cube_holds(&world.cube, &times, at, true) ? at->mail : 0;
            alike += mt_mail_cube_holds(&world.cube, &places, at, true) ? at->mail : 0;
        }
        const struct mt_table *against = &behind.tables[MT_FINDING_TABLE_AGAINST];
        assert_int_equal(compared(against, "all_else", "mail"), meanwhile - world.finding.total);
        assert_int_equal(compared(against, "other_times", "mail"), alike - world.finding.total);
        release(&behind);
    }
    world_close(&world);
}

/* Counts of mail whose place is told by four yes-or-no conditions. */
static int64_t
mail_where(const struct world *world, int32_t provider, bool same_provider, int32_t host, int host_is, int32_t from,
           int32_t until)
{
    enum { THIS, OTHER, UNKNOWN, WHATEVER };
    int64_t mail = 0;
    for (size_t i = 0; i < world->cube.data.count; i++) {
        const struct mt_pattern_cell *at = &world->cube.data.cells[i];
        int is = at->host == host ? THIS : at->host == MT_PATTERN_ANY ? UNKNOWN : OTHER;
        if (at->hour >= from && at->hour < until && (host_is == WHATEVER || host_is == is) &&
            (world->cube.data.provider_of_domain[at->domain] == provider) == same_provider)
            mail += at->mail;
    }
    return mail;
}

static void
other_providers_are_compared_whatever_their_servers_and_other_servers_within_the_provider(void **state)
{
    struct world world;
    struct behind behind;
    int32_t provider = 0, host = 0;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    while (!mt_text_is(world.cube.provider_keys[provider], "yahoo"))
        provider++;
    while (!mt_text_is(world.cube.hosts[host], "mx1.b.example"))
        host++;
    struct mt_pattern pattern = pattern_nothing(&world);
    pattern.where.value[MT_PATTERN_PROVIDER] = provider;
    pattern.where.value[MT_PATTERN_HOST] = host;
    pattern.when.from = 100;
    pattern.when.until = 400;
    world_find(&world, pattern);
    fill(&world, &behind);
    const struct mt_table *against = &behind.tables[MT_FINDING_TABLE_AGAINST];
    assert_int_equal(compared(against, "finding", "mail"), mail_where(&world, provider, true, host, 0, 100, 400));
    assert_int_equal(compared(against, "other_hosts", "mail"), mail_where(&world, provider, true, host, 1, 100, 400));
    assert_int_equal(compared(against, "unknown_host", "mail"), mail_where(&world, provider, true, host, 2, 100, 400));
    assert_int_equal(compared(against, "other_providers", "mail"),
                     mail_where(&world, provider, false, host, 3, 100, 400));
    assert_true(compared(against, "other_hosts", "mail") > 10);
    assert_true(compared(against, "other_providers", "mail") > 100);
    assert_int_equal(compared(against, "elsewhere", "mail"), 0);
    release(&behind);
    world_close(&world);
}

static void
a_domain_is_compared_with_its_provider_or_with_all_others(void **state)
{
    struct world world;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    for (int32_t domain = 0; domain < world.cube.data.domains; domain++) {
        struct behind behind;
        struct mt_pattern pattern = pattern_nothing(&world);
        pattern.where.value[MT_PATTERN_DOMAIN] = domain;
        world_find(&world, pattern);
        fill(&world, &behind);
        const struct mt_table *against = &behind.tables[MT_FINDING_TABLE_AGAINST];
        bool alone = world.cube.data.provider_of_domain[domain] == world.cube.data.rest_provider;
        int64_t all = compared(against, "elsewhere", "mail") + compared(against, "other_domains", "mail") +
                      compared(against, "other_providers", "mail");
        assert_int_equal(all, world.cube.groups - world.finding.total);
        assert_int_equal(compared(against, "elsewhere", "mail"), alone ? all : 0);
        bool is_yahoo = mt_text_is(world.cube.domains[domain], "yahoo.com");
        assert_true(!is_yahoo || compared(against, "other_domains", "mail") > 50); /* ymail.com */
        release(&behind);
    }
    world_close(&world);
}

static void
shares_have_intervals_as_wide_as_trouble_is_clumped(void **state)
{
    struct world world;
    struct behind independent, clumped;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    struct mt_pattern pattern = pattern_nothing(&world);
    pattern.when.until = 200;
    pattern.clumping = 1;
    world_find(&world, pattern);
    fill(&world, &independent);
    pattern.clumping = 4;
    world_find(&world, pattern);
    fill(&world, &clumped);
    const struct mt_table *narrow = &independent.tables[MT_FINDING_TABLE_AGAINST];
    const struct mt_table *wide = &clumped.tables[MT_FINDING_TABLE_AGAINST];
    double p = cell(narrow, 0, "bad_ratio").real;
    assert_true(p > 0.1 && p == cell(wide, 0, "bad_ratio").real);
    double by = (cell(wide, 0, "bad_high").real - cell(wide, 0, "bad_low").real) /
                (cell(narrow, 0, "bad_high").real - cell(narrow, 0, "bad_low").real);
    assert_true(by > 1.9 && by < 2.1);
    assert_true(cell(narrow, 0, "bad_low").real < p && p < cell(narrow, 0, "bad_high").real);
    release(&independent);
    release(&clumped);
    world_close(&world);
}

/* ---- time ---- */

static void
a_short_stretch_is_shown_hour_by_hour_and_a_long_one_day_by_day(void **state)
{
    struct world world;
    struct behind behind;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    struct mt_pattern pattern = pattern_nothing(&world);
    pattern.when.from = 300;
    pattern.when.until = 310;
    world_find(&world, pattern);
    fill(&world, &behind);
    const struct mt_table *days = &behind.tables[MT_FINDING_TABLE_DAYS];
    assert_true(mt_table_find(days, "hour") == 0);
    assert_int_equal(days->row_count, 24 + 10 + 24);
    assert_int_equal(sum(days, "mail", "yes"), world.finding.total);
    release(&behind);
    pattern.when.until = 360;
    world_find(&world, pattern);
    fill(&world, &behind);
    days = &behind.tables[MT_FINDING_TABLE_DAYS];
    assert_true(mt_table_find(days, "day") == 0);
    /* Hour 300 is in the middle of a day, 360 the end of one: seven days before and after. */
    assert_int_equal(days->row_count, 8 + 2 + 7);
    assert_true(mt_text_is(cell(days, 7, "in_finding").text, "partly"));
    assert_true(mt_text_is(cell(days, 8, "in_finding").text, "yes"));
    assert_true(mt_text_is(cell(days, 10, "in_finding").text, "no"));
    release(&behind);
    world_close(&world);
}

static void
nights_belong_to_the_day_on_which_they_began(void **state)
{
    struct world world;
    struct behind behind;
    (void)state;
    world_open(&world, "Europe/Madrid", MT_TROUBLE_ANY);
    struct mt_pattern pattern = pattern_nothing(&world);
    pattern.when.week_start = 22;
    pattern.when.week_length = 8;
    pattern.when.week_days = 2; /* weekends */
    world_find(&world, pattern);
    fill(&world, &behind);
    const struct mt_table *weekdays = &behind.tables[MT_FINDING_TABLE_WEEKDAYS];
    const struct mt_table *days = &behind.tables[MT_FINDING_TABLE_DAYS];
    assert_int_equal(weekdays->row_count, 7);
    for (size_t row = 0; row < 7; row++)
        assert_true(mt_text_is(cell(weekdays, row, "in_finding").text, row >= 5 ? "yes" : "no"));
    assert_int_equal(sum(days, "mail", "yes"), world.finding.total);
    for (size_t row = 0; row < days->row_count; row++)
        assert_true(mt_text_is(cell(days, row, "in_finding").text,
                               mt_civil_weekday(cell(days, row, "day").integer) >= 6 ? "yes" : "no"));
    const struct mt_table *hours = &behind.tables[MT_FINDING_TABLE_HOURS];
    assert_int_equal(hours->row_count, 24);
    for (size_t row = 0; row < 24; row++)
        assert_true(mt_text_is(cell(hours, row, "in_finding").text, row >= 22 || row < 6 ? "yes" : "no"));
    release(&behind);
    world_close(&world);
}

static void
hours_without_data_are_marked(void **state)
{
    struct world world;
    struct behind behind;
    const struct mt_pattern_gap gap = {250, 270};
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    world.cube.data.gaps = &gap;
    world.cube.data.gap_count = 1;
    struct mt_pattern pattern = pattern_nothing(&world);
    pattern.when.from = 240;
    pattern.when.until = 340;
    world_find(&world, pattern);
    fill(&world, &behind);
    const struct mt_table *days = &behind.tables[MT_FINDING_TABLE_DAYS];
    assert_int_equal(sum(days, "gap_hours", NULL), 20);
    assert_int_equal(cell(days, 7, "gap_hours").integer, 14); /* hours 240 to 263: the eleventh day */
    assert_int_equal(cell(days, 8, "gap_hours").integer, 6);
    release(&behind);
    world_close(&world);
}

/* ---- bounded tables ---- */

static void
small_parts_are_added_up_and_what_the_finding_names_is_always_shown(void **state)
{
    struct world world;
    struct behind behind;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    world_run(&world, "UPDATE course SET remote_host = 'mx' || (delivery_id % 20) || '.many.example'"
                      " WHERE remote_host LIKE 'mx2%' AND (delivery_id % 20 > 0 OR delivery_id % 3 = 0)");
    mt_mail_cube_close(&world.cube);
    world_count(&world, MT_TROUBLE_ANY);
    world_find(&world, pattern_nothing(&world));
    fill(&world, &behind);
    const struct mt_table *hosts = &behind.tables[MT_FINDING_TABLE_REMOTE_HOSTS];
    size_t last = hosts->row_count - 1;
    assert_int_equal(hosts->row_count, OTHERS); /* twelve, one of them mail without a known server, and all others */
    assert_int_equal(sum(hosts, "names", NULL), world.cube.data.hosts);
    assert_int_equal(sum(hosts, "mail", NULL), world.cube.groups);
    assert_false(cell(hosts, last, "remote_host").known);
    assert_true(cell(hosts, last, "names").integer > 5);
    release(&behind);

    int32_t least = 0;
    int64_t least_mail = INT64_MAX;
    for (int32_t host = 0; host < world.cube.data.hosts; host++) {
        struct mt_pattern pattern = pattern_nothing(&world);
        pattern.where.value[MT_PATTERN_HOST] = host;
        world_find(&world, pattern);
        least = world.finding.total < least_mail ? host : least;
        least_mail = world.finding.total < least_mail ? world.finding.total : least_mail;
    }
    struct mt_pattern pattern = pattern_nothing(&world);
    pattern.where.value[MT_PATTERN_HOST] = least;
    world_find(&world, pattern);
    fill(&world, &behind);
    hosts = &behind.tables[MT_FINDING_TABLE_REMOTE_HOSTS];
    assert_true(mt_text_equal(cell(hosts, OTHERS - 2, "remote_host").text, world.cube.hosts[least]));
    assert_int_equal(sum(hosts, "mail", "yes"), world.finding.total);
    release(&behind);
    world_close(&world);
}

/* ---- the bad mail itself ---- */

static void
reasons_are_counted_and_quoted_to_the_letter(void **state)
{
    struct world world;
    struct behind behind;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    world_find(&world, pattern_nothing(&world));
    fill(&world, &behind);
    const struct mt_table *reasons = &behind.tables[MT_FINDING_TABLE_REASONS];
    assert_int_equal(reasons->row_count, 4);
    bool said[3] = {false};
    for (size_t row = 0; row < 3; row++) {
        struct mt_text text = cell(reasons, row, "reason").text, example = cell(reasons, row, "example").text;
        const struct {
            const char *text, *class, *code, *example;
        } expected[] = {{"try again later", "throttle", "4.7.0", "Said: <[901]>"},
                        {"it's slow", "transport", "4.4.2", "Said: <[902]>"},
                        {"no such user", "recipient", "5.1.1", "<data/>"}};
        for (int i = 0; i < 3; i++)
            if (mt_text_is(text, expected[i].text)) {
                assert_true(mt_text_is(cell(reasons, row, "reason_class").text, expected[i].class));
                assert_true(mt_text_is(cell(reasons, row, "reason_code").text, expected[i].code));
                assert_true(mt_text_is(example, expected[i].example));
                assert_true(mt_text_is(cell(reasons, row, "remote_host").text, "mx2.a.example"));
                said[i] = true;
            }
        assert_true(row == 0 || cell(reasons, row, "bad").integer <= cell(reasons, row - 1, "bad").integer);
    }
    assert_true(said[0] && said[1] && said[2]);
    assert_false(cell(reasons, 3, "reason_class").known);
    release(&behind);
    world_close(&world);
}

static void
examples_are_bad_mail_of_the_finding_from_its_first_to_its_last_hours(void **state)
{
    struct world world;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    for (int32_t domain = 0; domain < world.cube.data.domains; domain++) {
        struct behind behind;
        struct mt_pattern pattern = pattern_nothing(&world);
        pattern.where.value[MT_PATTERN_DOMAIN] = domain;
        pattern.when.from = 50;
        pattern.when.until = 600;
        world_find(&world, pattern);
        fill(&world, &behind);
        const struct mt_table *messages = &behind.tables[MT_FINDING_TABLE_MESSAGES];
        assert_int_equal(messages->row_count, 10);
        for (size_t row = 0; row < 10; row++) {
            struct mt_text recipient = cell(messages, row, "recipient").text, name = world.cube.domains[domain];
            assert_true(recipient.len > name.len);
            assert_memory_equal(recipient.at + recipient.len - name.len, name.at, name.len);
            int64_t received_us = cell(messages, row, "received").integer;
            assert_in_range(received_us / MT_HOUR - world.cube.first_hour, 50, 599);
            assert_true(row == 0 || received_us > cell(messages, row - 1, "received").integer);
            assert_false(mt_text_is(cell(messages, row, "outcome").text, "delivered"));
        }
        int64_t span_us = cell(messages, 9, "received").integer - cell(messages, 0, "received").integer;
        assert_true(span_us > 400 * MT_HOUR);
        release(&behind);
    }
    world_close(&world);
}

static void
senders_are_named_most_trouble_first(void **state)
{
    struct world world;
    struct behind behind;
    (void)state;
    world_open(&world, NULL, MT_TROUBLE_ANY);
    world_find(&world, pattern_nothing(&world));
    fill(&world, &behind);
    const struct mt_table *senders = &behind.tables[MT_FINDING_TABLE_SENDERS];
    assert_int_equal(senders->row_count, 11);
    assert_int_equal(sum(senders, "names", NULL), 17);
    assert_int_equal(cell(senders, 10, "names").integer, 7);
    for (size_t row = 1; row < 10; row++)
        assert_true(cell(senders, row, "bad").integer <= cell(senders, row - 1, "bad").integer);
    release(&behind);
    world_close(&world);
}

/* ---- the same whatever the order of imports ---- */

static void
assert_same_table(const struct mt_table *a, const struct mt_table *b)
{
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->column_count, b->column_count);
    for (size_t i = 0; i < a->row_count * a->column_count; i++) {
        struct mt_cell left = a->cells[i], right = b->cells[i];
        enum mt_type type = a->columns[i % a->column_count].type;
        assert_int_equal(left.known, right.known);
        bool same = type == MT_TYPE_TEXT                            ? mt_text_equal(left.text, right.text)
                    : type == MT_TYPE_REAL || type == MT_TYPE_RATIO ? left.real == right.real
                                                                    : left.integer == right.integer;
        if (left.known && !same)
            fail_msg("'%s': row %zu, '%s' differs", a->name, i / a->column_count, a->columns[i % a->column_count].key);
    }
}

static void
the_order_of_imports_leaves_no_trace(void **state)
{
    struct world forwards, backwards;
    (void)state;
    world_import(&forwards, "Europe/Madrid", MT_TROUBLE_DEFERRED, false);
    world_import(&backwards, "Europe/Madrid", MT_TROUBLE_DEFERRED, true);
    for (int i = 0; i < DRAWN; i++) {
        struct behind behind, other;
        world_find_some(&forwards);
        world_find(&backwards, forwards.pattern);
        fill(&forwards, &behind);
        fill(&backwards, &other);
        for (int which = 0; which < MT_FINDING_TABLES; which++) {
            assert_same_table(&behind.tables[which], &other.tables[which]);
            assert_true(mt_text_equal(behind.tables[which].sql, other.tables[which].sql));
        }
        release(&behind);
        release(&other);
    }
    world_close(&forwards);
    world_close(&backwards);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_agrees_with_the_statement_behind_it),
        cmocka_unit_test(every_table_agrees_with_the_finding_to_the_unit),
        cmocka_unit_test(the_control_shows_all_other_mail_of_the_same_hours_and_the_same_mail_at_other_hours),
        cmocka_unit_test(other_providers_are_compared_whatever_their_servers_and_other_servers_within_the_provider),
        cmocka_unit_test(a_domain_is_compared_with_its_provider_or_with_all_others),
        cmocka_unit_test(shares_have_intervals_as_wide_as_trouble_is_clumped),
        cmocka_unit_test(a_short_stretch_is_shown_hour_by_hour_and_a_long_one_day_by_day),
        cmocka_unit_test(nights_belong_to_the_day_on_which_they_began),
        cmocka_unit_test(hours_without_data_are_marked),
        cmocka_unit_test(small_parts_are_added_up_and_what_the_finding_names_is_always_shown),
        cmocka_unit_test(reasons_are_counted_and_quoted_to_the_letter),
        cmocka_unit_test(examples_are_bad_mail_of_the_finding_from_its_first_to_its_last_hours),
        cmocka_unit_test(senders_are_named_most_trouble_first),
        cmocka_unit_test(the_order_of_imports_leaves_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
