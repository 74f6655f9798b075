/* Looks for failures that stand out in a week: in which slices, and how they stood at other times. */

#include "reports/weekly_found.h"

#include <stdlib.h>
#include <string.h>

#include "reports/view.h"

const struct mt_measure mt_measures[MT_MEASURES] = {
    {"deferred", true, MT_SAY_OFTEN_DEFERRED, MT_SAY_ALL_DEFERRED_MORE, MT_SAY_ALL_DEFERRED_LESS},
    {"failed", false, MT_SAY_OFTEN_FAILED, MT_SAY_ALL_FAILED_MORE, MT_SAY_ALL_FAILED_LESS},
};

/* ---- what a slice is called ---- */

static struct mt_text
about_place(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_slice *slice)
{
    return mt_build_say(&weekly->build, MT_SAY_ABOUT_TO,
                        MT_VALUES(mt_value_data(mt_table_at(table, slice->first, 0).text)));
}

static size_t
last_row(const struct mt_table *table, const struct mt_slice *slice)
{
    return (slice->first + slice->count - 1) % table->row_count;
}

static struct mt_text
about_sizes(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_slice *slice)
{
    struct mt_value first = mt_value_data(mt_table_at(table, slice->first, 0).text);
    struct mt_value last = mt_value_data(mt_table_at(table, last_row(table, slice), 0).text);
    return mt_build_say(&weekly->build, slice->count == 1 ? MT_SAY_ABOUT_SIZE : MT_SAY_ABOUT_SIZES,
                        MT_VALUES(first, last));
}

static struct mt_text
about_hours(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_slice *slice)
{
    int64_t last = mt_table_at(table, last_row(table, slice), 0).integer;
    return mt_build_say(
        &weekly->build, MT_SAY_ABOUT_HOURS,
        MT_VALUES(mt_value_count(mt_table_at(table, slice->first, 0).integer), mt_value_count((last + 1) % 24)));
}

static struct mt_text
about_weekdays(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_slice *slice)
{
    const size_t rows[] = {slice->first, last_row(table, slice)};
    struct mt_value names[2];
    for (size_t i = 0; i < 2; i++) {
        char digit[2] = {(char)('0' + mt_table_at(table, rows[i], 0).integer % 10), '\0'};
        const char *word = mt_word_label(mt_weekday_words, mt_text_of(digit), weekly->build.report->reader.language);
        names[i] = mt_value_words(mt_text_of(word ? word : ""));
    }
    return mt_build_say(&weekly->build, slice->count == 1 ? MT_SAY_ABOUT_WEEKDAY : MT_SAY_ABOUT_WEEKDAYS, names, 2);
}

/* In the order in which slices of equal weight are told: a provider explains its domains. */
static const struct mt_cut cuts[] = {
    {{"provider", NULL}, MT_CUT_ROWS, 0, false, true, about_place},
    {{"domain", "provider"}, MT_CUT_ROWS, 1000, false, true, about_place},
    {{"size", NULL}, MT_CUT_RANGE, 0, false, true, about_sizes},
    {{"hour", NULL}, MT_CUT_CIRCLE, 0, true, true, about_hours},
    {{"weekday", NULL}, MT_CUT_CIRCLE, 0, true, false, about_weekdays},
};

/* ---- finding ---- */

static bool
same_cell(struct mt_cell a, struct mt_cell b, enum mt_type type)
{
    if (!a.known || !b.known)
        return a.known == b.known;
    return type == MT_TYPE_TEXT ? mt_text_equal(a.text, b.text) : a.integer == b.integer;
}

/* A domain says nothing new when its provider was already told. */
static bool
told_by_provider(const struct mt_weekly_findings *findings, const struct mt_measure *measure, struct mt_cell provider)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct mt_found *other = &findings->found[i];
        if (other->cut == &cuts[0] && other->measure == measure &&
            same_cell(mt_table_at(other->tables[MT_TIME_OWN_WEEK], other->slice.first, 0), provider, MT_TYPE_TEXT))
            return true;
    }
    return false;
}

static void
keep(struct mt_weekly_findings *findings, const struct mt_cut *cut, const struct mt_measure *measure,
     struct mt_table *const *tables, struct mt_slice slice)
{
    if (findings->count == MT_MOST_FOUND)
        return;
    struct mt_found *found = &findings->found[findings->count++];
    *found = (struct mt_found){.cut = cut, .measure = measure, .slice = slice};
    memcpy(found->tables, tables, sizeof found->tables);
}

static void
look_at_rows(struct mt_weekly_findings *findings, const struct mt_cut *cut, const struct mt_measure *measure,
             struct mt_counts all, struct mt_table *const *tables)
{
    const struct mt_table *table = tables[MT_TIME_OWN_WEEK];
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_slice slice = {.first = row, .count = 1};
        if (!mt_table_at(table, row, 0).known || !mt_standout_judge(table, measure->hits, all, &slice, 3))
            continue;
        if (cut->by[1]) {
            struct mt_cell provider = mt_table_cell(table, row, cut->by[1]);
            if (provider.known && told_by_provider(findings, measure, provider))
                continue;
        }
        keep(findings, cut, measure, tables, slice);
    }
}

static bool
range_is_known(const struct mt_table *table, const struct mt_slice *slice)
{
    for (size_t i = 0; i < slice->count; i++)
        if (!mt_table_at(table, (slice->first + i) % table->row_count, 0).known)
            return false;
    return true;
}

static void
look_at(struct mt_weekly_findings *findings, const struct mt_cut *cut, const struct mt_measure *measure,
        struct mt_counts all, struct mt_table *const *tables)
{
    struct mt_slice slice;
    if (cut->kind == MT_CUT_ROWS)
        look_at_rows(findings, cut, measure, all, tables);
    else if (mt_standout_range(tables[MT_TIME_OWN_WEEK], measure->hits, all, cut->kind == MT_CUT_CIRCLE, &slice) &&
             range_is_known(tables[MT_TIME_OWN_WEEK], &slice))
        keep(findings, cut, measure, tables, slice);
}

struct mt_counts
mt_weekly_counts(const struct mt_calendar *calendar, size_t week, const struct mt_measure *measure)
{
    struct mt_cell hits = mt_calendar_cell(calendar, week, measure->hits);
    struct mt_cell base = mt_calendar_cell(calendar, week, "deliveries");
    return (struct mt_counts){hits.known ? hits.integer : 0, base.known ? base.integer : 0};
}

static struct mt_filter
filter_of(const struct mt_weekly *weekly, size_t time)
{
    const struct mt_week *before = &weekly->calendar.weeks[MT_WEEKLY_BEFORE];
    struct mt_filter filter = weekly->build.filter;
    filter.week[0] = '\0';
    if (time == MT_TIME_WEEK_BEFORE) {
        filter.since_us = before->since_us;
        filter.until_us = before->until_us;
    } else if (time == MT_TIME_LAST_DAY) {
        /* The newest day of all data, whatever week is told of: it says whether a trouble is over. Full hours, so that
         * the roll-up can answer. */
        int64_t newest = weekly->build.report->fresh_us;
        filter.until_us =
            newest == MT_MOMENT_UNKNOWN ? mt_calendar_end(&weekly->calendar) : mt_floor_to(newest, MT_HOUR) + MT_HOUR;
        filter.since_us = filter.until_us - MT_DAY;
    }
    return filter;
}

static enum mt_rc
ask_cut(struct mt_weekly *weekly, const struct mt_cut *cut, struct mt_table *tables[MT_TIMES], struct mt_err *err)
{
    for (size_t time = 0; time < MT_TIMES; time++) {
        tables[time] = NULL;
        if (time != MT_TIME_OWN_WEEK && cut->limit)
            continue;
        struct mt_filter filter = filter_of(weekly, time);
        filter.by[0] = cut->by[0];
        filter.by[1] = cut->by[1];
        filter.limit = cut->limit;
        enum mt_rc rc = mt_build_ask(&weekly->build, "rates", &filter, &tables[time], err);
        if (rc != MT_OK)
            return rc;
    }
    return MT_OK;
}

bool
mt_weekly_narrow(const struct mt_found *found, struct mt_filter *filter)
{
    struct {
        const char *by;
        struct mt_text *term;
    } terms[] = {{"provider", &filter->provider}, {"domain", &filter->domain}, {"size", &filter->size_band}};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        if (found->slice.count == 1 && strcmp(found->cut->by[0], terms[i].by) == 0) {
            *terms[i].term = mt_table_at(found->tables[MT_TIME_OWN_WEEK], found->slice.first, 0).text;
            return true;
        }
    return false;
}

/* The counts of the same slice in another table, whose rows may be others. */
static struct mt_counts
counts_in(const struct mt_table *other, const struct mt_found *found)
{
    const struct mt_table *own = found->tables[MT_TIME_OWN_WEEK];
    struct mt_counts sum = {0, 0};
    enum mt_type type = own->columns[0].type;
    for (size_t i = 0; i < found->slice.count; i++) {
        struct mt_cell key = mt_table_at(own, (found->slice.first + i) % own->row_count, 0);
        for (size_t row = 0; row < other->row_count; row++) {
            if (!same_cell(key, mt_table_at(other, row, 0), type))
                continue;
            struct mt_counts one = mt_standout_counts(other, found->measure->hits, row, 1);
            sum.hits += one.hits;
            sum.base += one.base;
        }
    }
    return sum;
}

enum mt_rc
mt_weekly_counts_at(struct mt_weekly *weekly, const struct mt_found *found, size_t time, struct mt_counts *counts,
                    struct mt_counts *all, struct mt_err *err)
{
    struct mt_filter filter = filter_of(weekly, time);
    struct mt_table *table = found->tables[time];
    if (table) {
        *counts = counts_in(table, found);
        *all = mt_standout_counts(table, found->measure->hits, 0, table->row_count);
        return MT_OK;
    }
    enum mt_rc all_rc = mt_build_ask(&weekly->build, "overview", &filter, &table, err);
    if (all_rc != MT_OK)
        return all_rc;
    *all = mt_standout_counts(table, found->measure->hits, 0, table->row_count);
    mt_weekly_narrow(found, &filter);
    enum mt_rc rc = mt_build_ask(&weekly->build, "overview", &filter, &table, err);
    if (rc == MT_OK)
        *counts = mt_standout_counts(table, found->measure->hits, 0, table->row_count);
    return rc;
}

static int
by_excess(const void *a, const void *b)
{
    const struct mt_found *one = a, *two = b;
    double first = mt_standout_excess(&one->slice), second = mt_standout_excess(&two->slice);
    if (first != second)
        return first < second ? 1 : -1;
    if (one->cut != two->cut)
        return one->cut < two->cut ? -1 : 1;
    if (one->measure != two->measure)
        return one->measure < two->measure ? -1 : 1;
    return one->slice.first < two->slice.first ? -1 : one->slice.first > two->slice.first;
}

enum mt_rc
mt_weekly_find(struct mt_weekly *weekly, struct mt_weekly_findings *findings, struct mt_err *err)
{
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct mt_table *tables[MT_TIMES];
        enum mt_rc rc = ask_cut(weekly, &cuts[i], tables, err);
        if (rc != MT_OK)
            return rc;
        for (size_t j = 0; j < MT_MEASURES; j++) {
            /* Findings tell these, and allow for when exports were taken. */
            if (mt_measures[j].caught)
                continue;
            look_at(findings, &cuts[i], &mt_measures[j],
                    mt_weekly_counts(&weekly->calendar, MT_WEEKLY_OWN, &mt_measures[j]), tables);
        }
    }
    qsort(findings->found, findings->count, sizeof *findings->found, by_excess);
    return MT_OK;
}
