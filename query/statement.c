#include "query/statement.h"

#include <assert.h>
#include <sqlite3.h>

#include "query/unasked.h"
#include "store/base/embedded.h"
#include "store/base/out.h"
#include "store/row.h"
#include "store/store.h"

extern const struct mt_embedded query_files[];

static struct mt_binding *
add(struct mt_bindings *bindings, const char *name)
{
    assert(bindings->count < MT_BINDINGS);
    struct mt_binding *binding = &bindings->items[bindings->count++];
    *binding = (struct mt_binding){.name = name, .kind = MT_BIND_NULL};
    return binding;
}

void
mt_bindings_null(struct mt_bindings *bindings, const char *name)
{
    add(bindings, name);
}

void
mt_bindings_integer(struct mt_bindings *bindings, const char *name, int64_t value)
{
    struct mt_binding *binding = add(bindings, name);
    binding->kind = MT_BIND_INTEGER;
    binding->integer = value;
}

void
mt_bindings_text(struct mt_bindings *bindings, const char *name, struct mt_text text)
{
    struct mt_binding *binding = add(bindings, name);
    binding->kind = mt_text_known(text) ? MT_BIND_TEXT : MT_BIND_NULL;
    binding->bytes = text;
}

void
mt_bindings_blob(struct mt_bindings *bindings, const char *name, struct mt_text bytes)
{
    struct mt_binding *binding = add(bindings, name);
    binding->kind = mt_text_known(bytes) ? MT_BIND_BLOB : MT_BIND_NULL;
    binding->bytes = bytes;
}

const struct mt_binding *
mt_bindings_find(const struct mt_bindings *bindings, struct mt_text name)
{
    for (size_t i = bindings ? bindings->count : 0; i > 0; i--)
        if (mt_text_is(name, bindings->items[i - 1].name))
            return &bindings->items[i - 1];
    return NULL;
}

/* ---- stopping ---- */

enum { STEPS_BETWEEN_LOOKS = 20000 };

static int
look(void *context)
{
    const struct mt_stop *stop = context;
    return stop->asked();
}

void
mt_statement_stop_when(struct mt_store *store, struct mt_stop *stop)
{
    sqlite3_progress_handler(mt_store_connection(store), STEPS_BETWEEN_LOOKS, look, stop);
}

/* ---- composing ---- */

static const char *
fragment_for(const struct mt_fragment *fragments, struct mt_text line)
{
    struct mt_text marker = mt_text_trim(line);
    if (!fragments || !mt_text_starts(marker, "--:"))
        return NULL;
    marker.at += 3;
    marker.len -= 3;
    for (; fragments->marker; fragments++)
        if (mt_text_is(marker, fragments->marker))
            return fragments->text;
    return NULL;
}

static void
compose(struct mt_text file, const struct mt_fragment *fragments, struct mt_out *sql)
{
    while (mt_text_known(file)) {
        struct mt_text line = mt_text_cut(&file, '\n');
        const char *text = fragment_for(fragments, line);
        if (text)
            mt_out_string(sql, text);
        else
            mt_out_text(sql, line);
        if (mt_text_known(file))
            mt_out_byte(sql, '\n');
    }
}

static int
bind_one(struct sqlite3_stmt *handle, int place, const struct mt_binding *binding)
{
    switch (binding->kind) {
    case MT_BIND_NULL:
        return sqlite3_bind_null(handle, place);
    case MT_BIND_INTEGER:
        return sqlite3_bind_int64(handle, place, binding->integer);
    case MT_BIND_TEXT:
        return sqlite3_bind_text64(handle, place, binding->bytes.at, binding->bytes.len, SQLITE_STATIC, SQLITE_UTF8);
    case MT_BIND_BLOB:
        return sqlite3_bind_blob64(handle, place, binding->bytes.at, binding->bytes.len, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static enum mt_rc
bind_all(struct mt_statement *statement, const struct mt_bindings *bindings, struct mt_err *err)
{
    int places = sqlite3_bind_parameter_count(statement->handle);
    for (int place = 1; place <= places; place++) {
        const char *name = sqlite3_bind_parameter_name(statement->handle, place);
        const struct mt_binding *binding = mt_bindings_find(bindings, mt_text_of(name));
        if (!binding)
            return mt_err_set(err, MT_FAILED, "'%s' asks for '%s', which nobody gave it", statement->file,
                              name ? name : "?");
        if (bind_one(statement->handle, place, binding) != SQLITE_OK)
            return mt_store_error(statement->store, statement->file, err);
    }
    return MT_OK;
}

enum mt_rc
mt_statement_open(struct mt_statement *statement, struct mt_store *store, const char *file,
                  const struct mt_fragment *fragments, const struct mt_bindings *bindings, struct mt_err *err)
{
    struct mt_text text = mt_embedded_file(query_files, file);
    assert(mt_text_known(text));
    *statement = (struct mt_statement){store, file, NULL};

    struct mt_out whole = MT_OUT_EMPTY, sql = MT_OUT_EMPTY;
    compose(text, fragments, &whole);
    mt_unasked_leave_out(mt_out_view(&whole), bindings, &sql);
    mt_out_byte(&sql, '\0');
    bool has_failed = whole.failed || sql.failed;
    int code = has_failed ? SQLITE_NOMEM
                          : sqlite3_prepare_v2(mt_store_connection(store), sql.bytes, -1, &statement->handle, NULL);
    mt_out_release(&whole);
    mt_out_release(&sql);
    if (has_failed)
        return mt_err_memory(err);
    if (code != SQLITE_OK)
        return mt_store_error(store, "preparing a question", err);
    enum mt_rc rc = bind_all(statement, bindings, err);
    if (rc != MT_OK)
        mt_statement_close(statement);
    return rc;
}

void
mt_statement_close(struct mt_statement *statement)
{
    sqlite3_finalize(statement->handle);
    statement->handle = NULL;
}

/* ---- reading ---- */

enum mt_rc
mt_statement_next(struct mt_statement *statement, bool *more, struct mt_err *err)
{
    int code = sqlite3_step(statement->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return mt_store_error(statement->store, "asking the database", err);
    *more = code == SQLITE_ROW;
    return MT_OK;
}

int64_t
mt_statement_integer(const struct mt_statement *statement, int column)
{
    return sqlite3_column_int64(statement->handle, column);
}

bool
mt_statement_known(const struct mt_statement *statement, int column)
{
    return sqlite3_column_type(statement->handle, column) != SQLITE_NULL;
}

struct mt_text
mt_statement_bytes(const struct mt_statement *statement, int column)
{
    if (!mt_statement_known(statement, column))
        return MT_TEXT_UNKNOWN;
    const char *at = sqlite3_column_blob(statement->handle, column);
    return (struct mt_text){at ? at : "", (size_t)sqlite3_column_bytes(statement->handle, column)};
}

static struct mt_text
text_of(const struct mt_statement *statement, int column)
{
    if (sqlite3_column_type(statement->handle, column) == SQLITE_NULL)
        return MT_TEXT_UNKNOWN;
    const char *at = (const char *)sqlite3_column_text(statement->handle, column);
    int len = sqlite3_column_bytes(statement->handle, column);
    return (struct mt_text){at ? at : "", (size_t)len};
}

static bool
text_cell(const struct mt_statement *statement, int column, struct mt_arena *arena, struct mt_cell *cell)
{
    char guid[37];
    struct mt_text text, copy;
    if (sqlite3_column_type(statement->handle, column) == SQLITE_BLOB &&
        sqlite3_column_bytes(statement->handle, column) == 16) {
        mt_guid_format(sqlite3_column_blob(statement->handle, column), guid);
        text = mt_text_of(guid);
    } else {
        text = text_of(statement, column);
    }
    if (!mt_arena_copy(arena, text, &copy))
        return false;
    *cell = mt_cell_text(copy);
    return true;
}

bool
mt_statement_cell(const struct mt_statement *statement, int column, enum mt_type type, struct mt_arena *arena,
                  struct mt_cell *cell)
{
    if (sqlite3_column_type(statement->handle, column) == SQLITE_NULL) {
        *cell = MT_CELL_UNKNOWN(NULL);
        return true;
    }
    switch (type) {
    case MT_TYPE_TEXT:
        return text_cell(statement, column, arena, cell);
    case MT_TYPE_RATIO:
    case MT_TYPE_REAL:
        *cell = mt_cell_real(sqlite3_column_double(statement->handle, column));
        return true;
    case MT_TYPE_COUNT:
    case MT_TYPE_BYTES:
    case MT_TYPE_MOMENT:
    case MT_TYPE_DAY:
    case MT_TYPE_SPAN:
        break;
    }
    *cell = mt_cell_integer(sqlite3_column_int64(statement->handle, column));
    return true;
}

struct mt_text
mt_statement_sql(const struct mt_statement *statement, struct mt_arena *arena)
{
    char *expanded = sqlite3_expanded_sql(statement->handle);
    struct mt_text copy = MT_TEXT_UNKNOWN;
    if (expanded && !mt_arena_copy(arena, mt_text_trim(mt_text_of(expanded)), &copy))
        copy = MT_TEXT_UNKNOWN;
    sqlite3_free(expanded);
    return copy;
}
