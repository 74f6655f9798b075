#ifndef MT_QUERY_FINDING_TABLE_H
#define MT_QUERY_FINDING_TABLE_H

/* What the tables behind a finding share. Only finding_tables.c and finding_table_*.c include this. */

#include "query/finding_conditions.h"
#include "query/finding_sql.h"
#include "query/finding_tables.h"
#include "query/table.h"

/* What is explained. */
struct mt_finding_subject {
    struct mt_store *store;
    const struct mt_findings *findings;
    const struct mt_finding *finding;
    const struct mt_filter *filter;
    const struct mt_mail_cube *cube;
    const struct mt_pattern *pattern;
    const struct mt_left_out *left_out;
    unsigned conditions; /* that the finding has */
    bool *providers;     /* by number: those of which the finding has mail */
};

struct mt_finding_counts {
    int64_t mail, bad;
};

void mt_finding_counts_add(struct mt_finding_counts *counts, const struct mt_pattern_cell *cell);

/* The columns mail, bad, bad_ratio, bad_low, bad_high, one after another. */
#define MT_FINDING_COUNT_COLUMNS                                                                                       \
    {"mail", "Messages", MT_TYPE_COUNT}, {"bad", "In trouble", MT_TYPE_COUNT}, {"bad_ratio", "Share", MT_TYPE_RATIO},  \
        {"bad_low", "Share, low", MT_TYPE_RATIO},                                                                      \
    {                                                                                                                  \
        "bad_high", "Share, high", MT_TYPE_RATIO                                                                       \
    }
enum { MT_FINDING_COUNT_CELLS = 5 };
void mt_finding_count_cells(const struct mt_finding_subject *subject, const struct mt_finding_counts *counts,
                            struct mt_cell *cells);

/* The columns usual_ratio and times. A negative share is not known. */
#define MT_FINDING_USUAL_COLUMNS                                                                                       \
    {"usual_ratio", "Usual share", MT_TYPE_RATIO},                                                                     \
    {                                                                                                                  \
        "times", "Times as many as usual", MT_TYPE_REAL                                                                \
    }
enum { MT_FINDING_USUAL_CELLS = 2 };
void mt_finding_usual_cells(const struct mt_finding_counts *counts, double usual, struct mt_cell *cells);

double mt_finding_share(const struct mt_finding_counts *counts); /* -1 without mail */

#define MT_FINDING_IN_COLUMN                                                                                           \
    {                                                                                                                  \
        "in_finding", "In the finding", MT_TYPE_TEXT                                                                   \
    }
struct mt_cell mt_finding_in_cell(bool some, bool all);

/* Keeps the statement behind a table. */
enum mt_rc mt_finding_keep_sql(const struct mt_finding_subject *subject, unsigned leave_out, enum mt_finding_sql_by by,
                               struct mt_table *table, struct mt_err *err);

/* Hours since 1970 by the local clock of an hour of the data, and that as if days began when recurring hours do. */
int64_t mt_finding_local_hour(const struct mt_finding_subject *subject, int32_t hour);
int64_t mt_finding_shifted_hour(const struct mt_finding_subject *subject, int32_t hour);

/* ---- the tables ---- */
enum mt_rc mt_finding_table_against(const struct mt_finding_subject *subject, struct mt_table *table,
                                    struct mt_err *err);
enum mt_rc mt_finding_table_days(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err);
enum mt_rc mt_finding_table_hours(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err);
enum mt_rc mt_finding_table_weekdays(const struct mt_finding_subject *subject, struct mt_table *table,
                                     struct mt_err *err);
enum mt_rc mt_finding_table_sizes(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err);
enum mt_rc mt_finding_table_hosts(const struct mt_finding_subject *subject, struct mt_table *table, struct mt_err *err);
enum mt_rc mt_finding_table_forests(const struct mt_finding_subject *subject, struct mt_table *table,
                                    struct mt_err *err);
enum mt_rc mt_finding_table_domains(const struct mt_finding_subject *subject, struct mt_table *table,
                                    struct mt_err *err);

#endif
