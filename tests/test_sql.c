#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/answers.h"
#include "query/filter.h"
#include "query/statement.h"
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

/* With every parameter that any file asks for. */
static void
open_file(struct sample *sample, const char *file, struct mt_statement *statement)
{
    static const struct mt_fragment fragments[] = {
        {"filters", mt_filter_delivery_sql},
        {"which", "  AND (d.message_id = :bracketed OR d.trace_id = :trace_id OR d.subject = :bare)"},
        {NULL, NULL}};
    static const char *const others[] = {":first_key", ":last_key", ":bracketed", ":trace_id", ":bare", ":delivery_id"};
    struct mt_bindings bindings = {.count = 0};
    struct mt_filter filter;
    struct mt_arena arena = MT_ARENA_EMPTY;
    mt_filter_init(&filter);
    assert_int_equal(mt_filter_bind(&filter, sample->store, &bindings, &arena, &sample->err), MT_OK);
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
    static const char *const files[] = {"pending_age.sql", "reasons.sql", "senders.sql", "messages.sql"};
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

static void
a_parameter_that_nobody_gave_is_an_error(void **state)
{
    struct sample *sample = *state;
    struct mt_statement statement;
    struct mt_bindings none = {.count = 0};
    assert_int_equal(mt_statement_open(&statement, sample->store, "hours.sql", NULL, &none, &sample->err), MT_FAILED);
    assert_non_null(strstr(sample->err.text, ":since_hour"));
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
        cmocka_unit_test(a_parameter_that_nobody_gave_is_an_error),
    };
    return cmocka_run_group_tests(tests, open_store, close_store) != 0;
}
