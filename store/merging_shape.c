/* Whether the other database has the tables that an empty one has, as tables. One that comes from somewhere else can
 * have a view in the place of a table, which may never end, or columns that are computed while they are read. */

#include "store/merging_parts.h"

/* One row: one table. What SQLite keeps for itself is left out. */
static const char tables_sql[] =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'";

/* A row when there is an ordinary table of that name. */
static const char is_table_sql[] = "SELECT 1 FROM sqlite_schema "
                                   "WHERE type = 'table' AND rootpage > 0 AND name = ?1 COLLATE NOCASE";

/* In the rows of this pragma. */
enum { COLUMN_NAME = 1, COLUMN_HIDDEN = 6 };

static enum mt_rc
prepare_columns(struct mt_store *store, struct mt_text table, sqlite3_stmt **columns, struct mt_err *err)
{
    char *sql = sqlite3_mprintf("PRAGMA main.table_xinfo(\"%.*w\")", (int)table.len, table.at);
    enum mt_rc rc = sql ? mt_store_prepare(store, sql, columns, err) : mt_err_memory(err);
    sqlite3_free(sql);
    return rc;
}

/* The same columns in the same order, none of them computed. Somebody may have added some behind them. */
static enum mt_rc
compare_columns(struct mt_merger *merger, struct mt_store *model, struct mt_text table, bool *are_same,
                struct mt_err *err)
{
    sqlite3_stmt *own = NULL, *other = NULL;
    enum mt_rc rc = prepare_columns(model, table, &own, err);
    if (rc == MT_OK)
        rc = prepare_columns(merger->other, table, &other, err);
    int step = SQLITE_ROW, their_step = SQLITE_ROW;
    *are_same = true;
    while (rc == MT_OK && *are_same && their_step == SQLITE_ROW) {
        step = step == SQLITE_ROW ? sqlite3_step(own) : step;
        their_step = sqlite3_step(other);
        if (step != SQLITE_ROW && step != SQLITE_DONE)
            rc = mt_store_error(model, "making a database to compare with", err);
        else if (their_step != SQLITE_ROW && their_step != SQLITE_DONE)
            rc = mt_merger_reading(merger, err);
        else if (their_step == SQLITE_DONE)
            *are_same = step == SQLITE_DONE;
        else
            *are_same = sqlite3_column_int(other, COLUMN_HIDDEN) == 0 &&
                        (step == SQLITE_DONE ||
                         mt_text_equal(mt_column_text(own, COLUMN_NAME), mt_column_text(other, COLUMN_NAME)));
    }
    sqlite3_finalize(own);
    sqlite3_finalize(other);
    return rc;
}

static enum mt_rc
check_table(struct mt_merger *merger, struct mt_store *model, sqlite3_stmt *is_table, struct mt_text table,
            struct mt_err *err)
{
    bool are_same = false;
    mt_bind_text(is_table, 1, table);
    int step = sqlite3_step(is_table);
    sqlite3_reset(is_table);
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        return mt_merger_reading(merger, err);
    enum mt_rc rc = step == SQLITE_ROW ? compare_columns(merger, model, table, &are_same, err) : MT_OK;
    if (rc != MT_OK || are_same)
        return rc;
    char how[128];
    sqlite3_snprintf(sizeof how, how, "'%.*s' is no table as msgtrace makes it", (int)table.len, table.at);
    return mt_merger_damaged(merger, how, err);
}

enum mt_rc
mt_merger_shape(struct mt_merger *merger, struct mt_err *err)
{
    struct mt_store *model = NULL;
    sqlite3_stmt *tables = NULL, *is_table = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_open(&model, MT_STORE_IN_MEMORY, MT_STORE_WRITE, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(model, tables_sql, &tables, err);
    if (rc == MT_OK)
        rc = mt_merger_prepare(merger, is_table_sql, &is_table, err);
    while (rc == MT_OK && (step = sqlite3_step(tables)) == SQLITE_ROW)
        rc = check_table(merger, model, is_table, mt_column_text(tables, 0), err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(model, "making a database to compare with", err);
    sqlite3_finalize(tables);
    sqlite3_finalize(is_table);
    mt_store_close(model);
    return rc;
}
