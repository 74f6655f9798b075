#include "store/redaction.h"

#include <sodium.h>
#include <string.h>

#include "store/base/out.h"
#include "store/handle.h"

static enum mt_rc
make_key(struct mt_store *store, unsigned char key[MT_REDACTION_KEY], struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    if (sodium_init() < 0)
        return mt_err_set(err, MT_FAILED, "the system has no random numbers to make a key from");
    randombytes_buf(key, MT_REDACTION_KEY);
    enum mt_rc rc = mt_store_prepare(store, "INSERT INTO redaction_key (id, key) VALUES (1, ?1)", &statement, err);
    if (rc)
        return rc;
    sqlite3_bind_blob(statement, 1, key, MT_REDACTION_KEY, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(store, "keeping the key of tickets", err);
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_redaction_key(struct mt_store *store, unsigned char key[MT_REDACTION_KEY], struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    bool found = false;
    enum mt_rc rc = mt_store_prepare(store, "SELECT key FROM redaction_key WHERE id = 1", &statement, err);
    if (rc)
        return rc;
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW && sqlite3_column_bytes(statement, 0) == MT_REDACTION_KEY) {
        memcpy(key, sqlite3_column_blob(statement, 0), MT_REDACTION_KEY);
        found = true;
    } else if (step == SQLITE_ROW) {
        rc = mt_err_set(err, MT_FAILED, "the key by which tickets hide people is damaged");
    } else if (step != SQLITE_DONE) {
        rc = mt_store_error(store, "reading the key of tickets", err);
    }
    sqlite3_finalize(statement);
    return rc != MT_OK || found ? rc : make_key(store, key, err);
}

enum mt_rc
mt_redaction_tokens(struct mt_store *store,
                    bool (*each)(void *context, int kind, struct mt_text token, struct mt_text original), void *context,
                    struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    bool goes_on = true;
    enum mt_rc rc =
        mt_store_prepare(store, "SELECT kind, token, original FROM redaction_token ORDER BY token", &statement, err);
    while (rc == MT_OK && goes_on && (step = sqlite3_step(statement)) == SQLITE_ROW)
        goes_on =
            each(context, sqlite3_column_int(statement, 0), mt_column_text(statement, 1), mt_column_text(statement, 2));
    if (rc == MT_OK && goes_on && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading the tokens of tickets", err);
    sqlite3_finalize(statement);
    return rc == MT_OK && !goes_on ? mt_err_memory(err) : rc;
}

enum mt_rc
mt_redaction_keep(struct mt_store *store, int kind, struct mt_text token, struct mt_text original, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(
        store, "INSERT OR IGNORE INTO redaction_token (token, kind, original) VALUES (?1, ?2, ?3)", &statement, err);
    if (rc)
        return rc;
    mt_bind_text(statement, 1, token);
    sqlite3_bind_int(statement, 2, kind);
    mt_bind_text(statement, 3, original);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(store, "keeping the tokens of tickets", err);
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_redaction_reveal(struct mt_store *store, struct mt_text token, bool *found, int *kind, struct mt_out *original,
                    struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    struct mt_text rest = mt_text_trim(token);
    struct mt_text word = mt_text_cut(&rest, '@');
    *found = false;
    enum mt_rc rc =
        mt_store_prepare(store, "SELECT kind, original FROM redaction_token WHERE token = upper(?1)", &statement, err);
    if (rc)
        return rc;
    mt_bind_text(statement, 1, word);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        *found = true;
        *kind = sqlite3_column_int(statement, 0);
        mt_out_text(original, mt_column_text(statement, 1));
        rc = original->failed ? mt_err_memory(err) : MT_OK;
    } else if (step != SQLITE_DONE) {
        rc = mt_store_error(store, "reading the tokens of tickets", err);
    }
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_redaction_begin(struct mt_store *store, struct mt_err *err)
{
    return mt_store_begin(store, err);
}

enum mt_rc
mt_redaction_commit(struct mt_store *store, struct mt_err *err)
{
    return mt_store_commit(store, err);
}

void
mt_redaction_abandon(struct mt_store *store)
{
    mt_store_rollback(store);
}
