#include "reports/build_weekly.h"

#include <string.h>

#include "query/question.h"
#include "reports/weekly.h"
#include "store/base/zone.h"

enum mt_rc
mt_weekly_ask(struct mt_weekly *weekly, const char *question, const struct mt_filter *filter, struct mt_table **table,
              struct mt_err *err)
{
    struct mt_table *answer = mt_report_table(weekly->report);
    if (!answer)
        return mt_err_memory(err);
    enum mt_rc rc = mt_question_ask(weekly->store, question, filter, answer, err);
    if (rc == MT_OK)
        *table = answer;
    return rc;
}

struct mt_text
mt_weekly_say(struct mt_weekly *weekly, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    return mt_say(&weekly->report->arena, &weekly->report->reader, sentence, values, count);
}

const char *
mt_weekly_wording(const struct mt_weekly *weekly, enum mt_sentence sentence)
{
    return mt_wording(weekly->report->reader.language, sentence);
}

struct mt_cell
mt_weekly_cell(const struct mt_table *table, size_t row, const char *key)
{
    int column = mt_table_find(table, key);
    return column < 0 || row >= table->row_count ? MT_CELL_UNKNOWN(NULL) : mt_table_at(table, row, (size_t)column);
}

/* What expired is not known without events: the coverage says so once, and no table needs an empty column. */
const struct mt_shown *
mt_weekly_shown(struct mt_weekly *weekly, const struct mt_table *table, const struct mt_shown *list)
{
    size_t count = 0, kept = 0;
    bool expired = false;
    for (size_t row = 0; row < table->row_count; row++)
        expired |= mt_weekly_cell(table, row, "expired").known;
    while (list[count].key)
        count++;
    struct mt_shown *shown = mt_arena_take(&weekly->report->arena, (count + 1) * sizeof *shown);
    if (!shown)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (expired || strcmp(list[i].key, "expired") != 0)
            shown[kept++] = list[i];
    shown[kept] = (struct mt_shown){.key = NULL};
    return shown;
}

enum mt_rc
mt_weekly_add(struct mt_weekly *weekly, const char *key, enum mt_sentence title, const char *question,
              const struct mt_filter *filter, const struct mt_shown *list, struct mt_section **added,
              struct mt_err *err)
{
    struct mt_table *table = NULL;
    enum mt_rc rc = mt_weekly_ask(weekly, question, filter, &table, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section = mt_report_section(weekly->report, key, mt_weekly_wording(weekly, title), table);
    if (!section)
        return mt_err_memory(err);
    section->shown = list ? mt_weekly_shown(weekly, table, list) : NULL;
    if (list && !section->shown)
        return mt_err_memory(err);
    *added = section;
    return MT_OK;
}

static bool
is_noted(const struct mt_report *report, struct mt_text note)
{
    for (const struct mt_section *section = report->sections; section; section = section->next)
        for (size_t i = 0; i < section->note_count; i++)
            if (mt_text_equal(section->notes[i], note))
                return true;
    return false;
}

enum mt_rc
mt_weekly_notes(struct mt_weekly *weekly, struct mt_section *section, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < section->table->note_count && rc == MT_OK; i++)
        if (!is_noted(weekly->report, section->table->notes[i]))
            rc = mt_report_note(weekly->report, section, section->table->notes[i], err);
    return rc;
}

static enum mt_rc
name_report(struct mt_weekly *weekly, const struct mt_weekly_request *request, struct mt_err *err)
{
    struct mt_report *report = weekly->report;
    const struct mt_week *week = &weekly->calendar.weeks[MT_WEEKLY_OWN];
    struct mt_cell fresh = mt_weekly_cell(weekly->calendar.freshness, 0, "newest_export");
    report->fresh_us = fresh.known ? fresh.integer : MT_MOMENT_UNKNOWN;
    report->title = mt_weekly_say(weekly, MT_SAY_WEEKLY_TITLE, MT_VALUES(mt_value_words(mt_text_of(week->name))));
    report->subtitle = mt_weekly_say(weekly, MT_SAY_WEEKLY_SUBTITLE,
                                     MT_VALUES(mt_value_day(week->first_day), mt_value_day(week->first_day + 6)));
    if (!report->title.at || !report->subtitle.at)
        return mt_err_memory(err);

    const char *zone = report->reader.zone ? mt_zone_name(report->reader.zone) : "UTC";
    enum mt_rc rc = mt_report_parameter(report, "week", mt_text_of(week->name), err);
    if (rc == MT_OK)
        rc = mt_report_parameter(report, "zone", mt_text_of(zone), err);
    if (rc == MT_OK && request->tool)
        rc = mt_report_parameter(report, "tool", mt_text_of(request->tool), err);
    return rc;
}

enum mt_rc
mt_weekly_build(struct mt_report *report, struct mt_store *store, const struct mt_weekly_request *request,
                struct mt_err *err)
{
    static enum mt_rc (*const parts[])(struct mt_weekly * weekly, struct mt_err * err) = {
        mt_weekly_coverage, mt_weekly_headline, mt_weekly_standout, mt_weekly_outcomes, mt_weekly_tables,
    };
    struct mt_weekly weekly = {.report = report, .store = store};
    report->reader = request->reader;
    enum mt_rc rc = mt_calendar_open(&weekly.calendar, report, store, request->week, err);
    if (rc != MT_OK)
        return rc;

    mt_filter_init(&weekly.filter);
    weekly.filter.zone = request->reader.zone;
    rc = mt_filter_week(&weekly.filter, weekly.calendar.weeks[MT_WEEKLY_OWN].name, err);
    if (rc == MT_OK)
        rc = name_report(&weekly, request, err);
    if (rc == MT_OK)
        rc = mt_weekly_find_evidence(&weekly, err);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && rc == MT_OK; i++)
        rc = parts[i](&weekly, err);
    return rc;
}
