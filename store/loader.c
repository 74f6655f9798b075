#include "store/loader.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/batch.h"
#include "store/events.h"
#include "store/exports.h"
#include "store/ndrs.h"

struct mt_loader {
    struct mt_store *store;
    struct mt_tables tables;
    struct mt_join *join;
    struct mt_batch *batch;
    struct mt_events *events;
    int64_t observed_us;
    bool finished; /* everything is written, inside the transaction */
    struct mt_load_counts counts;
    struct mt_load_counts deliveries; /* of an event export */

    enum mt_rc failed; /* sticky */
    struct mt_err failure;
};

/* ---- one row in ---- */

static struct mt_text
pack(char **at, struct mt_text text)
{
    if (!text.at)
        return text;
    struct mt_text copy = {*at, text.len};
    if (text.len)
        memcpy(*at, text.at, text.len);
    *at += text.len;
    return copy;
}

/* Copies the row's texts into the batch in one piece. */
static enum mt_rc
keep_texts(struct mt_tables *tables, const struct mt_row *row, struct mt_record *record, size_t *text_bytes,
           struct mt_err *err)
{
    struct mt_facts *facts = &record->facts;
    struct mt_text trace_id = row->trace_id;
    if (row->trace_is_guid)
        trace_id = (struct mt_text){(const char *)row->trace_guid, sizeof row->trace_guid};
    struct mt_text *const texts[] = {&record->recipient, &facts->message_id, &facts->sender,   &facts->subject,
                                     &facts->from_ip,    &facts->to_ip,      &facts->connector};
    const size_t count = sizeof texts / sizeof *texts;
    size_t bytes = trace_id.len;
    for (size_t i = 0; i < count; i++)
        bytes += texts[i]->len;
    char *at = mt_arena_take(&tables->arena, bytes + 1);
    if (!at)
        return mt_err_memory(err);
    record->trace_id = pack(&at, trace_id);
    record->trace_is_guid = row->trace_is_guid;
    for (size_t i = 0; i < count; i++)
        *texts[i] = pack(&at, *texts[i]);
    *text_bytes = bytes;
    return MT_OK;
}

/* Precision 9 promises that a delivery can be found by the time in its key. */
static int
precision_of(const struct mt_row *row)
{
    int64_t clock_us;
    if (row->received_precision < MT_RECEIVED_BY_TICKS)
        return row->received_precision < MT_RECEIVED_BY_EVENT ? MT_RECEIVED_BY_EVENT : row->received_precision;
    bool agrees = row->trace_is_guid && mt_trace_clock(row->trace_guid, &clock_us) &&
                  clock_us - row->received_us < MT_SECOND && row->received_us - clock_us < MT_SECOND;
    return agrees ? MT_RECEIVED_BY_TICKS : MT_RECEIVED_BY_TICKS - 1;
}

/* `observed_us` is MT_MOMENT_UNKNOWN for the row of an event, whose status says nothing. */
static enum mt_rc
admit(struct mt_loader *loader, const struct mt_row *row, int64_t observed_us, const struct mt_record **admitted,
      struct mt_err *err)
{
    struct mt_tables *tables = &loader->tables;
    struct mt_record *record = mt_batch_room(loader->batch);
    struct mt_hash hash = mt_hash_of(row->recipient);
    size_t text_bytes = 0;

    mt_facts_init(&record->facts, row, observed_us);
    record->facts.received_precision = precision_of(row);
    record->of_event = observed_us == MT_MOMENT_UNKNOWN;
    record->export_id = tables->export_id;
    record->line = (int64_t)row->line;
    record->recipient = row->recipient;
    record->recipient_hash = hash;
    enum mt_rc rc = keep_texts(tables, row, record, &text_bytes, err);
    if (rc)
        return rc;
    mt_batch_add(loader->batch,
                 record->trace_id.at ? mt_key_of_trace(row, hash) : mt_key_of_description(&record->facts, hash),
                 text_bytes);
    if (admitted)
        *admitted = record;
    return MT_OK;
}

/* ---- the sink ---- */

static enum mt_rc
fail(struct mt_loader *loader, enum mt_rc rc, struct mt_err *err)
{
    loader->failed = rc;
    loader->failure = *err;
    return rc;
}

static enum mt_rc
already_failed(const struct mt_loader *loader, struct mt_err *err)
{
    *err = loader->failure;
    return loader->failed;
}

/* Writes what waits: deliveries first, for events need their numbers. */
static enum mt_rc
flush(struct mt_loader *loader, struct mt_err *err)
{
    enum mt_rc rc = mt_batch_flush(loader->batch, err);
    if (rc == MT_OK)
        rc = mt_events_write(loader->events, err);
    mt_batch_clear(loader->batch);
    return rc;
}

static void
count_time(struct mt_load_counts *counts, int64_t moment_us)
{
    counts->read++;
    if (counts->first_received_us == MT_MOMENT_UNKNOWN || moment_us < counts->first_received_us)
        counts->first_received_us = moment_us;
    if (counts->last_received_us == MT_MOMENT_UNKNOWN || moment_us > counts->last_received_us)
        counts->last_received_us = moment_us;
}

static enum mt_rc
take_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    struct mt_loader *loader = context;
    assert(row->recipient.at && row->received_us != MT_MOMENT_UNKNOWN && !loader->counts.of_events);
    if (loader->failed)
        return already_failed(loader, err);
    enum mt_rc rc = admit(loader, row, loader->observed_us, NULL, err);
    if (rc == MT_OK && mt_batch_is_full(loader->batch))
        rc = flush(loader, err);
    if (rc)
        return fail(loader, rc, err);
    count_time(&loader->counts, row->received_us);
    return MT_OK;
}

/* A row that has its Message-ID for a trace id (hints.h). */
static bool
is_stand_in(const struct mt_row *row)
{
    return mt_text_known(row->message_id) && mt_text_equal(row->trace_id, row->message_id);
}

/* The deliveries that an event names: its own, and that of the address that took over or was taken over from. */
static enum mt_rc
admit_deliveries(struct mt_loader *loader, const struct mt_event *event, const struct mt_record **record,
                 const struct mt_record **other, struct mt_err *err)
{
    struct mt_row row = event->delivery;
    *record = *other = NULL;
    if (!mt_text_known(row.recipient) || !mt_text_known(row.trace_id))
        return MT_OK;
    enum mt_rc rc = admit(loader, &row, MT_MOMENT_UNKNOWN, record, err);
    if (rc == MT_OK && is_stand_in(&row))
        *record = NULL; /* the event goes under a hint, which finds the delivery, this one if there is no better */
    if (rc || is_stand_in(&row) || event->turn == MT_TURN_NONE || !mt_text_known(event->related))
        return rc;
    row.recipient = event->related;
    return admit(loader, &row, MT_MOMENT_UNKNOWN, other, err);
}

static enum mt_rc
take_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    struct mt_loader *loader = context;
    const struct mt_record *record, *other;
    size_t text_bytes = 0;
    assert(event->at_us != MT_MOMENT_UNKNOWN);
    if (loader->failed)
        return already_failed(loader, err);
    if (!loader->counts.of_events) {
        loader->counts.of_events = true;
        mt_batch_count_into(loader->batch, &loader->deliveries);
    }
    enum mt_rc rc = admit_deliveries(loader, event, &record, &other, err);
    if (rc == MT_OK)
        rc = mt_events_add(loader->events, event, record, other, &text_bytes, err);
    mt_batch_weigh(loader->batch, text_bytes);
    if (rc == MT_OK && mt_batch_is_full(loader->batch))
        rc = flush(loader, err);
    if (rc)
        return fail(loader, rc, err);
    count_time(&loader->counts, event->at_us);
    return MT_OK;
}

/* The database promises text: what is none becomes U+FFFD. */
static enum mt_rc
make_text(struct mt_arena *arena, struct mt_text raw, struct mt_text *text, struct mt_err *err)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    *text = raw.at ? raw : MT_TEXT_LITERAL("");
    if (mt_text_valid_utf8(*text, false))
        return MT_OK;
    char *at = mt_arena_take(arena, raw.len * 3);
    if (!at)
        return mt_err_memory(err);
    text->at = at;
    for (struct mt_text rest = raw; rest.at && rest.len;) {
        size_t taken;
        bool is_bad = mt_text_code_point(rest, &taken) == 0xFFFD;
        const char *from = is_bad ? replacement : rest.at;
        size_t len = is_bad ? sizeof replacement - 1 : taken;
        memcpy(at, from, len);
        at += len;
        rest.at += taken;
        rest.len -= taken;
    }
    text->len = (size_t)(at - text->at);
    return MT_OK;
}

static enum mt_rc
take_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    struct mt_loader *loader = context;
    sqlite3_stmt *statement = loader->tables.sql[MT_SQL_REJECT_INSERT];
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_text raw, reason;
    if (loader->failed)
        return already_failed(loader, err);
    enum mt_rc rc = make_text(&arena, reject->raw, &raw, err);
    if (rc == MT_OK)
        rc = make_text(&arena, mt_text_of(reject->reason), &reason, err);
    if (rc == MT_OK) {
        sqlite3_bind_int64(statement, 1, loader->tables.export_id);
        sqlite3_bind_int64(statement, 2, (sqlite3_int64)reject->line);
        mt_bind_text(statement, 3, reason);
        mt_bind_text(statement, 4, raw);
        sqlite3_bind_int(statement, 5, reject->raw_is_cut);
        rc = mt_tables_run(&loader->tables, MT_SQL_REJECT_INSERT, err);
    }
    mt_arena_release(&arena);
    if (rc)
        return fail(loader, rc, err);
    loader->counts.read++;
    loader->counts.rejected++;
    return MT_OK;
}

static enum mt_rc
take_ndr(void *context, const struct mt_ndr_kept *ndr, struct mt_err *err)
{
    struct mt_loader *loader = context;
    if (loader->failed)
        return already_failed(loader, err);
    bool is_new = false;
    enum mt_rc rc = mt_ndr_write(&loader->tables, ndr, &is_new, err);
    if (rc)
        return fail(loader, rc, err);
    /* A report counts beside its events: one that names no message has none, and was read all the same. */
    loader->counts.read++;
    loader->counts.fresh += is_new;
    loader->counts.known += !is_new;
    return MT_OK;
}

struct mt_sink
mt_loader_sink(struct mt_loader *loader)
{
    return (struct mt_sink){
        .context = loader, .row = take_row, .reject = take_reject, .event = take_event, .ndr = take_ndr};
}

/* ---- opening and closing ---- */

/* Gives everything back except the transaction. */
static void
release(struct mt_loader *loader)
{
    mt_events_close(loader->events);
    mt_batch_close(loader->batch);
    mt_join_close(loader->join);
    mt_tables_release(&loader->tables);
    free(loader);
}

enum mt_rc
mt_loader_open(struct mt_loader **loader, struct mt_store *store, const struct mt_export *export, int64_t imported_us,
               struct mt_err *err)
{
    assert(sqlite3_get_autocommit(store->db)); /* one import at a time */
    struct mt_loader *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->store = made->tables.store = store;
    made->observed_us = export->observed_us;
    made->counts.first_received_us = made->counts.last_received_us = MT_MOMENT_UNKNOWN;
    /* The loader's numbers come from its own dictionaries: looking each of them up would double the time it takes. */
    enum mt_rc rc = mt_store_run(store, "PRAGMA foreign_keys = OFF", "beginning an import", err);
    if (rc == MT_OK)
        rc = mt_store_begin(store, err);
    if (rc == MT_OK)
        rc = mt_dictionary_of(store, &made->tables.dictionary, err);
    if (rc == MT_OK)
        rc = mt_tables_open(&made->tables, store, err);
    if (rc == MT_OK)
        rc = mt_join_open(&made->join, &made->tables, err);
    if (rc == MT_OK)
        rc = mt_batch_open(&made->batch, &made->tables, made->join, &made->counts, err);
    if (rc == MT_OK)
        rc = mt_events_open(&made->events, &made->tables, &made->counts, err);
    if (rc == MT_OK)
        rc = mt_export_write(store, export, imported_us, &made->tables.export_id, err);
    if (rc) {
        mt_loader_abandon(made);
        return rc;
    }
    *loader = made;
    return MT_OK;
}

void
mt_loader_stop_when(struct mt_loader *loader, bool (*stop)(void))
{
    loader->tables.stop = stop;
}

enum mt_rc
mt_loader_finish(struct mt_loader *loader, struct mt_load_counts *counts, struct mt_err *err)
{
    enum mt_rc rc = loader->failed ? already_failed(loader, err) : flush(loader, err);
    if (rc == MT_OK)
        rc = mt_events_settle(loader->events, err);
    loader->counts.fresh_deliveries = loader->deliveries.fresh;
    if (rc == MT_OK)
        rc = mt_rollup_flush(loader->tables.rollup, err);
    if (rc == MT_OK)
        rc = mt_export_count(loader->store, loader->tables.export_id, &loader->counts, err);
    if (rc == MT_OK && counts)
        *counts = loader->counts;
    loader->finished = rc == MT_OK;
    return rc;
}

enum mt_rc
mt_loader_commit(struct mt_loader *loader, struct mt_load_counts *counts, struct mt_err *err)
{
    struct mt_store *store = loader->store;
    enum mt_rc rc = loader->finished ? MT_OK : mt_loader_finish(loader, NULL, err);
    if (rc == MT_OK)
        rc = mt_store_commit(store, err);
    if (rc) {
        mt_loader_abandon(loader);
        return rc;
    }
    if (counts)
        *counts = loader->counts;
    release(loader);
    sqlite3_exec(store->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    return MT_OK;
}

void
mt_loader_abandon(struct mt_loader *loader)
{
    if (!loader)
        return;
    struct mt_store *store = loader->store;
    mt_store_rollback(store);
    mt_store_forget_dictionary(store); /* it has entries that the database never got */
    release(loader);
    sqlite3_exec(store->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
}
