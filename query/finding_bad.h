#ifndef MT_QUERY_FINDING_BAD_H
#define MT_QUERY_FINDING_BAD_H

/* The bad mail of a finding itself, group by group: what the cube has added up. Only finding_tables.c and
 * finding_table_*.c include this. */

#include "query/finding_table.h"
#include "query/statement.h"

struct mt_finding_bad {
    int64_t received_us, sender_id, reason_id; /* ids of the store, 0: none */
    int32_t domain, host, forest;              /* numbers of the cube, which follow names */
    int32_t outcome;
};

struct mt_finding_bads {
    struct mt_finding_bad *items; /* by time, place and outcome; never by ids, which follow the order of imports */
    size_t count, room;
};

enum mt_rc mt_finding_bads_read(const struct mt_finding_subject *subject, struct mt_finding_bads *bads,
                                struct mt_err *err);
void mt_finding_bads_release(struct mt_finding_bads *bads);

/* Goes to the delivery that speaks for the group, the `rank`-th of those that look alike; reason_id 0: whatever its
 * reason. The statement is to be closed, and `arena` must live until then. Not found: what speaks came later than the
 * group's first recipient. */
enum mt_rc mt_finding_bad_look_up(const struct mt_finding_subject *subject, const struct mt_finding_bad *bad,
                                  size_t rank, int64_t reason_id, struct mt_statement *statement,
                                  struct mt_arena *arena, bool *found, struct mt_err *err);

/* The columns of finding_delivery.sql. */
enum mt_finding_delivery_column {
    MT_FINDING_DELIVERY_ID,
    MT_FINDING_DELIVERY_DOMAIN_ID,
    MT_FINDING_DELIVERY_ROUTE_ID,
    MT_FINDING_DELIVERY_OUTCOME_NUMBER,
    MT_FINDING_DELIVERY_REASON_ID,
    MT_FINDING_DELIVERY_RECEIVED, /* and those for people, in order */
    MT_FINDING_DELIVERY_SIZE = 10,
    MT_FINDING_DELIVERY_REMOTE_HOST = 15,
};

/* ---- the tables ---- */
enum mt_rc mt_finding_table_senders(const struct mt_finding_subject *subject, const struct mt_finding_bads *bads,
                                    struct mt_table *table, struct mt_err *err);
enum mt_rc mt_finding_table_reasons(const struct mt_finding_subject *subject, const struct mt_finding_bads *bads,
                                    struct mt_table *table, struct mt_err *err);
enum mt_rc mt_finding_table_messages(const struct mt_finding_subject *subject, const struct mt_finding_bads *bads,
                                     struct mt_table *table, struct mt_err *err);

#endif
