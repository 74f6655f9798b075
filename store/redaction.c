#include "store/redaction.h"

#include <sodium.h>
#include <string.h>

#include "store/base/out.h"
#include "store/handle.h"

static enum mt_rc
make_key(struct mt_store *store, unsigned char key[MT_REDACTION_KEY_BYTES], struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    if (sodium_init() < 0)
        return mt_err_set(err, MT_FAILED, "the system has no random numbers to make a key from");
    randombytes_buf(key, MT_REDACTION_KEY_BYTES);
    enum mt_rc rc = mt_store_prepare(store, "INSERT INTO redaction_key (id, key) VALUES (1, ?1)", &statement, err);
    if (rc)
        return rc;
    sqlite3_bind_blob(statement, 1, key, MT_REDACTION_KEY_BYTES, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(store, "keeping the key of tickets", err);
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_redaction_key(struct mt_store *store, unsigned char key[MT_REDACTION_KEY_BYTES], struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    bool found = false;
    enum mt_rc rc = mt_store_prepare(store, "SELECT key FROM redaction_key WHERE id = 1", &statement, err);
    if (rc)
        return rc;
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW && sqlite3_column_bytes(statement, 0) == MT_REDACTION_KEY_BYTES) {
        memcpy(key, sqlite3_column_blob(statement, 0), MT_REDACTION_KEY_BYTES);
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
mt_redaction_each(struct mt_store *store, mt_redaction_take *take, void *context, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc =
        mt_store_prepare(store, "SELECT token, kind, original FROM redaction_token ORDER BY token", &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        const struct mt_redaction_token token = {mt_column_text(statement, 0), sqlite3_column_int(statement, 1),
                                                 mt_column_text(statement, 2)};
        rc = take(context, &token, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading the tokens of tickets", err);
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_redaction_save(struct mt_store *store, const struct mt_redaction_token *tokens, size_t count, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(
        store, "INSERT OR IGNORE INTO redaction_token (token, kind, original) VALUES (?1, ?2, ?3)", &statement, err);
    for (size_t i = 0; i < count && rc == MT_OK; i++) {
        mt_bind_text(statement, 1, tokens[i].token);
        sqlite3_bind_int(statement, 2, tokens[i].kind);
        mt_bind_text(statement, 3, tokens[i].original);
        if (sqlite3_step(statement) != SQLITE_DONE)
            rc = mt_store_error(store, "keeping the tokens of tickets", err);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_redaction_reveal(struct mt_store *store, struct mt_text said, struct mt_arena *arena,
                    struct mt_redaction_token *token, bool *found, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    struct mt_text rest = mt_text_trim(said);
    struct mt_text word = mt_text_cut(&rest, '@');
    *found = false;
    enum mt_rc rc = mt_store_prepare(store, "SELECT token, kind, original FROM redaction_token WHERE token = upper(?1)",
                                     &statement, err);
    if (rc)
        return rc;
    mt_bind_text(statement, 1, word);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        *found = true;
        token->kind = sqlite3_column_int(statement, 1);
        if (!mt_arena_copy(arena, mt_column_text(statement, 0), &token->token) ||
            !mt_arena_copy(arena, mt_column_text(statement, 2), &token->original))
            rc = mt_err_memory(err);
    } else if (step != SQLITE_DONE) {
        rc = mt_store_error(store, "reading the tokens of tickets", err);
    }
    sqlite3_finalize(statement);
    return rc;
}
