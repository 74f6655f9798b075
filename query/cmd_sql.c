/* msgtrace sql: a SELECT of the user's own. */

#include "cmd.h"

#include "query/adhoc.h"
#include "reports/cmd_output.h"
#include "store/store.h"

static enum mt_rc
answer(struct mt_report *report, struct mt_store *store, const char *sql, struct mt_err *err)
{
    struct mt_table *table = mt_report_table(report);
    if (!table)
        return mt_err_memory(err);
    table->name = report->name;
    table->title = "Answer";
    enum mt_rc rc = mt_adhoc_ask(store, mt_text_of(sql), mt_interrupted, table, err);
    struct mt_section *section = rc == MT_OK ? mt_report_section(report, "answer", "Answer", table) : NULL;
    if (section)
        section->no_heading = true;
    return rc == MT_OK && !section ? mt_err_memory(err) : rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_report report;
    struct mt_output output;
    if (arguments->operand_count != 1)
        return mt_err_set(err, MT_USAGE, "give one statement in quotes: msgtrace sql 'SELECT ...'");
    enum mt_rc rc = mt_output_read(arguments, &output, err);
    if (rc != MT_OK)
        return rc;
    mt_report_init(&report, "sql");
    report.title = mt_text_of("Answer");
    rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    if (rc == MT_OK)
        rc = answer(&report, store, arguments->operands[0], err);
    if (rc == MT_OK)
        rc = mt_output_write(&output, &report, err);
    mt_report_release(&report);
    mt_store_close(store);
    return rc;
}

static const struct mt_option options[] = {
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_sql = {
    .name = "sql",
    .operands = "STATEMENT",
    .summary = "answer a SELECT of your own",
    .examples = "  msgtrace sql \"SELECT provider, count(*) FROM v1_delivery WHERE outcome <> 'routing' GROUP BY 1\"\n"
                "  msgtrace sql \"SELECT * FROM v1_delivery WHERE outcome LIKE '%deferr%'\" -o deferred.csv\n"
                "  msgtrace sql 'SELECT * FROM v1_import' --json\n",
    .details = "The database is opened for reading. The views v1_delivery, v1_event, v1_link, v1_hourly, v1_import and "
               "v1_reject are documented and keep their meaning; the tables behind them may change.\n",
    .options = options,
    .run = run,
};
