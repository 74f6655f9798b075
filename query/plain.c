#include "query/plain.h"

#include <assert.h>

#include "query/statement.h"

enum { MOST_COLUMNS = 24 };

enum mt_rc
mt_plain_declare(struct mt_table *table, const struct mt_answer *answer, struct mt_err *err)
{
    struct mt_column columns[MOST_COLUMNS];
    assert(answer->count <= MOST_COLUMNS);
    for (size_t i = 0; i < answer->count; i++)
        columns[i] = (struct mt_column){answer->columns[i].key, answer->columns[i].title, answer->columns[i].type};
    return mt_table_columns(table, columns, answer->count, err);
}

bool
mt_plain_cells(const struct mt_statement *statement, const struct mt_answer *answer, struct mt_arena *arena,
               struct mt_cell *cells)
{
    for (size_t i = 0; i < answer->count; i++) {
        if (!mt_statement_cell(statement, (int)i, answer->columns[i].type, arena, &cells[i]))
            return false;
        if (!cells[i].known)
            cells[i].why = answer->columns[i].why;
    }
    return true;
}

enum mt_rc
mt_rows_record(struct mt_table *table, size_t all, struct mt_err *err)
{
    if (table->row_count == all)
        return MT_OK;
    struct mt_text text = mt_arena_format(&table->arena, "%zu of %zu rows", table->row_count, all);
    table->all_rows = all;
    return mt_text_known(text) ? mt_table_parameter(table, "rows", text, err) : mt_err_memory(err);
}

enum mt_rc
mt_plain_ask(struct mt_store *store, const char *file, const struct mt_filter *filter,
             void (*finish)(struct mt_cell *cells), struct mt_table *table, struct mt_err *err)
{
    static const struct mt_fragment fragments[] = {{"filters", mt_filter_delivery_sql}, {NULL, NULL}};
    const struct mt_answer *answer = mt_answer_of(file);
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    size_t all = 0;
    bool more = false;
    enum mt_rc rc = mt_plain_declare(table, answer, err);
    if (rc == MT_OK)
        rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, file, fragments, &bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        bool wanted = filter->limit <= 0 || all < (uint64_t)filter->limit;
        all++;
        if (!wanted)
            continue;
        struct mt_cell *cells = mt_table_add(table);
        if (!cells || !mt_plain_cells(&statement, answer, &table->arena, cells))
            rc = mt_err_memory(err);
        else if (finish)
            finish(cells);
    }
    if (rc == MT_OK) {
        table->sql = mt_statement_sql(&statement, &table->arena);
        rc = mt_rows_record(table, all, err);
    }
    mt_statement_close(&statement);
    return rc;
}
