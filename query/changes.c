#include "query/changes.h"

#include <math.h>
#include <stdlib.h>

#include "query/evidence.h"
#include "query/grouped.h"
#include "query/plain.h"
#include "query/stats.h"
#include "query/value.h"
#include "query/week_change.h"

/* The columns of changes.sql behind the hour, in order. */
enum { DELIVERIES, TROUBLE };

enum { WEEK_HOURS = 168 };

static const struct mt_column figures[] = {
    {"deliveries_before", "Deliveries before", MT_TYPE_COUNT},
    {"trouble_before", "In trouble before", MT_TYPE_COUNT},
    {"trouble_before_ratio", "Share before", MT_TYPE_RATIO},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"trouble", "In trouble", MT_TYPE_COUNT},
    {"trouble_ratio", "Share", MT_TYPE_RATIO},
    {"trouble_low", "Share, low", MT_TYPE_RATIO},
    {"trouble_high", "Share, high", MT_TYPE_RATIO},
    {"change", "Times as often", MT_TYPE_REAL},
    {"change_low", "Times, low", MT_TYPE_REAL},
    {"change_high", "Times, high", MT_TYPE_REAL},
    {"verdict", "Verdict", MT_TYPE_TEXT},
};

enum { FIGURES = sizeof figures / sizeof *figures };

static const char no_mail[] = "no mail";
static const char none_before[] = "there was none before";
static const char no_telling[] = "there was no trouble in either";

/* ---- the two stretches ---- */

/* Both in hours since 1970: the first from `from`, the second from `middle` to `until`. All zero: there is no mail. */
struct stretches {
    int64_t from, middle, until;
};

static enum mt_rc
last_hour_of(struct mt_store *store, int64_t *last, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, store, "mail_span.sql", NULL, NULL, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    *last = rc == MT_OK && more && mt_statement_known(&statement, 1) ? mt_statement_integer(&statement, 1) : -1;
    mt_statement_close(&statement);
    return rc;
}

static enum mt_rc
choose_stretches(struct mt_store *store, const struct mt_filter *filter, struct stretches *stretches,
                 struct mt_err *err)
{
    bool since = filter->since_us != MT_MOMENT_UNKNOWN, until = filter->until_us != MT_MOMENT_UNKNOWN;
    int64_t last = 0;
    enum mt_rc rc = until ? MT_OK : last_hour_of(store, &last, err);
    *stretches = (struct stretches){0, 0, 0};
    if (rc != MT_OK || (!until && last < 0))
        return rc;
    stretches->until = until ? mt_floor_to(filter->until_us + MT_HOUR - 1, MT_HOUR) / MT_HOUR : last + 1;
    stretches->middle = since ? mt_floor_to(filter->since_us, MT_HOUR) / MT_HOUR : stretches->until - WEEK_HOURS;
    stretches->from = filter->before_us != MT_MOMENT_UNKNOWN ? mt_floor_to(filter->before_us, MT_HOUR) / MT_HOUR
                                                             : 2 * stretches->middle - stretches->until;
    if (rc == MT_OK && stretches->until <= stretches->middle)
        rc = mt_err_set(err, MT_USAGE, "there is no mail after that --since to compare");
    return rc;
}

static struct mt_filter
filter_of(const struct mt_filter *filter, int64_t from, int64_t until)
{
    struct mt_filter copy = *filter;
    copy.since_us = from * MT_HOUR;
    copy.until_us = until * MT_HOUR;
    return copy;
}

/* ---- one group ---- */

struct change {
    const struct mt_group *group;
    int64_t mail[2], bad[2]; /* before, now */
    struct mt_week_change change;
};

/* The group's hours laid out one after the other; `hours` has room for both stretches. */
static void
compare_group(const struct mt_group *group, size_t key_count, const struct stretches *stretches,
              struct mt_week_hour *hours, struct change *change)
{
    size_t before = (size_t)(stretches->middle - stretches->from),
           after = (size_t)(stretches->until - stretches->middle);
    *change = (struct change){.group = group};
    for (size_t i = 0; i < before + after; i++)
        hours[i] = (struct mt_week_hour){0};
    for (size_t i = 0; i < group->count; i++) {
        const struct mt_tally_row *row = &group->rows[i];
        int64_t hour = row->keys[key_count].integer - stretches->from;
        if (hour < 0 || hour >= (int64_t)(before + after))
            continue;
        int now = hour >= (int64_t)before;
        hours[hour].mail += (double)row->sums[DELIVERIES];
        hours[hour].bad += (double)row->sums[TROUBLE];
        change->mail[now] += row->sums[DELIVERIES];
        change->bad[now] += row->sums[TROUBLE];
    }
    const struct mt_week weeks[] = {{hours, before}, {hours + before, after}};
    struct mt_week_spread spread = mt_week_spread_of(weeks, 2);
    change->change = mt_week_change(&weeks[0], &weeks[1], &spread);
}

/* Worse and new first, better and gone next; of each the surest first. */
static int
rank_of(const struct change *change)
{
    switch (change->change.verdict) {
    case MT_WEEK_WORSE:
    case MT_WEEK_NEW:
        return 0;
    case MT_WEEK_BETTER:
    case MT_WEEK_GONE:
        return 1;
    case MT_WEEK_TOO_LITTLE:
    case MT_WEEK_SAME:
        break;
    }
    return 2;
}

static double
sureness_of(const struct change *change)
{
    int rank = rank_of(change);
    return rank == 0 ? change->change.low : rank == 1 ? -change->change.high : (double)change->bad[1];
}

static int
compare_changes(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    if (rank_of(x) != rank_of(y))
        return rank_of(x) - rank_of(y);
    double first = sureness_of(x), second = sureness_of(y);
    if (first != second)
        return first > second ? -1 : 1;
    if (x->bad[1] != y->bad[1])
        return x->bad[1] > y->bad[1] ? -1 : 1;
    return (x->group > y->group) - (x->group < y->group); /* which are sorted by key */
}

/* ---- the table ---- */

static struct mt_cell
share_cell(int64_t bad, int64_t mail)
{
    return mail > 0 ? mt_cell_real((double)bad / (double)mail) : MT_CELL_UNKNOWN(no_mail);
}

static void
put_change(struct mt_cell *cell, const struct change *change)
{
    struct mt_interval interval;
    bool known = mt_stats_share(change->bad[1], change->mail[1], &interval);
    *cell++ = mt_cell_integer(change->mail[0]);
    *cell++ = mt_cell_integer(change->bad[0]);
    *cell++ = share_cell(change->bad[0], change->mail[0]);
    *cell++ = mt_cell_integer(change->mail[1]);
    *cell++ = mt_cell_integer(change->bad[1]);
    *cell++ = share_cell(change->bad[1], change->mail[1]);
    *cell++ = known ? mt_cell_real(interval.low) : MT_CELL_UNKNOWN(no_mail);
    *cell++ = known ? mt_cell_real(interval.high) : MT_CELL_UNKNOWN(no_mail);
    const double times[] = {change->change.ratio, change->change.low, change->change.high};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        *cell++ = change->change.known && isfinite(times[i]) ? mt_cell_real(times[i])
                  : change->change.known                     ? MT_CELL_UNKNOWN(none_before)
                                                             : MT_CELL_UNKNOWN(no_telling);
    *cell = mt_cell_text(mt_text_of(mt_week_verdict_key(change->change.verdict)));
}

static enum mt_rc
fill_table(struct mt_table *table, const struct mt_tally *tally, const struct mt_dimension *const *by, size_t count,
           const struct stretches *stretches, int64_t limit, struct mt_err *err)
{
    size_t group_count = 0;
    struct mt_group *groups = mt_groups_cut(tally, count, &group_count);
    struct change *changes = groups ? calloc(group_count + 1, sizeof *changes) : NULL;
    struct mt_week_hour *hours = calloc((size_t)(stretches->until - stretches->from) + 1, sizeof *hours);
    enum mt_rc rc = groups && changes && hours ? MT_OK : mt_err_memory(err);
    for (size_t i = 0; i < group_count && rc == MT_OK; i++)
        compare_group(&groups[i], count, stretches, hours, &changes[i]);
    if (rc == MT_OK && group_count > 1)
        qsort(changes, group_count, sizeof *changes, compare_changes);
    for (size_t i = 0; i < group_count && rc == MT_OK && (limit == 0 || (int64_t)i < limit); i++) {
        struct mt_cell *cells = mt_grouped_row(table, by, count, changes[i].group->rows->keys);
        if (cells)
            put_change(cells, &changes[i]);
        else
            rc = mt_err_memory(err);
    }
    free(groups);
    free(changes);
    free(hours);
    return rc == MT_OK ? mt_rows_record(table, group_count, err) : rc;
}

/* What was compared, and what the comparison cannot see. */
static enum mt_rc
note(struct mt_table *table, const struct stretches *stretches, const struct mt_evidence_found found[2],
     struct mt_err *err)
{
    enum mt_rc rc = mt_table_note(table, "Mail received from {0} to {1} is compared with that from then to {2}.",
                                  MT_VALUES(mt_value_moment(stretches->from * MT_HOUR),
                                            mt_value_moment(stretches->middle * MT_HOUR),
                                            mt_value_moment(stretches->until * MT_HOUR)),
                                  err);
    if (rc == MT_OK && (!found[0].events || !found[1].events))
        rc = mt_table_note(table,
                           "Without events a deferral shows only when an export was taken while the mail was "
                           "Pending: a change can come from when exports were taken.",
                           MT_NO_VALUES, err);
    return rc;
}

static bool
take_hours(void *context, const struct mt_statement *row, struct mt_cell *keys)
{
    const struct mt_gathering *gathering = context;
    int first = (int)gathering->count;
    keys[first] = mt_cell_integer(mt_statement_integer(row, first));
    int64_t *sums = mt_tally_at(gathering->tally, keys);
    if (!sums)
        return false;
    sums[DELIVERIES] += mt_statement_integer(row, first + 1);
    sums[TROUBLE] += mt_statement_integer(row, first + 2);
    return true;
}

/* The roll-up knows the mail of a place by the hour; what divides it by its fate or its time leaves nothing to compare.
 */
static enum mt_rc
refuse(const struct mt_dimension *const *by, size_t count, const struct mt_filter *filter, struct mt_err *err)
{
    if (mt_text_known(filter->sender) || mt_text_known(filter->remote_host) || mt_text_known(filter->outcome) ||
        mt_text_known(filter->reason))
        return mt_err_set(
            err, MT_USAGE,
            "'changes' compares all mail of a place: --sender, --remote-host, --outcome and --reason mean "
            "nothing to it");
    for (size_t i = 0; i < count; i++)
        if (by[i]->by_delivery ||
            (by[i]->fold != MT_FOLD_NONE && by[i]->fold != MT_FOLD_SIZE && by[i]->fold != MT_FOLD_DIRECTION))
            return mt_err_set(err, MT_USAGE,
                              "weeks cannot be compared by '%s'; by provider, domain, country, region, "
                              "forest, connector, direction or size they can",
                              by[i]->name);
    return MT_OK;
}

enum mt_rc
mt_changes_ask(struct mt_store *store, const struct mt_dimension *const *by, size_t count,
               const struct mt_filter *filter, struct mt_table *table, struct mt_err *err)
{
    struct stretches stretches = {0, 0, 0};
    struct mt_evidence_found found[2];
    struct mt_bindings bindings = {.count = 0};
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_tally tally;
    struct mt_gathering gathering = {&tally, count};
    mt_grouped_tally(&tally, by, count, true);
    enum mt_rc rc = refuse(by, count, filter, err);
    if (rc == MT_OK)
        rc = choose_stretches(store, filter, &stretches, err);
    if (rc != MT_OK)
        goto out;
    if (stretches.until == 0) {
        rc = mt_grouped_columns(table, by, count, figures, FIGURES, err);
        if (rc == MT_OK)
            rc = mt_table_note(table, "There is no mail yet to compare.", MT_NO_VALUES, err);
        goto out;
    }
    struct mt_filter both = filter_of(filter, stretches.from, stretches.until);
    struct mt_filter halves[] = {filter_of(filter, stretches.from, stretches.middle),
                                 filter_of(filter, stretches.middle, stretches.until)};
    rc = mt_grouped_columns(table, by, count, figures, FIGURES, err);
    for (int i = 0; i < 2 && rc == MT_OK; i++)
        rc = mt_evidence_find(store, &halves[i], &found[i], err);
    if (rc == MT_OK)
        rc = mt_filter_bind(&both, store, &bindings, &table->arena, err);
    if (rc == MT_OK)
        rc = mt_grouped_open(&statement, store, "changes.sql", by, count, &bindings, err);
    if (rc == MT_OK)
        rc = mt_grouped_read(&statement, by, count, filter->zone, take_hours, &gathering, err);
    if (rc == MT_OK) {
        mt_tally_sort(&tally, NULL);
        table->evidence = mt_evidence_words_for(&found[1]);
        table->sql = mt_statement_sql(&statement, &table->arena);
        rc = fill_table(table, &tally, by, count, &stretches, filter->limit, err);
    }
    if (rc == MT_OK)
        rc = note(table, &stretches, found, err);
out:
    mt_statement_close(&statement);
    mt_tally_release(&tally);
    return rc;
}
