#ifndef MT_QUERY_STATEMENT_H
#define MT_QUERY_STATEMENT_H

/* Runs a SQL file of query/sql/ with named parameters and reads its rows into typed cells. The files are built into
 * the program. A file may hold markers, comment lines like "--:keys", in whose place a caller puts text from a static
 * table of its own; nothing that a user typed ever becomes SQL text. */

#include "query/table.h"

struct sqlite3_stmt;
struct mt_store;

/* ---- values for named parameters: more may be given than a file asks for ---- */
struct mt_binding {
    const char *name; /* with its colon */
    enum { MT_BIND_NULL, MT_BIND_INTEGER, MT_BIND_TEXT, MT_BIND_BLOB } kind;
    int64_t integer;
    struct mt_text bytes; /* borrowed: must live until the statement is closed */
};

enum { MT_BINDINGS = 40 };

struct mt_bindings {
    struct mt_binding items[MT_BINDINGS];
    size_t count;
};

void mt_bindings_null(struct mt_bindings *bindings, const char *name);
void mt_bindings_integer(struct mt_bindings *bindings, const char *name, int64_t value);
void mt_bindings_text(struct mt_bindings *bindings, const char *name, struct mt_text text); /* unknown is NULL */
void mt_bindings_blob(struct mt_bindings *bindings, const char *name, struct mt_text bytes);

/* What a name stands for, with its colon; the last one told counts. NULL: nobody told. */
const struct mt_binding *mt_bindings_find(const struct mt_bindings *bindings, struct mt_text name);

/* ---- statements ---- */

/* Whoever waits for an answer may lose patience: `asked` is called now and then while the store's statements run, and
 * when it says true they end with MT_INTERRUPTED. `stop` must live as long as the store is open. */
struct mt_stop {
    bool (*asked)(void);
};

void mt_statement_stop_when(struct mt_store *store, struct mt_stop *stop);

struct mt_fragment {
    const char *marker; /* "keys" for the line "--:keys"; NULL ends the list */
    const char *text;
};

struct mt_statement {
    struct mt_store *store;
    const char *file;
    struct sqlite3_stmt *handle;
};

#define MT_STATEMENT_CLOSED ((struct mt_statement){NULL, NULL, NULL})

/* Prepares and binds. `fragments` may be NULL: markers are comments and mean nothing then. A parameter of the file
 * that `bindings` lacks is an error. */
enum mt_rc mt_statement_open(struct mt_statement *statement, struct mt_store *store, const char *file,
                             const struct mt_fragment *fragments, const struct mt_bindings *bindings,
                             struct mt_err *err);
void mt_statement_close(struct mt_statement *statement); /* harmless when closed or never opened */

/* Goes to the next row; *more is false behind the last one. */
enum mt_rc mt_statement_next(struct mt_statement *statement, bool *more, struct mt_err *err);

int64_t mt_statement_integer(const struct mt_statement *statement, int column); /* 0 for NULL */
bool mt_statement_known(const struct mt_statement *statement, int column);      /* not NULL */

/* The bytes of a text or blob as they are, borrowed until the next step; unknown for NULL, and when memory ran out. */
struct mt_text mt_statement_bytes(const struct mt_statement *statement, int column);

/* The value as a cell whose text lives in `arena`; NULL is unknown. A blob of 16 bytes is a trace id and becomes its
 * text. Returns false when memory ran out. */
bool mt_statement_cell(const struct mt_statement *statement, int column, enum mt_type type, struct mt_arena *arena,
                       struct mt_cell *cell);

/* The statement with its values in place, for `--show-sql`; unknown when memory ran out. */
struct mt_text mt_statement_sql(const struct mt_statement *statement, struct mt_arena *arena);

#endif
