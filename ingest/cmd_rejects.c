/* msgtrace rejects: the records that were kept aside: shown, exported, read again. */

#include "cmd.h"

#include "ingest/cmd_reading.h"
#include "ingest/cmd_retry.h"
#include "ingest/rejected.h"
#include "reports/cmd_output.h"
#include "reports/report.h"
#include "store/rejects.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 256 * 1024, PATH_BYTES = 4096, NAME_BYTES = 200 };

/* ---- which ---- */

static enum mt_rc
read_wanted(const struct mt_arguments *arguments, struct mt_rejects_wanted *wanted, struct mt_err *err)
{
    const char *import = mt_arguments_value(arguments, "import");
    *wanted = (struct mt_rejects_wanted){.file = mt_text_of(mt_arguments_value(arguments, "file")),
                                         .settled_too = mt_arguments_has(arguments, "all")};
    if (import && (!mt_text_to_int(mt_text_of(import), &wanted->import) || wanted->import == 0))
        return mt_err_set(err, MT_USAGE, "--import is the number of an import, not '%.60s'", import);
    return MT_OK;
}

/* ---- shown ---- */

static enum mt_rc
print_some(struct mt_out *out, struct mt_err *err)
{
    enum mt_rc rc = mt_out_send(out, STDOUT_FILENO, "standard output", err);
    mt_out_clear(out);
    return rc;
}

static enum mt_rc
print_one(void *context, const struct mt_kept_reject *reject, struct mt_err *err)
{
    struct mt_out *out = context;
    mt_rejects_put(out, reject);
    if (mt_interrupted())
        return mt_err_set(err, MT_INTERRUPTED, "interrupted");
    return out->len >= CHUNK_BYTES ? print_some(out, err) : MT_OK;
}

static enum mt_rc
print(struct mt_store *store, const struct mt_rejects_wanted *wanted, struct mt_err *err)
{
    struct mt_out out = MT_OUT_EMPTY;
    enum mt_rc rc = mt_rejects_each(store, wanted, print_one, &out, err);
    if (rc == MT_OK)
        rc = print_some(&out, err);
    mt_out_release(&out);
    return rc;
}

static const struct mt_column columns[] = {
    {"reject", "Reject", MT_TYPE_COUNT}, {"import", "Import", MT_TYPE_COUNT},        {"file", "File", MT_TYPE_TEXT},
    {"line", "Line", MT_TYPE_COUNT},     {"reason", "Reason", MT_TYPE_TEXT},         {"raw", "Record", MT_TYPE_TEXT},
    {"is_cut", "Cut", MT_TYPE_COUNT},    {"settled_by", "Read since", MT_TYPE_TEXT},
};

static enum mt_rc
add_row(void *context, const struct mt_kept_reject *reject, struct mt_err *err)
{
    struct mt_table *table = context;
    struct mt_text texts[] = {reject->file, reject->reason, reject->raw, reject->settled_by};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!mt_arena_copy(&table->arena, texts[i], &texts[i]))
            return mt_err_memory(err);
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(err);
    row[0] = mt_cell_integer(reject->number);
    row[1] = mt_cell_integer(reject->import);
    row[2] = mt_cell_text(texts[0]);
    row[3] = mt_cell_integer(reject->line);
    row[4] = mt_cell_text(texts[1]);
    row[5] = mt_cell_text(texts[2]);
    row[6] = mt_cell_integer(reject->raw_is_cut);
    row[7] = mt_cell_text(texts[3]);
    return MT_OK;
}

static enum mt_rc
print_json(struct mt_store *store, const struct mt_rejects_wanted *wanted, struct mt_err *err)
{
    const struct mt_output output = {.format = MT_FORMAT_JSON};
    struct mt_report report;
    mt_report_init(&report, "rejects");
    report.title = mt_text_of("Records that could not be read");
    struct mt_table *table = mt_report_table(&report);
    enum mt_rc rc =
        table ? mt_table_columns(table, columns, sizeof columns / sizeof *columns, err) : mt_err_memory(err);
    if (rc == MT_OK)
        rc = mt_rejects_each(store, wanted, add_row, table, err);
    if (table)
        table->name = report.name;
    if (rc == MT_OK && !mt_report_section(&report, "rejects", "Rejects", table))
        rc = mt_err_memory(err);
    if (rc == MT_OK)
        rc = mt_output_write(&output, &report, err);
    mt_report_release(&report);
    return rc;
}

/* ---- exported ---- */

struct export
{
    struct mt_store *store;
    const char *path;
    bool is_folder;
    int64_t import; /* under way; 0: none */
    struct mt_export origin;
    struct mt_rejected_form form;
    size_t records, cut, files, all_cut;
    struct mt_out out;
    struct mt_arena arena;
};

/* "7-may.rejects.csv": the number keeps names apart, the name is for people. Only letters that every file system takes
 * are kept of it, because it is data. */
static void
name_file(const struct export *export, char path[PATH_BYTES])
{
    char name[NAME_BYTES];
    size_t len = 0;
    struct mt_text origin = export->origin.name;
    for (size_t i = origin.len; i > 0; i--)
        if (origin.at[i - 1] == '/') {
            origin = (struct mt_text){origin.at + i, origin.len - i};
            break;
        }
    for (size_t i = origin.len; i > 1; i--)
        if (origin.at[i - 1] == '.') {
            origin.len = i - 1;
            break;
        }
    for (size_t i = 0; i < origin.len && len < sizeof name - 1; i++) {
        char c = origin.at[i];
        bool is_safe =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
        name[len++] = is_safe ? c : '_';
    }
    name[len] = '\0';
    snprintf(path, PATH_BYTES, "%.3500s/%" PRId64 "-%s.rejects.%s", export->path, export->import, name,
             export->form.is_json ? "json" : "csv");
}

static enum mt_rc
finish_file(struct export *export, struct mt_err *err)
{
    char path[PATH_BYTES];
    if (export->import == 0)
        return MT_OK;
    mt_rejected_end(&export->out, &export->form);
    if (export->is_folder)
        name_file(export, path);
    else
        snprintf(path, sizeof path, "%s", export->path);
    enum mt_rc rc = export->records ? mt_out_save(&export->out, path, err) : MT_OK;
    if (rc)
        return rc;
    mt_output_plain(stdout, export->origin.name);
    if (export->records) {
        printf(": %zu records to '", export->records);
        mt_output_plain(stdout, mt_text_of(path));
        putchar('\'');
        export->files++;
    }
    if (export->cut)
        printf("%s %zu too long to be kept whole, not exported", export->records ? "," : ":", export->cut);
    putchar('\n');
    if (export->origin.delimiter.at && !export->origin.header.at)
        puts("  note: its header line was not kept: the file has the records alone and cannot be read again as it is");
    export->all_cut += export->cut;
    export->records = export->cut = 0;
    mt_out_clear(&export->out);
    return MT_OK;
}

static enum mt_rc
begin_file(struct export *export, int64_t import, struct mt_err *err)
{
    if (export->files > 0 && !export->is_folder)
        return mt_err_set(err, MT_USAGE,
                          "the rejects are of several exports: name a folder ('%.300s/'), or one export with --import "
                          "or --file",
                          export->path);
    export->import = import;
    mt_arena_reset(&export->arena);
    enum mt_rc rc = mt_rejects_origin(export->store, import, &export->arena, &export->origin, err);
    if (rc)
        return rc;
    export->form = mt_rejected_form_of(export->origin.delimiter);
    mt_rejected_begin(&export->out, &export->form, export->origin.header);
    return MT_OK;
}

static enum mt_rc
export_one(void *context, const struct mt_kept_reject *reject, struct mt_err *err)
{
    struct export *export = context;
    struct mt_rejected rejected = {reject->number, reject->raw, (uint64_t)reject->line};
    enum mt_rc rc = mt_interrupted() ? mt_err_set(err, MT_INTERRUPTED, "interrupted") : MT_OK;
    if (rc == MT_OK && export->import != reject->import) {
        rc = finish_file(export, err);
        if (rc == MT_OK)
            rc = begin_file(export, reject->import, err);
    }
    if (rc)
        return rc;
    if (reject->raw_is_cut) {
        export->cut++;
        return MT_OK;
    }
    export->records++;
    return mt_rejected_put(&export->out, &export->form, export->origin.header, &rejected, err);
}

static bool
is_same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* A folder that is there, or a name that is no file's: without a suffix, or with a '/' behind it. */
static enum mt_rc
decide_target(struct export *export, const char *database, struct mt_err *err)
{
    struct stat facts;
    size_t len = strlen(export->path);
    const char *last = strrchr(export->path, '/');
    if (len == 0 || len >= 3500)
        return mt_err_set(err, MT_USAGE, "-o takes a folder, or a file for the rejects of one export");
    if (stat(export->path, &facts) == 0) {
        export->is_folder = S_ISDIR(facts.st_mode);
        if (is_same_file(export->path, database))
            return mt_err_set(err, MT_USAGE, "'%.300s' is the database itself: name another file", export->path);
        return MT_OK;
    }
    export->is_folder = export->path[len - 1] == '/' || !strchr(last ? last : export->path, '.');
    if (export->is_folder && mkdir(export->path, 0777) != 0)
        return mt_err_set(err, MT_FAILED, "cannot make the folder '%.300s': %s", export->path, strerror(errno));
    return MT_OK;
}

static enum mt_rc
export_all(struct mt_store *store, const struct mt_rejects_wanted *wanted, const char *path, const char *database,
           struct mt_err *err)
{
    struct export export = {.store = store, .path = path, .out = MT_OUT_EMPTY};
    enum mt_rc rc = decide_target(&export, database, err);
    if (rc == MT_OK)
        rc = mt_rejects_each(store, wanted, export_one, &export, err);
    if (rc == MT_OK)
        rc = finish_file(&export, err);
    if (rc == MT_OK && export.import == 0)
        puts("there are no rejects to export");
    mt_out_release(&export.out);
    mt_arena_release(&export.arena);
    return rc == MT_OK && export.all_cut ? MT_INCOMPLETE : rc;
}

/* ---- the command ---- */

static enum mt_rc
refuse_mixture(const struct mt_arguments *arguments, struct mt_err *err)
{
    static const char *const of_retry[] = {"as", "delimiter", "date-order", "zone", "recipient", "encoding", "dry-run"};
    static const char *const not_of_retry[] = {"json", "output", "all"};
    bool retries = mt_arguments_has(arguments, "retry");
    const char *const *forbidden = retries ? not_of_retry : of_retry;
    size_t count = retries ? sizeof not_of_retry / sizeof *not_of_retry : sizeof of_retry / sizeof *of_retry;
    for (size_t i = 0; i < count; i++)
        if (mt_arguments_has(arguments, forbidden[i]))
            return mt_err_set(err, MT_USAGE, "--%s makes sense %s --retry only", forbidden[i],
                              retries ? "without" : "with");
    if (arguments->operand_count > (retries ? 1u : 0u))
        return mt_err_set(err, MT_USAGE, "'%.100s' is one word too many%s",
                          arguments->operands[arguments->operand_count - 1],
                          retries ? "" : "; to read a file of rejects again say --retry FILE");
    if (mt_arguments_has(arguments, "json") && mt_arguments_has(arguments, "output"))
        return mt_err_set(err, MT_USAGE, "--json shows rejects, -o exports them: one of the two");
    if (retries && arguments->operand_count &&
        (mt_arguments_has(arguments, "import") || mt_arguments_has(arguments, "file")))
        return mt_err_set(err, MT_USAGE, "the file says itself which rejects are meant: leave out --import and --file");
    return MT_OK;
}

static enum mt_rc
retry(const struct mt_arguments *arguments, struct mt_store *store, const struct mt_rejects_wanted *wanted,
      struct mt_err *err)
{
    struct mt_retry plan = {.wanted = *wanted, .dry_run = mt_arguments_has(arguments, "dry-run")};
    struct mt_zone *zone = NULL;
    enum mt_rc rc = mt_reading_options_read(arguments, &plan.reading, &zone, err);
    if (rc == MT_OK)
        rc = mt_encoding_option_read(arguments, &plan.encoding, err);
    if (rc == MT_OK)
        rc = mt_retry_run(store, &plan, arguments->operand_count ? arguments->operands[0] : NULL, err);
    mt_zone_close(zone);
    return rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_rejects_wanted wanted;
    const char *database = mt_arguments_database(arguments), *path = mt_arguments_value(arguments, "output");
    bool retries = mt_arguments_has(arguments, "retry");
    enum mt_rc rc = refuse_mixture(arguments, err);
    if (rc == MT_OK)
        rc = read_wanted(arguments, &wanted, err);
    /* Opening for writing would make a database where there is none. */
    bool writes = retries && access(database, F_OK) == 0;
    if (rc == MT_OK)
        rc = mt_store_open(&store, database, writes ? MT_STORE_WRITE : MT_STORE_READ, err);
    if (rc == MT_OK && retries)
        rc = retry(arguments, store, &wanted, err);
    else if (rc == MT_OK && path && strcmp(path, "-") != 0)
        rc = export_all(store, &wanted, path, database, err);
    else if (rc == MT_OK)
        rc = mt_arguments_has(arguments, "json") ? print_json(store, &wanted, err) : print(store, &wanted, err);
    mt_store_close(store);
    return rc;
}

static const struct mt_option options[] = {
    {"file", 0, "NAME", "only those of the export of that name"},
    {"import", 0, "N", "only those of that import"},
    {"all", 0, NULL, "also those that were read since"},
    {"json", 0, NULL, "as JSON"},
    {"output", 'o', "PATH", "export them: a file for each export into a folder, or one file for one export"},
    {"retry", 0, NULL, "read them again, or those of FILE as they stand there now; with the options below"},
    MT_READING_OPTIONS,
    {"encoding", 0, "NAME", "of FILE: utf-8, utf-16le, utf-16be or cp1252"},
    {"dry-run", 'n', NULL, "read and check everything, keep nothing"},
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_rejects = {
    .name = "rejects",
    .operands = "[FILE]",
    .summary = "show, export or read again the records that could not be read",
    .examples = "  msgtrace rejects                              every record that was kept aside, and why\n"
                "  msgtrace rejects --file may.csv | less        those of one export, page by page\n"
                "  msgtrace rejects --retry --date-order dmy     read them again, now with the order of dates\n"
                "  msgtrace rejects -o to-fix                    export them into a folder, to be edited\n"
                "  msgtrace rejects --retry to-fix/3-may.rejects.csv\n",
    .details =
        "Each record is shown as 'file:line: reason' with its text below. Control characters are written as \\t, \\r "
        "or \\x1B, so that nothing in a file can command your terminal. The records as they stood are in the view "
        "v1_reject.\n\n"
        "An exported file is an export like the one it comes from, with a first column (in JSON a key) "
        "msgtrace_reject. Correct the records, leave their numbers alone, and read the file with --retry. A record "
        "that cannot stand in a file as it is (a quote that is never closed) comes as the text of one cell, or under "
        "the key msgtrace_raw: make a record of it. Records that were too long to be kept whole are not exported.\n\n"
        "Rejects are read by what their export was found to be: its kind, order of dates, zone and the time at which "
        "it "
        "was taken; options say otherwise. What can be read is then no reject any more, and is listed as an import of "
        "its own, \"rejects of 'may.csv'\". The others stay. The counts of the first import stay as they were.\n\n"
        "Exit status: 0 done, 3 some are still rejected, 1 nothing was changed.\n",
    .options = options,
    .run = run,
};
