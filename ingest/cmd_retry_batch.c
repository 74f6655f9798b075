#include "ingest/cmd_retry_batch.h"

#include "ingest/flavour.h"
#include "ingest/rejected.h"
#include "reports/cmd_output.h"
#include "store/ids.h"
#include "store/loader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nettle/sha2.h>

enum { MOST_PASSES = 3, STILL_SHOWN = 10, REASON_BYTES = 320 };

/* The rejects of one export, on their way. */
struct batch {
    const struct mt_retry *retry;
    int64_t import;
    struct mt_export origin;
    const struct mt_rejected_list *list;
    size_t count;    /* of the list */
    uint64_t *lines; /* in the text that is read; 0: not in it */
    bool *is_read;
    char (*reasons)[REASON_BYTES]; /* of those that are not */
    size_t next;                   /* the record that the reading has come to */

    struct mt_out text;
    struct mt_zone *zone; /* the origin's, when the user named none */
    char name[600];       /* "rejects of 'may.csv'" */
    unsigned char sha256[32];
    struct mt_sink store;
    struct mt_load_counts counts;
    struct mt_arena arena;
};

/* ---- one reading ---- */

/* The record that begins on a line, or `count`. Records come in the order of their lines. */
static size_t
record_on(struct batch *batch, uint64_t line)
{
    while (batch->next < batch->count && batch->lines[batch->next] < line)
        batch->next++;
    return batch->next < batch->count && batch->lines[batch->next] == line ? batch->next : batch->count;
}

static void
mark_read(struct batch *batch, uint64_t line)
{
    size_t i = record_on(batch, line);
    if (i < batch->count)
        batch->is_read[i] = true;
}

static enum mt_rc
take_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    struct batch *batch = context;
    mark_read(batch, row->line);
    return batch->store.row(batch->store.context, row, err);
}

static enum mt_rc
take_event(void *context, const struct mt_event *event, struct mt_err *err)
{
    struct batch *batch = context;
    mark_read(batch, event->delivery.line);
    return batch->store.event(batch->store.context, event, err);
}

/* It stays the reject it was: no second copy. */
static enum mt_rc
take_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    struct batch *batch = context;
    size_t i = record_on(batch, reject->line);
    (void)err;
    if (i < batch->count)
        snprintf(batch->reasons[i], REASON_BYTES, "%s", reject->reason);
    return MT_OK;
}

/* ---- what the export was found to be ---- */

/* The first word of "dmy by trace ids"; an order that every stamp said by itself binds nobody. */
static enum mt_date_order
order_of(const struct mt_export *origin)
{
    enum mt_date_order order;
    struct mt_text rest = origin->date_order;
    struct mt_text word = mt_text_cut(&rest, ' ');
    char key[8];
    if (!word.at || word.len >= sizeof key)
        return MT_DATE_UNSETTLED;
    memcpy(key, word.at, word.len);
    key[word.len] = '\0';
    return mt_date_order_parse(key, &order) && order != MT_DATE_YMD ? order : MT_DATE_UNSETTLED;
}

/* The zone in "Europe/Madrid as told" and "UTC+02:00, corrected by trace ids"; NULL when its times were UTC. */
static enum mt_rc
open_zone(const struct mt_export *origin, struct mt_zone **zone, struct mt_err *err)
{
    static const char told[] = " as told", corrected[] = "corrected by trace ids";
    struct mt_text basis = origin->time_basis;
    char name[64];
    if (mt_text_ends_nocase(basis, told))
        basis.len -= sizeof told - 1;
    else if (mt_text_ends_nocase(basis, corrected) && basis.len > 9 && mt_text_starts(basis, "UTC"))
        basis = (struct mt_text){basis.at + 3, 6};
    else
        return MT_OK;
    snprintf(name, sizeof name, "%.*s", (int)basis.len, basis.at);
    return mt_zone_open(zone, name, err);
}

static enum mt_rc
open_reading(struct batch *batch, struct mt_source *source, struct mt_reading **reading, struct mt_err *err)
{
    struct mt_reading_options options = batch->retry->reading;
    char flavour[64];
    snprintf(flavour, sizeof flavour, "%.*s", MT_TEXT_ARGS(batch->origin.flavour));
    if (!options.flavour && mt_flavour_named(flavour))
        options.flavour = flavour;
    if (options.date_order == MT_DATE_UNSETTLED)
        options.date_order = order_of(&batch->origin);
    if (!options.recipient) /* the copy in the arena ends with a NUL */
        options.recipient = batch->origin.recipient.at;
    options.delimiter = batch->list->form.is_json ? 0 : batch->list->form.delimiter;
    enum mt_rc rc = options.zone ? MT_OK : open_zone(&batch->origin, &batch->zone, err);
    if (rc == MT_OK && batch->zone)
        options.zone = batch->zone;
    return rc == MT_OK ? mt_reading_open(reading, source, &options, err) : rc;
}

/* The export that is loaded: the one it comes from, in all that its own records do not say better. */
static enum mt_rc
describe(struct batch *batch, const struct mt_reading *reading, struct mt_export *export, struct mt_err *err)
{
    const struct mt_export *origin = &batch->origin;
    char taken[32], newest[32];
    *export = *mt_reading_export(reading);
    bool is_newer = export->observed_us > origin->observed_us && mt_text_is(export->observed_by, "newest row");
    if (is_newer && mt_text_is(origin->observed_by, "as told") &&
        export->observed_us >= mt_floor_to(origin->observed_us, MT_MINUTE) + MT_MINUTE)
        return mt_err_set(err, MT_FAILED,
                          "now holds mail received at %s, but the export was taken at %s, as told: is the order of "
                          "dates right (--date-order)?",
                          mt_moment_iso(export->observed_us, newest).at, mt_moment_iso(origin->observed_us, taken).at);
    if (!is_newer) {
        export->observed_us = origin->observed_us;
        export->observed_by = origin->observed_by;
    }
    export->name = mt_text_of(batch->name);
    memcpy(export->sha256, batch->sha256, sizeof export->sha256);
    return MT_OK;
}

/* ---- loading ---- */

static size_t
count_read(const struct batch *batch)
{
    size_t count = 0;
    for (size_t i = 0; i < batch->count; i++)
        count += batch->is_read[i];
    return count;
}

static enum mt_rc
settle(struct mt_store *store, const struct batch *batch, struct mt_err *err)
{
    struct mt_ids numbers = MT_IDS_EMPTY;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < batch->count && rc == MT_OK; i++)
        if (batch->is_read[i])
            rc = mt_ids_add(&numbers, batch->list->items[i].number, err);
    if (rc == MT_OK)
        rc = mt_rejects_settle(store, batch->sha256, numbers.ids, numbers.count, err);
    mt_ids_release(&numbers);
    return rc;
}

/* One pass. MT_AGAIN when the reading has changed its mind. Nothing is kept when nothing was read. */
static enum mt_rc
load_once(struct mt_store *store, struct batch *batch, struct mt_reading *reading, struct mt_err *err)
{
    struct mt_sink sink = {.context = batch, .row = take_row, .reject = take_reject, .event = take_event};
    struct mt_loader *loader = NULL;
    struct mt_export export;
    batch->next = 0;
    memset(batch->is_read, 0, batch->count * sizeof *batch->is_read);
    enum mt_rc rc = describe(batch, reading, &export, err);
    if (rc == MT_OK)
        rc = mt_loader_open(&loader, store, &export, batch->retry->reading.now_us, err);
    if (rc)
        return rc;
    batch->store = mt_loader_sink(loader);
    rc = mt_reading_run(reading, &sink, NULL, err);
    if (rc == MT_OK)
        rc = mt_loader_finish(loader, &batch->counts, err);
    bool keeps = count_read(batch) > 0 && !batch->retry->dry_run;
    if (rc == MT_OK && keeps)
        rc = settle(store, batch, err);
    if (rc == MT_OK && keeps)
        return mt_loader_commit(loader, NULL, err);
    mt_loader_abandon(loader);
    return rc;
}

static enum mt_rc
load(struct mt_store *store, struct batch *batch, struct mt_err *err)
{
    struct mt_source *source = NULL;
    struct mt_reading *reading = NULL;
    char file[512];
    /* The name that the export had can say when it was taken and whose events it holds. */
    snprintf(file, sizeof file, "%.*s", (int)(batch->origin.name.len < 500 ? batch->origin.name.len : 500),
             batch->origin.name.at);
    enum mt_rc rc = mt_source_open_memory(&source, mt_out_view(&batch->text), file, MT_ENCODING_UTF8, err);
    if (rc == MT_OK)
        rc = open_reading(batch, source, &reading, err);
    for (int pass = 0; rc == MT_OK || rc == MT_AGAIN; pass++) {
        if (pass == MOST_PASSES) {
            rc = mt_err_set(err, MT_FAILED, "changes its meaning from one reading to the next");
            break;
        }
        rc = load_once(store, batch, reading, err);
        if (rc == MT_OK)
            break;
    }
    mt_reading_close(reading);
    mt_source_close(source);
    return rc;
}

/* ---- the rejects of one export ---- */

static enum mt_rc
compose(struct batch *batch, struct mt_err *err)
{
    const struct mt_rejected *items = batch->list->items;
    struct sha256_ctx state;
    enum mt_rc rc = mt_rejected_compose(batch->list, &batch->text, batch->lines, err);
    if (rc)
        return rc;
    sha256_init(&state);
    sha256_update(&state, sizeof batch->origin.sha256, batch->origin.sha256);
    sha256_update(&state, batch->text.len, (const uint8_t *)mt_out_view(&batch->text).at);
    for (size_t i = 0; i < batch->count; i++) {
        unsigned char number[8];
        for (int byte = 0; byte < 8; byte++)
            number[byte] = (unsigned char)((uint64_t)items[i].number >> 8 * byte);
        sha256_update(&state, sizeof number, number);
        if (batch->lines[i] == 0)
            snprintf(batch->reasons[i], REASON_BYTES,
                     "is no complete record: 'msgtrace rejects -o FOLDER' exports it "
                     "to be edited");
    }
    sha256_digest(&state, sizeof batch->sha256, batch->sha256);
    return MT_OK;
}

static void
print(const struct batch *batch, struct mt_retry_totals *totals)
{
    size_t read = count_read(batch), still = batch->count - read, shown = 0;
    const struct mt_load_counts *counts = &batch->counts;
    mt_output_plain(stdout, mt_text_of(batch->name));
    printf(" (import %" PRId64 "): %zu read, %zu still rejected\n", batch->import, read, still);
    if (read > 0)
        printf("  %" PRId64 " %s: %" PRId64 " new, %" PRId64 " changed, %" PRId64 " known, %" PRId64 " routing%s\n",
               counts->read, counts->of_events ? "events" : "rows", counts->fresh, counts->changed, counts->known,
               counts->routing, batch->retry->dry_run ? " (dry run: nothing was kept)" : "");
    for (size_t i = 0; i < batch->count && shown < STILL_SHOWN; i++) {
        const struct mt_rejected *rejected = &batch->list->items[i];
        if (batch->is_read[i])
            continue;
        shown++;
        printf("  reject: line %" PRIu64 " ", rejected->line);
        mt_output_plain(stdout, mt_text_of(batch->reasons[i][0] ? batch->reasons[i] : "holds nothing"));
        putchar('\n');
    }
    if (still > shown)
        printf("  and %zu more\n", still - shown);
    totals->read += read;
    totals->still += still;
}

static enum mt_rc
read_again(struct mt_store *store, struct batch *batch, struct mt_retry_totals *totals, struct mt_err *err)
{
    batch->lines = calloc(batch->count, sizeof *batch->lines);
    batch->is_read = calloc(batch->count, sizeof *batch->is_read);
    batch->reasons = calloc(batch->count, sizeof *batch->reasons);
    enum mt_rc rc = MT_OK;
    bool any = false;
    if (!batch->lines || !batch->is_read || !batch->reasons)
        rc = mt_err_memory(err);
    if (rc == MT_OK)
        rc = compose(batch, err);
    for (size_t i = 0; i < batch->count; i++)
        any |= batch->lines[i] > 0;
    if (rc == MT_OK && any)
        rc = load(store, batch, err);
    if (rc == MT_OK)
        print(batch, totals);
    free(batch->lines);
    free(batch->is_read);
    free(batch->reasons);
    mt_out_release(&batch->text);
    mt_zone_close(batch->zone);
    batch->zone = NULL;
    return rc;
}

enum mt_rc
mt_retry_import(struct mt_store *store, const struct mt_retry *retry, int64_t import,
                const struct mt_rejected_list *list, struct mt_retry_totals *totals, struct mt_err *err)
{
    struct batch batch = {.retry = retry, .import = import, .list = list, .count = list->count};
    if (list->count == 0)
        return MT_OK;
    enum mt_rc rc = mt_rejects_origin(store, import, &batch.arena, &batch.origin, err);
    snprintf(batch.name, sizeof batch.name, "rejects of '%.*s'",
             (int)(batch.origin.name.len < 500 ? batch.origin.name.len : 500), batch.origin.name.at);
    if (rc == MT_OK)
        rc = read_again(store, &batch, totals, err);
    if (rc)
        mt_err_where(err, rc, "%s", batch.name);
    mt_arena_release(&batch.arena);
    return rc;
}
