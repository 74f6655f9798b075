#include "query/attempts.h"

#include <stdlib.h>

#include "query/evidence.h"
#include "query/grouped.h"
#include "query/plain.h"
#include "query/value.h"

/* The columns of attempts.sql behind the number of attempts, in order. */
enum { DELIVERIES, DELIVERED, ON_ITS_WAY, REFUSED, EXPIRED, OTHERWISE, SUMS };

static const struct {
    const char *key;
    int64_t most;
} bands[] = {{"0", 0}, {"1", 1}, {"2", 2}, {"3-5", 5}, {"6-10", 10}, {"11-20", 20}, {">20", INT64_MAX}};

enum { BANDS = sizeof bands / sizeof *bands };

static const struct mt_column figures[] = {
    {"attempts", "Attempts", MT_TYPE_TEXT},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"deliveries_ratio", "Share", MT_TYPE_RATIO},
    {"delivered", "Delivered", MT_TYPE_COUNT},
    {"on_its_way", "On its way", MT_TYPE_COUNT},
    {"refused", "Refused", MT_TYPE_COUNT},
    {"expired", "Expired", MT_TYPE_COUNT},
    {"otherwise", "Otherwise", MT_TYPE_COUNT},
    {"median_attempts", "Median attempts", MT_TYPE_COUNT},
};

enum { FIGURES = sizeof figures / sizeof *figures };

static int
band_of(int64_t attempts)
{
    int band = 0;
    while (attempts > bands[band].most)
        band++;
    return band;
}

/* One group, added up into its bands. */
struct spread {
    int64_t sums[BANDS][SUMS];
    int64_t deliveries, tried;
    int64_t median; /* -1: nothing was tried */
};

/* The rows are sorted by attempts, the last key. */
static void
add_up(const struct mt_group *group, size_t key_count, struct spread *spread)
{
    *spread = (struct spread){.median = -1};
    for (size_t i = 0; i < group->count; i++) {
        const struct mt_tally_row *row = &group->rows[i];
        int64_t attempts = row->keys[key_count].integer;
        for (int sum = 0; sum < SUMS; sum++)
            spread->sums[band_of(attempts)][sum] += row->sums[sum];
        spread->deliveries += row->sums[DELIVERIES];
        spread->tried += attempts > 0 ? row->sums[DELIVERIES] : 0;
    }
    int64_t below = 0;
    for (size_t i = 0; i < group->count && spread->median < 0; i++) {
        int64_t attempts = group->rows[i].keys[key_count].integer;
        below += attempts > 0 ? group->rows[i].sums[DELIVERIES] : 0;
        if (below > 0 && below * 2 >= spread->tried)
            spread->median = attempts;
    }
}

static void
put_band(struct mt_cell *cell, const struct spread *spread, int band)
{
    const int64_t *sums = spread->sums[band];
    *cell++ = mt_cell_text(mt_text_of(bands[band].key));
    *cell++ = mt_cell_integer(sums[DELIVERIES]);
    *cell++ = spread->deliveries ? mt_cell_real((double)sums[DELIVERIES] / (double)spread->deliveries)
                                 : MT_CELL_UNKNOWN("no mail");
    for (int sum = DELIVERED; sum < SUMS; sum++)
        *cell++ = mt_cell_integer(sums[sum]);
    *cell = spread->median < 0 ? MT_CELL_UNKNOWN("no attempt is known") : mt_cell_integer(spread->median);
}

static enum mt_rc
add_group(struct mt_table *table, const struct mt_group *group, const struct mt_dimension *const *by, size_t count,
          int64_t limit, size_t *all, struct mt_err *err)
{
    struct spread spread;
    add_up(group, count, &spread);
    for (int band = 0; band < BANDS; band++) {
        if (band == 0 && spread.sums[band][DELIVERIES] == 0)
            continue;
        if (limit > 0 && (*all)++ >= (uint64_t)limit)
            continue;
        struct mt_cell *cells = mt_grouped_row(table, by, count, group->rows->keys);
        if (!cells)
            return mt_err_memory(err);
        put_band(cells, &spread, band);
    }
    return MT_OK;
}

static enum mt_rc
fill_table(struct mt_table *table, const struct mt_tally *tally, const struct mt_dimension *const *by, size_t count,
           int64_t limit, struct mt_err *err)
{
    size_t group_count = 0, all = 0;
    struct mt_group *groups = mt_groups_cut(tally, count, &group_count);
    enum mt_rc rc = groups ? MT_OK : mt_err_memory(err);
    bool natural = mt_dimensions_natural(by, count);
    for (size_t i = 0; i < group_count && !natural; i++) {
        struct spread spread;
        add_up(&groups[i], count, &spread);
        groups[i].rank[0] = spread.tried - spread.sums[1][DELIVERIES];
        groups[i].rank[1] = spread.deliveries;
    }
    mt_groups_sort(groups, group_count);
    for (size_t i = 0; i < group_count && rc == MT_OK; i++)
        rc = add_group(table, &groups[i], by, count, limit, &all, err);
    free(groups);
    return rc == MT_OK && limit > 0 ? mt_rows_record(table, all, err) : rc;
}

static bool
take_sums(void *context, const struct mt_statement *row, struct mt_cell *keys)
{
    const struct mt_gathering *gathering = context;
    int first = (int)gathering->count;
    keys[first] = mt_cell_integer(mt_statement_integer(row, first));
    int64_t *sums = mt_tally_at(gathering->tally, keys);
    for (int i = 0; sums && i < SUMS; i++)
        sums[i] += mt_statement_integer(row, first + 1 + i);
    return sums != NULL;
}

enum mt_rc
mt_attempts_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
                const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_tally tally;
    struct mt_gathering gathering = {&tally, count};
    mt_grouped_tally(&tally, by, count, true);
    enum mt_rc rc = mt_grouped_columns(table, by, count, figures, FIGURES, err);
    if (rc == MT_OK)
        rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_grouped_open(&statement, store, "attempts.sql", by, count, &bindings, err);
    if (rc == MT_OK)
        rc = mt_grouped_read(&statement, by, count, filter->zone, take_sums, &gathering, err);
    if (rc == MT_OK) {
        mt_tally_sort(&tally, NULL);
        table->sql = mt_statement_sql(&statement, &table->arena);
        rc = fill_table(table, &tally, by, count, filter->limit, err);
    }
    if (rc == MT_OK && table->row_count == 0)
        rc = mt_table_note(table, "No events of this mail are here: single attempts are in " MT_EVENT_EXPORTS ".",
                           MT_NO_VALUES, err);
    mt_statement_close(&statement);
    mt_tally_release(&tally);
    return rc;
}
