#include "store/rejects.h"

#include <string.h>

#include "store/handle.h"

enum { NUMBER, IMPORT, FILE_NAME, LINE, REASON, RAW, RAW_IS_CUT, SETTLED_BY };

/* ---- walking ---- */

enum mt_rc
mt_rejects_each(struct mt_store *store, const struct mt_rejects_wanted *wanted, mt_take_kept_reject *take,
                void *context, struct mt_err *err)
{
    /* A file is meant by its whole name, or by what stands behind the last folder in it. */
    static const char sql[] = "SELECT r.id, e.id, e.name, r.line, r.reason, r.raw, r.raw_is_cut, s.name "
                              "FROM reject r JOIN export e ON e.id = r.export_id "
                              "LEFT JOIN export s ON s.id = r.settled_by "
                              "WHERE (?1 = 0 OR r.export_id = ?1) "
                              "AND (?2 IS NULL OR e.name = ?2 OR substr(e.name, -length(?2) - 1) = '/' || ?2) "
                              "AND (?3 OR r.settled_by IS NULL) "
                              "ORDER BY r.id";
    sqlite3_stmt *row = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_prepare(store, sql, &row, err);
    if (rc)
        return rc;
    sqlite3_bind_int64(row, 1, wanted->import);
    mt_bind_text(row, 2, wanted->file);
    sqlite3_bind_int(row, 3, wanted->settled_too);
    while (rc == MT_OK && (step = sqlite3_step(row)) == SQLITE_ROW) {
        struct mt_kept_reject reject = {
            .number = sqlite3_column_int64(row, NUMBER),
            .import = sqlite3_column_int64(row, IMPORT),
            .file = mt_column_text(row, FILE_NAME),
            .line = sqlite3_column_int64(row, LINE),
            .reason = mt_column_text(row, REASON),
            .raw = mt_column_text(row, RAW),
            .raw_is_cut = sqlite3_column_int(row, RAW_IS_CUT) != 0,
            .settled_by = mt_column_text(row, SETTLED_BY),
        };
        rc = take(context, &reject, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading rejects", err);
    sqlite3_finalize(row);
    return rc;
}

/* ---- for people ---- */

/* C0, DEL and C1, and the marks that turn the direction of writing or cannot be seen. */
static bool
is_unsafe(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

static void
put_escape(struct mt_out *out, uint32_t point)
{
    static const char digits[] = "0123456789ABCDEF";
    mt_out_string(out, point < 0x100 ? "\\x" : "\\u");
    for (int shift = point < 0x100 ? 4 : 12; shift >= 0; shift -= 4)
        mt_out_byte(out, digits[point >> shift & 15]);
}

static void
put_visible(struct mt_out *out, struct mt_text text, const char *line_end)
{
    while (text.len) {
        size_t taken;
        uint32_t point = mt_text_code_point(text, &taken);
        if (point == '\n')
            mt_out_string(out, line_end);
        else if (point == '\t')
            mt_out_string(out, "\\t");
        else if (point == '\r')
            mt_out_string(out, "\\r");
        else if (is_unsafe(point))
            put_escape(out, point);
        else if (point == 0xFFFD)
            mt_out_string(out, "\xEF\xBF\xBD");
        else
            mt_out_text(out, (struct mt_text){text.at, taken});
        text.at += taken;
        text.len -= taken;
    }
}

void
mt_rejects_put(struct mt_out *out, const struct mt_kept_reject *reject)
{
    put_visible(out, reject->file, "\\n");
    mt_out_byte(out, ':');
    mt_out_int(out, reject->line);
    mt_out_string(out, ": ");
    put_visible(out, reject->reason, "\\n");
    if (reject->settled_by.at) {
        mt_out_string(out, "; read since then (");
        put_visible(out, reject->settled_by, "\\n");
        mt_out_byte(out, ')');
    }
    mt_out_string(out, "\n    ");
    put_visible(out, reject->raw, "\n    ");
    mt_out_string(out, reject->raw_is_cut ? " [cut]\n" : "\n");
}

/* ---- reading again ---- */

enum mt_rc
mt_rejects_origin(struct mt_store *store, int64_t import, struct mt_arena *arena, struct mt_export *origin,
                  struct mt_err *err)
{
    static const char sql[] = "SELECT name, sha256, flavour, encoding, delimiter, date_order, time_basis, observed_us, "
                              "       observed_by, header, recipient "
                              "FROM export WHERE id = ?1";
    sqlite3_stmt *row = NULL;
    struct mt_export found = {.bytes = 0};
    struct mt_text sha256 = MT_TEXT_UNKNOWN;
    struct mt_text *const texts[] = {&found.name,        &sha256,           &found.flavour,    &found.encoding,
                                     &found.delimiter,   &found.date_order, &found.time_basis, NULL,
                                     &found.observed_by, &found.header,     &found.recipient};
    enum mt_rc rc = mt_store_prepare(store, sql, &row, err);
    if (rc)
        return rc;
    sqlite3_bind_int64(row, 1, import);
    int step = sqlite3_step(row);
    if (step == SQLITE_DONE)
        rc = mt_err_set(err, MT_FAILED, "there is no import %lld", (long long)import);
    else if (step != SQLITE_ROW)
        rc = mt_store_error(store, "reading the list of exports", err);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && rc == MT_OK; i++)
        if (texts[i] && !mt_arena_copy(arena, mt_column_text(row, (int)i), texts[i]))
            rc = mt_err_memory(err);
    if (rc == MT_OK) {
        found.observed_us = sqlite3_column_int64(row, 7);
        if (sha256.len == sizeof found.sha256)
            memcpy(found.sha256, sha256.at, sha256.len);
        *origin = found;
    }
    sqlite3_finalize(row);
    return rc;
}

enum mt_rc
mt_rejects_settle(struct mt_store *store, const unsigned char sha256[32], const int64_t *numbers, size_t count,
                  struct mt_err *err)
{
    static const char sql[] = "UPDATE reject SET settled_by = (SELECT id FROM export WHERE sha256 = ?2) WHERE id = ?1";
    sqlite3_stmt *update = NULL;
    enum mt_rc rc = mt_store_prepare(store, sql, &update, err);
    for (size_t i = 0; i < count && rc == MT_OK; i++) {
        sqlite3_bind_int64(update, 1, numbers[i]);
        sqlite3_bind_blob(update, 2, sha256, 32, SQLITE_STATIC);
        if (sqlite3_step(update) != SQLITE_DONE)
            rc = mt_store_error(store, "writing rejects", err);
        sqlite3_reset(update);
    }
    sqlite3_finalize(update);
    return rc;
}
