#include "store/code_rules.h"

#include "store/codes_line.h"
#include "store/handle.h"
#include "store/rollup.h"

/* ---- reading ---- */

/* The smaller the id, the earlier the line; each is put before the last one. */
static enum mt_rc
add_stored_lines(struct mt_store *store, struct mt_codes *codes, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_prepare(store, "SELECT line FROM code_rule ORDER BY id DESC", &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        rc = mt_codes_add(codes, mt_column_text(statement, 0), "table code_rule", err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading the codes", err);
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_code_rules_codes(struct mt_store *store, struct mt_codes **codes, struct mt_err *err)
{
    struct mt_codes *made = mt_codes_new();
    if (!made)
        return mt_err_memory(err);
    enum mt_rc rc = add_stored_lines(store, made, err);
    if (rc) {
        mt_codes_free(made);
        return rc;
    }
    *codes = made;
    return MT_OK;
}

enum mt_rc
mt_code_rules_write(const struct mt_codes *codes, struct mt_out *out, struct mt_err *err)
{
    size_t at = 0;
    for (const struct mt_code_line *line; (line = mt_codes_next(codes, &at)) != NULL;) {
        mt_out_text(out, line->text);
        mt_out_string(out, line->is_user ? "\tuser\n" : "\tshipped\n");
    }
    return out->failed ? mt_err_memory(err) : MT_OK;
}

/* ---- classing anew ---- */

enum { ID, OUTER_REPLY, OUTER_CODE, REPLY, CODE, TEXT, EXPIRED, HOUSEKEEPING, CLASS, PERMANENCE, ACTOR };

static const char reasons_sql[] =
    "SELECT id, outer_reply, outer_code, reply, code, text, expired, housekeeping, class, permanence, actor "
    "FROM reason ORDER BY id";

static const char update_sql[] = "UPDATE reason SET class = ?1, permanence = ?2, actor = ?3 WHERE id = ?4";

static struct mt_reason
stored_reason(sqlite3_stmt *row)
{
    return (struct mt_reason){
        .outer_reply = sqlite3_column_int(row, OUTER_REPLY),
        .outer_code = mt_column_text(row, OUTER_CODE),
        .reply = sqlite3_column_int(row, REPLY),
        .code = mt_column_text(row, CODE),
        .text = mt_column_text(row, TEXT),
        .expired = sqlite3_column_int(row, EXPIRED) != 0,
        .housekeeping = sqlite3_column_int(row, HOUSEKEEPING) != 0,
    };
}

/* Rows are changed in place while they are read: no index holds what is changed, so the walk is safe. Rows that are
 * right already are not written. */
static enum mt_rc
class_all(struct mt_store *store, const struct mt_codes *codes, sqlite3_stmt *read, sqlite3_stmt *write,
          int64_t *changed, struct mt_err *err)
{
    int step;
    while ((step = sqlite3_step(read)) == SQLITE_ROW) {
        struct mt_reason reason = stored_reason(read);
        struct mt_cause cause = mt_codes_cause(codes, &reason);
        bool has_class = sqlite3_column_int(read, CLASS) == (int)cause.class;
        *changed += !has_class;
        if (has_class && sqlite3_column_int(read, PERMANENCE) == (int)cause.permanence &&
            sqlite3_column_int(read, ACTOR) == (int)cause.actor)
            continue;
        sqlite3_bind_int(write, 1, (int)cause.class);
        sqlite3_bind_int(write, 2, (int)cause.permanence);
        sqlite3_bind_int(write, 3, (int)cause.actor);
        sqlite3_bind_int64(write, 4, sqlite3_column_int64(read, ID));
        if (sqlite3_step(write) != SQLITE_DONE)
            return mt_store_error(store, "classing reasons", err);
        sqlite3_reset(write);
    }
    return step == SQLITE_DONE ? MT_OK : mt_store_error(store, "classing reasons", err);
}

static enum mt_rc
apply(struct mt_store *store, int64_t *changed, struct mt_err *err)
{
    sqlite3_stmt *read = NULL, *write = NULL;
    struct mt_codes *codes = NULL;
    *changed = 0;
    enum mt_rc rc = mt_code_rules_codes(store, &codes, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, reasons_sql, &read, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, update_sql, &write, err);
    if (rc == MT_OK)
        rc = class_all(store, codes, read, write, changed, err);
    sqlite3_finalize(read);
    sqlite3_finalize(write);
    mt_codes_free(codes);
    /* Counting all hours anew is dear, and classes are all that it can change. */
    return rc == MT_OK && *changed ? mt_rollup_rebuild(store, err) : rc;
}

enum mt_rc
mt_code_rules_apply(struct mt_store *store, struct mt_err *err)
{
    int64_t changed;
    return apply(store, &changed, err);
}

/* ---- changing the user's lines ---- */

/* ?1 is what the line begins with: its codes and hint with the tabs behind them. */
static const char forget_sql[] = "DELETE FROM code_rule WHERE substr(line, 1, length(?1)) = ?1";
static const char keep_sql[] = "INSERT INTO code_rule (id, line) SELECT coalesce(min(id), 1) - 1, ?1 FROM code_rule";

static enum mt_rc
step_once(struct mt_store *store, sqlite3_stmt *statement, struct mt_err *err)
{
    int step = sqlite3_step(statement);
    sqlite3_reset(statement);
    return step == SQLITE_DONE ? MT_OK : mt_store_error(store, "writing the codes", err);
}

static enum mt_rc
keep_line(struct mt_store *store, const struct mt_code_line *line, sqlite3_stmt *forget, sqlite3_stmt *keep,
          struct mt_err *err)
{
    enum { TABS = 2 };
    mt_bind_text(forget, 1, (struct mt_text){line->text.at, line->codes.len + line->hint.len + TABS});
    mt_bind_text(keep, 1, line->text);
    enum mt_rc rc = step_once(store, forget, err);
    return rc == MT_OK ? step_once(store, keep, err) : rc;
}

static bool
is_shipped(const struct mt_codes *codes, const struct mt_code_line *line)
{
    size_t at = 0;
    for (const struct mt_code_line *other; (other = mt_codes_next(codes, &at)) != NULL;)
        if (!other->is_user && mt_text_equal(other->text, line->text))
            return true;
    return false;
}

static size_t
count_user_lines(const struct mt_codes *codes)
{
    size_t at = 0;
    const struct mt_code_line *line;
    do
        line = mt_codes_next(codes, &at);
    while (line && line->is_user);
    return at - 1;
}

/* Puts the lines before those that are there: the last one first. */
static enum mt_rc
keep_lines(struct mt_store *store, const struct mt_codes *codes, int64_t *lines, struct mt_err *err)
{
    sqlite3_stmt *forget = NULL, *keep = NULL;
    size_t count = count_user_lines(codes);
    *lines = 0;
    enum mt_rc rc = mt_store_prepare(store, forget_sql, &forget, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, keep_sql, &keep, err);
    for (; rc == MT_OK && count > 0; count--) {
        size_t at = count - 1;
        const struct mt_code_line *line = mt_codes_next(codes, &at);
        if (is_shipped(codes, line))
            continue;
        rc = keep_line(store, line, forget, keep, err);
        ++*lines;
    }
    sqlite3_finalize(forget);
    sqlite3_finalize(keep);
    return rc;
}

static enum mt_rc
keep_table(struct mt_store *store, struct mt_text table, const char *name, int64_t *lines, struct mt_err *err)
{
    struct mt_codes *codes = mt_codes_new();
    if (!codes)
        return mt_err_memory(err);
    enum mt_rc rc = mt_codes_add(codes, table, name, err);
    if (rc == MT_OK)
        rc = keep_lines(store, codes, lines, err);
    mt_codes_free(codes);
    return rc;
}

static enum mt_rc
finish(struct mt_store *store, enum mt_rc rc, struct mt_code_change *change, struct mt_err *err)
{
    if (rc == MT_OK)
        rc = apply(store, &change->reasons, err);
    if (rc == MT_OK)
        return mt_store_commit(store, err);
    mt_store_rollback(store);
    return rc;
}

enum mt_rc
mt_code_rules_add(struct mt_store *store, struct mt_text table, const char *name, struct mt_code_change *change,
                  struct mt_err *err)
{
    enum mt_rc rc = mt_store_begin(store, err);
    if (rc)
        return rc;
    return finish(store, keep_table(store, table, name, &change->lines, err), change, err);
}

enum mt_rc
mt_code_rules_reset(struct mt_store *store, struct mt_code_change *change, struct mt_err *err)
{
    enum mt_rc rc = mt_store_begin(store, err);
    if (rc)
        return rc;
    rc = mt_store_integer(store, "SELECT count(*) FROM code_rule", 0, &change->lines, err);
    if (rc == MT_OK)
        rc = mt_store_run(store, "DELETE FROM code_rule", "writing the codes", err);
    return finish(store, rc, change, err);
}
