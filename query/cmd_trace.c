/* msgtrace trace: one message, every recipient, and what is known to have happened to each. */

#include "cmd.h"

#include "query/cmd_filter.h"
#include "query/statement.h"
#include "query/trace.h"
#include "reports/cmd_output.h"
#include "reports/cmd_reader.h"
#include "reports/messages.h"
#include "store/store.h"

#include <string.h>

enum { MOST_DELIVERIES = 200 };

/* Columns that only events can fill: without any they are left out rather than explained one by one. */
static bool
is_of_events(const char *key)
{
    static const char *const keys[] = {
        "final",       "delay",     "attempts", "reason_class", "reason_code", "reason",    "attempt",
        "remote_host", "remote_ip", "server",   "from_address", "to_address",  "reference",
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static bool
is_empty(const struct mt_table *table, const char *key)
{
    size_t column = (size_t)mt_table_find(table, key);
    for (size_t row = 0; row < table->row_count; row++)
        if (mt_table_at(table, row, column).known)
            return false;
    return true;
}

static const struct mt_shown *
shown_of(struct mt_report *report, const struct mt_table *table)
{
    const struct mt_shown *words = mt_output_words(report, table);
    struct mt_shown *shown = mt_arena_take(&report->arena, (table->column_count + 1) * sizeof *shown);
    size_t count = 0;
    for (size_t i = 0; words && shown && i < table->column_count; i++)
        if (!is_of_events(words[i].key) || !is_empty(table, words[i].key))
            shown[count++] = words[i];
    return words ? shown : NULL;
}

static enum mt_rc
add_sections(struct mt_report *report, struct mt_table *deliveries, struct mt_table *history, struct mt_err *err)
{
    enum mt_language language = report->reader.language;
    struct mt_section *first =
        mt_report_section(report, "deliveries", mt_wording(language, MT_SAY_TRACE_DELIVERIES), deliveries);
    struct mt_section *second =
        first ? mt_report_section(report, "history", mt_wording(language, MT_SAY_TRACE_HISTORY), history) : NULL;
    if (!first || !second)
        return mt_err_memory(err);
    first->shown = shown_of(report, deliveries);
    second->shown = shown_of(report, history);
    bool has_events = !is_empty(deliveries, "attempts");
    return mt_report_note(
        report, second,
        mt_text_of(mt_wording(language, has_events ? MT_SAY_TRACE_WITH_EVENTS : MT_SAY_TRACE_WITHOUT_EVENTS)), err);
}

static enum mt_rc
trace(struct mt_report *report, struct mt_store *store, const char *id, struct mt_err *err)
{
    struct mt_table *deliveries = mt_report_table(report), *history = mt_report_table(report);
    if (!deliveries || !history)
        return mt_err_memory(err);
    enum mt_rc rc = mt_trace_find(store, mt_text_of(id), MOST_DELIVERIES, deliveries, history, err);
    if (rc == MT_OK && deliveries->row_count == 0)
        rc = mt_err_set(
            err, MT_FAILED,
            "no delivery here has the id or address '%.300s'; 'msgtrace status' says which days are covered", id);
    if (rc == MT_OK)
        rc = mt_output_parameters(report, deliveries, err);
    return rc == MT_OK ? add_sections(report, deliveries, history, err) : rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_zone *zone = NULL;
    struct mt_report report;
    struct mt_output output;
    const char *zone_name = mt_arguments_value(arguments, "zone");
    if (arguments->operand_count != 1)
        return mt_err_set(err, MT_USAGE, "name one message: its Message-ID, its trace id, or an address");
    mt_report_init(&report, "trace");
    enum mt_rc rc = mt_output_read(arguments, &output, err);
    if (rc == MT_OK)
        rc = mt_reader_read_language(arguments, &report.reader.language, err);
    if (rc != MT_OK || (zone_name && (rc = mt_zone_open(&zone, zone_name, err)) != MT_OK))
        return rc;

    report.reader.zone = zone;
    report.title = mt_text_of(mt_wording(report.reader.language, MT_SAY_TRACE_TITLE));
    rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    struct mt_stop stop = {mt_interrupted};
    if (rc == MT_OK) {
        mt_statement_stop_when(store, &stop);
        rc = trace(&report, store, arguments->operands[0], err);
    }
    if (rc == MT_OK)
        rc = mt_output_write(&output, &report, err);
    mt_report_release(&report);
    mt_store_close(store);
    mt_zone_close(zone);
    return rc;
}

static const struct mt_option options[] = {
    {"zone", 0, "ZONE", "time zone of the times shown, e.g. Europe/Madrid (else UTC)", true},
    MT_LANGUAGE_OPTION,
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_trace = {
    .name = "trace",
    .operands = "ID",
    .summary = "show what is known of one message, or of an address",
    .examples = "  msgtrace trace '<CAF1234@mail.example>'                 by Message-ID\n"
                "  msgtrace trace a5e6dc0f-23df-4b20-d240-08dab38944a1    by trace id (network message id)\n"
                "  msgtrace trace anna@yahoo.com                          what an address got or sent\n",
    .details =
        "The Message-ID may be given with or without its angle brackets. Of an address the newest 200 deliveries "
        "are shown.\n",
    .options = options,
    .run = run,
};
