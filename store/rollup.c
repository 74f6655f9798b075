#include "store/rollup.h"

#include <stdlib.h>
#include <string.h>

#include "store/feed.h"

enum { SLOTS = 1 << 15, CELLS_MOST = 24000 };

struct counted {
    struct mt_hourly_cell cell;
    bool used;
    int64_t deliveries, bytes;
};

struct mt_rollup {
    struct mt_store *store;
    struct mt_feed feed;
    sqlite3_stmt *add, *drop;
    size_t count;
    struct counted *slots;
};

/* ---- the feed ---- */

enum cell_column { HOUR, DOMAIN_ID, SIZE_BAND, ROUTE_ID, OUTCOME, REASON_CLASS, DELIVERIES, BYTES };

static const char cell_columns[] = "hour INTEGER, domain_id INTEGER, size_band INTEGER, route_id INTEGER, "
                                   "outcome INTEGER, reason_class INTEGER, deliveries INTEGER, bytes INTEGER";

static const char add_sql[] =
    "INSERT INTO hourly (hour, domain_id, size_band, route_id, outcome, reason_class, deliveries, bytes) "
    "SELECT hour, domain_id, size_band, route_id, outcome, reason_class, deliveries, bytes FROM feed_hourly "
    "WHERE true " /* keeps the parser from reading ON as part of a join */
    "ON CONFLICT (hour, domain_id, size_band, route_id, outcome, reason_class) DO UPDATE "
    "SET deliveries = deliveries + excluded.deliveries, bytes = bytes + excluded.bytes";

static const char drop_sql[] = "DELETE FROM hourly "
                               "WHERE hour = ?1 AND domain_id = ?2 AND size_band = ?3 AND route_id = ?4 "
                               "AND outcome = ?5 AND reason_class = ?6 AND deliveries = 0";

static int64_t
cell_value(const struct counted *counted, enum cell_column column)
{
    switch (column) {
    case HOUR:
        return counted->cell.hour;
    case DOMAIN_ID:
        return counted->cell.domain_id;
    case SIZE_BAND:
        return counted->cell.size_band;
    case ROUTE_ID:
        return counted->cell.route_id;
    case OUTCOME:
        return counted->cell.outcome;
    case REASON_CLASS:
        return counted->cell.reason_class;
    case DELIVERIES:
        return counted->deliveries;
    case BYTES:
        return counted->bytes;
    }
    return 0;
}

static void
cell_give(sqlite3_context *out, const void *rows, size_t row, int column)
{
    sqlite3_result_int64(out, cell_value((const struct counted *)rows + row, (enum cell_column)column));
}

/* ---- counting ---- */

static bool
same_cell(const struct mt_hourly_cell *a, const struct mt_hourly_cell *b)
{
    return a->hour == b->hour && a->domain_id == b->domain_id && a->route_id == b->route_id &&
           a->size_band == b->size_band && a->outcome == b->outcome && a->reason_class == b->reason_class;
}

static size_t
cell_hash(const struct mt_hourly_cell *cell)
{
    uint64_t hash = (uint64_t)(uint32_t)cell->hour << 32 | cell->domain_id;
    hash ^= (uint64_t)cell->route_id << 20 ^ (uint64_t)cell->size_band << 16 ^ (uint64_t)cell->outcome << 8 ^
            cell->reason_class;
    hash *= UINT64_C(0x9E3779B97F4A7C15);
    hash ^= hash >> 29;
    hash *= UINT64_C(0xBF58476D1CE4E5B9);
    return (size_t)(hash >> 40) & (SLOTS - 1);
}

enum mt_rc
mt_rollup_count(struct mt_rollup *rollup, const struct mt_hourly_cell *cell, int64_t deliveries, int64_t bytes,
                struct mt_err *err)
{
    if (rollup->count >= CELLS_MOST) {
        enum mt_rc rc = mt_rollup_flush(rollup, err);
        if (rc)
            return rc;
    }
    size_t at = cell_hash(cell);
    while (rollup->slots[at].used && !same_cell(&rollup->slots[at].cell, cell))
        at = (at + 1) & (SLOTS - 1);
    struct counted *counted = &rollup->slots[at];
    if (!counted->used) {
        counted->used = true;
        counted->cell = *cell;
        rollup->count++;
    }
    counted->deliveries += deliveries;
    counted->bytes += bytes;
    return MT_OK;
}

static int
compare_cells(const void *a, const void *b)
{
    const struct mt_hourly_cell *one = &((const struct counted *)a)->cell, *other = &((const struct counted *)b)->cell;
    if (one->hour != other->hour)
        return one->hour < other->hour ? -1 : 1;
    if (one->domain_id != other->domain_id)
        return one->domain_id < other->domain_id ? -1 : 1;
    if (one->size_band != other->size_band)
        return one->size_band < other->size_band ? -1 : 1;
    if (one->route_id != other->route_id)
        return one->route_id < other->route_id ? -1 : 1;
    if (one->outcome != other->outcome)
        return one->outcome < other->outcome ? -1 : 1;
    return (one->reason_class > other->reason_class) - (one->reason_class < other->reason_class);
}

static enum mt_rc
drop_empty(struct mt_rollup *rollup, const struct counted *cells, size_t count, struct mt_err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (cells[i].deliveries >= 0)
            continue;
        for (enum cell_column column = HOUR; column <= REASON_CLASS; column++)
            sqlite3_bind_int64(rollup->drop, (int)column + 1, cell_value(&cells[i], column));
        int step = sqlite3_step(rollup->drop);
        sqlite3_reset(rollup->drop);
        if (step != SQLITE_DONE)
            return mt_store_error(rollup->store, "writing the hourly counts", err);
    }
    return MT_OK;
}

/* Cells move to the front and are sorted there: the table is emptied afterwards anyway. */
enum mt_rc
mt_rollup_flush(struct mt_rollup *rollup, struct mt_err *err)
{
    size_t count = 0;
    if (rollup->count == 0)
        return MT_OK;
    for (size_t i = 0; i < SLOTS; i++) {
        const struct counted *counted = &rollup->slots[i];
        if (counted->used && (counted->deliveries != 0 || counted->bytes != 0))
            rollup->slots[count++] = *counted;
    }
    qsort(rollup->slots, count, sizeof *rollup->slots, compare_cells);
    enum mt_rc rc =
        mt_feed_run(rollup->store, &rollup->feed, rollup->slots, count, rollup->add, "writing the hourly counts", err);
    if (rc == MT_OK)
        rc = drop_empty(rollup, rollup->slots, count, err);
    memset(rollup->slots, 0, SLOTS * sizeof *rollup->slots);
    rollup->count = 0;
    return rc;
}

enum mt_rc
mt_rollup_open(struct mt_rollup **rollup, struct mt_store *store, struct mt_err *err)
{
    struct mt_rollup *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->store = store;
    made->feed = (struct mt_feed){.name = "feed_hourly", .columns = cell_columns, .column = cell_give};
    made->slots = calloc(SLOTS, sizeof *made->slots);
    enum mt_rc rc = made->slots ? mt_feed_register(store, &made->feed, err) : mt_err_memory(err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, add_sql, &made->add, err);
    if (rc == MT_OK)
        rc = mt_store_prepare(store, drop_sql, &made->drop, err);
    if (rc) {
        mt_rollup_close(made);
        return rc;
    }
    *rollup = made;
    return MT_OK;
}

void
mt_rollup_close(struct mt_rollup *rollup)
{
    if (!rollup)
        return;
    sqlite3_finalize(rollup->add);
    sqlite3_finalize(rollup->drop);
    mt_feed_remove(rollup->store, &rollup->feed);
    free(rollup->slots);
    free(rollup);
}

/* ---- counting anew ---- */

static void
size_band(sqlite3_context *out, int count, sqlite3_value **values)
{
    (void)count;
    bool known = sqlite3_value_type(values[0]) != SQLITE_NULL;
    sqlite3_result_int(out, mt_size_band(known ? sqlite3_value_int64(values[0]) : MT_SIZE_UNKNOWN));
}

/* Division that rounds down, also before 1970. */
static const char rebuild_sql[] =
    "DELETE FROM hourly;"
    "INSERT INTO hourly (hour, domain_id, size_band, route_id, outcome, reason_class, deliveries, bytes) "
    "SELECT d.received_us / 3600000000 - (d.received_us % 3600000000 < 0), d.domain_id, mt_size_band(d.size_bytes), "
    "       d.route_id, d.outcome, coalesce(n.class, 0), count(*), coalesce(sum(d.size_bytes), 0) "
    "FROM delivery d LEFT JOIN course c ON c.delivery_id = d.id LEFT JOIN reason n ON n.id = c.reason_id "
    "WHERE d.absorbed = 0 AND d.outcome <> 10 " /* routing */
    "GROUP BY 1, 2, 3, 4, 5, 6 "
    "ORDER BY 1, 2, 3, 4, 5, 6;";

enum mt_rc
mt_rollup_rebuild(struct mt_store *store, struct mt_err *err)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    if (sqlite3_create_function(store->db, "mt_size_band", 1, flags, NULL, size_band, NULL, NULL) != SQLITE_OK)
        return mt_store_error(store, "counting hours", err);
    return mt_store_run(store, rebuild_sql, "counting hours", err);
}
