#include "store/seen.h"

#include <stdlib.h>
#include <string.h>

#include "store/handle.h"
#include "store/ids.h"
#include "store/key.h"
#include "store/merge.h"
#include "store/seen_blocks.h"

/* ---- the own key of a stored delivery ---- */

enum { TRACE_ID, RECEIVED_US, PRECISION, MESSAGE_ID, SUBJECT, RECIPIENT, SENDER };

static void
own_key(sqlite3_context *out, int count, sqlite3_value **values)
{
    (void)count;
    struct mt_row row = {
        .trace_id = mt_value_text(values[TRACE_ID]),
        .received_us = sqlite3_value_int64(values[RECEIVED_US]),
        .received_precision = sqlite3_value_int(values[PRECISION]),
        .message_id = mt_value_text(values[MESSAGE_ID]),
        .subject = mt_value_text(values[SUBJECT]),
        .sender = mt_value_text(values[SENDER]),
    };
    struct mt_hash recipient = mt_hash_of(mt_value_text(values[RECIPIENT]));
    bool is_blob = sqlite3_value_type(values[TRACE_ID]) == SQLITE_BLOB;
    row.trace_is_guid = is_blob && row.trace_id.len == sizeof row.trace_guid;
    if (row.trace_is_guid)
        memcpy(row.trace_guid, row.trace_id.at, sizeof row.trace_guid);
    struct mt_facts facts;
    mt_facts_init(&facts, &row, MT_MOMENT_UNKNOWN);
    sqlite3_result_int64(out,
                         row.trace_id.at ? mt_key_of_trace(&row, recipient) : mt_key_of_description(&facts, recipient));
}

static enum mt_rc
add_function(struct mt_store *store, struct mt_err *err)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    if (sqlite3_create_function(store->db, "mt_own_key", 7, flags, NULL, own_key, NULL, NULL) != SQLITE_OK)
        return mt_store_error(store, "reading deliveries", err);
    return MT_OK;
}

#define OWN_KEY "mt_own_key(d.trace_id, d.received_us, d.received_precision, d.message_id, d.subject, r.text, s.text)"
#define WITH_ADDRESSES "JOIN address r ON r.id = d.recipient_id LEFT JOIN address s ON s.id = d.sender_id "

/* ---- anew ---- */

/* Keys on their way into the blocks, in order. */
struct giving {
    struct mt_seen_blocks *blocks;
    struct mt_keyed *keys;
    size_t count;
    int64_t last;          /* the greatest key that was given out; -1 before the first */
    struct mt_ids wrapped; /* deliveries for which there was none behind it: they get the first free ones from 0 on */
};

enum { GIVEN_AT_ONCE = 16 * MT_SEEN_BLOCK_KEYS };

static enum mt_rc
write_given(struct giving *giving, struct mt_err *err)
{
    enum mt_rc rc = mt_seen_blocks_add(giving->blocks, giving->keys, giving->count, err);
    giving->count = 0;
    return rc;
}

static enum mt_rc
put_key(struct giving *giving, int64_t key, int64_t delivery_id, struct mt_err *err)
{
    giving->keys[giving->count++] = (struct mt_keyed){key, delivery_id};
    giving->last = key;
    return giving->count == GIVEN_AT_ONCE ? write_given(giving, err) : MT_OK;
}

/* Own keys come in order, so the first free one is behind the last that was given out. */
static enum mt_rc
give_key(struct giving *giving, int64_t own, int64_t delivery_id, struct mt_err *err)
{
    if (giving->last == INT64_MAX)
        return mt_ids_add(&giving->wrapped, delivery_id, err);
    return put_key(giving, own > giving->last ? own : giving->last + 1, delivery_id, err);
}

static enum mt_rc
give_wrapped(struct giving *giving, struct mt_err *err)
{
    enum mt_rc rc = write_given(giving, err);
    struct mt_keyed entry = {0, 0}, found;
    for (size_t i = 0; i < giving->wrapped.count && rc == MT_OK; i++) {
        size_t taken = 1;
        for (; rc == MT_OK && taken; entry.key += taken > 0)
            rc = mt_seen_blocks_find(giving->blocks, &entry, 1, &found, &taken, err);
        entry.number = giving->wrapped.ids[i];
        if (rc == MT_OK)
            rc = mt_seen_blocks_add(giving->blocks, &entry, 1, err);
    }
    return rc;
}

static enum mt_rc
open_giving(struct giving *giving, struct mt_store *store, struct mt_err *err)
{
    *giving = (struct giving){.last = -1, .wrapped = MT_IDS_EMPTY};
    giving->keys = malloc(GIVEN_AT_ONCE * sizeof *giving->keys);
    return giving->keys ? mt_seen_blocks_open(&giving->blocks, store, err) : mt_err_memory(err);
}

static void
release_giving(struct giving *giving)
{
    mt_seen_blocks_close(giving->blocks);
    mt_ids_release(&giving->wrapped);
    free(giving->keys);
}

enum mt_rc
mt_seen_rebuild(struct mt_store *store, struct mt_err *err)
{
    static const char doing[] = "giving out keys";
    /* One row: one delivery and its own key. Those that only keep what was known before a join are never looked for. */
    static const char own[] =
        "SELECT " OWN_KEY ", d.id FROM delivery d " WITH_ADDRESSES "WHERE d.absorbed <> 2 ORDER BY 1, 2";
    sqlite3_stmt *statement = NULL;
    struct giving giving;
    int step = SQLITE_DONE;
    enum mt_rc rc = add_function(store, err);
    if (rc == MT_OK)
        rc = mt_store_run(store, "DELETE FROM seen_block", doing, err);
    if (rc != MT_OK)
        return rc;
    rc = open_giving(&giving, store, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, own, &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        rc = give_key(&giving, sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1), err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, doing, err);
    if (rc == MT_OK)
        rc = give_wrapped(&giving, err);
    sqlite3_finalize(statement);
    release_giving(&giving);
    return rc;
}

enum mt_rc
mt_seen_convert(struct mt_store *store, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    struct giving giving;
    int step = SQLITE_DONE;
    enum mt_rc rc = open_giving(&giving, store, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, "SELECT key, delivery_id FROM seen_by_row ORDER BY key", &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        rc = put_key(&giving, sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1), err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "moving keys", err);
    if (rc == MT_OK)
        rc = write_given(&giving, err);
    sqlite3_finalize(statement);
    release_giving(&giving);
    return rc == MT_OK ? mt_store_run(store, "DROP TABLE seen_by_row", "moving keys", err) : rc;
}

/* ---- checked ---- */

/* A key is arrived at from the own key when all keys between them are taken: when its run of taken keys, one behind the
 * other, begins at or before the own key. (A run over the greatest number of all to 0 would look like a fault. It takes
 * a trace id without a clock whose hash is that number.) */
static enum mt_rc
count_unreachable(struct mt_store *store, int64_t *unreachable, struct mt_err *err)
{
    /* One row: one key, whether it is that of a delivery, and the delivery's own key. Keys of nothing are part of a
     * run, too. */
    static const char sql[] = "SELECT k.key, d.absorbed <> 2 AND r.id IS NOT NULL, " OWN_KEY " "
                              "FROM seen k LEFT JOIN delivery d ON d.id = k.delivery_id "
                              "LEFT JOIN address r ON r.id = d.recipient_id LEFT JOIN address s ON s.id = d.sender_id "
                              "ORDER BY k.key";
    sqlite3_stmt *statement = NULL;
    int64_t run = 0, last = -1;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_prepare(store, sql, &statement, err);
    *unreachable = 0;
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        int64_t key = sqlite3_column_int64(statement, 0), own = sqlite3_column_int64(statement, 2);
        *unreachable += last >= 0 && key <= last; /* out of order: whoever looks for it does not find it */
        if (last < 0 || key != last + 1)
            run = key;
        last = key;
        *unreachable += sqlite3_column_int(statement, 1) && (own < run || own > key);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading keys", err);
    sqlite3_finalize(statement);
    return rc;
}

enum mt_rc
mt_seen_check(struct mt_store *store, struct mt_seen_faults *faults, struct mt_err *err)
{
    const struct {
        const char *sql;
        int64_t *count;
    } counts[] = {
        {"SELECT count(*) FROM delivery WHERE absorbed <> 2", &faults->deliveries},
        {"SELECT count(*) FROM delivery WHERE absorbed <> 2 AND id NOT IN (SELECT delivery_id FROM seen)",
         &faults->missing},
        {"SELECT count(*) - count(DISTINCT delivery_id) FROM seen", &faults->several},
        {"SELECT count(*) FROM seen k LEFT JOIN delivery d ON d.id = k.delivery_id "
         "WHERE d.id IS NULL OR d.absorbed = 2",
         &faults->strangers},
    };
    enum mt_rc rc = add_function(store, err);
    for (size_t i = 0; i < sizeof counts / sizeof *counts && rc == MT_OK; i++)
        rc = mt_store_integer(store, counts[i].sql, 0, counts[i].count, err);
    return rc == MT_OK ? count_unreachable(store, &faults->unreachable, err) : rc;
}
