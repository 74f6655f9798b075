#include "store/purge.h"

#include "store/courses.h"
#include "store/handle.h"
#include "store/hints.h"
#include "store/join.h"
#include "store/mention.h"
#include "store/purge_steps.h"
#include "store/rollup.h"
#include "store/seen.h"

static const char doing[] = "purging";

static enum mt_rc
run_steps(struct mt_store *store, const struct mt_purge_step *steps, int64_t before_us, struct mt_purged *purged,
          struct mt_err *err)
{
    for (const struct mt_purge_step *step = steps; step->sql; step++) {
        sqlite3_stmt *statement = NULL;
        enum mt_rc rc = mt_store_prepare(store, step->sql, &statement, err);
        if (rc)
            return rc;
        if (sqlite3_bind_parameter_count(statement) > 0)
            sqlite3_bind_int64(statement, 1, before_us);
        if (sqlite3_step(statement) != SQLITE_DONE)
            rc = mt_store_error(store, doing, err);
        else if (step->count != MT_PURGE_NOT_COUNTED)
            *(int64_t *)(void *)((char *)purged + step->count) += sqlite3_changes64(store->db);
        sqlite3_finalize(statement);
        if (rc)
            return rc;
    }
    return MT_OK;
}

/* ---- the address in SQL ---- */

/* With a second argument the text is the name of a file. */
static enum mt_mention_kind
kind_of(int count)
{
    return count > 1 ? MT_MENTION_FILE_NAME : MT_MENTION_TEXT;
}

static void
mentions(sqlite3_context *out, int count, sqlite3_value **values)
{
    const struct mt_purge *purge = sqlite3_user_data(out);
    sqlite3_result_int(out, mt_mention_in(mt_value_text(values[0]), purge->address, kind_of(count)));
}

static void
made_of(sqlite3_context *out, int count, sqlite3_value **values)
{
    const struct mt_purge *purge = sqlite3_user_data(out);
    (void)count;
    sqlite3_result_int(out, mt_mention_is_made_of(mt_value_text(values[0]), purge->address));
}

static void
without(sqlite3_context *out, int count, sqlite3_value **values)
{
    const struct mt_purge *purge = sqlite3_user_data(out);
    struct mt_out text = MT_OUT_EMPTY;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        return;
    mt_mention_put_without(&text, mt_value_text(values[0]), purge->address, kind_of(count));
    if (text.failed)
        sqlite3_result_error_nomem(out);
    else
        sqlite3_result_text64(out, mt_out_view(&text).at, text.len, SQLITE_TRANSIENT, SQLITE_UTF8);
    mt_out_release(&text);
}

static const struct {
    const char *name;
    int arguments;
    void (*call)(sqlite3_context *out, int count, sqlite3_value **values);
} functions[] = {
    {"mt_mentions", 1, mentions}, {"mt_mentions", 2, mentions}, {"mt_without", 1, without},
    {"mt_without", 2, without},   {"mt_made_of", 1, made_of},
};

static enum mt_rc
set_functions(struct mt_store *store, struct mt_purge *purge, struct mt_err *err)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (sqlite3_create_function(store->db, functions[i].name, functions[i].arguments, SQLITE_UTF8, purge,
                                    purge ? functions[i].call : NULL, NULL, NULL) != SQLITE_OK)
            return mt_store_error(store, doing, err);
    return MT_OK;
}

/* ---- what remains, brought in order ---- */

static enum mt_rc
list(struct mt_store *store, const char *sql, struct mt_ids *ids, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_prepare(store, sql, &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        rc = mt_ids_add(ids, sqlite3_column_int64(statement, 0), err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, doing, err);
    sqlite3_finalize(statement);
    return rc;
}

/* Descriptions that remain, and deliveries that took some in, where the same recipient lost mail: what fits what is
 * asked anew. */
static enum mt_rc
note_near(struct mt_join *join, struct mt_tables *tables, struct mt_ids *changed, struct mt_err *err)
{
    struct mt_ids descriptions = MT_IDS_EMPTY, deliveries = MT_IDS_EMPTY;
    struct mt_record record;
    enum mt_rc rc = list(tables->store,
                         "SELECT id FROM delivery WHERE trace_id IS NULL AND absorbed <> 2 "
                         "AND recipient_id IN (SELECT recipient_id FROM near)",
                         &descriptions, err);
    if (rc == MT_OK)
        rc = list(tables->store,
                  "SELECT d.id FROM joined j JOIN delivery d ON d.id = j.delivery_id "
                  "WHERE d.recipient_id IN (SELECT recipient_id FROM near)",
                  &deliveries, err);
    for (size_t i = 0; i < descriptions.count && rc == MT_OK; i++) {
        rc = mt_record_read(tables, descriptions.ids[i], &record, err);
        if (rc == MT_OK)
            rc = mt_join_description_changes(join, &record, err);
    }
    for (size_t i = 0; i < deliveries.count && rc == MT_OK; i++) {
        rc = mt_join_delivery_changes(join, deliveries.ids[i], NULL, err);
        if (rc == MT_OK)
            rc = mt_ids_add(changed, deliveries.ids[i], err);
    }
    mt_ids_release(&descriptions);
    mt_ids_release(&deliveries);
    return rc;
}

/* `changed` are deliveries whose events have changed. The roll-up is not kept: it is counted anew afterwards. */
static enum mt_rc
settle(struct mt_store *store, struct mt_ids *changed, struct mt_err *err)
{
    struct mt_tables tables = {.store = store};
    struct mt_join *join = NULL;
    enum mt_rc rc = mt_dictionary_open(&tables.dictionary, store, err);
    if (rc == MT_OK)
        rc = mt_tables_open(&tables, store, err);
    if (rc == MT_OK)
        rc = mt_join_open(&join, &tables, err);
    if (rc == MT_OK)
        rc = note_near(join, &tables, changed, err);
    if (rc == MT_OK)
        rc = mt_join_settle(join, err);
    if (rc == MT_OK)
        rc = mt_hints_settle(&tables, changed, err);
    if (rc == MT_OK)
        rc = mt_courses_renew(&tables, changed, err);
    mt_join_close(join);
    mt_tables_release(&tables);
    mt_dictionary_close(tables.dictionary);
    return rc;
}

static enum mt_rc
remove_descriptions_left(struct mt_store *store, struct mt_purged *purged, struct mt_err *err)
{
    int64_t before = purged->deliveries;
    enum mt_rc rc = run_steps(store, mt_purge_remove_left_behind, 0, purged, err);
    return rc == MT_OK && purged->deliveries != before ? mt_seen_rebuild(store, err) : rc;
}

/* ---- together ---- */

static enum mt_rc
purge_inside(struct mt_store *store, const struct mt_purge *purge, int64_t before_us, struct mt_purged *purged,
             struct mt_err *err)
{
    bool by_address = mt_text_known(purge->address);
    struct mt_ids changed = MT_IDS_EMPTY;
    enum mt_rc rc = run_steps(store, mt_purge_begin, 0, purged, err);
    if (rc == MT_OK)
        rc = run_steps(store, by_address ? mt_purge_choose_by_address : mt_purge_choose_by_age, before_us, purged, err);
    /* Whoever took over from, or handed over to, a delivery that goes. */
    if (rc == MT_OK)
        rc = list(store,
                  "SELECT DISTINCT delivery_id FROM event WHERE other_id IN (SELECT id FROM gone) "
                  "AND delivery_id NOT IN (SELECT id FROM gone)",
                  &changed, err);
    if (rc == MT_OK)
        rc = run_steps(store, mt_purge_remove_chosen, 0, purged, err);
    if (rc == MT_OK && by_address)
        rc = run_steps(store, mt_purge_mark_texts, 0, purged, err);
    if (rc == MT_OK)
        rc = mt_seen_rebuild(store, err);
    if (rc == MT_OK)
        rc = settle(store, &changed, err);
    if (rc == MT_OK)
        rc = remove_descriptions_left(store, purged, err);
    if (rc == MT_OK)
        rc = mt_rollup_rebuild(store, err);
    if (rc == MT_OK && !by_address)
        rc = run_steps(store, mt_purge_remove_old_exports, before_us, purged, err);
    if (rc == MT_OK)
        rc = run_steps(store, mt_purge_remove_unused, 0, purged, err);
    if (rc == MT_OK)
        rc = run_steps(store, mt_purge_end, 0, purged, err);
    mt_ids_release(&changed);
    return rc;
}

enum mt_rc
mt_purge_run(struct mt_store *store, const struct mt_purge *wanted, struct mt_purged *purged, struct mt_err *err)
{
    struct mt_purge purge = *wanted;
    struct mt_purged counted = {0};
    int64_t before_us = wanted->address.at ? 0 : mt_floor_to(wanted->before_us, MT_MINUTE);
    /* Deleting with foreign keys would look every one of them up, many without an index. */
    enum mt_rc rc = mt_store_run(store, "PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON;", doing, err);
    if (rc == MT_OK)
        rc = set_functions(store, &purge, err);
    if (rc == MT_OK)
        rc = mt_store_begin(store, err);
    if (rc == MT_OK) {
        mt_store_stop_when(store, purge.stop);
        rc = purge_inside(store, &purge, before_us, &counted, err);
        mt_store_stop_when(store, NULL);
        if (rc == MT_OK && !purge.dry_run)
            rc = mt_store_commit(store, err);
        else
            mt_store_rollback(store);
    }
    mt_store_forget_dictionary(store);
    set_functions(store, NULL, &(struct mt_err){""});
    sqlite3_exec(store->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    if (rc == MT_OK)
        *purged = counted;
    return rc;
}

enum mt_rc
mt_purge_compact(struct mt_store *store, struct mt_err *err)
{
    return mt_store_run(store, "VACUUM", "writing the file anew", err);
}
