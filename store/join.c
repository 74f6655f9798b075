#include "store/join.h"

#include <stdlib.h>
#include <string.h>

#include "store/ids.h"

/* A delivery found by its trace id's clock was received within a second of it (see admit in loader.c); one that was
 * joined by a less exact description can stand a minute from where its own facts put it. */
enum { CLOCK_SLACK_US = 2 * MT_SECOND };

struct noted {
    int64_t id;
    bool absorbed, changed;
};

struct mt_join {
    struct mt_tables *tables;
    unsigned char *recipients; /* a bit for each address */
    size_t recipient_bytes;
    struct mt_ids deliveries; /* to be merged anew */
    struct mt_ids doubtful;   /* descriptions whose absorption has to be looked at */
    struct noted *noted;      /* descriptions of this batch */
    size_t noted_count, noted_room;
    bool settled;
    /* Deliveries with a trace id: a purge, which takes them away, does not ask. */
    enum { TRACED_SOME, TRACED_NONE, TRACED_UNKNOWN } traced;
};

/* ---- reading ids ---- */

/* Steps a statement whose rows are ids. All are read before anything is done with them, because that writes. */
static enum mt_rc
list_fill(struct mt_join *join, sqlite3_stmt *statement, struct mt_ids *list, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    int step = SQLITE_DONE;
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        rc = mt_ids_add(list, sqlite3_column_int64(statement, 0), err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(join->tables->store, "reading deliveries", err);
    sqlite3_reset(statement);
    return rc;
}

/* ---- recipients ---- */

static enum mt_rc
remember_recipient(struct mt_join *join, uint32_t id, struct mt_err *err)
{
    size_t byte = id / 8;
    if (byte >= join->recipient_bytes) {
        size_t bytes = (byte + 1) * 2;
        unsigned char *grown = realloc(join->recipients, bytes);
        if (!grown)
            return mt_err_memory(err);
        memset(grown + join->recipient_bytes, 0, bytes - join->recipient_bytes);
        join->recipients = grown;
        join->recipient_bytes = bytes;
    }
    join->recipients[byte] = (unsigned char)(join->recipients[byte] | 1u << id % 8);
    return MT_OK;
}

bool
mt_join_matters(const struct mt_join *join, uint32_t recipient_id)
{
    size_t byte = recipient_id / 8;
    return byte < join->recipient_bytes && join->recipients[byte] & 1u << recipient_id % 8;
}

enum mt_rc
mt_join_open(struct mt_join **join, struct mt_tables *tables, struct mt_err *err)
{
    struct mt_join *made = calloc(1, sizeof *made);
    struct mt_ids recipients = MT_IDS_EMPTY;
    sqlite3_stmt *statement = NULL;
    if (!made)
        return mt_err_memory(err);
    made->tables = tables;
    enum mt_rc rc = mt_store_prepare(tables->store, "SELECT DISTINCT recipient_id FROM delivery WHERE trace_id IS NULL",
                                     &statement, err);
    if (rc == MT_OK)
        rc = list_fill(made, statement, &recipients, err);
    for (size_t i = 0; i < recipients.count && rc == MT_OK; i++)
        rc = remember_recipient(made, (uint32_t)recipients.ids[i], err);
    sqlite3_finalize(statement);
    mt_ids_release(&recipients);
    if (rc) {
        mt_join_close(made);
        return rc;
    }
    *join = made;
    return MT_OK;
}

void
mt_join_close(struct mt_join *join)
{
    if (!join)
        return;
    free(join->recipients);
    mt_ids_release(&join->deliveries);
    mt_ids_release(&join->doubtful);
    free(join->noted);
    free(join);
}

/* ---- looking for each other ---- */

static void
bind_number_or_null(sqlite3_stmt *statement, int parameter, uint32_t number)
{
    if (number)
        sqlite3_bind_int64(statement, parameter, number);
    else
        sqlite3_bind_null(statement, parameter);
}

static enum mt_rc
descriptions_near(struct mt_join *join, const struct mt_record *own, struct mt_ids *list, struct mt_err *err)
{
    sqlite3_stmt *statement = join->tables->sql[MT_SQL_DESCRIPTIONS_NEAR];
    sqlite3_bind_int64(statement, 1, own->recipient_id);
    sqlite3_bind_int64(statement, 2, own->facts.received_us - MT_MINUTE);
    sqlite3_bind_int64(statement, 3, own->facts.received_us + MT_MINUTE);
    mt_bind_text(statement, 4, own->facts.message_id);
    bind_number_or_null(statement, 5, own->sender_id);
    return list_fill(join, statement, list, err);
}

static enum mt_rc
recipient_mark(struct mt_join *join, uint32_t recipient_id, int *mark, struct mt_err *err)
{
    sqlite3_stmt *statement = join->tables->sql[MT_SQL_ADDRESS_TEXT];
    enum mt_rc rc = MT_OK;
    sqlite3_bind_int64(statement, 1, recipient_id);
    if (sqlite3_step(statement) == SQLITE_ROW)
        *mark = mt_key_mark(mt_hash_of(mt_column_text(statement, 0)));
    else
        rc = mt_store_error(join->tables->store, "reading addresses", err);
    sqlite3_reset(statement);
    return rc;
}

void
mt_join_only_adds(struct mt_join *join)
{
    join->traced = TRACED_UNKNOWN;
}

void
mt_join_has_traced(struct mt_join *join)
{
    join->traced = TRACED_SOME;
}

static enum mt_rc
deliveries_near(struct mt_join *join, const struct mt_record *description, struct mt_ids *list, struct mt_err *err)
{
    sqlite3_stmt *statement = join->tables->sql[MT_SQL_DELIVERIES_NEAR];
    int64_t received_us = description->facts.received_us, first, last;
    int64_t span = mt_precision_span(description->facts.received_precision);
    int64_t from_us = mt_floor_to(received_us, span);
    int mark = 0;
    enum mt_rc rc = recipient_mark(join, description->recipient_id, &mark, err);
    if (rc)
        return rc;
    mt_key_range(from_us - CLOCK_SLACK_US, from_us + span + CLOCK_SLACK_US, &first, &last);
    sqlite3_bind_int64(statement, 1, description->recipient_id);
    sqlite3_bind_int64(statement, 2, received_us - 2 * MT_MINUTE);
    sqlite3_bind_int64(statement, 3, received_us + 2 * MT_MINUTE);
    sqlite3_bind_int64(statement, 4, first);
    sqlite3_bind_int64(statement, 5, last);
    sqlite3_bind_int(statement, 6, mark);
    sqlite3_bind_int(statement, 7, (mark + 1) & MT_KEY_MARK_MASK);
    sqlite3_bind_int(statement, 8, MT_KEY_MARK_SHIFT);
    sqlite3_bind_int(statement, 9, MT_KEY_MARK_MASK);
    return list_fill(join, statement, list, err);
}

enum mt_rc
mt_join_own(struct mt_join *join, int64_t delivery_id, int64_t *own_id, struct mt_err *err)
{
    sqlite3_stmt *statement = join->tables->sql[MT_SQL_JOINED_READ];
    enum mt_rc rc = MT_OK;
    sqlite3_bind_int64(statement, 1, delivery_id);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW)
        *own_id = sqlite3_column_int64(statement, 0);
    else if (step == SQLITE_DONE)
        *own_id = delivery_id;
    else
        rc = mt_store_error(join->tables->store, "reading deliveries", err);
    sqlite3_reset(statement);
    return rc;
}

/* ---- noting ---- */

static void
begin_batch(struct mt_join *join)
{
    if (!join->settled)
        return;
    join->settled = false;
    join->noted_count = 0;
}

static bool
describes(const struct mt_record *description, const struct mt_record *own)
{
    return mt_facts_describe(&description->facts, &own->facts);
}

enum mt_rc
mt_join_delivery_changes(struct mt_join *join, int64_t delivery_id, const struct mt_record *before, struct mt_err *err)
{
    struct mt_ids near = MT_IDS_EMPTY;
    struct mt_record description;
    begin_batch(join);
    enum mt_rc rc = mt_ids_add(&join->deliveries, delivery_id, err);
    if (rc || !before)
        return rc;
    rc = descriptions_near(join, before, &near, err);
    for (size_t i = 0; i < near.count && rc == MT_OK; i++) {
        rc = mt_record_read(join->tables, near.ids[i], &description, err);
        if (rc == MT_OK && describes(&description, before))
            rc = mt_ids_add(&join->doubtful, description.id, err);
    }
    mt_ids_release(&near);
    return rc;
}

enum mt_rc
mt_join_description_changes(struct mt_join *join, const struct mt_record *description, struct mt_err *err)
{
    begin_batch(join);
    if (join->noted_count == join->noted_room) {
        size_t room = join->noted_room ? join->noted_room * 2 : 256;
        struct noted *grown = realloc(join->noted, room * sizeof *grown);
        if (!grown)
            return mt_err_memory(err);
        join->noted = grown;
        join->noted_room = room;
    }
    join->noted[join->noted_count++] = (struct noted){description->id, false, false};
    enum mt_rc rc = remember_recipient(join, description->recipient_id, err);
    return rc == MT_OK ? mt_ids_add(&join->doubtful, description->id, err) : rc;
}

static struct noted *
noted_find(const struct mt_join *join, int64_t id)
{
    for (size_t low = 0, high = join->noted_count; low < high;) {
        size_t middle = (low + high) / 2;
        if (join->noted[middle].id == id)
            return &join->noted[middle];
        if (join->noted[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static int
compare_noted(const void *a, const void *b)
{
    const struct noted *one = a, *other = b;
    return (one->id > other->id) - (one->id < other->id);
}

bool
mt_join_absorbed(const struct mt_join *join, int64_t description_id, bool *changed)
{
    const struct noted *noted = noted_find(join, description_id);
    *changed = noted && noted->changed;
    return noted && noted->absorbed;
}

/* ---- settling ---- */

static enum mt_rc
set_absorbed(struct mt_join *join, struct mt_record *description, enum mt_absorbed absorbed, struct mt_err *err)
{
    struct mt_tables *tables = join->tables;
    struct noted *noted = noted_find(join, description->id);
    if (noted)
        noted->absorbed = absorbed == MT_ABSORBED_DESCRIPTION;
    if (description->absorbed == absorbed)
        return MT_OK;
    enum mt_rc rc = mt_record_count(tables, description, -1, err);
    description->absorbed = absorbed;
    if (rc == MT_OK)
        rc = mt_record_count(tables, description, 1, err);
    if (rc)
        return rc;
    sqlite3_bind_int64(tables->sql[MT_SQL_ABSORB], 1, description->id);
    sqlite3_bind_int(tables->sql[MT_SQL_ABSORB], 2, (int)absorbed);
    return mt_tables_run(tables, MT_SQL_ABSORB, err);
}

static enum mt_rc
keep_own(struct mt_join *join, const struct mt_record *own, struct mt_err *err)
{
    struct mt_tables *tables = join->tables;
    struct mt_record kept = *own, *records[] = {&kept};
    kept.id = tables->next_delivery++;
    kept.absorbed = MT_ABSORBED_OWN;
    kept.course = &mt_course_none; /* events belong to the delivery, not to what exports said of it */
    enum mt_rc rc = mt_record_derive(tables, &kept, err);
    if (rc == MT_OK)
        rc = mt_records_write(tables, records, 1, false, err);
    if (rc)
        return rc;
    sqlite3_bind_int64(tables->sql[MT_SQL_JOINED_INSERT], 1, own->id);
    sqlite3_bind_int64(tables->sql[MT_SQL_JOINED_INSERT], 2, kept.id);
    return mt_tables_run(tables, MT_SQL_JOINED_INSERT, err);
}

static enum mt_rc
drop_own(struct mt_join *join, int64_t delivery_id, int64_t own_id, struct mt_err *err)
{
    const struct {
        enum mt_sql sql;
        int64_t id;
    } steps[] = {
        {MT_SQL_JOINED_DELETE, delivery_id},
        {MT_SQL_OBSERVATION_DELETE, own_id},
        {MT_SQL_DELIVERY_DELETE, own_id},
    };
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && rc == MT_OK; i++) {
        sqlite3_bind_int64(join->tables->sql[steps[i].sql], 1, steps[i].id);
        rc = mt_tables_run(join->tables, steps[i].sql, err);
    }
    join->tables->greatest_delivery = -1; /* it may have been this one */
    return rc;
}

/* Merges all descriptions that fit `own` into `whole`; *adds tells whether they say more. Those of this batch that
 * joined are added to `joined_now`. */
static enum mt_rc
merge_descriptions(struct mt_join *join, const struct mt_record *own, struct mt_record *whole, bool *adds,
                   struct mt_ids *joined_now, struct mt_err *err)
{
    struct mt_ids near = MT_IDS_EMPTY;
    struct mt_record description;
    enum mt_rc rc = descriptions_near(join, own, &near, err);
    *adds = false;
    for (size_t i = 0; i < near.count && rc == MT_OK; i++) {
        rc = mt_record_read(join->tables, near.ids[i], &description, err);
        if (rc || !describes(&description, own))
            continue;
        *adds |= mt_facts_merge(&whole->facts, &description.facts);
        rc = set_absorbed(join, &description, MT_ABSORBED_DESCRIPTION, err);
        if (rc == MT_OK && noted_find(join, description.id))
            rc = mt_ids_add(joined_now, description.id, err);
    }
    mt_ids_release(&near);
    return rc;
}

/* The delivery is its own facts and those of every description that fits them. */
static enum mt_rc
merge_anew(struct mt_join *join, int64_t delivery_id, struct mt_err *err)
{
    struct mt_record own, stored, whole;
    struct mt_ids joined_now = MT_IDS_EMPTY;
    int64_t own_id = 0;
    bool adds = false;
    enum mt_rc rc = mt_join_own(join, delivery_id, &own_id, err);
    if (rc == MT_OK)
        rc = mt_record_read(join->tables, own_id, &own, err);
    if (rc == MT_OK)
        rc = mt_record_read(join->tables, delivery_id, &stored, err);
    if (rc)
        return rc;
    whole = stored;
    whole.facts = own.facts;
    rc = merge_descriptions(join, &own, &whole, &adds, &joined_now, err);
    if (rc == MT_OK && adds && own_id == delivery_id)
        rc = keep_own(join, &own, err);
    if (rc == MT_OK && !adds && own_id != delivery_id)
        rc = drop_own(join, delivery_id, own_id, err);
    if (rc == MT_OK && !mt_facts_equal(&stored.facts, &whole.facts)) {
        rc = mt_record_change(join->tables, &stored, &whole, err);
        for (size_t i = 0; i < joined_now.count; i++)
            noted_find(join, joined_now.ids[i])->changed = true;
    }
    mt_ids_release(&joined_now);
    return rc;
}

static enum mt_rc
decide_absorption(struct mt_join *join, int64_t description_id, struct mt_err *err)
{
    struct mt_record description, own;
    struct mt_ids near = MT_IDS_EMPTY;
    enum mt_absorbed absorbed = MT_ABSORBED_NOT;
    int64_t own_id = 0;
    enum mt_rc rc = mt_record_read(join->tables, description_id, &description, err);
    if (rc == MT_OK)
        rc = deliveries_near(join, &description, &near, err);
    for (size_t i = 0; i < near.count && rc == MT_OK && absorbed == MT_ABSORBED_NOT; i++) {
        rc = mt_join_own(join, near.ids[i], &own_id, err);
        if (rc == MT_OK)
            rc = mt_record_read(join->tables, own_id, &own, err);
        if (rc == MT_OK && describes(&description, &own))
            absorbed = MT_ABSORBED_DESCRIPTION;
    }
    mt_ids_release(&near);
    return rc == MT_OK ? set_absorbed(join, &description, absorbed, err) : rc;
}

/* A store of log shippers' exports alone has nothing that could be described: one look spares several for each row. */
static enum mt_rc
look_for_traced(struct mt_join *join, struct mt_err *err)
{
    int64_t some = 0;
    enum mt_rc rc = MT_OK;
    if (join->traced == TRACED_UNKNOWN)
        rc = mt_store_integer(join->tables->store, "SELECT EXISTS (SELECT 1 FROM delivery WHERE trace_id IS NOT NULL)",
                              0, &some, err);
    if (rc == MT_OK && join->traced == TRACED_UNKNOWN)
        join->traced = some ? TRACED_SOME : TRACED_NONE;
    return rc;
}

enum mt_rc
mt_join_settle(struct mt_join *join, struct mt_err *err)
{
    struct mt_record description;
    enum mt_rc rc = MT_OK;
    if (join->settled)
        join->noted_count = 0;
    join->settled = true;
    if (join->noted_count || join->doubtful.count)
        rc = look_for_traced(join, err);
    if (rc == MT_OK && join->traced == TRACED_NONE)
        join->deliveries.count = join->doubtful.count = join->noted_count = 0;
    if (join->noted_count)
        qsort(join->noted, join->noted_count, sizeof *join->noted, compare_noted);
    for (size_t i = 0; i < join->noted_count && rc == MT_OK; i++) {
        rc = mt_record_read(join->tables, join->noted[i].id, &description, err);
        if (rc == MT_OK)
            rc = deliveries_near(join, &description, &join->deliveries, err);
    }
    mt_ids_make_unique(&join->deliveries);
    for (size_t i = 0; i < join->deliveries.count && rc == MT_OK; i++)
        rc = merge_anew(join, join->deliveries.ids[i], err);
    mt_ids_make_unique(&join->doubtful);
    for (size_t i = 0; i < join->doubtful.count && rc == MT_OK; i++)
        rc = decide_absorption(join, join->doubtful.ids[i], err);
    join->deliveries.count = join->doubtful.count = 0;
    return rc;
}
