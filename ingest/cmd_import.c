/* msgtrace import: files into the store, one transaction and one line of report for each. */

#include "cmd.h"

#include "ingest/cmd_files.h"
#include "ingest/cmd_load.h"
#include "ingest/cmd_notes.h"
#include "ingest/cmd_reading.h"
#include "reports/cmd_output.h"
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- what the user said ---- */

/* Two where there is a processor for each. */
static enum mt_rc
read_threads(const struct mt_arguments *arguments, int *threads, struct mt_err *err)
{
    const char *said = mt_arguments_value(arguments, "threads");
    *threads = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 2 : 1;
    if (!said)
        return MT_OK;
    if (strcmp(said, "1") != 0 && strcmp(said, "2") != 0)
        return mt_err_set(err, MT_USAGE, "--threads is 1 or 2, not '%.60s'", said);
    *threads = *said - '0';
    return MT_OK;
}

static enum mt_rc
read_plan(struct mt_load_plan *plan, const struct mt_arguments *arguments, struct mt_err *err)
{
    static const char *const meaning[] = {"as", "encoding", "delimiter", "date-order", "zone", "exported-at"};
    *plan = (struct mt_load_plan){.strict = mt_arguments_has(arguments, "strict"),
                                  .dry_run = mt_arguments_has(arguments, "dry-run"),
                                  .quiet = mt_arguments_has(arguments, "quiet")};
    for (size_t i = 0; i < sizeof meaning / sizeof *meaning; i++)
        plan->has_meaning = plan->has_meaning || mt_arguments_has(arguments, meaning[i]);
    enum mt_rc rc = mt_reading_options_read(arguments, &plan->reading, &plan->zone, err);
    if (rc == MT_OK)
        rc = mt_encoding_option_read(arguments, &plan->encoding, err);
    if (rc == MT_OK)
        rc = read_threads(arguments, &plan->threads, err);
    if (rc != MT_OK)
        return rc;
    const char *exported = mt_arguments_value(arguments, "exported-at");
    struct mt_stamp stamp;
    if (exported && (!mt_stamp_parse(mt_text_of(exported), &stamp) || stamp.order != MT_DATE_YMD ||
                     !mt_stamp_moment(&stamp, MT_DATE_YMD, &plan->reading.exported_at_us)))
        return mt_err_set(err, MT_USAGE, "--exported-at is a UTC time like 2026-11-16T06:00Z, not '%.60s'", exported);
    return MT_OK;
}

/* ---- the command ---- */

/* Fails when none of the files is there to be read. */
static enum mt_rc
refuse_missing(const struct mt_file_list *files, struct mt_err *err)
{
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->paths[i], "-") == 0 || access(files->paths[i], R_OK) == 0)
            return MT_OK;
    mt_err_set(err, MT_FAILED, "%s", strerror(errno));
    return mt_err_where(err, MT_FAILED, "cannot read '%.300s'", files->paths[0]);
}

/* How far an import of several exports has come. */
struct tally {
    size_t of; /* exports that are known of so far: archives show what they hold only when they are opened */
    size_t done, refused, incomplete;
    struct mt_checks_run checked;
};

/* Counts one that has ended and says why it was refused, unless there is no other beside it: then main.c does.
 * Returns true when the others go on. */
static bool
count_export(struct tally *tally, enum mt_rc rc, struct mt_err *err)
{
    if (rc == MT_INTERRUPTED)
        return false;
    if (rc == MT_OK || rc == MT_INCOMPLETE) {
        tally->done++;
        tally->incomplete += rc == MT_INCOMPLETE;
        return true;
    }
    tally->refused++;
    if (tally->of == 1)
        return false;
    mt_output_warn(err);
    return true;
}

/* A file, or all exports of an archive. */
static enum mt_rc
import_input(const char *path, struct mt_store *store, const struct mt_load_plan *plan, struct tally *tally,
             struct mt_err *err)
{
    struct mt_archive *archive = NULL;
    enum mt_rc rc = mt_archive_open(&archive, path, &mt_archive_usual_limits, mt_interrupted, err);
    if (rc != MT_OK)
        return count_export(tally, rc, err) ? MT_OK : rc;
    size_t count = mt_archive_count(archive);
    tally->of += count - 1;
    bool goes_on = true;
    for (size_t i = 0; i < count && goes_on; i++) {
        struct mt_progress progress = {.is_shown = !plan->quiet && isatty(STDERR_FILENO),
                                       .number = tally->done + tally->refused + 1,
                                       .of = tally->of};
        rc = mt_load_export(archive, i, store, plan, &progress, &tally->checked, err);
        goes_on = count_export(tally, rc, err);
    }
    mt_archive_close(archive);
    return goes_on ? MT_OK : rc == MT_INTERRUPTED ? rc : MT_FAILED;
}

static enum mt_rc
import_all(const struct mt_file_list *files, struct mt_store *store, const struct mt_load_plan *plan,
           struct mt_err *err)
{
    struct tally tally = {.of = files->count};
    for (size_t i = 0; i < files->count; i++) {
        enum mt_rc rc = import_input(files->paths[i], store, plan, &tally, err);
        if (rc != MT_OK)
            return rc;
    }
    if (tally.done == 0)
        return mt_err_set(err, MT_FAILED, "none of the %zu files could be imported", tally.of);
    if (!plan->quiet)
        mt_notes_print_run(&tally.checked);
    if (tally.refused)
        return mt_err_set(err, MT_INCOMPLETE, "%zu of %zu files were refused", tally.refused, tally.of);
    err->text[0] = '\0'; /* records that were kept aside are no error */
    return tally.incomplete ? MT_INCOMPLETE : MT_OK;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_file_list files = {NULL, 0, 0};
    struct mt_store *store = NULL;
    struct mt_load_plan plan;
    if (arguments->operand_count == 0)
        return mt_err_set(err, MT_USAGE, "name the files to import, for example: msgtrace import ~/exports/*.csv");
    enum mt_rc rc = read_plan(&plan, arguments, err);
    if (rc == MT_OK)
        rc = mt_file_list_collect(&files, arguments, err);
    const char *database = mt_arguments_database(arguments);
    if (access(database, F_OK) != 0) {
        /* Nothing is there yet. A file is made for what is to be kept and for nothing else. */
        if (rc == MT_OK)
            rc = refuse_missing(&files, err);
        if (plan.dry_run)
            database = MT_STORE_IN_MEMORY;
    }
    if (!plan.dry_run && !mt_arguments_has(arguments, "no-space-check"))
        plan.asks_room = database;
    if (rc == MT_OK)
        rc = mt_store_open(&store, database, MT_STORE_WRITE, err);
    if (rc == MT_OK)
        rc = import_all(&files, store, &plan, err);
    mt_store_close(store);
    mt_zone_close(plan.zone);
    mt_file_list_release(&files);
    return rc;
}

static const struct mt_option options[] = {
    MT_READING_OPTIONS,
    {"encoding", 0, "NAME", "utf-8, utf-16le, utf-16be or cp1252"},
    {"exported-at", 0, "TIME", "when the export was taken, for example 2026-11-16T06:00Z"},
    {"strict", 0, NULL, "keep nothing of a file that has a record which cannot be read"},
    {"dry-run", 'n', NULL, "read and check everything, keep nothing"},
    {"threads", 0, "N", "1 or 2: read and write by turns, or beside each other (2 with two processors)", true},
    {"no-space-check", 0, NULL, "do not ask first whether the disk has room"},
    {"quiet", 'q', NULL, "say only what went wrong"},
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_import = {
    .name = "import",
    .operands = "PATH...",
    .summary = "load message trace exports",
    .examples = "  msgtrace import ~/exports/*.csv ~/exports/graph.json\n"
                "  msgtrace import ~/exports                            all files of a folder\n"
                "  msgtrace import may.zip trace.csv.gz                 without unpacking them\n"
                "  cat trace.csv | msgtrace import -                    standard input\n"
                "  msgtrace import --date-order dmy old.csv             when the file asks for it\n"
                "  msgtrace import --recipient ann@contoso.com d.json   details that do not say whose they are\n"
                "  msgtrace import bounce.eml                           what a bounce says, for the mail it is about\n",
    .details =
        "Reads Get-MessageTrace and Get-MessageTraceV2 through Export-Csv or ConvertTo-Json, enhanced summary\n"
        "reports (MTSummary), Exchange admin center exports, reporting web service and Microsoft Graph answers,\n"
        "and rows kept by log shippers; and the events behind them: Get-MessageTraceDetail, extended reports\n"
        "(MTDetail), Graph getDetailsByRecipient and message tracking logs; and non-delivery reports, saved\n"
        "(.eml, mbox) or pasted (.txt). What a file is, its encoding, delimiter and order of dates are found out\n"
        "and said. Importing a file again, or files that overlap, in any order, changes nothing that is known.\n"
        "Exit status: 0 all rows read, 3 done but with rejects or refused files, 1 nothing was imported.\n",
    .options = options,
    .run = run,
};
