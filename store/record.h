#ifndef MT_STORE_RECORD_H
#define MT_STORE_RECORD_H

/* One delivery between memory and the tables: its identity, its facts, and how both are read and written. */

#include "store/course.h"
#include "store/merge.h"
#include "store/tables.h"

enum mt_absorbed {
    MT_ABSORBED_NOT = 0,
    /* No trace id, or a Message-ID that stands in for one (hints.h), and a delivery with one fits it. */
    MT_ABSORBED_DESCRIPTION = 1,
    MT_ABSORBED_OWN = 2, /* a delivery as it was before descriptions joined it */
};

struct mt_record {
    int64_t id; /* 0: not stored yet */

    /* Identity. Trace id: unknown, 16 bytes, or text; without it the facts' received, message id or sender and subject
     * are part of the identity. */
    struct mt_text trace_id;
    bool trace_is_guid;
    uint32_t recipient_id, domain_id;

    const struct mt_course *course; /* what its events say; never NULL */
    enum mt_absorbed absorbed;
    int64_t export_id, line;

    /* Derived by mt_record_derive. */
    uint32_t sender_id, route_id;
    enum mt_status status;
    int64_t observed_us;
    enum mt_outcome outcome;
    enum mt_evidence evidence;

    int64_t delivery_id; /* filled when a batch is written: the delivery that the record became or merged into */
    bool of_event;       /* the record is an event's: it has no status of its own */

    /* Of a record on its way into a batch, until mt_records_resolve gives it their numbers. */
    struct mt_text recipient;
    struct mt_hash recipient_hash;

    struct mt_facts facts; /* last: the end of it is seldom touched */
};

/* Whether it only stands in for a delivery that has a trace id (hints.h). */
bool mt_record_stands_in(const struct mt_record *record);

bool mt_record_same_delivery(const struct mt_record *a, const struct mt_record *b);

/* Status, outcome and evidence from facts and course; sender and route from the facts. New addresses and routes have to
 * be flushed before writing. */
enum mt_rc mt_record_derive(struct mt_tables *tables, struct mt_record *record, struct mt_err *err);

/* The same for a record that has its sender's number. */
enum mt_rc mt_record_derive_others(struct mt_tables *tables, struct mt_record *record, struct mt_err *err);

/* Counts the delivery in or out of the roll-up, by `sign` 1 or -1. Routing and absorbed ones are not counted. */
enum mt_rc mt_record_count(struct mt_tables *tables, const struct mt_record *record, int sign, struct mt_err *err);

/* The columns of a statement that begin with a delivery's (enum mt_delivery_column), without copying: texts live until
 * the next step. Only the status that counts is there, and the sender's text is missing (sender_id is set). */
void mt_record_peek(const struct mt_tables *tables, sqlite3_stmt *row, struct mt_record *record);

/* Everything about one stored delivery, copied into the batch's arena. */
enum mt_rc mt_record_read(struct mt_tables *tables, int64_t id, struct mt_record *record, struct mt_err *err);

/* Writes derived records and their observations; `replace` for records that are there already. Numbers of new ones
 * rise. */
enum mt_rc mt_records_write(struct mt_tables *tables, struct mt_record *const *records, size_t count, bool replace,
                            struct mt_err *err);

/* Whether two records say the same where nearly all of an export do. */
bool mt_record_is_like(const struct mt_record *one, const struct mt_record *other);

/* The same for new records of which none is absorbed and all are like the first: what they share is told once. */
enum mt_rc mt_records_append(struct mt_tables *tables, struct mt_record *const *records, size_t count,
                             struct mt_err *err);

/* When an export showed the end of a delivery that has events, what these say may change with it: its course is noted
 * to be folded anew. */
enum mt_rc mt_record_note_end(struct mt_tables *tables, const struct mt_record *before, const struct mt_record *after,
                              struct mt_err *err);

/* Writes `after` over `before` (the same delivery) and moves it in the roll-up. Derives `after` first. */
enum mt_rc mt_record_change(struct mt_tables *tables, const struct mt_record *before, struct mt_record *after,
                            struct mt_err *err);

#endif
