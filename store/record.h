#ifndef MT_STORE_RECORD_H
#define MT_STORE_RECORD_H

/* One delivery between memory and the tables: its identity, its facts, and how both are read and written.
 *
 * struct mt_tables is the database during one import: the statements, the dictionary, the roll-up and the numbers to
 * give out. It belongs to the loader; join.h borrows it. */

#include "store/base/arena.h"
#include "store/dictionary.h"
#include "store/feed.h"
#include "store/merge.h"
#include "store/rollup.h"

enum mt_absorbed {
    MT_ABSORBED_NOT = 0,
    MT_ABSORBED_DESCRIPTION = 1, /* no trace id, and a delivery with one fits it */
    MT_ABSORBED_OWN = 2,         /* a delivery as it was before descriptions joined it */
};

struct mt_record {
    int64_t id; /* 0: not stored yet */

    /* Identity. Trace id: unknown, 16 bytes, or text; without it the facts' received, message id or sender and subject
     * are part of the identity. */
    struct mt_text trace_id;
    bool trace_is_guid;
    struct mt_hash recipient_hash; /* not stored; {0, 0} in a record that was read */
    uint32_t recipient_id, domain_id;

    struct mt_facts facts;
    enum mt_absorbed absorbed;
    int64_t export_id, line;

    /* Derived by mt_record_derive. */
    uint32_t sender_id, route_id;
    enum mt_status status;
    int64_t observed_us;
    enum mt_outcome outcome;
};

enum mt_sql {
    MT_SQL_DELIVERY_INSERT,
    MT_SQL_DELIVERY_REPLACE,
    MT_SQL_DELIVERY_READ,
    MT_SQL_DELIVERY_DELETE,
    MT_SQL_ADDRESS_TEXT,
    MT_SQL_OBSERVATION_READ,
    MT_SQL_OBSERVATION_DELETE,
    MT_SQL_OBSERVATION_INSERT,
    MT_SQL_SEEN_BETWEEN,
    MT_SQL_SEEN_MEET,
    MT_SQL_SEEN_INSERT,
    MT_SQL_REJECT_INSERT,
    MT_SQL_JOINED_READ,
    MT_SQL_JOINED_INSERT,
    MT_SQL_JOINED_DELETE,
    MT_SQL_DESCRIPTIONS_NEAR,
    MT_SQL_DELIVERIES_NEAR,
    MT_SQL_ABSORB,
    MT_SQL_COUNT
};

struct mt_tables {
    struct mt_store *store;
    sqlite3_stmt *sql[MT_SQL_COUNT];
    struct mt_feed deliveries; /* rows: an array of struct mt_record * */
    struct mt_feed keys;       /* rows: an array of struct mt_keyed */
    struct mt_dictionary *dictionary;
    struct mt_rollup *rollup;
    int64_t export_id;
    int64_t next_delivery;
    struct mt_arena arena; /* of the batch */
};

/* A row of the feed of keys. The number is the delivery's when keys are written; when keys are looked up it is
 * whatever the caller wants back with what was found. */
struct mt_keyed {
    int64_t key;
    int64_t number;
};

enum mt_rc mt_tables_open(struct mt_tables *tables, struct mt_store *store, struct mt_err *err);
void mt_tables_release(struct mt_tables *tables);

bool mt_record_same_delivery(const struct mt_record *a, const struct mt_record *b);

/* Status, outcome, sender and route from the facts. New addresses and routes have to be flushed before writing. */
enum mt_rc mt_record_derive(struct mt_tables *tables, struct mt_record *record, struct mt_err *err);

/* Counts the delivery in or out of the roll-up, by `sign` 1 or -1. Routing and absorbed ones are not counted. */
enum mt_rc mt_record_count(struct mt_tables *tables, const struct mt_record *record, int sign, struct mt_err *err);

/* The columns of a statement that begin with a delivery's (mt_record_columns), without copying: texts live until the
 * next step. Only the status that counts is there, and the sender's text is missing (sender_id is set). */
void mt_record_peek(const struct mt_tables *tables, sqlite3_stmt *row, struct mt_record *record);

/* Everything about one stored delivery, copied into the batch's arena. */
enum mt_rc mt_record_read(struct mt_tables *tables, int64_t id, struct mt_record *record, struct mt_err *err);

/* Writes derived records and their observations; `replace` for records that are there already. */
enum mt_rc mt_records_write(struct mt_tables *tables, struct mt_record *const *records, size_t count, bool replace,
                            struct mt_err *err);

/* Writes `after` over `before` (the same delivery) and moves it in the roll-up. Derives `after` first. */
enum mt_rc mt_record_change(struct mt_tables *tables, const struct mt_record *before, struct mt_record *after,
                            struct mt_err *err);

/* Steps a statement that gives no rows, and resets it. */
enum mt_rc mt_tables_run(struct mt_tables *tables, enum mt_sql sql, struct mt_err *err);

#endif
