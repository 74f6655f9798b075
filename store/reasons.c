#include "store/reasons.h"

#include <stdlib.h>

#include "store/code_rules.h"
#include "store/interner.h"

struct mt_reasons {
    struct mt_store *store;
    struct mt_codes *codes;
    struct mt_interner known;
    uint32_t next;
    sqlite3_stmt *insert;
};

/* What makes two reasons the same: everything but the servers and the time, which are the event's. */
static struct mt_hash
hash_of(const struct mt_reason *reason)
{
    struct mt_hash hash = mt_hash_of(reason->text);
    hash = mt_hash_with(hash, reason->code);
    hash = mt_hash_with(hash, reason->outer_code);
    hash = mt_hash_with_number(hash, reason->reply);
    hash = mt_hash_with_number(hash, reason->outer_reply);
    return mt_hash_with_number(hash, reason->expired * 2 + reason->housekeeping);
}

/* Empty text and unknown text are one in the table. */
static struct mt_reason
as_stored(const struct mt_reason *reason)
{
    struct mt_reason stored = *reason;
    struct mt_text *texts[] = {&stored.text, &stored.code, &stored.outer_code};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!texts[i]->at)
            *texts[i] = MT_TEXT_LITERAL("");
    return stored;
}

static enum mt_rc
read_all(struct mt_reasons *reasons, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_prepare(reasons->store,
                                     "SELECT id, outer_reply, outer_code, reply, code, text, expired, housekeeping "
                                     "FROM reason ORDER BY id",
                                     &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        struct mt_reason reason = {
            .outer_reply = sqlite3_column_int(statement, 1),
            .outer_code = mt_column_text(statement, 2),
            .reply = sqlite3_column_int(statement, 3),
            .code = mt_column_text(statement, 4),
            .text = mt_column_text(statement, 5),
            .expired = sqlite3_column_int(statement, 6) != 0,
            .housekeeping = sqlite3_column_int(statement, 7) != 0,
        };
        struct mt_interned *slot = mt_interner_at(&reasons->known, hash_of(&reason));
        if (!slot) {
            rc = mt_err_memory(err);
            break;
        }
        slot->id = (uint32_t)sqlite3_column_int64(statement, 0);
        reasons->next = slot->id + 1;
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(reasons->store, "reading reasons", err);
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_reasons_open(struct mt_reasons **reasons, struct mt_store *store, struct mt_err *err)
{
    struct mt_reasons *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->store = store;
    made->next = 1;
    enum mt_rc rc = mt_code_rules_codes(store, &made->codes, err);
    if (rc == MT_OK)
        rc = read_all(made, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store,
                              "INSERT INTO reason (id, outer_reply, outer_code, reply, code, text, expired, "
                              "housekeeping, class, permanence, actor) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                              &made->insert, err);
    if (rc) {
        mt_reasons_close(made);
        return rc;
    }
    *reasons = made;
    return MT_OK;
}

void
mt_reasons_close(struct mt_reasons *reasons)
{
    if (!reasons)
        return;
    sqlite3_finalize(reasons->insert);
    mt_interner_release(&reasons->known);
    mt_codes_free(reasons->codes);
    free(reasons);
}

static enum mt_rc
write_reason(struct mt_reasons *reasons, uint32_t id, const struct mt_reason *reason, struct mt_err *err)
{
    struct mt_cause cause = mt_codes_cause(reasons->codes, reason);
    sqlite3_stmt *insert = reasons->insert;
    sqlite3_bind_int64(insert, 1, id);
    sqlite3_bind_int(insert, 2, reason->outer_reply);
    mt_bind_text(insert, 3, reason->outer_code);
    sqlite3_bind_int(insert, 4, reason->reply);
    mt_bind_text(insert, 5, reason->code);
    mt_bind_text(insert, 6, reason->text);
    sqlite3_bind_int(insert, 7, reason->expired);
    sqlite3_bind_int(insert, 8, reason->housekeeping);
    sqlite3_bind_int(insert, 9, (int)cause.class);
    sqlite3_bind_int(insert, 10, (int)cause.permanence);
    sqlite3_bind_int(insert, 11, (int)cause.actor);
    int step = sqlite3_step(insert);
    sqlite3_reset(insert);
    return step == SQLITE_DONE ? MT_OK : mt_store_error(reasons->store, "writing reasons", err);
}

enum mt_rc
mt_reasons_id(struct mt_reasons *reasons, const struct mt_reason *reason, int64_t *id, struct mt_err *err)
{
    struct mt_reason stored = as_stored(reason);
    struct mt_interned *slot = mt_interner_at(&reasons->known, hash_of(&stored));
    if (!slot)
        return mt_err_memory(err);
    if (!slot->id) {
        enum mt_rc rc = write_reason(reasons, reasons->next, &stored, err);
        if (rc)
            return rc;
        slot->id = reasons->next++;
    }
    *id = slot->id;
    return MT_OK;
}
