#include "reports/ticket.h"

#include <sodium.h>
#include <string.h>

#include "reports/csv.h"
#include "reports/ticket_case.h"
#include "reports/zip_write.h"

void
mt_ticket_name(struct mt_text scope, char name[MT_TICKET_NAME_BYTES])
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    unsigned char hash[crypto_generichash_BYTES];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)(scope.len ? scope.at : ""), scope.len, NULL, 0);
    name[0] = 'T';
    name[1] = '-';
    for (int i = 2; i < MT_TICKET_NAME_BYTES - 1; i++)
        name[i] = letters[hash[i] & 31];
    name[MT_TICKET_NAME_BYTES - 1] = '\0';
}

/* ---- files of the case ---- */

static enum mt_rc
add_csv(struct mt_files *files, const char *name, struct mt_table *table, struct mt_err *err)
{
    const struct mt_section section = {.table = table};
    struct mt_out *out = mt_files_add(files, mt_text_of(name));
    if (!out)
        return mt_err_memory(err);
    mt_csv_section(out, &section);
    return out->failed ? mt_err_memory(err) : MT_OK;
}

static void
put_part(struct mt_out *out, const char *title, struct mt_cell cell)
{
    if (!cell.known || !cell.text.len)
        return;
    mt_out_string(out, "==== ");
    mt_out_string(out, title);
    mt_out_string(out, " ====\n\n");
    mt_out_text(out, mt_text_trim(cell.text));
    mt_out_string(out, "\n\n");
}

static enum mt_rc
add_ndrs(struct mt_files *files, const struct mt_ticket_case *ticket, struct mt_err *err)
{
    static const struct {
        const char *key, *title;
    } parts[] = {
        {"headers", "Headers of the report"},
        {"told", "What it says"},
        {"status_part", "Delivery status"},
        {"original_headers", "Headers of the original message"},
    };
    for (size_t row = 0; row < ticket->ndrs->row_count; row++) {
        struct mt_text name = mt_arena_format(&files->arena, "ndr/%zu.txt", row + 1);
        struct mt_out *out = mt_text_known(name) ? mt_files_add(files, name) : NULL;
        if (!out)
            return mt_err_memory(err);
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            put_part(out, parts[i].title, mt_table_cell(ticket->ndrs, row, parts[i].key));
        if (out->failed)
            return mt_err_memory(err);
    }
    return MT_OK;
}

static enum mt_rc
add_attachments(struct mt_files *files, struct mt_ticket_case *ticket, struct mt_err *err)
{
    const struct mt_ticket_request *request = ticket->request;
    for (size_t i = 0; i < request->attachment_count; i++) {
        const struct mt_ticket_attachment *attachment = &request->attachments[i];
        size_t number = 1;
        for (size_t j = 0; j < i; j++)
            number += strcmp(request->attachments[j].folder, attachment->folder) == 0;
        struct mt_text name = mt_arena_format(&files->arena, "%s/%zu.txt", attachment->folder, number);
        struct mt_out *out = mt_text_known(name) ? mt_files_add(files, name) : NULL;
        if (!out)
            return mt_err_memory(err);
        mt_out_text(out, mt_ticket_hide(ticket, attachment->text));
        if (out->failed)
            return mt_err_memory(err);
    }
    return MT_OK;
}

static enum mt_rc
add_checklist(struct mt_files *files, struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_ticket_checkpoint points[MT_TICKET_POINTS];
    enum mt_rc rc = mt_ticket_checklist(ticket, points, err);
    struct mt_out *out = rc == MT_OK ? mt_files_add(files, MT_TEXT_LITERAL("checklist.md")) : NULL;
    if (!out)
        return rc != MT_OK ? rc : mt_err_memory(err);
    mt_ticket_checklist_write(ticket, points, out);
    return out->failed ? mt_err_memory(err) : MT_OK;
}

static enum mt_rc
add_text(struct mt_files *files, const struct mt_ticket_case *ticket, const char *name,
         void (*write)(const struct mt_ticket_case *ticket, struct mt_out *out), struct mt_err *err)
{
    struct mt_out *out = mt_files_add(files, mt_text_of(name));
    if (!out)
        return mt_err_memory(err);
    write(ticket, out);
    return out->failed ? mt_err_memory(err) : MT_OK;
}

static enum mt_rc
fill(struct mt_files *files, struct mt_ticket_case *ticket, struct mt_err *err)
{
    struct mt_report *report = ticket->build.report;
    enum mt_rc rc = add_text(files, ticket, "summary.txt", mt_ticket_summary, err);
    if (rc == MT_OK)
        rc = mt_files_of_report(files, report, MT_FORMAT_MARKDOWN, NULL, err);
    if (rc == MT_OK)
        rc = mt_files_of_report(files, report, MT_FORMAT_HTML, NULL, err);
    if (rc == MT_OK)
        rc = add_csv(files, "deliveries.csv", ticket->deliveries, err);
    if (rc == MT_OK)
        rc = add_csv(files, "events.csv", ticket->events, err);
    if (rc == MT_OK)
        rc = add_ndrs(files, ticket, err);
    if (rc == MT_OK)
        rc = add_attachments(files, ticket, err);
    if (rc == MT_OK)
        rc = add_checklist(files, ticket, err);
    if (rc == MT_OK)
        rc = mt_ticket_notices(ticket, files, err);
    if (rc == MT_OK)
        rc = add_text(files, ticket, "queries.sql", mt_ticket_queries, err);
    if (rc != MT_OK)
        return rc;
    struct mt_out *manifest = mt_files_add(files, MT_TEXT_LITERAL("manifest.json"));
    if (!manifest)
        return mt_err_memory(err);
    mt_ticket_manifest(ticket, files, manifest);
    return manifest->failed ? mt_err_memory(err) : MT_OK;
}

/* ---- the last look ---- */

static bool
is_text(const char *name)
{
    size_t len = strlen(name);
    return len < 4 || strcmp(name + len - 4, ".png") != 0;
}

static enum mt_rc
look_through(const struct mt_files *files, const struct mt_ticket_case *ticket, struct mt_err *err)
{
    for (size_t i = 0; i < files->count && ticket->request->is_redacted; i++) {
        struct mt_redact_leak leak;
        if (!is_text(files->list[i].name) ||
            !mt_redactor_finds(ticket->request->redactor, mt_out_view(&files->list[i].bytes), &leak))
            continue;
        if (!mt_text_known(leak.original))
            return mt_err_memory(err);
        return mt_err_set(err, MT_FAILED,
                          "nothing was written: '%s' would still hold '%.*s' (please report this; --no-redaction hides "
                          "nothing)",
                          files->list[i].name, MT_TEXT_ARGS(leak.original));
    }
    return MT_OK;
}

/* ---- the size ---- */

static enum mt_rc
size_of(const struct mt_files *files, int64_t *bytes, struct mt_err *err)
{
    struct mt_out archive = MT_OUT_EMPTY;
    enum mt_rc rc = mt_zip_write(&archive, files, err);
    *bytes = (int64_t)archive.len;
    mt_out_release(&archive);
    return rc;
}

/* Writes everything; what is too large is made again with fewer deliveries, evenly picked. */
static enum mt_rc
fit(struct mt_files *files, struct mt_ticket_case *ticket, const struct mt_ticket_request *request,
    struct mt_store *store, struct mt_err *err)
{
    enum { ROUNDS = 12 };
    int64_t most = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct mt_report report;
        int64_t bytes = 0;
        mt_report_init(&report, "ticket");
        report.reader = request->reader;
        enum mt_rc rc = mt_ticket_case_ask(ticket, store, request, &report, err);
        if (rc == MT_OK && most > 0)
            rc = mt_ticket_case_pick(ticket, most, err);
        if (rc == MT_OK)
            rc = mt_ticket_report(ticket, err);
        if (rc == MT_OK)
            rc = fill(files, ticket, err);
        if (rc == MT_OK)
            rc = look_through(files, ticket, err);
        if (rc == MT_OK)
            rc = size_of(files, &bytes, err);
        int64_t picked = ticket->picked_most < ticket->affected ? ticket->picked_most : ticket->affected;
        mt_report_release(&report);
        if (rc != MT_OK || bytes <= request->most_bytes)
            return rc;
        /* A little less than the share that would fit: the rest does not shrink. */
        most = picked * request->most_bytes / bytes * 8 / 10;
        mt_files_release(files);
        mt_files_init(files);
        if (most < 1)
            break;
    }
    return mt_err_set(err, MT_FAILED,
                      "the bundle does not fit into %lld bytes: its texts alone take more; say a larger "
                      "--max-size",
                      (long long)request->most_bytes);
}

enum mt_rc
mt_ticket_build(struct mt_files *files, struct mt_store *store, const struct mt_ticket_request *request,
                struct mt_err *err)
{
    struct mt_ticket_case ticket;
    return fit(files, &ticket, request, store, err);
}
