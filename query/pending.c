#include "query/pending.h"

#include "query/evidence.h"
#include "query/grouped.h"
#include "query/plain.h"
#include "store/base/civil.h"

/* What a tally row keeps of a group: a count for each band of age, then the rest. Not all are sums. */
enum { BANDS = 6, DELIVERIES = BANDS, OLDEST_RECEIVED, OLDEST_AGE, REASON_ID };

_Static_assert((int)REASON_ID < (int)MT_TALLY_SUMS, "a tally row holds everything");

/* The ages at which the next band begins. */
static const int64_t edges[BANDS - 1] = {MT_HOUR, 4 * MT_HOUR, 12 * MT_HOUR, 24 * MT_HOUR, 48 * MT_HOUR};

static const struct mt_column figures[] = {
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"age_below_1h", "Below 1 h", MT_TYPE_COUNT},
    {"age_1h_4h", "1-4 h", MT_TYPE_COUNT},
    {"age_4h_12h", "4-12 h", MT_TYPE_COUNT},
    {"age_12h_24h", "12-24 h", MT_TYPE_COUNT},
    {"age_24h_48h", "24-48 h", MT_TYPE_COUNT},
    {"age_over_48h", "48 h and more", MT_TYPE_COUNT},
    {"oldest_received", "Oldest received", MT_TYPE_MOMENT},
    {"oldest_age", "Greatest age", MT_TYPE_SPAN},
    {"last_reason_class", "Last reason", MT_TYPE_TEXT},
    {"last_reason_code", "Code", MT_TYPE_TEXT},
    {"last_reason", "Last reply", MT_TYPE_TEXT},
};

enum { FIGURES = sizeof figures / sizeof *figures, REASONS = 3 };

static const char no_events[] = "no events of this mail say why; " MT_EVENT_EXPORTS " do";
static const char no_reason[] = "no reason is known";

/* ---- reading ---- */

static int
band_of(int64_t age_us)
{
    int band = 0;
    while (band < BANDS - 1 && age_us >= edges[band])
        band++;
    return band;
}

static void
add_delivery(int64_t *kept, int64_t received_us, int64_t age_us, int64_t reason_id)
{
    bool first = kept[DELIVERIES] == 0;
    kept[band_of(age_us)]++;
    kept[DELIVERIES]++;
    if (first || received_us < kept[OLDEST_RECEIVED])
        kept[OLDEST_RECEIVED] = received_us;
    if (age_us > kept[OLDEST_AGE])
        kept[OLDEST_AGE] = age_us;
    if (reason_id)
        kept[REASON_ID] = reason_id; /* the last row has the last one */
}

static bool
take_delivery(void *context, const struct mt_statement *row, struct mt_cell *keys)
{
    const struct mt_gathering *gathering = context;
    int first = (int)gathering->count;
    int64_t *kept = mt_tally_at(gathering->tally, keys);
    if (kept)
        add_delivery(kept, mt_statement_integer(row, first), mt_statement_integer(row, first + 1),
                     mt_statement_integer(row, first + 2));
    return kept != NULL;
}

/* ---- the table ---- */

static void
by_number(const struct mt_tally_row *row, int64_t rank[2])
{
    rank[0] = row->sums[DELIVERIES];
    rank[1] = 0;
}

static enum mt_rc
put_reason(struct mt_store *store, int64_t reason_id, struct mt_cell *cells, struct mt_arena *arena, struct mt_err *err)
{
    const struct mt_answer *answer = mt_answer_of("reason.sql");
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    bool more = false;
    cells[0] = MT_CELL_UNKNOWN(no_events);
    for (int i = 1; i < REASONS; i++)
        cells[i] = MT_CELL_UNKNOWN(no_reason);
    if (!reason_id)
        return MT_OK;
    mt_bindings_integer(&bindings, ":reason_id", reason_id);
    enum mt_rc rc = mt_statement_open(&statement, store, answer->file, NULL, &bindings, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    if (rc == MT_OK && more && !mt_plain_cells(&statement, answer, arena, cells))
        rc = mt_err_memory(err);
    mt_statement_close(&statement);
    return rc;
}

static enum mt_rc
add_row(struct mt_store *store, const struct mt_tally_row *row, const struct mt_dimension *const *by, size_t count,
        struct mt_table *table, struct mt_err *err)
{
    struct mt_cell *cells = mt_grouped_row(table, by, count, row->keys);
    if (!cells)
        return mt_err_memory(err);
    *cells++ = mt_cell_integer(row->sums[DELIVERIES]);
    for (int band = 0; band < BANDS; band++)
        *cells++ = mt_cell_integer(row->sums[band]);
    *cells++ = mt_cell_integer(row->sums[OLDEST_RECEIVED]);
    *cells++ = mt_cell_integer(row->sums[OLDEST_AGE] / MT_SECOND);
    return put_reason(store, row->sums[REASON_ID], cells, &table->arena, err);
}

enum mt_rc
mt_pending_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
               const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_tally tally;
    struct mt_gathering gathering = {&tally, count};
    mt_grouped_tally(&tally, by, count, false);
    enum mt_rc rc = mt_grouped_columns(table, by, count, figures, FIGURES, err);
    if (rc == MT_OK)
        rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_grouped_open(&statement, store, "pending_age.sql", by, count, &bindings, err);
    if (rc == MT_OK)
        rc = mt_grouped_read(&statement, by, count, filter->zone, take_delivery, &gathering, err);
    if (rc == MT_OK) {
        mt_tally_sort(&tally, mt_dimensions_natural(by, count) ? NULL : by_number);
        table->sql = mt_statement_sql(&statement, &table->arena);
    }
    size_t rows = filter->limit > 0 && (uint64_t)filter->limit < tally.count ? (size_t)filter->limit : tally.count;
    for (size_t i = 0; i < rows && rc == MT_OK; i++)
        rc = add_row(store, &tally.rows[i], by, count, table, err);
    if (rc == MT_OK)
        rc = mt_rows_record(table, tally.count, err);
    mt_statement_close(&statement);
    mt_tally_release(&tally);
    return rc;
}
