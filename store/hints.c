#include "store/hints.h"

#include <stdlib.h>
#include <string.h>

/* ---- finding and making ---- */

static void
bind_trace(sqlite3_stmt *statement, int parameter, const struct mt_row *row)
{
    if (mt_text_equal(row->trace_id, row->message_id))
        sqlite3_bind_null(statement, parameter);
    else if (row->trace_is_guid)
        sqlite3_bind_blob(statement, parameter, row->trace_guid, sizeof row->trace_guid, SQLITE_STATIC);
    else
        mt_bind_text(statement, parameter, row->trace_id);
}

static enum mt_rc
run_hint(struct mt_tables *tables, enum mt_sql sql, const struct mt_row *row, uint32_t recipient_id, int64_t *id,
         int64_t *delivery_id, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[sql];
    enum mt_rc rc = MT_OK;
    bind_trace(statement, 1, row);
    mt_bind_text(statement, 2, row->message_id);
    if (recipient_id)
        sqlite3_bind_int64(statement, 3, recipient_id);
    else
        sqlite3_bind_null(statement, 3);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        *id = sqlite3_column_int64(statement, 0);
        *delivery_id = sqlite3_column_int64(statement, 1);
    } else if (step != SQLITE_DONE) {
        rc = mt_store_error(tables->store, "writing events", err);
    }
    sqlite3_reset(statement);
    return rc;
}

enum mt_rc
mt_hints_id(struct mt_tables *tables, const struct mt_row *row, int64_t *id, int64_t *delivery_id, struct mt_err *err)
{
    struct mt_address recipient;
    enum mt_rc rc =
        mt_dictionary_address(tables->dictionary, row->recipient, mt_hash_of(row->recipient), &recipient, err);
    *id = *delivery_id = 0;
    if (rc == MT_OK)
        rc = run_hint(tables, MT_SQL_HINT_FIND, row, recipient.id, id, delivery_id, err);
    if (rc == MT_OK && !*id)
        rc = run_hint(tables, MT_SQL_HINT_INSERT, row, recipient.id, id, delivery_id, err);
    return rc;
}

/* ---- whose they are ---- */

/* What becomes of a hint: its delivery before and after (0 is none), and the delivery that stands in for it. */
struct move {
    int64_t hint_id, from, to;
    int64_t stand_in;      /* 0: none */
    bool is_hidden, hides; /* the stand-in, before and after */
};

struct moves {
    struct move *moves;
    size_t count, room;
};

static enum mt_rc
note_move(struct moves *moves, const struct move *move, struct mt_err *err)
{
    if (move->from == move->to && (!move->stand_in || move->is_hidden == move->hides))
        return MT_OK;
    if (moves->count == moves->room) {
        size_t room = moves->room ? moves->room * 2 : 64;
        struct move *grown = realloc(moves->moves, room * sizeof *grown);
        if (!grown)
            return mt_err_memory(err);
        moves->moves = grown;
        moves->room = room;
    }
    moves->moves[moves->count++] = *move;
    return MT_OK;
}

/* By the time in the key of deliveries. */
static enum mt_rc
find_timed(struct mt_tables *tables, struct move *move, int64_t clock_us, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_HINT_TIMED];
    int64_t first, last, fits = 0, found = 0;
    enum mt_rc rc = MT_OK;
    int step;
    mt_key_range(clock_us, clock_us, &first, &last);
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, last);
    sqlite3_bind_int64(statement, 3, move->hint_id);
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        fits++;
        found = sqlite3_column_int64(statement, 0);
    }
    if (step != SQLITE_DONE)
        rc = mt_store_error(tables->store, "reading events", err);
    sqlite3_reset(statement);
    move->to = fits == 1 ? found : 0;
    return rc;
}

/* The clock in a trace id; false for one that is no GUID or has none. */
static bool
clock_of(sqlite3_stmt *row, int column, int64_t *clock_us)
{
    unsigned char guid[16];
    if (sqlite3_column_type(row, column) != SQLITE_BLOB || sqlite3_column_bytes(row, column) != (int)sizeof guid)
        return false;
    memcpy(guid, sqlite3_column_blob(row, column), sizeof guid);
    return mt_trace_clock(guid, clock_us);
}

/* Trace ids with a clock: one look into the keys for each hint. *others is true when there are other trace ids. */
static enum mt_rc
settle_timed(struct mt_tables *tables, struct moves *moves, bool *others, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_HINTS_TIMED];
    int64_t clock_us;
    enum mt_rc rc = MT_OK;
    int step = SQLITE_DONE;
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        struct move move = {.hint_id = sqlite3_column_int64(statement, 0), .from = sqlite3_column_int64(statement, 1)};
        if (!clock_of(statement, 2, &clock_us)) {
            *others = true;
            continue;
        }
        rc = find_timed(tables, &move, clock_us, err);
        if (rc == MT_OK)
            rc = note_move(moves, &move, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(tables->store, "reading events", err);
    sqlite3_reset(statement);
    return rc;
}

/* Columns of the statements that walk over all other hints. */
enum { HINT_ID, DELIVERY_ID, TRACE_ID, REAL, FOUND, RECIPIENTS, STAND_IN, IS_HIDDEN, HAS_RECIPIENT };

/* Exactly one real delivery fits, or none and there is one that stands in. A hint that names no recipient fits when all
 * deliveries of its message, real and standing in, are to one. */
static struct move
decide(sqlite3_stmt *row)
{
    int64_t real = sqlite3_column_int64(row, REAL);
    bool names_one = sqlite3_column_int(row, HAS_RECIPIENT) || sqlite3_column_int64(row, RECIPIENTS) == 1;
    struct move move = {
        .hint_id = sqlite3_column_int64(row, HINT_ID),
        .from = sqlite3_column_int64(row, DELIVERY_ID),
        .stand_in = sqlite3_column_int64(row, STAND_IN),
        .is_hidden = sqlite3_column_int(row, IS_HIDDEN) != 0,
        .hides = real > 0,
    };
    if (names_one && real == 1)
        move.to = sqlite3_column_int64(row, FOUND);
    else if (names_one && real == 0)
        move.to = move.stand_in;
    if (!sqlite3_column_int(row, HAS_RECIPIENT))
        move.stand_in = 0; /* another hint, which names the recipient, decides on that */
    return move;
}

/* The others by one walk over all deliveries: by trace id, or without one by Message-ID. */
static enum mt_rc
settle_untimed(struct mt_tables *tables, enum mt_sql sql, struct moves *moves, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[sql];
    int64_t clock_us;
    enum mt_rc rc = MT_OK;
    int step = SQLITE_DONE;
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        if (clock_of(statement, TRACE_ID, &clock_us))
            continue; /* settled by it */
        struct move move = decide(statement);
        rc = note_move(moves, &move, err);
    }
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(tables->store, "reading events", err);
    sqlite3_reset(statement);
    return rc;
}

/* A delivery that only stands in is hidden as long as a real one is known. */
static enum mt_rc
hide_stand_in(struct mt_tables *tables, const struct move *move, struct mt_err *err)
{
    struct mt_record before, after;
    if (!move->stand_in || move->is_hidden == move->hides)
        return MT_OK;
    enum mt_rc rc = mt_record_read(tables, move->stand_in, &before, err);
    if (rc)
        return rc;
    after = before;
    after.absorbed = move->hides ? MT_ABSORBED_DESCRIPTION : MT_ABSORBED_NOT;
    return mt_record_change(tables, &before, &after, err);
}

static enum mt_rc
make_move(struct mt_tables *tables, const struct move *move, struct mt_ids *changed, struct mt_err *err)
{
    sqlite3_stmt *statement = tables->sql[MT_SQL_HINT_GIVE];
    sqlite3_bind_int64(statement, 1, move->hint_id);
    if (move->to)
        sqlite3_bind_int64(statement, 2, move->to);
    else
        sqlite3_bind_null(statement, 2);
    enum mt_rc rc = mt_tables_run(tables, MT_SQL_HINT_GIVE, err);
    if (rc == MT_OK)
        rc = hide_stand_in(tables, move, err);
    if (rc == MT_OK && move->from)
        rc = mt_ids_add(changed, move->from, err);
    return rc == MT_OK && move->to ? mt_ids_add(changed, move->to, err) : rc;
}

static enum mt_rc
hints_of(struct mt_tables *tables, const char *which, bool *are_there, struct mt_err *err)
{
    int64_t found = 0;
    enum mt_rc rc = mt_store_integer(tables->store, which, 0, &found, err);
    *are_there = found != 0;
    return rc;
}

enum mt_rc
mt_hints_settle(struct mt_tables *tables, struct mt_ids *changed, struct mt_err *err)
{
    struct moves moves = {NULL, 0, 0};
    bool by_trace = false, by_message = false;
    enum mt_rc rc = settle_timed(tables, &moves, &by_trace, err);
    if (rc == MT_OK)
        rc = hints_of(tables, "SELECT EXISTS (SELECT 1 FROM hint WHERE trace_id IS NULL)", &by_message, err);
    if (rc == MT_OK && by_trace) /* rare, and it reads all deliveries */
        rc = settle_untimed(tables, MT_SQL_HINTS_BY_TRACE, &moves, err);
    if (rc == MT_OK && by_message)
        rc = settle_untimed(tables, MT_SQL_HINTS_BY_MESSAGE, &moves, err);
    for (size_t i = 0; i < moves.count && rc == MT_OK; i++)
        rc = make_move(tables, &moves.moves[i], changed, err);
    free(moves.moves);
    return rc;
}
