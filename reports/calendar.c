#include "reports/calendar.h"

#include <stdio.h>
#include <string.h>

#include "query/question.h"
#include "reports/covered.h"

enum { OWN = MT_CALENDAR_WEEKS - 1 };

static enum mt_rc
ask(struct mt_report *report, struct mt_store *store, const char *question, const struct mt_filter *filter,
    const struct mt_table **answer, struct mt_err *err)
{
    struct mt_table *table = mt_report_table(report);
    if (!table)
        return mt_err_memory(err);
    *answer = table;
    return mt_question_ask(store, question, filter, table, err);
}

static void
set_week(struct mt_week *week, int64_t monday, const struct mt_zone *zone)
{
    int year, number;
    *week = (struct mt_week){.first_day = monday, .row = -1};
    mt_civil_iso_week(monday, &year, &number);
    snprintf(week->name, sizeof week->name, "%04d-W%02d", year, number);
    week->since_us = mt_zone_to_utc(zone, monday * MT_DAY);
    week->until_us = mt_zone_to_utc(zone, (monday + 7) * MT_DAY);
}

static void
judge_week(struct mt_week *week, const struct mt_calendar *calendar, const struct mt_covered *covered)
{
    week->days_covered = mt_covered_days(covered, week->first_day, 7);
    week->gaps = mt_covered_gaps(covered, week->since_us, week->until_us);
    week->row = -1;
    for (size_t row = 0; row < calendar->trend->row_count; row++) {
        struct mt_cell name = mt_table_cell(calendar->trend, row, "week");
        if (name.known && mt_text_is(name.text, week->name))
            week->row = (int)row;
    }
    week->whole = week->row >= 0 && week->days_covered == 7 && week->gaps == 0;
}

/* ---- the nine weeks ---- */

static enum mt_rc
look(struct mt_calendar *calendar, struct mt_report *report, struct mt_store *store, int64_t monday, struct mt_err *err)
{
    struct mt_filter filter;
    mt_filter_init(&filter);
    filter.zone = report->reader.zone;
    for (int i = 0; i < MT_CALENDAR_WEEKS; i++)
        set_week(&calendar->weeks[i], monday - 7 * (OWN - i), report->reader.zone);
    filter.since_us = calendar->weeks[0].since_us;
    filter.until_us = calendar->weeks[OWN].until_us;
    enum mt_rc rc = ask(report, store, "trend", &filter, &calendar->trend, err);
    if (rc == MT_OK)
        rc = ask(report, store, "coverage", &filter, &calendar->coverage, err);
    if (rc == MT_OK)
        rc = ask(report, store, "gaps", &filter, &calendar->gaps, err);
    if (rc != MT_OK)
        return rc;

    struct mt_covered covered =
        mt_covered_of(report->reader.zone, calendar->freshness, calendar->coverage, calendar->gaps);
    for (int i = 0; i < MT_CALENDAR_WEEKS; i++)
        judge_week(&calendar->weeks[i], calendar, &covered);
    return MT_OK;
}

/* "2026-W40 to 2026-W47" in runs, as far as a message holds them. */
static enum mt_rc
refuse_week(struct mt_report *report, struct mt_store *store, const char *week, struct mt_err *err)
{
    struct mt_filter filter;
    const struct mt_table *trend = NULL;
    char list[400] = "";
    size_t used = 0;
    mt_filter_init(&filter);
    filter.zone = report->reader.zone;
    enum mt_rc rc = ask(report, store, "trend", &filter, &trend, err);
    if (rc != MT_OK)
        return rc;
    /* The newest matter most, so the list runs backwards. */
    for (size_t row = trend->row_count; row-- > 0 && used + 24 < sizeof list;) {
        struct mt_cell name = mt_table_cell(trend, row, "week");
        if (name.known)
            used +=
                (size_t)snprintf(list + used, sizeof list - used, "%s%.*s", used ? ", " : "", MT_TEXT_ARGS(name.text));
    }
    return mt_err_set(err, MT_USAGE, "there is no mail in week '%.20s'; these weeks have mail: %s", week, list);
}

enum mt_rc
mt_calendar_open(struct mt_calendar *calendar, struct mt_report *report, struct mt_store *store, const char *week,
                 struct mt_err *err)
{
    struct mt_filter filter;
    mt_filter_init(&filter);
    filter.zone = report->reader.zone;
    *calendar = (struct mt_calendar){0};
    enum mt_rc rc = ask(report, store, "freshness", &filter, &calendar->freshness, err);
    if (rc != MT_OK)
        return rc;
    struct mt_cell last = mt_table_cell(calendar->freshness, 0, "last_received");
    if (!last.known)
        return mt_err_set(err, MT_FAILED, "there is no mail in the database yet; 'msgtrace import' puts some in");

    if (week) {
        rc = mt_filter_week(&filter, week, err);
        if (rc == MT_OK)
            rc = look(calendar, report, store, mt_day_of(report->reader.zone, filter.since_us), err);
        if (rc == MT_OK && calendar->weeks[OWN].row < 0)
            rc = refuse_week(report, store, week, err);
        return rc;
    }

    int64_t newest = mt_day_of(report->reader.zone, last.integer), monday = newest - mt_civil_weekday(newest) + 1;
    rc = look(calendar, report, store, monday, err);
    if (rc != MT_OK)
        return rc;
    int chosen = OWN;
    while (chosen >= 0 && !calendar->weeks[chosen].whole)
        chosen--;
    /* No whole week: the newest with mail, which then says that it is not whole. Routing steps alone are no mail. */
    for (int i = OWN; chosen < 0 && i >= 0; i--)
        if (calendar->weeks[i].row >= 0)
            chosen = i;
    if (chosen < 0)
        return mt_err_set(err, MT_FAILED, "the newest weeks of the database hold no mail; name one with '--week'");
    return chosen == OWN ? MT_OK : look(calendar, report, store, calendar->weeks[chosen].first_day, err);
}

struct mt_cell
mt_calendar_cell(const struct mt_calendar *calendar, size_t week, const char *key)
{
    int row = calendar->weeks[week].row;
    return row < 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_cell(calendar->trend, (size_t)row, key);
}

int64_t
mt_calendar_end(const struct mt_calendar *calendar)
{
    int64_t last = mt_table_integer(calendar->freshness, 0, "last_received", INT64_MAX);
    int64_t end = calendar->weeks[OWN].until_us;
    return last < end ? mt_floor_to(last, MT_HOUR) + MT_HOUR : end;
}
