#include "ingest/cmd_load.h"

#include <inttypes.h>
#include <stdio.h>

#include "cmd.h"
#include "ingest/cmd_ndrs.h"
#include "ingest/cmd_notes.h"
#include "ingest/name_recipient.h"
#include "ingest/normalise.h"
#include "ingest/relay.h"
#include "reports/cmd_output.h"
#include "store/loader.h"
#include "store/room.h"
#include "store/store.h"

/* A file contradicts its head at most once; a third pass would mean that it changes while it is read. */
enum { MOST_PASSES = 3 };

/* ---- rejects ---- */

/* The first rejects are named at once: whoever imports should not have to ask what went wrong. */
enum { REJECTS_NAMED = 3 };

struct rejects {
    struct mt_sink store;
    size_t count;
    struct {
        uint64_t line;
        char reason[MT_REASON_BYTES];
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
        snprintf(rejects->first[rejects->count].reason, MT_REASON_BYTES, "%s", reject->reason);
    }
    rejects->count++;
    return rejects->store.reject(rejects->store.context, reject, err);
}

/* ---- reading and keeping ---- */

struct passage {
    struct mt_reading *reading;
    struct mt_checks *checks;
    struct rejects *rejects;
    const struct mt_reading_progress *ticks;
};

/* Runs the reading with everything that looks at its facts between it and the sink. */
static enum mt_rc
run_reading(void *context, const struct mt_sink *store, struct mt_err *err)
{
    const struct passage *passage = context;
    *passage->rejects = (struct rejects){.store = *store};
    struct mt_sink sink = {.context = passage->rejects, .row = pass_row, .reject = pass_reject, .event = pass_event};
    struct mt_sink watched = mt_checks_sink(passage->checks, &sink);
    return mt_reading_run(passage->reading, &watched, passage->ticks, err);
}

/* Reads the file through into the store; leaves no transaction open. Repeats when the file contradicts what its head
 * had promised. */
static enum mt_rc
load(struct mt_reading *reading, struct mt_store *store, const struct mt_load_plan *plan, struct mt_progress *progress,
     struct mt_checks *checks, struct mt_load_counts *counts, struct rejects *rejects, struct mt_err *err)
{
    enum mt_rc rc = MT_AGAIN;
    struct mt_reading_progress ticks = mt_progress_ticks(progress);
    struct passage passage = {reading, checks, rejects, &ticks};
    const struct mt_relay_source source = {&passage, run_reading};
    for (int passes = 0; rc == MT_AGAIN && passes < MOST_PASSES; passes++) {
        struct mt_loader *loader = NULL;
        rc = mt_loader_open(&loader, store, mt_reading_export(reading), plan->reading.now_us, err);
        if (rc != MT_OK)
            return rc;
        mt_loader_stop_when(loader, plan->reading.stop);
        struct mt_sink sink = mt_loader_sink(loader);
        rc = plan->threads > 1 ? mt_relay_run(&source, &sink, err) : run_reading(&passage, &sink, err);
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

/* ---- what is said ---- */

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
    if (mt_text_known(export->recipient)) {
        fputs(", events of ", stdout);
        mt_output_plain(stdout, export->recipient);
    }
    printf(", taken %s (%.*s)\n", mt_moment_iso(export->observed_us, observed).at, MT_TEXT_ARGS(export->observed_by));
    if (counts->read == 0) {
        printf("  no rows\n");
        return;
    }
    printf("  %" PRId64 " %s: %" PRId64 " new, %" PRId64 " changed, %" PRId64 " known, %" PRId64 " routing, %" PRId64
           " rejected%s\n",
           counts->read, mt_reading_kind(reading) == MT_RECORD_ROW ? "rows" : "events", counts->fresh, counts->changed,
           counts->known, counts->routing, counts->rejected, dry_run ? " (dry run: nothing was kept)" : "");
    if (counts->fresh_deliveries > 0)
        printf("  of %" PRId64 " %s that no export had shown before\n", counts->fresh_deliveries,
               counts->fresh_deliveries == 1 ? "delivery" : "deliveries");
}

static void
print_notes(const struct mt_checks *checks, struct mt_reading *reading, struct mt_source *source,
            const struct mt_load_plan *plan)
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

/* ---- one export ---- */

/* Whether an export with that checksum is in the database already, which is then said. */
static enum mt_rc
find_known(struct mt_store *store, const unsigned char sha256[32], const struct mt_load_plan *plan,
           struct mt_source *source, bool *known, struct mt_err *err)
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

/* Whether somebody says whose events these are, the user or the file's name: then the same bytes may have been read
 * before without knowing it. */
static bool
tells_recipient(const struct mt_load_plan *plan, const struct mt_source *source)
{
    struct mt_text trace_id, address;
    return plan->reading.recipient || mt_name_recipient(mt_source_facts(source)->name, &trace_id, &address);
}

/* Half of the bytes of UTF-16 are NUL. */
static enum mt_rc
check_room(const struct mt_load_plan *plan, const struct mt_source *source, struct mt_err *err)
{
    const struct mt_source_facts *facts = mt_source_facts(source);
    bool is_wide = facts->encoding == MT_ENCODING_UTF16LE || facts->encoding == MT_ENCODING_UTF16BE;
    int64_t needed = mt_room_of_export(is_wide ? facts->bytes / 2 : facts->bytes);
    return plan->asks_room ? mt_room_check(plan->asks_room, needed, "--no-space-check", err) : MT_OK;
}

enum mt_rc
mt_load_export(struct mt_archive *archive, size_t index, struct mt_store *store, const struct mt_load_plan *plan,
               struct mt_progress *progress, struct mt_checks_run *checked, struct mt_err *err)
{
    struct mt_source *source = NULL;
    struct mt_reading *reading = NULL;
    struct mt_checks *checks = NULL;
    struct mt_load_counts counts = {0};
    struct rejects rejects = {.count = 0};
    bool known = false;

    enum mt_rc rc = mt_load_ndrs(archive, index, store, plan, &known, err);
    if (rc != MT_OK || known)
        return rc;
    rc = mt_archive_source(archive, index, plan->encoding, &source, err);
    if (rc != MT_OK)
        return rc;
    mt_progress_begin(progress, mt_source_facts(source)->bytes);
    if (!tells_recipient(plan, source))
        rc = find_known(store, mt_source_facts(source)->sha256, plan, source, &known, err);
    if (rc == MT_OK && !known)
        rc = mt_reading_open(&reading, source, &plan->reading, err);
    if (rc == MT_OK && !known)
        rc = find_known(store, mt_reading_export(reading)->sha256, plan, source, &known, err);
    if (rc != MT_OK || known)
        goto out;
    rc = check_room(plan, source, err);
    if (rc == MT_OK)
        rc = mt_checks_open(&checks, err);
    if (rc == MT_OK)
        rc = load(reading, store, plan, progress, checks, &counts, &rejects, err);
    mt_progress_clear(progress);
    if (rc == MT_FAILED) {
        /* Perhaps because another msgtrace has imported it in the meantime. */
        struct mt_err ignored;
        if (find_known(store, mt_reading_export(reading)->sha256, plan, source, &known, &ignored) == MT_OK && known)
            rc = MT_OK;
    }
    if (rc != MT_OK || known)
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
