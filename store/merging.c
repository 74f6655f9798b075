#include "store/merging.h"

#include <sys/stat.h>

#include "store/merging_parts.h"

/* ---- what all parts use ---- */

enum mt_rc
mt_merger_damaged(const struct mt_merger *merger, const char *how, struct mt_err *err)
{
    return mt_err_set(err, MT_FAILED, "'%.300s' is damaged: %s; 'msgtrace doctor --db' looks for more",
                      merger->other->path, how);
}

enum mt_rc
mt_merger_reading(const struct mt_merger *merger, struct mt_err *err)
{
    return mt_store_error(merger->other, "reading it", err);
}

enum mt_rc
mt_merger_prepare(struct mt_merger *merger, const char *sql, sqlite3_stmt **statement, struct mt_err *err)
{
    return mt_store_prepare(merger->other, sql, statement, err);
}

enum mt_rc
mt_merger_tick(struct mt_merger *merger, struct mt_err *err)
{
    enum { TICK_ROWS = 512 };
    if (++merger->done % TICK_ROWS != 0)
        return MT_OK;
    if (merger->merge->stop && merger->merge->stop())
        return mt_err_set(err, MT_INTERRUPTED, "interrupted; nothing of '%.300s' was kept", merger->other->path);
    if (merger->merge->tick)
        merger->merge->tick(merger->merge->context, merger->done, merger->of);
    return MT_OK;
}

/* ---- the whole ---- */

static enum mt_rc
refuse_itself(const struct mt_store *store, const char *path, struct mt_err *err)
{
    struct stat here, there;
    if (stat(store->path, &here) == 0 && stat(path, &there) == 0 && here.st_dev == there.st_dev &&
        here.st_ino == there.st_ino)
        return mt_err_set(err, MT_USAGE, "'%.300s' is the database itself", path);
    return MT_OK;
}

static enum mt_rc
check_pages(struct mt_merger *merger, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_merger_prepare(merger, "PRAGMA quick_check(1)", &statement, err);
    if (rc != MT_OK)
        return rc;
    int step = sqlite3_step(statement);
    if (step != SQLITE_ROW)
        rc = mt_merger_reading(merger, err);
    else if (!mt_text_is(mt_column_text(statement, 0), "ok"))
        rc = mt_merger_damaged(merger, "its pages do not fit together", err);
    sqlite3_finalize(statement);
    return rc;
}

static enum mt_rc
open_merger(struct mt_merger *merger, struct mt_err *err)
{
    enum mt_rc rc = mt_map_open(merger, err);
    if (rc == MT_OK)
        rc = mt_merger_rules(merger, err);
    if (rc == MT_OK)
        rc = mt_dictionary_of(merger->store, &merger->tables.dictionary, err);
    if (rc == MT_OK)
        rc = mt_tables_open(&merger->tables, merger->store, err);
    if (rc == MT_OK)
        rc = mt_join_open(&merger->join, &merger->tables, err);
    if (rc == MT_OK)
        rc = mt_batch_open(&merger->batch, &merger->tables, merger->join, &merger->counts, err);
    if (rc == MT_OK)
        rc = mt_events_open(&merger->events, &merger->tables, &merger->counts, err);
    return rc == MT_OK
               ? mt_store_integer(
                     merger->other,
                     "SELECT (SELECT count(*) FROM delivery WHERE absorbed <> 2) + (SELECT count(*) FROM event)", 0,
                     &merger->of, err)
               : rc;
}

static enum mt_rc
merge_all(struct mt_merger *merger, struct mt_err *err)
{
    struct mt_merged *merged = merger->merged;
    enum mt_rc rc = mt_merger_exports(merger, err);
    if (rc == MT_OK)
        rc = mt_merger_deliveries(merger, err);
    if (rc == MT_OK)
        rc = mt_merger_events(merger, err);
    if (rc == MT_OK)
        rc = mt_events_settle(merger->events, err);
    if (rc == MT_OK)
        rc = mt_rollup_flush(merger->tables.rollup, err);
    if (rc == MT_OK)
        rc = mt_merger_lists(merger, err);
    merged->deliveries = merger->counts.fresh;
    merged->changed_deliveries = merger->counts.changed;
    merged->known_deliveries = merger->counts.known;
    merged->routing = merger->counts.routing;
    return rc;
}

static void
release(struct mt_merger *merger)
{
    mt_map_close(merger);
    mt_reasons_close(merger->reasons);
    mt_events_close(merger->events);
    mt_batch_close(merger->batch);
    mt_join_close(merger->join);
    mt_tables_release(&merger->tables);
    mt_store_close(merger->other);
}

enum mt_rc
mt_merge_run(struct mt_store *store, const char *path, const struct mt_merge *merge, struct mt_merged *merged,
             struct mt_err *err)
{
    struct mt_merger merger = {.store = store, .merge = merge, .merged = merged};
    *merged = (struct mt_merged){.exports = 0};
    enum mt_rc rc = refuse_itself(store, path, err);
    if (rc == MT_OK)
        rc = mt_store_open(&merger.other, path, MT_STORE_READ, err);
    if (rc == MT_OK) /* what reads the other database may take long, and one that was made for it for ever */
        mt_store_stop_when(merger.other, merge->stop);
    if (rc == MT_OK)
        rc = check_pages(&merger, err);
    if (rc == MT_OK)
        rc = mt_merger_shape(&merger, err);
    if (rc != MT_OK) {
        mt_store_close(merger.other);
        return rc;
    }
    merger.tables.store = store;
    merger.tables.stop = merge->stop;
    rc = mt_store_run(store, "PRAGMA foreign_keys = OFF", "beginning to merge", err); /* as in an import (loader.c) */
    if (rc == MT_OK)
        rc = mt_store_begin(store, err);
    if (rc == MT_OK)
        rc = open_merger(&merger, err);
    if (rc == MT_OK)
        rc = merge_all(&merger, err);
    release(&merger);
    if (rc == MT_OK && !merge->dry_run)
        rc = mt_store_commit(store, err);
    if (rc != MT_OK || merge->dry_run) {
        mt_store_rollback(store);
        mt_store_forget_dictionary(store); /* it has entries that the database never got */
    }
    sqlite3_exec(store->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    return rc;
}
