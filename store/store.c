#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/dictionary.h"
#include "store/handle.h"
#include "store/schema.h"
#include "store/seen_table.h"

enum { BUSY_MS = 5000, HEADER_BYTES = 100, VERSION_AT = 60, APPLICATION_AT = 68 };

static const char connection_settings[] = "PRAGMA page_size = 16384;"
                                          "PRAGMA cache_size = -8000;"
                                          "PRAGMA foreign_keys = ON;"
                                          "PRAGMA trusted_schema = OFF;";

/* Batches come in the order of their keys: a larger cache makes an import no faster, whatever the order of the file. */
static const char writing_settings[] = "PRAGMA journal_mode = DELETE;"
                                       "PRAGMA synchronous = FULL;"
                                       "PRAGMA cache_size = -2000;";

/* ---- errors ---- */

/* What a failed call means for the person who reads it. The first entry that fits counts; `extended` is 0 where every
 * code of the family means the same. Formats take the path. */
static const struct {
    int code, extended;
    const char *text;
} meanings[] = {
    {SQLITE_BUSY, 0, "'%s' is in use by another msgtrace; try again when it has finished"},
    {SQLITE_LOCKED, 0, "'%s' is in use by another msgtrace; try again when it has finished"},
    {SQLITE_FULL, 0, "the disk of '%s' is full; nothing was changed"},
    {SQLITE_IOERR, SQLITE_IOERR_WRITE, "'%s' cannot grow: the disk is full, or files may not become so large"},
    {SQLITE_IOERR, SQLITE_IOERR_FSYNC, "'%s' could not be written to the disk safely; nothing was changed"},
    {SQLITE_CORRUPT, 0, "'%s' is damaged; restore a copy of it, or import the exports into a new database"},
    {SQLITE_NOTADB, 0, "'%s' is damaged or no database; restore a copy of it, or name another one with --db"},
    {SQLITE_READONLY, SQLITE_READONLY_ROLLBACK,
     "an import into '%s' was interrupted, and cleaning up needs the right to write there"},
    {SQLITE_READONLY, SQLITE_READONLY_CANTLOCK, "'%s' cannot be locked: its folder is write-protected"},
    {SQLITE_READONLY, 0, "'%s' or its folder is write-protected"},
    {SQLITE_CANTOPEN, 0, "'%s' or the journal beside it cannot be opened; is the folder there and writable?"},
    {SQLITE_PERM, 0, "'%s' may not be opened by this user"},
    {SQLITE_AUTH, 0, "'%s' may not be opened by this user"},
    {SQLITE_NOMEM, 0, "out of memory"},
};

enum mt_rc
mt_store_error(struct mt_store *store, const char *doing, struct mt_err *err)
{
    int extended = sqlite3_extended_errcode(store->db);
    int code = extended & 0xFF;
    if (code == SQLITE_INTERRUPT)
        return mt_err_set(err, MT_INTERRUPTED, "interrupted");
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (meanings[i].code != code || (meanings[i].extended && meanings[i].extended != extended))
            continue;
        char *text = sqlite3_mprintf(meanings[i].text, store->path);
        enum mt_rc rc = mt_err_set(err, MT_FAILED, "%s: %s", doing, text ? text : "out of memory");
        sqlite3_free(text);
        return rc;
    }
    return mt_err_set(err, MT_FAILED, "%s: '%s': %s", doing, store->path, sqlite3_errmsg(store->db));
}

/* ---- small tools ---- */

enum mt_rc
mt_store_run(struct mt_store *store, const char *sql, const char *doing, struct mt_err *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? MT_OK : mt_store_error(store, doing, err);
}

enum mt_rc
mt_store_prepare(struct mt_store *store, const char *sql, sqlite3_stmt **statement, struct mt_err *err)
{
    if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) == SQLITE_OK)
        return MT_OK;
    return mt_store_error(store, "preparing to read the database", err);
}

enum mt_rc
mt_store_integer(struct mt_store *store, const char *sql, int64_t otherwise, int64_t *value, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(store, sql, &statement, err);
    if (rc)
        return rc;
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW)
        *value = sqlite3_column_int64(statement, 0);
    else if (step == SQLITE_DONE)
        *value = otherwise;
    else
        rc = mt_store_error(store, "reading the database", err);
    sqlite3_finalize(statement);
    return rc;
}

struct mt_text
mt_column_text(sqlite3_stmt *statement, int column)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return MT_TEXT_UNKNOWN;
    const char *at = sqlite3_column_blob(statement, column);
    size_t len = (size_t)sqlite3_column_bytes(statement, column);
    return (struct mt_text){at ? at : "", len}; /* SQLite gives no address for empty values */
}

int
mt_bind_text(sqlite3_stmt *statement, int parameter, struct mt_text text)
{
    if (!text.at)
        return sqlite3_bind_null(statement, parameter);
    return sqlite3_bind_text64(statement, parameter, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

int
mt_bind_moment(sqlite3_stmt *statement, int parameter, int64_t moment_us)
{
    if (moment_us == MT_MOMENT_UNKNOWN)
        return sqlite3_bind_null(statement, parameter);
    return sqlite3_bind_int64(statement, parameter, moment_us);
}

int
mt_bind_id(sqlite3_stmt *statement, int parameter, int64_t id)
{
    return id ? sqlite3_bind_int64(statement, parameter, id) : sqlite3_bind_null(statement, parameter);
}

struct mt_text
mt_value_text(sqlite3_value *value)
{
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return MT_TEXT_UNKNOWN;
    const char *at = sqlite3_value_blob(value);
    return (struct mt_text){at ? at : "", (size_t)sqlite3_value_bytes(value)};
}

enum mt_rc
mt_store_begin(struct mt_store *store, struct mt_err *err)
{
    return mt_store_run(store, "BEGIN IMMEDIATE", "beginning to write", err);
}

enum mt_rc
mt_store_commit(struct mt_store *store, struct mt_err *err)
{
    enum mt_rc rc = mt_store_run(store, "COMMIT", "finishing to write", err);
    if (rc)
        mt_store_rollback(store);
    return rc;
}

void
mt_store_rollback(struct mt_store *store)
{
    /* Some failures roll back by themselves; a second one would only be an error. */
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

void
mt_store_forget_dictionary(struct mt_store *store)
{
    mt_dictionary_close(store->dictionary);
    store->dictionary = NULL;
}

/* ---- stopping ---- */

static int
is_stopped(void *context)
{
    const struct mt_store *store = context;
    return store->stop();
}

void
mt_store_stop_when(struct mt_store *store, bool (*stop)(void))
{
    enum { STEPS_BETWEEN_STOPS = 20000 };
    store->stop = stop;
    sqlite3_progress_handler(store->db, stop ? STEPS_BETWEEN_STOPS : 0, stop ? is_stopped : NULL, store);
}

/* ---- opening ---- */

static uint32_t
big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Looks at the first bytes of the file without a statement, a lock or a journal, so that somebody else's database is
 * left exactly as it is. Through SQLite's own file handle, because closing a second one would drop its locks. */
static enum mt_rc
look_at_header(struct mt_store *store, bool *empty, struct mt_err *err)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    unsigned char header[HEADER_BYTES] = {0};
    *empty = true;
    if (strcmp(store->path, MT_STORE_IN_MEMORY) == 0)
        return MT_OK;
    sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (!file || !file->pMethods || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return mt_err_set(err, MT_FAILED, "cannot read '%s'", store->path);
    *empty = size == 0;
    if (*empty)
        return MT_OK;

    int rc = file->pMethods->xRead(file, header, sizeof header, 0);
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        return mt_err_set(err, MT_FAILED, "cannot read '%s'", store->path);
    if (memcmp(header, "SQLite format 3", 16) != 0)
        return mt_err_set(err, MT_FAILED, "'%s' is no msgtrace database; name another file with --db", store->path);
    if (big_endian(header + APPLICATION_AT) != MT_SCHEMA_APPLICATION)
        return mt_err_set(err, MT_FAILED, "'%s' is a database of another program; name another file with --db",
                          store->path);
    uint32_t version = big_endian(header + VERSION_AT);
    if (version > (uint32_t)mt_schema_newest())
        return mt_err_set(err, MT_FAILED,
                          "'%s' was written by a newer msgtrace (schema %u, this one knows %d): update msgtrace",
                          store->path, (unsigned)version, mt_schema_newest());
    return MT_OK;
}

static enum mt_rc
open_connection(struct mt_store *store, int flags, struct mt_err *err)
{
    if (sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) !=
        SQLITE_OK) {
        enum mt_rc rc = store->db ? mt_store_error(store, "opening the database", err) : mt_err_memory(err);
        return rc;
    }
    sqlite3_busy_timeout(store->db, BUSY_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    return mt_seen_table_register(store, err);
}

static void
close_connection(struct mt_store *store)
{
    sqlite3_close(store->db);
    store->db = NULL;
}

/* An import that was killed leaves a journal from which the next reader has to restore the database, and restoring is
 * writing. Done with a connection of its own; when that is not possible, the reader says why. */
static enum mt_rc
restore(struct mt_store *store, struct mt_err *err)
{
    int64_t ignored;
    close_connection(store);
    enum mt_rc rc = open_connection(store, SQLITE_OPEN_READWRITE, err);
    if (rc == MT_OK)
        rc = mt_store_integer(store, "SELECT count(*) FROM sqlite_schema", 0, &ignored, err);
    close_connection(store);
    return rc == MT_OK ? open_connection(store, SQLITE_OPEN_READONLY, err) : rc;
}

/* SQLite takes a file whose last page is cut for a whole one, and reads zeros where its end should be. */
static enum mt_rc
refuse_cut(struct mt_store *store, struct mt_err *err)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    int64_t wanted = 0;
    if (strcmp(store->path, MT_STORE_IN_MEMORY) == 0)
        return MT_OK;
    /* In one transaction, or somebody else could make the file smaller in between. What is in a write-ahead log, which
     * other programs can give a database, is not in the file yet. */
    enum mt_rc rc = mt_store_run(store, "BEGIN", "opening the database", err);
    if (rc == MT_OK)
        rc = mt_store_integer(store,
                              "SELECT iif(journal_mode = 'wal', 0, page_count * page_size) "
                              "FROM pragma_journal_mode, pragma_page_count, pragma_page_size",
                              0, &wanted, err);
    sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (rc == MT_OK && (!file || !file->pMethods || file->pMethods->xFileSize(file, &size) != SQLITE_OK))
        rc = mt_err_set(err, MT_FAILED, "cannot read '%s'", store->path);
    if (rc == MT_OK && size < wanted)
        rc = mt_err_set(err, MT_FAILED,
                        "'%s' is cut: it has %lld of %lld bytes; restore a copy of it, or import the exports into a "
                        "new database",
                        store->path, (long long)size, (long long)wanted);
    mt_store_rollback(store);
    return rc;
}

static enum mt_rc
open_for_reading(struct mt_store *store, struct mt_err *err)
{
    bool empty = false;
    int64_t version = 0;
    enum mt_rc rc = open_connection(store, SQLITE_OPEN_READONLY, err);
    if (rc == MT_OK)
        rc = look_at_header(store, &empty, err);
    if (rc)
        return rc;
    if (empty)
        return mt_err_set(err, MT_FAILED, "'%s' is empty: run 'msgtrace import' first, or name another one with --db",
                          store->path);

    rc = mt_store_integer(store, "PRAGMA user_version", 0, &version, err);
    if (rc && sqlite3_extended_errcode(store->db) == SQLITE_READONLY_ROLLBACK) {
        rc = restore(store, err);
        if (rc == MT_OK)
            rc = mt_store_integer(store, "PRAGMA user_version", 0, &version, err);
    }
    if (rc)
        return rc;
    if (version == 0)
        return mt_err_set(err, MT_FAILED, "'%s' is empty: run 'msgtrace import' first, or name another one with --db",
                          store->path);
    if (version < mt_schema_newest())
        return mt_err_set(err, MT_FAILED,
                          "'%s' was written by an older msgtrace (schema %d, this one uses %d): any 'msgtrace import' "
                          "brings it up to date",
                          store->path, (int)version, mt_schema_newest());
    rc = refuse_cut(store, err);
    return rc == MT_OK ? mt_store_run(store, connection_settings, "opening the database", err) : rc;
}

static enum mt_rc
open_for_writing(struct mt_store *store, struct mt_err *err)
{
    bool empty = false;
    enum mt_rc rc = open_connection(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    if (rc == MT_OK)
        rc = look_at_header(store, &empty, err);
    if (rc)
        return rc;
    if (sqlite3_db_readonly(store->db, "main") == 1)
        return mt_err_set(err, MT_FAILED, "'%s' is write-protected", store->path);
    rc = mt_store_run(store, connection_settings, "opening the database", err);
    if (rc == MT_OK)
        rc = refuse_cut(store, err);
    if (rc == MT_OK)
        rc = mt_store_run(store, writing_settings, "opening the database", err);
    return rc == MT_OK ? mt_schema_upgrade(store, err) : rc;
}

static enum mt_rc
refuse_what_is_no_file(const char *path, enum mt_store_mode mode, struct mt_err *err)
{
    struct stat facts;
    if (*path == '\0')
        return mt_err_set(err, MT_USAGE, "the name of the database is empty; name one with --db");
    if (stat(path, &facts) != 0) {
        if (mode == MT_STORE_WRITE && errno == ENOENT)
            return MT_OK;
        if (errno == ENOENT || errno == ENOTDIR)
            return mt_err_set(err, MT_FAILED, "no database at '%s': run 'msgtrace import' first, or name one with --db",
                              path);
        return mt_err_set(err, MT_FAILED, "cannot open '%s': %s", path, strerror(errno));
    }
    if (S_ISDIR(facts.st_mode))
        return mt_err_set(err, MT_FAILED, "'%s' is a folder; name a database file with --db", path);
    if (!S_ISREG(facts.st_mode))
        return mt_err_set(err, MT_FAILED, "'%s' is no ordinary file; name a database file with --db", path);
    return MT_OK;
}

enum mt_rc
mt_store_open(struct mt_store **store, const char *path, enum mt_store_mode mode, struct mt_err *err)
{
    enum mt_rc rc = refuse_what_is_no_file(path, mode, err);
    if (rc)
        return rc;
    struct mt_store *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->path = strdup(path);
    if (!made->path)
        rc = mt_err_memory(err);
    else
        rc = mode == MT_STORE_WRITE ? open_for_writing(made, err) : open_for_reading(made, err);
    if (rc) {
        mt_store_close(made);
        return rc;
    }
    *store = made;
    return MT_OK;
}

void
mt_store_close(struct mt_store *store)
{
    if (!store)
        return;
    mt_store_forget_dictionary(store);
    close_connection(store);
    free(store->path);
    free(store);
}

struct sqlite3 *
mt_store_connection(struct mt_store *store)
{
    return store->db;
}
