#include "store/rejects.h"

#include <stdlib.h>

#include "store/handle.h"

struct mt_rejects {
    struct mt_store *store;
    sqlite3_stmt *statement;
};

enum mt_rc
mt_rejects_open(struct mt_rejects **rejects, struct mt_store *store, struct mt_err *err)
{
    static const char sql[] = "SELECT e.name, r.line, r.reason, r.raw, r.raw_is_cut "
                              "FROM reject r JOIN export e ON e.id = r.export_id "
                              "ORDER BY r.id";
    struct mt_rejects *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->store = store;
    enum mt_rc rc = mt_store_prepare(store, sql, &made->statement, err);
    if (rc) {
        mt_rejects_close(made);
        return rc;
    }
    *rejects = made;
    return MT_OK;
}

void
mt_rejects_close(struct mt_rejects *rejects)
{
    if (!rejects)
        return;
    sqlite3_finalize(rejects->statement);
    free(rejects);
}

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

enum mt_rc
mt_rejects_next(struct mt_rejects *rejects, struct mt_out *out, bool *more, struct mt_err *err)
{
    sqlite3_stmt *row = rejects->statement;
    int step = sqlite3_step(row);
    *more = step == SQLITE_ROW;
    if (step == SQLITE_DONE)
        return MT_OK;
    if (step != SQLITE_ROW)
        return mt_store_error(rejects->store, "reading rejects", err);
    put_visible(out, mt_column_text(row, 0), "\\n");
    mt_out_byte(out, ':');
    mt_out_int(out, sqlite3_column_int64(row, 1));
    mt_out_string(out, ": ");
    put_visible(out, mt_column_text(row, 2), "\\n");
    mt_out_string(out, "\n    ");
    put_visible(out, mt_column_text(row, 3), "\n    ");
    mt_out_string(out, sqlite3_column_int(row, 4) ? " [cut]\n" : "\n");
    return out->failed ? mt_err_memory(err) : MT_OK;
}
