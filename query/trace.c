#include "query/trace.h"

#include <string.h>

#include "query/answers.h"
#include "query/plain.h"
#include "query/statement.h"
#include "store/key.h"
#include "store/row.h"

/* What an id may be, tried in this order; each is the text for the marker "--:which" of trace.sql. */
enum way { BY_KEY, BY_TRACE_ID, BY_MESSAGE_ID, BY_ADDRESS };

enum { WAYS = BY_ADDRESS + 1 };

static const char *const which[WAYS] = {
    [BY_KEY] = "  AND d.id IN (SELECT delivery_id FROM seen WHERE key BETWEEN :first_key AND :last_key)\n"
               "  AND d.trace_id = :trace_id",
    [BY_TRACE_ID] = "  AND d.trace_id = :trace_id",
    /* The part in front of the @ is exact, what follows has no case. */
    [BY_MESSAGE_ID] = "  AND (d.message_id = :bracketed COLLATE NOCASE OR d.message_id = :bare COLLATE NOCASE)\n"
                      "  AND (instr(d.message_id, :local_part) > 0)",
    [BY_ADDRESS] = "  AND (d.recipient_id IN (SELECT id FROM address WHERE text = lower(:bare))\n"
                   "       OR d.sender_id IN (SELECT id FROM address WHERE text = lower(:bare)))",
};

/* An id in the forms that the ways need. */
struct wanted {
    bool is_guid, has_clock;
    unsigned char guid[16];
    int64_t first_key, last_key;
    struct mt_text as_written, bare, bracketed, local_part;
};

static bool
understand(struct mt_text id, struct mt_arena *arena, struct wanted *wanted)
{
    *wanted = (struct wanted){.as_written = mt_text_trim(id)};
    struct mt_text bare = wanted->as_written;
    if (bare.len > 2 && bare.at[0] == '<' && bare.at[bare.len - 1] == '>') {
        bare.at++;
        bare.len -= 2;
    }
    wanted->bare = bare;
    wanted->bracketed = mt_arena_format(arena, "<%.*s>", (int)(bare.len < 4096 ? bare.len : 4096), bare.at);
    struct mt_text domain = bare;
    wanted->local_part = mt_text_cut(&domain, '@');

    int64_t clock_us;
    wanted->is_guid = mt_guid_parse(wanted->as_written, wanted->guid);
    wanted->has_clock = wanted->is_guid && mt_trace_clock(wanted->guid, &clock_us);
    if (wanted->has_clock)
        mt_key_range(clock_us, clock_us, &wanted->first_key, &wanted->last_key);
    return mt_text_known(wanted->bracketed);
}

static bool
worth_trying(const struct wanted *wanted, enum way way)
{
    bool has_at = wanted->local_part.len < wanted->bare.len, bracketed = wanted->bare.len < wanted->as_written.len;
    switch (way) {
    case BY_KEY:
        return wanted->has_clock;
    case BY_TRACE_ID:
        return !has_at;
    case BY_MESSAGE_ID:
        return !wanted->is_guid;
    case BY_ADDRESS:
        return has_at && !bracketed;
    }
    return false;
}

static void
bind_wanted(const struct wanted *wanted, struct mt_bindings *bindings)
{
    mt_bindings_integer(bindings, ":first_key", wanted->first_key);
    mt_bindings_integer(bindings, ":last_key", wanted->last_key);
    mt_bindings_text(bindings, ":bare", wanted->bare);
    mt_bindings_text(bindings, ":bracketed", wanted->bracketed);
    mt_bindings_text(bindings, ":local_part", wanted->local_part);
    if (wanted->is_guid)
        mt_bindings_blob(bindings, ":trace_id", (struct mt_text){(const char *)wanted->guid, sizeof wanted->guid});
    else
        mt_bindings_text(bindings, ":trace_id", wanted->as_written);
}

/* ---- history ---- */

/* Columns of trace_history.sql; the last is for counting only. */
enum { AT = 0, ATTEMPT = 2, PRECISE = 14 };

enum { IS_DEFERRAL = 1 }; /* of attempt; any other is the last try */

#define STAGE(number, stage, name, key) "            WHEN " #number " THEN " #stage "\n"
const char mt_trace_stages_sql[] = MT_EVENT_LIST(STAGE);

/* Counts tries like the course does: one refusal can be in several exports, printed to the second or the minute. */
struct tries {
    int64_t deferrals;
    int64_t second_us, minute_us; /* of the last deferral printed so */
};

static int64_t
number_of_try(struct tries *tries, int64_t at_us, bool is_precise, bool is_deferral)
{
    int64_t second = mt_floor_to(at_us, MT_SECOND), minute = mt_floor_to(at_us, MT_MINUTE);
    if (!is_deferral)
        return tries->deferrals + 1;
    bool is_known = is_precise ? second == tries->second_us : minute == tries->minute_us;
    /* The first one with seconds is the one that another export printed to the minute. */
    bool is_closer = is_precise && minute == tries->minute_us;
    tries->deferrals += !is_known && !is_closer;
    if (is_precise) {
        tries->second_us = second;
        tries->minute_us = is_closer ? MT_MOMENT_UNKNOWN : tries->minute_us;
    } else {
        tries->minute_us = minute;
    }
    return tries->deferrals;
}

static enum mt_rc
add_history(struct mt_store *store, int64_t delivery_id, struct mt_cell recipient, struct mt_table *history,
            struct mt_err *err)
{
    static const struct mt_fragment fragments[] = {{"stages", mt_trace_stages_sql}, {NULL, NULL}};
    struct mt_answer shown = *mt_answer_of("trace_history.sql");
    struct mt_bindings bindings = {.count = 0};
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct tries tries = {0, MT_MOMENT_UNKNOWN, MT_MOMENT_UNKNOWN};
    struct mt_text copy;
    bool more = false;
    shown.count = PRECISE;
    if (!mt_arena_copy(&history->arena, recipient.text, &copy))
        return mt_err_memory(err);
    mt_bindings_integer(&bindings, ":delivery_id", delivery_id);
    enum mt_rc rc = mt_statement_open(&statement, store, shown.file, fragments, &bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        struct mt_cell *cells = mt_table_add(history);
        if (!cells || !mt_plain_cells(&statement, &shown, &history->arena, cells + 1)) {
            rc = mt_err_memory(err);
            break;
        }
        cells[0] = mt_cell_text(copy);
        struct mt_cell *attempt = &cells[1 + ATTEMPT];
        if (attempt->known)
            *attempt = mt_cell_integer(number_of_try(&tries, mt_statement_integer(&statement, AT),
                                                     mt_statement_integer(&statement, PRECISE) != 0,
                                                     attempt->integer == IS_DEFERRAL));
    }
    mt_statement_close(&statement);
    return rc;
}

/* ---- deliveries ---- */

/* Columns of trace.sql; the last two are for us. */
enum { FINAL = 14, DELAY, ATTEMPTS, REASON_CLASS, REASON_CODE, REASON, REMOTE_HOST, HAS_EVENTS, DELIVERY_ID };

enum { NO_EVENTS, WITH_EVENTS, RECEIVED_BY_EVENT };

static enum mt_rc
declare_columns(struct mt_table *deliveries, struct mt_table *history, struct mt_err *err)
{
    struct mt_answer shown = *mt_answer_of("trace.sql");
    shown.count = HAS_EVENTS;
    enum mt_rc rc = mt_plain_declare(deliveries, &shown, err);
    if (rc != MT_OK)
        return rc;
    deliveries->columns[DELAY].bounded = true;

    struct mt_column columns[1 + PRECISE] = {{"recipient", "Recipient", MT_TYPE_TEXT}};
    const struct mt_answer *answer = mt_answer_of("trace_history.sql");
    for (size_t i = 0; i < PRECISE; i++)
        columns[i + 1] = (struct mt_column){answer->columns[i].key, answer->columns[i].title, answer->columns[i].type};
    return mt_table_columns(history, columns, 1 + PRECISE, err);
}

/* What events did not tell is another thing than what no events told. */
static void
finish_delivery(struct mt_cell *cells, int64_t has_events)
{
    static const char no_end[] = "its events do not show the end", no_reason[] = "its events give no reason",
                      no_host[] = "its events name none";
    if (has_events == NO_EVENTS)
        return;
    for (int i = FINAL; i <= REMOTE_HOST; i++)
        if (!cells[i].known)
            cells[i].why = i <= DELAY ? no_end : i < REMOTE_HOST ? no_reason : no_host;
    if (has_events == RECEIVED_BY_EVENT && cells[DELAY].known)
        cells[DELAY].at_least = true;
}

static enum mt_rc
add_delivery(struct mt_store *store, const struct mt_statement *statement, struct mt_table *deliveries,
             struct mt_table *history, struct mt_err *err)
{
    struct mt_answer shown = *mt_answer_of("trace.sql");
    struct mt_cell *cells = mt_table_add(deliveries);
    shown.count = HAS_EVENTS;
    if (!cells || !mt_plain_cells(statement, &shown, &deliveries->arena, cells))
        return mt_err_memory(err);
    finish_delivery(cells, mt_statement_integer(statement, HAS_EVENTS));
    return add_history(store, mt_statement_integer(statement, DELIVERY_ID), cells[0], history, err);
}

static enum mt_rc
try_way(struct mt_store *store, enum way way, const struct mt_bindings *bindings, int64_t limit,
        struct mt_table *deliveries, struct mt_table *history, size_t *all, struct mt_err *err)
{
    const struct mt_fragment fragments[] = {{"which", which[way]}, {NULL, NULL}};
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, store, "trace.sql", fragments, bindings, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more)
        if (limit <= 0 || (*all)++ < (uint64_t)limit)
            rc = add_delivery(store, &statement, deliveries, history, err);
    if (rc == MT_OK)
        deliveries->sql = mt_statement_sql(&statement, &deliveries->arena);
    mt_statement_close(&statement);
    return rc;
}

enum mt_rc
mt_trace_find(struct mt_store *store, struct mt_text id, int64_t limit, struct mt_table *deliveries,
              struct mt_table *history, struct mt_err *err)
{
    struct wanted wanted;
    struct mt_bindings bindings = {.count = 0};
    size_t all = 0;
    enum mt_rc rc = declare_columns(deliveries, history, err);
    if (rc != MT_OK)
        return rc;
    if (!understand(id, &deliveries->arena, &wanted))
        return mt_err_memory(err);
    bind_wanted(&wanted, &bindings);
    for (int way = 0; way < WAYS && rc == MT_OK && deliveries->row_count == 0; way++)
        if (worth_trying(&wanted, (enum way)way))
            rc = try_way(store, (enum way)way, &bindings, limit, deliveries, history, &all, err);
    return rc == MT_OK && limit > 0 ? mt_rows_record(deliveries, all, err) : rc;
}
