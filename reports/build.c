#include "reports/build.h"

#include <string.h>

#include "query/question.h"
#include "store/base/zone.h"

enum mt_rc
mt_build_origin(struct mt_build *build, const char *tool, struct mt_err *err)
{
    struct mt_report *report = build->report;
    struct mt_filter everything;
    struct mt_table *freshness = NULL;
    mt_filter_init(&everything);
    enum mt_rc rc = mt_build_ask(build, "freshness", &everything, &freshness, err);
    if (rc != MT_OK)
        return rc;
    report->fresh_us = mt_table_integer(freshness, 0, "newest_export", MT_MOMENT_UNKNOWN);
    const char *zone = report->reader.zone ? mt_zone_name(report->reader.zone) : "UTC";
    rc = mt_report_parameter(report, "zone", mt_text_of(zone), err);
    if (rc == MT_OK && tool)
        rc = mt_report_parameter(report, "tool", mt_text_of(tool), err);
    return rc;
}

enum mt_rc
mt_build_ask(struct mt_build *build, const char *question, const struct mt_filter *filter, struct mt_table **table,
             struct mt_err *err)
{
    struct mt_table *answer = mt_report_table(build->report);
    if (!answer)
        return mt_err_memory(err);
    enum mt_rc rc = mt_question_ask(build->store, question, filter, answer, err);
    if (rc == MT_OK)
        *table = answer;
    return rc;
}

struct mt_text
mt_build_say(struct mt_build *build, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    return mt_say(&build->report->arena, &build->report->reader, sentence, values, count);
}

const char *
mt_build_wording(const struct mt_build *build, enum mt_sentence sentence)
{
    return mt_wording(build->report->reader.language, sentence);
}

/* What expired is not known without events: the coverage says so once, and no table needs an empty column. */
const struct mt_shown *
mt_build_shown(struct mt_build *build, const struct mt_table *table, const struct mt_shown *list)
{
    size_t count = 0, kept = 0;
    bool expired = false;
    for (size_t row = 0; row < table->row_count; row++)
        expired |= mt_table_cell(table, row, "expired").known;
    while (list[count].key)
        count++;
    struct mt_shown *shown = mt_arena_take(&build->report->arena, (count + 1) * sizeof *shown);
    if (!shown)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (expired || strncmp(list[i].key, "expired", strlen("expired")) != 0)
            shown[kept++] = list[i];
    shown[kept] = (struct mt_shown){.key = NULL};
    return shown;
}

enum mt_rc
mt_build_add(struct mt_build *build, const char *key, enum mt_sentence title, const char *question,
             const struct mt_filter *filter, const struct mt_shown *list, struct mt_section **added, struct mt_err *err)
{
    struct mt_table *table = NULL;
    enum mt_rc rc = mt_build_ask(build, question, filter, &table, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section = mt_report_section(build->report, key, mt_build_wording(build, title), table);
    if (!section)
        return mt_err_memory(err);
    section->shown = list ? mt_build_shown(build, table, list) : NULL;
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
mt_build_notes(struct mt_build *build, struct mt_section *section, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < section->table->note_count && rc == MT_OK; i++) {
        struct mt_text note = mt_say_note(&build->report->arena, &build->report->reader, &section->table->notes[i]);
        if (!is_noted(build->report, note))
            rc = mt_report_note(build->report, section, note, err);
    }
    return rc;
}
