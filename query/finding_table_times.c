/* When: day by day around the finding, by the hour of the day, by the day of the week. */

#include "query/finding_table.h"

#include <stdlib.h>

enum { DAY_HOURS = 24, DAYS_AROUND = 7, MOST_DAYS = 92, SHORT_HOURS = 48, HOURS_AROUND = 24, THURSDAY = 3 };

/* One line: a day, an hour, an hour of the day or a weekday. */
struct line {
    struct mt_finding_counts counts;
    double usual;           /* bad mail that is usual */
    int32_t hours, in, gap; /* hours of the data, those of the finding, those without data */
};

struct lines {
    struct line *items;
    int64_t first, count; /* what the first line stands for */
};

/* ---- local time ---- */

int64_t
mt_finding_local_hour(const struct mt_finding_subject *subject, int32_t hour)
{
    int64_t utc = subject->cube->first_hour + hour;
    return mt_floor_to(mt_zone_to_local(subject->cube->zone, utc * MT_HOUR), MT_HOUR) / MT_HOUR;
}

int64_t
mt_finding_shifted_hour(const struct mt_finding_subject *subject, int32_t hour)
{
    const struct mt_pattern_when *when = &subject->pattern->when;
    return mt_finding_local_hour(subject, hour) - (when->week_length > 0 ? when->week_start : 0);
}

static int64_t
day_of(const struct mt_finding_subject *subject, int32_t hour)
{
    return mt_floor_to(mt_finding_shifted_hour(subject, hour), DAY_HOURS) / DAY_HOURS;
}

static int64_t
hour_of_data(const struct mt_finding_subject *subject, int32_t hour)
{
    (void)subject;
    return hour;
}

static int64_t
hour_of_day(const struct mt_finding_subject *subject, int32_t hour)
{
    return mt_finding_local_hour(subject, hour) % DAY_HOURS;
}

/* Monday is 1. 1970 began on a Thursday. */
static int64_t
weekday_of(const struct mt_finding_subject *subject, int32_t hour)
{
    return (day_of(subject, hour) + THURSDAY) % 7 + 1;
}

/* ---- counting ---- */

/* Counts cells that miss nothing but `free` conditions, each in the line that `line_of` gives for its hour. */
struct count {
    int64_t (*line_of)(const struct mt_finding_subject *subject, int32_t hour);
    unsigned free;
    int32_t from, until; /* hours of the data */
};

static struct line *
line_at(const struct lines *lines, int64_t at)
{
    return at < lines->first || at >= lines->first + lines->count ? NULL : &lines->items[at - lines->first];
}

/* The times that an hour misses, whatever the mail: those of a cell that is nothing but an hour. */
static unsigned
times_missed(const struct mt_finding_subject *subject, int32_t hour)
{
    const struct mt_pattern_cell bare = {.hour = hour, .domain = 0, .host = MT_PATTERN_ANY, .forest = MT_PATTERN_ANY};
    return mt_finding_missed(subject->cube, subject->pattern, &bare) & MT_FINDING_TIMES;
}

static bool
is_gap(const struct mt_pattern_data *data, int32_t hour)
{
    for (size_t i = 0; i < data->gap_count; i++)
        if (hour >= data->gaps[i].from && hour < data->gaps[i].until)
            return true;
    return false;
}

/* The mail of each hour first: sums of fractions must not depend on the order of cells. */
static struct mt_finding_counts *
count_cells(const struct mt_finding_subject *subject, unsigned free_conditions)
{
    const struct mt_pattern_data *data = &subject->cube->data;
    struct mt_finding_counts *hourly = calloc((size_t)data->hours, sizeof *hourly);
    for (size_t i = 0; hourly && i < data->count; i++)
        if (!(mt_finding_missed(subject->cube, subject->pattern, &data->cells[i]) & ~free_conditions))
            mt_finding_counts_add(&hourly[data->cells[i].hour], &data->cells[i]);
    return hourly;
}

static void
add_hour(const struct mt_finding_subject *subject, int32_t hour, const struct mt_finding_counts *counts, bool in,
         struct line *line)
{
    const double *usual = subject->pattern->usual_by_hour;
    line->counts.mail += counts->mail;
    line->counts.bad += counts->bad;
    line->usual += usual ? (double)counts->mail * usual[hour] : 0;
    line->hours++;
    line->in += in;
    line->gap += is_gap(&subject->cube->data, hour);
}

static enum mt_rc
count_lines(const struct mt_finding_subject *subject, const struct count *count, struct lines *lines,
            struct mt_err *err)
{
    struct mt_finding_counts *hourly = count_cells(subject, count->free);
    lines->items = calloc((size_t)lines->count, sizeof *lines->items);
    for (int32_t hour = count->from; hourly && lines->items && hour < count->until; hour++) {
        unsigned missed = times_missed(subject, hour);
        struct line *line = missed & ~count->free ? NULL : line_at(lines, count->line_of(subject, hour));
        if (line)
            add_hour(subject, hour, &hourly[hour], missed == 0, line);
    }
    bool failed = !hourly || !lines->items;
    free(hourly);
    return failed ? mt_err_memory(err) : MT_OK;
}

/* ---- rows ---- */

static enum mt_rc
write_lines(const struct mt_finding_subject *subject, const struct lines *lines,
            struct mt_cell (*key)(const struct mt_finding_subject *subject, int64_t at), struct mt_table *table,
            struct mt_err *err)
{
    bool has_usual = subject->pattern->usual_by_hour != NULL;
    for (int64_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->items[i];
        if (line->hours == 0) /* no such hour in the data */
            continue;
        struct mt_cell *cells = mt_table_add(table);
        if (!cells)
            return mt_err_memory(err);
        *cells++ = key(subject, lines->first + i);
        mt_finding_count_cells(subject, &line->counts, cells);
        cells += MT_FINDING_COUNT_CELLS;
        double usual = has_usual && line->counts.mail > 0 ? line->usual / (double)line->counts.mail : -1;
        mt_finding_usual_cells(&line->counts, usual, cells);
        cells += MT_FINDING_USUAL_CELLS;
        *cells++ = mt_finding_in_cell(line->in > 0, line->in == line->hours);
        *cells = mt_cell_integer(line->gap);
    }
    return MT_OK;
}

static struct mt_cell
day_cell(const struct mt_finding_subject *subject, int64_t at)
{
    (void)subject;
    return mt_cell_integer(at);
}

static struct mt_cell
hour_cell(const struct mt_finding_subject *subject, int64_t at)
{
    return mt_cell_integer((subject->cube->first_hour + at) * MT_HOUR);
}

static enum mt_rc
declare(struct mt_table *table, struct mt_column key, struct mt_err *err)
{
    const struct mt_column columns[] = {key,
                                        MT_FINDING_COUNT_COLUMNS,
                                        MT_FINDING_USUAL_COLUMNS,
                                        MT_FINDING_IN_COLUMN,
                                        {"gap_hours", "Hours without data", MT_TYPE_COUNT}};
    return mt_table_columns(table, columns, sizeof columns / sizeof *columns, err);
}

/* ---- before, meanwhile and after ---- */

/* The hours to show: those of the finding and some around, or else the last ones. */
static void
find_span(const struct mt_finding_subject *subject, int32_t around, int32_t most, int32_t *from, int32_t *until)
{
    const struct mt_pattern_when *when = &subject->pattern->when;
    int32_t hours = subject->cube->data.hours;
    *from = when->until > 0 ? when->from - around : 0;
    *until = when->until > 0 ? when->until + around : hours;
    *from = *from < 0 ? 0 : *from;
    *until = *until > hours ? hours : *until;
    if (*until - *from > most)
        *from = *until - most;
}

static enum mt_rc
by_hour(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    struct count count = {hour_of_data, MT_FINDING_BIT(MT_FINDING_STRETCH), 0, 0};
    find_span(subject, HOURS_AROUND, INT32_MAX, &count.from, &count.until);
    struct lines lines = {.first = count.from, .count = count.until - count.from};
    enum mt_rc rc = declare(table, (struct mt_column){"hour", "Hour", MT_TYPE_MOMENT}, err);
    if (rc == MT_OK)
        rc = count_lines(subject, &count, &lines, err);
    if (rc == MT_OK)
        rc = write_lines(subject, &lines, hour_cell, table, err);
    free(lines.items);
    return rc;
}

static enum mt_rc
by_day(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    struct count count = {day_of, MT_FINDING_BIT(MT_FINDING_STRETCH) | MT_FINDING_BIT(MT_FINDING_WEEKDAYS), 0,
                          subject->cube->data.hours};
    int32_t from, until;
    find_span(subject, DAYS_AROUND * DAY_HOURS, MOST_DAYS * DAY_HOURS, &from, &until);
    struct lines lines = {.first = day_of(subject, from)};
    lines.count = day_of(subject, until - 1) - lines.first + 1;
    enum mt_rc rc = declare(table, (struct mt_column){"day", "Day", MT_TYPE_DAY}, err);
    if (rc == MT_OK)
        rc = count_lines(subject, &count, &lines, err);
    if (rc == MT_OK)
        rc = write_lines(subject, &lines, day_cell, table, err);
    free(lines.items);
    return rc == MT_OK ? mt_finding_keep_sql(subject, count.free, MT_FINDING_SQL_BY_DAY, table, err) : rc;
}

enum mt_rc
mt_finding_table_days(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    const struct mt_pattern_when *when = &subject->pattern->when;
    bool is_short = when->until > 0 && when->until - when->from < SHORT_HOURS && when->week_length == 0;
    return is_short ? by_hour(subject, table, err) : by_day(subject, table, err);
}

/* ---- hours of the day, days of the week ---- */

static enum mt_rc
by_clock(const struct mt_finding_subject *subject, struct count count, int64_t first, int64_t line_count,
         struct mt_column key, enum mt_finding_sql_by by, struct mt_table *table, struct mt_err *err)
{
    struct lines lines = {.first = first, .count = line_count};
    count.until = subject->cube->data.hours;
    enum mt_rc rc = declare(table, key, err);
    if (rc == MT_OK)
        rc = count_lines(subject, &count, &lines, err);
    if (rc == MT_OK)
        rc = write_lines(subject, &lines, day_cell, table, err);
    free(lines.items);
    return rc == MT_OK ? mt_finding_keep_sql(subject, count.free, by, table, err) : rc;
}

enum mt_rc
mt_finding_table_hours(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    return by_clock(subject, (struct count){hour_of_day, MT_FINDING_BIT(MT_FINDING_CLOCK), 0, 0}, 0, DAY_HOURS,
                    (struct mt_column){"hour", "Hour", MT_TYPE_COUNT}, MT_FINDING_SQL_BY_HOUR, table, err);
}

enum mt_rc
mt_finding_table_weekdays(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err)
{
    if (!(subject->conditions & MT_FINDING_BIT(MT_FINDING_CLOCK)))
        return MT_OK;
    return by_clock(subject, (struct count){weekday_of, MT_FINDING_BIT(MT_FINDING_WEEKDAYS), 0, 0}, 1, 7,
                    (struct mt_column){"weekday", "Weekday", MT_TYPE_COUNT}, MT_FINDING_SQL_BY_WEEKDAY, table, err);
}
