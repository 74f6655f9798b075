/* msgtrace query: one question, one table. */

#include "cmd.h"

#include "query/cmd_filter.h"
#include "query/question.h"
#include "query/statement.h"
#include "reports/cmd_output.h"
#include "reports/cmd_reader.h"
#include "reports/messages.h"
#include "reports/words.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

/* As many rows as one screen shows; files and data formats get them all. */
enum { ROWS_FOR_READING = 30, LEAST_BASE = 30 };

/* ---- how a table is shown ---- */

/* The most useful columns of a rate question; data formats have all. The dimensions come in front of them. */
static const struct mt_shown rate_columns[] = {
    {.key = "deliveries"},
    {.key = "deferred"},
    {.key = "deferred_ratio", .low = "deferred_low", .high = "deferred_high"},
    {.key = "still_deferred"},
    {.key = "failed"},
    {.key = "failed_ratio", .low = "failed_low", .high = "failed_high"},
    {.key = "expired"},
    {.key = "under_way"},
    {.key = NULL},
};

/* Those of "changes". */
static const struct mt_shown change_columns[] = {
    {.key = "deliveries_before"},
    {.key = "trouble_before_ratio"},
    {.key = "deliveries"},
    {.key = "trouble_ratio", .low = "trouble_low", .high = "trouble_high"},
    {.key = "change", .low = "change_low", .high = "change_high"},
    {.key = "verdict", .words = mt_change_words},
    {.key = NULL},
};

enum { MOST_DIMENSIONS = 4, MOST_COLUMNS = sizeof rate_columns / sizeof *rate_columns };

_Static_assert(sizeof change_columns <= sizeof rate_columns, "there is room for either list");

static bool
is_dimension(const char *key)
{
    for (const char *const *name = mt_dimension_names(); *name; name++)
        if (strcmp(*name, key) == 0)
            return true;
    return false;
}

/* Hours of the week as a grid, times as lines, everything else as bars. */
static enum mt_chart_kind
kind_of(const char *name, const char *first)
{
    if (strcmp(name, "heatmap") == 0)
        return MT_CHART_HEATMAP;
    return strcmp(first, "day") == 0 || strcmp(first, "week") == 0 ? MT_CHART_LINES : MT_CHART_BARS;
}

/* The dimensions of the answer, and behind them the columns of `list`; returns how many dimensions there are. */
static size_t
show_dimensions(struct mt_section *section, const struct mt_shown *list, size_t size,
                struct mt_shown room[MOST_DIMENSIONS + MOST_COLUMNS])
{
    const struct mt_table *table = section->table;
    size_t count = 0;
    while (count < table->column_count && count < MOST_DIMENSIONS && is_dimension(table->columns[count].key)) {
        const char *key = table->columns[count].key;
        /* Elsewhere a reason is what a server said; as a dimension it is its class. */
        room[count++] = (struct mt_shown){.key = key, .words = strcmp(key, "reason") == 0 ? mt_reason_words : NULL};
    }
    memcpy(room + count, list, size);
    section->shown = room;
    return count;
}

static void
show_rates(struct mt_section *section, const struct mt_report *report,
           struct mt_shown room[MOST_DIMENSIONS + MOST_COLUMNS])
{
    size_t count = show_dimensions(section, rate_columns, sizeof rate_columns, room);
    if (count == 0)
        return;
    section->chart = (struct mt_chart){
        .kind = kind_of(report->name, room[0].key),
        .title = mt_wording(report->reader.language, MT_SAY_CHART_DEFERRED),
        .label = room[0].key,
        .value = "deferred_ratio",
        .low = "deferred_low",
        .high = "deferred_high",
        .base = "deliveries",
        .least_base = LEAST_BASE,
    };
    if (section->chart.kind == MT_CHART_HEATMAP) {
        section->chart.group = room[0].key;
        section->chart.group_words = mt_weekday_words;
        section->chart.label = room[1].key;
    }
}

/* ---- the command ---- */

static enum mt_rc
list_questions(void)
{
    const struct mt_question *question;
    printf("Questions (msgtrace query NAME):\n");
    for (size_t i = 0; (question = mt_question_at(i)); i++)
        printf("  %-15s %s\n", question->name, question->summary);
    printf("\nDimensions for --by:");
    for (const char *const *name = mt_dimension_names(); *name; name++)
        printf(" %s", *name);
    printf("\nThese questions take it:");
    for (size_t i = 0; (question = mt_question_at(i)); i++)
        if (question->by)
            printf(" %s", question->name);
    printf("\n");
    return MT_OK;
}

/* Cuts "domain,size" in place. */
static enum mt_rc
read_dimensions(char *by, struct mt_filter *filter, struct mt_err *err)
{
    size_t count = 0;
    while (by && *by) {
        char *comma = strchr(by, ',');
        if (count == MT_FILTER_DIMENSIONS)
            return mt_err_set(err, MT_USAGE, "--by takes one or two dimensions, like --by domain,size");
        filter->by[count++] = by;
        if (comma)
            *comma++ = '\0';
        by = comma;
    }
    return MT_OK;
}

static enum mt_rc
read_limit(const char *said, bool for_reading, int64_t *limit, struct mt_err *err)
{
    *limit = for_reading ? ROWS_FOR_READING : 0;
    if (said && !mt_text_to_int(mt_text_of(said), limit))
        return mt_err_set(err, MT_USAGE, "--limit is a number of rows, 0 for all, not '%.40s'", said);
    return MT_OK;
}

static enum mt_rc
add_notes(struct mt_report *report, struct mt_section *section, bool rates, struct mt_err *err)
{
    const struct mt_table *table = section->table;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < table->note_count && rc == MT_OK; i++)
        rc = mt_report_note(report, section, mt_say_note(&report->arena, &report->reader, &table->notes[i]), err);
    if (rc == MT_OK && rates && table->evidence && strcmp(table->evidence, "summary") == 0)
        rc = mt_report_note(report, section, mt_text_of(mt_wording(report->reader.language, MT_SAY_DEFERRED_CAUGHT)),
                            err);
    return rc;
}

/* The answer as the report's only section. */
static enum mt_rc
add_answer(struct mt_report *report, struct mt_table *table, struct mt_shown room[MOST_DIMENSIONS + MOST_COLUMNS],
           struct mt_err *err)
{
    const char *title = mt_in_language(report->reader.language, table->title);
    report->title = mt_text_of(title);
    struct mt_section *section = mt_report_section(report, report->name, title, table);
    if (!section)
        return mt_err_memory(err);
    section->no_heading = true;
    bool rates = mt_question_named(report->name)->rates;
    if (rates)
        show_rates(section, report, room);
    else if (strcmp(report->name, "changes") == 0)
        show_dimensions(section, change_columns, sizeof change_columns, room);
    else
        section->shown = mt_output_words(report, table);
    enum mt_rc rc = add_notes(report, section, rates, err);
    return rc == MT_OK ? mt_output_parameters(report, table, err) : rc;
}

static enum mt_rc
ask(const struct mt_arguments *arguments, struct mt_report *report, struct mt_store *store,
    const struct mt_filter *filter, const struct mt_output *output, struct mt_err *err)
{
    struct mt_shown room[MOST_DIMENSIONS + MOST_COLUMNS];
    struct mt_stop stop = {mt_interrupted};
    struct mt_table *table = mt_report_table(report);
    if (!table)
        return mt_err_memory(err);
    mt_statement_stop_when(store, &stop);
    enum mt_rc rc = mt_question_ask(store, report->name, filter, table, err);
    if (rc == MT_OK && mt_arguments_has(arguments, "show-sql")) {
        fwrite(table->sql.at, 1, table->sql.len, stdout);
        putchar('\n');
        return MT_OK;
    }
    if (rc == MT_OK)
        rc = add_answer(report, table, room, err);
    return rc == MT_OK ? mt_output_write(output, report, err) : rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    char by[128] = "";
    const char *said = mt_arguments_value(arguments, "by");
    struct mt_output output;
    struct mt_filter filter;
    struct mt_zone *zone = NULL;
    struct mt_report report;
    if (mt_arguments_has(arguments, "list") || arguments->operand_count == 0)
        return list_questions();
    if (arguments->operand_count > 1)
        return mt_err_set(err, MT_USAGE, "one question at a time: '%.60s' is one too many", arguments->operands[1]);
    const char *name = arguments->operands[0];
    const struct mt_question *question = mt_question_named(name);
    if (!question)
        return mt_question_refuse(name, err);
    if (said && !question->by)
        return mt_err_set(err, MT_USAGE, "'%s' takes no --by: msgtrace query rates --by %.60s", name, said);
    if (said && strlen(said) >= sizeof by)
        return mt_err_set(err, MT_USAGE, "--by takes one or two dimensions, like --by domain,size");
    if (said)
        memcpy(by, said, strlen(said) + 1);

    mt_report_init(&report, name);
    enum mt_rc rc = mt_output_read(arguments, &output, err);
    if (rc == MT_OK)
        rc = mt_reader_read_language(arguments, &report.reader.language, err);
    if (rc == MT_OK)
        rc = mt_filter_read(arguments, &filter, &zone, err);
    if (rc == MT_OK)
        rc = read_dimensions(by, &filter, err);
    if (rc == MT_OK)
        rc = read_limit(mt_arguments_value(arguments, "limit"), mt_output_is_for_reading(&output) && question->ranked,
                        &filter.limit, err);
    struct mt_store *store = NULL;
    report.reader.zone = zone;
    if (rc == MT_OK)
        rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    if (rc == MT_OK)
        rc = mt_filter_warn(store, &filter, err);
    if (rc == MT_OK)
        rc = ask(arguments, &report, store, &filter, &output, err);
    mt_report_release(&report);
    mt_store_close(store);
    mt_zone_close(zone);
    return rc;
}

static const char *
name_at(size_t index)
{
    const struct mt_question *question = mt_question_at(index);
    return question ? question->name : NULL;
}

static const struct mt_option options[] = {
    {"list", 0, NULL, "name all questions"},
    {"by", 0, "A[,B]", "for rates, delays, attempts, pending-age: one or two dimensions, e.g. domain,size"},
    MT_FILTER_OPTIONS,
    {"limit", 0, "ROWS", "at most so many rows, 0 for all (else the first 30 in the terminal, of what is ranked)"},
    MT_LANGUAGE_OPTION,
    {"show-sql", 0, NULL, "print the SQL instead of its answer"},
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_query = {
    .name = "query",
    .operands = "NAME",
    .operand_at = name_at,
    .summary = "answer a question with a table",
    .examples = "  msgtrace query --list                              all questions\n"
                "  msgtrace query overview --week 2026-W47            all mail in one row\n"
                "  msgtrace query domains --since 2026-11-16          by recipient domain, most trouble first\n"
                "  msgtrace query heatmap --zone Europe/London        by weekday and hour\n"
                "  msgtrace query rates --by provider,size            any two dimensions\n"
                "  msgtrace query delays --by domain                  how long mail takes to each domain\n"
                "  msgtrace query reasons --provider yahoo            why mail to Yahoo is put off or refused\n"
                "  msgtrace query trend --provider yahoo -o t.csv     weeks, as CSV\n",
    .details =
        "Rates count mail: one message to one recipient, without steps of routing. Every rate has a 95 % interval "
        "and the count it rests on. From summary exports a deferral is seen only when an export was taken while "
        "the mail was Pending, so deferred figures are lower bounds; what expired, how long mail took and why it was "
        "put off or refused is in extended reports with details, message trace details and message tracking logs.\n"
        "\n"
        "A figure with a sign for 'at least' is a lower bound; CSV and JSON say so in KEY_at_least. Delays are "
        "estimated by Kaplan and Meier: mail that is still on its way, expired or was refused counts as longer than it "
        "was tried, and mail of unknown time as delivered as early as it can have been.\n",
    .options = options,
    .run = run,
};
