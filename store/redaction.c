#include "store/redaction.h"

#include <string.h>

#include <sodium/core.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

#include "store/handle.h"

/* Longer than any token. */
enum { TOKEN_MOST = 32 };

/* ---- the key ---- */

static enum mt_rc
read_key(struct mt_store *store, unsigned char key[MT_REDACTION_KEY_BYTES], bool *found, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    *found = false;
    enum mt_rc rc = mt_store_prepare(store, "SELECT key FROM redaction_key WHERE id = 1", &statement, err);
    if (rc)
        return rc;
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW && sqlite3_column_bytes(statement, 0) == MT_REDACTION_KEY_BYTES) {
        memcpy(key, sqlite3_column_blob(statement, 0), MT_REDACTION_KEY_BYTES);
        *found = true;
    } else if (step == SQLITE_ROW) {
        rc = mt_err_set(err, MT_FAILED, "the key by which tickets hide people is damaged; restore a copy of '%s'",
                        store->path);
    } else if (step != SQLITE_DONE) {
        rc = mt_store_error(store, "reading the key of tickets", err);
    }
    sqlite3_finalize(statement);
    return rc;
}

/* Another msgtrace may make one at the same moment: then its key is the one. */
static enum mt_rc
make_key(struct mt_store *store, struct mt_err *err)
{
    unsigned char key[MT_REDACTION_KEY_BYTES];
    sqlite3_stmt *statement = NULL;
    if (sodium_init() < 0)
        return mt_err_set(err, MT_FAILED, "the system has no random numbers to make a key from");
    enum mt_rc rc =
        mt_store_prepare(store, "INSERT OR IGNORE INTO redaction_key (id, key) VALUES (1, ?1)", &statement, err);
    if (rc)
        return rc;
    randombytes_buf(key, sizeof key);
    sqlite3_bind_blob(statement, 1, key, sizeof key, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(store, "keeping the key of tickets", err);
    sqlite3_finalize(statement);
    sodium_memzero(key, sizeof key);
    return rc;
}

enum mt_rc
mt_redaction_key(struct mt_store *store, unsigned char key[MT_REDACTION_KEY_BYTES], struct mt_err *err)
{
    bool found;
    enum mt_rc rc = read_key(store, key, &found, err);
    if (rc || found)
        return rc;
    rc = make_key(store, err);
    if (rc == MT_OK)
        rc = read_key(store, key, &found, err);
    if (rc == MT_OK && !found)
        rc = mt_err_set(err, MT_FAILED, "'%s' did not keep the key of tickets", store->path);
    return rc;
}

/* ---- tokens ---- */

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

/* No row comes back when the token is there already and means something else. */
static const char save_sql[] = "INSERT INTO redaction_token (token, kind, original) VALUES (?1, ?2, ?3) "
                               "ON CONFLICT (token) DO UPDATE SET kind = kind "
                               "WHERE kind = excluded.kind AND original = excluded.original "
                               "RETURNING token";

enum mt_rc
mt_redaction_save(struct mt_store *store, const struct mt_redaction_token *tokens, size_t count, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(store, save_sql, &statement, err);
    for (size_t i = 0; i < count && rc == MT_OK; i++) {
        mt_bind_text(statement, 1, tokens[i].token);
        sqlite3_bind_int(statement, 2, tokens[i].kind);
        mt_bind_text(statement, 3, tokens[i].original);
        int step = sqlite3_step(statement);
        bool is_kept = step == SQLITE_ROW;
        if (is_kept)
            step = sqlite3_step(statement);
        if (step != SQLITE_DONE)
            rc = mt_store_error(store, "keeping the tokens of tickets", err);
        else if (!is_kept)
            rc = mt_err_set(err, MT_FAILED,
                            "another ticket of '%s' was made meanwhile and gave the token '%.*s' to something else; "
                            "make this one again",
                            store->path, MT_TEXT_ARGS(tokens[i].token));
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return rc;
}

/* ---- revealing ---- */

/* What a token may be typed as, in the way of Crockford: nobody tells O from 0, nor I and L from 1. In front stands the
 * letter of a kind, of which only the I looks like a digit. False: it is none. */
static bool
spell(struct mt_text said, char token[TOKEN_MOST])
{
    if (said.len < 2 || said.len >= TOKEN_MOST)
        return false;
    for (size_t i = 0; i < said.len; i++) {
        char c = said.at[i];
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        bool is_one = c == 'I' || c == 'L' || c == '1';
        if (i == 0)
            token[i] = is_one ? 'I' : c;
        else
            token[i] = is_one ? '1' : c == 'O' ? '0' : c;
    }
    token[said.len] = '\0';
    return true;
}

static struct mt_text
domain_of(struct mt_text address)
{
    for (size_t i = address.len; i > 0; i--)
        if (address.at[i - 1] == '@')
            return (struct mt_text){address.at + i, address.len - i};
    return MT_TEXT_UNKNOWN;
}

/* Takes the brackets off and parts token and domain; unknown: there is none. */
static struct mt_text
part(struct mt_text said, struct mt_text *domain)
{
    said = mt_text_trim(said);
    if (said.len > 2 && said.at[0] == '<' && said.at[said.len - 1] == '>')
        said = mt_text_trim((struct mt_text){said.at + 1, said.len - 2});
    *domain = said;
    struct mt_text token = mt_text_cut(domain, '@');
    if (mt_text_ends_nocase(token, ".invalid"))
        token.len -= sizeof ".invalid" - 1;
    return token;
}

/* In a ticket whose domains are hidden, a token or an internal host stands behind the '@'. */
static bool
is_domain_of(struct mt_text said, struct mt_text original)
{
    struct mt_text domain = domain_of(original);
    return !said.at || !domain.at || mt_text_equal_nocase(said, domain) || mt_text_ends_nocase(said, ".invalid") ||
           !memchr(said.at, '.', said.len);
}

enum mt_rc
mt_redaction_reveal(struct mt_store *store, struct mt_text said, struct mt_arena *arena,
                    struct mt_redaction_token *token, bool *found, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    char wanted[TOKEN_MOST];
    struct mt_text domain;
    *found = false;
    if (!said.at || !spell(part(said, &domain), wanted))
        return MT_OK;
    enum mt_rc rc =
        mt_store_prepare(store, "SELECT token, kind, original FROM redaction_token WHERE token = ?1", &statement, err);
    if (rc)
        return rc;
    mt_bind_text(statement, 1, mt_text_of(wanted));
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW && is_domain_of(domain, mt_column_text(statement, 2))) {
        struct mt_redaction_token copy = {.kind = sqlite3_column_int(statement, 1)};
        if (mt_arena_copy(arena, mt_column_text(statement, 0), &copy.token) &&
            mt_arena_copy(arena, mt_column_text(statement, 2), &copy.original)) {
            *token = copy;
            *found = true;
        } else {
            rc = mt_err_memory(err);
        }
    } else if (step != SQLITE_ROW && step != SQLITE_DONE) {
        rc = mt_store_error(store, "reading the tokens of tickets", err);
    }
    sqlite3_finalize(statement);
    return rc;
}
