#ifndef MT_QUERY_FINDING_TABLES_H
#define MT_QUERY_FINDING_TABLES_H

/* The tables behind a finding: what a person looks at before believing it. All figures are in groups, one message to
 * one recipient domain, and come from the cube that the finding came from, so that they agree with it to the unit;
 * senders, reasons and messages are read from the store once more, trouble alone. The caller owns the tables. No
 * sentences but notes: those are made in reports/. The statement that recomputes a finding is finding_sql.h's.
 *
 * Columns that several tables share:
 *   mail, bad             groups, and those in trouble
 *   bad_ratio, _low, _high  bad by mail, with Wilson's interval, as much wider as trouble comes in clumps
 *   usual_ratio, times    what is usual there, and bad_ratio by that
 *   in_finding            "yes", "partly", "no"
 *   names                 how many names a row stands for: 1; 0 when no export names it; more in the last row, which
 *                         is of all that were not shown */

#include "query/findings.h"

struct mt_store;

/* key and title. A table without rows has nothing to tell of this finding. */
#define MT_FINDING_TABLE_LIST(X)                                                                                       \
    X(AGAINST, "against", "Compared with other mail")                                                                  \
    X(DAYS, "days", "Before, meanwhile and after")                                                                     \
    X(HOURS, "hours", "Hours of the day")                                                                              \
    X(WEEKDAYS, "weekdays", "Days of the week") /* of recurring hours */                                               \
    X(SIZES, "sizes", "Sizes")                                                                                         \
    X(REMOTE_HOSTS, "remote_hosts", "Receiving servers")                                                               \
    X(FORESTS, "forests", "Sending forests")                                                                           \
    X(DOMAINS, "domains", "Recipient domains")                                                                         \
    X(SENDERS, "senders", "Senders")                                                                                   \
    X(REASONS, "reasons", "Reasons given")                                                                             \
    X(MESSAGES, "messages", "Examples to look up")

enum mt_finding_table {
#define X(name, key, title) MT_FINDING_TABLE_##name,
    MT_FINDING_TABLE_LIST(X)
#undef X
        MT_FINDING_TABLES,
};

/* The rows of "against", by the key in their column "compared". The words are for people. All but the first two are of
 * mail at the same hours as the finding's. */
#define MT_FINDING_AGAINST_LIST(X)                                                                                     \
    X(FINDING, "finding", "this finding")                                                                              \
    X(OTHER_TIMES, "other_times", "the same at other times")                                                           \
    X(OTHER_PROVIDERS, "other_providers", "other providers")                                                           \
    X(OTHER_COUNTRIES, "other_countries", "other countries")                                                           \
    X(OTHER_DOMAINS, "other_domains", "other domains of the same provider")                                            \
    X(ELSEWHERE, "elsewhere", "all other domains") /* where the domain has no provider */                              \
    X(OTHER_HOSTS, "other_hosts", "other servers of the same provider")                                                \
    X(UNKNOWN_HOST, "unknown_host", "the same provider, server not known")                                             \
    X(OTHER_FORESTS, "other_forests", "other sending forests")                                                         \
    X(UNKNOWN_FOREST, "unknown_forest", "sending forest not known")                                                    \
    X(SMALLER, "smaller", "smaller mail")                                                                              \
    X(UNKNOWN_SIZE, "unknown_size", "size not known")                                                                  \
    X(ALL_ELSE, "all_else", "all other mail")

enum mt_finding_against {
#define X(name, key, words) MT_FINDING_AGAINST_##name,
    MT_FINDING_AGAINST_LIST(X)
#undef X
        MT_FINDING_AGAINST_ROWS,
};

/* Fills tables[MT_FINDING_TABLE_...], which are initialised here; on failure too they are to be released. `filter` is
 * that of the request. */
enum mt_rc mt_finding_tables(struct mt_store *store, const struct mt_findings *findings,
                             const struct mt_finding *finding, const struct mt_filter *filter,
                             struct mt_table *const tables[MT_FINDING_TABLES], struct mt_err *err);

#endif
