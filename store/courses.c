#include "store/courses.h"

#include "store/hints.h"

/* How far a chain of recipients that take over from each other is followed. */
enum { LINKS_MOST = 9 };

/* Columns of MT_SQL_STEPS. */
enum { AT_US, PRECISION, KIND, TURN, NAMES_OTHER, KEY, REASON_ID, EXPIRED, IS_BARE, HOST, IP, FROM_US, OF_NDR };

struct steps {
    struct mt_step *steps;
    size_t count, room;
};

/* ---- reading ---- */

static enum mt_rc
make_room(struct steps *list, struct mt_arena *arena, struct mt_err *err)
{
    size_t room = list->room ? list->room * 2 : 64;
    if (list->count < list->room)
        return MT_OK;
    struct mt_step *grown = mt_arena_take(arena, room * sizeof *grown);
    if (!grown)
        return mt_err_memory(err);
    for (size_t i = 0; i < list->count; i++)
        grown[i] = list->steps[i];
    list->steps = grown;
    list->room = room;
    return MT_OK;
}

static bool
comes_later(const struct mt_step *step, int64_t from_us)
{
    return step->at_us > from_us ||
           (step->at_us == from_us && mt_event_stage(step->kind) > mt_event_stage(MT_EVENT_RESOLVE));
}

/* A number that no list of this program has would be a way out of its tables. */
static enum mt_event_kind
kind_of(int number)
{
    return number >= 0 && number < MT_EVENTS ? (enum mt_event_kind)number : MT_EVENT_OTHER;
}

static enum mt_rc
add_step(struct steps *list, sqlite3_stmt *row, struct mt_arena *arena, struct mt_err *err)
{
    struct mt_step step = {
        .at_us = sqlite3_column_int64(row, AT_US),
        .precision = sqlite3_column_int(row, PRECISION),
        .kind = kind_of(sqlite3_column_int(row, KIND)),
        .turn = (enum mt_turn)sqlite3_column_int(row, TURN),
        .names_other = sqlite3_column_int(row, NAMES_OTHER) != 0,
        .inherited = sqlite3_column_type(row, FROM_US) != SQLITE_NULL,
        .key = sqlite3_column_int64(row, KEY),
        .of_ndr = sqlite3_column_int(row, OF_NDR) != 0,
        .reason_id = sqlite3_column_int64(row, REASON_ID),
        .expired = sqlite3_column_int(row, EXPIRED) != 0,
    };
    /* A deferral's wrapper is all that was said; only the service's own "expired" is known to have had a cause. */
    step.is_bare = step.expired && sqlite3_column_int(row, IS_BARE) != 0;
    if (step.inherited && (step.turn != MT_TURN_NONE || !comes_later(&step, sqlite3_column_int64(row, FROM_US))))
        return MT_OK;
    enum mt_rc rc = make_room(list, arena, err);
    if (rc == MT_OK && (!mt_arena_copy(arena, mt_column_text(row, HOST), &step.remote_host) ||
                        !mt_arena_copy(arena, mt_column_text(row, IP), &step.remote_ip)))
        rc = mt_err_memory(err);
    if (rc == MT_OK)
        list->steps[list->count++] = step;
    return rc;
}

static enum mt_rc
read_steps(struct mt_tables *tables, int64_t delivery_id, struct steps *list, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_STEPS];
    enum mt_rc rc = MT_OK;
    int step = SQLITE_DONE;
    sqlite3_bind_int64(statement, 1, delivery_id);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        rc = add_step(list, statement, &tables->arena, err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(tables->store, "reading events", err);
    sqlite3_reset(statement);
    return rc;
}

static enum mt_rc
read_class(struct mt_tables *tables, struct mt_course *course, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_REASON_CLASS];
    enum mt_rc rc = MT_OK;
    course->reason_class = MT_REASON_CLASS_UNKNOWN;
    if (!course->reason_id)
        return MT_OK;
    sqlite3_bind_int64(statement, 1, course->reason_id);
    if (sqlite3_step(statement) == SQLITE_ROW)
        course->reason_class = sqlite3_column_int(statement, 0);
    else
        rc = mt_store_error(tables->store, "reading reasons", err);
    sqlite3_reset(statement);
    return rc;
}

static enum mt_rc
fold(struct mt_tables *tables, const struct mt_record *record, struct mt_course *course, struct mt_err *err)
{
    struct steps list = {.count = 0};
    enum mt_rc rc = read_steps(tables, record->id, &list, err);
    if (rc)
        return rc;
    *course = mt_course_fold(list.steps, list.count, mt_facts_ended(&record->facts));
    return read_class(tables, course, err);
}

/* ---- writing ---- */

static void
bind_moment(sqlite3_stmt *statement, int parameter, int64_t moment_us)
{
    if (moment_us == MT_MOMENT_UNKNOWN)
        sqlite3_bind_null(statement, parameter);
    else
        sqlite3_bind_int64(statement, parameter, moment_us);
}

static enum mt_rc
write_course(struct mt_tables *tables, int64_t delivery_id, const struct mt_course *course, struct mt_err *err)
{
    sqlite3_stmt *write = tables->sql[MT_SQL_COURSE_WRITE];
    if (course->events == 0) {
        sqlite3_bind_int64(tables->sql[MT_SQL_COURSE_DELETE], 1, delivery_id);
        return mt_tables_run(tables, MT_SQL_COURSE_DELETE, err);
    }
    sqlite3_bind_int64(write, 1, delivery_id);
    sqlite3_bind_int64(write, 2, course->events);
    sqlite3_bind_int(write, 3, (int)course->status);
    bind_moment(write, 4, course->status_us);
    sqlite3_bind_int64(write, 5, course->deferrals);
    sqlite3_bind_int64(write, 6, course->attempts);
    bind_moment(write, 7, course->first_deferred_us);
    bind_moment(write, 8, course->last_deferred_us);
    bind_moment(write, 9, course->final_us);
    sqlite3_bind_int64(write, 10, course->last_us);
    sqlite3_bind_int(write, 11, course->expired);
    if (course->reason_id)
        sqlite3_bind_int64(write, 12, course->reason_id);
    else
        sqlite3_bind_null(write, 12);
    mt_bind_text(write, 13, course->remote_host);
    mt_bind_text(write, 14, course->remote_ip);
    sqlite3_bind_int(write, 15, course->of_ndr);
    return mt_tables_run(tables, MT_SQL_COURSE_WRITE, err);
}

static bool
follows(const struct mt_record *stored, const struct mt_record *derived)
{
    return stored->status == derived->status && stored->outcome == derived->outcome &&
           stored->evidence == derived->evidence && stored->observed_us == derived->observed_us &&
           mt_course_equal(stored->course, derived->course);
}

static enum mt_rc
renew(struct mt_tables *tables, int64_t delivery_id, struct mt_err *err)
{
    struct mt_record before, after;
    struct mt_course course;
    enum mt_rc rc = mt_record_read(tables, delivery_id, &before, err);
    if (rc)
        return rc;
    after = before;
    after.course = &course;
    rc = fold(tables, &before, &course, err);
    if (rc == MT_OK)
        rc = mt_record_derive(tables, &after, err);
    if (rc == MT_OK && before.course->events > 0 && follows(&before, &after))
        return MT_OK; /* nothing new: an event that another kind of export had shown already */
    if (rc == MT_OK)
        rc = write_course(tables, delivery_id, &course, err);
    return rc == MT_OK ? mt_record_change(tables, &before, &after, err) : rc;
}

static enum mt_rc
add_followers(struct mt_tables *tables, int64_t delivery_id, struct mt_ids *list, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_TAKEN_OVER];
    enum mt_rc rc = MT_OK;
    int step = SQLITE_DONE;
    sqlite3_bind_int64(statement, 1, delivery_id);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        rc = mt_ids_add(list, sqlite3_column_int64(statement, 0), err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(tables->store, "reading events", err);
    sqlite3_reset(statement);
    return rc;
}

enum mt_rc
mt_courses_renew(struct mt_tables *tables, struct mt_ids *deliveries, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    mt_ids_make_unique(deliveries);
    for (int link = 1; link < LINKS_MOST && rc == MT_OK; link++) {
        size_t before = deliveries->count;
        for (size_t i = 0; i < before && rc == MT_OK; i++)
            rc = add_followers(tables, deliveries->ids[i], deliveries, err);
        mt_ids_make_unique(deliveries);
        if (deliveries->count == before)
            break;
    }
    for (size_t i = 0; i < deliveries->count && rc == MT_OK; i++) {
        if (tables->stop && tables->stop())
            return mt_err_set(err, MT_INTERRUPTED, "interrupted; nothing of this file was kept");
        rc = renew(tables, deliveries->ids[i], err);
        mt_arena_reset(&tables->arena);
    }
    return rc;
}

/* ---- all of them ---- */

/* One row: one delivery that has a course, or ought to have one. */
static const char with_courses_sql[] = "SELECT delivery_id FROM event WHERE delivery_id IS NOT NULL "
                                       "UNION SELECT delivery_id FROM hint WHERE delivery_id IS NOT NULL "
                                       "UNION SELECT delivery_id FROM course ORDER BY 1";

static enum mt_rc
list_with_courses(struct mt_store *store, struct mt_ids *list, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_prepare(store, with_courses_sql, &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        rc = mt_ids_add(list, sqlite3_column_int64(statement, 0), err);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "reading events", err);
    sqlite3_finalize(statement);
    return rc;
}

/* The tables without an import: what `work` does with them is between opening and release. */
static enum mt_rc
with_tables(struct mt_store *store, enum mt_rc (*work)(struct mt_tables *tables, void *context, struct mt_err *err),
            void *context, struct mt_err *err)
{
    struct mt_tables tables = {.store = store};
    enum mt_rc rc = mt_dictionary_open(&tables.dictionary, store, err);
    if (rc == MT_OK)
        rc = mt_tables_open(&tables, store, err);
    if (rc == MT_OK)
        rc = work(&tables, context, err);
    mt_tables_release(&tables);
    mt_dictionary_close(tables.dictionary);
    return rc;
}

struct check {
    struct mt_ids deliveries;
    int64_t wrong;
};

static enum mt_rc
check_all(struct mt_tables *tables, void *context, struct mt_err *err)
{
    struct check *check = context;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < check->deliveries.count && rc == MT_OK; i++) {
        struct mt_record stored, derived;
        struct mt_course course;
        rc = mt_record_read(tables, check->deliveries.ids[i], &stored, err);
        derived = stored;
        derived.course = &course;
        if (rc == MT_OK)
            rc = fold(tables, &stored, &course, err);
        if (rc == MT_OK)
            rc = mt_record_derive(tables, &derived, err);
        if (rc == MT_OK)
            check->wrong += !follows(&stored, &derived);
        mt_arena_reset(&tables->arena);
    }
    return rc;
}

enum mt_rc
mt_courses_check(struct mt_store *store, int64_t *checked, int64_t *wrong, struct mt_err *err)
{
    struct check check = {MT_IDS_EMPTY, 0};
    enum mt_rc rc = list_with_courses(store, &check.deliveries, err);
    if (rc == MT_OK)
        rc = with_tables(store, check_all, &check, err);
    *checked = (int64_t)check.deliveries.count;
    *wrong = check.wrong;
    mt_ids_release(&check.deliveries);
    return rc;
}

static enum mt_rc
rebuild_all(struct mt_tables *tables, void *context, struct mt_err *err)
{
    struct mt_ids *deliveries = context;
    enum mt_rc rc = mt_hints_settle(tables, deliveries, err);
    if (rc == MT_OK)
        rc = mt_courses_renew(tables, deliveries, err);
    return rc == MT_OK ? mt_rollup_flush(tables->rollup, err) : rc;
}

enum mt_rc
mt_courses_rebuild(struct mt_store *store, struct mt_err *err)
{
    struct mt_ids deliveries = MT_IDS_EMPTY;
    enum mt_rc rc = list_with_courses(store, &deliveries, err);
    if (rc == MT_OK)
        rc = with_tables(store, rebuild_all, &deliveries, err);
    mt_ids_release(&deliveries);
    return rc;
}
