#ifndef MT_QUERY_FINDING_SQL_H
#define MT_QUERY_FINDING_SQL_H

/* A finding as a SELECT on the public views (store/sql/views.sql), so that anybody can check its figures with sqlite3
 * or `msgtrace sql`. It counts what mail_groups.h counts: one message to one recipient domain, of whose recipients the
 * worst one speaks. Names and moments from data stand in it as literals (literal.h); nothing here runs it.
 *
 * The statement gives exactly the finding's `total` and `bad`: whole hours, the hours of the day of the request's zone
 * whatever summer time does, the filter of the request, and without what was told apart (apart.h). */

#include "query/finding_conditions.h"
#include "query/finding_left_out.h"

/* What one row is, where the statement is the one behind a table. */
#define MT_FINDING_SQL_BY_LIST(X)                                                                                      \
    X(NOTHING, "")                                                                                                     \
    X(DOMAIN, "domain")                                                                                                \
    X(REMOTE_HOST, "remote_host")                                                                                      \
    X(FOREST, "forest")                                                                                                \
    X(SIZE, "size_band")                                                                                               \
    X(DAY, "day")         /* of recurring hours: the day on which they began */                                        \
    X(HOUR, "hour")       /* of the local day */                                                                       \
    X(WEEKDAY, "weekday") /* 1 is Monday; like DAY */

enum mt_finding_sql_by {
#define X(name, key) MT_FINDING_SQL_BY_##name,
    MT_FINDING_SQL_BY_LIST(X)
#undef X
};

struct mt_finding_sql {
    struct mt_store *store; /* providers are looked up */
    const struct mt_findings *findings;
    const struct mt_finding *finding;
    const struct mt_filter *filter; /* that of the request */
    const struct mt_left_out *left_out;
    unsigned leave_out; /* conditions, by their bits; 0 for the finding itself */
    enum mt_finding_sql_by by;
};

/* Columns: the key of `by` when there is one, total, bad. The text lives in the arena. */
enum mt_rc mt_finding_sql(const struct mt_finding_sql *wanted, struct mt_arena *arena, struct mt_text *sql,
                          struct mt_err *err);

#endif
