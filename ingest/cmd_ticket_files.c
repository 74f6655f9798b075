#include "ingest/cmd_ticket_files.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ingest/archive.h"
#include "ingest/cmd_explained_headers.h"
#include "ingest/cmd_ndr_answers.h"
#include "ingest/cmd_ndrs.h"
#include "ingest/mime_text.h"
#include "ingest/ndr_file.h"
#include "ingest/ndr_shapes.h"
#include "ingest/ndr_text.h"
#include "store/cmd_read.h"

enum { TEXT_BYTES = 4 * 1024 * 1024 };

/* ---- reports ---- */

static enum mt_rc
add_checksum(struct mt_ticket_files *files, const unsigned char sha256[32], struct mt_err *err)
{
    char hex[65];
    sodium_bin2hex(hex, sizeof hex, sha256, 32);
    for (char *at = hex; *at; at++)
        if (*at >= 'a' && *at <= 'f')
            *at = (char)(*at - 'a' + 'A');
    size_t len = files->checksums.len ? files->checksums.len - 1 : 0; /* without the bracket at the end */
    files->checksums =
        mt_arena_format(&files->arena, "%.*s%s\"%s\"]", (int)len, len ? files->checksums.at : "", len ? "," : "[", hex);
    return mt_text_known(files->checksums) ? MT_OK : mt_err_memory(err);
}

static void
take_case(struct mt_ticket_files *files, const struct mt_ndr *ndr)
{
    if (files->has_case || ndr->count == 0)
        return;
    files->has_case = mt_arena_copy(&files->arena, ndr->original_sender, &files->sender) &&
                      mt_arena_copy(&files->arena, ndr->recipients[0].address, &files->recipient);
    files->received_us = mt_ndr_received(ndr);
    files->made_us = mt_ndr_made(ndr);
    enum mt_auth_known auth = mt_ndr_auth(ndr, &files->arena);
    if (auth != MT_AUTH_UNKNOWN && files->auth == MT_AUTH_UNKNOWN)
        files->auth = auth;
}

/* Imports the file as 'msgtrace import' does, and remembers it by its bytes. */
static enum mt_rc
take_report(struct mt_ticket_files *files, struct mt_archive *archive, struct mt_store *store, const char *path,
            struct mt_err *err)
{
    const struct mt_load_plan plan = {.reading = {.now_us = (int64_t)time(NULL) * MT_SECOND,
                                                  .exported_at_us = MT_MOMENT_UNKNOWN,
                                                  .stop = mt_interrupted},
                                      .quiet = true};
    struct mt_ndr_file file;
    struct mt_file from;
    bool is_taken = false;
    enum mt_rc rc = mt_load_ndrs(archive, 0, store, &plan, &is_taken, err);
    if (rc == MT_INCOMPLETE)
        rc = MT_OK; /* one that says no time is kept as a reject, and goes along by its text all the same */
    if (rc == MT_OK && !is_taken)
        return mt_err_set(err, MT_FAILED, "'%.300s' holds no non-delivery report", path);
    if (rc == MT_OK)
        rc = mt_archive_file(archive, 0, &from, err);
    if (rc != MT_OK)
        return rc;
    rc = mt_ndr_file_read(&from, &file, &is_taken, err);
    mt_file_close(&from);
    if (rc != MT_OK)
        return rc;
    rc = add_checksum(files, file.sha256, err);
    for (size_t i = 0; i < file.list.count; i++)
        take_case(files, &file.list.ndrs[i]);
    mt_ndr_file_release(&file);
    return rc;
}

static enum mt_rc
read_report(struct mt_ticket_files *files, struct mt_store *store, const char *path, struct mt_err *err)
{
    struct mt_archive *archive = NULL;
    enum mt_rc rc = mt_archive_open(&archive, path, &mt_archive_usual_limits, mt_interrupted, err);
    if (rc != MT_OK)
        return rc;
    rc = take_report(files, archive, store, path, err);
    mt_archive_close(archive);
    return rc;
}

/* ---- texts ---- */

static enum mt_rc
read_text(struct mt_ticket_files *files, const char *path, const char *folder, struct mt_text *text, struct mt_err *err)
{
    struct mt_out bytes = MT_OUT_EMPTY;
    bool is_unread;
    if (files->attachment_count == MT_TICKET_FILES)
        return mt_err_set(err, MT_USAGE, "a ticket takes %d files", MT_TICKET_FILES);
    enum mt_rc rc = mt_command_read(path, TEXT_BYTES, "a file of a ticket", &bytes, err);
    if (rc == MT_OK) {
        *text = mt_mime_text(mt_out_view(&bytes), NULL, &files->arena, &is_unread);
        if (!mt_text_known(*text))
            rc = mt_err_memory(err);
    }
    if (rc == MT_OK)
        files->attachments[files->attachment_count++] = (struct mt_ticket_attachment){folder, *text};
    mt_out_release(&bytes);
    return rc;
}

/* ---- what headers show ---- */

static void
check(struct mt_ticket_files *files, enum mt_ticket_point point, enum mt_ticket_state state, struct mt_text evidence)
{
    if (files->checked_count < MT_TICKET_CHECKS)
        files->checked[files->checked_count++] = (struct mt_ticket_checked){point, state, evidence};
}

/* What the receiver found out itself counts; what others claim does not. */
static void
take_results(struct mt_ticket_files *files, const struct mt_auth_results *results)
{
    static const struct {
        const char *method;
        enum mt_ticket_point point;
    } points[] = {{"spf", MT_TICKET_POINT_SPF}, {"dkim", MT_TICKET_POINT_DKIM}, {"dmarc", MT_TICKET_POINT_DMARC}};
    for (size_t i = 0; i < results->count; i++)
        for (size_t j = 0; j < sizeof points / sizeof *points; j++) {
            const struct mt_auth_item *item = &results->items[i];
            if (!mt_text_is_nocase(item->method, points[j].method) || item->result == MT_AUTH_NONE)
                continue;
            check(files, points[j].point, item->result == MT_AUTH_PASS ? MT_TICKET_DONE : MT_TICKET_FAILED,
                  mt_auth_item_line(&files->arena, item));
        }
}

static enum mt_rc
take_headers(struct mt_ticket_files *files, const char *path, struct mt_text text, struct mt_err *err)
{
    struct mt_header_fields fields;
    struct mt_header_facts facts;
    struct mt_text open = mt_ndr_unquote(text, &files->arena);
    if (!mt_text_known(open) || !mt_header_fields_read(open, &files->arena, &fields) ||
        !mt_header_facts_read(&fields, &files->arena, &facts))
        return mt_err_memory(err);
    if (fields.count == 0)
        return mt_err_set(err, MT_FAILED, "there are no headers of a mail in '%.300s'", path);
    for (size_t i = 0; i < facts.seen_count; i++)
        if (facts.seen[i].is_own && facts.seen[i].source == MT_AUTH_RESULTS)
            take_results(files, &facts.seen[i].results);
    if (facts.says == MT_AUTH_SAYS_FAIL)
        files->auth = MT_AUTH_WEAK;
    else if (facts.says == MT_AUTH_SAYS_PASS && files->auth == MT_AUTH_UNKNOWN)
        files->auth = MT_AUTH_PASSES;
    const struct mt_hop *egress = mt_hops_egress(&facts.hops);
    if (egress && !files->egress.len)
        files->egress = mt_arena_format(&files->arena, "%.*s (%.*s)", (int)egress->from.len, egress->from.at,
                                        (int)egress->from_ip.len, egress->from_ip.at ? egress->from_ip.at : "");
    return files->arena.failed ? mt_err_memory(err) : MT_OK;
}

enum mt_rc
mt_ticket_files_read(const struct mt_arguments *arguments, struct mt_store *store, struct mt_ticket_files *files,
                     struct mt_err *err)
{
    struct mt_text text;
    enum mt_rc rc = MT_OK;
    size_t at = 0;
    const char *path;
    *files = (struct mt_ticket_files){.received_us = MT_MOMENT_UNKNOWN, .made_us = MT_MOMENT_UNKNOWN};
    while (rc == MT_OK && (path = mt_arguments_next(arguments, "ndr", &at)) != NULL)
        rc = read_report(files, store, path, err);
    at = 0;
    while (rc == MT_OK && (path = mt_arguments_next(arguments, "headers", &at)) != NULL)
        if ((rc = read_text(files, path, "headers", &text, err)) == MT_OK)
            rc = take_headers(files, path, text, err);
    at = 0;
    while (rc == MT_OK && (path = mt_arguments_next(arguments, "records", &at)) != NULL)
        rc = read_text(files, path, "dns", &text, err);
    return rc;
}

void
mt_ticket_files_release(struct mt_ticket_files *files)
{
    mt_arena_release(&files->arena);
}
