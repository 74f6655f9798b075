/* msgtrace import: files into the store, one transaction and one line of report for each. */

#include "cmd.h"

#include "ingest/archive.h"
#include "ingest/cmd_files.h"
#include "ingest/cmd_notes.h"
#include "ingest/flavour.h"
#include "ingest/reading.h"
#include "ingest/source.h"
#include "reports/cmd_output.h"
#include "store/loader.h"
#include "store/store.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PASSES = 3 };

/* ---- what the user said ------------------------------------------------------------------------------------------ */

struct plan {
    struct mt_reading_options reading;
    enum mt_encoding encoding;
    struct mt_zone *zone;
    bool strict, dry_run, quiet;
    bool has_meaning; /* options that say what a file means were given */
    bool progress;    /* standard error is a terminal */
};

static enum mt_rc
read_delimiter(const char *said, char *delimiter, struct mt_err *err)
{
    if (strcmp(said, "tab") == 0 || strcmp(said, "\\t") == 0)
        *delimiter = '\t';
    else if (strlen(said) == 1 && strchr(",;|\t", *said))
        *delimiter = *said;
    else
        return mt_err_set(err, MT_USAGE, "--delimiter is one of , ; | tab, not '%s'", said);
    return MT_OK;
}

static enum mt_rc
refuse_flavour(const char *said, struct mt_err *err)
{
    char known[160] = "";
    size_t used = 0;
    for (size_t i = 0; mt_flavour_at(i) && used < sizeof known; i++)
        used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", used ? ", " : "", mt_flavour_at(i)->key);
    return mt_err_set(err, MT_USAGE, "--as is one of %s, not '%.60s'", known, said);
}

static enum mt_rc
read_plan(struct plan *plan, const struct mt_arguments *arguments, struct mt_err *err)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *plan = (struct plan){.reading = {.stop = mt_interrupted,
                                      .exported_at_us = MT_MOMENT_UNKNOWN,
                                      .now_us = (int64_t)now.tv_sec * MT_SECOND + now.tv_nsec / 1000}};
    static const char *const meaning[] = {"as", "encoding", "delimiter", "date-order", "zone", "exported-at"};
    for (size_t i = 0; i < sizeof meaning / sizeof *meaning; i++)
        plan->has_meaning = plan->has_meaning || mt_arguments_has(arguments, meaning[i]);
    plan->strict = mt_arguments_has(arguments, "strict");
    plan->dry_run = mt_arguments_has(arguments, "dry-run");
    plan->quiet = mt_arguments_has(arguments, "quiet");
    plan->progress = !plan->quiet && isatty(STDERR_FILENO);

    const char *flavour = mt_arguments_value(arguments, "as");
    if (flavour && !mt_flavour_named(flavour))
        return refuse_flavour(flavour, err);
    plan->reading.flavour = flavour;
    plan->reading.recipient = mt_arguments_value(arguments, "recipient");
    if (plan->reading.recipient && !strchr(plan->reading.recipient, '@'))
        return mt_err_set(err, MT_USAGE, "--recipient is an address like ann@contoso.com, not '%.100s'",
                          plan->reading.recipient);
    const char *encoding = mt_arguments_value(arguments, "encoding");
    if (encoding && !mt_encoding_parse(encoding, &plan->encoding))
        return mt_err_set(err, MT_USAGE, "--encoding is one of utf-8, utf-16le, utf-16be, cp1252, not '%s'", encoding);
    const char *order = mt_arguments_value(arguments, "date-order");
    if (order && !mt_date_order_parse(order, &plan->reading.date_order))
        return mt_err_set(err, MT_USAGE, "--date-order is one of dmy, mdy, ymd, not '%s'", order);
    const char *delimiter = mt_arguments_value(arguments, "delimiter");
    if (delimiter && read_delimiter(delimiter, &plan->reading.delimiter, err) != MT_OK)
        return MT_USAGE;
    const char *zone = mt_arguments_value(arguments, "zone");
    if (zone && mt_zone_open(&plan->zone, zone, err) != MT_OK)
        return MT_USAGE;
    plan->reading.zone = plan->zone;

    const char *exported = mt_arguments_value(arguments, "exported-at");
    struct mt_stamp stamp;
    if (exported && (!mt_stamp_parse(mt_text_of(exported), &stamp) || stamp.order != MT_DATE_YMD ||
                     !mt_stamp_moment(&stamp, MT_DATE_YMD, &plan->reading.exported_at_us)))
        return mt_err_set(err, MT_USAGE, "--exported-at is a UTC time like 2026-11-16T06:00Z, not '%s'", exported);
    return MT_OK;
}

/* ---- one file ---------------------------------------------------------------------------------------------------- */

/* The first rejects are named at once: whoever imports should not have to ask what went wrong. */
enum { REJECTS_NAMED = 3, REASON_SHOWN = 160 };

struct rejects {
    struct mt_sink store;
    size_t count;
    struct {
        uint64_t line;
        char reason[REASON_SHOWN];
    } first[REJECTS_NAMED];
};

static enum mt_rc
pass_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    const struct rejects *rejects = context;
    return rejects->store.row(rejects->store.context, row, err);
}

static enum mt_rc
pass_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    const struct rejects *rejects = context;
    return rejects->store.event(rejects->store.context, event, err);
}

static enum mt_rc
pass_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    struct rejects *rejects = context;
    if (rejects->count < REJECTS_NAMED) {
        rejects->first[rejects->count].line = reject->line;
        snprintf(rejects->first[rejects->count].reason, REASON_SHOWN, "%s", reject->reason);
    }
    rejects->count++;
    return rejects->store.reject(rejects->store.context, reject, err);
}

struct progress {
    const struct plan *plan;
    size_t number, of;
    int64_t bytes;
    int64_t shown_permille;
};

static enum mt_rc
tick(void *context, int64_t bytes_done, uint64_t records, struct mt_err *err)
{
    struct progress *progress = context;
    (void)err;
    int64_t permille = progress->bytes > 0 ? bytes_done * 1000 / progress->bytes : 1000;
    if (!progress->plan->progress || permille == progress->shown_permille)
        return MT_OK;
    enum { CELLS = 24 };
    char bar[CELLS + 1];
    progress->shown_permille = permille;
    for (int i = 0; i < CELLS; i++)
        bar[i] = i < (int)(permille * CELLS / 1000) ? '#' : '.';
    bar[CELLS] = '\0';
    fprintf(stderr, "\r[%s] %3d%%  file %zu of %zu  %" PRIu64 " records", bar, (int)(permille / 10), progress->number,
            progress->of, records);
    return MT_OK;
}

static void
clear_progress(const struct plan *plan)
{
    if (plan->progress)
        fputs("\r\033[K", stderr);
}

/* Reads the file through into the store; leaves no transaction open. Repeats when the file contradicts what its head
 * had promised. */
static enum mt_rc
load(struct mt_reading *reading, struct mt_store *store, const struct plan *plan, struct progress *progress,
     struct mt_checks *checks, struct mt_load_counts *counts, struct rejects *rejects, struct mt_err *err)
{
    enum mt_rc rc = MT_AGAIN;
    struct mt_reading_progress ticks = {progress, tick};
    for (int passes = 0; rc == MT_AGAIN && passes < MOST_PASSES; passes++) {
        struct mt_loader *loader = NULL;
        rc = mt_loader_open(&loader, store, mt_reading_export(reading), plan->reading.now_us, err);
        if (rc != MT_OK)
            return rc;
        *rejects = (struct rejects){.store = mt_loader_sink(loader)};
        struct mt_sink sink = {.context = rejects, .row = pass_row, .reject = pass_reject, .event = pass_event};
        struct mt_sink watched = mt_checks_sink(checks, &sink);
        rc = mt_reading_run(reading, &watched, &ticks, err);
        if (rc != MT_OK) {
            mt_loader_abandon(loader);
            continue;
        }
        rc = mt_loader_finish(loader, counts, err);
        bool refused = rc == MT_OK && plan->strict && counts->rejected > 0;
        if (rc == MT_OK && !refused && !plan->dry_run)
            rc = mt_loader_commit(loader, NULL, err);
        else
            mt_loader_abandon(loader);
        if (refused)
            rc = mt_err_set(err, MT_FAILED, "holds %" PRId64 " records that cannot be read, and --strict was given",
                            counts->rejected);
    }
    return rc == MT_AGAIN ? mt_err_set(err, MT_FAILED, "changes its meaning from one reading to the next") : rc;
}

static void
print_rejects(const struct rejects *rejects, bool dry_run)
{
    for (size_t i = 0; i < rejects->count && i < REJECTS_NAMED; i++) {
        printf("  reject: line %" PRIu64 " ", rejects->first[i].line);
        mt_output_plain(stdout, mt_text_of(rejects->first[i].reason));
        putchar('\n');
    }
    if (rejects->count > 0 && !dry_run)
        puts("  note: rejects are kept; 'msgtrace rejects' shows them with their text");
}

static void
print_line(struct mt_reading *reading, const struct mt_load_counts *counts, bool dry_run)
{
    const struct mt_export *export = mt_reading_export(reading);
    char observed[32];
    mt_output_plain(stdout, export->name);
    printf(": %s, %.*s", mt_reading_title(reading), MT_TEXT_ARGS(export->encoding));
    if (mt_text_known(export->delimiter))
        printf(", '%.*s'", MT_TEXT_ARGS(export->delimiter));
    if (counts->read > 0)
        printf(", dates %.*s, times %.*s", MT_TEXT_ARGS(export->date_order), MT_TEXT_ARGS(export->time_basis));
    printf(", taken %s (%.*s)\n", mt_moment_iso(export->observed_us, observed).at, MT_TEXT_ARGS(export->observed_by));
    if (counts->read == 0) {
        printf("  no rows\n");
        return;
    }
    printf("  %" PRId64 " %s: %" PRId64 " new, %" PRId64 " changed, %" PRId64 " known, %" PRId64 " routing, %" PRId64
           " rejected%s\n",
           counts->read, counts->of_events ? "events" : "rows", counts->fresh, counts->changed, counts->known,
           counts->routing, counts->rejected, dry_run ? " (dry run: nothing was kept)" : "");
    if (counts->of_events && counts->fresh_deliveries > 0)
        printf("  %" PRId64 " deliveries are known by these events alone so far\n", counts->fresh_deliveries);
}

static void
print_notes(const struct mt_checks *checks, struct mt_reading *reading, struct mt_source *source,
            const struct plan *plan)
{
    struct mt_reading_times times = mt_reading_times(reading);
    struct mt_checks_facts facts = {
        .flavour = mt_reading_export(reading)->flavour,
        .source = mt_source_facts(source),
        .counts = mt_reading_counts(reading),
        .zone_told = plan->zone != NULL,
        .votes = times.votes,
        .settled = times.settled,
        .window_start_us = times.window_start_us,
    };
    mt_notes_print(checks, &facts);
}

/* Whether an export with that checksum is in the database already, which is then said. */
static enum mt_rc
find_known(struct mt_store *store, const unsigned char sha256[32], const struct plan *plan, struct mt_source *source,
           bool *known, struct mt_err *err)
{
    char earlier[512] = "";
    enum mt_rc rc = mt_loader_known(store, sha256, known, earlier, sizeof earlier, err);
    if (rc != MT_OK || !*known)
        return rc;
    if (plan->has_meaning)
        return mt_err_set(err, MT_FAILED,
                          "was imported before, byte for byte, as '%.200s': options cannot change what its rows meant "
                          "then; import it into another database (--db)",
                          earlier);
    if (plan->quiet)
        return MT_OK;
    mt_output_plain(stdout, mt_source_facts(source)->name);
    fputs(": imported before, byte for byte (as '", stdout);
    mt_output_plain(stdout, mt_text_of(earlier));
    fputs("'); nothing to do\n", stdout);
    return MT_OK;
}

/* MT_INCOMPLETE: done, with rejects. */
static enum mt_rc
import_export(struct mt_archive *archive, size_t index, struct mt_store *store, const struct plan *plan,
              struct progress *progress, struct mt_checks_run *checked, struct mt_err *err)
{
    struct mt_source *source = NULL;
    struct mt_reading *reading = NULL;
    struct mt_checks *checks = NULL;
    struct mt_load_counts counts = {0};
    struct rejects rejects = {.count = 0};
    bool known = false;

    enum mt_rc rc = mt_archive_source(archive, index, plan->encoding, &source, err);
    if (rc != MT_OK)
        return rc;
    progress->bytes = mt_source_facts(source)->bytes;
    progress->shown_permille = -1;
    rc = find_known(store, mt_source_facts(source)->sha256, plan, source, &known, err);
    if (rc == MT_OK && !known)
        rc = mt_reading_open(&reading, source, &plan->reading, err);
    if (rc == MT_OK && !known)
        rc = find_known(store, mt_reading_export(reading)->sha256, plan, source, &known, err);
    if (rc != MT_OK || known)
        goto out;
    if (rc == MT_OK)
        rc = mt_checks_open(&checks, err);
    if (rc == MT_OK)
        rc = load(reading, store, plan, progress, checks, &counts, &rejects, err);
    clear_progress(plan);
    if (rc != MT_OK)
        goto out;
    if (!plan->quiet) {
        print_line(reading, &counts, plan->dry_run);
        print_rejects(&rejects, plan->dry_run);
        print_notes(checks, reading, source, plan);
    }
    mt_checks_run_add(checked, checks, mt_reading_export(reading)->flavour);
    if (counts.rejected > 0)
        rc = MT_INCOMPLETE;
out:
    if (rc == MT_FAILED)
        mt_err_where(err, rc, "'%.300s'", mt_archive_name(archive, index));
    mt_checks_close(checks);
    mt_reading_close(reading);
    mt_source_close(source);
    return rc;
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

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
    /* Said now, beside the lines of the exports around it. */
    fflush(stdout);
    fputs("msgtrace: ", stderr);
    mt_output_plain(stderr, mt_text_of(err->text));
    fputc('\n', stderr);
    err->text[0] = '\0';
    return true;
}

/* A file, or all exports of an archive. */
static enum mt_rc
import_input(const char *path, struct mt_store *store, const struct plan *plan, struct tally *tally, struct mt_err *err)
{
    struct mt_archive *archive = NULL;
    enum mt_rc rc = mt_archive_open(&archive, path, &mt_archive_usual_limits, mt_interrupted, err);
    if (rc != MT_OK)
        return count_export(tally, rc, err) ? MT_OK : rc;
    size_t count = mt_archive_count(archive);
    tally->of += count - 1;
    bool goes_on = true;
    for (size_t i = 0; i < count && goes_on; i++) {
        struct progress progress = {.plan = plan, .number = tally->done + tally->refused + 1, .of = tally->of};
        rc = import_export(archive, i, store, plan, &progress, &tally->checked, err);
        goes_on = count_export(tally, rc, err);
    }
    mt_archive_close(archive);
    return goes_on ? MT_OK : rc == MT_INTERRUPTED ? rc : MT_FAILED;
}

static enum mt_rc
import_all(const struct mt_file_list *files, struct mt_store *store, const struct plan *plan, struct mt_err *err)
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
    struct plan plan;
    if (arguments->operand_count == 0)
        return mt_err_set(err, MT_USAGE, "name the files to import, for example: msgtrace import ~/exports/*.csv");
    enum mt_rc rc = read_plan(&plan, arguments, err);
    if (rc == MT_OK)
        rc = mt_files_collect(&files, arguments, err);
    const char *database = mt_arguments_database(arguments);
    if (access(database, F_OK) != 0) {
        /* Nothing is there yet. A file is made for what is to be kept and for nothing else. */
        if (rc == MT_OK)
            rc = refuse_missing(&files, err);
        if (plan.dry_run)
            database = MT_STORE_IN_MEMORY;
    }
    if (rc == MT_OK)
        rc = mt_store_open(&store, database, MT_STORE_WRITE, err);
    if (rc == MT_OK)
        rc = import_all(&files, store, &plan, err);
    mt_store_close(store);
    mt_zone_close(plan.zone);
    mt_files_release(&files);
    return rc;
}

static const struct mt_option options[] = {
    {"as", 0, "FLAVOUR", "take the files for this kind of export instead of finding out"},
    {"encoding", 0, "NAME", "utf-8, utf-16le, utf-16be or cp1252"},
    {"delimiter", 0, "CHAR", "between CSV columns: , ; | or tab"},
    {"date-order", 0, "ORDER", "dmy (05/09 is 5 September) or mdy, when the file does not tell"},
    {"zone", 0, "ZONE", "the files' times are local, for example Europe/London"},
    {"recipient", 0, "ADDRESS", "whose events a trace detail holds that does not say it (Graph)"},
    {"exported-at", 0, "TIME", "when the export was taken, for example 2026-11-16T06:00Z"},
    {"strict", 0, NULL, "keep nothing of a file that has a record which cannot be read"},
    {"dry-run", 'n', NULL, "read and check everything, keep nothing"},
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
                "  msgtrace import --date-order dmy old.csv             when the file asks for it\n",
    .details =
        "Reads Get-MessageTrace and Get-MessageTraceV2 through Export-Csv or ConvertTo-Json, enhanced summary\n"
        "reports (MTSummary), Exchange admin center exports, reporting web service and Microsoft Graph answers,\n"
        "and rows kept by log shippers; and the events behind them: Get-MessageTraceDetail, extended reports\n"
        "(MTDetail), Graph getDetailsByRecipient and message tracking logs. What a file is, its encoding,\n"
        "delimiter and order of dates are found out and said. Importing a file again, or files that overlap, in\n"
        "any order, changes nothing that is known.\n"
        "Exit status: 0 all rows read, 3 done but with rejects or refused files, 1 nothing was imported.\n",
    .options = options,
    .run = run,
};
