#include "store/feed.h"

#include <stdio.h>
#include <stdlib.h>

struct feed_table {
    sqlite3_vtab base; /* first: SQLite sees only this */
    const struct mt_feed *feed;
};

struct feed_cursor {
    sqlite3_vtab_cursor base; /* first */
    size_t row;
};

static const struct mt_feed *
feed_of(sqlite3_vtab_cursor *cursor)
{
    return ((struct feed_table *)(void *)cursor->pVtab)->feed;
}

static int
feed_connect(sqlite3 *db, void *aux, int count, const char *const *words, sqlite3_vtab **table, char **problem)
{
    (void)count;
    (void)words;
    (void)problem;
    const struct mt_feed *feed = aux;
    char *declaration = sqlite3_mprintf("CREATE TABLE feed (%s)", feed->columns);
    if (!declaration)
        return SQLITE_NOMEM;
    int rc = sqlite3_declare_vtab(db, declaration);
    sqlite3_free(declaration);
    if (rc != SQLITE_OK)
        return rc;
    struct feed_table *made = calloc(1, sizeof *made);
    if (!made)
        return SQLITE_NOMEM;
    made->feed = feed;
    *table = &made->base;
    return SQLITE_OK;
}

static int
feed_disconnect(sqlite3_vtab *table)
{
    free(table);
    return SQLITE_OK;
}

/* There is one way to read a feed: from its first row to its last. */
static int
feed_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 2000;
    info->estimatedRows = 2000;
    return SQLITE_OK;
}

static int
feed_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    (void)table;
    struct feed_cursor *made = calloc(1, sizeof *made);
    if (!made)
        return SQLITE_NOMEM;
    *cursor = &made->base;
    return SQLITE_OK;
}

static int
feed_close(sqlite3_vtab_cursor *cursor)
{
    free(cursor);
    return SQLITE_OK;
}

static int
feed_filter(sqlite3_vtab_cursor *cursor, int plan, const char *name, int count, sqlite3_value **values)
{
    (void)plan;
    (void)name;
    (void)count;
    (void)values;
    ((struct feed_cursor *)(void *)cursor)->row = 0;
    return SQLITE_OK;
}

static int
feed_next(sqlite3_vtab_cursor *cursor)
{
    const struct mt_feed *feed = feed_of(cursor);
    size_t row = ++((struct feed_cursor *)(void *)cursor)->row;
    if (feed->expect)
        feed->expect(feed->rows, feed->count, row);
    return SQLITE_OK;
}

static int
feed_eof(sqlite3_vtab_cursor *cursor)
{
    return ((struct feed_cursor *)(void *)cursor)->row >= feed_of(cursor)->count;
}

static int
feed_column(sqlite3_vtab_cursor *cursor, sqlite3_context *cell, int column)
{
    const struct mt_feed *feed = feed_of(cursor);
    feed->column(cell, feed->rows, ((struct feed_cursor *)(void *)cursor)->row, column);
    return SQLITE_OK;
}

static int
feed_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
    *rowid = (sqlite3_int64)((struct feed_cursor *)(void *)cursor)->row;
    return SQLITE_OK;
}

/* Without xCreate the table exists in every connection that has the module. */
static const sqlite3_module feed_module = {
    .xConnect = feed_connect,
    .xBestIndex = feed_best_index,
    .xDisconnect = feed_disconnect,
    .xOpen = feed_open,
    .xClose = feed_close,
    .xFilter = feed_filter,
    .xNext = feed_next,
    .xEof = feed_eof,
    .xColumn = feed_column,
    .xRowid = feed_rowid,
};

enum mt_rc
mt_feed_register(struct mt_store *store, struct mt_feed *feed, struct mt_err *err)
{
    if (sqlite3_create_module_v2(store->db, feed->name, &feed_module, feed, NULL) != SQLITE_OK)
        return mt_store_error(store, "preparing an import", err);
    return MT_OK;
}

void
mt_feed_remove(struct mt_store *store, const struct mt_feed *feed)
{
    if (feed->name) /* else it never came to registering */
        sqlite3_create_module_v2(store->db, feed->name, NULL, NULL, NULL);
}

void
mt_feed_text(sqlite3_context *cell, struct mt_text text)
{
    if (text.at)
        sqlite3_result_text64(cell, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

enum mt_rc
mt_feed_run(struct mt_store *store, struct mt_feed *feed, const void *rows, size_t count, sqlite3_stmt *statement,
            const char *doing, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    if (count == 0)
        return MT_OK;
    feed->rows = rows;
    feed->count = count;
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(store, doing, err);
    sqlite3_reset(statement);
    feed->count = 0;
    feed->rows = NULL;
    return rc;
}
