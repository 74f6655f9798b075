#include "query/rates.h"

#include <string.h>

#include "query/statement.h"
#include "query/stats.h"
#include "query/tally.h"
#include "store/base/out.h"

/* The columns of rates.sql behind its keys, in order. */
enum {
    DELIVERIES,
    STILL_DEFERRED,
    DEFERRED_THEN_DELIVERED,
    DEFERRED_THEN_FAILED,
    FAILED_AT_ONCE,
    EXPIRED,
    QUARANTINED,
    FILTERED_AS_SPAM,
    UNDER_WAY,
    BYTES,
    SUMS,
};

_Static_assert((int)SUMS <= (int)MT_TALLY_SUMS, "a tally row holds every sum");

/* The columns of the answer behind its keys, in order; see question.h. */
static const struct mt_column figures[] = {
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"deferred", "Deferred", MT_TYPE_COUNT},
    {"deferred_ratio", "Deferred share", MT_TYPE_RATIO},
    {"deferred_low", "Deferred share, low", MT_TYPE_RATIO},
    {"deferred_high", "Deferred share, high", MT_TYPE_RATIO},
    {"still_deferred", "Still deferred", MT_TYPE_COUNT},
    {"deferred_then_delivered", "Deferred, then delivered", MT_TYPE_COUNT},
    {"deferred_then_failed", "Deferred, then failed", MT_TYPE_COUNT},
    {"failed", "Failed", MT_TYPE_COUNT},
    {"failed_ratio", "Failed share", MT_TYPE_RATIO},
    {"failed_low", "Failed share, low", MT_TYPE_RATIO},
    {"failed_high", "Failed share, high", MT_TYPE_RATIO},
    {"expired", "Expired", MT_TYPE_COUNT},
    {"quarantined", "Quarantined", MT_TYPE_COUNT},
    {"filtered_as_spam", "Filtered as spam", MT_TYPE_COUNT},
    {"under_way", "Under way", MT_TYPE_COUNT},
    {"bytes", "Bytes", MT_TYPE_BYTES},
};

enum { FIGURES = sizeof figures / sizeof *figures };

const char mt_why_no_expiry[] =
    "summary exports carry no expiry code; event reports do, which this version does not read";
static const char no_mail[] = "no mail";

/* ---- evidence ---------------------------------------------------------------------------------------------------- */

enum mt_rc
mt_evidence_find(struct mt_store *store, const struct mt_filter *filter, struct mt_evidence_found *found,
                 struct mt_err *err)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more;
    enum mt_rc rc = mt_filter_bind(filter, store, &bindings, &arena, err);
    if (rc == MT_OK)
        rc = mt_statement_open(&statement, store, "evidence.sql", NULL, &bindings, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    if (rc == MT_OK) {
        found->summary = mt_statement_integer(&statement, 0) != 0;
        found->events = mt_statement_integer(&statement, 1) != 0;
        found->reasons = mt_statement_integer(&statement, 2) != 0;
    }
    mt_statement_close(&statement);
    mt_arena_release(&arena);
    return rc;
}

const char *
mt_evidence_words_for(const struct mt_evidence_found *found)
{
    return found->events || found->reasons ? "summary and events" : "summary";
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

/* The joins of all dimensions, each once: a dimension with a longer list of joins holds those of a shorter one. */
static void
add_joins(struct mt_out *joins, const struct mt_dimension *const *by, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool covered = false;
        for (size_t j = 0; j < count && !covered; j++) {
            bool holds = strstr(by[j]->joins, by[i]->joins) != NULL;
            bool equal = strcmp(by[j]->joins, by[i]->joins) == 0;
            covered = j != i && holds && (!equal || j < i);
        }
        if (!covered)
            mt_out_string(joins, by[i]->joins);
    }
}

static enum mt_rc
open_rates(struct mt_statement *statement, struct mt_store *store, const struct mt_dimension *const *by, size_t count,
           const struct mt_filter *filter, const struct mt_bindings *bindings, struct mt_err *err)
{
    struct mt_out keys = MT_OUT_EMPTY, joins = MT_OUT_EMPTY, group = MT_OUT_EMPTY;
    for (size_t i = 0; i < count; i++) {
        mt_out_string(&keys, i ? "    " : "");
        mt_out_string(&keys, by[i]->key);
        mt_out_string(&keys, " AS ");
        mt_out_string(&keys, by[i]->name);
        mt_out_string(&keys, i + 1 < count ? ",\n" : ",");
        mt_out_string(&group, i ? ", " : "GROUP BY ");
        mt_out_string(&group, by[i]->group);
    }
    add_joins(&joins, by, count);
    struct mt_out *all[] = {&keys, &joins, &group};
    bool failed = false;
    for (int i = 0; i < 3; i++) {
        mt_out_byte(all[i], '\0');
        failed = failed || all[i]->failed;
    }
    const struct mt_fragment fragments[] = {{"keys", keys.bytes},
                                            {"joins", joins.bytes},
                                            {"group", group.bytes},
                                            {"filters", mt_filter_delivery_sql},
                                            {NULL, NULL}};
    bool rolled_up = mt_filter_whole_hours(filter) && !mt_text_known(filter->sender);
    enum mt_rc rc = failed ? mt_err_memory(err)
                           : mt_statement_open(statement, store, rolled_up ? "rates.sql" : "rates_delivery.sql",
                                               fragments, bindings, err);
    for (int i = 0; i < 3; i++)
        mt_out_release(all[i]);
    return rc;
}

/* Rows of the statement into sums by folded key. */
static enum mt_rc
gather(struct mt_statement *statement, const struct mt_dimension *const *by, size_t count, const struct mt_zone *zone,
       struct mt_tally *tally, struct mt_err *err)
{
    struct mt_arena row_arena = MT_ARENA_EMPTY;
    bool more = false;
    enum mt_rc rc;
    while ((rc = mt_statement_next(statement, &more, err)) == MT_OK && more) {
        struct mt_cell keys[MT_TALLY_KEYS];
        bool fine = true;
        mt_arena_reset(&row_arena);
        for (size_t i = 0; i < count && fine; i++) {
            fine = mt_statement_cell(statement, (int)i, mt_dimension_key_type(by[i]), &row_arena, &keys[i]);
            keys[i] = fine ? mt_dimension_fold(by[i], zone, keys[i]) : keys[i];
        }
        int64_t *sums = fine ? mt_tally_at(tally, keys) : NULL;
        if (!sums) {
            rc = mt_err_memory(err);
            break;
        }
        for (int i = 0; i < SUMS; i++)
            sums[i] += mt_statement_integer(statement, (int)count + i);
    }
    mt_arena_release(&row_arena);
    return rc;
}

/* ---- rows without mail ------------------------------------------------------------------------------------------- */

/* Days and weeks between the first and the last that had mail. */
static void
bounds_of(const struct mt_tally *tally, int64_t *first, int64_t *last)
{
    *first = 0;
    *last = -1;
    for (size_t i = 0; i < tally->count; i++) {
        int64_t key = tally->rows[i].keys[0].integer;
        *first = i == 0 || key < *first ? key : *first;
        *last = i == 0 || key > *last ? key : *last;
    }
}

/* A missing hour, band or day would be read as "not asked"; it is shown as none. Only when every dimension has few and
 * fixed values, or the only one is a calendar. */
static bool
fill(struct mt_tally *tally, const struct mt_dimension *const *by, size_t count)
{
    struct mt_cell keys[MT_TALLY_KEYS] = {{.known = false}};
    int64_t first, last;
    if (count == 0)
        return mt_tally_at(tally, keys) != NULL;
    if (count == 1 && (by[0]->fold == MT_FOLD_DAY || by[0]->fold == MT_FOLD_WEEK)) {
        bounds_of(tally, &first, &last);
        for (; first <= last; first += by[0]->fold == MT_FOLD_WEEK ? 7 : 1) {
            keys[0] = mt_cell_integer(first);
            if (!mt_tally_at(tally, keys))
                return false;
        }
        return true;
    }
    if (count > 2 || by[0]->last < by[0]->first || by[count - 1]->last < by[count - 1]->first)
        return true;
    /* One dimension is two of which the second has a single value that nobody looks at. */
    int64_t second_first = count == 2 ? by[1]->first : 0, second_last = count == 2 ? by[1]->last : 0;
    for (int64_t a = by[0]->first; a <= by[0]->last; a++) {
        for (int64_t b = second_first; b <= second_last; b++) {
            keys[0] = mt_cell_integer(a);
            keys[1] = mt_cell_integer(b);
            if (!mt_tally_at(tally, keys))
                return false;
        }
    }
    return true;
}

/* ---- figures ----------------------------------------------------------------------------------------------------- */

static int64_t
deferred_of(const int64_t *sums)
{
    return sums[STILL_DEFERRED] + sums[DEFERRED_THEN_DELIVERED] + sums[DEFERRED_THEN_FAILED] + sums[EXPIRED];
}

static int64_t
failed_of(const int64_t *sums)
{
    return sums[FAILED_AT_ONCE] + sums[DEFERRED_THEN_FAILED] + sums[EXPIRED];
}

/* Mail that was deferred or failed, each counted once. */
static void
by_trouble(const struct mt_tally_row *row, int64_t rank[2])
{
    rank[0] = deferred_of(row->sums) + row->sums[FAILED_AT_ONCE];
    rank[1] = row->sums[DELIVERIES];
}

static struct mt_cell *
put_share(struct mt_cell *cell, int64_t hits, int64_t base)
{
    struct mt_interval interval;
    *cell++ = mt_cell_integer(hits);
    if (!mt_stats_share(hits, base, &interval)) {
        for (int i = 0; i < 3; i++)
            *cell++ = MT_CELL_UNKNOWN(no_mail);
        return cell;
    }
    *cell++ = mt_cell_real((double)hits / (double)base);
    *cell++ = mt_cell_real(interval.low);
    *cell++ = mt_cell_real(interval.high);
    return cell;
}

static void
put_figures(struct mt_cell *cell, const int64_t *sums, bool expiry_is_known)
{
    *cell++ = mt_cell_integer(sums[DELIVERIES]);
    cell = put_share(cell, deferred_of(sums), sums[DELIVERIES]);
    *cell++ = mt_cell_integer(sums[STILL_DEFERRED]);
    *cell++ = mt_cell_integer(sums[DEFERRED_THEN_DELIVERED]);
    *cell++ = mt_cell_integer(sums[DEFERRED_THEN_FAILED]);
    cell = put_share(cell, failed_of(sums), sums[DELIVERIES]);
    *cell++ = expiry_is_known ? mt_cell_integer(sums[EXPIRED]) : MT_CELL_UNKNOWN(mt_why_no_expiry);
    for (int i = QUARANTINED; i < SUMS; i++)
        *cell++ = mt_cell_integer(sums[i]);
}

enum mt_rc
mt_rows_record(struct mt_table *table, size_t all, struct mt_err *err)
{
    if (table->row_count == all)
        return MT_OK;
    struct mt_text text = mt_arena_format(&table->arena, "%zu of %zu rows", table->row_count, all);
    return mt_text_known(text) ? mt_table_parameter(table, "rows", text, err) : mt_err_memory(err);
}

static enum mt_rc
fill_table(struct mt_table *table, const struct mt_tally *tally, const struct mt_dimension *const *by, size_t count,
           int64_t limit, bool expiry_is_known, struct mt_err *err)
{
    struct mt_column columns[MT_TALLY_KEYS + FIGURES];
    for (size_t i = 0; i < count; i++)
        columns[i] = (struct mt_column){by[i]->name, by[i]->title, by[i]->type};
    memcpy(columns + count, figures, sizeof figures);
    enum mt_rc rc = mt_table_columns(table, columns, count + FIGURES, err);

    size_t rows = limit > 0 && (uint64_t)limit < tally->count ? (size_t)limit : tally->count;
    for (size_t i = 0; i < rows && rc == MT_OK; i++) {
        struct mt_cell *cells = mt_table_add(table);
        if (!cells)
            return mt_err_memory(err);
        for (size_t k = 0; k < count; k++)
            cells[k] = mt_dimension_show(by[k], tally->rows[i].keys[k], &table->arena);
        put_figures(cells + count, tally->rows[i].sums, expiry_is_known);
    }
    return rc == MT_OK ? mt_rows_record(table, tally->count, err) : rc;
}

enum mt_rc
mt_rates_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count, const struct mt_filter *filter,
             struct mt_table *table, struct mt_err *err)
{
    struct mt_evidence_found found;
    struct mt_bindings bindings = {.count = 0};
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    enum mt_type types[MT_TALLY_KEYS];
    bool natural = true;
    for (size_t i = 0; i < count; i++) {
        types[i] = mt_dimension_key_type(by[i]);
        natural = natural && by[i]->natural;
    }
    struct mt_tally tally;
    mt_tally_init(&tally, types, count);

    enum mt_rc rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_evidence_find(store, filter, &found, err);
    if (rc == MT_OK)
        rc = open_rates(&statement, store, by, count, filter, &bindings, err);
    if (rc == MT_OK)
        rc = gather(&statement, by, count, filter->zone, &tally, err);
    if (rc == MT_OK && !fill(&tally, by, count))
        rc = mt_err_memory(err);
    if (rc == MT_OK) {
        mt_tally_sort(&tally, natural ? NULL : by_trouble);
        table->evidence = mt_evidence_words_for(&found);
        table->sql = mt_statement_sql(&statement, &table->arena);
        rc = fill_table(table, &tally, by, count, filter->limit, found.reasons || found.events, err);
    }
    mt_statement_close(&statement);
    mt_tally_release(&tally);
    return rc;
}
