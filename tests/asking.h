#ifndef MT_TESTS_ASKING_H
#define MT_TESTS_ASKING_H

/* Asking questions of a sample store, and looking at the answer. Include it behind cmocka.h. */

#include "query/grouped.h"
#include "query/question.h"
#include "tests/sample_store.h"

/* A moment of November 2026. */
static inline int64_t
utc(int day, int hour, int minute)
{
    struct mt_civil civil = {2026, 11, day, hour, minute, 0, 0};
    return mt_civil_moment(&civil);
}

static inline struct mt_filter
everything(void)
{
    struct mt_filter filter;
    mt_filter_init(&filter);
    return filter;
}

static inline void
ask(struct sample *sample, const char *name, const struct mt_filter *filter, struct mt_table *table)
{
    mt_table_init(table, "x", "X");
    if (mt_question_ask(sample->store, name, filter, table, &sample->err) != MT_OK)
        fail_msg("%s: %s", name, sample->err.text);
}

static inline struct mt_cell
cell(const struct mt_table *table, size_t row, const char *key)
{
    int column = mt_table_find(table, key);
    if (column < 0)
        fail_msg("there is no column '%s'", key);
    assert_true(row < table->row_count);
    return mt_table_at(table, row, (size_t)column);
}

static inline int64_t
count(const struct mt_table *table, size_t row, const char *key)
{
    struct mt_cell found = cell(table, row, key);
    if (!found.known)
        fail_msg("row %zu, '%s' is unknown", row, key);
    return found.integer;
}

static inline void
assert_text(const struct mt_table *table, size_t row, const char *key, const char *expected)
{
    struct mt_cell found = cell(table, row, key);
    if (!found.known)
        fail_msg("row %zu, '%s' is unknown", row, key);
    if (!mt_text_is(found.text, expected))
        fail_msg("row %zu, '%s' is '%.*s', not '%s'", row, key, MT_TEXT_ARGS(found.text), expected);
}

static inline void
assert_unknown(const struct mt_table *table, size_t row, const char *key, const char *why)
{
    struct mt_cell found = cell(table, row, key);
    assert_false(found.known);
    assert_non_null(found.why);
    assert_string_equal(found.why, why);
}

static inline const char *
parameter(const struct mt_table *table, const char *key)
{
    for (size_t i = 0; i < table->parameter_count; i++)
        if (strcmp(table->parameters[i].key, key) == 0)
            return table->parameters[i].value.at;
    return NULL;
}

static inline void
assert_same_rows(const struct mt_table *a, const struct mt_table *b, const char *name)
{
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->column_count, b->column_count);
    for (size_t i = 0; i < a->row_count * a->column_count; i++) {
        struct mt_cell left = a->cells[i], right = b->cells[i];
        bool is_text = a->columns[i % a->column_count].type == MT_TYPE_TEXT;
        assert_int_equal(left.known, right.known);
        assert_int_equal(left.at_least, right.at_least);
        if (left.known && (is_text ? !mt_text_equal(left.text, right.text) : left.integer != right.integer))
            fail_msg("%s: row %zu, '%s' differs", name, i / a->column_count, a->columns[i % a->column_count].key);
    }
}

/* ---- many deliveries ---- */

enum { MANY = 700 };

static inline void
add_many(struct sample *sample, struct sample_delivery *all)
{
    static const enum mt_outcome outcomes[] = {MT_OUTCOME_DELIVERED,
                                               MT_OUTCOME_DELIVERED,
                                               MT_OUTCOME_DEFERRED,
                                               MT_OUTCOME_FAILED,
                                               MT_OUTCOME_ROUTING,
                                               MT_OUTCOME_QUARANTINED,
                                               MT_OUTCOME_DELIVERED_AFTER_DEFERRAL,
                                               MT_OUTCOME_UNDER_WAY};
    static const int64_t edges[] = {25 * 1024,       100 * 1024,      500 * 1024,       1024 * 1024,
                                    2 * 1024 * 1024, 5 * 1024 * 1024, 10 * 1024 * 1024, 25 * 1024 * 1024};
    uint32_t random = 12345;
    sample_run(sample, "BEGIN");
    for (int i = 0; i < MANY; i++) {
        random = random * 1103515245u + 12345u;
        uint32_t bits = random >> 8;
        all[i] = (struct sample_delivery){
            .received_us = utc(1, 0, 0) + (int64_t)(bits % 28800) * MT_MINUTE,
            .domain = SAMPLE_MAIL + (int)(bits / 7 % 4),
            .outcome = outcomes[bits / 31 % 8],
            .size_bytes = bits % 11 == 0 ? 0 : edges[bits / 131 % 8] - (int64_t)(bits % 2),
            .route = (int)(bits / 17 % 4),
        };
        sample_add(sample, all[i]);
    }
    sample_run(sample, "COMMIT");
}

/* ---- events ---- */

/* What the events of a delivery say together; what is left out is unknown or zero. Moments are of the clock. */
struct sample_course {
    enum mt_status status;
    int64_t final_us, last_us, last_deferred_us;
    int attempts, deferrals;
    bool expired;
    int reason; /* its id, see add_reason */
    const char *remote_host;
};

/* Reasons are told apart by their class, code and text. Returns the id. */
static inline int
add_reason(struct sample *sample, enum mt_reason_class class, const char *code, const char *text)
{
    sqlite3 *db = mt_store_connection(sample->store);
    sample_format(sample,
                  "INSERT INTO reason (outer_reply, outer_code, reply, code, text, expired, housekeeping, class,"
                  " permanence, actor) VALUES (0, '', 421, %Q, %Q, 0, 0, %d, %d, %d)",
                  code, text, (int)class, (int)MT_PERMANENCE_TEMPORARY, (int)MT_ACTOR_RECIPIENT_ADMIN);
    return (int)sqlite3_last_insert_rowid(db);
}

/* Gives a delivery of the store its course, and one event that makes the window one with events. */
static inline void
add_course(struct sample *sample, int delivery, struct sample_course course)
{
    char final[32] = "NULL", deferred[32] = "NULL", reason[32] = "NULL";
    if (course.final_us)
        snprintf(final, sizeof final, "%lld", (long long)course.final_us);
    if (course.last_deferred_us)
        snprintf(deferred, sizeof deferred, "%lld", (long long)course.last_deferred_us);
    if (course.reason)
        snprintf(reason, sizeof reason, "%d", course.reason);
    int64_t last = course.last_us ? course.last_us : course.final_us ? course.final_us : course.last_deferred_us;
    sample_format(sample,
                  "INSERT INTO course (delivery_id, events, status, status_us, deferrals, attempts, first_deferred_us,"
                  " last_deferred_us, final_us, last_us, expired, reason_id, remote_host)"
                  " VALUES (%d, 1, %d, %lld, %d, %d, %s, %s, %s, %lld, %d, %s, %Q)",
                  delivery, (int)course.status, (long long)last, course.deferrals, course.attempts, deferred, deferred,
                  final, (long long)last, course.expired, reason, course.remote_host);
    sample_format(sample,
                  "INSERT INTO event (key, delivery_id, at_us, at_precision, kind, event, turn, export_id, line)"
                  " VALUES (%d, %d, %lld, 8, 0, 'NOTE', 0, 1, 1)",
                  -delivery, delivery, (long long)last);
}

/* The roll-up from the deliveries and their courses, as the store rebuilds it. */
static inline void
count_anew(struct sample *sample)
{
    sample_format(
        sample,
        "DELETE FROM hourly;"
        " INSERT INTO hourly"
        " SELECT c.hour, c.domain_id, c.size_band, c.route_id, c.outcome, c.reason_class, count(*), sum(c.bytes)"
        " FROM (SELECT coalesce(d.size_bytes, 0) AS bytes,\n%s FROM delivery d"
        " LEFT JOIN course k ON k.delivery_id = d.id LEFT JOIN reason n ON n.id = k.reason_id"
        " WHERE d.outcome <> 10 AND d.absorbed = 0) c GROUP BY 1, 2, 3, 4, 5, 6",
        mt_grouped_mail_sql);
}

/* Every fifth of many deliveries gets a course: every second of them with a reason, by hosts of two domains. */
static inline void
add_courses_to_many(struct sample *sample, const struct sample_delivery *all)
{
    static const char *const hosts[] = {"mta5.mail.example", "mta6.mail.example", "mx.post.example"};
    int reasons[] = {add_reason(sample, MT_REASON_CLASS_THROTTLE, "4.7.650", "too many"),
                     add_reason(sample, MT_REASON_CLASS_TLS, "4.7.5", "no certificate")};
    sample_run(sample, "BEGIN");
    for (int i = 0; i < MANY; i += 5)
        add_course(sample, i + 1,
                   (struct sample_course){.status = MT_STATUS_PENDING,
                                          .last_deferred_us = all[i].received_us + MT_MINUTE,
                                          .attempts = 1,
                                          .deferrals = 1,
                                          .reason = i % 10 ? 0 : reasons[i / 10 % 2],
                                          .remote_host = hosts[i / 5 % 3]});
    sample_run(sample, "COMMIT");
    count_anew(sample);
}

/* ---- a store for each test ---- */

static inline int
open_store(void **state)
{
    static struct sample sample;
    sample_open(&sample);
    *state = &sample;
    return 0;
}

static inline int
close_store(void **state)
{
    sample_close(*state);
    return 0;
}

#define ON_A_STORE(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)

#endif
