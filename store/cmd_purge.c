/* msgtrace purge: mail that is too old, or everything about one address, goes. */

#include "cmd.h"

#include "query/filter.h"
#include "reports/cmd_output.h"
#include "store/base/zone.h"
#include "store/purge.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ADDRESS_BYTES = 512 };

struct plan {
    struct mt_purge purge;
    char address[ADDRESS_BYTES];
    char what[ADDRESS_BYTES + 64]; /* "mail received before 2026-10-01T00:00:00Z" */
    bool asks;                     /* a person at a terminal has to agree first */
};

/* ---- what the user said ---- */

static enum mt_rc
read_address(struct plan *plan, const char *said, struct mt_err *err)
{
    struct mt_text text = mt_text_trim(mt_text_of(said));
    const char *at = text.len ? memchr(text.at, '@', text.len) : NULL;
    if (!at || at == text.at || at + 1 == text.at + text.len || text.len >= sizeof plan->address)
        return mt_err_set(err, MT_USAGE, "--address is an address like ann@contoso.com, not '%.100s'", said);
    for (size_t i = 0; i < text.len; i++)
        plan->address[i] = mt_ascii_lower(text.at[i]);
    plan->purge.address = (struct mt_text){plan->address, text.len};
    snprintf(plan->what, sizeof plan->what, "what is known of '%s'", plan->address);
    return MT_OK;
}

static enum mt_rc
read_moment(struct plan *plan, const char *said, const char *zone_name, struct mt_err *err)
{
    struct mt_zone *zone = NULL;
    char room[32];
    enum mt_rc rc = zone_name ? mt_zone_open(&zone, zone_name, err) : MT_OK;
    if (rc != MT_OK)
        return rc;
    rc = mt_filter_moment(said, zone, &plan->purge.before_us, err);
    mt_zone_close(zone);
    if (rc)
        return mt_err_where(err, rc, "--before");
    plan->purge.before_us = mt_floor_to(plan->purge.before_us, MT_MINUTE);
    snprintf(plan->what, sizeof plan->what, "mail received before %s", mt_moment_iso(plan->purge.before_us, room).at);
    return MT_OK;
}

static enum mt_rc
read_plan(struct plan *plan, const struct mt_arguments *arguments, struct mt_err *err)
{
    const char *before = mt_arguments_value(arguments, "before"), *address = mt_arguments_value(arguments, "address");
    const char *zone = mt_arguments_value(arguments, "zone");
    *plan = (struct plan){.purge = {.before_us = MT_MOMENT_UNKNOWN,
                                    .dry_run = mt_arguments_has(arguments, "dry-run"),
                                    .stop = mt_interrupted}};
    if (arguments->operand_count)
        return mt_err_set(err, MT_USAGE, "'%.100s' is one word too many; say --before DATE or --address ADDRESS",
                          arguments->operands[0]);
    if (!before == !address)
        return mt_err_set(err, MT_USAGE, "say what has to go: either --before DATE or --address ADDRESS");
    if (zone && !before)
        return mt_err_set(err, MT_USAGE, "--zone is the zone of --before");
    enum mt_rc rc = before ? read_moment(plan, before, zone, err) : read_address(plan, address, err);
    if (rc)
        return rc;
    plan->asks = !plan->purge.dry_run && !mt_arguments_has(arguments, "yes");
    if (plan->asks && !isatty(STDIN_FILENO))
        return mt_err_set(err, MT_USAGE,
                          "this would delete %s for good: --dry-run shows how much that is, --yes does it", plan->what);
    return MT_OK;
}

/* ---- saying it ---- */

static const struct {
    const char *one, *many;
    size_t count; /* offset in struct mt_purged */
} words[] = {
    {"delivery", "deliveries", offsetof(struct mt_purged, deliveries)},
    {"event", "events", offsetof(struct mt_purged, events)},
    {"record that could not be read", "records that could not be read", offsetof(struct mt_purged, rejects)},
    {"non-delivery report", "non-delivery reports", offsetof(struct mt_purged, ndrs)},
    {"export", "exports", offsetof(struct mt_purged, exports)},
    {"address", "addresses", offsetof(struct mt_purged, addresses)},
    {"domain", "domains", offsetof(struct mt_purged, domains)},
    {"route", "routes", offsetof(struct mt_purged, routes)},
    {"reason", "reasons", offsetof(struct mt_purged, reasons)},
    {"text in which the address is marked as removed", "texts in which the address is marked as removed",
     offsetof(struct mt_purged, texts)},
};

static bool
print(const struct plan *plan, const struct mt_purged *purged, const char *verb)
{
    bool any = false;
    fputs(verb, stdout);
    fputs(": ", stdout);
    mt_output_plain(stdout, mt_text_of(plan->what));
    putchar('\n');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        int64_t count;
        memcpy(&count, (const char *)purged + words[i].count, sizeof count);
        if (count > 0)
            printf("  %" PRId64 " %s\n", count, count == 1 ? words[i].one : words[i].many);
        any |= count > 0;
    }
    if (!any)
        puts("  nothing");
    return any;
}

static bool
agrees(void)
{
    char answer[16] = "";
    fputs("Delete all of this for good? Type yes: ", stdout);
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) && strcmp(answer, "yes\n") == 0;
}

/* ---- doing it ---- */

static enum mt_rc
purge(struct mt_store *store, struct plan *plan, struct mt_err *err)
{
    struct mt_purged purged;
    enum mt_rc rc = MT_OK;
    if (plan->asks) {
        struct mt_purge trial = plan->purge;
        trial.dry_run = true;
        rc = mt_purge_run(store, &trial, &purged, err);
        if (rc)
            return rc;
        if (!print(plan, &purged, "Would go"))
            return MT_OK;
        if (!agrees())
            return mt_err_set(err, MT_FAILED, "nothing was deleted");
    }
    rc = mt_purge_run(store, &plan->purge, &purged, err);
    if (rc)
        return rc;
    print(plan, &purged, plan->purge.dry_run ? "Would go" : "Gone");
    if (plan->purge.dry_run)
        return MT_OK;
    rc = mt_purge_compact(store, err);
    if (rc)
        return mt_err_where(err, MT_INCOMPLETE,
                            "it is deleted, but the file still has its old size and may hold traces "
                            "of it; run the same purge again to finish");
    return MT_OK;
}

/* Opening for writing makes a database where there is none, and would bring an older one up to date for a dry run. */
static enum mt_rc
look(const char *path, struct mt_err *err)
{
    struct mt_store *store = NULL;
    enum mt_rc rc = mt_store_open(&store, path, MT_STORE_READ, err);
    mt_store_close(store);
    return rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct plan plan;
    const char *path = mt_arguments_database(arguments);
    enum mt_rc rc = read_plan(&plan, arguments, err);
    if (rc == MT_OK)
        rc = look(path, err);
    if (rc == MT_OK)
        rc = mt_store_open(&store, path, MT_STORE_WRITE, err);
    if (rc == MT_OK)
        rc = purge(store, &plan, err);
    mt_store_close(store);
    return rc;
}

static const struct mt_option options[] = {
    {"before", 0, "DATE", "what was received before then goes, e.g. 2026-01-01 or 2026-01-01T08:00"},
    {"zone", 0, "ZONE", "time zone of that date, e.g. Europe/Madrid (else UTC)", true},
    {"address", 0, "ADDRESS", "everything about this address goes"},
    {"dry-run", 'n', NULL, "say what would go, and delete nothing"},
    {"yes", 0, NULL, "do it without asking"},
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_purge = {
    .name = "purge",
    .operands = NULL,
    .summary = "delete old mail, or everything about one address",
    .examples = "  msgtrace purge --before 2026-01-01 --dry-run      how much that would be\n"
                "  msgtrace purge --before 2026-01-01                delete it, after asking\n"
                "  msgtrace purge --address ann@contoso.com --yes    erase one person, without asking\n",
    .details =
        "Either all of it is deleted or, when it is interrupted, nothing. The file is then written anew, which takes "
        "as much room on the disk again while it runs, so that nothing deleted is left in it.\n\n"
        "--before: deliveries received before that moment go, with their observations, events and delays; events of "
        "which no export says whose they are go by their own time; records that could not be read go when the newest "
        "mail of their export is older. An export that lies wholly before the moment is forgotten: importing its file "
        "again brings its mail back. One with newer mail stays known, and its file is not read again.\n\n"
        "--address: every delivery goes that the address sent or received, and every one of an address made from it "
        "(bounces+ann=contoso.com@list.example). Records that could not be read and mention it go, and events of a "
        "message it took part in when nobody can say to whom of several recipients they belong. In the texts of other "
        "mail - subjects, Message-IDs, details of events, names of exports - it is replaced by '(address removed)'. "
        "A display name or a part of the address alone is not looked for. The list of exports stays, so that a file "
        "that was read before is not read again; a new export that holds the address brings it back. Copies of the "
        "database and the exports themselves are for you to delete.\n",
    .options = options,
    .run = run,
};
