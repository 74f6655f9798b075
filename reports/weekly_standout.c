/* What stands out: the arithmetic of standout.h, put into sentences. */

#include "reports/weekly.h"

#include <stdlib.h>
#include <string.h>

#include "query/stats.h"
#include "reports/standout.h"
#include "reports/view.h"

enum { MOST_FOUND = 64, MOST_SAID = 8 };

/* The times at which a slice is looked at. */
enum { OWN_WEEK, WEEK_BEFORE, LAST_DAY, TIMES };

enum kind { ROWS, RANGE, CIRCLE };

/* One way to cut the mail. */
struct cut {
    const char *by[2]; /* the first is the key that slices go by */
    enum kind kind;
    /* There may be a great many domains: only those with the most trouble are read, and other times are asked for each
     * that stands out. Of the rest, all rows of all times are read and matched by their key. */
    int64_t limit;
    struct mt_text (*about)(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_slice *slice);
};

struct measure {
    const char *hits;
    enum mt_sentence often, more, less;
};

struct found {
    const struct cut *cut;
    const struct measure *measure;
    struct mt_slice slice;
    struct mt_table *tables[TIMES]; /* those that were read */
};

struct findings {
    struct found found[MOST_FOUND];
    size_t count;
};

static const struct measure measures[] = {
    {"deferred", MT_SAY_OFTEN_DEFERRED, MT_SAY_ALL_DEFERRED_MORE, MT_SAY_ALL_DEFERRED_LESS},
    {"failed", MT_SAY_OFTEN_FAILED, MT_SAY_ALL_FAILED_MORE, MT_SAY_ALL_FAILED_LESS},
};

/* ---- what a slice is called ---- */

static struct mt_text
about_place(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_slice *slice)
{
    return mt_weekly_say(weekly, MT_SAY_ABOUT_TO, MT_VALUES(mt_value_data(mt_table_at(table, slice->first, 0).text)));
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
    return mt_weekly_say(weekly, slice->count == 1 ? MT_SAY_ABOUT_SIZE : MT_SAY_ABOUT_SIZES, MT_VALUES(first, last));
}

static struct mt_text
about_hours(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_slice *slice)
{
    int64_t last = mt_table_at(table, last_row(table, slice), 0).integer;
    return mt_weekly_say(
        weekly, MT_SAY_ABOUT_HOURS,
        MT_VALUES(mt_value_count(mt_table_at(table, slice->first, 0).integer), mt_value_count((last + 1) % 24)));
}

static struct mt_text
about_weekdays(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_slice *slice)
{
    const size_t rows[] = {slice->first, last_row(table, slice)};
    struct mt_value names[2];
    for (size_t i = 0; i < 2; i++) {
        char digit[2] = {(char)('0' + mt_table_at(table, rows[i], 0).integer % 10), '\0'};
        const char *word = mt_word_label(mt_weekday_words, mt_text_of(digit));
        names[i] = mt_value_words(mt_text_of(word ? word : ""));
    }
    return mt_weekly_say(weekly, slice->count == 1 ? MT_SAY_ABOUT_WEEKDAY : MT_SAY_ABOUT_WEEKDAYS, names, 2);
}

/* In the order in which slices of equal weight are told: a provider explains its domains. */
static const struct cut cuts[] = {
    {{"provider", NULL}, ROWS, 0, about_place},     {{"domain", "provider"}, ROWS, 1000, about_place},
    {{"size", NULL}, RANGE, 0, about_sizes},        {{"hour", NULL}, CIRCLE, 0, about_hours},
    {{"weekday", NULL}, CIRCLE, 0, about_weekdays},
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
told_by_provider(const struct findings *findings, const struct measure *measure, struct mt_cell provider)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct found *other = &findings->found[i];
        if (other->cut == &cuts[0] && other->measure == measure &&
            same_cell(mt_table_at(other->tables[OWN_WEEK], other->slice.first, 0), provider, MT_TYPE_TEXT))
            return true;
    }
    return false;
}

static void
keep(struct findings *findings, const struct cut *cut, const struct measure *measure, struct mt_table *const *tables,
     struct mt_slice slice)
{
    if (findings->count == MOST_FOUND)
        return;
    struct found *found = &findings->found[findings->count++];
    *found = (struct found){.cut = cut, .measure = measure, .slice = slice};
    memcpy(found->tables, tables, sizeof found->tables);
}

static void
look_at_rows(struct findings *findings, const struct cut *cut, const struct measure *measure, struct mt_counts all,
             struct mt_table *const *tables)
{
    const struct mt_table *table = tables[OWN_WEEK];
    for (size_t row = 0; row < table->row_count; row++) {
        struct mt_slice slice = {.first = row, .count = 1};
        if (!mt_table_at(table, row, 0).known || !mt_standout_judge(table, measure->hits, all, &slice, 3))
            continue;
        if (cut->by[1]) {
            struct mt_cell provider = mt_weekly_cell(table, row, cut->by[1]);
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
look_at(struct findings *findings, const struct cut *cut, const struct measure *measure, struct mt_counts all,
        struct mt_table *const *tables)
{
    struct mt_slice slice;
    if (cut->kind == ROWS)
        look_at_rows(findings, cut, measure, all, tables);
    else if (mt_standout_range(tables[OWN_WEEK], measure->hits, all, cut->kind == CIRCLE, &slice) &&
             range_is_known(tables[OWN_WEEK], &slice))
        keep(findings, cut, measure, tables, slice);
}

static struct mt_counts
counts_of_week(const struct mt_calendar *calendar, size_t week, const struct measure *measure)
{
    struct mt_cell hits = mt_calendar_cell(calendar, week, measure->hits);
    struct mt_cell base = mt_calendar_cell(calendar, week, "deliveries");
    return (struct mt_counts){hits.known ? hits.integer : 0, base.known ? base.integer : 0};
}

static bool
is_compared(const struct mt_weekly *weekly)
{
    return weekly->calendar.weeks[MT_WEEKLY_OWN].whole && weekly->calendar.weeks[MT_WEEKLY_BEFORE].whole;
}

static struct mt_filter
filter_of(const struct mt_weekly *weekly, size_t time)
{
    const struct mt_week *before = &weekly->calendar.weeks[MT_WEEKLY_BEFORE];
    struct mt_filter filter = weekly->filter;
    filter.week[0] = '\0';
    if (time == WEEK_BEFORE) {
        filter.since_us = before->since_us;
        filter.until_us = before->until_us;
    } else if (time == LAST_DAY) {
        filter.until_us = mt_calendar_end(&weekly->calendar);
        filter.since_us = filter.until_us - MT_DAY;
    }
    return filter;
}

static enum mt_rc
ask_cut(struct mt_weekly *weekly, const struct cut *cut, struct mt_table *tables[TIMES], struct mt_err *err)
{
    for (size_t time = 0; time < TIMES; time++) {
        tables[time] = NULL;
        if (time != OWN_WEEK && (cut->limit || (time == WEEK_BEFORE && !is_compared(weekly))))
            continue;
        struct mt_filter filter = filter_of(weekly, time);
        filter.by[0] = cut->by[0];
        filter.by[1] = cut->by[1];
        filter.limit = cut->limit;
        enum mt_rc rc = mt_weekly_ask(weekly, "rates", &filter, &tables[time], err);
        if (rc != MT_OK)
            return rc;
    }
    return MT_OK;
}

/* The counts of the same slice in another table, whose rows may be others. */
static struct mt_counts
counts_in(const struct mt_table *other, const struct found *found)
{
    const struct mt_table *own = found->tables[OWN_WEEK];
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

static enum mt_rc
counts_at(struct mt_weekly *weekly, const struct found *found, size_t time, struct mt_counts *counts,
          struct mt_err *err)
{
    if (found->tables[time]) {
        *counts = counts_in(found->tables[time], found);
        return MT_OK;
    }
    struct mt_filter filter = filter_of(weekly, time);
    struct mt_table *table;
    filter.domain = mt_table_at(found->tables[OWN_WEEK], found->slice.first, 0).text;
    enum mt_rc rc = mt_weekly_ask(weekly, "overview", &filter, &table, err);
    if (rc == MT_OK)
        *counts = mt_standout_counts(table, found->measure->hits, 0, table->row_count);
    return rc;
}

static int
by_excess(const void *a, const void *b)
{
    const struct found *one = a, *two = b;
    double first = mt_standout_excess(&one->slice), second = mt_standout_excess(&two->slice);
    if (first != second)
        return first < second ? 1 : -1;
    if (one->cut != two->cut)
        return one->cut < two->cut ? -1 : 1;
    if (one->measure != two->measure)
        return one->measure < two->measure ? -1 : 1;
    return one->slice.first < two->slice.first ? -1 : one->slice.first > two->slice.first;
}

/* ---- saying ---- */

static struct mt_value
share_of(struct mt_counts counts)
{
    return mt_value_ratio(counts.base > 0 ? (double)counts.hits / (double)counts.base : 0);
}

static void
say_before(struct mt_out *out, const struct mt_zone *zone, struct mt_counts before, struct mt_counts now)
{
    double difference;
    struct mt_interval interval;
    if (!mt_stats_difference(before.hits, before.base, now.hits, now.base, &difference, &interval)) {
        mt_say_into(out, zone, MT_SAY_BEFORE_NONE, MT_NO_VALUES);
        return;
    }
    enum mt_sentence sentence = interval.low > 0    ? MT_SAY_BEFORE_WORSE
                                : interval.high < 0 ? MT_SAY_BEFORE_LESS
                                                    : MT_SAY_BEFORE_SAME;
    mt_say_into(out, zone, sentence,
                MT_VALUES(share_of(before), mt_value_count(before.hits), mt_value_count(before.base)));
}

static void
say_now(struct mt_out *out, const struct mt_zone *zone, struct mt_counts now, const struct mt_slice *slice)
{
    static const enum mt_sentence sentences[] = {
        [MT_STANDING_UNKNOWN] = MT_SAY_NOW_UNKNOWN,
        [MT_STANDING_WORSE] = MT_SAY_NOW_WORSE,
        [MT_STANDING_USUAL] = MT_SAY_NOW_USUAL,
    };
    mt_say_into(out, zone, sentences[mt_standout_standing(now, slice)],
                MT_VALUES(mt_value_count(now.hits), mt_value_count(now.base)));
}

static enum mt_rc
say_found(struct mt_weekly *weekly, struct mt_section *section, const struct found *found, struct mt_err *err)
{
    const struct mt_zone *zone = weekly->report->zone;
    const struct mt_slice *slice = &found->slice;
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_text about = found->cut->about(weekly, found->tables[OWN_WEEK], slice);
    mt_say_into(&out, zone, found->measure->often,
                MT_VALUES(mt_value_words(about), share_of(slice->inside), mt_value_count(slice->inside.hits),
                          mt_value_count(slice->inside.base), share_of(slice->outside)));
    struct mt_counts other;
    enum mt_rc rc = MT_OK;
    if (is_compared(weekly) && (rc = counts_at(weekly, found, WEEK_BEFORE, &other, err)) == MT_OK)
        say_before(&out, zone, other, slice->inside);
    /* A day is one weekday, so the last one says nothing of another. */
    if (rc == MT_OK && found->cut->about != about_weekdays &&
        (rc = counts_at(weekly, found, LAST_DAY, &other, err)) == MT_OK)
        say_now(&out, zone, other, slice);
    if (rc == MT_OK)
        rc = out.failed || !about.at ? mt_err_memory(err)
                                     : mt_report_point(weekly->report, section, mt_out_view(&out), err);
    mt_out_release(&out);
    return rc;
}

/* How all mail compares with the week before, when chance alone is a poor explanation. */
static enum mt_rc
say_overall(struct mt_weekly *weekly, struct mt_section *section, const struct measure *measure, struct mt_err *err)
{
    const struct mt_calendar *calendar = &weekly->calendar;
    struct mt_counts counts[2];
    double difference;
    struct mt_interval interval;
    if (!is_compared(weekly))
        return MT_OK;
    for (size_t i = 0; i < 2; i++)
        counts[i] = counts_of_week(calendar, MT_WEEKLY_BEFORE + i, measure);
    if (!mt_stats_difference(counts[0].hits, counts[0].base, counts[1].hits, counts[1].base, &difference, &interval) ||
        (interval.low <= 0 && interval.high >= 0))
        return MT_OK;
    enum mt_sentence sentence = interval.low > 0 ? measure->more : measure->less;
    return mt_report_point(weekly->report, section,
                           mt_weekly_say(weekly, sentence, MT_VALUES(share_of(counts[1]), share_of(counts[0]))), err);
}

static struct mt_text
say_nothing(struct mt_weekly *weekly)
{
    int64_t trouble = 0;
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        trouble += counts_of_week(&weekly->calendar, MT_WEEKLY_OWN, &measures[i]).hits;
    if (trouble < MT_STANDOUT_LEAST)
        return mt_weekly_say(weekly, MT_SAY_STANDOUT_LITTLE, MT_VALUES(mt_value_count(trouble)));
    return mt_weekly_say(weekly, MT_SAY_STANDOUT_NONE, MT_NO_VALUES);
}

static enum mt_rc
find(struct mt_weekly *weekly, struct findings *findings, struct mt_err *err)
{
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct mt_table *tables[TIMES];
        enum mt_rc rc = ask_cut(weekly, &cuts[i], tables, err);
        if (rc != MT_OK)
            return rc;
        for (size_t j = 0; j < sizeof measures / sizeof *measures; j++)
            look_at(findings, &cuts[i], &measures[j], counts_of_week(&weekly->calendar, MT_WEEKLY_OWN, &measures[j]),
                    tables);
    }
    qsort(findings->found, findings->count, sizeof *findings->found, by_excess);
    return MT_OK;
}

enum mt_rc
mt_weekly_standout(struct mt_weekly *weekly, struct mt_err *err)
{
    struct mt_section *section = mt_report_section(weekly->report, "standout", mt_wording(MT_SAY_STANDOUT_TITLE), NULL);
    struct findings *findings = mt_arena_take(&weekly->report->arena, sizeof *findings);
    if (!section || !findings)
        return mt_err_memory(err);
    enum mt_rc rc = find(weekly, findings, err);
    for (size_t i = 0; i < sizeof measures / sizeof *measures && rc == MT_OK; i++)
        rc = say_overall(weekly, section, &measures[i], err);
    for (size_t i = 0; i < findings->count && i < MOST_SAID && rc == MT_OK; i++)
        rc = say_found(weekly, section, &findings->found[i], err);
    if (rc == MT_OK && findings->count == 0)
        rc = mt_report_point(weekly->report, section, say_nothing(weekly), err);
    if (rc == MT_OK && findings->count > MOST_SAID) {
        struct mt_value left = mt_value_count((int64_t)(findings->count - MOST_SAID));
        rc = mt_report_note(weekly->report, section, mt_weekly_say(weekly, MT_SAY_STANDOUT_MORE, MT_VALUES(left)), err);
    }
    if (rc == MT_OK)
        rc = mt_report_note(weekly->report, section,
                            mt_weekly_say(weekly, MT_SAY_STANDOUT_NOTE, MT_VALUES(mt_value_count(MT_STANDOUT_LEAST))),
                            err);
    return rc;
}
