#include "store/exports.h"

#include <stdio.h>

#include "store/handle.h"

enum mt_rc
mt_loader_known(struct mt_store *store, const unsigned char sha256[32], bool *known, char *name, size_t size,
                struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(store, "SELECT name FROM export WHERE sha256 = ?1 AND rows_read > rows_rejected",
                                     &statement, err);
    if (rc)
        return rc;
    sqlite3_bind_blob(statement, 1, sha256, 32, SQLITE_STATIC);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        struct mt_text found = mt_column_text(statement, 0);
        snprintf(name, size, "%.*s", (int)(found.len < size ? found.len : size), found.at);
        *known = true;
    } else if (step == SQLITE_DONE) {
        *known = false;
    } else {
        rc = mt_store_error(store, "reading the list of exports", err);
    }
    sqlite3_finalize(statement);
    return rc;
}

/* A file of which no row was kept may be read again under other options: what is left of the first reading goes. */
static enum mt_rc
forget_empty(struct mt_store *store, const unsigned char sha256[32], struct mt_err *err)
{
    static const char *const steps[] = {
        "DELETE FROM reject WHERE export_id IN (SELECT id FROM export WHERE sha256 = ?1 AND rows_read = rows_rejected)",
        "DELETE FROM export WHERE sha256 = ?1 AND rows_read = rows_rejected",
    };
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && rc == MT_OK; i++) {
        sqlite3_stmt *statement = NULL;
        rc = mt_store_prepare(store, steps[i], &statement, err);
        if (rc != MT_OK)
            break;
        sqlite3_bind_blob(statement, 1, sha256, 32, SQLITE_STATIC);
        if (sqlite3_step(statement) != SQLITE_DONE)
            rc = mt_store_error(store, "beginning an import", err);
        sqlite3_finalize(statement);
    }
    return rc;
}

enum mt_rc
mt_export_write(struct mt_store *store, const struct mt_export *export, int64_t imported_us, int64_t *id,
                struct mt_err *err)
{
    static const char sql[] = "INSERT INTO export (name, sha256, bytes, flavour, encoding, delimiter, date_order, "
                              "                    time_basis, observed_us, observed_by, imported_us, "
                              "                    header, recipient) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = forget_empty(store, export->sha256, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, sql, &statement, err);
    if (rc)
        return rc;
    mt_bind_text(statement, 1, export->name);
    sqlite3_bind_blob(statement, 2, export->sha256, sizeof export->sha256, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, export->bytes);
    mt_bind_text(statement, 4, export->flavour);
    mt_bind_text(statement, 5, export->encoding);
    mt_bind_text(statement, 6, export->delimiter);
    mt_bind_text(statement, 7, export->date_order);
    mt_bind_text(statement, 8, export->time_basis);
    sqlite3_bind_int64(statement, 9, export->observed_us);
    mt_bind_text(statement, 10, export->observed_by);
    sqlite3_bind_int64(statement, 11, imported_us);
    mt_bind_text(statement, 12, export->header);
    mt_bind_text(statement, 13, export->recipient);
    int step = sqlite3_step(statement);
    if (step == SQLITE_CONSTRAINT_UNIQUE)
        rc = mt_err_set(err, MT_FAILED, "'%.*s' has been imported already", MT_TEXT_ARGS(export->name));
    else if (step != SQLITE_DONE)
        rc = mt_store_error(store, "beginning an import", err);
    sqlite3_finalize(statement);
    *id = sqlite3_last_insert_rowid(store->db);
    return rc;
}

enum mt_rc
mt_export_count(struct mt_store *store, int64_t id, const struct mt_load_counts *counts, struct mt_err *err)
{
    static const char sql[] = "UPDATE export SET rows_read = ?1, rows_new = ?2, rows_changed = ?3, rows_known = ?4, "
                              "                  rows_rejected = ?5, rows_routing = ?6, first_received_us = ?7, "
                              "                  last_received_us = ?8 "
                              "WHERE id = ?9";
    const int64_t numbers[] = {counts->read,  counts->fresh,    counts->changed,
                               counts->known, counts->rejected, counts->routing};
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(store, sql, &statement, err);
    if (rc)
        return rc;
    for (int i = 0; i < 6; i++)
        sqlite3_bind_int64(statement, i + 1, numbers[i]);
    mt_bind_moment(statement, 7, counts->first_received_us);
    mt_bind_moment(statement, 8, counts->last_received_us);
    sqlite3_bind_int64(statement, 9, id);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(store, "finishing an import", err);
    sqlite3_finalize(statement);
    return rc;
}
