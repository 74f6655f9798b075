#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/adhoc.h"
#include "query/answers.h"
#include "query/filter.h"
#include "query/grouped.h"
#include "query/statement.h"
#include "query/trace.h"
#include "store/base/embedded.h"
#include "tests/sample_store.h"

extern const struct mt_embedded query_files[];

static int
open_store(void **state)
{
    static struct sample sample;
    sample_open(&sample);
    *state = &sample;
    return 0;
}

static int
close_store(void **state)
{
    sample_close(*state);
    return 0;
}

/* With every parameter that any file asks for, and every filter asked for: what nobody asks for is left out. */
static void
open_file(struct sample *sample, const char *file, struct mt_statement *statement)
{
    static const struct mt_fragment fragments[] = {
        {"filters", mt_filter_delivery_sql},
        {"mail", mt_grouped_mail_sql},
        {"stages", mt_trace_stages_sql},
        {"which", "  AND (d.message_id = :bracketed OR d.trace_id = :trace_id OR d.subject = :bare)"},
        {NULL, NULL}};
    static const char *const others[] = {":first_key",   ":last_key",  ":bracketed", ":trace_id",   ":bare",
                                         ":delivery_id", ":reason_id", ":sender_id", ":domain_id",  ":domains",
                                         ":recipients",  ":senders",   ":hours",     ":first_hour", ":from_us",
                                         ":to_us",       ":kind",      ":most",      ":files",      ":most_well"};
    struct mt_bindings bindings = {.count = 0};
    struct mt_filter filter;
    struct mt_arena arena = MT_ARENA_EMPTY;
    mt_filter_init(&filter);
    assert_int_equal(mt_filter_bind(&filter, sample->store, &bindings, &arena, &sample->err), MT_OK);
    for (size_t i = 0; i < bindings.count; i++)
        if (bindings.items[i].kind == MT_BIND_NULL)
            bindings.items[i].kind = MT_BIND_INTEGER;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        mt_bindings_null(&bindings, others[i]);
    if (mt_statement_open(statement, sample->store, file, fragments, &bindings, &sample->err) != MT_OK)
        fail_msg("%s: %s", file, sample->err.text);
    mt_arena_release(&arena);
}

static void
every_file_compiles_and_answers_with_its_declared_columns(void **state)
{
    size_t count = 0;
    for (const struct mt_embedded *file = query_files; file->name; file++, count++) {
        const struct mt_answer *answer = mt_answer_of(file->name);
        struct mt_statement statement;
        if (!answer->file)
            fail_msg("%s: its columns are not declared", file->name);
        open_file(*state, file->name, &statement);
        assert_int_equal(sqlite3_column_count(statement.handle), answer->count);
        for (size_t i = 0; i < answer->count; i++)
            assert_string_equal(sqlite3_column_name(statement.handle, (int)i), answer->columns[i].key);
        mt_statement_close(&statement);
    }
    for (const struct mt_answer *answer = mt_answers(); answer->file; answer++, count--)
        if (!mt_text_known(mt_embedded_file(query_files, answer->file)))
            fail_msg("%s: declared, but not there", answer->file);
    assert_int_equal(count, 0);
}

static void
every_file_only_reads(void **state)
{
    for (const struct mt_embedded *file = query_files; file->name; file++) {
        struct mt_statement statement;
        open_file(*state, file->name, &statement);
        assert_true(sqlite3_stmt_readonly(statement.handle));
        mt_statement_close(&statement);
    }
}

static void
every_file_begins_by_saying_what_a_row_is(void **state)
{
    (void)state;
    for (const struct mt_embedded *file = query_files; file->name; file++)
        if (!mt_text_starts((struct mt_text){file->bytes, file->len}, "-- One row: "))
            fail_msg("%s does not say what one row is", file->name);
}

/* Whether a line of the plan reads a whole table: "SCAN x", where x is neither a subquery nor made of constants. */
static bool
scans_table(const char *detail, char subqueries[][64], size_t subquery_count)
{
    if (strncmp(detail, "SCAN ", 5) != 0 || strncmp(detail, "SCAN CONSTANT", 13) == 0 || detail[5] == '(')
        return false;
    for (size_t i = 0; i < subquery_count; i++)
        if (strcmp(detail + 5, subqueries[i]) == 0)
            return false;
    return true;
}

static bool
plan_scans(struct sample *sample, const char *file, char where[128])
{
    struct mt_statement statement;
    sqlite3_stmt *plan = NULL;
    char subqueries[16][64];
    size_t subquery_count = 0;
    bool scans = false;
    open_file(sample, file, &statement);
    char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sqlite3_sql(statement.handle));
    mt_statement_close(&statement);
    assert_int_equal(sqlite3_prepare_v2(mt_store_connection(sample->store), sql, -1, &plan, NULL), SQLITE_OK);
    sqlite3_free(sql);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(plan, 3);
        const char *named = strncmp(detail, "CO-ROUTINE ", 11) == 0    ? detail + 11
                            : strncmp(detail, "MATERIALIZE ", 12) == 0 ? detail + 12
                                                                       : NULL;
        if (named && subquery_count < 16)
            snprintf(subqueries[subquery_count++], sizeof *subqueries, "%s", named);
        if (scans_table(detail, subqueries, subquery_count)) {
            scans = true;
            snprintf(where, 128, "%s", detail);
        }
    }
    sqlite3_finalize(plan);
    return scans;
}

static void
whole_tables_are_read_only_where_the_file_says_why(void **state)
{
    for (const struct mt_embedded *file = query_files; file->name; file++) {
        char where[128] = "";
        bool marked = strstr(file->bytes, "\n-- scan: ") != NULL;
        bool scans = plan_scans(*state, file->name, where);
        if (scans && !marked)
            fail_msg("%s: '%s', and no '-- scan: ' says why", file->name, where);
        if (!scans && marked)
            fail_msg("%s says that it scans, and does not", file->name);
    }
}

static void
mail_in_trouble_is_read_through_its_index(void **state)
{
    static const char *const files[] = {"pending_age.sql", "reasons.sql",       "senders.sql",
                                        "messages.sql",    "rates_covered.sql", "evidence_trouble.sql",
                                        "apart_dead.sql",  "apart_trouble.sql"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct sample *sample = *state;
        struct mt_statement statement;
        sqlite3_stmt *plan = NULL;
        bool found = false;
        open_file(sample, files[i], &statement);
        char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sqlite3_sql(statement.handle));
        mt_statement_close(&statement);
        assert_int_equal(sqlite3_prepare_v2(mt_store_connection(sample->store), sql, -1, &plan, NULL), SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW)
            if (strstr((const char *)sqlite3_column_text(plan, 3), "delivery_trouble"))
                found = true;
        sqlite3_finalize(plan);
        sqlite3_free(sql);
        if (!found)
            fail_msg("%s reads all deliveries", files[i]);
    }
}

static int
band_in_sql(sqlite3_stmt *statement, int64_t size_bytes)
{
    if (size_bytes == MT_SIZE_UNKNOWN)
        sqlite3_bind_null(statement, 1);
    else
        sqlite3_bind_int64(statement, 1, size_bytes);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int band = sqlite3_column_int(statement, 0);
    sqlite3_reset(statement);
    return band;
}

static void
a_size_has_the_same_band_in_answers_as_in_the_roll_up(void **state)
{
#define X(number, key, below) below,
    static const int64_t bounds[MT_SIZE_BANDS] = {MT_SIZE_BAND_LIST(X)};
#undef X
    struct sample *sample = *state;
    sqlite3_stmt *statement = NULL;
    char *sql = sqlite3_mprintf("SELECT size_band FROM (SELECT %s FROM (SELECT ?1 AS size_bytes, 0 AS received_us, "
                                "0 AS domain_id, 0 AS route_id, 0 AS outcome) d, "
                                "(SELECT 0 AS class) n, (SELECT NULL AS remote_host) k)",
                                mt_grouped_mail_sql);
    assert_int_equal(sqlite3_prepare_v2(mt_store_connection(sample->store), sql, -1, &statement, NULL), SQLITE_OK);
    sqlite3_free(sql);
    assert_int_equal(band_in_sql(statement, MT_SIZE_UNKNOWN), mt_size_band(MT_SIZE_UNKNOWN));
    for (int band = 0; band < MT_SIZE_BANDS; band++) {
        assert_int_equal(band_in_sql(statement, bounds[band] - 1), band);
        assert_int_equal(mt_size_band(bounds[band] - 1), band);
        assert_int_equal(band_in_sql(statement, bounds[band]), mt_size_band(bounds[band]));
    }
    sqlite3_finalize(statement);
}

static void
a_parameter_that_nobody_gave_is_an_error(void **state)
{
    struct sample *sample = *state;
    struct mt_statement statement;
    struct mt_bindings none = {.count = 0};
    assert_int_equal(mt_statement_open(&statement, sample->store, "hours.sql", NULL, &none, &sample->err), MT_FAILED);
    assert_non_null(strstr(sample->err.text, ":since_hour"));
}

/* ---- statements that a user typed ---- */

static bool
never(void)
{
    return false;
}

static bool
always(void)
{
    return true;
}

static enum mt_rc
type(struct sample *sample, const char *sql, bool (*stop)(void), struct mt_table *table)
{
    mt_table_init(table, "sql", "Answer");
    return mt_adhoc_ask(sample->store, mt_text_of(sql), stop, table, &sample->err);
}

static void
what_does_more_than_read_is_refused_and_changes_nothing(void **state)
{
    static const char *const wrong[] = {
        "DELETE FROM provider",
        "INSERT INTO provider (key, name) VALUES ('x', 'x') RETURNING key",
        "WITH a AS (SELECT 1) UPDATE provider SET name = 'x'",
        "DROP TABLE provider",
        "CREATE TEMP TABLE t (a)",
        "ATTACH 'sample_other.db' AS other",
        "VACUUM INTO 'sample_other.db'",
        "PRAGMA journal_mode = WAL",
        "PRAGMA user_version = 99",
        "BEGIN IMMEDIATE",
        "SELECT load_extension('x')",
        "SELECT 1; DELETE FROM provider",
        "SELECT 1; SELECT 2",
        "SELECT 1; nonsense",
        "SELEC 1",
        "",
        "  -- nothing",
    };
    struct sample *sample = *state;
    sqlite3 *db = mt_store_connection(sample->store);
    int64_t before = sqlite3_total_changes64(db);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct mt_table table;
        if (type(sample, wrong[i], never, &table) != MT_USAGE)
            fail_msg("'%s' was not refused: %s", wrong[i], sample->err.text);
        mt_table_release(&table);
    }
    assert_true(sqlite3_total_changes64(db) == before);
    assert_int_equal(access("sample_other.db", F_OK), -1);
}

static void
comments_and_semicolons_behind_a_statement_are_no_second_one(void **state)
{
    static const char *const fine[] = {"SELECT 1;", "SELECT 1 ;; ", "SELECT 1; -- done", "SELECT 1 /* ; */ ;\n\n"};
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        struct mt_table table;
        assert_int_equal(type(*state, fine[i], never, &table), MT_OK);
        assert_int_equal(table.row_count, 1);
        mt_table_release(&table);
    }
}

static void
a_column_has_the_type_that_all_its_values_need(void **state)
{
    static const enum mt_type expected[] = {MT_TYPE_COUNT, MT_TYPE_REAL, MT_TYPE_TEXT, MT_TYPE_TEXT, MT_TYPE_TEXT};
    struct mt_table table;
    assert_int_equal(type(*state,
                          "SELECT 1 AS whole, 1 AS mixed, 'x' AS words, 1 AS either, NULL AS empty"
                          " UNION ALL SELECT NULL, 0.5, NULL, 'y', NULL",
                          never, &table),
                     MT_OK);
    assert_int_equal(table.row_count, 2);
    for (size_t i = 0; i < table.column_count; i++)
        assert_int_equal(table.columns[i].type, expected[i]);
    assert_string_equal(table.columns[1].key, "mixed");
    assert_true(mt_text_is(mt_table_at(&table, 0, 3).text, "1"));
    assert_false(mt_table_at(&table, 1, 0).known);
    mt_table_release(&table);
}

static void
a_long_statement_ends_when_it_is_told_to(void **state)
{
    struct sample *sample = *state;
    struct mt_table table;
    assert_int_equal(type(sample,
                          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                          always, &table),
                     MT_INTERRUPTED);
    mt_table_release(&table);
    /* And the connection is as good as before. */
    assert_int_equal(type(sample, "SELECT 1", never, &table), MT_OK);
    mt_table_release(&table);
}

static void
a_question_ends_when_it_is_told_to(void **state)
{
    struct sample *sample = *state;
    static struct mt_stop stop;
    stop.asked = always;
    struct mt_statement statement;
    struct mt_bindings bindings = {.count = 0};
    bool more = true;
    enum mt_rc rc = MT_OK;
    sample_run(sample, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                       " INSERT INTO hourly SELECT i, 101, 0, 0, 2, 0, 1, 1 FROM n");
    mt_bindings_integer(&bindings, ":since_hour", 0);
    mt_bindings_integer(&bindings, ":until_hour", INT64_MAX);
    mt_statement_stop_when(sample->store, &stop);
    assert_int_equal(mt_statement_open(&statement, sample->store, "hours.sql", NULL, &bindings, &sample->err), MT_OK);
    while (rc == MT_OK && more)
        rc = mt_statement_next(&statement, &more, &sample->err);
    assert_int_equal(rc, MT_INTERRUPTED);
    mt_statement_close(&statement);
    stop.asked = never;
    sample_run(sample, "DELETE FROM hourly");
}

int
main(void)
{
    sample_uses_all();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_compiles_and_answers_with_its_declared_columns),
        cmocka_unit_test(every_file_only_reads),
        cmocka_unit_test(every_file_begins_by_saying_what_a_row_is),
        cmocka_unit_test(whole_tables_are_read_only_where_the_file_says_why),
        cmocka_unit_test(mail_in_trouble_is_read_through_its_index),
        cmocka_unit_test(a_size_has_the_same_band_in_answers_as_in_the_roll_up),
        cmocka_unit_test(a_parameter_that_nobody_gave_is_an_error),
        cmocka_unit_test(what_does_more_than_read_is_refused_and_changes_nothing),
        cmocka_unit_test(comments_and_semicolons_behind_a_statement_are_no_second_one),
        cmocka_unit_test(a_column_has_the_type_that_all_its_values_need),
        cmocka_unit_test(a_long_statement_ends_when_it_is_told_to),
        cmocka_unit_test(a_question_ends_when_it_is_told_to),
    };
    return cmocka_run_group_tests(tests, open_store, close_store) != 0;
}
