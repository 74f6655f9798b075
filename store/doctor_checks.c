#include "store/doctor_checks.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "store/courses.h"
#include "store/handle.h"
#include "store/row.h"
#include "store/seen.h"

/* ---- what a check saw ---- */

static void found(struct mt_check_result *result, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void
found(struct mt_check_result *result, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(result->found, sizeof result->found, format, arguments);
    va_end(arguments);
}

void
mt_check_problem(struct mt_check_result *result, const char *format, ...)
{
    const size_t size = sizeof result->problem;
    va_list arguments;
    int wrote = 0;
    if (result->problems++ >= MT_CHECK_NAMED)
        return;
    if (result->used > 0 && result->used < size)
        wrote = snprintf(result->problem + result->used, size - result->used, "; ");
    result->used += wrote > 0 ? (size_t)wrote : 0;
    if (result->used >= size)
        return;
    va_start(arguments, format);
    wrote = vsnprintf(result->problem + result->used, size - result->used, format, arguments);
    va_end(arguments);
    result->used += wrote > 0 ? (size_t)wrote : 0;
}

/* ---- SQLite's own checks ---- */

static enum mt_rc
each_row(struct mt_store *store, const char *sql, void (*take)(struct mt_check_result *result, sqlite3_stmt *row),
         struct mt_check_result *result, struct mt_err *err)
{
    sqlite3_stmt *statement = NULL;
    int step = SQLITE_DONE;
    enum mt_rc rc = mt_store_prepare(store, sql, &statement, err);
    while (rc == MT_OK && (step = sqlite3_step(statement)) == SQLITE_ROW)
        take(result, statement);
    if (rc == MT_OK && step != SQLITE_DONE)
        rc = mt_store_error(store, "checking", err);
    sqlite3_finalize(statement);
    return rc;
}

static void
take_integrity(struct mt_check_result *result, sqlite3_stmt *row)
{
    struct mt_text said = mt_column_text(row, 0);
    if (!mt_text_is(said, "ok"))
        mt_check_problem(result, "%.*s", MT_TEXT_ARGS(said));
}

static enum mt_rc
check_integrity(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    int64_t pages = 0;
    enum mt_rc rc = mt_store_integer(store, "PRAGMA page_count", 0, &pages, err);
    found(result, "%" PRId64 " pages", pages);
    return rc == MT_OK ? each_row(store, "PRAGMA integrity_check(20)", take_integrity, result, err) : rc;
}

static void
take_dangling(struct mt_check_result *result, sqlite3_stmt *row)
{
    mt_check_problem(result, "a row of '%.*s' refers to a row of '%.*s' that is not there",
                     MT_TEXT_ARGS(mt_column_text(row, 0)), MT_TEXT_ARGS(mt_column_text(row, 2)));
}

static enum mt_rc
check_references(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    found(result, "every row that another refers to is there");
    return each_row(store, "PRAGMA foreign_key_check", take_dangling, result, err);
}

/* ---- sentences in SQL ----
 *
 * A rule is a question that has no rows in a healthy database; a row's first column says what is wrong. */

static void
take_sentence(struct mt_check_result *result, sqlite3_stmt *row)
{
    mt_check_problem(result, "%.*s", MT_TEXT_ARGS(mt_column_text(row, 0)));
}

static enum mt_rc
ask_rules(struct mt_store *store, const char *const *rules, struct mt_check_result *result, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    for (; *rules && rc == MT_OK; rules++)
        rc = each_row(store, *rules, take_sentence, result, err);
    return rc;
}

static enum mt_rc
check_lists(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
#define IN_LIST(kind, column) column " NOT IN (SELECT number FROM label WHERE kind = '" kind "')"
#define RULE(table, column, kind)                                                                                      \
    "SELECT count(*) || ' rows of ''" table "'' have a number in ''" column "'' that stands for nothing' FROM " table  \
    " WHERE " IN_LIST(kind, column) " HAVING count(*) > 0"
    static const char *const rules[] = {
        RULE("delivery", "status", "status"),
        RULE("delivery", "outcome", "outcome"),
        RULE("delivery", "evidence", "evidence"),
        RULE("observation", "status", "status"),
        RULE("course", "status", "status"),
        RULE("event", "kind", "event"),
        RULE("reason", "class", "reason_class"),
        RULE("reason", "permanence", "permanence"),
        RULE("reason", "actor", "actor"),
        RULE("route", "direction", "direction"),
        RULE("hourly", "size_band", "size_band"),
        RULE("hourly", "outcome", "outcome"),
        RULE("hourly", "reason_class", "reason_class"),
        "SELECT count(*) || ' rows of ''event'' have a number in ''turn'' that stands for nothing' FROM event "
        "WHERE turn NOT BETWEEN 0 AND 2 HAVING count(*) > 0",
        "SELECT count(*) || ' rows of ''delivery'' have a number in ''absorbed'' that stands for nothing' "
        "FROM delivery WHERE absorbed NOT BETWEEN 0 AND 2 HAVING count(*) > 0",
        NULL,
    };
#undef RULE
#undef IN_LIST
    found(result, "every status, outcome, class and kind has a meaning");
    return ask_rules(store, rules, result, err);
}

static enum mt_rc
check_counts(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    static const char *const rules[] = {
        "SELECT 'import ' || id || ' of ''' || name || ''' read ' || rows_read || ' rows, which is not the sum of its "
        "new, changed, known, rejected and routing rows' FROM export "
        "WHERE rows_read <> rows_new + rows_changed + rows_known + rows_rejected + rows_routing",
        /* Records can have been purged, but never come. */
        "SELECT 'import ' || e.id || ' of ''' || e.name || ''' holds more rejects than it had' FROM export e "
        "WHERE e.rows_rejected < (SELECT count(*) FROM reject r WHERE r.export_id = e.id)",
        NULL,
    };
    int64_t exports = 0;
    enum mt_rc rc = mt_store_integer(store, "SELECT count(*) FROM export", 0, &exports, err);
    found(result, "%" PRId64 " exports", exports);
    return rc == MT_OK ? ask_rules(store, rules, result, err) : rc;
}

static enum mt_rc
check_joins(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    static const char *const rules[] = {
        "SELECT 'delivery ' || d.id || ' is hidden, but has a trace id' FROM delivery d "
        "WHERE d.absorbed = 1 AND d.trace_id IS NOT NULL "
        "AND d.trace_id IS NOT d.message_id LIMIT 20", /* a stand-in's is its Message-ID (hints.h) */
        "SELECT 'delivery ' || d.id || ' keeps what was known of another one, but nothing has joined that' "
        "FROM delivery d WHERE d.absorbed = 2 AND d.id NOT IN (SELECT own_id FROM joined) LIMIT 20",
        "SELECT 'delivery ' || j.delivery_id || ' was joined by something, but what it was before is not kept' "
        "FROM joined j JOIN delivery d ON d.id = j.delivery_id JOIN delivery o ON o.id = j.own_id "
        "WHERE o.absorbed <> 2 OR d.absorbed <> 0 OR d.recipient_id <> o.recipient_id "
        "OR d.trace_id IS NOT o.trace_id LIMIT 20",
        NULL,
    };
    int64_t joined = 0;
    enum mt_rc rc = mt_store_integer(store, "SELECT count(*) FROM joined", 0, &joined, err);
    found(result, "%" PRId64 " deliveries with a trace id took in rows without one", joined);
    return rc == MT_OK ? ask_rules(store, rules, result, err) : rc;
}

static enum mt_rc
check_observations(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    static const char *const rules[] = {
        "SELECT 'delivery ' || delivery_id || ' was last seen in a state before it was first seen in it' "
        "FROM observation WHERE last_us < first_us LIMIT 20",
        "SELECT 'delivery ' || d.id || ' has a status in which no export showed it' FROM delivery d "
        "WHERE d.evidence = 0 AND EXISTS (SELECT 1 FROM observation o WHERE o.delivery_id = d.id) "
        "AND NOT EXISTS (SELECT 1 FROM observation o WHERE o.delivery_id = d.id AND o.status = d.status) LIMIT 20",
        NULL,
    };
    int64_t observations = 0;
    enum mt_rc rc = mt_store_integer(store, "SELECT count(*) FROM observation", 0, &observations, err);
    found(result, "%" PRId64 " observations", observations);
    return rc == MT_OK ? ask_rules(store, rules, result, err) : rc;
}

static enum mt_rc
check_events(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    static const char *const rules[] = {
        "SELECT 'event ' || id || ' is of a delivery, and of nobody knows whom, at once' FROM event "
        "WHERE delivery_id IS NOT NULL AND hint_id IS NOT NULL LIMIT 20",
        "SELECT 'hint ' || h.id || ' leads to delivery ' || d.id || ', which is of another message or recipient' "
        "FROM hint h JOIN delivery d ON d.id = h.delivery_id "
        "WHERE (h.trace_id IS NOT NULL AND h.trace_id IS NOT d.trace_id) "
        "OR (h.trace_id IS NULL AND h.message_id IS NOT d.message_id) "
        "OR (h.recipient_id IS NOT NULL AND h.recipient_id <> d.recipient_id) LIMIT 20",
        "SELECT 'hint ' || id || ' belongs to no event' FROM hint "
        "WHERE id NOT IN (SELECT hint_id FROM event WHERE hint_id IS NOT NULL) LIMIT 20",
        NULL,
    };
    int64_t events = 0;
    enum mt_rc rc = mt_store_integer(store, "SELECT count(*) FROM event", 0, &events, err);
    found(result, "%" PRId64 " events", events);
    return rc == MT_OK ? ask_rules(store, rules, result, err) : rc;
}

static enum mt_rc
check_courses(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    int64_t checked = 0, wrong = 0;
    enum mt_rc rc = mt_courses_check(store, &checked, &wrong, err);
    found(result, "%" PRId64 " deliveries with events", checked);
    if (rc == MT_OK && wrong > 0)
        mt_check_problem(result, "%" PRId64 " of %" PRId64 " deliveries say something else than their events", wrong,
                         checked);
    return rc;
}

/* ---- keys and the roll-up ---- */

static enum mt_rc
check_keys(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    struct mt_seen_faults faults = {0};
    const struct {
        const int64_t *count;
        const char *text;
    } kinds[] = {
        {&faults.missing, "deliveries have no key"},
        {&faults.several, "keys are of deliveries that have one already"},
        {&faults.strangers, "keys lead to no delivery"},
        {&faults.unreachable, "deliveries cannot be found by their key"},
    };
    enum mt_rc rc = mt_seen_check(store, &faults, err);
    found(result, "%" PRId64 " deliveries", faults.deliveries);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && rc == MT_OK; i++)
        if (*kinds[i].count)
            mt_check_problem(result, "%" PRId64 " %s", *kinds[i].count, kinds[i].text);
    return rc;
}

static void
size_band(sqlite3_context *out, int count, sqlite3_value **values)
{
    (void)count;
    bool known = sqlite3_value_type(values[0]) != SQLITE_NULL;
    sqlite3_result_int(out, mt_size_band(known ? sqlite3_value_int64(values[0]) : MT_SIZE_UNKNOWN));
}

static void
take_cell(struct mt_check_result *result, sqlite3_stmt *row)
{
    mt_check_problem(result, "%.*s, %.*s, %.*s: %" PRId64 " counted, %" PRId64 " there",
                     MT_TEXT_ARGS(mt_column_text(row, 0)), MT_TEXT_ARGS(mt_column_text(row, 1)),
                     MT_TEXT_ARGS(mt_column_text(row, 2)), (int64_t)sqlite3_column_int64(row, 3),
                     (int64_t)sqlite3_column_int64(row, 4));
}

static enum mt_rc
check_rollup(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    /* One row: one cell that differs; counted both ways, so that a cell which is in one of them alone shows too. */
    static const char sql[] =
        "WITH facts AS ("
        "SELECT d.received_us / 3600000000 - (d.received_us % 3600000000 < 0) AS hour, d.domain_id AS domain_id, "
        "       mt_checked_band(d.size_bytes) AS size_band, d.route_id AS route_id, d.outcome AS outcome, "
        "       coalesce(n.class, 0) AS reason_class, count(*) AS deliveries, "
        "       coalesce(sum(d.size_bytes), 0) AS bytes "
        "FROM delivery d LEFT JOIN course c ON c.delivery_id = d.id LEFT JOIN reason n ON n.id = c.reason_id "
        "WHERE d.absorbed = 0 AND d.outcome <> 10 GROUP BY 1, 2, 3, 4, 5, 6), "
        "both AS ("
        "SELECT *, 0 AS held, 0 AS held_bytes FROM facts UNION ALL "
        "SELECT hour, domain_id, size_band, route_id, outcome, reason_class, 0, 0, deliveries, bytes FROM hourly) "
        "SELECT strftime('%Y-%m-%dT%H:00Z', b.hour * 3600, 'unixepoch'), coalesce(nullif(m.name, ''), 'no domain'), "
        "       coalesce((SELECT key FROM label WHERE kind = 'outcome' AND number = b.outcome), b.outcome), "
        "       sum(b.deliveries), sum(b.held) "
        "FROM both b LEFT JOIN domain m ON m.id = b.domain_id "
        "GROUP BY b.hour, b.domain_id, b.size_band, b.route_id, b.outcome, b.reason_class "
        "HAVING sum(b.deliveries) <> sum(b.held) OR sum(b.bytes) <> sum(b.held_bytes) "
        "ORDER BY b.hour, 2, 3";
    int64_t cells = 0;
    enum mt_rc rc = mt_store_integer(store, "SELECT count(*) FROM hourly", 0, &cells, err);
    if (rc == MT_OK && sqlite3_create_function(store->db, "mt_checked_band", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                               NULL, size_band, NULL, NULL) != SQLITE_OK)
        rc = mt_store_error(store, "checking", err);
    found(result, "%" PRId64 " cells", cells);
    return rc == MT_OK ? each_row(store, sql, take_cell, result, err) : rc;
}

/* ---- views ---- */

static enum mt_rc
check_views(struct mt_store *store, struct mt_check_result *result, struct mt_err *err)
{
    static const char *const questions[] = {
        "SELECT * FROM v1_delivery LIMIT 0", "SELECT * FROM v1_event LIMIT 0",  "SELECT * FROM v1_hourly LIMIT 0",
        "SELECT * FROM v1_import LIMIT 0",   "SELECT * FROM v1_reject LIMIT 0",
    };
    int64_t ignored;
    found(result, "the public views answer");
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (mt_store_integer(store, questions[i], 0, &ignored, err) != MT_OK)
            mt_check_problem(result, "%s", err->text);
    return MT_OK;
}

/* ---- the list ---- */

static const char anew[] = "'msgtrace doctor --rebuild' makes it anew from the facts";
static const char restore[] = "restore a copy of the database, or import the exports into a new one";
static const char indexes[] = "where only an index is named, 'msgtrace doctor --rebuild' makes it anew; else restore a "
                              "copy of the database, or import the exports into a new one";

static const struct mt_check checks[] = {
    {"integrity", "The file is whole", indexes, check_integrity},
    {"references", "Rows belong together", restore, check_references},
    {"lists", "Numbers mean something", restore, check_lists},
    {"counts", "Counts of imports add up", restore, check_counts},
    {"observations", "Observations make sense", restore, check_observations},
    {"joins", "Rows without a trace id and what they describe", restore, check_joins},
    {"events", "Events belong to mail", anew, check_events},
    {"courses", "Deliveries say what their events say", anew, check_courses},
    {"keys", "Every delivery is found by its key", anew, check_keys},
    {"rollup", "Hourly counts are those of the deliveries", anew, check_rollup},
    {"views", "Views for other programs", anew, check_views},
    {NULL, NULL, NULL, NULL},
};

const struct mt_check *
mt_checks(void)
{
    return checks;
}
