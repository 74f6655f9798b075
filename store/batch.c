#include "store/batch.h"

#include <stdlib.h>
#include <string.h>

#include "store/entry_sort.h"
#include "store/resolve.h"

/* Larger batches are no faster and need more memory. */
enum { BATCH_ROWS = 8192, BATCH_BYTES = 4 * 1024 * 1024 };

/* A run of entries with one key, in the order of the file. */
struct run {
    size_t first, count;
    bool is_known;         /* the key is in the database */
    bool needs_all;        /* peeking was not enough to see that nothing is new */
    int64_t delivery_id;   /* that has the key, when it is known */
    struct mt_record *own; /* what this run writes, or NULL */
};

struct mt_batch {
    struct mt_tables *tables;
    struct mt_join *join;
    struct mt_load_counts *counts;

    struct mt_record *records; /* in the order of the file */
    size_t count;
    size_t text_bytes;
    struct mt_entry *entries; /* sorted by key, then by number in the file; several can be of one delivery */
    struct mt_entry *apart;   /* those that a pass leaves for the next one; before that, room to sort in */
    size_t apart_count;
    struct run *runs;
    struct mt_keyed *keyed, *found;
    struct mt_record *writes[BATCH_ROWS];
    const struct mt_record *first_fresh; /* of a pass; NULL: there is none yet */
    bool are_alike;                      /* all fresh ones are like it */
};

/* ---- filling ---- */

struct mt_record *
mt_batch_room(struct mt_batch *batch)
{
    struct mt_record *record = &batch->records[batch->count];
    memset(record, 0, offsetof(struct mt_record, facts.seen));
    record->course = &mt_course_none;
    return record;
}

void
mt_batch_add(struct mt_batch *batch, int64_t key, size_t text_bytes)
{
    batch->entries[batch->count] = (struct mt_entry){key, batch->count, &batch->records[batch->count]};
    batch->count++;
    batch->text_bytes += text_bytes;
}

void
mt_batch_count_into(struct mt_batch *batch, struct mt_load_counts *counts)
{
    batch->counts = counts;
}

void
mt_batch_weigh(struct mt_batch *batch, size_t text_bytes)
{
    /* The event itself takes memory too, also when it belongs to no delivery. */
    enum { EVENT_BYTES = 512 };
    batch->text_bytes += text_bytes + EVENT_BYTES;
}

bool
mt_batch_is_full(const struct mt_batch *batch)
{
    return batch->count >= BATCH_ROWS - 1 || batch->text_bytes >= BATCH_BYTES;
}

/* ---- runs ---- */

static size_t
find_runs(struct mt_batch *batch, size_t count)
{
    size_t runs = 0;
    mt_entries_sort(batch->entries, batch->apart, count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || batch->entries[i].key != batch->entries[i - 1].key) {
            batch->runs[runs] = (struct run){.first = i};
            batch->keyed[runs] = (struct mt_keyed){batch->entries[i].key, (int64_t)runs};
            runs++;
        }
        batch->runs[runs - 1].count++;
    }
    return runs;
}

/* Takes the entries of a run that are of another delivery than `owner` out of it, to be looked up again under the next
 * key. */
static void
set_strangers_apart(struct mt_batch *batch, struct run *run, const struct mt_record *owner)
{
    size_t kept = 0;
    for (size_t i = 0; i < run->count; i++) {
        struct mt_entry entry = batch->entries[run->first + i];
        if (mt_record_same_delivery(entry.record, owner)) {
            batch->entries[run->first + kept++] = entry;
        } else {
            entry.key = mt_key_next(entry.key);
            batch->apart[batch->apart_count++] = entry;
        }
    }
    run->count = kept;
}

/* Whether every row of the run says only what is stored already. `peeked` has one status and no sender text, so only
 * "nothing new" is sure. */
static bool
adds_nothing(const struct mt_batch *batch, const struct run *run, const struct mt_record *peeked)
{
    for (size_t i = 0; i < run->count; i++) {
        const struct mt_record *record = batch->entries[run->first + i].record;
        struct mt_facts stored = peeked->facts;
        if (record->sender_id && record->sender_id != peeked->sender_id)
            return false;
        bool same_end = record->status == peeked->status && mt_status_is_final(record->status) &&
                        peeked->evidence == MT_EVIDENCE_SUMMARY;
        if (!record->of_event && !same_end)
            return false;
        stored.sender = record->facts.sender;
        if (mt_facts_merge(&stored, &record->facts))
            return false;
    }
    return true;
}

/* Looks all keys up at once. Reads only: what has to be written waits until the statement is done. */
static enum mt_rc
meet_known(struct mt_batch *batch, size_t runs, struct mt_err *err)
{
    struct mt_tables *tables = batch->tables;
    sqlite3_stmt *statement = tables->sql[MT_SQL_DELIVERY_MEET];
    const int number_column = sqlite3_column_count(statement) - 1;
    struct mt_record peeked;
    size_t count = 0, met = 0;
    int step;
    enum mt_rc rc = mt_seen_blocks_find(tables->seen, batch->keyed, runs, batch->found, &count, err);
    if (rc || count == 0)
        return rc;
    tables->known.rows = batch->found;
    tables->known.count = count;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        struct run *run = &batch->runs[sqlite3_column_int64(statement, number_column)];
        mt_record_peek(tables, statement, &peeked);
        run->is_known = true;
        run->delivery_id = peeked.id;
        met++;
        set_strangers_apart(batch, run, &peeked);
        bool joins =
            peeked.trace_id.at && !mt_record_stands_in(&peeked) && mt_join_matters(batch->join, peeked.recipient_id);
        run->needs_all = run->count && (joins || !adds_nothing(batch, run, &peeked));
    }
    sqlite3_reset(statement);
    tables->known.count = 0;
    if (step != SQLITE_DONE)
        return mt_store_error(tables->store, "reading deliveries", err);
    return met == count
               ? MT_OK
               : mt_err_set(err, MT_FAILED,
                            "'%s' is damaged: keys lead to no delivery; 'msgtrace doctor --rebuild' makes them "
                            "anew",
                            tables->store->path);
}

/* ---- merging ---- */

/* Merges the rows of a run from the `from`th on into `whole`, one after the other, and counts them. */
static bool
merge_rows(struct mt_batch *batch, const struct run *run, size_t from, struct mt_record *whole)
{
    bool changed = false;
    for (size_t i = from; i < run->count; i++) {
        if (mt_facts_merge(&whole->facts, &batch->entries[run->first + i].record->facts)) {
            batch->counts->changed++;
            changed = true;
        } else {
            batch->counts->known++;
        }
    }
    return changed;
}

static enum mt_rc
note_for_join(struct mt_batch *batch, int64_t delivery_id, const struct mt_record *before,
              const struct mt_record *after, struct mt_err *err)
{
    if (!after->trace_id.at)
        return mt_join_description_changes(batch->join, after, err);
    if (mt_record_stands_in(after) || !mt_join_matters(batch->join, after->recipient_id))
        return MT_OK;
    return mt_join_delivery_changes(batch->join, delivery_id, before, err);
}

static enum mt_rc
merge_known(struct mt_batch *batch, struct run *run, struct mt_err *err)
{
    struct mt_tables *tables = batch->tables;
    struct mt_record before;
    int64_t own_id = run->delivery_id;
    struct mt_record *after = mt_arena_take(&tables->arena, sizeof *after);
    if (!after)
        return mt_err_memory(err);
    enum mt_rc rc = MT_OK;
    if (mt_join_matters(batch->join, batch->entries[run->first].record->recipient_id))
        rc = mt_join_own(batch->join, run->delivery_id, &own_id, err);
    if (rc == MT_OK)
        rc = mt_record_read(tables, own_id, &before, err);
    if (rc)
        return rc;
    *after = before;
    if (!merge_rows(batch, run, 0, after))
        return MT_OK;
    run->own = after;
    rc = mt_record_derive(tables, after, err);
    if (rc == MT_OK)
        rc = mt_record_count(tables, &before, -1, err);
    if (rc == MT_OK)
        rc = mt_record_count(tables, after, 1, err);
    if (rc == MT_OK)
        rc = mt_record_note_end(tables, &before, after, err);
    return rc == MT_OK ? note_for_join(batch, run->delivery_id, &before, after, err) : rc;
}

static enum mt_rc
merge_new(struct mt_batch *batch, struct run *run, struct mt_err *err)
{
    struct mt_tables *tables = batch->tables;
    struct mt_record *record = batch->entries[run->first].record;
    enum mt_rc rc = MT_OK;
    if (merge_rows(batch, run, 1, record))
        rc = mt_record_derive(tables, record, err);
    if (mt_outcome_is_mail(record->outcome))
        batch->counts->fresh++;
    else
        batch->counts->routing++;
    if (record->trace_id.at)
        mt_join_has_traced(batch->join);
    record->id = run->delivery_id = tables->next_delivery++;
    run->own = record;
    if (!batch->first_fresh)
        batch->first_fresh = record;
    batch->are_alike = batch->are_alike && mt_record_is_like(record, batch->first_fresh);
    if (rc == MT_OK)
        rc = mt_record_count(tables, record, 1, err);
    return rc == MT_OK ? note_for_join(batch, record->id, NULL, record, err) : rc;
}

static enum mt_rc
merge_run(struct mt_batch *batch, struct run *run, struct mt_err *err)
{
    if (run->is_known && run->needs_all)
        return merge_known(batch, run, err);
    if (run->is_known) {
        batch->counts->known += (int64_t)run->count;
        return MT_OK;
    }
    set_strangers_apart(batch, run, batch->entries[run->first].record);
    return merge_new(batch, run, err);
}

static enum mt_rc
write_runs(struct mt_batch *batch, size_t runs, struct mt_err *err)
{
    struct mt_tables *tables = batch->tables;
    size_t fresh = 0, changed = 0;
    for (size_t i = 0; i < runs; i++) {
        if (batch->runs[i].is_known || !batch->runs[i].own)
            continue;
        batch->keyed[fresh] = (struct mt_keyed){batch->entries[batch->runs[i].first].key, batch->runs[i].own->id};
        batch->writes[fresh++] = batch->runs[i].own;
    }
    enum mt_rc rc = mt_dictionary_flush(tables->dictionary, err);
    if (rc == MT_OK)
        rc = batch->are_alike ? mt_records_append(tables, batch->writes, fresh, err)
                              : mt_records_write(tables, batch->writes, fresh, false, err);
    if (rc == MT_OK)
        rc = mt_seen_blocks_add(tables->seen, batch->keyed, fresh, err);
    for (size_t i = 0; i < runs; i++)
        if (batch->runs[i].is_known && batch->runs[i].own)
            batch->writes[changed++] = batch->runs[i].own;
    return rc == MT_OK ? mt_records_write(tables, batch->writes, changed, true, err) : rc;
}

static void
tell_deliveries(struct mt_batch *batch, size_t runs)
{
    for (size_t i = 0; i < runs; i++)
        for (size_t j = 0; j < batch->runs[i].count; j++)
            batch->entries[batch->runs[i].first + j].record->delivery_id = batch->runs[i].delivery_id;
}

/* Keeps the first `count` entries, except for those whose key turned out to be taken by another delivery: they stand at
 * the front afterwards, with their next key. */
static enum mt_rc
pass(struct mt_batch *batch, size_t count, struct mt_err *err)
{
    batch->apart_count = 0;
    batch->first_fresh = NULL;
    batch->are_alike = true;
    size_t runs = find_runs(batch, count);
    enum mt_rc rc = meet_known(batch, runs, err);
    for (size_t i = 0; i < runs && rc == MT_OK; i++)
        rc = merge_run(batch, &batch->runs[i], err);
    if (rc == MT_OK)
        rc = write_runs(batch, runs, err);
    if (rc == MT_OK)
        tell_deliveries(batch, runs);
    memcpy(batch->entries, batch->apart, batch->apart_count * sizeof *batch->apart);
    return rc;
}

/* A new description that turned out to describe a delivery is no new delivery. */
static void
recount_descriptions(struct mt_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct mt_record *record = &batch->records[i];
        bool changed;
        if (!record->id || record->trace_id.at || !mt_join_absorbed(batch->join, record->id, &changed))
            continue;
        if (mt_outcome_is_mail(record->outcome))
            batch->counts->fresh--;
        else
            batch->counts->routing--;
        if (changed)
            batch->counts->changed++;
        else
            batch->counts->known++;
    }
}

enum mt_rc
mt_batch_flush(struct mt_batch *batch, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    if (batch->count == 0)
        return MT_OK;
    rc = mt_records_resolve(batch->tables, batch->records, batch->count, err);
    for (size_t left = batch->count; left && rc == MT_OK; left = batch->apart_count)
        rc = pass(batch, left, err);
    if (rc == MT_OK)
        rc = mt_join_settle(batch->join, err);
    if (rc == MT_OK)
        recount_descriptions(batch);
    return rc;
}

void
mt_batch_clear(struct mt_batch *batch)
{
    batch->count = batch->text_bytes = 0;
    mt_arena_reset(&batch->tables->arena);
}

/* ---- opening and closing ---- */

enum mt_rc
mt_batch_open(struct mt_batch **batch, struct mt_tables *tables, struct mt_join *join, struct mt_load_counts *counts,
              struct mt_err *err)
{
    struct mt_batch *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->tables = tables;
    made->join = join;
    mt_join_only_adds(join);
    made->counts = counts;
    made->records = malloc((size_t)BATCH_ROWS * sizeof *made->records);
    made->entries = malloc((size_t)BATCH_ROWS * sizeof *made->entries);
    made->apart = malloc((size_t)BATCH_ROWS * sizeof *made->apart);
    made->runs = malloc((size_t)BATCH_ROWS * sizeof *made->runs);
    made->keyed = malloc((size_t)BATCH_ROWS * sizeof *made->keyed);
    made->found = malloc((size_t)BATCH_ROWS * sizeof *made->found);
    if (!made->records || !made->entries || !made->apart || !made->runs || !made->keyed || !made->found) {
        mt_batch_close(made);
        return mt_err_memory(err);
    }
    *batch = made;
    return MT_OK;
}

void
mt_batch_close(struct mt_batch *batch)
{
    if (!batch)
        return;
    free(batch->records);
    free(batch->entries);
    free(batch->apart);
    free(batch->runs);
    free(batch->keyed);
    free(batch->found);
    free(batch);
}
