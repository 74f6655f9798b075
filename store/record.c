#include "store/record.h"

#include <string.h>

enum { BORROWED_TEXTS = 5 };

/* ---- identity and what follows from facts ---- */

bool
mt_record_stands_in(const struct mt_record *record)
{
    return record->trace_id.at && !record->trace_is_guid && mt_text_equal(record->trace_id, record->facts.message_id);
}

bool
mt_record_same_delivery(const struct mt_record *a, const struct mt_record *b)
{
    if (a->recipient_id != b->recipient_id || a->trace_is_guid != b->trace_is_guid ||
        !mt_text_equal(a->trace_id, b->trace_id))
        return false;
    if (a->trace_id.at)
        return true;
    if (a->facts.received_us != b->facts.received_us || a->facts.received_precision != b->facts.received_precision ||
        !mt_text_equal(a->facts.message_id, b->facts.message_id))
        return false;
    return a->facts.message_id.at ||
           (a->sender_id == b->sender_id && mt_text_equal(a->facts.subject, b->facts.subject));
}

/* The status that counts. An end that an export shows is Microsoft's own word and stays: events know nothing of what
 * becomes of mail behind its delivery (junk, quarantine), and the time of an export is only known to be late enough.
 * Without one, events tell. */
static enum mt_status
status_of(const struct mt_facts *facts, const struct mt_course *course, int64_t *observed_us)
{
    if (course->events == 0)
        return mt_facts_status(facts, observed_us);
    struct mt_facts both = *facts;
    struct mt_facts told = {.received_us = facts->received_us,
                            .received_precision = facts->received_precision,
                            .size_bytes = MT_SIZE_UNKNOWN};
    enum mt_status shown = mt_facts_status(facts, observed_us);
    bool tells = !mt_status_is_final(shown) || shown == course->status;
    if (tells) {
        mt_facts_sight(&told, course->status, course->status_us, course->status_us);
        mt_facts_merge(&both, &told);
    }
    return mt_facts_status(&both, observed_us);
}

enum mt_rc
mt_record_derive_others(struct mt_tables *tables, struct mt_record *record, struct mt_err *err)
{
    const struct mt_facts *facts = &record->facts;
    const struct mt_course *course = record->course;
    record->status = status_of(facts, course, &record->observed_us);
    if (record->observed_us == MT_MOMENT_UNKNOWN)
        record->observed_us = facts->received_us;
    record->outcome = mt_outcome_of(record->status, course->deferrals > 0 || mt_facts_deferred(facts), course->expired);
    /* Known by events alone is known by events, also while these are still being written. */
    record->evidence = course->events > 0     ? course->of_ndr ? MT_EVIDENCE_NDR : MT_EVIDENCE_EVENTS
                       : facts->statuses == 0 ? MT_EVIDENCE_EVENTS
                                              : MT_EVIDENCE_SUMMARY;
    return mt_dictionary_route(tables->dictionary, facts->direction, facts->connector, facts->message_id,
                               &record->route_id, err);
}

enum mt_rc
mt_record_derive(struct mt_tables *tables, struct mt_record *record, struct mt_err *err)
{
    struct mt_address sender;
    struct mt_text text = record->facts.sender;
    enum mt_rc rc = mt_dictionary_address(tables->dictionary, text, mt_hash_of(text), &sender, err);
    if (rc != MT_OK)
        return rc;
    record->sender_id = sender.id;
    return mt_record_derive_others(tables, record, err);
}

enum mt_rc
mt_record_count(struct mt_tables *tables, const struct mt_record *record, int sign, struct mt_err *err)
{
    const struct mt_facts *facts = &record->facts;
    if (record->absorbed != MT_ABSORBED_NOT || !mt_outcome_is_mail(record->outcome))
        return MT_OK;
    struct mt_hourly_cell cell = {
        .hour = (int32_t)(mt_floor_to(facts->received_us, MT_HOUR) / MT_HOUR),
        .domain_id = record->domain_id,
        .route_id = record->route_id,
        .size_band = (unsigned char)mt_size_band(facts->size_bytes),
        .outcome = (unsigned char)record->outcome,
        .reason_class = (unsigned char)record->course->reason_class,
    };
    int64_t bytes = facts->size_bytes == MT_SIZE_UNKNOWN ? 0 : facts->size_bytes;
    return mt_rollup_count(tables->rollup, &cell, sign, sign * bytes, err);
}

/* ---- reading ---- */

void
mt_record_peek(const struct mt_tables *tables, sqlite3_stmt *row, struct mt_record *record)
{
    memset(record, 0, sizeof *record);
    record->course = &mt_course_none;
    record->id = sqlite3_column_int64(row, MT_DELIVERY_ID);
    record->trace_id = mt_column_text(row, MT_DELIVERY_TRACE_ID);
    record->trace_is_guid = sqlite3_column_type(row, MT_DELIVERY_TRACE_ID) == SQLITE_BLOB;
    record->recipient_id = (uint32_t)sqlite3_column_int64(row, MT_DELIVERY_RECIPIENT_ID);
    record->domain_id = (uint32_t)sqlite3_column_int64(row, MT_DELIVERY_DOMAIN_ID);
    record->sender_id = (uint32_t)sqlite3_column_int64(row, MT_DELIVERY_SENDER_ID);
    record->status = (enum mt_status)sqlite3_column_int(row, MT_DELIVERY_STATUS);
    record->observed_us = sqlite3_column_int64(row, MT_DELIVERY_OBSERVED_US);
    record->outcome = (enum mt_outcome)sqlite3_column_int(row, MT_DELIVERY_OUTCOME);
    record->route_id = (uint32_t)sqlite3_column_int64(row, MT_DELIVERY_ROUTE_ID);
    record->export_id = sqlite3_column_int64(row, MT_DELIVERY_EXPORT_ID);
    record->line = sqlite3_column_int64(row, MT_DELIVERY_LINE);
    record->evidence = (enum mt_evidence)sqlite3_column_int(row, MT_DELIVERY_EVIDENCE);
    record->absorbed = (enum mt_absorbed)sqlite3_column_int(row, MT_DELIVERY_ABSORBED);

    const struct mt_route *route = mt_dictionary_route_at(tables->dictionary, record->route_id);
    struct mt_facts *facts = &record->facts;
    facts->received_us = sqlite3_column_int64(row, MT_DELIVERY_RECEIVED_US);
    facts->received_precision = sqlite3_column_int(row, MT_DELIVERY_RECEIVED_PRECISION);
    bool has_size = sqlite3_column_type(row, MT_DELIVERY_SIZE_BYTES) != SQLITE_NULL;
    facts->size_bytes = has_size ? sqlite3_column_int64(row, MT_DELIVERY_SIZE_BYTES) : MT_SIZE_UNKNOWN;
    facts->direction = route->direction;
    facts->connector = route->connector;
    facts->message_id = mt_column_text(row, MT_DELIVERY_MESSAGE_ID);
    facts->subject = mt_column_text(row, MT_DELIVERY_SUBJECT);
    facts->from_ip = mt_column_text(row, MT_DELIVERY_FROM_IP);
    facts->to_ip = mt_column_text(row, MT_DELIVERY_TO_IP);
    /* Where events had a say the status need not be what an export showed. */
    if (record->evidence == MT_EVIDENCE_SUMMARY && (unsigned)record->status < MT_STATUSES)
        mt_facts_sight(facts, record->status, record->observed_us, record->observed_us);
}

static enum mt_rc
read_sender(struct mt_tables *tables, struct mt_record *record, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_ADDRESS_TEXT];
    enum mt_rc rc = MT_OK;
    if (!record->sender_id)
        return MT_OK;
    sqlite3_bind_int64(statement, 1, record->sender_id);
    if (sqlite3_step(statement) != SQLITE_ROW)
        rc = mt_store_error(tables->store, "reading addresses", err);
    else if (!mt_arena_copy(&tables->arena, mt_column_text(statement, 0), &record->facts.sender))
        rc = mt_err_memory(err);
    sqlite3_reset(statement);
    return rc;
}

static enum mt_rc
read_observations(struct mt_tables *tables, struct mt_record *record, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_OBSERVATION_READ];
    int step;
    bool first = true;
    sqlite3_bind_int64(statement, 1, record->id);
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        int status = sqlite3_column_int(statement, 0);
        bool has_last = sqlite3_column_type(statement, 2) != SQLITE_NULL;
        if (first)
            record->facts.statuses = 0; /* where there are rows, all statuses have one */
        first = false;
        if (status >= 0 && status < MT_STATUSES)
            mt_facts_sight(&record->facts, (enum mt_status)status, sqlite3_column_int64(statement, 1),
                           has_last ? sqlite3_column_int64(statement, 2) : MT_MOMENT_UNKNOWN);
    }
    sqlite3_reset(statement);
    return step == SQLITE_DONE ? MT_OK : mt_store_error(tables->store, "reading observations", err);
}

static int64_t
moment_or_unknown(sqlite3_stmt *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? MT_MOMENT_UNKNOWN : sqlite3_column_int64(row, column);
}

static enum mt_rc
read_course(struct mt_tables *tables, struct mt_record *record, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_COURSE_READ];
    struct mt_course *course = mt_arena_take(&tables->arena, sizeof *course);
    enum mt_rc rc = MT_OK;
    if (!course)
        return mt_err_memory(err);
    sqlite3_bind_int64(statement, 1, record->id);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        *course = (struct mt_course){
            .events = sqlite3_column_int64(statement, 0),
            .status = (enum mt_status)sqlite3_column_int(statement, 1),
            .status_us = moment_or_unknown(statement, 2),
            .deferrals = sqlite3_column_int64(statement, 3),
            .attempts = sqlite3_column_int64(statement, 4),
            .first_deferred_us = moment_or_unknown(statement, 5),
            .last_deferred_us = moment_or_unknown(statement, 6),
            .final_us = moment_or_unknown(statement, 7),
            .last_us = moment_or_unknown(statement, 8),
            .expired = sqlite3_column_int(statement, 9) != 0,
            .reason_id = sqlite3_column_int64(statement, 10),
            .reason_class = sqlite3_column_int(statement, 13),
            .of_ndr = sqlite3_column_int(statement, 14) != 0,
        };
        if (!mt_arena_copy(&tables->arena, mt_column_text(statement, 11), &course->remote_host) ||
            !mt_arena_copy(&tables->arena, mt_column_text(statement, 12), &course->remote_ip))
            rc = mt_err_memory(err);
        record->course = course;
    } else if (step != SQLITE_DONE) {
        rc = mt_store_error(tables->store, "reading events", err);
    }
    sqlite3_reset(statement);
    return rc;
}

enum mt_rc
mt_record_read(struct mt_tables *tables, int64_t id, struct mt_record *record, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_DELIVERY_READ];
    enum mt_rc rc = MT_OK;
    sqlite3_bind_int64(statement, 1, id);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        mt_record_peek(tables, statement, record);
        struct mt_text *texts[BORROWED_TEXTS] = {&record->trace_id, &record->facts.message_id, &record->facts.subject,
                                                 &record->facts.from_ip, &record->facts.to_ip};
        for (int i = 0; i < BORROWED_TEXTS && rc == MT_OK; i++)
            if (!mt_arena_copy(&tables->arena, *texts[i], texts[i]))
                rc = mt_err_memory(err);
    } else if (step == SQLITE_DONE) {
        rc =
            mt_err_set(err, MT_FAILED, "'%s' is damaged: delivery %lld is missing", tables->store->path, (long long)id);
    } else {
        rc = mt_store_error(tables->store, "reading deliveries", err);
    }
    sqlite3_reset(statement);
    if (rc == MT_OK)
        rc = read_sender(tables, record, err);
    if (rc == MT_OK)
        rc = read_observations(tables, record, err);
    if (rc == MT_OK && record->evidence != MT_EVIDENCE_SUMMARY)
        rc = read_course(tables, record, err);
    return rc;
}

/* ---- writing ---- */

static enum mt_rc
write_observations(struct mt_tables *tables, const struct mt_record *record, bool replace, struct mt_err *err)
{
    sqlite3_stmt *insert = tables->sql[MT_SQL_OBSERVATION_INSERT];
    unsigned statuses = record->facts.statuses;
    bool all = record->evidence != MT_EVIDENCE_SUMMARY || (statuses & (statuses - 1)) != 0;
    enum mt_rc rc = MT_OK;
    if (replace) {
        sqlite3_bind_int64(tables->sql[MT_SQL_OBSERVATION_DELETE], 1, record->id);
        rc = mt_tables_run(tables, MT_SQL_OBSERVATION_DELETE, err);
    }
    for (int status = 0; statuses >> status && rc == MT_OK; status++) {
        const struct mt_sighting *seen = &record->facts.seen[status];
        bool final = mt_status_is_final((enum mt_status)status);
        if (!(statuses & 1u << status) || (final && !all))
            continue;
        sqlite3_bind_int64(insert, 1, record->id);
        sqlite3_bind_int(insert, 2, status);
        sqlite3_bind_int64(insert, 3, seen->first_us);
        if (final)
            sqlite3_bind_null(insert, 4);
        else
            sqlite3_bind_int64(insert, 4, seen->last_us);
        rc = mt_tables_run(tables, MT_SQL_OBSERVATION_INSERT, err);
    }
    return rc;
}

/* By one of the statements that take the feed of deliveries. */
static enum mt_rc
write_by(struct mt_tables *tables, enum mt_sql sql, struct mt_record *const *records, size_t count, struct mt_err *err)
{
    bool replace = sql == MT_SQL_DELIVERY_REPLACE;
    enum mt_rc rc =
        mt_feed_run(tables->store, &tables->deliveries, records, count, tables->sql[sql], "writing deliveries", err);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        rc = write_observations(tables, records[i], replace, err);
    if (rc == MT_OK && count > 0 && !replace)
        tables->greatest_delivery = records[count - 1]->id;
    return rc;
}

enum mt_rc
mt_records_write(struct mt_tables *tables, struct mt_record *const *records, size_t count, bool replace,
                 struct mt_err *err)
{
    return write_by(tables, replace ? MT_SQL_DELIVERY_REPLACE : MT_SQL_DELIVERY_INSERT, records, count, err);
}

bool
mt_record_is_like(const struct mt_record *one, const struct mt_record *other)
{
    return one->export_id == other->export_id && one->evidence == other->evidence &&
           one->observed_us == other->observed_us;
}

enum mt_rc
mt_records_append(struct mt_tables *tables, struct mt_record *const *records, size_t count, struct mt_err *err)
{
    sqlite3_stmt *append = tables->sql[MT_SQL_DELIVERY_APPEND];
    int64_t first = count > 0 ? records[0]->id : 0, last = count > 0 ? records[count - 1]->id : 0;
    bool follows = first == tables->greatest_delivery + 1 && last - first == (int64_t)count - 1;
    if (count == 0 || !follows)
        return mt_records_write(tables, records, count, false, err);
    sqlite3_bind_int64(append, 1, records[0]->observed_us);
    sqlite3_bind_int(append, 2, (int)records[0]->evidence);
    sqlite3_bind_int64(append, 3, records[0]->export_id);
    enum mt_rc rc = write_by(tables, MT_SQL_DELIVERY_APPEND, records, count, err);
    /* Observations have no numbers of their own, so that the last one is a delivery's. */
    if (rc == MT_OK && sqlite3_last_insert_rowid(tables->store->db) != last)
        return mt_err_set(err, MT_FAILED, "'%s' is damaged: deliveries get other numbers than they should",
                          tables->store->path);
    return rc;
}

enum mt_rc
mt_record_note_end(struct mt_tables *tables, const struct mt_record *before, const struct mt_record *after,
                   struct mt_err *err)
{
    bool same = mt_facts_ended(&before->facts) == mt_facts_ended(&after->facts);
    return same || after->course->events == 0 ? MT_OK : mt_ids_add(&tables->stale, after->id, err);
}

enum mt_rc
mt_record_change(struct mt_tables *tables, const struct mt_record *before, struct mt_record *after, struct mt_err *err)
{
    enum mt_rc rc = mt_record_derive(tables, after, err);
    if (rc == MT_OK)
        rc = mt_record_count(tables, before, -1, err);
    if (rc == MT_OK)
        rc = mt_record_count(tables, after, 1, err);
    if (rc == MT_OK)
        rc = mt_dictionary_flush(tables->dictionary, err);
    if (rc == MT_OK)
        rc = mt_record_note_end(tables, before, after, err);
    return rc == MT_OK ? mt_records_write(tables, &after, 1, true, err) : rc;
}
