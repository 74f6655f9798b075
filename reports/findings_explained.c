/* One finding with what is behind it: its sentences, then the tables of query/finding_tables.h. */

#include "reports/findings_parts.h"

#include <string.h>

#include "query/finding_tables.h"
#include "reports/words.h"

/* ---- a table ---- */

/* Every column but the ends of intervals, which stand behind their ratio. */
static const struct mt_shown *
shown_of(struct mt_report *report, const struct mt_table *table)
{
    struct mt_shown *shown = mt_arena_take(&report->arena, (table->column_count + 1) * sizeof *shown);
    size_t count = 0;
    for (size_t i = 0; shown && i < table->column_count; i++) {
        const char *key = table->columns[i].key;
        bool has_interval = strcmp(key, "bad_ratio") == 0;
        if (strcmp(key, "bad_low") == 0 || strcmp(key, "bad_high") == 0)
            continue;
        shown[count++] = (struct mt_shown){
            .key = key,
            .low = has_interval ? "bad_low" : NULL,
            .high = has_interval ? "bad_high" : NULL,
        };
    }
    return shown;
}

static enum mt_rc
add_table(struct mt_report *report, struct mt_table *table, struct mt_err *err)
{
    if (table->row_count == 0)
        return MT_OK;
    struct mt_section *section =
        mt_report_section(report, table->name, mt_in_language(report->reader.language, table->title), table);
    if (!section)
        return mt_err_memory(err);
    section->shown = shown_of(report, table);
    enum mt_rc rc = section->shown ? MT_OK : mt_err_memory(err);
    for (size_t i = 0; i < table->note_count && rc == MT_OK; i++)
        rc = mt_report_note(report, section, mt_say_note(&report->arena, &report->reader, &table->notes[i]), err);
    return rc;
}

static enum mt_rc
add_tables(struct mt_report *report, struct mt_store *store, const struct mt_filter *filter,
           const struct mt_findings *findings, const struct mt_finding *finding, struct mt_err *err)
{
    struct mt_table *tables[MT_FINDING_TABLES];
    for (int i = 0; i < MT_FINDING_TABLES; i++)
        if (!(tables[i] = mt_report_table(report)))
            return mt_err_memory(err);
    enum mt_rc rc = mt_finding_tables(store, findings, finding, filter, tables, err);
    for (int i = 0; i < MT_FINDING_TABLES && rc == MT_OK; i++)
        rc = add_table(report, tables[i], err);
    return rc;
}

enum mt_rc
mt_finding_explained(struct mt_report *report, struct mt_store *store, const struct mt_filter *filter,
                     const struct mt_findings *findings, const struct mt_finding *finding, struct mt_err *err)
{
    struct mt_telling telling = mt_telling_of(&report->arena, &report->reader, findings);
    struct mt_section *section;
    enum mt_rc rc = mt_finding_section(report, &telling, finding, &section, err);
    if (rc != MT_OK)
        return rc;
    section->no_heading = true;
    report->title = mt_text_of(section->title);
    report->subtitle = mt_tell_period(&telling);
    rc = mt_report_note(report, section, mt_tell_evidence(&telling), err);
    if (rc == MT_OK)
        rc = add_tables(report, store, filter, findings, finding, err);
    return rc == MT_OK && telling.failed ? mt_err_memory(err) : rc;
}
