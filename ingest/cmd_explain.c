/* msgtrace explain: what a reply code or a text of a server means. Needs no database. */

#include "cmd.h"

#include "ingest/cmd_explained.h"
#include "ingest/cmd_explained_headers.h"
#include "ingest/cmd_explained_ndr.h"
#include "ingest/mime_text.h"
#include "ingest/ndr_shapes.h"
#include "ingest/ndr_text.h"
#include "reports/cmd_output.h"
#include "reports/cmd_reader.h"
#include "reports/messages.h"
#include "store/cmd_codes.h"
#include "store/cmd_read.h"
#include "store/codes_line.h"
#include "store/store.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES = 32 * 1024 * 1024 };

/* A file, or standard input: the one operand that is no text itself. */
static bool
is_file(const struct mt_arguments *arguments)
{
    struct stat found;
    const char *path = arguments->operand_count == 1 ? arguments->operands[0] : "";
    return strcmp(path, "-") == 0 || (*path && stat(path, &found) == 0 && S_ISREG(found.st_mode));
}

/* Words of the shell are one text again. */
static enum mt_rc
read_text(const struct mt_arguments *arguments, struct mt_out *bytes, struct mt_err *err)
{
    if (is_file(arguments))
        return mt_command_read(arguments->operands[0], FILE_BYTES, "a text to explain", bytes, err);
    for (size_t i = 0; i < arguments->operand_count; i++) {
        mt_out_string(bytes, i ? " " : "");
        mt_out_string(bytes, arguments->operands[i]);
    }
    return bytes->failed ? mt_err_memory(err) : MT_OK;
}

/* A database that cannot be read is in the way only when the user named it. */
static enum mt_rc
open_codes(const struct mt_arguments *arguments, struct mt_explanation *explained, struct mt_codes **codes,
           struct mt_err *err)
{
    enum mt_rc rc = mt_command_codes(arguments, codes, err);
    if (rc != MT_FAILED || mt_arguments_said(arguments, "db"))
        return rc;
    explained->why_shipped = *err;
    *codes = mt_codes_new();
    return *codes ? MT_OK : mt_err_memory(err);
}

static void
answer(struct mt_explanation *explained, const struct mt_codes *codes, struct mt_arena *arena)
{
    struct mt_code code;
    explained->is_code = mt_code_parse(explained->text, &code);
    if (explained->is_code) {
        explained->reason.reply = code.reply;
        if (code.class)
            explained->reason.code = mt_arena_format(arena, "%d.%d.%d", code.class, code.subject, code.detail);
    } else if (!mt_reason_read(explained->text, arena, &explained->reason)) {
        explained->reason = (struct mt_reason){.text = explained->text};
    }
    explained->cause = mt_codes_cause(codes, &explained->reason);
}

/* The database is there for comparison only: what it cannot give is said to be missing. */
static struct mt_store *
open_store(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    const char *path = mt_arguments_database(arguments);
    if (access(path, R_OK) != 0 || mt_store_open(&store, path, MT_STORE_READ, err) != MT_OK)
        return NULL;
    return store;
}

static enum mt_rc
build_ndrs(struct mt_report *report, const struct mt_ndr_list *list, const struct mt_arguments *arguments,
           const struct mt_codes *codes, struct mt_err *err)
{
    struct mt_store *store = open_store(arguments, err);
    enum mt_rc rc = mt_explained_ndrs(report, list, codes, store, err);
    mt_store_close(store);
    return rc;
}

/* Headers, saved or pasted, perhaps quoted and with the rest of the mail behind them. */
static enum mt_rc
build_headers(struct mt_report *report, struct mt_text bytes, bool *done, struct mt_err *err)
{
    struct mt_header_fields fields;
    struct mt_header_facts facts;
    bool is_unread;
    struct mt_text text = mt_mime_text(bytes, NULL, &report->arena, &is_unread);
    if (mt_text_known(text))
        text = mt_ndr_unquote(text, &report->arena);
    if (!mt_text_known(text) || !mt_header_fields_read(text, &report->arena, &fields))
        return mt_err_memory(err);
    *done = mt_headers_likely(&fields);
    if (!*done)
        return MT_OK;
    if (!mt_header_facts_read(&fields, &report->arena, &facts))
        return mt_err_memory(err);
    return mt_explained_headers(report, &fields, &facts, err);
}

static enum mt_rc
build(struct mt_report *report, struct mt_explanation *explained, const struct mt_arguments *arguments,
      const struct mt_codes *codes, struct mt_err *err)
{
    struct mt_ndr_list list = {.count = 0};
    enum mt_rc read = MT_OK;
    if (is_file(arguments))
        read = mt_ndrs_read(explained->text, &report->arena, &list, err);
    if (read != MT_OK || list.count > 0)
        return read != MT_OK ? read : build_ndrs(report, &list, arguments, codes, err);
    bool done = false;
    if (is_file(arguments))
        read = build_headers(report, explained->text, &done, err);
    if (read != MT_OK || done)
        return read;
    report->title = mt_text_of(mt_wording(report->reader.language, MT_SAY_EXPLAIN_TITLE));
    answer(explained, codes, &report->arena);
    enum mt_rc rc = mt_report_parameter(report, "text", explained->text, err);
    return rc == MT_OK ? mt_explained(report, explained, codes, err) : rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_explanation explained = {.is_code = false};
    struct mt_codes *codes = NULL;
    struct mt_out bytes = MT_OUT_EMPTY;
    struct mt_report report;
    struct mt_output output;
    mt_report_init(&report, "explain");
    enum mt_rc rc = mt_output_read(arguments, &output, err);
    if (rc == MT_OK)
        rc = mt_reader_read_language(arguments, &report.reader.language, err);
    if (rc != MT_OK)
        return rc;
    rc = read_text(arguments, &bytes, err);
    explained.text = mt_text_trim(mt_out_view(&bytes));
    if (rc == MT_OK && explained.text.len == 0)
        rc = mt_err_set(err, MT_USAGE, "give a code or a text to explain, or '-' to read one from standard input");
    if (rc == MT_OK)
        rc = open_codes(arguments, &explained, &codes, err);
    if (rc == MT_OK)
        rc = build(&report, &explained, arguments, codes, err);
    if (rc == MT_OK)
        rc = mt_output_write(&output, &report, err);
    mt_report_release(&report);
    mt_codes_free(codes);
    mt_out_release(&bytes);
    return rc;
}

static const struct mt_option options[] = {
    MT_LANGUAGE_OPTION,
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_explain = {
    .name = "explain",
    .operands = "CODE|TEXT...|FILE",
    .summary = "explain a reply code, the text of a failure, or a bounce saved as a file",
    .examples = "  msgtrace explain 5.4.300                         what a code means, or all it can mean\n"
                "  msgtrace explain '550 5.4.300 Message expired -> 421 4.4.2 Connection dropped due to SocketError'\n"
                "  msgtrace explain 'Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061]'\n"
                "  msgtrace explain bounce.eml                      a non-delivery report, saved or pasted\n"
                "  msgtrace explain headers.txt                     the headers of a mail: SPF, DKIM, DMARC, its way\n"
                "  msgtrace explain - <reply.txt                    a text from standard input\n",
    .details =
        "Says what kind of trouble it is, whether trying again helps, and who has to act. Of replies that quote\n"
        "others the innermost one decides. Needs no database and no network; when there is a database, the\n"
        "lines that you added with 'msgtrace codes --add' count first.\n",
    .options = options,
    .run = run,
};
