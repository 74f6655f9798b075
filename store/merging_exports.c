/* The list of exports, and the records of each that could not be read. */

#include "store/merging_parts.h"

static enum mt_rc
run_with_number(struct mt_store *store, const char *sql, int64_t number, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(store, sql, &statement, err);
    if (rc != MT_OK)
        return rc;
    sqlite3_bind_int64(statement, 1, number);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(store, "merging", err);
    sqlite3_finalize(statement);
    return rc;
}

/* The export with these bytes here, and whether it gave rows: one that gave none may have been read again with other
 * options over there (exports.c). */
static enum mt_rc
find_export(struct mt_merger *merger, sqlite3_stmt *row, int64_t *here, bool *gave_rows, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(
        merger->store, "SELECT id, rows_read > rows_rejected FROM export WHERE sha256 = ?1", &statement, err);
    *here = 0;
    if (rc != MT_OK)
        return rc;
    sqlite3_bind_value(statement, 1, sqlite3_column_value(row, 1));
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        *here = sqlite3_column_int64(statement, 0);
        *gave_rows = sqlite3_column_int(statement, 1) != 0;
    } else if (step != SQLITE_DONE) {
        rc = mt_store_error(merger->store, "merging", err);
    }
    sqlite3_finalize(statement);
    return rc;
}

static const char rejects_sql[] = "SELECT export_id, line, reason, raw, raw_is_cut FROM reject WHERE export_id = ?1";

/* Those of one export; whether they were read after all is told when all exports have their numbers. */
static enum mt_rc
copy_rejects(struct mt_merger *merger, int64_t other_id, int64_t here, struct mt_err *err)
{
    sqlite3_stmt *row = NULL, *insert = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_merger_prepare(merger, rejects_sql, &row, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(
            merger->store, "INSERT INTO reject (export_id, line, reason, raw, raw_is_cut) VALUES (?1, ?2, ?3, ?4, ?5)",
            &insert, err);
    if (rc == MT_OK)
        sqlite3_bind_int64(row, 1, other_id);
    while (rc == MT_OK && (step = sqlite3_step(row)) == SQLITE_ROW) {
        struct mt_text reason = mt_column_text(row, 2), raw = mt_column_text(row, 3);
        if (!mt_text_valid_utf8(reason, false) || !mt_text_valid_utf8(raw, false)) {
            rc = mt_merger_damaged(merger, "a reject is no text", err);
            break;
        }
        sqlite3_bind_int64(insert, 1, here);
        sqlite3_bind_int64(insert, 2, sqlite3_column_int64(row, 1));
        mt_bind_text(insert, 3, reason.at ? reason : MT_TEXT_LITERAL(""));
        mt_bind_text(insert, 4, raw.at ? raw : MT_TEXT_LITERAL(""));
        sqlite3_bind_int(insert, 5, sqlite3_column_int(row, 4) != 0);
        if (sqlite3_step(insert) != SQLITE_DONE)
            rc = mt_store_error(merger->store, "merging", err);
        sqlite3_reset(insert);
        merger->merged->rejects++;
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_merger_reading(merger, err);
    sqlite3_finalize(row);
    sqlite3_finalize(insert);
    return rc;
}

enum { EXPORT_COLUMNS = 21 };
#define EXPORT                                                                                                         \
    "sha256, name, bytes, flavour, encoding, delimiter, date_order, time_basis, observed_us, observed_by, rows_read, " \
    "rows_new, rows_changed, rows_known, rows_rejected, rows_routing, first_received_us, last_received_us, "           \
    "imported_us, header, recipient"
static const char export_form[EXPORT_COLUMNS + 1] = "btitttttitiiiiiiiiitt";

static enum mt_rc
insert_export(struct mt_merger *merger, sqlite3_stmt *row, int64_t *here, struct mt_err *err)
{
    sqlite3_stmt *insert = NULL;
    enum mt_rc rc = mt_store_prepare(merger->store,
                                     "INSERT INTO export (" EXPORT ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
                                     "?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
                                     &insert, err);
    for (int i = 0; i < EXPORT_COLUMNS && rc == MT_OK; i++) {
        int type = sqlite3_column_type(row, i + 1);
        bool fits = type == SQLITE_NULL || type == (export_form[i] == 'i'   ? SQLITE_INTEGER
                                                    : export_form[i] == 'b' ? SQLITE_BLOB
                                                                            : SQLITE_TEXT);
        if (!fits || (type == SQLITE_TEXT && !mt_text_valid_utf8(mt_column_text(row, i + 1), false)) ||
            (i == 0 && sqlite3_column_bytes(row, 1) != 32))
            rc = mt_merger_damaged(merger, "the list of exports has a value that no export has", err);
        else
            sqlite3_bind_value(insert, i + 1, sqlite3_column_value(row, i + 1));
    }
    int step = rc == MT_OK ? sqlite3_step(insert) : SQLITE_DONE;
    if (rc == MT_OK && (step & 0xFF) == SQLITE_CONSTRAINT)
        rc = mt_merger_damaged(merger, "the list of exports lacks a value that every export has", err);
    else if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(merger->store, "merging", err);
    *here = sqlite3_last_insert_rowid(merger->store->db);
    sqlite3_finalize(insert);
    return rc;
}

static enum mt_rc
merge_export(struct mt_merger *merger, sqlite3_stmt *row, struct mt_err *err)
{
    int64_t other_id = sqlite3_column_int64(row, 0), here = 0;
    bool gave_rows = false, gives_rows = sqlite3_column_int(row, EXPORT_COLUMNS + 1) != 0;
    enum mt_rc rc = find_export(merger, row, &here, &gave_rows, err);
    if (rc == MT_OK && here && !gave_rows && gives_rows) {
        rc = run_with_number(merger->store, "DELETE FROM reject WHERE export_id = ?1", here, err);
        if (rc == MT_OK)
            rc = run_with_number(merger->store, "DELETE FROM export WHERE id = ?1", here, err);
        here = 0;
    }
    if (rc != MT_OK)
        return rc;
    if (here) {
        merger->merged->known_exports++;
        return mt_map_put(merger, MT_MAPPED_EXPORT, other_id, here, err);
    }
    rc = insert_export(merger, row, &here, err);
    if (rc == MT_OK)
        rc = mt_map_put(merger, MT_MAPPED_EXPORT, other_id, here, err);
    merger->merged->exports++;
    return rc == MT_OK ? copy_rejects(merger, other_id, here, err) : rc;
}

static enum mt_rc
merge_exports(struct mt_merger *merger, struct mt_err *err)
{
    sqlite3_stmt *row = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_merger_prepare(
        merger, "SELECT id, " EXPORT ", rows_read > rows_rejected FROM export ORDER BY id", &row, err);
    while (rc == MT_OK && (step = sqlite3_step(row)) == SQLITE_ROW)
        rc = merge_export(merger, row, err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_merger_reading(merger, err);
    sqlite3_finalize(row);
    return rc;
}

/* A reject that was read after all over there was read here too, now: found by what it is. */
static enum mt_rc
settle_rejects(struct mt_merger *merger, struct mt_err *err)
{
    static const char settled[] =
        "SELECT settled_by, export_id, line, reason, raw FROM reject WHERE settled_by IS NOT NULL";
    sqlite3_stmt *update = NULL;
    int64_t ignored = 0;
    enum mt_rc rc = mt_store_prepare(merger->store,
                                     "UPDATE reject SET settled_by = ?1 WHERE settled_by IS NULL AND export_id = ?2 "
                                     "AND line = ?3 AND reason = ?4 AND raw = ?5",
                                     &update, err);
    if (rc == MT_OK)
        rc = mt_merger_copy(merger, settled, update, "EEitt", &ignored, NULL, err);
    sqlite3_finalize(update);
    return rc;
}

enum mt_rc
mt_merger_exports(struct mt_merger *merger, struct mt_err *err)
{
    enum mt_rc rc = merge_exports(merger, err);
    return rc == MT_OK ? settle_rejects(merger, err) : rc;
}
