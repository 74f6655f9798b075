#ifndef MT_TESTS_STORE_FIXTURE_H
#define MT_TESTS_STORE_FIXTURE_H

/* What the tests of the database share: a folder of its own, exports made of rows in memory, and a text of everything
 * in a database that must not depend on the order of imports. Include it behind cmocka.h. */

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/base/out.h"
#include "store/loader.h"
#include "store/rollup.h"
#include "store/row.h"
#include "store/store.h"

#define NOON (INT64_C(1795003200) * MT_SECOND) /* 2026-11-18T12:00:00Z, a Wednesday */

struct room {
    char folder[64];
    char path[96];
    struct mt_err err;
};

static inline void
room_open(struct room *room)
{
    snprintf(room->folder, sizeof room->folder, "./store-XXXXXX");
    assert_non_null(mkdtemp(room->folder));
    snprintf(room->path, sizeof room->path, "%s/test.db", room->folder);
}

static inline void
room_close(struct room *room)
{
    char journal[128];
    snprintf(journal, sizeof journal, "%s-journal", room->path);
    unlink(journal);
    unlink(room->path);
    rmdir(room->folder);
}

static inline struct mt_store *
room_store(struct room *room, enum mt_store_mode mode)
{
    struct mt_store *store = NULL;
    if (mt_store_open(&store, room->path, mode, &room->err) != MT_OK)
        fail_msg("%s", room->err.text);
    return store;
}

/* A trace id whose clock shows `moment_us`; `which` makes it a different one. */
static inline void
row_trace(struct mt_row *row, int64_t moment_us, uint32_t which)
{
    uint64_t ticks = UINT64_C(621355968000000000) + (uint64_t)moment_us * 10;
    for (int i = 0; i < 4; i++)
        row->trace_guid[i] = (unsigned char)(which >> (24 - 8 * i));
    for (int i = 4; i < 8; i++)
        row->trace_guid[i] = (unsigned char)(0x40 + i);
    row->trace_guid[8] = (unsigned char)(ticks >> 8);
    row->trace_guid[9] = (unsigned char)ticks;
    for (int i = 0; i < 6; i++)
        row->trace_guid[10 + i] = (unsigned char)(ticks >> (56 - 8 * i));
    row->trace_is_guid = true;
    row->trace_id = MT_TEXT_LITERAL("(a guid)");
}

static inline struct mt_row
row_of(const char *recipient, enum mt_status status, int64_t received_us)
{
    return (struct mt_row){
        .recipient = mt_text_of(recipient),
        .status = status,
        .received_us = received_us,
        .received_precision = 8,
        .size_bytes = MT_SIZE_UNKNOWN,
        .line = 2,
    };
}

/* An export of its own bytes: `number` stands for its SHA-256. */
static inline struct mt_export
export_of(int number, int64_t observed_us)
{
    struct mt_export export = {
        .name = MT_TEXT_LITERAL("test.csv"),
        .bytes = 1000,
        .flavour = MT_TEXT_LITERAL("get-messagetrace"),
        .encoding = MT_TEXT_LITERAL("UTF-8"),
        .delimiter = MT_TEXT_LITERAL(","),
        .date_order = MT_TEXT_LITERAL("ymd"),
        .time_basis = MT_TEXT_LITERAL("UTC"),
        .observed_us = observed_us,
        .observed_by = MT_TEXT_LITERAL("--exported-at"),
    };
    memcpy(export.sha256, &number, sizeof number);
    return export;
}

static inline struct mt_load_counts
import_rows(struct mt_store *store, int number, int64_t observed_us, const struct mt_row *rows, size_t count)
{
    struct mt_err err;
    struct mt_loader *loader;
    struct mt_load_counts counts;
    struct mt_export export = export_of(number, observed_us);
    if (mt_loader_open(&loader, store, &export, NOON, &err) != MT_OK)
        fail_msg("%s", err.text);
    struct mt_sink sink = mt_loader_sink(loader);
    for (size_t i = 0; i < count; i++)
        if (sink.row(sink.context, &rows[i], &err) != MT_OK)
            fail_msg("%s", err.text);
    if (mt_loader_commit(loader, &counts, &err) != MT_OK)
        fail_msg("%s", err.text);
    assert_int_equal(counts.read, counts.fresh + counts.changed + counts.known + counts.rejected + counts.routing);
    return counts;
}

/* Every cell of the answer as text: a line a row. NULL is "-". */
static inline char *
dump(struct mt_store *store, const char *sql)
{
    struct mt_out out = MT_OUT_EMPTY;
    sqlite3_stmt *statement;
    sqlite3 *db = mt_store_connection(store);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    int step;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            mt_out_string(&out, i ? "|" : "");
            mt_out_string(&out, text ? text : "-");
        }
        mt_out_byte(&out, '\n');
    }
    assert_int_equal(step, SQLITE_DONE);
    sqlite3_finalize(statement);
    mt_out_byte(&out, '\0');
    assert_false(out.failed);
    return out.bytes;
}

static inline void
assert_dump(struct mt_store *store, const char *sql, const char *expected)
{
    char *text = dump(store, sql);
    assert_string_equal(text, expected);
    free(text);
}

static inline int64_t
number_of(struct mt_store *store, const char *sql)
{
    char *text = dump(store, sql);
    int64_t number = strtoll(text, NULL, 10);
    free(text);
    return number;
}

#define HOURLY_DUMP                                                                                                    \
    "SELECT h.hour, m.name, h.size_band, t.direction, t.connector, t.forest, h.outcome, h.reason_class, "              \
    "h.deliveries, h.bytes "                                                                                           \
    "FROM hourly h JOIN domain m ON m.id = h.domain_id JOIN route t ON t.id = h.route_id "                             \
    "ORDER BY 1, 2, 3, 4, 5, 6, 7, 8"

/* Everything that the order of imports must not change: no ids, no provenance. */
static inline char *
dump_facts(struct mt_store *store)
{
    static const char facts[] =
        "WITH d AS (SELECT d.id AS id, quote(d.trace_id) || '|' || r.text || '|' || m.name || '|' || "
        "                  coalesce(s.text, '-') || '|' || d.received_us || '|' || d.received_precision || '|' || "
        "                  d.status || '|' || d.observed_us || '|' || d.outcome || '|' || d.evidence || '|' || "
        "                  quote(d.size_bytes) || '|' || t.direction || '|' || quote(t.connector) || '|' || "
        "                  quote(t.forest) || '|' || quote(t.region) || '|' || quote(d.from_ip) || '|' || "
        "                  quote(d.to_ip) || '|' || quote(d.message_id) || '|' || quote(d.subject) || '|' || "
        "                  d.absorbed AS text "
        "           FROM delivery d JOIN address r ON r.id = d.recipient_id JOIN domain m ON m.id = d.domain_id "
        "           JOIN route t ON t.id = d.route_id LEFT JOIN address s ON s.id = d.sender_id) "
        "SELECT 'delivery', text, '' FROM d UNION ALL "
        "SELECT 'observation', d.text, o.status || '|' || o.first_us || '|' || quote(o.last_us) "
        "FROM observation o JOIN d ON d.id = o.delivery_id UNION ALL "
        "SELECT 'course', d.text, c.events || '|' || c.status || '|' || quote(c.status_us) || '|' || c.deferrals || "
        "       '|' || c.attempts || '|' || quote(c.first_deferred_us) || '|' || quote(c.last_deferred_us) || '|' || "
        "       quote(c.final_us) || '|' || c.last_us || '|' || c.expired || '|' || quote(n.text) || '|' || "
        "       quote(c.remote_host) || '|' || quote(c.remote_ip) "
        "FROM course c JOIN d ON d.id = c.delivery_id LEFT JOIN reason n ON n.id = c.reason_id UNION ALL "
        "SELECT 'event', coalesce(d.text, '-'), e.at_us || '|' || e.at_precision || '|' || e.kind || '|' || e.event || "
        "       '|' || quote(e.detail) || '|' || e.turn || '|' || quote(e.related) || '|' || quote(e.server) || '|' || "
        "       quote(n.code) || '|' || quote(h.message_id) || '|' || quote(h.trace_id) || '|' || e.key "
        "FROM event e LEFT JOIN hint h ON h.id = e.hint_id LEFT JOIN d ON d.id = coalesce(e.delivery_id, "
        "h.delivery_id) "
        "LEFT JOIN reason n ON n.id = e.reason_id ORDER BY 1, 2, 3";
    char *deliveries = dump(store, facts), *hours = dump(store, HOURLY_DUMP);
    size_t size = strlen(deliveries) + strlen(hours) + 1;
    char *both = malloc(size);
    assert_non_null(both);
    snprintf(both, size, "%s%s", deliveries, hours);
    free(deliveries);
    free(hours);
    return both;
}

/* `hourly` from the deliveries, in place of what was kept current. */
static inline void
count_hours_anew(struct mt_store *store)
{
    struct mt_err err;
    assert_int_equal(mt_store_begin(store, &err), MT_OK);
    assert_int_equal(mt_rollup_rebuild(store, &err), MT_OK);
    assert_int_equal(mt_store_commit(store, &err), MT_OK);
}

static inline void
assert_sound(struct mt_store *store)
{
    assert_dump(store, "PRAGMA integrity_check", "ok\n");
    assert_dump(store, "PRAGMA foreign_key_check", "");
    assert_dump(store, "SELECT * FROM seen s LEFT JOIN delivery d ON d.id = s.delivery_id WHERE d.id IS NULL", "");
    assert_dump(store, "SELECT id FROM delivery WHERE absorbed <> 2 EXCEPT SELECT delivery_id FROM seen", "");
}

#endif
