/* msgtrace status: what is in the database, what it can answer, and where it has holes. */

#include "cmd.h"

#include "query/cmd_filter.h"
#include "query/question.h"
#include "query/statement.h"
#include "reports/cmd_output.h"
#include "store/store.h"

#include <string.h>

/* Without a window the last weeks are shown; the older ones are asked for with --since. */
#define DAYS_SHOWN 28

static const struct part {
    const char *question, *title;
    bool of_recent_days; /* one row a day or a gap: too many for the whole of a long history */
} parts[] = {
    {"freshness", "What is here", false}, {"evidence", "What it can answer", false},
    {"coverage", "Days", true},           {"gaps", "Stretches without mail", true},
    {"imports-log", "Imports", false},    {"quality", "What is not known of the mail", false},
};

static enum mt_rc
add_part(struct mt_report *report, struct mt_store *store, const struct part *part, const struct mt_filter *filter,
         struct mt_table **table, struct mt_err *err)
{
    *table = mt_report_table(report);
    if (!*table)
        return mt_err_memory(err);
    enum mt_rc rc = mt_question_ask(store, part->question, filter, *table, err);
    if (rc != MT_OK)
        return rc;
    struct mt_section *section = mt_report_section(report, part->question, part->title, *table);
    if (!section)
        return mt_err_memory(err);
    if (strcmp(part->question, "coverage") == 0)
        section->shown = mt_output_words(report, *table);
    if ((*table)->row_count == 0 && strcmp(part->question, "gaps") == 0) {
        section->lede = mt_text_of("There is none: every hour in which mail is usual has some.");
        section->table = NULL;
    }
    return MT_OK;
}

static int64_t
whole_cell(const struct mt_table *table, const char *key)
{
    int column = mt_table_find(table, key);
    struct mt_cell cell =
        column < 0 || table->row_count == 0 ? MT_CELL_UNKNOWN(NULL) : mt_table_at(table, 0, (size_t)column);
    return cell.known ? cell.integer : MT_MOMENT_UNKNOWN;
}

static enum mt_rc
build(struct mt_report *report, struct mt_store *store, const struct mt_filter *filter, struct mt_err *err)
{
    struct mt_filter recent = *filter;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && rc == MT_OK; i++) {
        struct mt_table *table;
        rc = add_part(report, store, &parts[i], parts[i].of_recent_days ? &recent : filter, &table, err);
        if (rc != MT_OK || i > 0)
            continue;
        report->fresh_us = whole_cell(table, "newest_export");
        int64_t newest = whole_cell(table, "last_received");
        if (filter->since_us == MT_MOMENT_UNKNOWN && filter->until_us == MT_MOMENT_UNKNOWN &&
            newest != MT_MOMENT_UNKNOWN) {
            int64_t local = mt_zone_to_local(filter->zone, newest);
            recent.since_us = mt_zone_to_utc(filter->zone, mt_floor_to(local, MT_DAY) - (DAYS_SHOWN - 1) * MT_DAY);
        }
        int64_t rejects = whole_cell(table, "rejects");
        if (rejects != MT_MOMENT_UNKNOWN && rejects > 0)
            rc = mt_report_note(
                report, report->sections,
                mt_text_of("Some records could not be read and were kept: 'msgtrace rejects' shows them."), err);
    }
    return rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_zone *zone = NULL;
    struct mt_filter filter;
    struct mt_report report;
    struct mt_output output;
    if (arguments->operand_count)
        return mt_err_set(err, MT_USAGE, "'%.60s' is one word too many", arguments->operands[0]);
    enum mt_rc rc = mt_output_read(arguments, &output, err);
    if (rc == MT_OK)
        rc = mt_filter_read(arguments, false, &filter, &zone, err);
    if (rc != MT_OK)
        return rc;

    mt_report_init(&report, "status");
    report.title = mt_text_of("What the database holds");
    report.zone = zone;
    rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    struct mt_stop stop = {mt_interrupted};
    if (rc == MT_OK) {
        mt_statement_stop_when(store, &stop);
        rc = build(&report, store, &filter, err);
    }
    if (rc == MT_OK)
        rc = mt_output_write(&output, &report, err);
    mt_report_release(&report);
    mt_store_close(store);
    mt_zone_close(zone);
    return rc;
}

static const struct mt_option options[] = {
    MT_WINDOW_OPTIONS,
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_status = {
    .name = "status",
    .operands = NULL,
    .summary = "say what the database holds, what it can answer, and where it has holes",
    .examples = "  msgtrace status\n"
                "  msgtrace status --zone Europe/London --since 2026-10-01\n"
                "  msgtrace status --json\n",
    .details =
        "Days are shown for the last four weeks of the data unless a window is given. A day without mail may be a "
        "day that was never exported: compare it with the windows of the imports.\n",
    .options = options,
    .run = run,
};
