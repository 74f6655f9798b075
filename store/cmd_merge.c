/* msgtrace merge: the databases of other machines or tenants into this one. */

#include "cmd.h"

#include "ingest/cmd_progress.h"
#include "reports/cmd_output.h"
#include "store/merging.h"
#include "store/room.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct plan {
    bool dry_run, quiet, ignores_room;
    const char *database;
};

/* ---- saying it ---- */

static const struct {
    const char *one, *many;
    size_t count; /* offset in struct mt_merged */
} words[] = {
    {"export", "exports", offsetof(struct mt_merged, exports)},
    {"export that was known", "exports that were known", offsetof(struct mt_merged, known_exports)},
    {"new delivery", "new deliveries", offsetof(struct mt_merged, deliveries)},
    {"delivery that is known better now", "deliveries that are known better now",
     offsetof(struct mt_merged, changed_deliveries)},
    {"delivery that was known", "deliveries that were known", offsetof(struct mt_merged, known_deliveries)},
    {"routing step", "routing steps", offsetof(struct mt_merged, routing)},
    {"new event", "new events", offsetof(struct mt_merged, events)},
    {"event that was known", "events that were known", offsetof(struct mt_merged, known_events)},
    {"non-delivery report", "non-delivery reports", offsetof(struct mt_merged, ndrs)},
    {"record that could not be read", "records that could not be read", offsetof(struct mt_merged, rejects)},
    {"ticket", "tickets", offsetof(struct mt_merged, tickets)},
    {"rule of the user's", "rules of the user's", offsetof(struct mt_merged, rules)},
};

static void
print(const char *path, const struct mt_merged *merged, bool dry_run)
{
    bool any = false;
    mt_output_plain(stdout, mt_text_of(path));
    puts(dry_run ? ": (dry run: nothing was kept)" : ":");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        int64_t count;
        memcpy(&count, (const char *)merged + words[i].count, sizeof count);
        if (count > 0)
            printf("  %" PRId64 " %s\n", count, count == 1 ? words[i].one : words[i].many);
        any |= count > 0;
    }
    if (!any)
        puts("  nothing");
    if (merged->kept_rules > 0)
        printf("  note: %" PRId64 " of its rules are not taken: this database has its own for the same thing\n",
               merged->kept_rules);
    if (merged->kept_tokens > 0)
        printf("  note: %" PRId64 " of its tokens stand for something else here: reveal them there\n",
               merged->kept_tokens);
}

/* Rows for the bar that imports have. */
static void
show(void *context, int64_t done, int64_t of)
{
    struct mt_progress *progress = context;
    struct mt_reading_progress ticks = mt_progress_ticks(progress);
    struct mt_err ignored;
    progress->bytes = of;
    (void)ticks.tick(ticks.context, done, (uint64_t)done, &ignored);
}

/* ---- doing it ---- */

static enum mt_rc
check_room(const struct plan *plan, const char *path, struct mt_err *err)
{
    struct stat facts;
    bool asks = !plan->dry_run && !plan->ignores_room && stat(path, &facts) == 0;
    return asks ? mt_room_check(plan->database, facts.st_size, "--no-space-check", err) : MT_OK;
}

static enum mt_rc
merge_one(struct mt_store *store, const struct plan *plan, const char *path, struct mt_progress *progress,
          struct mt_err *err)
{
    struct mt_merged merged;
    const struct mt_merge merge = {.dry_run = plan->dry_run, .stop = mt_interrupted, .tick = show, .context = progress};
    enum mt_rc rc = check_room(plan, path, err);
    if (rc != MT_OK)
        return rc;
    mt_progress_begin(progress, 0);
    rc = mt_merge_run(store, path, &merge, &merged, err);
    mt_progress_clear(progress);
    if (rc == MT_OK && !plan->quiet)
        print(path, &merged, plan->dry_run);
    return rc;
}

static enum mt_rc
refuse_missing(const struct mt_arguments *arguments, struct mt_err *err)
{
    for (int i = 0; i < (int)arguments->operand_count; i++)
        if (access(arguments->operands[i], R_OK) != 0)
            return mt_err_set(err, MT_FAILED, "there is no database '%.300s' that can be read", arguments->operands[i]);
    return MT_OK;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct plan plan = {.dry_run = mt_arguments_has(arguments, "dry-run"),
                        .quiet = mt_arguments_has(arguments, "quiet"),
                        .ignores_room = mt_arguments_has(arguments, "no-space-check"),
                        .database = mt_arguments_database(arguments)};
    if (arguments->operand_count == 0)
        return mt_err_set(err, MT_USAGE, "name the databases to merge, for example: msgtrace merge madrid.db");
    enum mt_rc rc = refuse_missing(arguments, err);
    /* For a dry run none is made. */
    bool in_memory = plan.dry_run && access(plan.database, F_OK) != 0;
    if (rc == MT_OK)
        rc = mt_store_open(&store, in_memory ? MT_STORE_IN_MEMORY : plan.database, MT_STORE_WRITE, err);
    for (size_t i = 0; i < arguments->operand_count && rc == MT_OK; i++) {
        struct mt_progress progress = {
            .is_shown = !plan.quiet && isatty(STDERR_FILENO), .number = i + 1, .of = arguments->operand_count};
        rc = merge_one(store, &plan, arguments->operands[i], &progress, err);
        if (rc == MT_FAILED && arguments->operand_count > 1 && i > 0)
            mt_err_where(err, rc, "%zu of %zu databases are merged", i, (size_t)arguments->operand_count);
    }
    mt_store_close(store);
    return rc;
}

static const struct mt_option options[] = {
    {"dry-run", 'n', NULL, "say what would come, and keep nothing"},
    {"no-space-check", 0, NULL, "do not ask first whether the disk has room"},
    {"quiet", 'q', NULL, "say only what went wrong"},
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_merge = {
    .name = "merge",
    .operands = "DATABASE...",
    .summary = "take in the databases of other machines or tenants",
    .examples = "  msgtrace merge madrid.db london.db        into msgtrace.db\n"
                "  msgtrace merge --db all.db a.db b.db      all.db is made when it is not there\n"
                "  msgtrace merge --dry-run old.db           what would come of it\n",
    .details =
        "Merges facts, not totals: afterwards the database holds what it would hold if all exports of both had been\n"
        "imported into it, in whatever order databases are merged and how often. Deliveries, events, bounces and\n"
        "records that could not be read come along with the names of their exports; tickets, and the tokens of\n"
        "their bundles, too. Your own rules for providers and codes are taken over where this database has none\n"
        "for the same thing; where it has, its own stays and that is said. The other databases are only read.\n"
        "One that an older msgtrace wrote has to be brought up to date first, by any import into it.\n"
        "Each database is merged whole or not at all.\n",
    .options = options,
    .run = run,
};
