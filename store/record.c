#include "store/record.h"

#include <string.h>

/* ---- SQL ---- */

enum delivery_column {
    ID,
    TRACE_ID,
    RECIPIENT_ID,
    DOMAIN_ID,
    SENDER_ID,
    RECEIVED_US,
    RECEIVED_PRECISION,
    STATUS,
    OBSERVED_US,
    OUTCOME,
    EVIDENCE,
    SIZE_BYTES,
    ROUTE_ID,
    FROM_IP,
    TO_IP,
    MESSAGE_ID,
    SUBJECT,
    EXPORT_ID,
    LINE,
    ABSORBED,
    DELIVERY_COLUMNS
};

#define DELIVERY                                                                                                       \
    "id, trace_id, recipient_id, domain_id, sender_id, received_us, received_precision, status, observed_us, "         \
    "outcome, evidence, size_bytes, route_id, from_ip, to_ip, message_id, subject, export_id, line, absorbed"

/* One statement for each thing an import does to the tables. OR FAIL and not ABORT: undoing one statement would need a
 * journal of its own, and a failed import is rolled back as a whole. */
static const char *const statements[] = {
    [MT_SQL_DELIVERY_INSERT] = "INSERT OR FAIL INTO delivery (" DELIVERY ") SELECT " DELIVERY " FROM feed_delivery",
    [MT_SQL_DELIVERY_REPLACE] = "INSERT OR REPLACE INTO delivery (" DELIVERY ") SELECT " DELIVERY " FROM feed_delivery",
    [MT_SQL_DELIVERY_READ] = "SELECT " DELIVERY " FROM delivery WHERE id = ?1",
    [MT_SQL_DELIVERY_DELETE] = "DELETE FROM delivery WHERE id = ?1",
    [MT_SQL_ADDRESS_TEXT] = "SELECT text FROM address WHERE id = ?1",
    [MT_SQL_OBSERVATION_READ] = "SELECT status, first_us, last_us FROM observation WHERE delivery_id = ?1",
    [MT_SQL_OBSERVATION_DELETE] = "DELETE FROM observation WHERE delivery_id = ?1",
    [MT_SQL_OBSERVATION_INSERT] =
        "INSERT OR FAIL INTO observation (delivery_id, status, first_us, last_us) VALUES (?1, ?2, ?3, ?4)",
    [MT_SQL_SEEN_BETWEEN] = "SELECT (SELECT min(key) FROM seen WHERE key BETWEEN ?1 AND ?2), "
                            "       (SELECT max(key) FROM seen WHERE key BETWEEN ?1 AND ?2)",
    /* One row: one key of the feed that is taken, and the delivery that has it. */
    [MT_SQL_SEEN_MEET] = "SELECT d.id, d.trace_id, d.recipient_id, d.domain_id, d.sender_id, d.received_us, "
                         "       d.received_precision, d.status, d.observed_us, d.outcome, d.evidence, d.size_bytes, "
                         "       d.route_id, d.from_ip, d.to_ip, d.message_id, d.subject, d.export_id, d.line, "
                         "       d.absorbed, k.number "
                         "FROM feed_key k CROSS JOIN seen s CROSS JOIN delivery d "
                         "WHERE s.key = k.key AND d.id = s.delivery_id",
    [MT_SQL_SEEN_INSERT] = "INSERT OR FAIL INTO seen (key, delivery_id) SELECT key, number FROM feed_key",
    [MT_SQL_REJECT_INSERT] = "INSERT OR FAIL INTO reject (export_id, line, reason, raw, raw_is_cut) "
                             "VALUES (?1, ?2, ?3, ?4, ?5)",
    [MT_SQL_JOINED_READ] = "SELECT own_id FROM joined WHERE delivery_id = ?1",
    [MT_SQL_JOINED_INSERT] = "INSERT INTO joined (delivery_id, own_id) VALUES (?1, ?2)",
    [MT_SQL_JOINED_DELETE] = "DELETE FROM joined WHERE delivery_id = ?1",
    /* One row: one delivery without a trace id to that recipient at about that time, whose message id and sender say
     * nothing else. */
    [MT_SQL_DESCRIPTIONS_NEAR] = "SELECT id FROM delivery "
                                 "WHERE trace_id IS NULL AND recipient_id = ?1 AND received_us BETWEEN ?2 AND ?3 "
                                 "AND (message_id IS NULL OR ?4 IS NULL OR message_id = ?4) "
                                 "AND (sender_id IS NULL OR ?5 IS NULL OR sender_id = ?5) "
                                 "ORDER BY id",
    /* One row: one delivery with a trace id to that recipient at about that time. Keys may have been moved on by one,
     * so the next mark is looked at too. */
    [MT_SQL_DELIVERIES_NEAR] = "SELECT id FROM delivery "
                               "WHERE received_precision < 9 AND trace_id IS NOT NULL AND recipient_id = ?1 "
                               "AND received_us BETWEEN ?2 AND ?3 AND absorbed = 0 "
                               "UNION "
                               "SELECT d.id FROM seen s CROSS JOIN delivery d "
                               "WHERE s.key BETWEEN ?4 AND ?5 AND (s.key >> 20) & 1023 IN (?6, ?7) "
                               "AND d.id = s.delivery_id AND d.recipient_id = ?1 AND d.trace_id IS NOT NULL "
                               "ORDER BY 1",
    [MT_SQL_ABSORB] = "UPDATE delivery SET absorbed = ?2 WHERE id = ?1",
};

/* ---- the feeds ---- */

static void
give_trace_id(sqlite3_context *cell, const struct mt_record *record)
{
    if (record->trace_is_guid)
        sqlite3_result_blob64(cell, record->trace_id.at, record->trace_id.len, SQLITE_STATIC);
    else
        mt_feed_text(cell, record->trace_id);
}

static void
delivery_cell(sqlite3_context *cell, const void *rows, size_t row, int column)
{
    const struct mt_record *record = ((struct mt_record *const *)rows)[row];
    const struct mt_facts *facts = &record->facts;
    switch ((enum delivery_column)column) {
    case ID:
        sqlite3_result_int64(cell, record->id);
        break;
    case TRACE_ID:
        give_trace_id(cell, record);
        break;
    case RECIPIENT_ID:
        sqlite3_result_int64(cell, record->recipient_id);
        break;
    case DOMAIN_ID:
        sqlite3_result_int64(cell, record->domain_id);
        break;
    case SENDER_ID:
        if (record->sender_id)
            sqlite3_result_int64(cell, record->sender_id);
        break;
    case RECEIVED_US:
        sqlite3_result_int64(cell, facts->received_us);
        break;
    case RECEIVED_PRECISION:
        sqlite3_result_int(cell, facts->received_precision);
        break;
    case STATUS:
        sqlite3_result_int(cell, (int)record->status);
        break;
    case OBSERVED_US:
        sqlite3_result_int64(cell, record->observed_us);
        break;
    case OUTCOME:
        sqlite3_result_int(cell, (int)record->outcome);
        break;
    case EVIDENCE:
        sqlite3_result_int(cell, (int)facts->evidence);
        break;
    case SIZE_BYTES:
        if (facts->size_bytes != MT_SIZE_UNKNOWN)
            sqlite3_result_int64(cell, facts->size_bytes);
        break;
    case ROUTE_ID:
        sqlite3_result_int64(cell, record->route_id);
        break;
    case FROM_IP:
        mt_feed_text(cell, facts->from_ip);
        break;
    case TO_IP:
        mt_feed_text(cell, facts->to_ip);
        break;
    case MESSAGE_ID:
        mt_feed_text(cell, facts->message_id);
        break;
    case SUBJECT:
        mt_feed_text(cell, facts->subject);
        break;
    case EXPORT_ID:
        sqlite3_result_int64(cell, record->export_id);
        break;
    case LINE:
        sqlite3_result_int64(cell, record->line);
        break;
    case ABSORBED:
        sqlite3_result_int(cell, (int)record->absorbed);
        break;
    case DELIVERY_COLUMNS:
        break;
    }
}

static void
key_cell(sqlite3_context *cell, const void *rows, size_t row, int column)
{
    const struct mt_keyed *keyed = (const struct mt_keyed *)rows + row;
    sqlite3_result_int64(cell, column == 0 ? keyed->key : keyed->number);
}

enum mt_rc
mt_tables_open(struct mt_tables *tables, struct mt_store *store, struct mt_err *err)
{
    tables->store = store;
    tables->deliveries =
        (struct mt_feed){.name = "feed_delivery", .columns = DELIVERY, .column = delivery_cell, .count = 0};
    tables->keys = (struct mt_feed){.name = "feed_key", .columns = "key INTEGER, number INTEGER", .column = key_cell};
    enum mt_rc rc = mt_feed_register(store, &tables->deliveries, err);
    if (rc == MT_OK)
        rc = mt_feed_register(store, &tables->keys, err);
    for (int i = 0; i < MT_SQL_COUNT && rc == MT_OK; i++)
        rc = mt_store_prepare(store, statements[i], &tables->sql[i], err);
    if (rc == MT_OK)
        rc = mt_store_integer(store, "SELECT coalesce(max(id), 0) + 1 FROM delivery", 1, &tables->next_delivery, err);
    return rc == MT_OK ? mt_rollup_open(&tables->rollup, store, err) : rc;
}

void
mt_tables_release(struct mt_tables *tables)
{
    for (int i = 0; i < MT_SQL_COUNT; i++)
        sqlite3_finalize(tables->sql[i]);
    mt_feed_remove(tables->store, &tables->deliveries);
    mt_feed_remove(tables->store, &tables->keys);
    mt_rollup_close(tables->rollup);
    mt_arena_release(&tables->arena);
}

enum mt_rc
mt_tables_run(struct mt_tables *tables, enum mt_sql sql, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    if (sqlite3_step(tables->sql[sql]) != SQLITE_DONE)
        rc = mt_store_error(tables->store, "writing deliveries", err);
    sqlite3_reset(tables->sql[sql]);
    return rc;
}

/* ---- identity and what follows from facts ---- */

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

enum mt_rc
mt_record_derive(struct mt_tables *tables, struct mt_record *record, struct mt_err *err)
{
    const struct mt_facts *facts = &record->facts;
    struct mt_address sender;
    record->status = mt_facts_status(facts, &record->observed_us);
    record->outcome = mt_facts_outcome(facts);
    enum mt_rc rc = mt_dictionary_address(tables->dictionary, facts->sender, mt_hash_of(facts->sender), &sender, err);
    if (rc)
        return rc;
    record->sender_id = sender.id;
    return mt_dictionary_route(tables->dictionary, facts->direction, facts->connector, facts->message_id,
                               &record->route_id, err);
}

enum mt_rc
mt_record_count(struct mt_tables *tables, const struct mt_record *record, int sign, struct mt_err *err)
{
    const struct mt_facts *facts = &record->facts;
    if (record->absorbed != MT_ABSORBED_NOT || !mt_outcome_is_mail(record->outcome))
        return MT_OK;
    struct mt_cell cell = {
        .hour = (int32_t)(mt_floor_to(facts->received_us, MT_HOUR) / MT_HOUR),
        .domain_id = record->domain_id,
        .route_id = record->route_id,
        .size_band = (unsigned char)mt_size_band(facts->size_bytes),
        .outcome = (unsigned char)record->outcome,
        .reason_class = 0,
    };
    int64_t bytes = facts->size_bytes == MT_SIZE_UNKNOWN ? 0 : facts->size_bytes;
    return mt_rollup_count(tables->rollup, &cell, sign, sign * bytes, err);
}

/* ---- reading ---- */

void
mt_record_peek(const struct mt_tables *tables, sqlite3_stmt *row, struct mt_record *record)
{
    memset(record, 0, sizeof *record);
    record->id = sqlite3_column_int64(row, ID);
    record->trace_id = mt_column_text(row, TRACE_ID);
    record->trace_is_guid = sqlite3_column_type(row, TRACE_ID) == SQLITE_BLOB;
    record->recipient_id = (uint32_t)sqlite3_column_int64(row, RECIPIENT_ID);
    record->domain_id = (uint32_t)sqlite3_column_int64(row, DOMAIN_ID);
    record->sender_id = (uint32_t)sqlite3_column_int64(row, SENDER_ID);
    record->status = (enum mt_status)sqlite3_column_int(row, STATUS);
    record->observed_us = sqlite3_column_int64(row, OBSERVED_US);
    record->outcome = (enum mt_outcome)sqlite3_column_int(row, OUTCOME);
    record->route_id = (uint32_t)sqlite3_column_int64(row, ROUTE_ID);
    record->export_id = sqlite3_column_int64(row, EXPORT_ID);
    record->line = sqlite3_column_int64(row, LINE);
    record->absorbed = (enum mt_absorbed)sqlite3_column_int(row, ABSORBED);

    const struct mt_route *route = mt_dictionary_route_at(tables->dictionary, record->route_id);
    struct mt_facts *facts = &record->facts;
    facts->received_us = sqlite3_column_int64(row, RECEIVED_US);
    facts->received_precision = sqlite3_column_int(row, RECEIVED_PRECISION);
    bool has_size = sqlite3_column_type(row, SIZE_BYTES) != SQLITE_NULL;
    facts->size_bytes = has_size ? sqlite3_column_int64(row, SIZE_BYTES) : MT_SIZE_UNKNOWN;
    facts->evidence = (enum mt_evidence)sqlite3_column_int(row, EVIDENCE);
    facts->direction = route->direction;
    facts->connector = route->connector;
    facts->message_id = mt_column_text(row, MESSAGE_ID);
    facts->subject = mt_column_text(row, SUBJECT);
    facts->from_ip = mt_column_text(row, FROM_IP);
    facts->to_ip = mt_column_text(row, TO_IP);
    if ((unsigned)record->status < MT_STATUSES)
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

enum mt_rc
mt_record_read(struct mt_tables *tables, int64_t id, struct mt_record *record, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_DELIVERY_READ];
    enum mt_rc rc = MT_OK;
    sqlite3_bind_int64(statement, 1, id);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        mt_record_peek(tables, statement, record);
        struct mt_text *texts[] = {&record->trace_id, &record->facts.message_id, &record->facts.subject,
                                   &record->facts.from_ip, &record->facts.to_ip};
        for (size_t i = 0; i < sizeof texts / sizeof *texts && rc == MT_OK; i++)
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
    return rc == MT_OK ? read_observations(tables, record, err) : rc;
}

/* ---- writing ---- */

static enum mt_rc
write_observations(struct mt_tables *tables, const struct mt_record *record, bool replace, struct mt_err *err)
{
    sqlite3_stmt *insert = tables->sql[MT_SQL_OBSERVATION_INSERT];
    unsigned statuses = record->facts.statuses;
    bool several = (statuses & (statuses - 1)) != 0;
    enum mt_rc rc = MT_OK;
    if (replace) {
        sqlite3_bind_int64(tables->sql[MT_SQL_OBSERVATION_DELETE], 1, record->id);
        rc = mt_tables_run(tables, MT_SQL_OBSERVATION_DELETE, err);
    }
    for (int status = 0; status < MT_STATUSES && rc == MT_OK; status++) {
        const struct mt_sighting *seen = &record->facts.seen[status];
        bool final = mt_status_phase((enum mt_status)status) == 2;
        if (!(statuses & 1u << status) || (final && !several))
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

enum mt_rc
mt_records_write(struct mt_tables *tables, struct mt_record *const *records, size_t count, bool replace,
                 struct mt_err *err)
{
    enum mt_sql sql = replace ? MT_SQL_DELIVERY_REPLACE : MT_SQL_DELIVERY_INSERT;
    enum mt_rc rc =
        mt_feed_run(tables->store, &tables->deliveries, records, count, tables->sql[sql], "writing deliveries", err);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        rc = write_observations(tables, records[i], replace, err);
    return rc;
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
    return rc == MT_OK ? mt_records_write(tables, &after, 1, true, err) : rc;
}
