#include "query/rates.h"

#include <string.h>

#include "query/evidence.h"
#include "query/grouped.h"
#include "query/plain.h"
#include "query/statement.h"
#include "query/stats.h"
#include "query/tally.h"
#include "query/value.h"

/* The columns of rates.sql behind its keys, in order; and that of rates_covered.sql. */
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
    COVERED,
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
    {"expired", "Expired", MT_TYPE_COUNT, true},
    {"expired_ratio", "Expired share", MT_TYPE_RATIO},
    {"expired_low", "Expired share, low", MT_TYPE_RATIO},
    {"expired_high", "Expired share, high", MT_TYPE_RATIO},
    {"quarantined", "Quarantined", MT_TYPE_COUNT},
    {"filtered_as_spam", "Filtered as spam", MT_TYPE_COUNT},
    {"under_way", "Under way", MT_TYPE_COUNT},
    {"bytes", "Bytes", MT_TYPE_BYTES},
};

enum { FIGURES = sizeof figures / sizeof *figures };

const char mt_why_no_expiry[] = "a summary export does not say whether failed mail expired; " MT_EVENT_EXPORTS " do";
static const char no_mail[] = "no mail";
static const char expiry_in_part[] = "only some of the failed mail has events that say whether it expired";

/* ---- asking ---- */

static bool
take_outcomes(void *context, const struct mt_statement *row, struct mt_cell *keys)
{
    const struct mt_gathering *gathering = context;
    int64_t *sums = mt_tally_at(gathering->tally, keys);
    for (int i = 0; sums && i < COVERED; i++)
        sums[i] += mt_statement_integer(row, (int)gathering->count + i);
    return sums != NULL;
}

static bool
take_covered(void *context, const struct mt_statement *row, struct mt_cell *keys)
{
    const struct mt_gathering *gathering = context;
    int64_t *sums = mt_tally_at(gathering->tally, keys);
    if (sums)
        sums[COVERED] += mt_statement_integer(row, (int)gathering->count);
    return sums != NULL;
}

/* How much of the failed mail has events that say whether it expired. */
static enum mt_rc
gather_covered(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
               const struct mt_filter *filter, const struct mt_bindings *bindings, struct mt_tally *tally,
               struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    enum mt_rc rc = mt_grouped_open(&statement, store, "rates_covered.sql", by, count, bindings, err);
    if (rc == MT_OK)
        rc = mt_grouped_read(&statement, by, count, filter->zone, take_covered, &(struct mt_gathering){tally, count},
                             err);
    mt_statement_close(&statement);
    return rc;
}

const char *
mt_rates_file(const struct mt_dimension *const *by, size_t count, const struct mt_filter *filter)
{
    bool rolled_up = mt_filter_rolled_up(filter);
    for (size_t i = 0; i < count; i++)
        rolled_up = rolled_up && !by[i]->by_delivery;
    return rolled_up ? "rates.sql" : "rates_delivery.sql";
}

/* ---- rows without mail ---- */

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

/* ---- figures ---- */

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

/* The share of all mail with its interval. */
static struct mt_cell *
put_ratio(struct mt_cell *cell, int64_t hits, int64_t base)
{
    struct mt_interval interval;
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

static struct mt_cell *
put_share(struct mt_cell *cell, int64_t hits, int64_t base)
{
    *cell++ = mt_cell_integer(hits);
    return put_ratio(cell, hits, base);
}

/* What failed without events may have expired, too. */
static struct mt_cell
expired_of(const int64_t *sums, bool has_events)
{
    if (!has_events || (sums[COVERED] == 0 && failed_of(sums) > 0))
        return MT_CELL_UNKNOWN(mt_why_no_expiry);
    return sums[COVERED] < failed_of(sums) ? mt_cell_at_least(sums[EXPIRED]) : mt_cell_integer(sums[EXPIRED]);
}

/* A share of what is only known not to be less would be taken for the share. */
static struct mt_cell *
put_expired(struct mt_cell *cell, const int64_t *sums, bool has_events)
{
    struct mt_cell expired = expired_of(sums, has_events);
    *cell++ = expired;
    if (expired.known && !expired.at_least)
        return put_ratio(cell, expired.integer, sums[DELIVERIES]);
    for (int i = 0; i < 3; i++)
        *cell++ = MT_CELL_UNKNOWN(expired.known ? expiry_in_part : expired.why);
    return cell;
}

static void
put_figures(struct mt_cell *cell, const int64_t *sums, bool has_events)
{
    *cell++ = mt_cell_integer(sums[DELIVERIES]);
    cell = put_share(cell, deferred_of(sums), sums[DELIVERIES]);
    *cell++ = mt_cell_integer(sums[STILL_DEFERRED]);
    *cell++ = mt_cell_integer(sums[DEFERRED_THEN_DELIVERED]);
    *cell++ = mt_cell_integer(sums[DEFERRED_THEN_FAILED]);
    cell = put_share(cell, failed_of(sums), sums[DELIVERIES]);
    cell = put_expired(cell, sums, has_events);
    for (int i = QUARANTINED; i <= BYTES; i++)
        *cell++ = mt_cell_integer(sums[i]);
}

static enum mt_rc
note_covered(struct mt_table *table, const struct mt_tally *tally, struct mt_err *err)
{
    int64_t covered = 0, failed = 0;
    for (size_t i = 0; i < tally->count; i++) {
        covered += tally->rows[i].sums[COVERED];
        failed += failed_of(tally->rows[i].sums);
    }
    if (covered == failed || covered == 0)
        return MT_OK;
    return mt_table_note(table,
                         "Expired is a lower bound: {0} of {1} failed deliveries have events that say whether they "
                         "expired; " MT_EVENT_EXPORTS " of the others say the rest.",
                         MT_VALUES(mt_value_count(covered), mt_value_count(failed)), err);
}

static enum mt_rc
fill_table(struct mt_table *table, const struct mt_tally *tally, const struct mt_dimension *const *by, size_t count,
           int64_t limit, bool has_events, struct mt_err *err)
{
    enum mt_rc rc = mt_grouped_columns(table, by, count, figures, FIGURES, err);
    size_t rows = limit > 0 && (uint64_t)limit < tally->count ? (size_t)limit : tally->count;
    for (size_t i = 0; i < rows && rc == MT_OK; i++) {
        struct mt_cell *cells = mt_grouped_row(table, by, count, tally->rows[i].keys);
        if (!cells)
            return mt_err_memory(err);
        put_figures(cells, tally->rows[i].sums, has_events);
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
    bool natural = mt_dimensions_natural(by, count);
    struct mt_tally tally;
    mt_grouped_tally(&tally, by, count, false);

    enum mt_rc rc = mt_filter_bind(filter, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_evidence_find(store, filter, &found, err);
    if (rc == MT_OK)
        rc = mt_grouped_open(&statement, store, mt_rates_file(by, count, filter), by, count, &bindings, err);
    if (rc == MT_OK)
        rc = mt_grouped_read(&statement, by, count, filter->zone, take_outcomes, &(struct mt_gathering){&tally, count},
                             err);
    if (rc == MT_OK && (found.events || found.reasons))
        rc = gather_covered(store, by, count, filter, &bindings, &tally, err);
    if (rc == MT_OK && !fill(&tally, by, count))
        rc = mt_err_memory(err);
    if (rc == MT_OK) {
        mt_tally_sort(&tally, natural ? NULL : by_trouble);
        table->evidence = mt_evidence_words_for(&found);
        table->sql = mt_statement_sql(&statement, &table->arena);
        rc = fill_table(table, &tally, by, count, filter->limit, found.events || found.reasons, err);
    }
    if (rc == MT_OK && (found.events || found.reasons))
        rc = note_covered(table, &tally, err);
    mt_statement_close(&statement);
    mt_tally_release(&tally);
    return rc;
}
