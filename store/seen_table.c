#include "store/seen_table.h"

#include <stdlib.h>

#include "store/seen_blocks.h"

enum column { KEY, DELIVERY_ID };

/* What a value that xFilter gets says of the keys that are wanted; the plan's number has one of them in four bits for
 * each value. */
enum { FROM = 1, BEHIND = 2, UNTIL = 4, BEFORE = 8, LIMIT_BITS = 4, LIMIT_MASK = 15, LIMITS_MOST = 2 };

/* Statements that are ready for as many cursors at a time. They are prepared while the statement that reads the table
 * is prepared, and not when it runs: preparing can make SQLite give up virtual tables that are no longer used, and then
 * every statement that runs ends with SQLITE_ABORT_ROLLBACK. */
enum { SPARES = 4 };

struct seen_table {
    sqlite3_vtab base; /* first: SQLite sees only this */
    struct mt_store *store;
    sqlite3_stmt *spares[SPARES]; /* NULL where a cursor has it */
};

struct seen_cursor {
    sqlite3_vtab_cursor base; /* first */
    sqlite3_stmt *blocks;
    struct mt_text block; /* unknown: behind the last key */
    size_t at;
    int64_t last; /* no key behind it is wanted */
};

static struct seen_table *
table_of(sqlite3_vtab *table)
{
    return (struct seen_table *)(void *)table;
}

static struct seen_cursor *
cursor_of(sqlite3_vtab_cursor *cursor)
{
    return (struct seen_cursor *)(void *)cursor;
}

/* One row: one block that can hold keys between two. */
static const char blocks_sql[] =
    "SELECT entries FROM seen_block "
    "WHERE first >= coalesce((SELECT max(first) FROM seen_block WHERE first <= ?1), ?1) AND first <= ?2 ORDER BY first";

static int
seen_disconnect(sqlite3_vtab *table)
{
    for (int i = 0; i < SPARES; i++)
        sqlite3_finalize(table_of(table)->spares[i]);
    free(table);
    return SQLITE_OK;
}

static int
seen_connect(sqlite3 *db, void *aux, int count, const char *const *words, sqlite3_vtab **table, char **problem)
{
    (void)count;
    (void)words;
    (void)problem;
    int rc = sqlite3_declare_vtab(db, "CREATE TABLE seen (key INTEGER PRIMARY KEY, delivery_id INTEGER)");
    if (rc != SQLITE_OK)
        return rc;
    struct seen_table *made = calloc(1, sizeof *made);
    if (!made)
        return SQLITE_NOMEM;
    made->store = aux;
    for (int i = 0; i < SPARES && rc == SQLITE_OK; i++)
        rc = sqlite3_prepare_v2(db, blocks_sql, -1, &made->spares[i], NULL);
    if (rc != SQLITE_OK) {
        seen_disconnect(&made->base);
        return rc;
    }
    *table = &made->base;
    return SQLITE_OK;
}

/* ---- planning ---- */

static int
limit_of(unsigned char comparison)
{
    switch (comparison) {
    case SQLITE_INDEX_CONSTRAINT_EQ:
        return FROM | UNTIL;
    case SQLITE_INDEX_CONSTRAINT_GE:
        return FROM;
    case SQLITE_INDEX_CONSTRAINT_GT:
        return BEHIND;
    case SQLITE_INDEX_CONSTRAINT_LE:
        return UNTIL;
    case SQLITE_INDEX_CONSTRAINT_LT:
        return BEFORE;
    default:
        return 0;
    }
}

/* One limit at each end is enough: SQLite checks what is given for itself. */
static int
seen_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    enum { LOW = FROM | BEHIND, HIGH = UNTIL | BEFORE };
    static const double costs[LIMITS_MOST + 1] = {1e7, 1e6, 1e3};
    int have = 0, ends = 0;
    (void)table;
    for (int i = 0; i < info->nConstraint; i++) {
        bool is_key = info->aConstraint[i].iColumn == KEY || info->aConstraint[i].iColumn == -1;
        int limit = info->aConstraint[i].usable && is_key ? limit_of(info->aConstraint[i].op) : 0;
        if (!limit || ((limit & LOW) && (have & LOW)) || ((limit & HIGH) && (have & HIGH)))
            continue;
        info->idxNum |= limit << (LIMIT_BITS * ends);
        info->aConstraintUsage[i].argvIndex = ++ends;
        have |= limit;
    }
    bool is_one = (have & LOW) && (have & HIGH) && ends == 1;
    info->estimatedCost = is_one ? 10 : costs[ends];
    info->estimatedRows = (sqlite3_int64)info->estimatedCost;
    info->idxFlags = is_one ? SQLITE_INDEX_SCAN_UNIQUE : 0;
    info->orderByConsumed = info->nOrderBy == 1 && info->aOrderBy[0].iColumn == KEY && !info->aOrderBy[0].desc;
    return SQLITE_OK;
}

/* ---- reading ---- */

/* The place of a spare statement, or of one that is out; NULL: there is none. */
static sqlite3_stmt **
spare_of(struct seen_table *table, bool is_there)
{
    for (int i = 0; i < SPARES; i++)
        if ((table->spares[i] != NULL) == is_there)
            return &table->spares[i];
    return NULL;
}

static int
seen_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **cursor)
{
    struct seen_table *table = table_of(vtab);
    struct seen_cursor *made = calloc(1, sizeof *made);
    if (!made)
        return SQLITE_NOMEM;
    sqlite3_stmt **spare = spare_of(table, true);
    int rc = SQLITE_OK;
    if (spare) {
        made->blocks = *spare;
        *spare = NULL;
    } else {
        rc = sqlite3_prepare_v2(table->store->db, blocks_sql, -1, &made->blocks, NULL);
    }
    if (rc != SQLITE_OK) {
        free(made);
        return rc;
    }
    *cursor = &made->base;
    return SQLITE_OK;
}

static int
seen_close(sqlite3_vtab_cursor *closing)
{
    struct seen_cursor *cursor = cursor_of(closing);
    struct seen_table *table = table_of(closing->pVtab);
    sqlite3_stmt **place = spare_of(table, false);
    sqlite3_reset(cursor->blocks);
    if (place)
        *place = cursor->blocks;
    else
        sqlite3_finalize(cursor->blocks);
    free(cursor);
    return SQLITE_OK;
}

/* To the next block when this one has no more entries, and to the end when what comes is not wanted. */
static int
settle(struct seen_cursor *cursor)
{
    while (cursor->block.at && cursor->at >= mt_seen_block_count(cursor->block)) {
        int step = sqlite3_step(cursor->blocks);
        cursor->at = 0;
        cursor->block = step == SQLITE_ROW ? mt_column_text(cursor->blocks, 0) : MT_TEXT_UNKNOWN;
        if (step != SQLITE_ROW && step != SQLITE_DONE)
            return step;
    }
    if (cursor->block.at && mt_seen_block_entry(cursor->block, cursor->at).key > cursor->last)
        cursor->block = MT_TEXT_UNKNOWN;
    return SQLITE_OK;
}

/* Narrows the range by one value; false when nothing can be in it. Only whole numbers narrow it: what else is compared
 * with keys is for SQLite to check. */
static bool
narrow(int limit, sqlite3_value *value, int64_t *first, int64_t *last)
{
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return false;
    if (sqlite3_value_type(value) != SQLITE_INTEGER)
        return true;
    int64_t key = sqlite3_value_int64(value);
    if ((limit & BEHIND && key == INT64_MAX) || (limit & BEFORE && key == INT64_MIN))
        return false;
    if (limit & (FROM | BEHIND))
        *first = limit & FROM ? key : key + 1;
    if (limit & (UNTIL | BEFORE))
        *last = limit & UNTIL ? key : key - 1;
    return true;
}

static int
seen_filter(sqlite3_vtab_cursor *filtering, int plan, const char *name, int count, sqlite3_value **values)
{
    struct seen_cursor *cursor = cursor_of(filtering);
    int64_t first = INT64_MIN;
    (void)name;
    cursor->last = INT64_MAX;
    cursor->block = MT_TEXT_UNKNOWN;
    cursor->at = 0;
    sqlite3_reset(cursor->blocks);
    for (int i = 0; i < count; i++)
        if (!narrow(plan >> (LIMIT_BITS * i) & LIMIT_MASK, values[i], &first, &cursor->last))
            return SQLITE_OK;
    sqlite3_bind_int64(cursor->blocks, 1, first);
    sqlite3_bind_int64(cursor->blocks, 2, cursor->last);
    int step = sqlite3_step(cursor->blocks);
    if (step != SQLITE_ROW)
        return step == SQLITE_DONE ? SQLITE_OK : step;
    cursor->block = mt_column_text(cursor->blocks, 0);
    if (cursor->block.at)
        cursor->at = mt_seen_block_find(cursor->block, 0, first);
    return settle(cursor);
}

static int
seen_next(sqlite3_vtab_cursor *cursor)
{
    cursor_of(cursor)->at++;
    return settle(cursor_of(cursor));
}

static int
seen_eof(sqlite3_vtab_cursor *cursor)
{
    return cursor_of(cursor)->block.at == NULL;
}

static int
seen_column(sqlite3_vtab_cursor *cursor, sqlite3_context *cell, int column)
{
    struct mt_keyed entry = mt_seen_block_entry(cursor_of(cursor)->block, cursor_of(cursor)->at);
    sqlite3_result_int64(cell, column == KEY ? entry.key : entry.number);
    return SQLITE_OK;
}

static int
seen_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
    *rowid = mt_seen_block_entry(cursor_of(cursor)->block, cursor_of(cursor)->at).key;
    return SQLITE_OK;
}

/* ---- writing, one key at a time ---- */

static enum mt_rc
add(struct mt_seen_blocks *blocks, const struct mt_keyed *entry, bool *is_taken, struct mt_err *err)
{
    struct mt_keyed found;
    size_t count;
    enum mt_rc rc = mt_seen_blocks_find(blocks, entry, 1, &found, &count, err);
    *is_taken = rc == MT_OK && count > 0;
    return rc == MT_OK && !*is_taken ? mt_seen_blocks_add(blocks, entry, 1, err) : rc;
}

/* SQLite's call for all three: the old row's number, NULL when there is none, and then the new row's values. */
static int
seen_update(sqlite3_vtab *table, int count, sqlite3_value **values, sqlite3_int64 *rowid)
{
    struct mt_store *store = table_of(table)->store;
    struct mt_seen_blocks *blocks = NULL;
    struct mt_err err;
    bool is_taken = false;
    enum mt_rc rc = mt_seen_blocks_open(&blocks, store, &err);
    if (rc == MT_OK && sqlite3_value_type(values[0]) != SQLITE_NULL)
        rc = mt_seen_blocks_remove(blocks, sqlite3_value_int64(values[0]), &err);
    if (rc == MT_OK && count > 1) {
        struct mt_keyed entry = {sqlite3_value_int64(values[2 + KEY]), sqlite3_value_int64(values[2 + DELIVERY_ID])};
        *rowid = entry.key;
        rc = add(blocks, &entry, &is_taken, &err);
    }
    mt_seen_blocks_close(blocks);
    if (is_taken)
        return SQLITE_CONSTRAINT_PRIMARYKEY;
    return rc == MT_OK ? SQLITE_OK : SQLITE_ERROR;
}

/* Without xCreate the table exists in every connection that has the module. */
static const sqlite3_module seen_module = {
    .xConnect = seen_connect,
    .xBestIndex = seen_best_index,
    .xDisconnect = seen_disconnect,
    .xOpen = seen_open,
    .xClose = seen_close,
    .xFilter = seen_filter,
    .xNext = seen_next,
    .xEof = seen_eof,
    .xColumn = seen_column,
    .xRowid = seen_rowid,
    .xUpdate = seen_update,
};

enum mt_rc
mt_seen_table_register(struct mt_store *store, struct mt_err *err)
{
    if (sqlite3_create_module_v2(store->db, "seen", &seen_module, store, NULL) != SQLITE_OK)
        return mt_store_error(store, "opening the database", err);
    return MT_OK;
}
