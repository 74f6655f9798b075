#include "ingest/cmd_ndrs.h"

#include <inttypes.h>
#include <stdio.h>

#include "ingest/ndr_events.h"
#include "ingest/ndr_file.h"
#include "reports/cmd_output.h"
#include "store/loader.h"
#include "store/store.h"

/* What became of the reports of one file. */
struct sent {
    size_t reports, recipients, joinless, rejected, open, cut;
};

/* ---- the file as an export ---- */

static struct mt_export
export_of(const struct mt_ndr_file *file, const struct mt_load_plan *plan, int64_t modified_us, const char *name)
{
    struct mt_export export = {
        .name = mt_text_of(name),
        .bytes = file->bytes,
        .flavour = MT_TEXT_LITERAL("ndr"),
        .encoding = mt_text_of(file->list.is_mail ? "MIME" : "text"),
        .time_basis = MT_TEXT_LITERAL("UTC"),
    };
    for (size_t i = 0; i < sizeof export.sha256; i++)
        export.sha256[i] = file->sha256[i];
    if (plan->reading.exported_at_us != MT_MOMENT_UNKNOWN) {
        export.observed_us = plan->reading.exported_at_us;
        export.observed_by = MT_TEXT_LITERAL("as told");
    } else if (file->newest_us != MT_MOMENT_UNKNOWN) {
        export.observed_us = file->newest_us;
        export.observed_by = MT_TEXT_LITERAL("date of the report");
    } else if (modified_us != MT_MOMENT_UNKNOWN) {
        export.observed_us = modified_us;
        export.observed_by = MT_TEXT_LITERAL("file time");
    } else {
        export.observed_us = plan->reading.now_us;
        export.observed_by = MT_TEXT_LITERAL("time of import");
    }
    return export;
}

/* ---- keeping ---- */

/* A report that says no time has no place on any time line: only the user can give it one. */
static bool
says_time(const struct mt_ndr *ndr)
{
    bool says = ndr->date_us != MT_MOMENT_UNKNOWN;
    for (size_t i = 0; i < ndr->count; i++)
        for (size_t j = 0; j < ndr->recipients[i].try_count; j++)
            says = says || ndr->recipients[i].tries[j].at_us != MT_MOMENT_UNKNOWN;
    return says;
}

static enum mt_rc
reject(const struct mt_ndr *ndr, const struct mt_sink *sink, struct mt_err *err)
{
    const char *why = ndr->dates_open
                          ? "has times of which day and month cannot be told apart, and no date of its own: "
                            "say when it came with --exported-at TIME"
                          : "says no time: say when it came with --exported-at TIME";
    struct mt_reject rejected = {.line = ndr->line, .reason = why, .raw = ndr->told};
    return sink->reject(sink->context, &rejected, err);
}

static enum mt_rc
send(struct mt_ndr_file *file, const struct mt_load_plan *plan, const struct mt_sink *sink, struct sent *sent,
     struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < file->list.count && rc == MT_OK; i++) {
        const struct mt_ndr *ndr = &file->list.ndrs[i];
        struct mt_ndr_events events;
        if (plan->reading.stop && plan->reading.stop())
            return mt_err_set(err, MT_INTERRUPTED, "interrupted; nothing of this file was kept");
        sent->open += ndr->dates_open;
        sent->cut += ndr->is_cut;
        if (!says_time(ndr) && plan->reading.exported_at_us == MT_MOMENT_UNKNOWN) {
            sent->rejected++;
            rc = reject(ndr, sink, err);
            continue;
        }
        rc = mt_ndr_send(ndr, plan->reading.exported_at_us, &file->arena, sink, &events, err);
        sent->reports++;
        sent->recipients += ndr->count;
        sent->joinless += events.is_joinless;
    }
    return rc;
}

static enum mt_rc
load(struct mt_ndr_file *file, const struct mt_export *export, struct mt_store *store, const struct mt_load_plan *plan,
     struct sent *sent, struct mt_load_counts *counts, struct mt_err *err)
{
    struct mt_loader *loader = NULL;
    enum mt_rc rc = mt_loader_open(&loader, store, export, plan->reading.now_us, err);
    if (rc != MT_OK)
        return rc;
    struct mt_sink sink = mt_loader_sink(loader);
    mt_loader_stop_when(loader, plan->reading.stop);
    rc = send(file, plan, &sink, sent, err);
    if (rc == MT_OK)
        rc = mt_loader_finish(loader, counts, err);
    if (rc == MT_OK && plan->strict && sent->rejected)
        rc =
            mt_err_set(err, MT_FAILED, "holds %zu reports that cannot be used, and --strict was given", sent->rejected);
    if (rc == MT_OK && !plan->dry_run)
        return mt_loader_commit(loader, NULL, err);
    mt_loader_abandon(loader);
    return rc;
}

/* ---- what is said ---- */

static const char *
plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void
print(const struct mt_export *export, const struct mt_ndr_list *list, const struct sent *sent,
      const struct mt_load_counts *counts, bool dry_run)
{
    char room[32];
    mt_output_plain(stdout, export->name);
    printf(": non-delivery reports, %.*s, taken %s (%.*s)\n", MT_TEXT_ARGS(export->encoding),
           mt_moment_iso(export->observed_us, room).at, MT_TEXT_ARGS(export->observed_by));
    printf("  %zu report%s about %zu recipient%s: %" PRId64 " new facts, %" PRId64 " known, %zu rejected%s\n",
           sent->reports, plural(sent->reports), sent->recipients, plural(sent->recipients), counts->fresh,
           counts->known, sent->rejected, dry_run ? " (dry run: nothing was kept)" : "");
    if (counts->fresh_deliveries > 0)
        printf("  of %" PRId64 " %s that no export had shown before\n", counts->fresh_deliveries,
               counts->fresh_deliveries == 1 ? "delivery" : "deliveries");
    if (sent->joinless)
        printf("  note: %zu report%s name%s no message: kept, but joined to no delivery; save the whole report, with "
               "the headers of the original\n",
               sent->joinless, plural(sent->joinless), sent->joinless == 1 ? "s" : "");
    if (sent->open)
        printf("  note: in %zu report%s day and month of the tries cannot be told apart: their times are left out\n",
               sent->open, plural(sent->open));
    if (sent->cut)
        printf("  note: %zu report%s hold%s more than is read\n", sent->cut, plural(sent->cut),
               sent->cut == 1 ? "s" : "");
    if (list->is_mail && list->others)
        printf("  note: %zu mail%s in it %s no such report\n", list->others, plural(list->others),
               list->others == 1 ? "is" : "are");
    if (sent->rejected)
        puts("  reject: says no time; import it again with --exported-at TIME, when it came");
}

/* ---- one file ---- */

static enum mt_rc
refuse_other(const struct mt_ndr_list *list, struct mt_err *err)
{
    return mt_err_set(err, MT_FAILED, "holds %s, and no non-delivery report; 'msgtrace explain' reads headers of mails",
                      list->mails == 1 ? "an e-mail" : "e-mails");
}

static enum mt_rc
load_file(struct mt_ndr_file *file, const struct mt_export *export, struct mt_store *store,
          const struct mt_load_plan *plan, struct mt_err *err)
{
    char earlier[512] = "";
    bool known = false;
    struct sent sent = {.reports = 0};
    struct mt_load_counts counts = {.read = 0};
    enum mt_rc rc = mt_loader_known(store, file->sha256, &known, earlier, sizeof earlier, err);
    if (rc != MT_OK)
        return rc;
    if (known) {
        if (plan->quiet)
            return MT_OK;
        mt_output_plain(stdout, export->name);
        fputs(": imported before, byte for byte (as '", stdout);
        mt_output_plain(stdout, mt_text_of(earlier));
        fputs("'); nothing to do\n", stdout);
        return MT_OK;
    }
    rc = load(file, export, store, plan, &sent, &counts, err);
    if (rc != MT_OK)
        return rc;
    if (!plan->quiet)
        print(export, &file->list, &sent, &counts, plan->dry_run);
    return sent.rejected ? MT_INCOMPLETE : MT_OK;
}

enum mt_rc
mt_load_ndrs(struct mt_archive *archive, size_t index, struct mt_store *store, const struct mt_load_plan *plan,
             bool *is_taken, struct mt_err *err)
{
    struct mt_file from;
    struct mt_ndr_file file;
    *is_taken = false;
    enum mt_rc rc = mt_archive_file(archive, index, &from, err);
    if (rc != MT_OK)
        return rc;
    const char *name = mt_archive_name(archive, index);
    int64_t modified_us = mt_file_modified_us(&from);
    rc = mt_ndr_file_read(&from, &file, is_taken, err);
    mt_file_close(&from);
    if (rc == MT_OK && *is_taken && file.list.count == 0) {
        *is_taken = file.list.is_mail;
        if (*is_taken)
            rc = refuse_other(&file.list, err);
    }
    if (rc == MT_OK && *is_taken) {
        struct mt_export export = export_of(&file, plan, modified_us, name);
        rc = load_file(&file, &export, store, plan, err);
    }
    if (rc == MT_FAILED)
        mt_err_where(err, rc, "'%.300s'", name);
    mt_ndr_file_release(&file);
    return rc;
}
