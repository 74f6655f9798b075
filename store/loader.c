#include "store/loader.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/join.h"
#include "store/record.h"

/* Larger batches fill the pages of `seen` better when a file begins with the newest message, as most do: 2048 rows
 * leave 32 bytes a row there, 8192 leave 24, 32768 leave 19. */
enum { BATCH_ROWS = 8192, BATCH_BYTES = 4 * 1024 * 1024 };

/* One row of the batch. Several can be of one delivery. */
struct entry {
    int64_t key;
    size_t number; /* in the order of the file */
    struct mt_record record;
};

/* A run of entries with one key, in the order of the file. */
struct run {
    size_t first, count;
    bool is_known;         /* the key is in the database */
    bool needs_all;        /* peeking was not enough to see that nothing is new */
    int64_t delivery_id;   /* that has the key, when it is known */
    struct mt_record *own; /* what this run writes, or NULL */
};

struct mt_loader {
    struct mt_store *store;
    struct mt_tables tables;
    struct mt_join *join;
    int64_t observed_us;
    struct mt_load_counts counts;

    struct entry *entries;
    struct entry **order; /* sorted by key, then by number */
    struct run *runs;
    struct mt_keyed *keyed;
    struct mt_record **writes;
    size_t count;
    size_t text_bytes;

    bool finished;     /* everything is written, inside the transaction */
    enum mt_rc failed; /* sticky */
    struct mt_err failure;
};

/* ---- one row in ---- */

static struct mt_text
pack(char **at, struct mt_text text)
{
    if (!text.at)
        return text;
    struct mt_text copy = {*at, text.len};
    if (text.len)
        memcpy(*at, text.at, text.len);
    *at += text.len;
    return copy;
}

/* Copies the row's texts into the batch in one piece. */
static enum mt_rc
keep_texts(struct mt_loader *loader, const struct mt_row *row, struct mt_record *record, struct mt_err *err)
{
    struct mt_facts *facts = &record->facts;
    struct mt_text trace_id = row->trace_id;
    if (row->trace_is_guid)
        trace_id = (struct mt_text){(const char *)row->trace_guid, sizeof row->trace_guid};
    struct mt_text *texts[] = {&facts->message_id, &facts->sender, &facts->subject,
                               &facts->from_ip,    &facts->to_ip,  &facts->connector};
    size_t bytes = trace_id.len;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bytes += texts[i]->len;
    char *at = mt_arena_take(&loader->tables.arena, bytes + 1);
    if (!at)
        return mt_err_memory(err);
    record->trace_id = pack(&at, trace_id);
    record->trace_is_guid = row->trace_is_guid;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = pack(&at, *texts[i]);
    loader->text_bytes += bytes;
    return MT_OK;
}

/* Precision 9 promises that a delivery can be found by the time in its key. */
static int
precision_of(const struct mt_row *row)
{
    int64_t clock_us;
    if (row->received_precision < MT_RECEIVED_BY_TICKS)
        return row->received_precision < 0 ? 0 : row->received_precision;
    bool agrees = row->trace_is_guid && mt_trace_clock(row->trace_guid, &clock_us) &&
                  clock_us - row->received_us < MT_SECOND && row->received_us - clock_us < MT_SECOND;
    return agrees ? MT_RECEIVED_BY_TICKS : MT_RECEIVED_BY_TICKS - 1;
}

static enum mt_rc
admit(struct mt_loader *loader, const struct mt_row *given, struct mt_err *err)
{
    struct mt_tables *tables = &loader->tables;
    struct entry *entry = &loader->entries[loader->count];
    struct mt_record *record = &entry->record;
    struct mt_row row = *given;
    struct mt_address recipient;

    row.received_precision = precision_of(given);
    memset(record, 0, sizeof *record);
    record->facts = mt_facts_of(&row, loader->observed_us);
    record->export_id = tables->export_id;
    record->line = (int64_t)row.line;
    record->recipient_hash = mt_hash_of(row.recipient);
    enum mt_rc rc = keep_texts(loader, &row, record, err);
    if (rc == MT_OK)
        rc = mt_dictionary_address(tables->dictionary, row.recipient, record->recipient_hash, &recipient, err);
    if (rc == MT_OK)
        rc = mt_record_derive(tables, record, err);
    if (rc)
        return rc;
    record->recipient_id = recipient.id;
    record->domain_id = recipient.domain_id;
    entry->number = loader->count;
    entry->key = row.trace_is_guid || row.trace_id.at ? mt_key_of_trace(&row, record->recipient_hash)
                                                      : mt_key_of_description(&row, record->recipient_hash);
    loader->count++;
    return MT_OK;
}

/* ---- runs ---- */

static int
compare_entries(const void *a, const void *b)
{
    const struct entry *one = *(struct entry *const *)a, *other = *(struct entry *const *)b;
    if (one->key != other->key)
        return one->key < other->key ? -1 : 1;
    return (one->number > other->number) - (one->number < other->number);
}

static size_t
find_runs(struct mt_loader *loader, size_t count)
{
    size_t runs = 0;
    qsort(loader->order, count, sizeof *loader->order, compare_entries);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || loader->order[i]->key != loader->order[i - 1]->key) {
            loader->runs[runs] = (struct run){.first = i};
            loader->keyed[runs] = (struct mt_keyed){loader->order[i]->key, (int64_t)runs};
            runs++;
        }
        loader->runs[runs - 1].count++;
    }
    return runs;
}

/* Moves the entries of a run that are of another delivery than `owner` to the end of `order`'s second half, to be
 * looked up again under the next key. */
static void
set_strangers_apart(struct mt_loader *loader, struct run *run, const struct mt_record *owner, struct entry **apart,
                    size_t *apart_count)
{
    size_t kept = 0;
    for (size_t i = 0; i < run->count; i++) {
        struct entry *entry = loader->order[run->first + i];
        if (mt_record_same_delivery(&entry->record, owner)) {
            loader->order[run->first + kept++] = entry;
        } else {
            entry->key = mt_key_next(entry->key);
            apart[(*apart_count)++] = entry;
        }
    }
    run->count = kept;
}

/* Whether every row of the run says only what is stored already. `peeked` has one status and no sender text, so only
 * "nothing new" is sure. */
static bool
adds_nothing(const struct mt_loader *loader, const struct run *run, const struct mt_record *peeked)
{
    for (size_t i = 0; i < run->count; i++) {
        const struct mt_record *record = &loader->order[run->first + i]->record;
        struct mt_facts stored = peeked->facts;
        if (record->sender_id && record->sender_id != peeked->sender_id)
            return false;
        if (record->status != peeked->status || mt_status_phase(record->status) != 2)
            return false;
        stored.sender = record->facts.sender;
        if (mt_facts_merge(&stored, &record->facts))
            return false;
    }
    return true;
}

/* Narrows `runs` to those whose keys lie among keys that are taken. An export usually brings times of its own, and then
 * this spares looking up nearly every row. */
static enum mt_rc
find_overlap(struct mt_loader *loader, size_t runs, size_t *first, size_t *count, struct mt_err *err)
{
    sqlite3_stmt *statement = loader->tables.sql[MT_SQL_SEEN_BETWEEN];
    enum mt_rc rc = MT_OK;
    sqlite3_bind_int64(statement, 1, loader->keyed[0].key);
    sqlite3_bind_int64(statement, 2, loader->keyed[runs - 1].key);
    if (sqlite3_step(statement) != SQLITE_ROW) {
        rc = mt_store_error(loader->store, "reading deliveries", err);
    } else if (sqlite3_column_type(statement, 0) == SQLITE_NULL) {
        *first = *count = 0;
    } else {
        int64_t lowest = sqlite3_column_int64(statement, 0), highest = sqlite3_column_int64(statement, 1);
        size_t from = 0, until = runs;
        while (from < runs && loader->keyed[from].key < lowest)
            from++;
        while (until > from && loader->keyed[until - 1].key > highest)
            until--;
        *first = from;
        *count = until - from;
    }
    sqlite3_reset(statement);
    return rc;
}

/* Looks all keys up at once. Reads only: what has to be written waits until the statement is done. */
static enum mt_rc
meet_known(struct mt_loader *loader, size_t runs, struct entry **apart, size_t *apart_count, struct mt_err *err)
{
    struct mt_tables *tables = &loader->tables;
    sqlite3_stmt *statement = tables->sql[MT_SQL_SEEN_MEET];
    const int number_column = sqlite3_column_count(statement) - 1;
    struct mt_record peeked;
    size_t first = 0, count = 0;
    int step;
    enum mt_rc rc = find_overlap(loader, runs, &first, &count, err);
    if (rc || count == 0)
        return rc;
    tables->keys.rows = loader->keyed + first;
    tables->keys.count = count;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        struct run *run = &loader->runs[sqlite3_column_int64(statement, number_column)];
        mt_record_peek(tables, statement, &peeked);
        run->is_known = true;
        run->delivery_id = peeked.id;
        set_strangers_apart(loader, run, &peeked, apart, apart_count);
        bool joins = peeked.trace_id.at && mt_join_matters(loader->join, peeked.recipient_id);
        run->needs_all = run->count && (joins || !adds_nothing(loader, run, &peeked));
    }
    sqlite3_reset(statement);
    tables->keys.count = 0;
    return step == SQLITE_DONE ? MT_OK : mt_store_error(tables->store, "reading deliveries", err);
}

/* ---- merging ---- */

/* Merges the rows of a run from the `from`th on into `whole`, one after the other, and counts them. */
static bool
merge_rows(struct mt_loader *loader, const struct run *run, size_t from, struct mt_record *whole)
{
    bool changed = false;
    for (size_t i = from; i < run->count; i++) {
        if (mt_facts_merge(&whole->facts, &loader->order[run->first + i]->record.facts)) {
            loader->counts.changed++;
            changed = true;
        } else {
            loader->counts.known++;
        }
    }
    return changed;
}

static enum mt_rc
note_for_join(struct mt_loader *loader, int64_t delivery_id, const struct mt_record *before,
              const struct mt_record *after, struct mt_err *err)
{
    if (!after->trace_id.at)
        return mt_join_description_changes(loader->join, after, err);
    if (!mt_join_matters(loader->join, after->recipient_id))
        return MT_OK;
    return mt_join_delivery_changes(loader->join, delivery_id, before, err);
}

static enum mt_rc
merge_known(struct mt_loader *loader, struct run *run, struct mt_err *err)
{
    struct mt_tables *tables = &loader->tables;
    struct mt_record before;
    int64_t own_id = run->delivery_id;
    struct mt_record *after = mt_arena_take(&tables->arena, sizeof *after);
    if (!after)
        return mt_err_memory(err);
    enum mt_rc rc = MT_OK;
    if (mt_join_matters(loader->join, loader->order[run->first]->record.recipient_id))
        rc = mt_join_own(loader->join, run->delivery_id, &own_id, err);
    if (rc == MT_OK)
        rc = mt_record_read(tables, own_id, &before, err);
    if (rc)
        return rc;
    *after = before;
    if (!merge_rows(loader, run, 0, after))
        return MT_OK;
    run->own = after;
    rc = mt_record_derive(tables, after, err);
    if (rc == MT_OK)
        rc = mt_record_count(tables, &before, -1, err);
    if (rc == MT_OK)
        rc = mt_record_count(tables, after, 1, err);
    return rc == MT_OK ? note_for_join(loader, run->delivery_id, &before, after, err) : rc;
}

static enum mt_rc
merge_new(struct mt_loader *loader, struct run *run, struct mt_err *err)
{
    struct mt_tables *tables = &loader->tables;
    struct mt_record *record = &loader->order[run->first]->record;
    enum mt_rc rc = MT_OK;
    if (mt_outcome_is_mail(record->outcome))
        loader->counts.fresh++;
    else
        loader->counts.routing++;
    if (merge_rows(loader, run, 1, record))
        rc = mt_record_derive(tables, record, err);
    record->id = run->delivery_id = tables->next_delivery++;
    run->own = record;
    if (rc == MT_OK)
        rc = mt_record_count(tables, record, 1, err);
    return rc == MT_OK ? note_for_join(loader, record->id, NULL, record, err) : rc;
}

static enum mt_rc
merge_run(struct mt_loader *loader, struct run *run, struct entry **apart, size_t *apart_count, struct mt_err *err)
{
    if (run->is_known && run->needs_all)
        return merge_known(loader, run, err);
    if (run->is_known) {
        loader->counts.known += (int64_t)run->count;
        return MT_OK;
    }
    set_strangers_apart(loader, run, &loader->order[run->first]->record, apart, apart_count);
    return merge_new(loader, run, err);
}

static enum mt_rc
write_runs(struct mt_loader *loader, size_t runs, struct mt_err *err)
{
    struct mt_tables *tables = &loader->tables;
    size_t fresh = 0, changed = 0;
    for (size_t i = 0; i < runs; i++) {
        if (loader->runs[i].is_known || !loader->runs[i].own)
            continue;
        loader->keyed[fresh] = (struct mt_keyed){loader->order[loader->runs[i].first]->key, loader->runs[i].own->id};
        loader->writes[fresh++] = loader->runs[i].own;
    }
    enum mt_rc rc = mt_dictionary_flush(tables->dictionary, err);
    if (rc == MT_OK)
        rc = mt_records_write(tables, loader->writes, fresh, false, err);
    if (rc == MT_OK)
        rc = mt_feed_run(tables->store, &tables->keys, loader->keyed, fresh, tables->sql[MT_SQL_SEEN_INSERT],
                         "writing deliveries", err);
    for (size_t i = 0; i < runs; i++)
        if (loader->runs[i].is_known && loader->runs[i].own)
            loader->writes[changed++] = loader->runs[i].own;
    return rc == MT_OK ? mt_records_write(tables, loader->writes, changed, true, err) : rc;
}

/* Keeps the first `count` entries of `order`, except for those whose key turned out to be taken by another delivery:
 * they are at the front of `order` afterwards, with their next key. */
static enum mt_rc
pass(struct mt_loader *loader, size_t count, size_t *left, struct mt_err *err)
{
    struct entry **apart = loader->order + BATCH_ROWS;
    *left = 0;
    size_t runs = find_runs(loader, count);
    enum mt_rc rc = meet_known(loader, runs, apart, left, err);
    for (size_t i = 0; i < runs && rc == MT_OK; i++)
        rc = merge_run(loader, &loader->runs[i], apart, left, err);
    if (rc == MT_OK)
        rc = write_runs(loader, runs, err);
    memcpy(loader->order, apart, *left * sizeof *apart);
    return rc;
}

/* A new description that turned out to describe a delivery is no new delivery. */
static void
recount_descriptions(struct mt_loader *loader)
{
    for (size_t i = 0; i < loader->count; i++) {
        const struct mt_record *record = &loader->entries[i].record;
        bool changed;
        if (!record->id || record->trace_id.at || !mt_join_absorbed(loader->join, record->id, &changed))
            continue;
        if (mt_outcome_is_mail(record->outcome))
            loader->counts.fresh--;
        else
            loader->counts.routing--;
        if (changed)
            loader->counts.changed++;
        else
            loader->counts.known++;
    }
}

static enum mt_rc
flush(struct mt_loader *loader, struct mt_err *err)
{
    size_t left = loader->count;
    enum mt_rc rc = MT_OK;
    if (loader->count == 0)
        return MT_OK;
    for (size_t i = 0; i < loader->count; i++)
        loader->order[i] = &loader->entries[i];
    while (left && rc == MT_OK)
        rc = pass(loader, left, &left, err);
    if (rc == MT_OK)
        rc = mt_join_settle(loader->join, err);
    if (rc == MT_OK)
        recount_descriptions(loader);
    loader->count = loader->text_bytes = 0;
    mt_arena_reset(&loader->tables.arena);
    return rc;
}

/* ---- the sink ---- */

static enum mt_rc
fail(struct mt_loader *loader, enum mt_rc rc, struct mt_err *err)
{
    loader->failed = rc;
    loader->failure = *err;
    return rc;
}

static enum mt_rc
already_failed(const struct mt_loader *loader, struct mt_err *err)
{
    *err = loader->failure;
    return loader->failed;
}

static enum mt_rc
take_row(void *context, const struct mt_row *row, struct mt_err *err)
{
    struct mt_loader *loader = context;
    struct mt_load_counts *counts = &loader->counts;
    assert(row->recipient.at && row->received_us != MT_MOMENT_UNKNOWN);
    if (loader->failed)
        return already_failed(loader, err);
    enum mt_rc rc = admit(loader, row, err);
    if (rc == MT_OK && (loader->count == BATCH_ROWS || loader->text_bytes >= BATCH_BYTES))
        rc = flush(loader, err);
    if (rc)
        return fail(loader, rc, err);
    counts->read++;
    if (counts->first_received_us == MT_MOMENT_UNKNOWN || row->received_us < counts->first_received_us)
        counts->first_received_us = row->received_us;
    if (counts->last_received_us == MT_MOMENT_UNKNOWN || row->received_us > counts->last_received_us)
        counts->last_received_us = row->received_us;
    return MT_OK;
}

/* The database promises text: what is none becomes U+FFFD. */
static enum mt_rc
make_text(struct mt_arena *arena, struct mt_text raw, struct mt_text *text, struct mt_err *err)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    *text = raw.at ? raw : MT_TEXT_LITERAL("");
    if (mt_text_valid_utf8(*text, false))
        return MT_OK;
    char *at = mt_arena_take(arena, raw.len * 3);
    if (!at)
        return mt_err_memory(err);
    text->at = at;
    for (struct mt_text rest = raw; rest.len;) {
        size_t taken;
        bool is_bad = mt_text_code_point(rest, &taken) == 0xFFFD;
        const char *from = is_bad ? replacement : rest.at;
        size_t len = is_bad ? sizeof replacement - 1 : taken;
        memcpy(at, from, len);
        at += len;
        rest.at += taken;
        rest.len -= taken;
    }
    text->len = (size_t)(at - text->at);
    return MT_OK;
}

static enum mt_rc
take_reject(void *context, const struct mt_reject *reject, struct mt_err *err)
{
    struct mt_loader *loader = context;
    sqlite3_stmt *statement = loader->tables.sql[MT_SQL_REJECT_INSERT];
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_text raw, reason;
    if (loader->failed)
        return already_failed(loader, err);
    enum mt_rc rc = make_text(&arena, reject->raw, &raw, err);
    if (rc == MT_OK)
        rc = make_text(&arena, mt_text_of(reject->reason), &reason, err);
    if (rc == MT_OK) {
        sqlite3_bind_int64(statement, 1, loader->tables.export_id);
        sqlite3_bind_int64(statement, 2, (sqlite3_int64)reject->line);
        mt_bind_text(statement, 3, reason);
        mt_bind_text(statement, 4, raw);
        sqlite3_bind_int(statement, 5, reject->raw_is_cut);
        rc = mt_tables_run(&loader->tables, MT_SQL_REJECT_INSERT, err);
    }
    mt_arena_release(&arena);
    if (rc)
        return fail(loader, rc, err);
    loader->counts.read++;
    loader->counts.rejected++;
    return MT_OK;
}

struct mt_sink
mt_loader_sink(struct mt_loader *loader)
{
    return (struct mt_sink){loader, take_row, take_reject};
}

/* ---- the export ---- */

enum mt_rc
mt_loader_known(struct mt_store *store, const unsigned char sha256[32], bool *known, char *name, size_t size,
                struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(store, "SELECT name FROM export WHERE sha256 = ?1", &statement, err);
    if (rc)
        return rc;
    sqlite3_bind_blob(statement, 1, sha256, 32, SQLITE_STATIC);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        struct mt_text found = mt_column_text(statement, 0);
        snprintf(name, size, "%.*s", (int)(found.len < size ? found.len : size), found.at);
        *known = true;
    } else if (step == SQLITE_DONE) {
        *known = false;
    } else {
        rc = mt_store_error(store, "reading the list of exports", err);
    }
    sqlite3_finalize(statement);
    return rc;
}

static enum mt_rc
write_export(struct mt_loader *loader, const struct mt_export *export, int64_t imported_us, struct mt_err *err)
{
    static const char sql[] = "INSERT INTO export (name, sha256, bytes, flavour, encoding, delimiter, date_order, "
                              "                    time_basis, observed_us, observed_by, imported_us) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(loader->store, sql, &statement, err);
    if (rc)
        return rc;
    mt_bind_text(statement, 1, export->name);
    sqlite3_bind_blob(statement, 2, export->sha256, sizeof export->sha256, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, export->bytes);
    mt_bind_text(statement, 4, export->flavour);
    mt_bind_text(statement, 5, export->encoding);
    mt_bind_text(statement, 6, export->delimiter);
    mt_bind_text(statement, 7, export->date_order);
    mt_bind_text(statement, 8, export->time_basis);
    sqlite3_bind_int64(statement, 9, export->observed_us);
    mt_bind_text(statement, 10, export->observed_by);
    sqlite3_bind_int64(statement, 11, imported_us);
    int step = sqlite3_step(statement);
    if (step == SQLITE_CONSTRAINT_UNIQUE)
        rc = mt_err_set(err, MT_FAILED, "'%.*s' has been imported already", MT_TEXT_ARGS(export->name));
    else if (step != SQLITE_DONE)
        rc = mt_store_error(loader->store, "beginning an import", err);
    sqlite3_finalize(statement);
    loader->tables.export_id = sqlite3_last_insert_rowid(loader->store->db);
    return rc;
}

static void
bind_moment(sqlite3_stmt *statement, int parameter, int64_t moment_us)
{
    if (moment_us == MT_MOMENT_UNKNOWN)
        sqlite3_bind_null(statement, parameter);
    else
        sqlite3_bind_int64(statement, parameter, moment_us);
}

static enum mt_rc
write_counts(struct mt_loader *loader, struct mt_err *err)
{
    static const char sql[] = "UPDATE export SET rows_read = ?1, rows_new = ?2, rows_changed = ?3, rows_known = ?4, "
                              "                  rows_rejected = ?5, rows_routing = ?6, first_received_us = ?7, "
                              "                  last_received_us = ?8 "
                              "WHERE id = ?9";
    const struct mt_load_counts *counts = &loader->counts;
    const int64_t numbers[] = {counts->read,  counts->fresh,    counts->changed,
                               counts->known, counts->rejected, counts->routing};
    sqlite3_stmt *statement = NULL;
    enum mt_rc rc = mt_store_prepare(loader->store, sql, &statement, err);
    if (rc)
        return rc;
    for (int i = 0; i < 6; i++)
        sqlite3_bind_int64(statement, i + 1, numbers[i]);
    bind_moment(statement, 7, counts->first_received_us);
    bind_moment(statement, 8, counts->last_received_us);
    sqlite3_bind_int64(statement, 9, loader->tables.export_id);
    if (sqlite3_step(statement) != SQLITE_DONE)
        rc = mt_store_error(loader->store, "finishing an import", err);
    sqlite3_finalize(statement);
    return rc;
}

/* ---- opening and closing ---- */

/* The handle's dictionary is as good as new when nobody else has written since. */
static enum mt_rc
open_dictionary(struct mt_loader *loader, struct mt_err *err)
{
    struct mt_store *store = loader->store;
    int64_t version = 0;
    enum mt_rc rc = mt_store_integer(store, "PRAGMA data_version", 0, &version, err);
    if (rc)
        return rc;
    if (store->dictionary && store->dictionary_version != version)
        mt_store_forget_dictionary(store);
    if (!store->dictionary)
        rc = mt_dictionary_open(&store->dictionary, store, err);
    store->dictionary_version = version;
    loader->tables.dictionary = store->dictionary;
    return rc;
}

static enum mt_rc
open_batch(struct mt_loader *loader, struct mt_err *err)
{
    loader->entries = malloc(BATCH_ROWS * sizeof *loader->entries);
    /* Its second half takes the entries that a pass leaves over. */
    loader->order = malloc(2 * BATCH_ROWS * sizeof(struct entry *));
    loader->runs = malloc(BATCH_ROWS * sizeof *loader->runs);
    loader->keyed = malloc(BATCH_ROWS * sizeof *loader->keyed);
    loader->writes = malloc(BATCH_ROWS * sizeof(struct mt_record *));
    bool has_all = loader->entries && loader->order && loader->runs && loader->keyed && loader->writes;
    return has_all ? MT_OK : mt_err_memory(err);
}

/* Gives everything back except the transaction. */
static void
release(struct mt_loader *loader)
{
    mt_join_close(loader->join);
    mt_tables_release(&loader->tables);
    free(loader->entries);
    free(loader->order);
    free(loader->runs);
    free(loader->keyed);
    free(loader->writes);
    free(loader);
}

enum mt_rc
mt_loader_open(struct mt_loader **loader, struct mt_store *store, const struct mt_export *export, int64_t imported_us,
               struct mt_err *err)
{
    assert(sqlite3_get_autocommit(store->db)); /* one import at a time */
    struct mt_loader *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    made->store = made->tables.store = store;
    made->observed_us = export->observed_us;
    made->counts.first_received_us = made->counts.last_received_us = MT_MOMENT_UNKNOWN;
    /* The loader's numbers come from its own dictionaries: looking each one up again would cost as much as the insert.
     */
    enum mt_rc rc = mt_store_run(store, "PRAGMA foreign_keys = OFF", "beginning an import", err);
    if (rc == MT_OK)
        rc = mt_store_begin(store, err);
    if (rc == MT_OK)
        rc = open_batch(made, err);
    if (rc == MT_OK)
        rc = open_dictionary(made, err);
    if (rc == MT_OK)
        rc = mt_tables_open(&made->tables, store, err);
    if (rc == MT_OK)
        rc = mt_join_open(&made->join, &made->tables, err);
    if (rc == MT_OK)
        rc = write_export(made, export, imported_us, err);
    if (rc) {
        mt_loader_abandon(made);
        return rc;
    }
    *loader = made;
    return MT_OK;
}

enum mt_rc
mt_loader_finish(struct mt_loader *loader, struct mt_load_counts *counts, struct mt_err *err)
{
    enum mt_rc rc = loader->failed ? already_failed(loader, err) : flush(loader, err);
    if (rc == MT_OK)
        rc = mt_rollup_flush(loader->tables.rollup, err);
    if (rc == MT_OK)
        rc = write_counts(loader, err);
    if (rc == MT_OK && counts)
        *counts = loader->counts;
    loader->finished = rc == MT_OK;
    return rc;
}

enum mt_rc
mt_loader_commit(struct mt_loader *loader, struct mt_load_counts *counts, struct mt_err *err)
{
    struct mt_store *store = loader->store;
    enum mt_rc rc = loader->finished ? MT_OK : mt_loader_finish(loader, NULL, err);
    if (rc == MT_OK)
        rc = mt_store_commit(store, err);
    if (rc) {
        mt_loader_abandon(loader);
        return rc;
    }
    if (counts)
        *counts = loader->counts;
    release(loader);
    sqlite3_exec(store->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    return MT_OK;
}

void
mt_loader_abandon(struct mt_loader *loader)
{
    if (!loader)
        return;
    struct mt_store *store = loader->store;
    mt_store_rollback(store);
    mt_store_forget_dictionary(store); /* it has entries that the database never got */
    release(loader);
    sqlite3_exec(store->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
}
