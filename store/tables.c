#include "store/tables.h"

#include "store/record.h"

/* ---- SQL ---- */

#define DELIVERY "id, " DELIVERY_WITH("observed_us", "evidence", "export_id", "absorbed")
#define DELIVERY_WITH(observed_us, evidence, export_id, absorbed)                                                      \
    "trace_id, recipient_id, domain_id, sender_id, received_us, received_precision, status, " observed_us              \
    ", outcome, " evidence ", size_bytes, route_id, from_ip, to_ip, message_id, subject, " export_id                   \
    ", line, " absorbed

/* One statement for each thing an import does to the tables. OR FAIL and not ABORT: undoing one statement would need a
 * journal of its own, and a failed import is rolled back as a whole. */
static const char *const statements[] = {
    [MT_SQL_DELIVERY_INSERT] = "INSERT OR FAIL INTO delivery (" DELIVERY ") SELECT " DELIVERY " FROM feed_delivery",
    /* The same for new ones that are alike (record.h) and whose numbers follow the greatest: SQLite gives these itself,
     * without a search for where they belong. All columns are named all the same: with fewer than the table has, SQLite
     * copies each row once more. */
    [MT_SQL_DELIVERY_APPEND] = "INSERT OR FAIL INTO delivery (" DELIVERY ") "
                               "SELECT NULL, " DELIVERY_WITH("?1", "?2", "?3", "0") " FROM feed_delivery",
    [MT_SQL_DELIVERY_REPLACE] = "INSERT OR REPLACE INTO delivery (" DELIVERY ") SELECT " DELIVERY " FROM feed_delivery",
    [MT_SQL_DELIVERY_READ] = "SELECT " DELIVERY " FROM delivery WHERE id = ?1",
    [MT_SQL_DELIVERY_DELETE] = "DELETE FROM delivery WHERE id = ?1",
    [MT_SQL_ADDRESS_TEXT] = "SELECT text FROM address WHERE id = ?1",
    [MT_SQL_OBSERVATION_READ] = "SELECT status, first_us, last_us FROM observation WHERE delivery_id = ?1",
    [MT_SQL_OBSERVATION_DELETE] = "DELETE FROM observation WHERE delivery_id = ?1",
    [MT_SQL_OBSERVATION_INSERT] =
        "INSERT OR FAIL INTO observation (delivery_id, status, first_us, last_us) VALUES (?1, ?2, ?3, ?4)",
    /* One row: one delivery of the feed, and the number that came with it. */
    [MT_SQL_DELIVERY_MEET] = "SELECT d.id, d.trace_id, d.recipient_id, d.domain_id, d.sender_id, d.received_us, "
                             "       d.received_precision, d.status, d.observed_us, d.outcome, d.evidence, "
                             "       d.size_bytes, d.route_id, d.from_ip, d.to_ip, d.message_id, d.subject, "
                             "       d.export_id, d.line, d.absorbed, k.number "
                             "FROM feed_known k CROSS JOIN delivery d WHERE d.id = k.delivery_id",
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
                               "AND received_us BETWEEN ?2 AND ?3 AND absorbed = 0 AND trace_id IS NOT message_id "
                               "UNION "
                               "SELECT d.id FROM seen s CROSS JOIN delivery d "
                               "WHERE s.key BETWEEN ?4 AND ?5 AND (s.key >> ?8) & ?9 IN (?6, ?7) "
                               "AND d.id = s.delivery_id AND d.recipient_id = ?1 AND d.trace_id IS NOT NULL "
                               "ORDER BY 1",
    [MT_SQL_HINT_FIND] =
        "SELECT id, delivery_id FROM hint WHERE message_id IS ?2 AND recipient_id IS ?3 AND trace_id IS ?1",
    [MT_SQL_HINT_INSERT] =
        "INSERT INTO hint (trace_id, message_id, recipient_id) VALUES (?1, ?2, ?3) RETURNING id, delivery_id",
    [MT_SQL_HINTS_TIMED] = "SELECT id, delivery_id, trace_id FROM hint WHERE trace_id IS NOT NULL ORDER BY id",
    [MT_SQL_HINT_TIMED] = "SELECT d.id FROM hint h CROSS JOIN seen s CROSS JOIN delivery d "
                          "WHERE h.id = ?3 AND s.key BETWEEN ?1 AND ?2 AND d.id = s.delivery_id "
                          "AND d.trace_id = h.trace_id AND (h.recipient_id IS NULL OR h.recipient_id = d.recipient_id)",
    /* One row: one hint, how many real deliveries it fits, one of them, to how many recipients the deliveries are, the
     * one that stands in and whether it is hidden, and whether the hint names its recipient. A stand-in has its
     * Message-ID for a trace id (ingest/event_tracking.c). */
    [MT_SQL_HINTS_BY_TRACE] =
        "SELECT h.id, h.delivery_id, h.trace_id, count(d.id), max(d.id), count(DISTINCT d.recipient_id), NULL, 0, "
        "       h.recipient_id IS NOT NULL "
        "FROM hint h LEFT JOIN delivery d ON d.trace_id = h.trace_id AND d.absorbed = 0 "
        "AND (h.recipient_id IS NULL OR h.recipient_id = d.recipient_id) "
        "WHERE h.trace_id IS NOT NULL GROUP BY h.id",
    [MT_SQL_HINTS_BY_MESSAGE] =
        "SELECT h.id, h.delivery_id, NULL, count(d.id) FILTER (WHERE d.trace_id IS NOT h.message_id), "
        "       max(d.id) FILTER (WHERE d.trace_id IS NOT h.message_id), count(DISTINCT d.recipient_id), "
        "       max(d.id) FILTER (WHERE d.trace_id IS h.message_id), "
        "       max(d.absorbed) FILTER (WHERE d.trace_id IS h.message_id), h.recipient_id IS NOT NULL "
        "FROM hint h LEFT JOIN delivery d ON d.message_id = h.message_id "
        "AND (d.absorbed = 0 OR (d.absorbed = 1 AND d.trace_id IS h.message_id)) "
        "AND (h.recipient_id IS NULL OR h.recipient_id = d.recipient_id) "
        "WHERE h.trace_id IS NULL GROUP BY h.id",
    [MT_SQL_HINT_GIVE] = "UPDATE hint SET delivery_id = ?2 WHERE id = ?1",
    [MT_SQL_COURSE_READ] = "SELECT c.events, c.status, c.status_us, c.deferrals, c.attempts, c.first_deferred_us, "
                           "       c.last_deferred_us, c.final_us, c.last_us, c.expired, c.reason_id, c.remote_host, "
                           "       c.remote_ip, n.class, c.of_ndr "
                           "FROM course c LEFT JOIN reason n ON n.id = c.reason_id WHERE c.delivery_id = ?1",
    [MT_SQL_COURSE_WRITE] =
        "INSERT OR REPLACE INTO course (delivery_id, events, status, status_us, deferrals, attempts, "
        "first_deferred_us, last_deferred_us, final_us, last_us, expired, reason_id, remote_host, remote_ip, of_ndr) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    [MT_SQL_COURSE_DELETE] = "DELETE FROM course WHERE delivery_id = ?1",
    /* One row: one event of a delivery: its own, those that a hint gives it, and those of recipients that it took over
     * from (`from_us` is when it did). Nine links of a chain are more than any tenant has. */
    [MT_SQL_STEPS] =
        "WITH RECURSIVE chain (id, from_us, depth) AS ("
        "    VALUES (?1, NULL, 0) "
        "    UNION "
        "    SELECT e.other_id, max(coalesce(c.from_us, e.at_us), e.at_us), c.depth + 1 "
        "    FROM chain c CROSS JOIN event e "
        "    WHERE e.delivery_id = c.id AND e.turn = 2 AND e.kind = 9 AND e.other_id <> ?1 AND c.depth < 8 "
        "    LIMIT 4096) "
        "SELECT e.at_us, e.at_precision, e.kind, e.turn, e.other_id IS NOT NULL, e.key, e.reason_id, n.expired, "
        "       n.outer_code = '', e.remote_host, e.remote_ip, NULL, e.source IS '" MT_SOURCE_NDR "' "
        "FROM event e LEFT JOIN reason n ON n.id = e.reason_id WHERE e.delivery_id = ?1 "
        "UNION ALL "
        "SELECT e.at_us, e.at_precision, e.kind, e.turn, e.other_id IS NOT NULL, e.key, e.reason_id, n.expired, "
        "       n.outer_code = '', e.remote_host, e.remote_ip, c.from_us, e.source IS '" MT_SOURCE_NDR "' "
        "FROM chain c CROSS JOIN event e ON e.delivery_id = c.id AND e.turn = 0 AND e.at_us >= c.from_us "
        "LEFT JOIN reason n ON n.id = e.reason_id WHERE c.depth > 0 "
        "UNION ALL "
        "SELECT e.at_us, e.at_precision, e.kind, e.turn, e.other_id IS NOT NULL, e.key, e.reason_id, n.expired, "
        "       n.outer_code = '', e.remote_host, e.remote_ip, NULL, e.source IS '" MT_SOURCE_NDR "' "
        "FROM hint h CROSS JOIN event e ON e.hint_id = h.id LEFT JOIN reason n ON n.id = e.reason_id "
        "WHERE h.delivery_id = ?1",
    [MT_SQL_TAKEN_OVER] = "SELECT delivery_id FROM event "
                          "WHERE other_id = ?1 AND turn = 2 AND kind = 9 AND delivery_id IS NOT NULL",
    [MT_SQL_EVENT_INSERT] =
        "INSERT OR IGNORE INTO event (key, delivery_id, hint_id, at_us, at_precision, kind, event, source, detail, "
        "data, turn, related, other_id, reference, server, forest, reason_id, remote_host, remote_ip, export_id, line, "
        "internal_id) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
    [MT_SQL_REASON_CLASS] = "SELECT class FROM reason WHERE id = ?1",
    [MT_SQL_NDR_INSERT] =
        "INSERT OR IGNORE INTO ndr (key, made_us, action, message_id, generating_server, attempts, trace_id, "
        "original_message_id, sender, subject, recipients, headers, told, status_part, original_headers, export_id, "
        "line) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
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
    switch ((enum mt_delivery_column)column) {
    case MT_DELIVERY_ID:
        sqlite3_result_int64(cell, record->id);
        break;
    case MT_DELIVERY_TRACE_ID:
        give_trace_id(cell, record);
        break;
    case MT_DELIVERY_RECIPIENT_ID:
        sqlite3_result_int64(cell, record->recipient_id);
        break;
    case MT_DELIVERY_DOMAIN_ID:
        sqlite3_result_int64(cell, record->domain_id);
        break;
    case MT_DELIVERY_SENDER_ID:
        if (record->sender_id)
            sqlite3_result_int64(cell, record->sender_id);
        break;
    case MT_DELIVERY_RECEIVED_US:
        sqlite3_result_int64(cell, facts->received_us);
        break;
    case MT_DELIVERY_RECEIVED_PRECISION:
        sqlite3_result_int(cell, facts->received_precision);
        break;
    case MT_DELIVERY_STATUS:
        sqlite3_result_int(cell, (int)record->status);
        break;
    case MT_DELIVERY_OBSERVED_US:
        sqlite3_result_int64(cell, record->observed_us);
        break;
    case MT_DELIVERY_OUTCOME:
        sqlite3_result_int(cell, (int)record->outcome);
        break;
    case MT_DELIVERY_EVIDENCE:
        sqlite3_result_int(cell, (int)record->evidence);
        break;
    case MT_DELIVERY_SIZE_BYTES:
        if (facts->size_bytes != MT_SIZE_UNKNOWN)
            sqlite3_result_int64(cell, facts->size_bytes);
        break;
    case MT_DELIVERY_ROUTE_ID:
        sqlite3_result_int64(cell, record->route_id);
        break;
    case MT_DELIVERY_FROM_IP:
        mt_feed_text(cell, facts->from_ip);
        break;
    case MT_DELIVERY_TO_IP:
        mt_feed_text(cell, facts->to_ip);
        break;
    case MT_DELIVERY_MESSAGE_ID:
        mt_feed_text(cell, facts->message_id);
        break;
    case MT_DELIVERY_SUBJECT:
        mt_feed_text(cell, facts->subject);
        break;
    case MT_DELIVERY_EXPORT_ID:
        sqlite3_result_int64(cell, record->export_id);
        break;
    case MT_DELIVERY_LINE:
        sqlite3_result_int64(cell, record->line);
        break;
    case MT_DELIVERY_ABSORBED:
        sqlite3_result_int(cell, (int)record->absorbed);
        break;
    }
}

/* Records are written in the order of their keys, which is not quite the one in which they stand in memory: they are
 * fetched some rows ahead, and then the texts that each of them points to. */
static void
delivery_expect(const void *rows, size_t count, size_t row)
{
    enum { RECORD_AHEAD = 8, TEXTS_AHEAD = 4, LINE_BYTES = 64, TEXT_LINES = 4 };
    struct mt_record *const *records = rows;
    const size_t record_lines = offsetof(struct mt_record, facts.seen) / LINE_BYTES + 1;
    for (size_t i = 0; row + RECORD_AHEAD < count && i < record_lines; i++)
        __builtin_prefetch((const char *)records[row + RECORD_AHEAD] + i * LINE_BYTES);
    const char *texts = row + TEXTS_AHEAD < count ? records[row + TEXTS_AHEAD]->trace_id.at : NULL;
    for (size_t i = 0; texts && i < TEXT_LINES; i++)
        __builtin_prefetch(texts + i * LINE_BYTES);
}

static void
known_cell(sqlite3_context *cell, const void *rows, size_t row, int column)
{
    const struct mt_keyed *keyed = (const struct mt_keyed *)rows + row;
    sqlite3_result_int64(cell, column == 0 ? keyed->key : keyed->number);
}

enum mt_rc
mt_tables_open(struct mt_tables *tables, struct mt_store *store, struct mt_err *err)
{
    tables->store = store;
    tables->deliveries = (struct mt_feed){
        .name = "feed_delivery", .columns = DELIVERY, .column = delivery_cell, .expect = delivery_expect};
    tables->known =
        (struct mt_feed){.name = "feed_known", .columns = "delivery_id INTEGER, number INTEGER", .column = known_cell};
    enum mt_rc rc = mt_feed_register(store, &tables->deliveries, err);
    if (rc == MT_OK)
        rc = mt_feed_register(store, &tables->known, err);
    for (int i = 0; i < MT_SQL_COUNT && rc == MT_OK; i++)
        rc = mt_store_prepare(store, statements[i], &tables->sql[i], err);
    if (rc == MT_OK)
        rc = mt_seen_blocks_open(&tables->seen, store, err);
    if (rc == MT_OK)
        rc = mt_store_integer(store, "SELECT min(coalesce(max(id), 0), 1 << 62) FROM delivery", 0,
                              &tables->greatest_delivery, err);
    tables->next_delivery = tables->greatest_delivery + 1;
    return rc == MT_OK ? mt_rollup_open(&tables->rollup, store, err) : rc;
}

void
mt_tables_release(struct mt_tables *tables)
{
    for (int i = 0; i < MT_SQL_COUNT; i++)
        sqlite3_finalize(tables->sql[i]);
    mt_feed_remove(tables->store, &tables->deliveries);
    mt_feed_remove(tables->store, &tables->known);
    mt_seen_blocks_close(tables->seen);
    mt_ids_release(&tables->stale);
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
