#include "store/events.h"

#include <stdlib.h>

#include "store/courses.h"
#include "store/reasons.h"
#include "store/route.h"

/* Courses are renewed when so many deliveries wait for it: an import of any length stays flat in memory. */
enum { STALE_MOST = 1 << 16 };

struct pending {
    struct mt_event event; /* texts in the batch's arena; of its delivery only the identity is used */
    const struct mt_record *record, *other;
    int64_t key;
};

struct mt_events {
    struct mt_tables *tables;
    struct mt_load_counts *counts;
    struct mt_reasons *reasons; /* NULL until the first event that has one */
    struct pending *pending;
    size_t count, room;
};

/* ---- taking ---- */

/* 0: to the minute. Some exports leave out the zeroes at the end of a time, so how many digits there are says nothing
 * that its value does not say. */
static int
fineness(const struct mt_event *event)
{
    return event->precision > 0;
}

/* Of all that the export says about the event: what is not in the key would be told by whichever export came first. An
 * event that two kinds of export print differently is kept as both print it; courses count it once. */
static int64_t
key_of(const struct mt_event *event)
{
    const struct mt_row *row = &event->delivery;
    const struct mt_text texts[] = {row->message_id, event->event,     event->source,      event->detail, event->data,
                                    event->related,  event->reference, event->internal_id, event->server};
    const int64_t numbers[] = {fineness(event), (int64_t)event->kind, (int64_t)event->turn};
    struct mt_hash hash = mt_hash_of(row->recipient);
    if (row->trace_is_guid)
        hash = mt_hash_with(hash, (struct mt_text){(const char *)row->trace_guid, sizeof row->trace_guid});
    else
        hash = mt_hash_with(hash, row->trace_id);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = mt_hash_with(hash, texts[i]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        hash = mt_hash_with_number(hash, numbers[i]);
    return (int64_t)hash.a;
}

static enum mt_rc
make_room(struct mt_events *events, struct mt_err *err)
{
    if (events->count < events->room)
        return MT_OK;
    size_t room = events->room ? events->room * 2 : 256;
    struct pending *grown = realloc(events->pending, room * sizeof *grown);
    if (!grown)
        return mt_err_memory(err);
    events->pending = grown;
    events->room = room;
    return MT_OK;
}

enum mt_rc
mt_events_add(struct mt_events *events, const struct mt_event *event, const struct mt_record *record,
              const struct mt_record *other, size_t *text_bytes, struct mt_err *err)
{
    enum mt_rc rc = make_room(events, err);
    *text_bytes = 0;
    if (rc)
        return rc;
    struct pending *pending = &events->pending[events->count];
    *pending = (struct pending){*event, record, other, key_of(event)};
    struct mt_event *kept = &pending->event;
    struct mt_text *texts[] = {
        &kept->event,
        &kept->source,
        &kept->detail,
        &kept->data,
        &kept->related,
        &kept->reference,
        &kept->internal_id,
        &kept->server,
        &kept->reason.text,
        &kept->reason.code,
        &kept->reason.outer_code,
        &kept->reason.remote_host,
        &kept->reason.remote_ip,
        &kept->delivery.trace_id,
        &kept->delivery.message_id,
        &kept->delivery.recipient,
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!mt_arena_copy(&events->tables->arena, *texts[i], texts[i]))
            return mt_err_memory(err);
        *text_bytes += texts[i]->len;
    }
    events->count++;
    return MT_OK;
}

/* ---- writing ---- */

static void
bind_id(sqlite3_stmt *statement, int parameter, int64_t id)
{
    if (id)
        sqlite3_bind_int64(statement, parameter, id);
    else
        sqlite3_bind_null(statement, parameter);
}

static enum mt_rc
reason_id(struct mt_events *events, const struct mt_event *event, int64_t *id, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    *id = 0;
    if (!event->has_reason)
        return MT_OK;
    if (!events->reasons)
        rc = mt_reasons_open(&events->reasons, events->tables->store, err);
    return rc == MT_OK ? mt_reasons_id(events->reasons, &event->reason, id, err) : rc;
}

static bool
is_about_mail(const struct mt_event *event)
{
    return mt_text_known(event->delivery.trace_id) || mt_text_known(event->delivery.message_id);
}

/* *delivery_id is the delivery that the event belongs to, by name or by its hint; 0 when there is none. */
static enum mt_rc
insert(struct mt_events *events, const struct pending *pending, bool *is_new, int64_t *delivery_id, struct mt_err *err)
{
    struct mt_tables *tables = events->tables;
    const struct mt_event *event = &pending->event;
    sqlite3_stmt *statement = tables->sql[MT_SQL_EVENT_INSERT];
    char forest_room[MT_FOREST_BYTES];
    int64_t hint_id = 0, why_id = 0;
    enum mt_rc rc = reason_id(events, event, &why_id, err);
    *delivery_id = pending->record ? pending->record->delivery_id : 0;
    if (rc == MT_OK && !pending->record && is_about_mail(event))
        rc = mt_hints_id(tables, &event->delivery, &hint_id, delivery_id, err);
    if (rc)
        return rc;
    sqlite3_bind_int64(statement, 1, pending->key);
    bind_id(statement, 2, pending->record ? pending->record->delivery_id : 0);
    bind_id(statement, 3, hint_id);
    sqlite3_bind_int64(statement, 4, event->at_us);
    sqlite3_bind_int(statement, 5, fineness(event));
    sqlite3_bind_int(statement, 6, (int)event->kind);
    mt_bind_text(statement, 7, event->event.at ? event->event : MT_TEXT_LITERAL(""));
    mt_bind_text(statement, 8, event->source);
    mt_bind_text(statement, 9, event->detail);
    mt_bind_text(statement, 10, event->data);
    sqlite3_bind_int(statement, 11, (int)event->turn);
    mt_bind_text(statement, 12, event->related);
    bind_id(statement, 13, pending->other ? pending->other->delivery_id : 0);
    mt_bind_text(statement, 14, event->reference);
    mt_bind_text(statement, 15, event->server);
    mt_bind_text(statement, 16, mt_forest_of_server(event->server, forest_room));
    bind_id(statement, 17, why_id);
    mt_bind_text(statement, 18, event->reason.remote_host);
    mt_bind_text(statement, 19, event->reason.remote_ip);
    sqlite3_bind_int64(statement, 20, tables->export_id);
    sqlite3_bind_int64(statement, 21, (sqlite3_int64)event->delivery.line);
    mt_bind_text(statement, 22, event->internal_id);
    rc = mt_tables_run(tables, MT_SQL_EVENT_INSERT, err);
    *is_new = rc == MT_OK && sqlite3_changes(tables->store->db) > 0;
    return rc;
}

/* Steps of routing are not mail, as with the rows of summary exports; neither is what is about no message. */
static bool
is_routing(const struct mt_event *event)
{
    return event->kind == MT_EVENT_EXPAND || event->kind == MT_EVENT_RESOLVE || event->kind == MT_EVENT_TRANSFER ||
           !is_about_mail(event);
}

static enum mt_rc
write_one(struct mt_events *events, const struct pending *pending, struct mt_err *err)
{
    bool is_new = false;
    int64_t delivery_id;
    enum mt_rc rc = insert(events, pending, &is_new, &delivery_id, err);
    if (rc)
        return rc;
    if (!is_new)
        events->counts->known++;
    else if (is_routing(&pending->event))
        events->counts->routing++;
    else
        events->counts->fresh++;
    if (is_new && delivery_id)
        rc = mt_ids_add(&events->tables->stale, delivery_id, err);
    return rc;
}

static enum mt_rc
renew_courses(struct mt_events *events, struct mt_err *err)
{
    enum mt_rc rc = mt_courses_renew(events->tables, &events->tables->stale, err);
    events->tables->stale.count = 0;
    return rc;
}

enum mt_rc
mt_events_write(struct mt_events *events, struct mt_err *err)
{
    enum mt_rc rc = events->count ? mt_dictionary_flush(events->tables->dictionary, err) : MT_OK;
    for (size_t i = 0; i < events->count && rc == MT_OK; i++)
        rc = write_one(events, &events->pending[i], err);
    if (rc == MT_OK && events->count) /* a hint can be the first to name an address */
        rc = mt_dictionary_flush(events->tables->dictionary, err);
    events->count = 0;
    if (rc == MT_OK && events->tables->stale.count > STALE_MOST) {
        mt_ids_make_unique(&events->tables->stale);
        if (events->tables->stale.count > STALE_MOST / 2)
            rc = renew_courses(events, err);
    }
    return rc;
}

enum mt_rc
mt_events_settle(struct mt_events *events, struct mt_err *err)
{
    enum mt_rc rc = mt_hints_settle(events->tables, &events->tables->stale, err);
    return rc == MT_OK ? renew_courses(events, err) : rc;
}

/* ---- opening and closing ---- */

enum mt_rc
mt_events_open(struct mt_events **events, struct mt_tables *tables, struct mt_load_counts *counts, struct mt_err *err)
{
    struct mt_events *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->tables = tables;
    made->counts = counts;
    *events = made;
    return MT_OK;
}

void
mt_events_close(struct mt_events *events)
{
    if (!events)
        return;
    mt_reasons_close(events->reasons);
    free(events->pending);
    free(events);
}
