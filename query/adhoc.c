#include "query/adhoc.h"

#include <sqlite3.h>
#include <string.h>

#include "store/row.h"
#include "store/store.h"

enum { STEPS_BETWEEN_LOOKS = 20000, MOST_COLUMNS = 512 };

struct adhoc {
    struct mt_store *store;
    sqlite3 *db;
    sqlite3_stmt *statement;
    bool (*stop)(void);
    bool stopped;
};

/* ---- what is allowed ---- */

/* The connection is read-only already. What is left to forbid are other files (ATTACH, VACUUM INTO) and settings. */
static int
allow(void *context, int action, const char *first, const char *second, const char *database, const char *trigger)
{
    (void)context, (void)first, (void)database, (void)trigger;
    switch (action) {
    case SQLITE_FUNCTION: /* this one shows addresses in memory */
        return second && strcmp(second, "fts3_tokenizer") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    default: /* SQLite's actions are numbers, and new versions add to them */
        return SQLITE_DENY;
    }
}

static int
look(void *context)
{
    struct adhoc *adhoc = context;
    adhoc->stopped = adhoc->stopped || adhoc->stop();
    return adhoc->stopped;
}

static enum mt_rc
refuse(struct adhoc *adhoc, struct mt_err *err)
{
    int code = sqlite3_errcode(adhoc->db);
    if (adhoc->stopped)
        return mt_err_set(err, MT_INTERRUPTED, "interrupted");
    if (code == SQLITE_AUTH)
        return mt_err_set(err, MT_USAGE,
                          "only questions are answered here: a SELECT on the views and tables of the "
                          "database (%s)",
                          sqlite3_errmsg(adhoc->db));
    if (code == SQLITE_ERROR)
        return mt_err_set(err, MT_USAGE, "the SQL is not understood: %s", sqlite3_errmsg(adhoc->db));
    return mt_store_error(adhoc->store, "answering", err);
}

static enum mt_rc
prepare(struct adhoc *adhoc, struct mt_text sql, struct mt_err *err)
{
    const char *rest = NULL;
    if (sql.len > 1000000)
        return mt_err_set(err, MT_USAGE, "the SQL is longer than 1,000,000 bytes");
    if (sqlite3_prepare_v2(adhoc->db, sql.at, (int)sql.len, &adhoc->statement, &rest) != SQLITE_OK)
        return refuse(adhoc, err);
    /* SQLite itself says whether what follows is anything but blanks, comments and semicolons. */
    for (const char *end = sql.at + sql.len; rest < end;) {
        struct mt_text tail = {rest, (size_t)(end - rest)};
        sqlite3_stmt *second = NULL;
        int code = sqlite3_prepare_v2(adhoc->db, rest, (int)tail.len, &second, &rest);
        sqlite3_finalize(second);
        if (code != SQLITE_OK || second)
            return mt_err_set(err, MT_USAGE, "one statement at a time: '%.*s' is one too many",
                              MT_TEXT_ARGS(mt_text_trim(tail)));
    }
    if (!adhoc->statement || sqlite3_column_count(adhoc->statement) == 0 || !sqlite3_stmt_readonly(adhoc->statement))
        return mt_err_set(err, MT_USAGE, "only questions are answered here: a SELECT that gives rows");
    if (sqlite3_column_count(adhoc->statement) > MOST_COLUMNS)
        return mt_err_set(err, MT_USAGE, "the answer has more than %d columns", MOST_COLUMNS);
    return MT_OK;
}

/* ---- the answer ---- */

/* A value needs at least this type; a column has the widest that any of its values needs. */
static enum mt_type
type_of(int sqlite_type)
{
    if (sqlite_type == SQLITE_INTEGER || sqlite_type == SQLITE_NULL)
        return MT_TYPE_COUNT;
    return sqlite_type == SQLITE_FLOAT ? MT_TYPE_REAL : MT_TYPE_TEXT;
}

static enum mt_type
wider(enum mt_type a, enum mt_type b)
{
    if (a == MT_TYPE_TEXT || b == MT_TYPE_TEXT)
        return MT_TYPE_TEXT;
    return a == MT_TYPE_REAL || b == MT_TYPE_REAL ? MT_TYPE_REAL : MT_TYPE_COUNT;
}

/* The first pass: types are only known when every row was seen. */
static enum mt_rc
find_columns(struct adhoc *adhoc, struct mt_table *table, struct mt_err *err)
{
    struct mt_column columns[MOST_COLUMNS];
    bool seen[MOST_COLUMNS] = {false};
    int step, count = sqlite3_column_count(adhoc->statement);
    for (int i = 0; i < count; i++) {
        struct mt_text name;
        if (!mt_arena_copy(&table->arena, mt_text_of(sqlite3_column_name(adhoc->statement, i)), &name))
            return mt_err_memory(err);
        columns[i] = (struct mt_column){name.at ? name.at : "", name.at ? name.at : "", MT_TYPE_COUNT};
    }
    while ((step = sqlite3_step(adhoc->statement)) == SQLITE_ROW) {
        for (int i = 0; i < count; i++) {
            int type = sqlite3_column_type(adhoc->statement, i);
            columns[i].type = wider(columns[i].type, type_of(type));
            seen[i] = seen[i] || type != SQLITE_NULL;
        }
    }
    if (step != SQLITE_DONE)
        return refuse(adhoc, err);
    for (int i = 0; i < count; i++)
        if (!seen[i])
            columns[i].type = MT_TYPE_TEXT;
    sqlite3_reset(adhoc->statement);
    return mt_table_columns(table, columns, (size_t)count, err);
}

static bool
text_cell(struct adhoc *adhoc, int column, struct mt_table *table, struct mt_cell *cell)
{
    bool blob = sqlite3_column_type(adhoc->statement, column) == SQLITE_BLOB;
    const unsigned char *bytes =
        blob ? sqlite3_column_blob(adhoc->statement, column) : sqlite3_column_text(adhoc->statement, column);
    size_t len = (size_t)sqlite3_column_bytes(adhoc->statement, column);
    struct mt_text text = {bytes ? (const char *)bytes : "", len}, copy;
    char guid[37];
    if (blob && len == 16) {
        mt_guid_format(bytes, guid);
        text = (struct mt_text){guid, 36};
    } else if (blob) {
        static const char digits[] = "0123456789abcdef";
        char *hex = mt_arena_take(&table->arena, 2 * len + 1);
        if (!hex)
            return false;
        for (size_t i = 0; i < len; i++) {
            hex[2 * i] = digits[bytes[i] >> 4];
            hex[2 * i + 1] = digits[bytes[i] & 15];
        }
        *cell = mt_cell_text((struct mt_text){hex, 2 * len});
        return true;
    }
    if (!mt_arena_copy(&table->arena, text, &copy))
        return false;
    *cell = mt_cell_text(copy);
    return true;
}

static bool
fill_row(struct adhoc *adhoc, struct mt_table *table, struct mt_cell *cells)
{
    for (int i = 0; i < (int)table->column_count; i++) {
        if (sqlite3_column_type(adhoc->statement, i) == SQLITE_NULL)
            continue;
        if (table->columns[i].type == MT_TYPE_COUNT)
            cells[i] = mt_cell_integer(sqlite3_column_int64(adhoc->statement, i));
        else if (table->columns[i].type == MT_TYPE_REAL)
            cells[i] = mt_cell_real(sqlite3_column_double(adhoc->statement, i));
        else if (!text_cell(adhoc, i, table, &cells[i]))
            return false;
    }
    return true;
}

static enum mt_rc
fill_rows(struct adhoc *adhoc, struct mt_table *table, struct mt_err *err)
{
    int step;
    while ((step = sqlite3_step(adhoc->statement)) == SQLITE_ROW) {
        struct mt_cell *cells = mt_table_add(table);
        if (!cells || !fill_row(adhoc, table, cells))
            return mt_err_memory(err);
    }
    return step == SQLITE_DONE ? MT_OK : refuse(adhoc, err);
}

enum mt_rc
mt_adhoc_ask(struct mt_store *store, struct mt_text sql, bool (*stop)(void), struct mt_table *table, struct mt_err *err)
{
    struct adhoc adhoc = {.store = store, .db = mt_store_connection(store), .stop = stop};
    /* Both passes must see the same rows whatever an import does meanwhile. */
    bool snapshot = sqlite3_exec(adhoc.db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_set_authorizer(adhoc.db, allow, NULL);
    sqlite3_progress_handler(adhoc.db, STEPS_BETWEEN_LOOKS, look, &adhoc);

    enum mt_rc rc = prepare(&adhoc, sql, err);
    if (rc == MT_OK)
        rc = find_columns(&adhoc, table, err);
    if (rc == MT_OK)
        rc = fill_rows(&adhoc, table, err);
    if (rc == MT_OK && !mt_arena_copy(&table->arena, sql, &table->sql))
        rc = mt_err_memory(err);

    sqlite3_finalize(adhoc.statement);
    sqlite3_progress_handler(adhoc.db, 0, NULL, NULL);
    sqlite3_set_authorizer(adhoc.db, NULL, NULL);
    if (snapshot)
        sqlite3_exec(adhoc.db, "COMMIT", NULL, NULL, NULL);
    return rc;
}
