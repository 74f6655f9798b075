#ifndef MT_STORE_HANDLE_H
#define MT_STORE_HANDLE_H

/* The inside of struct mt_store, for the files of store/ alone. */

#include "store/store.h"

#include <sqlite3.h>

struct mt_dictionary;

struct mt_store {
    sqlite3 *db;
    char *path;

    /* The last import's dictionary, so that the next one need not read all addresses again. It is true of the database
     * as it was at that SQLite data version; NULL when an import was given up or rules have changed. */
    struct mt_dictionary *dictionary;
    int64_t dictionary_version;

    bool (*stop)(void); /* mt_store_stop_when */
};

/* Statements end with MT_INTERRUPTED when `stop`, which is asked now and then, says so; NULL: never, from now on. */
void mt_store_stop_when(struct mt_store *store, bool (*stop)(void));

void mt_store_forget_dictionary(struct mt_store *store);

/* Runs SQL that has no parameters and whose rows nobody wants. */
enum mt_rc mt_store_run(struct mt_store *store, const char *sql, const char *doing, struct mt_err *err);

/* The integer in the first column of the first row; `otherwise` when there is no row. */
enum mt_rc mt_store_integer(struct mt_store *store, const char *sql, int64_t otherwise, int64_t *value,
                            struct mt_err *err);

enum mt_rc mt_store_prepare(struct mt_store *store, const char *sql, sqlite3_stmt **statement, struct mt_err *err);

/* BEGIN IMMEDIATE, COMMIT and a ROLLBACK that cannot fail. A failed commit is rolled back. */
enum mt_rc mt_store_begin(struct mt_store *store, struct mt_err *err);
enum mt_rc mt_store_commit(struct mt_store *store, struct mt_err *err);
void mt_store_rollback(struct mt_store *store);

/* Columns and parameters as slices. Text is borrowed: a column's until the next step, a parameter's until then too. */
struct mt_text mt_column_text(sqlite3_stmt *statement, int column);
int mt_bind_text(sqlite3_stmt *statement, int parameter, struct mt_text text);

/* NULL for MT_MOMENT_UNKNOWN, and for the id 0. */
int mt_bind_moment(sqlite3_stmt *statement, int parameter, int64_t moment_us);
int mt_bind_id(sqlite3_stmt *statement, int parameter, int64_t id);

/* The argument of an SQL function; borrowed until it returns. */
struct mt_text mt_value_text(sqlite3_value *value);

#endif
