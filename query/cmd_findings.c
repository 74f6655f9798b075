/* msgtrace findings: where deferred and expired mail concentrates, since when, and whether it is over. */

#include "cmd.h"

#include "query/cmd_filter.h"
#include "query/finding_tables.h"
#include "query/findings.h"
#include "query/statement.h"
#include "reports/cmd_output.h"
#include "reports/cmd_reader.h"
#include "reports/findings.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- what was asked ---- */

/* When the exit status says that something was found. */
enum fail_on { FAIL_NEVER, FAIL_OPEN, FAIL_ANY };

struct wishes {
    enum mt_trouble of;
    enum fail_on fail_on;
    const char *explain; /* an id or a number, or NULL */
    bool show_sql;
    struct mt_reader reader;
    struct mt_output output;
    struct mt_filter filter;
    struct mt_zone *zone;
};

static enum mt_rc
read_fail_on(const char *said, enum fail_on *fail_on, struct mt_err *err)
{
    static const char *const words[] = {[FAIL_OPEN] = "open", [FAIL_ANY] = "any"};
    *fail_on = FAIL_NEVER;
    if (!said)
        return MT_OK;
    for (size_t i = FAIL_OPEN; i < sizeof words / sizeof *words; i++)
        if (strcmp(said, words[i]) == 0) {
            *fail_on = (enum fail_on)i;
            return MT_OK;
        }
    return mt_err_set(err, MT_USAGE, "--fail-on takes 'open' or 'any', not '%.40s'", said);
}

static enum mt_rc
read_wishes(const struct mt_arguments *arguments, struct wishes *wishes, struct mt_err *err)
{
    const char *of = mt_arguments_value(arguments, "of");
    *wishes = (struct wishes){.of = MT_TROUBLE_DEFERRED,
                              .explain = mt_arguments_value(arguments, "explain"),
                              .show_sql = mt_arguments_has(arguments, "show-sql")};
    if (wishes->show_sql && !wishes->explain)
        return mt_err_set(err, MT_USAGE, "--show-sql needs --explain: it prints the SQL behind one finding");
    if (arguments->operand_count > 0)
        return mt_err_set(err, MT_USAGE, "'%.60s' is one word too many: what to look at is said by options",
                          arguments->operands[0]);
    if (of && !mt_trouble_by_key(of, &wishes->of))
        return mt_err_set(err, MT_USAGE, "--of takes 'deferred', 'failed' or 'any', not '%.40s'", of);
    enum mt_rc rc = read_fail_on(mt_arguments_value(arguments, "fail-on"), &wishes->fail_on, err);
    if (rc == MT_OK)
        rc = mt_reader_read_language(arguments, &wishes->reader.language, err);
    if (rc == MT_OK)
        rc = mt_output_read(arguments, &wishes->output, err);
    if (rc == MT_OK)
        rc = mt_filter_read(arguments, &wishes->filter, &wishes->zone, err);
    wishes->reader.zone = wishes->zone;
    return rc;
}

/* ---- progress ---- */

struct progress {
    bool is_shown;
    const char *part;
    int percent;
};

static void
show_progress(void *context, const char *part, double share)
{
    struct progress *progress = context;
    int percent = share < 0 ? -1 : (int)(share * 100);
    if (!progress->is_shown || (part == progress->part && percent == progress->percent))
        return;
    progress->part = part;
    progress->percent = percent;
    fprintf(stderr, "\r\033[K%s", part);
    if (percent >= 0)
        fprintf(stderr, " %d%%", percent);
    fflush(stderr);
}

static void
clear_progress(const struct progress *progress)
{
    if (progress->is_shown && progress->part)
        fputs("\r\033[K", stderr);
}

/* ---- telling ---- */

static enum mt_rc
tell_as_data(const struct wishes *wishes, const struct mt_findings *findings, struct mt_err *err)
{
    struct mt_out out = MT_OUT_EMPTY;
    mt_findings_json(&out, findings, &wishes->reader);
    enum mt_rc rc = out.failed ? mt_err_memory(err) : MT_OK;
    if (rc == MT_OK && wishes->output.path)
        rc = mt_out_save(&out, wishes->output.path, err);
    else if (rc == MT_OK)
        rc = mt_out_send(&out, STDOUT_FILENO, "standard output", err);
    mt_out_release(&out);
    return rc;
}

/* What was asked for besides the window, so that nobody takes a part of the mail for all of it. */
static enum mt_rc
name_filters(struct mt_report *report, const struct mt_filter *filter, struct mt_err *err)
{
    struct mt_table parameters;
    mt_table_init(&parameters, "findings", "Findings");
    enum mt_rc rc = mt_filter_record(filter, &parameters, err);
    if (rc == MT_OK)
        rc = mt_output_parameters(report, &parameters, err);
    mt_table_release(&parameters);
    return rc;
}

static enum mt_rc
tell(const struct wishes *wishes, struct mt_store *store, const struct mt_findings *findings, struct mt_err *err)
{
    struct mt_report report;
    mt_report_init(&report, "findings");
    report.reader = wishes->reader;
    enum mt_rc rc = name_filters(&report, &wishes->filter, err);
    if (rc == MT_OK && wishes->explain) {
        const struct mt_finding *finding = mt_findings_named(findings, wishes->explain);
        if (!finding)
            rc = mt_err_set(err, MT_USAGE,
                            "there is no finding '%.40s'; 'msgtrace findings' with the same options lists "
                            "them",
                            wishes->explain);
        if (rc == MT_OK)
            rc = mt_finding_explained(&report, store, &wishes->filter, findings, finding, err);
    } else if (rc == MT_OK) {
        rc = mt_findings_report(&report, findings, err);
    }
    if (rc == MT_OK)
        rc = wishes->show_sql ? mt_output_sql(&report, err) : mt_output_write(&wishes->output, &report, err);
    mt_report_release(&report);
    return rc;
}

static bool
is_crossed(const struct wishes *wishes, const struct mt_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (wishes->fail_on == FAIL_ANY || (wishes->fail_on == FAIL_OPEN && findings->items[i].state == MT_CHANGE_OPEN))
            return true;
    return false;
}

static enum mt_rc
find(const struct wishes *wishes, struct mt_store *store, struct mt_arena *arena, struct mt_err *err)
{
    struct mt_stop stop = {mt_interrupted};
    struct progress progress = {.is_shown = isatty(STDERR_FILENO) != 0};
    struct mt_findings_request request = {.filter = &wishes->filter,
                                          .of = wishes->of,
                                          .progress = show_progress,
                                          .stop = mt_interrupted,
                                          .context = &progress};
    struct mt_findings findings;
    mt_statement_stop_when(store, &stop);
    enum mt_rc rc = mt_findings_find(store, &request, arena, &findings, err);
    clear_progress(&progress);
    if (rc != MT_OK)
        return rc;
    bool as_data = wishes->output.format == MT_FORMAT_JSON && !wishes->explain;
    rc = as_data ? tell_as_data(wishes, &findings, err) : tell(wishes, store, &findings, err);
    if (rc == MT_OK && is_crossed(wishes, &findings))
        rc = MT_CROSSED;
    mt_findings_release(&findings);
    return rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct wishes wishes;
    struct mt_store *store = NULL;
    struct mt_arena arena = MT_ARENA_EMPTY;
    enum mt_rc rc = read_wishes(arguments, &wishes, err);
    if (rc == MT_OK)
        rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    if (rc == MT_OK)
        rc = mt_filter_warn(store, &wishes.filter, err);
    if (rc == MT_OK)
        rc = find(&wishes, store, &arena, err);
    mt_store_close(store);
    mt_arena_release(&arena);
    mt_zone_close(wishes.zone);
    return rc;
}

static const char *const of_words[] = {
#define X(name, key, words) (key),
    MT_TROUBLE_LIST(X)
#undef X
        NULL,
};

static const char *const fail_words[] = {"open", "any", NULL};

static const struct mt_option options[] = {
    {"explain", 0, "FINDING", "the figures behind one finding, by its id or its number in the list"},
    {"of", 0, "WHAT", "what counts as trouble: deferred (the default), failed or any", false, of_words},
    {"fail-on", 0, "STATE", "end with 4 when there is an open finding ('open') or one at all ('any')", false,
     fail_words},
    MT_LANGUAGE_OPTION,
    MT_PLACE_OPTIONS, /* not by outcome: rates need the mail that went well, too */
    {"show-sql", 0, NULL, "with --explain: print the SQL that recomputes the figures instead"},
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_findings = {
    .name = "findings",
    .operands = "",
    .summary = "say where deferred and expired mail concentrates, since when, and whether it is over",
    .examples =
        "  msgtrace findings                                  everything that stands out, in sentences\n"
        "  msgtrace findings --zone Europe/Madrid --lang es   with local hours, in Spanish\n"
        "  msgtrace findings --explain 1                      the figures behind the first of them\n"
        "  msgtrace findings --explain 1 --show-sql           the SQL that recomputes them\n"
        "  msgtrace findings --since 2026-11-01 -o f.html     of November, as a page\n"
        "  msgtrace findings --json | jq '.findings[].id'     for programs\n"
        "  msgtrace findings --fail-on open >/dev/null        for a nightly check: ends with 4 when one is open\n",
    .details =
        "A finding names a part of the mail (recipient domain, provider, country, remote host, the forest of the "
        "sender's mailbox, a size) and a time (a stretch, hours that come again, or all of it) in which messages were "
        "deferred or expired more often than the rest of the data lets one expect. All such combinations are searched, "
        "and the chance of noise that is printed allows for all of them: on mail without patterns about one analysis "
        "of a hundred names something. A message counts once for each recipient domain.\n"
        "\n"
        "With --of deferred (the default) trouble is mail that was deferred or expired, and mail that failed without "
        "an "
        "export that says why: it may have expired. Dead domains, mailings to lists with bad addresses and mail loops "
        "are told apart and listed by themselves. A finding keeps its id while more exports come.\n",
    .options = options,
    .run = run,
};
