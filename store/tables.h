#ifndef MT_STORE_TABLES_H
#define MT_STORE_TABLES_H

/* The database during one import: the statements, the dictionary, the roll-up and the numbers to give out. It belongs
 * to the loader; the others borrow it. All SQL about deliveries is in tables.c. */

#include "store/base/arena.h"
#include "store/dictionary.h"
#include "store/feed.h"
#include "store/ids.h"
#include "store/rollup.h"
#include "store/seen_blocks.h"

/* The columns of `delivery`, in the order in which statements and the feed have them. */
enum mt_delivery_column {
    MT_DELIVERY_ID,
    MT_DELIVERY_TRACE_ID,
    MT_DELIVERY_RECIPIENT_ID,
    MT_DELIVERY_DOMAIN_ID,
    MT_DELIVERY_SENDER_ID,
    MT_DELIVERY_RECEIVED_US,
    MT_DELIVERY_RECEIVED_PRECISION,
    MT_DELIVERY_STATUS,
    MT_DELIVERY_OBSERVED_US,
    MT_DELIVERY_OUTCOME,
    MT_DELIVERY_EVIDENCE,
    MT_DELIVERY_SIZE_BYTES,
    MT_DELIVERY_ROUTE_ID,
    MT_DELIVERY_FROM_IP,
    MT_DELIVERY_TO_IP,
    MT_DELIVERY_MESSAGE_ID,
    MT_DELIVERY_SUBJECT,
    MT_DELIVERY_EXPORT_ID,
    MT_DELIVERY_LINE,
    MT_DELIVERY_ABSORBED,
};

enum mt_sql {
    MT_SQL_DELIVERY_INSERT,
    MT_SQL_DELIVERY_APPEND,
    MT_SQL_DELIVERY_REPLACE,
    MT_SQL_DELIVERY_READ,
    MT_SQL_DELIVERY_DELETE,
    MT_SQL_ADDRESS_TEXT,
    MT_SQL_OBSERVATION_READ,
    MT_SQL_OBSERVATION_DELETE,
    MT_SQL_OBSERVATION_INSERT,
    MT_SQL_DELIVERY_MEET,
    MT_SQL_REJECT_INSERT,
    MT_SQL_JOINED_READ,
    MT_SQL_JOINED_INSERT,
    MT_SQL_JOINED_DELETE,
    MT_SQL_DESCRIPTIONS_NEAR,
    MT_SQL_DELIVERIES_NEAR,
    MT_SQL_HINT_FIND,
    MT_SQL_HINT_INSERT,
    MT_SQL_HINTS_TIMED,
    MT_SQL_HINT_TIMED,
    MT_SQL_HINTS_BY_TRACE,
    MT_SQL_HINTS_BY_MESSAGE,
    MT_SQL_HINT_GIVE,
    MT_SQL_COURSE_READ,
    MT_SQL_COURSE_WRITE,
    MT_SQL_COURSE_DELETE,
    MT_SQL_STEPS,
    MT_SQL_TAKEN_OVER,
    MT_SQL_EVENT_INSERT,
    MT_SQL_REASON_CLASS,
    MT_SQL_NDR_INSERT,
    MT_SQL_ABSORB,
    MT_SQL_COUNT
};

struct mt_tables {
    struct mt_store *store;
    sqlite3_stmt *sql[MT_SQL_COUNT];
    struct mt_feed deliveries; /* rows: an array of struct mt_record * */
    struct mt_feed known;      /* rows: an array of struct mt_keyed: a delivery, and whatever the caller wants back */
    struct mt_seen_blocks *seen;
    struct mt_dictionary *dictionary;
    struct mt_rollup *rollup;
    int64_t export_id;
    int64_t next_delivery;
    int64_t greatest_delivery; /* that is stored; -1: not known */
    struct mt_ids stale;       /* deliveries whose courses have to be folded anew before the import ends */
    struct mt_arena arena;     /* of the batch */
    bool (*stop)(void);        /* whether a person wants it to end; NULL: nobody does */
};

enum mt_rc mt_tables_open(struct mt_tables *tables, struct mt_store *store, struct mt_err *err);
void mt_tables_release(struct mt_tables *tables);

/* Steps a statement that gives no rows, and resets it. */
enum mt_rc mt_tables_run(struct mt_tables *tables, enum mt_sql sql, struct mt_err *err);

#endif
