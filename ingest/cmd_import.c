/* msgtrace import: files into the store, one transaction and one line of report for each. */

#include "cmd.h"

#include "ingest/cmd_files.h"
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
     struct mt_load_counts *counts, struct rejects *rejects, struct mt_err *err)
{
    enum mt_rc rc = MT_AGAIN;
    struct mt_reading_progress ticks = {progress, tick};
    for (int passes = 0; rc == MT_AGAIN && passes < MOST_PASSES; passes++) {
        struct mt_loader *loader = NULL;
        rc = mt_loader_open(&loader, store, mt_reading_export(reading), plan->reading.now_us, err);
        if (rc != MT_OK)
            return rc;
        *rejects = (struct rejects){.store = mt_loader_sink(loader)};
        struct mt_sink sink = {rejects, pass_row, pass_reject};
        rc = mt_reading_run(reading, &sink, &ticks, err);
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

/* Exports that were cut at a limit of the service end on a round number of rows. */
static bool
looks_cut(int64_t rows)
{
    static const int64_t limits[] = {1000, 5000, 10000, 20000, 50000, 100000};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (rows == limits[i])
            return true;
    return false;
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
print_warnings(struct mt_source *source, struct mt_reading *reading)
{
    const struct mt_source_facts *facts = mt_source_facts(source);
    const struct mt_reading_counts *read = mt_reading_counts(reading);
    if (looks_cut((int64_t)read->records))
        printf("  note: exactly %" PRIu64 " records: the export was probably cut at a limit; export shorter windows\n",
               read->records);
    if (read->more_pages)
        printf("  note: its last page names a next one that is not in the file: the export is incomplete\n");
    if (read->repeated_headers)
        printf("  note: %" PRIu64 " repeated header lines: several exports in one file\n", read->repeated_headers);
    if (read->blank)
        printf("  note: %" PRIu64 " empty records stepped over\n", read->blank);
    if (facts->repaired)
        printf("  note: %" PRIu64 " byte sequences are no %s and were replaced; --encoding can say otherwise\n",
               facts->repaired, mt_encoding_name(facts->encoding));
    if (facts->looks_lossy)
        printf("  note: plain ASCII with '?' inside words: Windows PowerShell's Export-Csv lost letters; add "
               "-Encoding UTF8\n");
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
    if (counts->read == 0)
        printf("  no rows\n");
    else
        printf("  %" PRId64 " rows: %" PRId64 " new, %" PRId64 " changed, %" PRId64 " known, %" PRId64
               " routing, %" PRId64 " rejected%s\n",
               counts->read, counts->fresh, counts->changed, counts->known, counts->routing, counts->rejected,
               dry_run ? " (dry run: nothing was kept)" : "");
}

/* MT_INCOMPLETE: done, with rejects. */
static enum mt_rc
import_file(const char *path, struct mt_store *store, const struct plan *plan, struct progress *progress,
            struct mt_err *err)
{
    struct mt_source *source = NULL;
    struct mt_reading *reading = NULL;
    struct mt_load_counts counts = {0};
    struct rejects rejects = {.count = 0};
    bool known = false;
    char earlier[512] = "";

    enum mt_rc rc = mt_source_open_until(&source, path, plan->encoding, mt_interrupted, err);
    if (rc != MT_OK)
        return rc;
    progress->bytes = mt_source_facts(source)->bytes;
    progress->shown_permille = -1;
    rc = mt_loader_known(store, mt_source_facts(source)->sha256, &known, earlier, sizeof earlier, err);
    if (rc == MT_OK && known && plan->has_meaning) {
        rc = mt_err_set(err, MT_FAILED,
                        "was imported before, byte for byte, as '%.200s': options cannot change what its rows meant "
                        "then; import it into another database (--db)",
                        earlier);
        goto out;
    }
    if (rc == MT_OK && known) {
        if (!plan->quiet) {
            mt_output_plain(stdout, mt_source_facts(source)->name);
            fputs(": imported before, byte for byte (as '", stdout);
            mt_output_plain(stdout, mt_text_of(earlier));
            fputs("'); nothing to do\n", stdout);
        }
        goto out;
    }
    if (rc == MT_OK)
        rc = mt_reading_open(&reading, source, &plan->reading, err);
    if (rc == MT_OK)
        rc = load(reading, store, plan, progress, &counts, &rejects, err);
    clear_progress(plan);
    if (rc != MT_OK)
        goto out;
    if (!plan->quiet) {
        print_line(reading, &counts, plan->dry_run);
        print_rejects(&rejects, plan->dry_run);
        print_warnings(source, reading);
    }
    if (counts.rejected > 0)
        rc = MT_INCOMPLETE;
out:
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

static enum mt_rc
import_all(const struct mt_file_list *files, struct mt_store *store, const struct plan *plan, struct mt_err *err)
{
    size_t done = 0, refused = 0, incomplete = 0;
    for (size_t i = 0; i < files->count; i++) {
        struct progress progress = {.plan = plan, .number = i + 1, .of = files->count};
        enum mt_rc rc = import_file(files->paths[i], store, plan, &progress, err);
        if (rc == MT_INTERRUPTED)
            return rc;
        if (rc == MT_OK || rc == MT_INCOMPLETE) {
            done++;
            incomplete += rc == MT_INCOMPLETE;
            continue;
        }
        refused++;
        mt_err_where(err, rc, "'%s'", files->paths[i]);
        if (files->count == 1)
            return MT_FAILED;
        /* The others go on: say it now, beside the lines of the files around it. */
        fflush(stdout);
        fputs("msgtrace: ", stderr);
        mt_output_plain(stderr, mt_text_of(err->text));
        fputc('\n', stderr);
    }
    err->text[0] = '\0';
    if (done == 0)
        return mt_err_set(err, MT_FAILED, "none of the %zu files could be imported", files->count);
    if (refused)
        return mt_err_set(err, MT_INCOMPLETE, "%zu of %zu files were refused", refused, files->count);
    return incomplete ? MT_INCOMPLETE : MT_OK;
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
                "  cat trace.csv | msgtrace import -                    standard input\n"
                "  msgtrace import --date-order dmy old.csv             when the file asks for it\n",
    .details =
        "Reads Get-MessageTrace and Get-MessageTraceV2 through Export-Csv or ConvertTo-Json, enhanced summary\n"
        "reports (MTSummary), Exchange admin center exports, reporting web service and Microsoft Graph answers,\n"
        "and rows kept by log shippers. What a file is, its encoding, delimiter and order of dates are found out\n"
        "and said. Importing a file again, or files that overlap, in any order, changes nothing that is known.\n"
        "Exit status: 0 all rows read, 3 done but with rejects or refused files, 1 nothing was imported.\n",
    .options = options,
    .run = run,
};
