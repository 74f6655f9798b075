/* msgtrace report: a whole report in one file. */

#include "cmd.h"

#include "query/statement.h"
#include "query/suggest.h"
#include "reports/build_weekly.h"
#include "reports/cmd_output.h"
#include "store/base/zone.h"
#include "store/store.h"

#include <string.h>

/* ---- the reports ---- */

struct wishes {
    const char *week;
    const struct mt_zone *zone;
};

typedef enum mt_rc build(struct mt_report *report, struct mt_store *store, const struct wishes *wishes,
                         struct mt_err *err);

static enum mt_rc
build_weekly(struct mt_report *report, struct mt_store *store, const struct wishes *wishes, struct mt_err *err)
{
    struct mt_weekly_request request = {wishes->week, {.zone = wishes->zone}, "msgtrace " MSGTRACE_VERSION};
    return mt_weekly_build(report, store, &request, err);
}

static const struct {
    const char *name;
    build *build;
} reports[] = {
    {"weekly", build_weekly},
};

enum { REPORTS = sizeof reports / sizeof *reports };

static enum mt_rc
find_report(const struct mt_arguments *arguments, size_t *number, struct mt_err *err)
{
    const char *names[REPORTS + 1] = {NULL};
    for (size_t i = 0; i < REPORTS; i++)
        names[i] = reports[i].name;
    if (arguments->operand_count != 1)
        return mt_err_set(err, MT_USAGE, "name one report: 'msgtrace report weekly'");
    for (*number = 0; *number < REPORTS; (*number)++)
        if (strcmp(names[*number], arguments->operands[0]) == 0)
            return MT_OK;
    const char *nearest = mt_word_nearest(mt_text_of(arguments->operands[0]), names);
    return mt_err_set(err, MT_USAGE, "there is no report '%.60s'; %s '%s'", arguments->operands[0],
                      nearest ? "did you mean" : "there is", nearest ? nearest : names[0]);
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    const char *zone_name = mt_arguments_value(arguments, "zone");
    struct mt_zone *zone = NULL;
    struct mt_store *store = NULL;
    struct mt_report report;
    size_t number = 0;
    struct mt_output output;
    enum mt_rc rc = find_report(arguments, &number, err);
    if (rc == MT_OK)
        rc = mt_output_read(arguments, &output, err);
    if (rc != MT_OK)
        return rc;

    mt_report_init(&report, reports[number].name);
    if (zone_name)
        rc = mt_zone_open(&zone, zone_name, err);
    if (rc == MT_OK)
        rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    struct mt_stop stop = {mt_interrupted};
    if (rc == MT_OK) {
        mt_statement_stop_when(store, &stop);
        struct wishes wishes = {mt_arguments_value(arguments, "week"), zone};
        rc = reports[number].build(&report, store, &wishes, err);
    }
    if (rc == MT_OK)
        rc = mt_output_write(&output, &report, err);
    mt_report_release(&report);
    mt_store_close(store);
    mt_zone_close(zone);
    return rc;
}

static const struct mt_option options[] = {
    {"week", 0, "WEEK", "the ISO week, e.g. 2026-W47 (else the newest week that the data covers wholly)"},
    {"zone", 0, "ZONE", "time zone of days and hours, e.g. Europe/Madrid (else UTC)"},
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_report = {
    .name = "report",
    .operands = "weekly",
    .summary = "write a report: coverage, figures, what stands out, where and when",
    .examples = "  msgtrace report weekly                            the newest whole week, in the terminal\n"
                "  msgtrace report weekly -o week.html               one file, readable without a network\n"
                "  msgtrace report weekly --week 2026-W47 -o w47.md  for a ticket\n"
                "  msgtrace report weekly --zone Europe/Madrid       days and hours as in Madrid\n",
    .details = "The report begins with what the data covers. A week with missing days or gaps is said to be so and is "
               "not compared with others. The same data gives the same bytes.\n\n"
               "In CSV each section is a block: a line with its key, a header, the rows, an empty line. Times are UTC, "
               "shares run from 0 to 1, unknown is empty, and text that a spreadsheet would take for a formula has an "
               "apostrophe in front. In JSON unknown is null.\n",
    .options = options,
    .run = run,
};
