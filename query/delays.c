#include "query/delays.h"

#include <stdlib.h>

#include "query/evidence.h"
#include "query/grouped.h"
#include "query/plain.h"
#include "query/rates.h"
#include "query/survival.h"
#include "query/value.h"
#include "store/row.h"

/* Sums of a tally row; its keys are the dimensions and the seconds. The first three are the kinds of delays.sql. */
enum { ARRIVED, WAITING, LATER, ALL };

/* Columns of rates.sql. */
enum { RATES_DELIVERIES = 0, RATES_QUARANTINED = 6, RATES_FILTERED = 7 };

static const double shares[] = {0.50, 0.90, 0.95, 0.99};

enum { SHARES = sizeof shares / sizeof *shares };

static const struct mt_column figures[] = {
    {"deliveries", "Deliveries", MT_TYPE_COUNT},     {"delivered", "Delivered, time known", MT_TYPE_COUNT},
    {"undelivered", "Not delivered", MT_TYPE_COUNT}, {"unknown", "Time not known", MT_TYPE_COUNT},
    {"p50", "50 % within", MT_TYPE_SPAN, true},      {"p90", "90 % within", MT_TYPE_SPAN, true},
    {"p95", "95 % within", MT_TYPE_SPAN, true},      {"p99", "99 % within", MT_TYPE_SPAN, true},
    {"longest", "Longest", MT_TYPE_SPAN, true},
};

enum { FIGURES = sizeof figures / sizeof *figures };

static const char why_unknown[] = "the time of too much of this mail is not known; " MT_EVENT_EXPORTS " tell it";
static const char no_mail[] = "no mail";

/* ---- reading ---- */

/* All mail stands at zero seconds, apart from the waits that are kept there. */
static bool
take_all(void *context, const struct mt_statement *row, struct mt_cell *keys)
{
    const struct mt_gathering *gathering = context;
    int first = (int)gathering->count;
    keys[first] = mt_cell_integer(0);
    int64_t *sums = mt_tally_at(gathering->tally, keys);
    if (sums)
        sums[ALL] += mt_statement_integer(row, first + RATES_DELIVERIES) -
                     mt_statement_integer(row, first + RATES_QUARANTINED) -
                     mt_statement_integer(row, first + RATES_FILTERED);
    return sums != NULL;
}

static bool
take_wait(void *context, const struct mt_statement *row, struct mt_cell *keys)
{
    const struct mt_gathering *gathering = context;
    int first = (int)gathering->count;
    int64_t kind = mt_statement_integer(row, first + 1);
    keys[first] = mt_cell_integer(mt_statement_integer(row, first));
    int64_t *sums = mt_tally_at(gathering->tally, keys);
    if (sums)
        sums[kind == ARRIVED || kind == WAITING ? kind : LATER] += mt_statement_integer(row, first + 2);
    return sums != NULL;
}

/* ---- one group ---- */

struct figures {
    int64_t deliveries, delivered, undelivered, unknown;
    int64_t slow; /* waited MT_DEFERRED_AFTER or longer */
    struct mt_wait *waits;
    size_t count;
};

/* Adds up a group, whose rows are sorted by seconds. `waits` has room for each row. What is neither delivered at a
 * known time nor known to wait is unknown; as far as nothing at all is known of it, it joins the waits at zero. */
static void
add_up(const struct mt_group *group, size_t key_count, struct figures *sums)
{
    int64_t later = 0;
    for (size_t i = 0; i < group->count; i++) {
        const struct mt_tally_row *row = &group->rows[i];
        int64_t seconds = row->keys[key_count].integer;
        sums->waits[i] = (struct mt_wait){seconds, row->sums[ARRIVED], row->sums[WAITING], row->sums[LATER]};
        sums->deliveries += row->sums[ALL];
        sums->delivered += row->sums[ARRIVED];
        sums->undelivered += row->sums[WAITING];
        later += row->sums[LATER];
        if (seconds >= MT_DEFERRED_AFTER / MT_SECOND)
            sums->slow += row->sums[ARRIVED] + row->sums[WAITING] + row->sums[LATER];
    }
    sums->count = group->count;
    int64_t known = sums->delivered + sums->undelivered;
    /* Two statements read one after the other: an import in between may bring more waits than mail. */
    if (sums->deliveries < known + later)
        sums->deliveries = known + later;
    sums->unknown = sums->deliveries - known;
    if (sums->count && sums->waits[0].seconds == 0)
        sums->waits[0].later += sums->unknown - later;
}

static struct mt_cell
bound_cell(const struct figures *sums, bool known, struct mt_bound bound)
{
    if (!known)
        return MT_CELL_UNKNOWN(sums->deliveries ? why_unknown : no_mail);
    return bound.at_least ? mt_cell_at_least(bound.seconds) : mt_cell_integer(bound.seconds);
}

static void
put_figures(struct mt_cell *cell, const struct figures *sums)
{
    struct mt_bound bound;
    *cell++ = mt_cell_integer(sums->deliveries);
    *cell++ = mt_cell_integer(sums->delivered);
    *cell++ = mt_cell_integer(sums->undelivered);
    *cell++ = mt_cell_integer(sums->unknown);
    for (int i = 0; i < SHARES; i++) {
        bool known = mt_survival_quantile(sums->waits, sums->count, shares[i], &bound);
        *cell++ = bound_cell(sums, known, bound);
    }
    bool known = mt_survival_longest(sums->waits, sums->count, &bound);
    *cell = bound_cell(sums, known, bound);
}

/* ---- the table ---- */

static enum mt_rc
note_unknown(struct mt_table *table, int64_t unknown, int64_t deliveries, struct mt_err *err)
{
    if (unknown == 0)
        return MT_OK;
    return mt_table_note(
        table,
        "The time of {0} of {1} {1:delivery|deliveries} is not known. They count as if they had "
        "arrived as early as they can have, so figures with \xE2\x89\xA5 are lower bounds; " MT_EVENT_EXPORTS
        " of them say more.",
        MT_VALUES(mt_value_count(unknown), mt_value_count(deliveries)), err);
}

static enum mt_rc
fill_table(struct mt_table *table, struct mt_tally *tally, const struct mt_dimension *const *by, size_t count,
           int64_t limit, struct mt_err *err)
{
    size_t group_count = 0, kept = 0;
    int64_t unknown = 0, deliveries = 0;
    struct mt_group *groups = mt_groups_cut(tally, count, &group_count);
    struct mt_wait *room = malloc((tally->count + 1) * sizeof *room);
    enum mt_rc rc = groups && room ? MT_OK : mt_err_memory(err);
    for (size_t i = 0; i < group_count && rc == MT_OK; i++) {
        struct figures sums = {.waits = room};
        add_up(&groups[i], count, &sums);
        groups[i].rank[0] = mt_dimensions_natural(by, count) ? 0 : sums.slow;
        groups[i].rank[1] = mt_dimensions_natural(by, count) ? 0 : sums.deliveries;
        unknown += sums.unknown;
        deliveries += sums.deliveries;
        if (sums.deliveries > 0 || count == 0) /* all of it may have been held back */
            groups[kept++] = groups[i];
    }
    if (rc == MT_OK)
        mt_groups_sort(groups, kept);
    size_t rows = limit > 0 && (uint64_t)limit < kept ? (size_t)limit : kept;
    for (size_t i = 0; i < rows && rc == MT_OK; i++) {
        struct figures sums = {.waits = room};
        add_up(&groups[i], count, &sums);
        struct mt_cell *cells = mt_grouped_row(table, by, count, groups[i].rows->keys);
        if (cells)
            put_figures(cells, &sums);
        else
            rc = mt_err_memory(err);
    }
    free(room);
    free(groups);
    if (rc == MT_OK)
        rc = mt_rows_record(table, kept, err);
    return rc == MT_OK ? note_unknown(table, unknown, deliveries, err) : rc;
}

static enum mt_rc
read_file(struct mt_store *store, const char *file, const struct mt_dimension *const *by, size_t count,
          const struct mt_filter *filter, const struct mt_bindings *bindings, mt_take_row *take, struct mt_tally *tally,
          struct mt_table *table, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_gathering gathering = {tally, count};
    enum mt_rc rc = mt_grouped_open(&statement, store, file, by, count, bindings, err);
    if (rc == MT_OK)
        rc = mt_grouped_read(&statement, by, count, filter->zone, take, &gathering, err);
    if (rc == MT_OK)
        table->sql = mt_statement_sql(&statement, &table->arena);
    mt_statement_close(&statement);
    return rc;
}

enum mt_rc
mt_delays_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
              const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_tally tally;
    const char *all = mt_rates_file(by, count, filter);
    mt_grouped_tally(&tally, by, count, true);
    enum mt_rc rc = mt_grouped_columns(table, by, count, figures, FIGURES, err);
    if (rc == MT_OK)
        rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = read_file(store, all, by, count, filter, &bindings, take_all, &tally, table, err);
    if (rc == MT_OK)
        rc = read_file(store, "delays.sql", by, count, filter, &bindings, take_wait, &tally, table, err);
    if (rc == MT_OK) {
        mt_tally_sort(&tally, NULL);
        rc = fill_table(table, &tally, by, count, filter->limit, err);
    }
    mt_tally_release(&tally);
    return rc;
}
