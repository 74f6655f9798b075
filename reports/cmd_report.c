/* msgtrace report: a whole report in one file, or in a folder or archive of several. */

#include "cmd.h"

#include "query/cmd_filter.h"
#include "query/statement.h"
#include "query/suggest.h"
#include "reports/build_executive.h"
#include "reports/build_trend.h"
#include "reports/build_weekly.h"
#include "reports/cmd_output.h"
#include "reports/cmd_reader.h"
#include "store/base/zone.h"
#include "store/store.h"

#include <string.h>

static const char tool[] = "msgtrace " MSGTRACE_VERSION;

/* ---- what was asked ---- */

struct wishes {
    size_t number; /* of the report */
    const char *week;
    enum mt_trend_step step;
    bool show_sql;
    struct mt_reader reader;
    struct mt_output output;
    struct mt_filter filter;
    struct mt_zone *zone;
};

/* ---- the reports ---- */

typedef enum mt_rc build(struct mt_report *report, struct mt_store *store, const struct wishes *wishes,
                         struct mt_err *err);

static enum mt_rc
build_weekly(struct mt_report *report, struct mt_store *store, const struct wishes *wishes, struct mt_err *err)
{
    struct mt_weekly_request request = {wishes->week, wishes->reader, tool, mt_interrupted};
    return mt_weekly_build(report, store, &request, err);
}

static enum mt_rc
build_trend(struct mt_report *report, struct mt_store *store, const struct wishes *wishes, struct mt_err *err)
{
    struct mt_trend_request request = {&wishes->filter, wishes->step, wishes->reader, tool, mt_interrupted};
    return mt_trend_build(report, store, &request, err);
}

static enum mt_rc
build_executive(struct mt_report *report, struct mt_store *store, const struct wishes *wishes, struct mt_err *err)
{
    struct mt_executive_request request = {&wishes->filter, wishes->reader, tool, mt_interrupted};
    return mt_executive_build(report, store, &request, err);
}

static const struct {
    const char *name;
    build *build;
    bool of_all_mail; /* of a whole week: it takes neither another window nor a part of the mail */
} reports[] = {
    {"weekly", build_weekly, true},
    {"trend", build_trend, false},
    {"executive", build_executive, false},
};

enum { REPORTS = sizeof reports / sizeof *reports };

static const char *const report_names[] = {"weekly", "trend", "executive", NULL};

_Static_assert(sizeof report_names / sizeof *report_names == REPORTS + 1, "each report has its name");

/* ---- reading the wishes ---- */

static enum mt_rc
read_name(const struct mt_arguments *arguments, size_t *number, struct mt_err *err)
{
    if (arguments->operand_count != 1)
        return mt_err_set(err, MT_USAGE, "name one report: weekly, trend or executive");
    for (*number = 0; *number < REPORTS; (*number)++)
        if (strcmp(report_names[*number], arguments->operands[0]) == 0)
            return MT_OK;
    const char *nearest = mt_word_nearest(mt_text_of(arguments->operands[0]), report_names);
    if (nearest)
        return mt_err_set(err, MT_USAGE, "there is no report '%.60s'; did you mean '%s'", arguments->operands[0],
                          nearest);
    return mt_err_set(err, MT_USAGE, "there is no report '%.60s'; there are weekly, trend and executive",
                      arguments->operands[0]);
}

static const char *const step_words[] = {[MT_TREND_WEEKS] = "week", [MT_TREND_DAYS] = "day", NULL};

static enum mt_rc
read_step(const char *said, enum mt_trend_step *step, struct mt_err *err)
{
    *step = MT_TREND_WEEKS;
    for (size_t i = 0; said && step_words[i]; i++)
        if (strcmp(said, step_words[i]) == 0) {
            *step = (enum mt_trend_step)i;
            return MT_OK;
        }
    return said ? mt_err_set(err, MT_USAGE, "--step takes 'week' or 'day', not '%.40s'", said) : MT_OK;
}

/* The first option that the weekly report cannot follow, or NULL. */
static const char *
narrowed_by(const struct wishes *wishes)
{
    const char *named = mt_filter_named(&wishes->filter);
    if (named)
        return named;
    if (wishes->week)
        return NULL;
    return wishes->filter.since_us != MT_MOMENT_UNKNOWN   ? "since"
           : wishes->filter.until_us != MT_MOMENT_UNKNOWN ? "until"
                                                          : NULL;
}

static enum mt_rc
read_wishes(const struct mt_arguments *arguments, struct wishes *wishes, struct mt_err *err)
{
    const char *step = mt_arguments_value(arguments, "step");
    *wishes = (struct wishes){.week = mt_arguments_value(arguments, "week"),
                              .show_sql = mt_arguments_has(arguments, "show-sql")};
    enum mt_rc rc = read_name(arguments, &wishes->number, err);
    if (rc == MT_OK)
        rc = read_step(step, &wishes->step, err);
    if (rc == MT_OK && step && reports[wishes->number].build != build_trend)
        rc = mt_err_set(err, MT_USAGE, "--step is for 'msgtrace report trend'");
    if (rc == MT_OK)
        rc = mt_reader_read_language(arguments, &wishes->reader.language, err);
    if (rc == MT_OK)
        rc = mt_output_read(arguments, &wishes->output, err);
    if (rc == MT_OK)
        rc = mt_filter_read(arguments, &wishes->filter, &wishes->zone, err);
    wishes->reader.zone = wishes->zone;
    const char *narrowed = rc == MT_OK && reports[wishes->number].of_all_mail ? narrowed_by(wishes) : NULL;
    if (narrowed)
        rc = mt_err_set(err, MT_USAGE,
                        "the weekly report is of all mail of a week; 'report trend' and 'report executive' take --%s",
                        narrowed);
    return rc;
}

/* ---- running ---- */

static enum mt_rc
write(const struct wishes *wishes, struct mt_store *store, struct mt_err *err)
{
    struct mt_report report;
    struct mt_stop stop = {mt_interrupted};
    mt_report_init(&report, report_names[wishes->number]);
    mt_statement_stop_when(store, &stop);
    enum mt_rc rc = reports[wishes->number].build(&report, store, wishes, err);
    if (rc == MT_OK)
        rc = wishes->show_sql ? mt_output_sql(&report, err) : mt_output_write(&wishes->output, &report, err);
    mt_report_release(&report);
    return rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct wishes wishes;
    struct mt_store *store = NULL;
    enum mt_rc rc = read_wishes(arguments, &wishes, err);
    if (rc == MT_OK)
        rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    if (rc == MT_OK)
        rc = mt_filter_warn(store, &wishes.filter, err);
    if (rc == MT_OK)
        rc = write(&wishes, store, err);
    mt_store_close(store);
    mt_zone_close(wishes.zone);
    return rc;
}

static const char *
name_at(size_t index)
{
    return index < REPORTS ? report_names[index] : NULL;
}

static const struct mt_option options[] = {
    {"step", 0, "STEP", "of the trend: week (the default) or day", false, step_words},
    MT_PLACE_OPTIONS, /* not by outcome: rates need the mail that went well, too */
    MT_LANGUAGE_OPTION,
    {"show-sql", 0, NULL, "print the SQL behind each table instead"},
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_report = {
    .name = "report",
    .operands = "weekly|trend|executive",
    .operand_at = name_at,
    .summary = "write a report: what happened, how bad, where and when, and whether it is over",
    .examples =
        "  msgtrace report weekly                            the newest whole week, in the terminal\n"
        "  msgtrace report weekly -o week.html               one file, readable without a network\n"
        "  msgtrace report weekly --week 2026-W47 -o w47.xlsx\n"
        "  msgtrace report weekly --zone Europe/Madrid --lang es -o semana.html\n"
        "  msgtrace report executive -o summary.html         half a page for those who do not run mail servers\n"
        "  msgtrace report trend --provider yahoo            is mail to Yahoo getting better, week by week?\n"
        "  msgtrace report trend --step day --since 2026-11-01 -o november.html\n"
        "  msgtrace report weekly -o week/ --format md       Markdown with its charts as pictures, for a ticket\n"
        "  msgtrace report weekly -o week.csv.zip            a CSV file for each section\n",
    .details =
        "weekly: an ISO week against the week before and the eight before it. trend: weeks or days over any period. "
        "executive: what happened, how bad it is, whether it is over, and what to do. A week with missing days or gaps "
        "is said to be so and is not compared with others. The same data gives the same bytes, so a report of an old "
        "week can be made again.\n\n"
        "A folder (its name ends with a slash) or a zip archive takes CSV as a file for each section, and Markdown "
        "with its charts as PNG. In CSV and JSON times are UTC, shares run from 0 to 1, and unknown is empty or null; "
        "text that a spreadsheet would take for a formula has an apostrophe in front. In a workbook times are those of "
        "the zone.\n",
    .options = options,
    .run = run,
};
