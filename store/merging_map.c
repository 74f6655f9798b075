#include <string.h>

#include "store/merging_parts.h"

enum mt_rc
mt_map_open(struct mt_merger *merger, struct mt_err *err)
{
    struct mt_store *store = merger->store;
    enum mt_rc rc =
        mt_store_run(store,
                     "CREATE TEMP TABLE IF NOT EXISTS merge_map (kind INTEGER, other INTEGER, here INTEGER, "
                     "PRIMARY KEY (kind, other)) WITHOUT ROWID; DELETE FROM merge_map",
                     "beginning to merge", err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, "INSERT OR REPLACE INTO temp.merge_map (kind, other, here) VALUES (?1, ?2, ?3)",
                              &merger->map_put, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, "SELECT here FROM temp.merge_map WHERE kind = ?1 AND other = ?2", &merger->map_get,
                              err);
    return rc;
}

void
mt_map_close(struct mt_merger *merger)
{
    sqlite3_finalize(merger->map_put);
    sqlite3_finalize(merger->map_get);
    merger->map_put = merger->map_get = NULL;
    sqlite3_exec(merger->store->db, "DROP TABLE IF EXISTS temp.merge_map", NULL, NULL, NULL);
}

enum mt_rc
mt_map_put(struct mt_merger *merger, enum mt_mapped kind, int64_t other, int64_t here, struct mt_err *err)
{
    sqlite3_bind_int(merger->map_put, 1, (int)kind);
    sqlite3_bind_int64(merger->map_put, 2, other);
    sqlite3_bind_int64(merger->map_put, 3, here);
    enum mt_rc rc =
        sqlite3_step(merger->map_put) == SQLITE_DONE ? MT_OK : mt_store_error(merger->store, "merging", err);
    sqlite3_reset(merger->map_put);
    return rc;
}

enum mt_rc
mt_map_get(struct mt_merger *merger, enum mt_mapped kind, int64_t other, int64_t *here, struct mt_err *err)
{
    static const char *const leads_to_nothing[] = {
        [MT_MAPPED_EXPORT] = "a row names an export that is not there",
        [MT_MAPPED_DELIVERY] = "an event names a delivery that is not there",
        [MT_MAPPED_HINT] = "an event names a hint that is not there",
        [MT_MAPPED_REASON] = "an event names a reason that is not there",
    };
    enum mt_rc rc = MT_OK;
    *here = 0;
    if (other == 0)
        return MT_OK;
    sqlite3_bind_int(merger->map_get, 1, (int)kind);
    sqlite3_bind_int64(merger->map_get, 2, other);
    int step = sqlite3_step(merger->map_get);
    if (step == SQLITE_ROW)
        *here = sqlite3_column_int64(merger->map_get, 0);
    else if (step == SQLITE_DONE)
        rc = mt_merger_damaged(merger, leads_to_nothing[kind], err);
    else
        rc = mt_store_error(merger->store, "merging", err);
    sqlite3_reset(merger->map_get);
    return rc;
}

/* ---- rows as they are ---- */

static bool
has_type(sqlite3_stmt *row, int column, char form)
{
    int type = sqlite3_column_type(row, column);
    switch (form) {
    case 't':
        return type == SQLITE_TEXT && mt_text_valid_utf8(mt_column_text(row, column), false);
    case 'b':
        return type == SQLITE_BLOB;
    case 'v':
        return type == SQLITE_BLOB || (type == SQLITE_TEXT && mt_text_valid_utf8(mt_column_text(row, column), false));
    default:
        return type == SQLITE_INTEGER;
    }
}

static enum mt_rc
copy_cell(struct mt_merger *merger, sqlite3_stmt *row, sqlite3_stmt *insert, int column, char form, struct mt_err *err)
{
    static const char mapped[] = "EDHR"; /* in the order of enum mt_mapped */
    const char *kind = strchr(mapped, form);
    int64_t here = 0;
    if (sqlite3_column_type(row, column) == SQLITE_NULL) {
        sqlite3_bind_null(insert, column + 1);
        return MT_OK;
    }
    if (!has_type(row, column, form))
        return mt_merger_damaged(merger, "a value is of another kind than its column", err);
    if (!kind) {
        sqlite3_bind_value(insert, column + 1, sqlite3_column_value(row, column));
        return MT_OK;
    }
    enum mt_rc rc = mt_map_get(merger, (enum mt_mapped)(kind - mapped), sqlite3_column_int64(row, column), &here, err);
    sqlite3_bind_int64(insert, column + 1, here);
    return rc;
}

enum mt_rc
mt_merger_copy(struct mt_merger *merger, const char *select, sqlite3_stmt *insert, const char *form, int64_t *written,
               mt_copied *after, struct mt_err *err)
{
    sqlite3_stmt *row = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_merger_prepare(merger, select, &row, err);
    while (rc == MT_OK && (step = sqlite3_step(row)) == SQLITE_ROW) {
        for (int column = 0; form[column] && rc == MT_OK; column++)
            rc = copy_cell(merger, row, insert, column, form[column], err);
        if (rc != MT_OK)
            break;
        int put = sqlite3_step(insert);
        bool is_new = put == SQLITE_DONE && sqlite3_changes(merger->store->db) > 0;
        sqlite3_reset(insert);
        if ((put & 0xFF) == SQLITE_CONSTRAINT)
            rc = mt_merger_damaged(merger, "a row lacks a value that every row has", err);
        else if (put != SQLITE_DONE)
            rc = mt_store_error(merger->store, "merging", err);
        *written += is_new;
        if (rc == MT_OK && is_new && after)
            rc = after(merger, row, err);
        if (rc == MT_OK)
            rc = mt_merger_tick(merger, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_merger_reading(merger, err);
    sqlite3_finalize(row);
    return rc;
}
