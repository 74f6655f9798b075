/* msgtrace ticket: the evidence for a support ticket as one bundle, what its tokens stand for, and whether its trouble
 * is over. */

#include "cmd.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ingest/cmd_ticket_files.h"
#include "ingest/cmd_ticket_records.h"
#include "query/case_mail.h"
#include "query/case_scope.h"
#include "query/cmd_filter.h"
#include "query/question.h"
#include "query/statement.h"
#include "reports/cmd_output.h"
#include "reports/cmd_reader.h"
#include "reports/cmd_tickets_made.h"
#include "reports/follow_up.h"
#include "reports/stories.h"
#include "reports/ticket.h"
#include "store/dictionary.h"
#include "store/redaction.h"
#include "store/store.h"
#include "store/tickets.h"

static const char tool[] = "msgtrace " MSGTRACE_VERSION;

enum { TRIED_MOST = 50 };

struct wishes {
    const char *output;
    struct mt_reader reader;
    struct mt_filter filter;
    struct mt_zone *zone;
    const char *finding;
    int64_t most_bytes;
    bool is_redacted;
    struct mt_text tried[TRIED_MOST];
    size_t tried_count;
};

/* ---- what was asked ---- */

/* "20MB", "500KB", "1000000": units are those of files, 1000 bytes to the kilobyte being the smaller claim. */
static bool
read_bytes(const char *said, int64_t *bytes)
{
    static const struct {
        const char *unit;
        int64_t factor;
    } units[] = {{"KB", 1000}, {"MB", 1000000}, {"GB", 1000000000}, {"K", 1000}, {"M", 1000000}, {"G", 1000000000}};
    struct mt_text text = mt_text_of(said);
    int64_t factor = 1;
    for (size_t i = 0; i < sizeof units / sizeof *units && factor == 1; i++)
        if (mt_text_ends_nocase(text, units[i].unit)) {
            factor = units[i].factor;
            text.len -= strlen(units[i].unit);
        }
    return mt_text_to_int(mt_text_trim(text), bytes) && *bytes > 0 && *bytes <= INT64_MAX / factor &&
           (*bytes *= factor);
}

static enum mt_rc
read_wishes(const struct mt_arguments *arguments, struct wishes *wishes, struct mt_err *err)
{
    const char *size = mt_arguments_value(arguments, "max-size");
    *wishes = (struct wishes){.output = mt_arguments_value(arguments, "output"),
                              .finding = mt_arguments_value(arguments, "finding"),
                              .most_bytes = 20000000,
                              .is_redacted = !mt_arguments_has(arguments, "no-redaction")};
    if (arguments->operand_count)
        return mt_err_set(err, MT_USAGE, "'%.100s' is one word too many; -o FILE says where the bundle goes",
                          arguments->operands[0]);
    if (size && !read_bytes(size, &wishes->most_bytes))
        return mt_err_set(err, MT_USAGE, "--max-size is a size like 20MB, not '%.40s'", size);
    size_t at = 0;
    for (const char *tried; (tried = mt_arguments_next(arguments, "tried", &at)) != NULL;) {
        if (wishes->tried_count == TRIED_MOST)
            return mt_err_set(err, MT_USAGE, "--tried can be given %d times", TRIED_MOST);
        wishes->tried[wishes->tried_count++] = mt_text_of(tried);
    }
    enum mt_rc rc = mt_reader_read_language(arguments, &wishes->reader.language, err);
    if (rc == MT_OK)
        rc = mt_filter_read(arguments, &wishes->filter, &wishes->zone, err);
    wishes->reader.zone = wishes->zone;
    return rc;
}

/* ---- which mail ---- */

/* The mail of a finding: what its conditions say, as far as a filter can, and the hours that it was counted in. */
static void
narrow(struct mt_filter *filter, const struct mt_finding *finding)
{
    const struct mt_finding_where *where = &finding->where;
    filter->provider = where->provider;
    filter->domain = where->domain;
    filter->country = where->region;
    filter->remote_host = where->remote_host;
    filter->forest = where->forest;
    if (!finding->has_stretch)
        return;
    filter->since_us = mt_floor_to(finding->start_us, MT_HOUR);
    filter->until_us = finding->end_open ? MT_MOMENT_UNKNOWN : mt_floor_to(finding->end_us, MT_HOUR) + MT_HOUR;
}

/* What goes on comes first, then the strongest: that is what a ticket is opened for. */
static const struct mt_finding *
choose(const struct mt_findings *findings)
{
    const struct mt_finding *chosen = NULL;
    for (size_t i = 0; i < findings->count; i++) {
        const struct mt_finding *finding = &findings->items[i];
        if (finding->part_of >= 0)
            continue;
        bool is_open = mt_finding_standing(finding) == MT_CHANGE_OPEN;
        if (!chosen || (is_open && mt_finding_standing(chosen) != MT_CHANGE_OPEN))
            chosen = finding;
    }
    return chosen;
}

static enum mt_rc
find_finding(struct mt_store *store, struct wishes *wishes, struct mt_arena *arena, struct mt_findings *findings,
             const struct mt_finding **finding, struct mt_err *err)
{
    struct mt_findings_request request = {.filter = &wishes->filter, .of = MT_TROUBLE_DEFERRED, .stop = mt_interrupted};
    enum mt_rc rc = mt_findings_find(store, &request, arena, findings, err);
    if (rc != MT_OK)
        return rc;
    *finding = wishes->finding ? mt_findings_named(findings, wishes->finding) : choose(findings);
    if (!*finding)
        return wishes->finding
                   ? mt_err_set(err, MT_USAGE, "there is no finding '%.40s'; 'msgtrace findings' shows them",
                                wishes->finding)
                   : mt_err_set(err, MT_USAGE,
                                "nothing stands out by itself: say which mail the ticket is about (--provider, "
                                "--domain, --sender, --since ...), or give a report with --ndr FILE");
    narrow(&wishes->filter, *finding);
    return MT_OK;
}

static enum mt_rc
choose_mail(struct mt_store *store, struct wishes *wishes, const struct mt_ticket_files *files, struct mt_arena *arena,
            struct mt_findings *findings, const struct mt_finding **finding, struct mt_err *err)
{
    *finding = NULL;
    if (wishes->finding)
        return find_finding(store, wishes, arena, findings, finding, err);
    if (mt_filter_named(&wishes->filter))
        return mt_filter_warn(store, &wishes->filter, err);
    if (!files->has_case)
        return find_finding(store, wishes, arena, findings, finding, err);
    struct mt_filter of_report;
    enum mt_rc rc = mt_case_mail(store, MT_TEXT_UNKNOWN, files->recipient, files->received_us, files->made_us, arena,
                                 &of_report, err);
    of_report.zone = wishes->filter.zone;
    if (wishes->filter.since_us != MT_MOMENT_UNKNOWN)
        of_report.since_us = wishes->filter.since_us;
    if (wishes->filter.until_us != MT_MOMENT_UNKNOWN)
        of_report.until_us = wishes->filter.until_us;
    if (rc == MT_OK)
        wishes->filter = of_report;
    return rc;
}

/* ---- tokens ---- */

static enum mt_rc
restore(void *context, const struct mt_redaction_token *token, struct mt_err *err)
{
    return mt_redactor_restore(context, token->token, (enum mt_redact_kind)token->kind, token->original, err);
}

static enum mt_rc
open_redactor(struct mt_store *store, bool is_redacted, struct mt_redactor **redactor, struct mt_err *err)
{
    unsigned char key[MT_REDACTION_KEY_BYTES];
    const struct mt_redact_options options = {.show_people = !is_redacted,
                                              .show_subjects = !is_redacted,
                                              .show_names = !is_redacted,
                                              .show_hosts = !is_redacted};
    enum mt_rc rc = mt_redaction_key(store, key, err);
    if (rc == MT_OK)
        rc = mt_redactor_open(redactor, key, &options, err);
    memset(key, 0, sizeof key);
    if (rc == MT_OK && is_redacted)
        rc = mt_redactor_common_sentences(*redactor, err);
    return rc == MT_OK && is_redacted ? mt_redaction_each(store, restore, *redactor, err) : rc;
}

static enum mt_rc
keep_tokens(struct mt_store *store, const struct mt_redactor *redactor, struct mt_err *err)
{
    struct mt_redact_entry entry;
    enum mt_rc rc = MT_OK;
    for (size_t at = 0; rc == MT_OK && mt_redactor_next_new(redactor, &at, &entry);) {
        const struct mt_redaction_token token = {entry.token, (int)entry.kind, entry.original};
        rc = mt_redaction_save(store, &token, 1, err);
    }
    return rc;
}

/* ---- making one ---- */

static enum mt_rc
data_end(struct mt_store *store, int64_t *until_us, struct mt_err *err)
{
    struct mt_filter all;
    struct mt_table table;
    mt_filter_init(&all);
    mt_table_init(&table, "", "");
    enum mt_rc rc = mt_question_ask(store, "freshness", &all, &table, err);
    *until_us = mt_table_integer(&table, 0, "last_received", MT_MOMENT_UNKNOWN);
    mt_table_release(&table);
    return rc == MT_OK && *until_us == MT_MOMENT_UNKNOWN
               ? mt_err_set(err, MT_FAILED, "there is no mail in the database yet; 'msgtrace import' puts some in")
               : rc;
}

static bool
is_folder(const char *path)
{
    size_t len = strlen(path);
    return len > 0 && path[len - 1] == '/';
}

static enum mt_rc
save(const struct mt_files *files, const char *path, struct mt_err *err)
{
    return is_folder(path) ? mt_files_save_folder(files, path, err) : mt_files_save_zip(files, path, err);
}

static void
say_what_was_made(const struct wishes *wishes, const char *name, const struct mt_files *files)
{
    printf("%s: ticket %s, %zu files", wishes->output, name, files->count);
    puts(wishes->is_redacted ? "; people, subjects and internal machines are hidden (--reveal TOKEN tells)"
                             : "; nothing is hidden");
    puts("  summary.txt is made for the form, checklist.md says what is missing");
}

/* Whose the DNS records are: said, or the domain of the sender. */
static struct mt_text
owner_of_records(const struct mt_arguments *arguments, const struct wishes *wishes, const struct mt_ticket_files *files)
{
    const char *said = mt_arguments_value(arguments, "records-of");
    if (said)
        return mt_text_of(said);
    return mt_address_domain(files->sender.len ? files->sender : wishes->filter.sender);
}

static enum mt_rc
make(const struct mt_arguments *arguments, struct wishes *wishes, struct mt_store *store, struct mt_err *err)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_findings findings = {.count = 0};
    struct mt_redactor *redactor = NULL;
    struct mt_ticket_files given;
    struct mt_files files;
    struct mt_ticket_row row = {.made_us = (int64_t)time(NULL) * MT_SECOND};
    const struct mt_finding *finding = NULL;
    char name[MT_TICKET_NAME_BYTES];
    struct mt_stop stop = {mt_interrupted};
    mt_files_init(&files);
    mt_statement_stop_when(store, &stop);
    enum mt_rc rc = mt_ticket_files_read(arguments, store, &given, err);
    if (rc == MT_OK)
        rc = data_end(store, &row.until_us, err);
    if (rc == MT_OK)
        rc = choose_mail(store, wishes, &given, &arena, &findings, &finding, err);
    if (rc == MT_OK)
        rc = mt_ticket_records_check(&given, owner_of_records(arguments, wishes, &given), &wishes->reader, err);
    if (rc == MT_OK)
        rc = open_redactor(store, wishes->is_redacted, &redactor, err);
    row.scope = mt_case_scope_write(&wishes->filter, &arena);
    if (rc == MT_OK && !mt_text_known(row.scope))
        rc = mt_err_memory(err);
    if (rc == MT_OK) {
        const struct mt_ticket_request request = {
            .filter = &wishes->filter,
            .findings = finding ? &findings : NULL,
            .finding = finding,
            .reader = wishes->reader,
            .tool = tool,
            .redactor = redactor,
            .is_redacted = wishes->is_redacted,
            .ndr_files = given.checksums,
            .attachments = given.attachments,
            .attachment_count = given.attachment_count,
            .checked = given.checked,
            .checked_count = given.checked_count,
            .tried = wishes->tried,
            .tried_count = wishes->tried_count,
            .auth = given.auth,
            .egress = given.egress,
            .scope = row.scope,
            .most_bytes = wishes->most_bytes,
            .stop = mt_interrupted,
        };
        rc = mt_ticket_build(&files, store, &request, err);
    }
    /* Tokens first: a bundle whose tokens nobody can tell is of no use. */
    if (rc == MT_OK && wishes->is_redacted)
        rc = keep_tokens(store, redactor, err);
    if (rc == MT_OK)
        rc = save(&files, wishes->output, err);
    if (rc == MT_OK)
        rc = mt_ticket_keep(store, &row, err);
    if (rc == MT_OK) {
        mt_ticket_name(row.scope, name);
        say_what_was_made(wishes, name, &files);
    }
    mt_files_release(&files);
    mt_redactor_close(redactor);
    mt_findings_release(&findings);
    mt_ticket_files_release(&given);
    mt_arena_release(&arena);
    return rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct wishes wishes;
    struct mt_store *store = NULL;
    if (mt_arguments_has(arguments, "reveal"))
        return mt_tickets_reveal(arguments, err);
    if (mt_arguments_has(arguments, "list"))
        return mt_tickets_list(arguments, err);
    enum mt_rc rc = read_wishes(arguments, &wishes, err);
    if (rc == MT_OK && mt_arguments_has(arguments, "follow-up"))
        rc = mt_tickets_follow_up(arguments, &wishes.reader, wishes.zone, err);
    else if (rc == MT_OK && !wishes.output)
        rc = mt_err_set(err, MT_USAGE, "say where the bundle goes: -o case.zip, or a folder: -o case/");
    else if (rc == MT_OK) {
        rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err); /* a wrong name makes none */
        mt_store_close(store);
        store = NULL;
        if (rc == MT_OK)
            rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_WRITE, err);
        if (rc == MT_OK)
            rc = make(arguments, &wishes, store, err);
    }
    mt_store_close(store);
    mt_zone_close(wishes.zone);
    return rc;
}

static const struct mt_option options[] = {
    {"output", 'o', "FILE", "where the bundle goes: a zip archive, or a folder when it ends with '/'"},
    {"finding", 0, "ID", "the finding that it is about, as 'msgtrace findings' names it (F-7QK3TD, or 2)"},
    {"ndr", 0, "FILE", "a saved non-delivery report: it is imported and goes along (may be given several times)"},
    {"headers", 0, "FILE", "the headers of a delivered message of the same sender (may be given several times)"},
    {"records", 0, "FILE", "what dig or nslookup print of the sender's DNS records (may be given several times)"},
    {"records-of", 0, "DOMAIN", "whose records these are (else the domain of the sender)"},
    {"tried", 0, "TEXT", "what was tried already (may be given several times)"},
    {"max-size", 0, "SIZE", "of the archive, e.g. 10MB (else 20MB): deliveries and events are picked to fit"},
    {"no-redaction", 0, NULL, "hide nothing: addresses, subjects and internal machines go along as they are"},
    {"reveal", 0, "TOKEN", "tell what a token of an earlier ticket stands for"},
    {"follow-up", 0, "TICKET", "how the trouble of a ticket went on; '' for the newest one"},
    {"list", 0, NULL, "the tickets that were made from this database"},
    MT_PLACE_OPTIONS,
    MT_LANGUAGE_OPTION,
    {"format", 0, "FORMAT", "of --follow-up: text, md, html, csv, json or xlsx", false, mt_format_keys},
    {"color", 0, "WHEN", "colours in text: auto (on a terminal, the default), always or never", true, mt_colour_words},
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_ticket = {
    .name = "ticket",
    .operands = NULL,
    .summary = "pack the evidence for a support ticket, and see whether it is over",
    .examples =
        "  msgtrace ticket -o case.zip                               the trouble that goes on, or the strongest\n"
        "  msgtrace ticket -o case.zip --finding F-7QK3TD --ndr bounce.eml\n"
        "  msgtrace ticket -o case.zip --provider yahoo --since 2026-11-16 --tried 'DKIM set up on 17 November'\n"
        "  msgtrace ticket -o case/ --ndr bounce.eml --headers ok.txt --records dig.txt\n"
        "  msgtrace ticket --reveal R7K3Q                            who is meant\n"
        "  msgtrace ticket --follow-up '' -o since.html              is it over? close or escalate\n",
    .details =
        "The bundle holds summary.txt (plain, at most 4,000 characters, for the form of the support desk), report.md "
        "and report.html with charts, deliveries.csv and events.csv with all ids, the non-delivery reports, "
        "checklist.md, queries.sql, notices for users in English and Spanish, and manifest.json with checksums.\n\n"
        "Local parts of addresses, display names, subjects and internal machines are tokens in every file: the same "
        "person is the same token everywhere. The key stays in the database. The same data and request give the same "
        "bytes.\n",
    .options = options,
    .run = run,
};
