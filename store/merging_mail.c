#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/courses.h"
#include "store/merging_parts.h"

/* ---- deliveries ---- */

/* One row: one delivery with what exports with trace ids alone said of it (join.h), so that descriptions join it anew.
 * Rows that only keep that for others are not deliveries. */
static const char deliveries_sql[] =
    "SELECT d.id, d.trace_id, r.text, d.export_id, d.line, o.received_us, o.received_precision, o.status, "
    "       o.observed_us, o.evidence, o.size_bytes, t.direction, o.from_ip, o.to_ip, o.message_id, o.subject, s.text, "
    "       t.connector, o.id "
    "FROM delivery d LEFT JOIN joined j ON j.delivery_id = d.id JOIN delivery o ON o.id = coalesce(j.own_id, d.id) "
    "LEFT JOIN address r ON r.id = d.recipient_id LEFT JOIN address s ON s.id = o.sender_id "
    "LEFT JOIN route t ON t.id = o.route_id "
    "WHERE d.absorbed <> 2 ORDER BY d.id";

enum column {
    ID,
    TRACE_ID,
    RECIPIENT,
    EXPORT_ID,
    LINE,
    RECEIVED_US,
    PRECISION,
    STATUS,
    OBSERVED_US,
    EVIDENCE,
    SIZE_BYTES,
    DIRECTION,
    FROM_IP,
    TO_IP,
    MESSAGE_ID,
    SUBJECT,
    SENDER,
    CONNECTOR,
    OWN_ID,
};

/* What a column must be, and for numbers between what. */
static const struct {
    enum column column;
    int type;
    bool may_be_null;
    int64_t least, most;
} wanted[] = {
    {RECIPIENT, SQLITE_TEXT, false, 0, 0},
    {EXPORT_ID, SQLITE_INTEGER, false, 1, INT64_MAX},
    {LINE, SQLITE_INTEGER, false, 0, INT64_MAX},
    {RECEIVED_US, SQLITE_INTEGER, false, -(INT64_C(1) << 58), INT64_C(1) << 58},
    {PRECISION, SQLITE_INTEGER, false, MT_RECEIVED_BY_EVENT, MT_RECEIVED_BY_TICKS},
    {STATUS, SQLITE_INTEGER, false, 0, MT_STATUSES - 1},
    {OBSERVED_US, SQLITE_INTEGER, false, -(INT64_C(1) << 58), INT64_C(1) << 58},
    {EVIDENCE, SQLITE_INTEGER, false, MT_EVIDENCE_SUMMARY, MT_EVIDENCE_NDR},
    {SIZE_BYTES, SQLITE_INTEGER, true, 0, INT64_C(1) << 40},
    {DIRECTION, SQLITE_INTEGER, false, MT_DIRECTION_UNKNOWN, MT_DIRECTION_ORIGINATING},
    {FROM_IP, SQLITE_TEXT, true, 0, 0},
    {TO_IP, SQLITE_TEXT, true, 0, 0},
    {MESSAGE_ID, SQLITE_TEXT, true, 0, 0},
    {SUBJECT, SQLITE_TEXT, true, 0, 0},
    {SENDER, SQLITE_TEXT, true, 0, 0},
    {CONNECTOR, SQLITE_TEXT, true, 0, 0},
};

static bool
is_sound(sqlite3_stmt *row)
{
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        int column = (int)wanted[i].column, type = sqlite3_column_type(row, column);
        int64_t number = sqlite3_column_int64(row, column);
        if (type == SQLITE_NULL && wanted[i].may_be_null)
            continue;
        if (type != wanted[i].type)
            return false;
        if (type == SQLITE_TEXT && !mt_text_valid_utf8(mt_column_text(row, column), false))
            return false;
        if (type == SQLITE_INTEGER && (number < wanted[i].least || number > wanted[i].most))
            return false;
    }
    int type = sqlite3_column_type(row, TRACE_ID);
    struct mt_text trace_id = mt_column_text(row, TRACE_ID);
    return type == SQLITE_NULL || (type == SQLITE_BLOB && trace_id.len == 16) ||
           (type == SQLITE_TEXT && mt_text_valid_utf8(trace_id, false));
}

static enum mt_rc
copy_text(struct mt_merger *merger, sqlite3_stmt *row, enum column column, struct mt_text *text, struct mt_err *err)
{
    if (!mt_arena_copy(&merger->tables.arena, mt_column_text(row, (int)column), text))
        return mt_err_memory(err);
    return MT_OK;
}

/* The row as an export would tell it, but for its status: texts live in the batch's arena. */
static enum mt_rc
read_row(struct mt_merger *merger, sqlite3_stmt *row, struct mt_row *delivery, struct mt_err *err)
{
    *delivery = (struct mt_row){
        .received_us = sqlite3_column_int64(row, RECEIVED_US),
        .received_precision = sqlite3_column_int(row, PRECISION),
        .direction = (enum mt_direction)sqlite3_column_int(row, DIRECTION),
        .size_bytes = sqlite3_column_type(row, SIZE_BYTES) == SQLITE_NULL ? MT_SIZE_UNKNOWN
                                                                          : sqlite3_column_int64(row, SIZE_BYTES),
        .line = (uint64_t)sqlite3_column_int64(row, LINE),
        .trace_is_guid = sqlite3_column_type(row, TRACE_ID) == SQLITE_BLOB,
    };
    const struct {
        enum column column;
        struct mt_text *text;
    } texts[] = {
        {TRACE_ID, &delivery->trace_id},     {RECIPIENT, &delivery->recipient}, {SENDER, &delivery->sender},
        {SUBJECT, &delivery->subject},       {FROM_IP, &delivery->from_ip},     {TO_IP, &delivery->to_ip},
        {MESSAGE_ID, &delivery->message_id}, {CONNECTOR, &delivery->connector},
    };
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && rc == MT_OK; i++)
        rc = copy_text(merger, row, texts[i].column, texts[i].text, err);
    if (rc == MT_OK && delivery->trace_is_guid)
        memcpy(delivery->trace_guid, delivery->trace_id.at, sizeof delivery->trace_guid);
    return rc;
}

/* Every status in which exports showed it. Where there are observations, all statuses have one (record.c). */
static enum mt_rc
read_statuses(struct mt_merger *merger, sqlite3_stmt *observations, sqlite3_stmt *row, struct mt_facts *facts,
              struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    int step;
    int64_t observed_us = sqlite3_column_int64(row, OBSERVED_US);
    facts->statuses = 0;
    if (sqlite3_column_int(row, EVIDENCE) == MT_EVIDENCE_SUMMARY)
        mt_facts_sight(facts, (enum mt_status)sqlite3_column_int(row, STATUS), observed_us, observed_us);
    sqlite3_bind_int64(observations, 1, sqlite3_column_int64(row, OWN_ID));
    for (bool is_first = true; rc == MT_OK && (step = sqlite3_step(observations)) == SQLITE_ROW; is_first = false) {
        int status = sqlite3_column_int(observations, 0);
        bool has_last = sqlite3_column_type(observations, 2) != SQLITE_NULL;
        if (is_first)
            facts->statuses = 0;
        if (sqlite3_column_type(observations, 0) != SQLITE_INTEGER || status < 0 || status >= MT_STATUSES ||
            sqlite3_column_type(observations, 1) != SQLITE_INTEGER)
            rc = mt_merger_damaged(merger, "an observation has no status that is known", err);
        else
            mt_facts_sight(facts, (enum mt_status)status, sqlite3_column_int64(observations, 1),
                           has_last ? sqlite3_column_int64(observations, 2) : MT_MOMENT_UNKNOWN);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_merger_reading(merger, err);
    sqlite3_reset(observations);
    return rc;
}

static enum mt_rc
add_delivery(struct mt_merger *merger, sqlite3_stmt *observations, sqlite3_stmt *row, struct mt_record **added,
             struct mt_err *err)
{
    struct mt_record *record = mt_batch_room(merger->batch);
    struct mt_row delivery;
    if (!is_sound(row))
        return mt_merger_damaged(merger, "a delivery has a value that no delivery has", err);
    enum mt_rc rc = read_row(merger, row, &delivery, err);
    if (rc != MT_OK)
        return rc;
    struct mt_hash hash = mt_hash_of(delivery.recipient);
    record->trace_id = delivery.trace_id;
    record->trace_is_guid = delivery.trace_is_guid;
    mt_facts_init(&record->facts, &delivery, MT_MOMENT_UNKNOWN);
    record->line = (int64_t)delivery.line;
    rc = read_statuses(merger, observations, row, &record->facts, err);
    record->of_event = record->facts.statuses == 0;
    if (rc == MT_OK)
        rc = mt_map_get(merger, MT_MAPPED_EXPORT, sqlite3_column_int64(row, EXPORT_ID), &record->export_id, err);
    if (rc != MT_OK)
        return rc;
    record->recipient = delivery.recipient;
    record->recipient_hash = hash;
    *added = record;
    mt_batch_add(merger->batch,
                 record->trace_id.at ? mt_key_of_trace(&delivery, hash) : mt_key_of_description(&record->facts, hash),
                 delivery.subject.len + delivery.message_id.len + delivery.recipient.len + delivery.sender.len);
    return MT_OK;
}

/* The records of the batch that is being filled, and the numbers that they have in the other database. */
struct lot {
    struct mt_record **records;
    int64_t *ids;
    size_t count, room;
};

static enum mt_rc
remember(struct lot *lot, struct mt_record *record, int64_t id, struct mt_err *err)
{
    if (lot->count == lot->room) {
        size_t room = lot->room ? lot->room * 2 : 1024;
        struct mt_record **records = realloc(lot->records, room * sizeof *records);
        if (records)
            lot->records = records;
        int64_t *ids = records ? realloc(lot->ids, room * sizeof *ids) : NULL;
        if (ids)
            lot->ids = ids;
        if (!records || !ids)
            return mt_err_memory(err);
        lot->room = room;
    }
    lot->records[lot->count] = record;
    lot->ids[lot->count++] = id;
    return MT_OK;
}

static enum mt_rc
write_lot(struct mt_merger *merger, struct lot *lot, struct mt_err *err)
{
    enum mt_rc rc = mt_batch_flush(merger->batch, err);
    for (size_t i = 0; i < lot->count && rc == MT_OK; i++)
        rc = mt_map_put(merger, MT_MAPPED_DELIVERY, lot->ids[i], lot->records[i]->delivery_id, err);
    mt_batch_clear(merger->batch);
    lot->count = 0;
    return rc;
}

enum mt_rc
mt_merger_deliveries(struct mt_merger *merger, struct mt_err *err)
{
    sqlite3_stmt *row = NULL, *observations = NULL;
    struct lot lot = {NULL, NULL, 0, 0};
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_merger_prepare(merger, deliveries_sql, &row, err);
    if (rc == MT_OK)
        rc = mt_merger_prepare(merger, "SELECT status, first_us, last_us FROM observation WHERE delivery_id = ?1",
                               &observations, err);
    while (rc == MT_OK && (step = sqlite3_step(row)) == SQLITE_ROW) {
        struct mt_record *record = NULL;
        rc = add_delivery(merger, observations, row, &record, err);
        if (rc == MT_OK)
            rc = remember(&lot, record, sqlite3_column_int64(row, ID), err);
        if (rc == MT_OK && mt_batch_is_full(merger->batch))
            rc = write_lot(merger, &lot, err);
        if (rc == MT_OK)
            rc = mt_merger_tick(merger, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_merger_reading(merger, err);
    if (rc == MT_OK)
        rc = write_lot(merger, &lot, err);
    sqlite3_finalize(row);
    sqlite3_finalize(observations);
    free(lot.records);
    free(lot.ids);
    return rc;
}

/* ---- events ---- */

static enum mt_rc
copy_hints(struct mt_merger *merger, struct mt_err *err)
{
    sqlite3_stmt *row = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_merger_prepare(merger,
                                      "SELECT h.id, h.trace_id, h.message_id, a.text FROM hint h "
                                      "LEFT JOIN address a ON a.id = h.recipient_id ORDER BY h.id",
                                      &row, err);
    while (rc == MT_OK && (step = sqlite3_step(row)) == SQLITE_ROW) {
        struct mt_row named = {.trace_id = mt_column_text(row, 1),
                               .trace_is_guid = sqlite3_column_type(row, 1) == SQLITE_BLOB,
                               .message_id = mt_column_text(row, 2),
                               .recipient = mt_column_text(row, 3)};
        int64_t here, delivery_id;
        if (named.trace_is_guid && named.trace_id.len != sizeof named.trace_guid) {
            rc = mt_merger_damaged(merger, "a hint has a trace id that is none", err);
            break;
        }
        if (named.trace_is_guid)
            memcpy(named.trace_guid, named.trace_id.at, sizeof named.trace_guid);
        rc = mt_hints_id(&merger->tables, &named, &here, &delivery_id, err);
        if (rc == MT_OK)
            rc = mt_map_put(merger, MT_MAPPED_HINT, sqlite3_column_int64(row, 0), here, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_merger_reading(merger, err);
    sqlite3_finalize(row);
    return rc == MT_OK ? mt_dictionary_flush(merger->tables.dictionary, err) : rc;
}

static enum mt_rc
copy_reasons(struct mt_merger *merger, struct mt_err *err)
{
    sqlite3_stmt *row = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_merger_prepare(merger,
                                      "SELECT id, outer_reply, outer_code, reply, code, text, expired, housekeeping "
                                      "FROM reason ORDER BY id",
                                      &row, err);
    while (rc == MT_OK && (step = sqlite3_step(row)) == SQLITE_ROW) {
        struct mt_reason reason = {.outer_reply = sqlite3_column_int(row, 1),
                                   .outer_code = mt_column_text(row, 2),
                                   .reply = sqlite3_column_int(row, 3),
                                   .code = mt_column_text(row, 4),
                                   .text = mt_column_text(row, 5),
                                   .expired = sqlite3_column_int(row, 6) != 0,
                                   .housekeeping = sqlite3_column_int(row, 7) != 0};
        int64_t here;
        if (!mt_text_valid_utf8(reason.text, false) || !mt_text_valid_utf8(reason.code, false) ||
            !mt_text_valid_utf8(reason.outer_code, false)) {
            rc = mt_merger_damaged(merger, "a reason is no text", err);
            break;
        }
        rc = mt_reasons_id(merger->reasons, &reason, &here, err);
        if (rc == MT_OK)
            rc = mt_map_put(merger, MT_MAPPED_REASON, sqlite3_column_int64(row, 0), here, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_merger_reading(merger, err);
    sqlite3_finalize(row);
    return rc;
}

/* The columns in the order of MT_SQL_EVENT_INSERT's parameters. */
static const char events_sql[] =
    "SELECT key, delivery_id, hint_id, at_us, at_precision, kind, event, source, detail, data, turn, related, "
    "       other_id, reference, server, forest, reason_id, remote_host, remote_ip, export_id, line, internal_id "
    "FROM event ORDER BY id";
static const char events_form[] = "iDHiiitttt"
                                  "itDtttRttEit";

enum { EVENT_DELIVERY = 1, EVENT_HINT = 2 };

/* Its delivery's course has to be folded anew. What belongs to a hint is looked after when hints are settled, but for
 * the delivery that the hint has already. */
static enum mt_rc
note_event(struct mt_merger *merger, sqlite3_stmt *row, struct mt_err *err)
{
    enum { STALE_MOST = 1 << 16 };
    struct mt_tables *tables = &merger->tables;
    int64_t delivery_id = 0, hint_id = 0;
    enum mt_rc rc =
        mt_map_get(merger, MT_MAPPED_DELIVERY, sqlite3_column_int64(row, EVENT_DELIVERY), &delivery_id, err);
    if (rc == MT_OK && !delivery_id)
        rc = mt_map_get(merger, MT_MAPPED_HINT, sqlite3_column_int64(row, EVENT_HINT), &hint_id, err);
    if (rc == MT_OK && hint_id) {
        char sql[80];
        sqlite3_snprintf(sizeof sql, sql, "SELECT delivery_id FROM hint WHERE id = %lld", (long long)hint_id);
        rc = mt_store_integer(merger->store, sql, 0, &delivery_id, err);
    }
    if (rc == MT_OK && delivery_id)
        rc = mt_ids_add(&tables->stale, delivery_id, err);
    if (rc == MT_OK && tables->stale.count > STALE_MOST) {
        rc = mt_courses_renew(tables, &tables->stale, err);
        tables->stale.count = 0;
    }
    return rc;
}

/* Their kinds and turns are numbers that this program has tables for. */
static enum mt_rc
check_events(struct mt_merger *merger, int64_t *all, struct mt_err *err)
{
    char sql[256];
    int64_t strange = 0;
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM event WHERE typeof(kind) <> 'integer' OR kind NOT BETWEEN 0 AND %d "
             "OR typeof(turn) <> 'integer' OR turn NOT BETWEEN %d AND %d",
             MT_EVENTS - 1, MT_TURN_NONE, MT_TURN_CAME);
    enum mt_rc rc = mt_store_integer(merger->other, "SELECT count(*) FROM event", 0, all, err);
    if (rc == MT_OK && *all > 0)
        rc = mt_store_integer(merger->other, sql, 0, &strange, err);
    return rc == MT_OK && strange > 0 ? mt_merger_damaged(merger, "an event is of no kind that is known", err) : rc;
}

enum mt_rc
mt_merger_events(struct mt_merger *merger, struct mt_err *err)
{
    int64_t all = 0;
    enum mt_rc rc = check_events(merger, &all, err);
    if (rc != MT_OK || all == 0)
        return rc;
    rc = mt_reasons_open(&merger->reasons, merger->store, err);
    if (rc == MT_OK)
        rc = copy_reasons(merger, err);
    if (rc == MT_OK)
        rc = copy_hints(merger, err);
    if (rc == MT_OK)
        rc = mt_merger_copy(merger, events_sql, merger->tables.sql[MT_SQL_EVENT_INSERT], events_form,
                            &merger->merged->events, note_event, err);
    merger->merged->known_events = all - merger->merged->events;
    return rc;
}
